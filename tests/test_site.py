"""The built folder: what is in it, that it is the same twice, and that nothing in it leads nowhere."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from report_case import PRINTED, make_report, read_kestrel

from report import site
from report.export import card_of
from report.helpline import helplines
from report.html import Page, render_home
from report.model import HOUSE, Artefacts

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
OWN_PAGES = {"index.html", "section-1.html", "introduction.html", "section-3.html", "section-4.html", "appendix-a.html"}
OWN_PAGES |= {"part-1.html", "actions.html", "glossary.html", "search.html", "stay-safe.html"}
SEARCH = {
    "search-index.js",
    "assets/find.js",
    "assets/search.js",
    "assets/vendor/minisearch.js",
    "assets/vendor/minisearch-license.txt",
}
LOADED = {"assets/report.css", "assets/report.js", *site.FACES}
OWN_DATA = {
    "kestrel-2021.html",
    "kestrel-2021.pdf",
    "actions.csv",
    "actions.json",
    "actions.xlsx",
    "report.json",
    "images/figure-1.png",
    "assets/plan.js",
    *SEARCH,
    *LOADED,
}

OURS = {"../index.html", HOUSE.leave, "tel:999", "https://999bsl.co.uk"}
OURS |= {address for line in helplines() for address in (line.address, f"tel:{line.dial}")}
"""What the product itself leads to outside a report."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Artefacts:
    return site.build(read_kestrel(), PRINTED, tmp_path_factory.mktemp("kestrel"))


