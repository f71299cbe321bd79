"""A report, or the library's home page, as a folder of built files.

In: a `Report` with its PDF, or the cards of the published reports. Out: `Artefacts`. The rule: MkDocs sees staged pages
without a real name, and nothing but what belongs to the report is in the result. The only importer of mkdocs.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from mkdocs.commands.build import build as run_mkdocs
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.theme import Theme

from report import search, single
from report.action import find_actions
from report.export import list_rows, render_actions_data, render_actions_table, render_report_data
from report.head import hash_of
from report.html import (
    INDEX,
    LIBRARY_SCRIPTS,
    PLAN_SCRIPTS,
    SEARCH_SCRIPTS,
    Download,
    Page,
    render_library,
    render_pages,
)
from report.library import DATA, FEED, render_feed, render_library_data
from report.model import HOUSE, Artefacts, Card, Image, Printed, Report, SiteSettings
from report.search import render_index
from report.server import render_server_files, render_sitemap
from report.statement import STATEMENT, render_statement
from report.view import HOME, TEMPLATES
from report.words import render_words
from report.workbook import render_workbook

FACES = tuple(f"assets/fonts/{face}.woff2" for face in ("regular", "italic", "semibold"))
ASSETS = ("assets/report.css", "assets/report.js", *FACES)
"""What every page loads."""
NO_WORDS: Mapping[str, Mapping[str, int]] = {}
"""The words of no report: for a library whose search finds nothing but titles."""


class SiteError(RuntimeError):
    """MkDocs complained, or did not write what it had to: a fault of this program, since staged pages are its own."""


def build(report: Report, printed: Printed, folder: Path, settings: SiteSettings = HOUSE) -> Artefacts:
    """Build a report's site with its PDF, the whole report in one file, pictures and exports.

    Staged pages are left in `folder/pages`, the result in `folder/site`; both are replaced.

    Raises:
        SiteError: where MkDocs warns, fails or leaves out a page.
    """
    actions = find_actions(report)
    whole = single.render(report, settings)
    files = {f"{report.name}.pdf": printed.data, single.name_of(report): whole, **_pictures(report.images)}
    downloads = [Download(f"{report.name}.pdf", "PDF", len(printed.data), printed.pages)]
    if actions:
        book = render_workbook(list_rows(actions), "Recommendations")
        exports = {"actions.csv": render_actions_table(actions), "actions.json": render_actions_data(report, actions)}
        exports["actions.xlsx"] = book
        files |= exports
        downloads += [Download(name, name.rpartition(".")[2].upper(), len(data), 0) for name, data in exports.items()]
    scripts = {*SEARCH_SCRIPTS, *(PLAN_SCRIPTS if actions else ())}
    files |= {search.INDEX: render_index(report), **_assets(scripts - {search.INDEX})}
    pages = render_pages(report, actions, downloads, settings)
    pages = tuple(replace(page, data={**page.data, **_beside(page, report, len(whole), settings)}) for page in pages)
    files["report.json"] = render_report_data(report, printed, [page.name for page in pages])
    return _build(pages, files, folder)


def _beside(page: Page, report: Report, size: int, settings: SiteSettings) -> Mapping[str, object]:
    """Return what a page says besides: where the accessibility statement is, and on the first the one-file report."""
    said: dict[str, object] = {"statement": f"../{STATEMENT}" if settings.statement else ""}
    if page.name == INDEX:
        facts = Download(single.name_of(report), "HTML", size, 0).facts
        whole = {"href": single.name_of(report), "text": f"The whole report in one file ({facts})"}
        also = page.data["also"]
        said["also"] = [whole, *(also if isinstance(also, list) else [])]
    return said


def build_home(
    report: Report,
    cards: Sequence[Card],
    folder: Path,
    settings: SiteSettings = HOUSE,
    styles: Collection[str] = (),
    counted: Mapping[str, Mapping[str, int]] = NO_WORDS,
    without: Collection[str] = (),
) -> Artefacts:
    """Build the library's home page: its pictures, feed, data and search, its statement and the files for servers.

    `styles` are the hashes of style elements in pages that stay published, besides those that this program writes.
    `counted` are the words of each report by name, as `count_words` has them; `without` are words that the search may
    not hold. Folders and exceptions are those of `build`.
    """
    lists = {DATA: render_library_data(report, cards), FEED: render_feed(report, cards)} if cards else {}
    lists = {name: data for name, data in lists.items() if data}
    downloads = [Download(name, name.rpartition(".")[2].upper(), len(data), 0) for name, data in lists.items()]
    words = render_words({card.name: counted.get(card.name, {}) for card in cards}, without)
    assets = _assets(LIBRARY_SCRIPTS[:2] + LIBRARY_SCRIPTS[3:]) if cards else {}
    said = {"statement": STATEMENT if settings.statement else ""}
    library = render_library(report, cards, settings, downloads)
    pages = [replace(page, data={**page.data, **said}) for page in library]
    if settings.statement:
        pages.append(render_statement(pages[0], settings.statement, settings.address))
    files = {**_pictures(report.images), **lists, **words, **assets}
    files |= render_server_files(cards, report.edition, settings.address, {*styles, hash_of(single.style())})
    if settings.address:
        files["sitemap.xml"] = render_sitemap(cards, settings.address, [page.name for page in pages])
    return _build(pages, files, folder)


def _assets(names: Iterable[str]) -> dict[str, bytes]:
    """Read scripts of ours, with the licence of the one that is not."""
    licence = "assets/vendor/minisearch-license.txt"
    return {name: (TEMPLATES / name).read_bytes() for name in sorted({*names, licence})}


def _pictures(images: Sequence[Image]) -> dict[str, bytes]:
    return {f"images/{image.name}": image.data for image in images}


def _build(pages: Sequence[Page], files: Mapping[str, bytes], folder: Path) -> Artefacts:
    staged, result = folder / "pages", folder / "site"
    if staged.exists():
        shutil.rmtree(staged)
    _write(staged, {f"{page.name.removesuffix('.html')}.md": stage(page) for page in pages})
    run_mkdocs_on(staged, result)
    _write(result, files)
    found = {path.relative_to(result).as_posix(): path for path in result.rglob("*") if path.is_file()}
    expected = {*ASSETS, *files, *(page.name for page in pages)}
    if found.keys() != expected:
        raise SiteError(f"the site should hold other files: {', '.join(sorted(found.keys() ^ expected))}")
    return Artefacts(result, {name: hashlib.sha256(found[name].read_bytes()).hexdigest() for name in sorted(found)})


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def stage(page: Page) -> bytes:
    """Render a page as MkDocs reads it: front matter, then HTML that `report.verbatim` leaves alone.

    The front matter is JSON, which is YAML, with every character but ASCII escaped: YAML refuses some and folds others.
    """
    data = json.dumps({**page.data, "template": page.template}, ensure_ascii=False)
    escaped = re.sub(r"[^\x20-\x7e]", lambda found: f"\\U{ord(found.group()):08X}", data)
    return f"---\n{escaped}\n---\n{page.article}".encode()


def run_mkdocs_on(staged: Path, result: Path) -> None:
    """Run MkDocs on staged pages; warnings are faults, since `--strict` lets errors through with exit code 0."""
    logger = logging.getLogger("mkdocs")
    complaints = _Complaints()
    spread = logger.propagate
    logger.addHandler(complaints)
    logger.propagate = False
    try:
        config = load_config(str(HOME / "mkdocs.yml"), docs_dir=str(staged), site_dir=str(result))
        config.theme = _PlainTheme(config.theme.name, custom_dir=str(TEMPLATES))
        run_mkdocs(config)
    except Abort as error:
        raise SiteError(f"MkDocs stopped: {'; '.join(complaints.messages)}") from error
    finally:
        logger.removeHandler(complaints)
        logger.propagate = spread
    if complaints.messages:
        raise SiteError(f"MkDocs warns: {'; '.join(complaints.messages)}")


class _Complaints(logging.Handler):
    """Keeps the messages of warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.messages.append(record.getMessage())


class _PlainTheme(Theme):
    """Material as the parent of our templates, without its pages, scripts, styles and fonts."""

    def get_env(self) -> Environment:
        """Return MkDocs' environment, made strict: it escapes, an unknown name is an error, it lists our assets."""
        self.static_templates = set()
        env = super().get_env()
        env.loader = _PlainLoader(self.dirs)
        env.undefined = StrictUndefined
        env.autoescape = True
        return env


class _PlainLoader(FileSystemLoader):
    """Finds Material's templates by name, but doesn't list its 14,000 files: MkDocs would copy what it can list."""

    def list_templates(self) -> list[str]:
        """List what is copied into every site."""
        return list(ASSETS)
