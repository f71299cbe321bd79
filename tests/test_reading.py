"""What the script adds to a page, in a real browser; and that pages stay accessible while parts of them are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import Scheme, find_violations, start_browser, visit
from playwright.sync_api import Browser, Page
from report_case import PRINTED, read_kestrel

from report import site

PAGES = ("index", "section-1", "introduction", "section-3", "section-4", "actions", "glossary", "stay-safe")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site.build(read_kestrel(), PRINTED, tmp_path_factory.mktemp("reading")).folder


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with start_browser(chromium) as started:
        yield started


def open_menu(page: Page) -> None:
    page.locator(".menu > summary").click()


def open_notes(page: Page) -> None:
    for call in page.locator("article a[role=doc-noteref]").all():
        call.click()


def open_abbreviations(page: Page) -> None:
    for short in page.locator("article button.short").all():
        short.click()


def open_citation(page: Page) -> None:
    page.locator(".cite > summary").click()


def say(page: Page) -> None:
    page.keyboard.press("Shift")


STATES: tuple[Callable[[Page], None], ...] = (open_menu, open_notes, open_abbreviations, open_citation, say)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("state", STATES)
def test_a_page_with_something_open_is_accessible(
    folder: Path, browser: Browser, state: Callable[[Page], None], width: int, scheme: Scheme
) -> None:
    for name in ("introduction", "section-4") if state is open_notes else ("introduction",):
        with visit(browser, folder / f"{name}.html", width=width, scheme=scheme) as seen:
            state(seen.page)
            assert seen.page.evaluate("document.documentElement.scrollWidth") == width
            assert seen.messages == []
            assert find_violations(seen.page) == []


@pytest.mark.parametrize("name", PAGES)
def test_without_script_everything_is_there(folder: Path, browser: Browser, name: str) -> None:
    with visit(browser, folder / f"{name}.html", width=320, java_script_enabled=False) as seen:
        seen.page.locator(".menu > summary").click()
        assert seen.page.locator(".menu [aria-current=page]").is_visible()
        pages = [path for path in folder.glob("*.html") if not path.with_suffix(".pdf").exists()]  # not the one file
        assert seen.page.locator(".menu a").count() == len(pages)
        assert seen.messages == []


def test_a_note_opens_where_it_is_called_and_escape_leads_back(folder: Path, browser: Browser) -> None:
    with visit(browser, folder / "introduction.html", width=1280) as seen:
        call = seen.page.get_by_role("link", name="Note 1").first
        call.focus()
        seen.page.keyboard.press("Enter")
        note = seen.page.locator(".opened")
        assert "internal reviews" in note.inner_text()
        assert seen.page.evaluate("document.activeElement.className") == "opened"
        assert call.get_attribute("aria-expanded") == "true"
        assert "#" not in seen.page.url
        seen.page.keyboard.press("Escape")
        assert note.count() == 0
        assert seen.page.evaluate("document.activeElement.id") == "call-1"


def test_an_abbreviation_opens_by_key_and_by_touch(folder: Path, browser: Browser) -> None:
    with visit(browser, folder / "introduction.html", width=320, has_touch=True) as seen:
        short = seen.page.get_by_role("button", name="IMR")
        short.focus()
        seen.page.keyboard.press("Enter")
        assert seen.page.locator(".meaning").inner_text().strip() == "(Individual Management Review)"
        seen.page.keyboard.press("Escape")
        assert seen.page.locator(".meaning").count() == 0
        short.tap()
        assert short.get_attribute("aria-expanded") == "true"


def test_escape_closes_the_menu_and_leads_back(folder: Path, browser: Browser) -> None:
    with visit(browser, folder / "introduction.html", width=320) as seen:
        open_menu(seen.page)
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Escape")
        assert not seen.page.locator(".menu a").first.is_visible()
        assert seen.page.evaluate("document.activeElement.textContent") == "Contents"
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Shift+Tab")
        assert not seen.page.locator(".menu a").first.is_visible()


def test_a_number_copies_its_address_and_the_citation_follows(folder: Path, browser: Browser) -> None:
    page = folder / "introduction.html"
    with visit(browser, page, width=1280, permissions=["clipboard-read", "clipboard-write"]) as seen:
        seen.page.locator("#risk a.number").click()
        address = f"{page.as_uri()}#risk"
        seen.page.wait_for_function("document.querySelector('.said').textContent")
        assert seen.page.get_by_role("status").inner_text() == "Copied: the address of paragraph 2.1.2."
        assert seen.page.url == address
        assert seen.page.evaluate("navigator.clipboard.readText()") == address
        open_citation(seen.page)
        assert seen.page.locator(".citation").inner_text() == (
            "Report into the death of Kestrel. Overview report. Northshire Community Safety Partnership. "
            f"25 August 2023 (updated 12 February 2024). 2 Introduction, paragraph 2.1.2. {address}"
        )
        for place, words in (("agencies", "table 1"), ("share", "recommendation 1"), ("map", "figure 2")):
            name = {"agencies": "section-3", "share": "section-4"}.get(place, "introduction")
            seen.page.goto(f"{(folder / f'{name}.html').as_uri()}#{place}")
            assert seen.page.locator(".part").inner_text() in ("", f", {words}")
            assert seen.page.locator(".part").text_content() == f", {words}"


def test_records_stack_on_a_telephone_and_stay_a_table(folder: Path, browser: Browser) -> None:
    with visit(browser, folder / "section-4.html", width=320) as seen:
        table = seen.page.get_by_role("table").first
        boxes = [cell.bounding_box() for cell in table.get_by_role("row").nth(1).get_by_role("cell").all()]
        tops = [box["y"] for box in boxes if box]
        assert len(tops) == 5
        assert tops == sorted(set(tops))
        assert table.get_by_role("columnheader").count() == 6
        assert table.get_by_role("rowheader").count() == 2
        shown = "getComputedStyle(document.querySelector('td[data-column=Finding]'), '::before').content"
        assert "data-column" in seen.page.evaluate(shown) or "Finding" in seen.page.evaluate(shown)


def test_the_fonts_are_ours_small_and_loaded(folder: Path, browser: Browser) -> None:
    assert sum(path.stat().st_size for path in folder.rglob("*.woff2")) <= 60_000
    with visit(browser, folder / "introduction.html", width=1280) as seen:
        loaded = "document.fonts.ready.then(all => [...all].filter(f => f.status === 'loaded'"
        loaded += " && f.family.includes('Text')).length)"
        assert seen.page.evaluate(loaded) == 3
        assert seen.page.evaluate("document.fonts.check('16px \"Review Text\"')")


def test_nothing_is_stored_on_the_device(folder: Path, browser: Browser) -> None:
    with visit(browser, folder / "introduction.html", width=1280) as seen:
        for state in STATES:
            state(seen.page)
            seen.page.keyboard.press("Escape")
        kept = seen.page.context.storage_state()
        assert (kept["cookies"], kept["origins"]) == ([], [])
        assert seen.page.evaluate("localStorage.length + sessionStorage.length") == 0
