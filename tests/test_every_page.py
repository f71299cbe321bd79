"""Every page of the example in a real browser: accessible in every mode, on a telephone, by keyboard; light, still."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import MODES, find_violations, start_browser, visit
from playwright.sync_api import Browser

REPORT = "harbour-2021"
SECTIONS = ("part-1", "introduction", *(f"section-{n}" for n in range(2, 8)), "terms", "appendix-b")
OF_REPORT = ("index", *SECTIONS, "actions", "glossary", "search", "stay-safe", REPORT)
PUBLIC = ("index", "stay-safe", "accessibility", *(f"{REPORT}/{name}" for name in OF_REPORT))
DRAFT = ("index", *(f"{REPORT}/{name}" for name in ("index", "section-4", REPORT)))
PAGES = [*(f"public/{name}.html" for name in PUBLIC), *(f"draft/{name}.html" for name in DRAFT)]
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
SPACING += " p { margin-bottom: 2em !important }"
# An abbreviation in a sentence is as wide as its letters: WCAG 2.2, 2.5.8, leaves out what stands in a line of text.
SMALL = """() => Array.from(document.querySelectorAll("a[href], button, summary")).filter((e) => {
    const r = e.getBoundingClientRect(), inline = getComputedStyle(e).display === "inline";
    return !inline && !e.matches(".short") && e.checkVisibility() && r.width > 1 && (r.width < 24 || r.height < 24);
}).map((e) => e.outerHTML.slice(0, 90))"""
BLOCKING = "Array.from(document.querySelectorAll('link[rel=stylesheet], script:not([defer])'), e => e.href || e.src)"
STOPS = "a[href], button, input, select, summary, [tabindex='0']"
STOP = """(e => { const r = e.getBoundingClientRect(), bar = document.querySelector(".bar");
    const free = bar.contains(e) || e.matches(".skip") || r.bottom > bar.getBoundingClientRect().bottom;
    e.dataset.stop = "";
    return [e.outerHTML.slice(0, 90), free && r.top < innerHeight && r.bottom > 0 && r.right > 0,
      getComputedStyle(e).outlineStyle != "none"] })(document.activeElement)"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with start_browser(chromium) as started:
        yield started


def test_no_page_is_forgotten(example: Path) -> None:
    built = {path.relative_to(example).as_posix() for path in (example / "public").rglob("*.html")}
    assert built == {page for page in PAGES if page.startswith("public/")}


@pytest.mark.parametrize("page", PAGES)
def test_it_is_accessible_in_every_mode(example: Path, browser: Browser, page: str) -> None:
    for width in (320, 1280):
        with visit(browser, example / page, width=width) as seen:
            for n, mode in enumerate(MODES):
                seen.page.emulate_media(**mode)
                assert (width, mode, find_violations(seen.page, colours=n > 0)) == (width, mode, [])


@pytest.mark.parametrize("page", PAGES)
def test_it_fits_a_telephone_and_asks_for_its_own_files_only(example: Path, browser: Browser, page: str) -> None:
    # Without the policy of the page, which would refuse the style element below.
    with visit(browser, example / page, width=320, bypass_csp=True) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
        assert seen.page.evaluate(SMALL) == []
        seen.page.add_style_tag(content=SPACING)
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 320
    with visit(browser, example / page, width=320) as seen:
        assert seen.messages == []
        assert all(request.startswith((example.as_uri(), "data:")) for request in seen.requests)


@pytest.mark.parametrize("page", PAGES)
def test_every_stop_of_the_keyboard_can_be_seen(example: Path, browser: Browser, page: str) -> None:
    with visit(browser, example / page, width=320) as seen:
        expected = sum(stop.is_visible() for stop in seen.page.locator(STOPS).all())
        for count in range(expected):
            seen.page.keyboard.press("Tab")
            stop, is_seen, has_outline = seen.page.evaluate(STOP)
            assert not stop.startswith("<body")
            assert (stop, is_seen, has_outline) == (stop, True, True)
            if count < 2:
                words = ("Skip to the", "Exit this page")[count]
                assert seen.page.evaluate("document.activeElement.textContent").startswith(words)
        assert seen.page.locator("[data-stop]").count() == expected
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.tagName") == "BODY"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_moves_while_it_loads(example: Path, browser: Browser, page: str) -> None:
    """What scripts and fonts add has its place from the start, at both widths: less than the 0.1 called good."""
    shifts = """() => new Promise((done) => { let sum = 0;
        new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
            .observe({ type: "layout-shift", buffered: true });
        document.fonts.ready.then(() => setTimeout(() => done(sum), 100)); })"""
    for width in (360, 1280):
        with visit(browser, example / page, width=width) as seen:
            assert seen.page.evaluate(shifts) < 0.1


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("public/")])
def test_a_first_visit_is_light(example: Path, browser: Browser, page: str) -> None:
    """A page with all that it loads: 60 KB over the wire without fonts and pictures, and 60 KB of fonts."""
    if page.endswith(f"/{REPORT}.html"):
        assert (example / page).stat().st_size < 1_000_000  # the whole report with its pictures
        return
    with visit(browser, example / page, width=360) as seen:
        seen.page.wait_for_load_state("networkidle")
        files = [
            Path(request.removeprefix("file://").partition("#")[0])
            for request in set(seen.requests)
            if request.startswith("file")
        ]
        blocking = seen.page.evaluate(BLOCKING)
    sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in files if file.suffix not in (".jpg", ".png")}
    fonts = sum(size for name, size in sizes.items() if name.endswith(".woff2"))
    assert fonts <= 60_000
    assert 0 < sum(sizes.values()) - fonts <= 60_000
    assert [name.rpartition("/")[2] for name in blocking] == ["report.css"]