class Anchors(HTMLParser):
    """The ids of a page, and the addresses that it leads to or loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src", "srcset", "data", "action", "poster"):
                self.links.append(value or "")
            elif name in ("aria-labelledby", "aria-describedby"):
                self.links.append(f"#{value}")


def test_only_what_belongs_is_there(built: Artefacts) -> None:
    assert set(built.digests) == OWN_PAGES | OWN_DATA
    there = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()}
    assert there == OWN_PAGES | OWN_DATA


def test_a_report_without_a_plan_or_glossary_has_no_pages_for_them(tmp_path: Path) -> None:
    built = site.build(make_report({"sections": [{"blocks": ["A."]}]}), PRINTED, tmp_path)
    expected = {"index.html", "section-1.html", "kestrel-2021.html", "kestrel-2021.pdf", "report.json"}
    assert set(built.digests) == expected | LOADED | SEARCH | {"search.html", "stay-safe.html"}


def test_two_builds_are_alike_and_leave_nothing_of_the_first(built: Artefacts, tmp_path: Path) -> None:
    site.build(make_report({"sections": [{"id": "other", "blocks": ["A."]}]}), PRINTED, tmp_path)
    assert site.build(read_kestrel(), PRINTED, tmp_path).digests == built.digests


def test_every_link_leads_somewhere_inside_or_is_the_authors(built: Artefacts) -> None:
    pages = {path.name: Anchors(path) for path in built.folder.glob("*.html")}
    dead = []
    for name, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if link.startswith(("https://www.gov.uk/", "mailto:", "data:")) or link in OURS:
                continue
            there = pages[target or name].ids if (target or name) in pages else []
            if anchor not in there if anchor else target not in built.digests:
                dead.append((name, link))
    assert dead == []


def test_ids_are_there_once_and_each_page_has_one_article_and_one_title(built: Artefacts) -> None:
    for path in built.folder.glob("*.html"):
        page = Anchors(path)
        assert len(page.ids) == len(set(page.ids)), path.name
        if path.name == "kestrel-2021.html":  # the report in one file has an article for each section
            continue
        assert (page.tags.count("article"), page.tags.count("h1"), page.tags.count("main")) == (1, 1, 1), path.name
        text = path.read_text(encoding="utf-8")
        scripts = re.findall(r"<script.*?</script>", text, re.DOTALL)
        assert scripts == re.findall(r'<script src="[\w/.-]+" defer></script>', text)
        assert (len(scripts) > 1) == (path.name in ("search.html", "actions.html"))
        assert page.tags.count("style") == 0


def test_the_first_page_says_what_the_report_is(built: Artefacts) -> None:
    index = (built.folder / "index.html").read_text(encoding="utf-8")
    for words in ("PDF, 214 KB, 28 pages", "25 August 2023", "12 February 2024", "March 2021", "Ada Holme"):
        assert words in index
    entry = '<a href="introduction.html#background"><span class="number">2.1</span> <span>Background</span></a>'
    assert '<nav id="contents"' in index
    assert entry in index


@pytest.mark.parametrize(
    ("edition", "mark"), [("draft", "<strong>Draft.</strong>"), ("intranet", "<strong>Intranet edition.</strong>")]
)
def test_an_edition_is_marked_on_every_page(tmp_path: Path, edition: str, mark: str) -> None:
    folder = site.build(read_kestrel(edition=edition), PRINTED, tmp_path).folder
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.html")]
    assert all(mark in text and f'class="edition {edition}"' in text and "noindex" in text for text in texts)


def test_a_public_edition_has_no_mark(tmp_path: Path) -> None:
    folder = site.build(read_kestrel(edition="public"), PRINTED, tmp_path).folder
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.html")]
    assert not any('class="edition' in text or "noindex" in text or "still has to be" in text for text in texts)


def test_markdown_in_a_page_stays_as_it_is(tmp_path: Path) -> None:
    words = "1\\. *a*\t**b** [c](d) `e` <x> {{ f }} # g \x02amp\x03 [TOC]"
    report = make_report({"front": {"title": words}, "sections": [{"title": words, "blocks": [{"CodeBlock": words}]}]})
    page = (site.build(report, PRINTED, tmp_path).folder / "section-1.html").read_text(encoding="utf-8")
    shown = words.replace("<x>", "&lt;x&gt;")
    assert f"<pre><code>{shown}</code></pre>" in page
    assert page.count(shown) >= 4


@given(TEXT)
def test_any_front_matter_reads_back(text: str) -> None:
    staged = site.stage(Page("a.html", "main.html", {"title": text}, "")).decode()
    opened, front, rest = staged.split("\n", 2)
    assert (opened, rest) == ("---", "---\n")
    assert yaml.safe_load(front) == {"title": text, "template": "main.html"}


def test_report_data_is_the_card_with_the_pdf_and_the_pages(built: Artefacts) -> None:
    data = json.loads((built.folder / "report.json").read_text(encoding="utf-8"))
    assert data["title"] == "Report into the death of Kestrel"
    assert data["pdf"] == {"file": "kestrel-2021.pdf", "bytes": 213_609, "pages": 28}
    assert data["site"][:3] == ["index.html", "section-1.html", "introduction.html"]


def test_the_home_page_lists_reports_newest_first(tmp_path: Path) -> None:
    home = make_report({"name": "", "front": {"title": "Reviews"}, "preface": {"blocks": ["Welcome."]}})
    kestrel = card_of(read_kestrel())
    older = card_of(make_report({"name": "lark", "front": {"title": "Lark <b>"}, "sections": []}))
    built = site.build_home(home, [older, kestrel], tmp_path)
    text = (built.folder / "index.html").read_text(encoding="utf-8")
    for_servers = {"web.config", "nginx.conf", "_headers", "robots.txt"}
    own = {"assets", "index.html", "library.json", "stay-safe.html", "words"}
    assert {name.split("/")[0] for name in built.digests} == own | for_servers
    assert 0 < text.index('href="kestrel-2021/index.html"') < text.index('href="lark/index.html"')
    assert "Lark &lt;b&gt;" in text
    assert "<p>Welcome.</p>" in text


def test_what_mkdocs_says_of_a_page_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    home = site.stage(render_home(make_report({"name": ""}), []))
    for name in ("index.md", "README.md"):
        (tmp_path / "pages" / name).write_bytes(home)
    with pytest.raises(site.SiteError, match=r"README\.md"):
        site.run_mkdocs_on(tmp_path / "pages", tmp_path / "site")
