"""Make the pictures of README and guide from the built example.

In: the example's public edition, in `site/` or in the folder named, and a Chromium (`CHROMIUM`, else Debian's). Out:
the PNG files beside this program. The rule: a picture shows the invented example and nothing else.

Run `make site` and `make test` (which installs Playwright), then `.venv/bin/python docs/pictures/make.py [FOLDER]`.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
SITE = Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent.parent / "site").resolve()
REPORT = SITE / "harbour-2021"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

DESKTOP = (1000, 780)
PHONE = (390, 780)
PAGES = (
    ("home", SITE / "index.html", "#heading-2", DESKTOP),
    ("report", REPORT / "index.html", "h1", DESKTOP),
    ("contents", REPORT / "index.html", "#contents", DESKTOP),
    ("contents-phone", REPORT / "index.html", "#contents", PHONE),
    ("section", REPORT / "introduction.html", "[id='section-1.4']", DESKTOP),
    ("section-phone", REPORT / "introduction.html", "[id='section-1.4']", PHONE),
    ("records-phone", REPORT / "section-7.html", "#partnership-actions", PHONE),
    ("stay-safe-phone", REPORT / "stay-safe.html", "body", PHONE),
)
"""Name of the picture, page, what stands at the top of it (CSS), size of the window."""
PRINTED = ("pdf-contents", 2), ("pdf-table", 0)
"""Name of the picture, page of the PDF from 1; 0 for the page on which the first table of agencies stands."""
SCROLL = "place => window.scrollBy(0, document.querySelector(place).getBoundingClientRect().top - 90)"
COLOURS = 64  # a page has few, so a palette makes the files small


def write_picture(name: str, picture: Image.Image) -> None:
    """Write a picture with a palette: text stays sharp, the file small."""
    small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(HERE / f"{name}.png", optimize=True)


def take_pages(browser: Browser) -> None:
    """Take windows of the site's pages."""
    for name, page, place, (width, height) in PAGES:
        tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        tab.goto(page.as_uri())
        tab.evaluate(SCROLL, place)  # not by the address: what an address leads to is coloured
        write_picture(name, Image.open(io.BytesIO(tab.screenshot())))
        tab.close()


def take_printed() -> None:
    """Take pages of the PDF at a width of 700 pixels."""
    document = pypdfium2.PdfDocument(REPORT / "harbour-2021.pdf")
    for name, number in PRINTED:
        page = document[(number or _find(document, "What agencies contributed")) - 1]
        write_picture(name, page.render(scale=700 / page.get_width()).to_pil())


def _find(document: pypdfium2.PdfDocument, words: str) -> int:
    """The first page, from 1, that holds some words."""
    texts = (document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    return next(n for n, text in enumerate(texts, 1) if words in text)


def main() -> None:
    """Make every picture."""
    with sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        take_pages(browser)
        browser.close()
    take_printed()


if __name__ == "__main__":
    main()
