"""Make the pictures of README and guide from the built example.

In: the example's public edition, in `site/` or in the folder named; the families and time lines of the test cases; a
Chromium (`CHROMIUM`, else Debian's). Out: the PNG files beside this program. The rule: a picture shows invented people
only.

Run `make site` and `make test` (which installs Playwright), then `.venv/bin/python docs/pictures/make.py [FOLDER]`.
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

import pypdfium2
import yaml
from PIL import Image
from playwright.sync_api import Browser, Route, sync_playwright

from anonymise.genogram import build_genogram
from anonymise.register import parse_register
from report.block import Spot, Timeline
from report.genogram import lay_out
from report.number import number
from report.single import style
from report.timeline import records_of
from report.timeline_chart import lay_out as lay_out_timeline
from report.view import environment
from report.walk import walk

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.append(str(ROOT / "tests"))
from draft import safe  # noqa: E402 - a helper of the tests, which are no package

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
    ("genogram", REPORT / "section-2.html", ".genogram", DESKTOP),
    ("timeline", REPORT / "section-3.html", ".timeline", DESKTOP),
    ("actions", REPORT / "actions.html", "h1", DESKTOP),
    ("search", REPORT / "search.html#q=police", "h1", DESKTOP),
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
        tab.route("**/report.css", _wait_for_fonts)
        tab.goto(f"file://{page}")
        tab.wait_for_timeout(500)
        tab.evaluate(SCROLL, place)  # not by the address: what an address leads to is coloured
        write_picture(name, Image.open(io.BytesIO(tab.screenshot())))
        tab.close()


def _wait_for_fonts(route: Route) -> None:
    """Give the page its styles with fonts that it waits for; a reader's page takes what is there at once."""
    styles = Path(route.request.url.removeprefix("file://")).read_text("utf-8")
    route.fulfill(body=styles.replace("font-display: optional", "font-display: block"), content_type="text/css")


def take_families(browser: Browser) -> None:
    """Take one sheet of all families of the test cases."""
    macro = environment().from_string('{% from "drawing.html" import draw_family %}{{ draw_family(drawing, title) }}')
    parts = []
    for path in sorted((ROOT / "tests/cases/genogram").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            given = {"people": case["people"], "relationships": case["relationships"], "invented": True}
            register = parse_register(yaml.safe_dump(given, sort_keys=False).encode(), ())
            drawing = lay_out(build_genogram(Spot(0, 1, 1), register).family)
            parts.append(f"<section><h2>{case['title']}</h2>{macro.render(drawing=drawing, title='')}</section>")
    _take_sheet_of(browser, "families", parts)


def take_timelines(browser: Browser) -> None:
    """Take one sheet of all time lines of the test cases."""
    macro = environment().from_string('{% from "drawing.html" import draw_timeline %}{{ draw_timeline(charts, "") }}')
    parts = []
    for case in yaml.safe_load((ROOT / "tests/cases/timeline/lines.yml").read_text("utf-8")):
        report = number(safe(case["source"]))
        for block in (node for section in report.sections for node in walk(section.blocks)):
            if isinstance(block, Timeline):
                charts = {"wide": lay_out_timeline(records_of(block), "wide")}
                parts.append(f"<section><h2>{case['title']}</h2>{macro.render(charts=charts)}</section>")
    _take_sheet_of(browser, "timelines", parts)


def _take_sheet_of(browser: Browser, name: str, parts: list[str]) -> None:
    tab = browser.new_page(viewport={"width": 1350, "height": 800})
    faces = "".join(re.findall(r"@font-face[^}]*data:font[^}]*}", style())).replace("optional", "block")
    look = (
        faces
        + "body { margin: 20px; font: 13px 'Review Text' } h2 { font-size: 14px } section { display: inline-block; "
    )
    look += "vertical-align: top; margin: 0 30px 20px 0; max-width: 860px }"
    tab.set_content(f"<style>{look}</style>" + "".join(parts))
    tab.evaluate("document.fonts.ready.then(() => 0)")
    write_picture(name, Image.open(io.BytesIO(tab.screenshot(full_page=True))))
    tab.close()


def take_printed() -> None:
    """Take pages of the PDF at a width of 700 pixels."""
    document = pypdfium2.PdfDocument(REPORT / "harbour-2021.pdf")
    for name, place in PRINTED:
        page = document[(place or _find(document, "Table 1: What agencies contributed")) - 1]
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
        take_timelines(browser)
        browser.close()
    take_printed()
    take_sheet()


if __name__ == "__main__":
    main()
