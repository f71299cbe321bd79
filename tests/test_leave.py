"""Leaving a page fast, in a real browser: by click, by key, without script; and what the next site sees of us."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser import start_browser, visit
from playwright.sync_api import Browser, Page
from report_case import PRINTED, read_kestrel

from report import site
from report.model import SiteSettings

SECTION = "introduction.html"


@dataclass
class Elsewhere:
    """Where the exit leads in these tests, and what it was told."""

    address: str
    referrers: list[str] = field(default_factory=list)


class _Answer(BaseHTTPRequestHandler):
    seen: list[str]

    def do_GET(self) -> None:
        if self.path == "/weather":
            self.seen.append(self.headers.get("Referer", ""))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Rain</title><p>Rain later.")

    def log_message(self, *_: object) -> None:
        """Keep standard error for failures."""


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep standard error for failures."""


def serve(handler: type[BaseHTTPRequestHandler] | partial[_Files]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    seen: list[str] = []
    for address in serve(type("Answer", (_Answer,), {"seen": seen})):
        yield Elsewhere(f"{address}/weather", seen)


@pytest.fixture
def folder(tmp_path: Path, elsewhere: Elsewhere) -> Path:
    return site.build(read_kestrel(), PRINTED, tmp_path, SiteSettings(leave=elsewhere.address)).folder


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    yield from serve(partial(_Files, directory=str(folder)))


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with start_browser(chromium) as started:
        yield started


def by_click(page: Page) -> None:
    page.locator(".leave").click()


def by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def by_keyboard(page: Page) -> None:
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)


@pytest.mark.parametrize("way", [by_click, by_shift, by_keyboard])
@pytest.mark.parametrize("from_disk", [False, True])
def test_the_page_is_replaced_and_the_next_site_is_told_nothing(
    folder: Path, address: str, elsewhere: Elsewhere, browser: Browser, way: object, from_disk: bool
) -> None:
    assert callable(way)
    start = folder.as_uri() if from_disk else address
    with visit(browser, f"{start}/index.html", width=320) as seen:
        seen.page.goto(f"{start}/{SECTION}")
        way(seen.page)
        seen.page.wait_for_url(elsewhere.address)
        assert elsewhere.referrers == [""]
        # an empty tab, the first page, and the other site in the section's place
        assert seen.page.evaluate("[document.referrer, window.opener, history.length]") == ["", None, 3]
        seen.page.go_back()
        assert seen.page.url == f"{start}/index.html"


def test_without_script_the_link_is_a_link(folder: Path, elsewhere: Elsewhere, address: str, browser: Browser) -> None:
    with visit(browser, f"{address}/{SECTION}", width=320, java_script_enabled=False) as seen:
        assert not seen.page.locator(".how").is_visible()
        by_click(seen.page)
        seen.page.wait_for_url(elsewhere.address)
        assert elsewhere.referrers == [""]


PRESS = "dispatchEvent(new KeyboardEvent('keydown', shift)), dispatchEvent(new KeyboardEvent('keyup', shift))"


@pytest.mark.parametrize("way", ["document.querySelector('.leave').click()", ", ".join([PRESS] * 3)])
def test_the_page_is_blank_before_anything_is_loaded(folder: Path, browser: Browser, way: str) -> None:
    """In one go: no other site could have answered in between."""
    look = "[[9, 9], [640, 30], [640, 400], [1270, 790]].map(([x, y]) => document.elementFromPoint(x, y).className)"
    with visit(browser, folder / SECTION, width=1280) as seen:
        found = seen.page.evaluate(
            f"() => {{ const shift = {{key: 'Shift'}}; {way}; return [...{look}, document.title] }}"
        )
        assert found == [*["blank"] * 4, "127.0.0.1"]


def test_shift_is_announced_counted_and_forgotten(folder: Path, browser: Browser) -> None:
    with visit(browser, folder / SECTION, width=1280) as seen:
        seen.page.clock.install()
        seen.page.reload()
        said = seen.page.get_by_role("status")
        seen.page.keyboard.press("Shift")
        assert said.inner_text() == "Shift, press 2 more times to exit."
        seen.page.keyboard.press("Shift")
        assert said.inner_text() == "Shift, press 1 more time to exit."
        seen.page.clock.fast_forward(5_100)
        assert said.inner_text() == "Exit this page: no longer waiting for Shift."
        seen.page.clock.fast_forward(2_100)
        assert said.inner_text() == ""
        seen.page.keyboard.press("Shift")
        assert said.inner_text() == "Shift, press 2 more times to exit."


def test_shift_with_another_key_is_not_counted(folder: Path, browser: Browser) -> None:
    with visit(browser, folder / SECTION, width=1280) as seen:
        for keys in ("Shift", "Shift", "Shift+A", "Shift", "Shift+Tab", "Shift", "Control+Shift", "Shift", "a"):
            seen.page.keyboard.press(keys)
        assert seen.page.get_by_role("status").inner_text() == ""
        assert seen.page.url == (folder / SECTION).as_uri()


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 640), (1280, 800)])
def test_the_exit_is_in_view_wherever_one_reads(folder: Path, browser: Browser, width: int, height: int) -> None:
    """320 by 256 is a window of 1280 by 1024 at 400 %: there the bar leaves four fifths of it to the text."""
    with visit(browser, folder / SECTION, width=width, viewport={"width": width, "height": height}) as seen:
        for part in (0, 0.5, 1):
            seen.page.evaluate("part => scrollTo(0, part * document.body.scrollHeight)", part)
            box = seen.page.locator(".leave").bounding_box()
            bar = seen.page.locator(".bar").bounding_box()
            assert box is not None
            assert bar is not None
            assert 0 <= box["y"] < box["y"] + box["height"] <= bar["y"] + bar["height"] <= max(60, height * 0.22)
            assert box["height"] >= 44


@pytest.mark.parametrize("name", ["index.html", SECTION, "actions.html", "glossary.html", "stay-safe.html"])
def test_every_page_has_the_link(folder: Path, elsewhere: Elsewhere, name: str) -> None:
    page = (folder / name).read_text(encoding="utf-8")
    rest = 'rel="noreferrer noopener nofollow" referrerpolicy="no-referrer">Exit this page</a>'
    assert f'<a class="leave" href="{elsewhere.address}" {rest}' in page
