"""Make the pictures of README and guide from the built example.

In: the example's public edition, in `site/` or in the folder named; the families of the test cases; a Chromium
(`CHROMIUM`, else Debian's). Out: the PNG files beside this program. The rule: a picture shows invented people only.

Run `make site` and `make test` (which installs Playwright), then `.venv/bin/python docs/pictures/make.py [FOLDER]`.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pypdfium2
import yaml
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from anonymise.genogram import build_genogram
from anonymise.register import parse_register
from report.block import Spot
from report.genogram import lay_out
from report.view import environment

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
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
COLUMNS, LEAF, GAP = 9, (178, 252), 10
"""Of the sheet of all pages: how many stand in a row, pixels of a page that is not turned, pixels between them."""
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


def take_families(browser: Browser) -> None:
    """Take one sheet of all families of the test cases."""
    macro = environment().from_string('{% from "genogram.html" import draw_family %}{{ draw_family(drawing, title) }}')
    parts = []
    for path in sorted((ROOT / "tests/cases/genogram").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            given = {"people": case["people"], "relationships": case["relationships"], "invented": True}
            register = parse_register(yaml.safe_dump(given, sort_keys=False).encode(), ())
            drawing = lay_out(build_genogram(Spot(0, 1, 1), register).family)
            parts.append(f"<section><h2>{case['title']}</h2>{macro.render(drawing=drawing, title='')}</section>")
    tab = browser.new_page(viewport={"width": 1350, "height": 800})
    look = "body { margin: 20px; font: 13px sans-serif } h2 { font-size: 14px } section { display: inline-block; "
    look += "vertical-align: top; margin: 0 30px 20px 0; max-width: 860px }"
    tab.set_content(f"<style>{look}</style>" + "".join(parts))
    write_picture("families", Image.open(io.BytesIO(tab.screenshot(full_page=True))))
    tab.close()


def take_printed() -> None:
    """Take pages of the PDF at a width of 700 pixels."""
    document = pypdfium2.PdfDocument(REPORT / "harbour-2021.pdf")
    for name, number in PRINTED:
        page = document[(number or _find(document, "What agencies contributed")) - 1]
        write_picture(name, page.render(scale=700 / page.get_width()).to_pil())


def take_sheet() -> None:
    """Take all pages of the PDF, small, on one sheet; a turned page is as wide as the others."""
    document = pypdfium2.PdfDocument(REPORT / "harbour-2021.pdf")
    wide, high = (side + GAP for side in LEAF)
    rows = -(-len(document) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * wide + GAP, rows * high + GAP), (214, 218, 224))
    for at, page in enumerate(document):
        # drawn twice as large: small letters would lose their strokes
        leaf = page.render(scale=2 * LEAF[0] / page.get_width()).to_pil().convert("RGB")
        leaf.thumbnail(LEAF, Image.Resampling.LANCZOS)
        row, column = divmod(at, COLUMNS)
        sheet.paste(leaf, (GAP + column * wide, GAP + row * high))
    write_picture("pdf-sheet", sheet)


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
        take_families(browser)
        browser.close()
    take_printed()
    take_sheet()


if __name__ == "__main__":
    main()
