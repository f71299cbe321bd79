"""The security policy in a real browser: it blocks nothing that the site needs, over http, a sub-path and on a disk."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser import Visit, start_browser
from playwright.sync_api import Browser
from report_case import PRINTED, make_report, read_kestrel
from test_browser import HOME

from report import site
from report.export import card_of
from report.head import hash_of
from report.server import list_headers
from report.single import style

PAGES = [
    "index.html",
    *(f"kestrel-2021/{n}.html" for n in ("index", "section-4", "actions", "glossary", "kestrel-2021")),
]


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the library in a folder of it."""
    folder = tmp_path_factory.mktemp("policy")
    report = read_kestrel()
    home = site.build_home(make_report(HOME), [card_of(report)], folder / "home").folder
    shutil.copytree(home, folder / "top" / "sub path" / "library")
    built = site.build(report, PRINTED, folder / "report").folder
    shutil.copytree(built, folder / "top" / "sub path" / "library" / report.name)
    return folder / "top"


class Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        for name, value in list_headers([hash_of(style())]).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with start_browser(chromium) as started:
        yield started


@pytest.fixture(scope="module", params=["http", "sub-path", "file"])
def address(request: pytest.FixtureRequest, top: Path) -> Iterator[str]:
    library = top / "sub path" / "library"
    if request.param == "file":
        yield library.as_uri()
    else:
        with served(library if request.param == "http" else top) as host:
            yield host + ("/sub%20path/library" if request.param == "sub-path" else "")


def open_page(browser: Browser, address: str) -> Visit:
    context = browser.new_context()
    seen = Visit(context.new_page())
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda message: seen.messages.append(message.text))
    seen.page.on("requestfailed", lambda request: seen.messages.append(f"failed: {request.url}"))
    seen.page.goto(address)
    return seen


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_blocks_nothing_that_the_site_needs(browser: Browser, address: str, page: str) -> None:
    seen = open_page(browser, f"{address}/{page}")
    assert seen.messages == []
    assert all(request.startswith((address, "data:")) for request in seen.requests)
    assert seen.page.evaluate("getComputedStyle(document.body).marginTop") == "0px"  # styled, so the styles were let in
    pictures = "Array.from(document.images).every(image => image.complete && image.naturalWidth > 0)"
    assert seen.page.evaluate(pictures)
    seen.page.context.close()


@pytest.mark.parametrize("page", ["kestrel-2021/section-4.html", "kestrel-2021/kestrel-2021.html"])
def test_the_policy_holds(browser: Browser, address: str, page: str) -> None:
    """What would slip into a page neither runs nor asks anybody anything, not even from a disk."""
    seen = open_page(browser, f"{address}/{page}")
    seen.page.evaluate(
        """() => {
            const run = document.createElement('script');
            run.textContent = 'document.title = "ran"';
            document.body.append(run);
            const image = new Image();
            image.src = 'https://elsewhere.example/a.png';
            document.body.append(image);
            document.body.style.cssText = '';
            document.body.insertAdjacentHTML('beforeend', '<p id="styled" style="color: red">x</p>');
        }"""
    )
    assert seen.page.title() != "ran"
    assert len(seen.messages) >= 3
    assert all("violates" in message or "failed" in message for message in seen.messages)
    assert seen.page.evaluate("getComputedStyle(document.querySelector('#styled')).color") != "rgb(255, 0, 0)"
    seen.page.context.close()
