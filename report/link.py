"""Every link and anchor of the built pages leads somewhere.

In: a folder of built pages, and what stands outside it. Out: a problem for each page with links that lead nowhere. The
rule: a reference that an author wrote is looked up before there are pages, so what is dead here is the program's fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from report.html import INDEX
from report.manifest import find_files
from report.model import SiteSettings
from report.problems import Problem
from report.statement import STATEMENT

_ADDRESSES = frozenset({"href", "src", "poster", "data", "action"})
_NAMED = frozenset({"aria-labelledby", "aria-describedby", "for", "headers"})
_HINT = "this is a fault of the publisher, not of the report: keep the sources and report it"


@dataclass(frozen=True, slots=True)
class _Anchors:
    """What a page leads to, and what can be led to."""

    ids: frozenset[str]
    links: tuple[tuple[int, str], ...]
    """Line, from 1, and address."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.links: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        for name, value in attrs:
            text = value or ""
            if name == "id":
                self.ids.add(text)
            elif name in _ADDRESSES:
                self.links.append((line, text))
            elif name == "srcset":
                self.links += [(line, part.split()[0]) for part in text.split(",") if part.strip()]
            elif name in _NAMED:
                self.links += [(line, f"#{part}") for part in text.split()]


def list_above(settings: SiteSettings) -> list[str]:
    """Return what a report's pages may lead to above its folder: the library's home page and its own pages."""
    return [f"../{INDEX}", *([f"../{STATEMENT}"] if settings.statement else [])]


def list_below(names: Iterable[str]) -> list[str]:
    """Return what the library's pages may lead to in the folders of these reports; other folders have other files."""
    return [f"{name}/{file}" for name in names for file in (INDEX, f"{name}.pdf", f"{name}.html")]


def check_links(folder: Path, outside: Collection[str]) -> list[Problem]:
    """Return a problem for each line of a page with a link that leads nowhere; [] where all lead somewhere.

    `outside` are the files that are published beside this folder, relative to it, such as `../index.html`; anchors in
    them are not looked up. Addresses of other hosts are left to the author. A problem shows no address.
    """
    files = set(find_files(folder))
    pages = {name: _read(folder / name) for name in sorted(files) if name.endswith(".html")}
    problems = []
    for name, page in pages.items():
        for line, address in page.links:
            if not _leads_somewhere(address, name, pages, files | set(outside)):
                problems.append(Problem(name, line, "link-dead", "a link or an anchor leads nowhere", _HINT))
    return list(dict.fromkeys(problems))


def _read(path: Path) -> _Anchors:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return _Anchors(frozenset(reader.ids), tuple(reader.links))


def _leads_somewhere(address: str, page: str, pages: dict[str, _Anchors], files: Collection[str]) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True
    target = _resolve(unquote(parts.path), page)
    if target not in files:
        return False
    anchor = unquote(parts.fragment)
    return not anchor or target not in pages or anchor in pages[target].ids


def _resolve(path: str, page: str) -> str:
    """Return the file that a relative path leads to from a page; "" for a path from the top of a host."""
    if not path:
        return page
    return "" if path.startswith("/") else normpath(f"{page.rpartition('/')[0]}/{path}".lstrip("/"))
