"""A site with every kind of block in a real browser: accessible, and a way through it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import MODES, find_violations, start_browser, visit
from playwright.sync_api import Browser
from report_case import PRINTED, make_report, read_kestrel

from report import site
from report.export import card_of

PREFACE = {"blocks": [{"Heading": {"level": 2, "text": "Help"}}, "A."]}
HOME = {"name": "", "front": {"title": "Reviews"}, "preface": PREFACE}
NAMES = ("index", "section-1", "introduction", "section-3", "section-4", "actions", "glossary", "stay-safe")
PAGES = ["index", "stay-safe", *(f"kestrel-2021/{name}" for name in NAMES)]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    report = read_kestrel()
    home = site.build_home(make_report(HOME), [card_of(report)], folder / "home").folder
    shutil.copytree(home, folder / "site")
    shutil.copytree(site.build(report, PRINTED, folder / "report").folder, folder / "site" / report.name)
    return folder / "site"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with start_browser(chromium) as started:
        yield started


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(library: Path, browser: Browser, name: str) -> None:
    with visit(browser, library / f"{name}.html", width=320) as seen:
        for n, mode in enumerate(MODES):
            seen.page.emulate_media(**mode)
            assert (mode, find_violations(seen.page, colours=n > 0)) == (mode, [])


def test_a_wide_table_scrolls_by_keyboard(library: Path, browser: Browser) -> None:
    with visit(browser, library / "kestrel-2021/actions.html", width=320) as seen:
        region = seen.page.locator(".scroll").first
        region.focus()
        seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_a_reader_goes_from_the_library_through_a_report(library: Path, browser: Browser) -> None:
    with visit(browser, library / "index.html", width=1280) as seen:
        seen.page.get_by_role("link", name="Report into the death of Kestrel").click()
        seen.page.get_by_role("navigation", name="Contents").get_by_role("link", name="2.1 Background").click()
        assert seen.page.url.endswith("kestrel-2021/introduction.html#background")
        seen.page.get_by_role("link", name="Back to place 1 of note 1").click()
        assert seen.page.url.endswith("#call-1")
        seen.page.get_by_role("link", name="Next").click()
        assert seen.page.locator("h1").inner_text().startswith("3")
        seen.page.get_by_role("link", name="All reviews").click()
        assert seen.page.url == (library / "index.html").as_uri()


def test_paper_shows_the_text_and_not_the_ways_around_it(library: Path, browser: Browser) -> None:
    with visit(browser, library / "kestrel-2021/introduction.html", width=800) as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator("article h1").is_visible()
        assert not seen.page.locator(".pager").is_visible()
        assert not seen.page.locator(".crumbs").is_visible()
