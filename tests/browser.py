"""A real Chromium for tests: opens a page of a built site and tells what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeAlias

from playwright.sync_api import Browser, Page, sync_playwright

Scheme: TypeAlias = Literal["light", "dark"]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""Rules of axe that look at colours."""
MODES: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "dark", "forced_colors": "active"},
)
"""What a page may be asked to look like."""


@contextmanager
def start_browser(path: str) -> Iterator[Browser]:
    """Start the Chromium at `path`; it calls no one by itself."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page, the addresses that it asked for and what it said on the console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@contextmanager
def visit(browser: Browser, path: Path | str, *, width: int, scheme: Scheme = "light", **more: Any) -> Iterator[Visit]:
    """Open a file or an address in a fresh window of `width` CSS pixels; `more` is what a context takes."""
    context = browser.new_context(**{"viewport": {"width": width, "height": 800}, "color_scheme": scheme, **more})
    seen = Visit(context.new_page())
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda message: seen.messages.append(message.text))
    seen.page.on("pageerror", lambda error: seen.messages.append(str(error)))
    seen.page.on("requestfailed", lambda request: seen.messages.append(f"failed: {request.url}"))
    seen.page.goto(path if isinstance(path, str) else path.as_uri())
    yield seen
    context.close()


def find_violations(page: Page, *, colours: bool = False) -> list[str]:
    """Run axe on a page: rule and element of each violation. Raises AssertionError where it judged nothing.

    `colours` judges by the rules alone that a change of colours can break, of a page that was judged by all before.
    """
    if page.evaluate("!window.axe"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("only => axe.run(document, {runOnly: only})", COLOURS if colours else TAGS)
    assert len(found["passes"]) > (0 if colours else 10)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found["violations"] for node in rule["nodes"]]
