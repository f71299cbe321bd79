"""The report in one file: it loads nothing, and says what the site says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import sample
from library import Library, digest
from report_case import PRINTED, make_report, read_kestrel

from report import same, single, site
from report.head import hash_of
from report.link import check_links
from report.model import HOUSE
from report.problems import FAULT

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases/same/single.json").read_text("utf-8"))


def test_it_loads_nothing_and_runs_nothing() -> None:
    text = single.render(read_kestrel()).decode()
    addresses = re.findall(r'\b(?:src|href)="([^"]*)"', text)
    assert addresses
    assert all(
        a.startswith(("#", "data:image/png;base64,", "data:,", "https://www.gov.uk/", "mailto:")) or a == HOUSE.leave
        for a in addresses
    )
    assert not re.search(r"<script|<link rel=.s|<iframe|url\((?!\"data:font/woff2;base64,)|@import|\son\w+=", text)
    assert text.count("data:font/woff2;base64,") == 3
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert f"style-src '{hash_of(style)}'" in text.replace("&#39;", "'")
    assert " style=" not in text


def test_it_is_one_document_with_one_title_and_a_contents_that_leads_into_it(tmp_path: Path) -> None:
    data = single.render(read_kestrel())
    (tmp_path / "kestrel-2021.html").write_bytes(data)
    assert check_links(tmp_path, ()) == []
    text = data.decode()
    assert (text.count("<h1"), text.count("<!doctype"), text.count("<main")) == (1, 1, 1)
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    (contents,) = re.findall(r'<nav id="contents".*?</nav>', text, re.DOTALL)
    assert re.findall(r'href="#([^"]+)"', contents)[:2] == ["section-1.1", "introduction"]
    assert single.render(read_kestrel()) == data


@pytest.mark.parametrize(("edition", "mark"), [("draft", "Draft."), ("intranet", "Intranet edition."), ("public", "")])
def test_an_edition_is_marked(edition: str, mark: str) -> None:
    text = single.render(read_kestrel(edition=edition)).decode()
    assert ("noindex" in text, 'class="edition' in text) == (bool(mark), bool(mark))
    assert mark in text


def test_what_looks_like_a_heading_in_a_text_stays_as_it_is() -> None:
    report = make_report({"sections": [{"title": "<h2 x", "blocks": [{"CodeBlock": "</h3> <h1>"}]}]})
    text = single.render(report).decode()
    assert "&lt;/h3&gt; &lt;h1&gt;" in text
    assert "&lt;h2 x" in text


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_change_is_found(case: dict[str, Any], tmp_path: Path) -> None:
    report = sample.every_block()
    folder = site.build(report, PRINTED, tmp_path).folder
    path = folder / single.name_of(report)
    text = path.read_text("utf-8")
    for old, new in case["change"]:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    found = same.check_single(report, folder, path)
    assert [f"{problem.file} {problem.sentence}" for problem in found] == case["sentences"]


def test_one_that_says_something_else_is_not_published(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.report("case", "The first text.")
    assert library.run("build").exit_code == 0
    before = digest(library.out)
    render = single.render
    monkeypatch.setattr(single, "render", lambda *given: render(*given).replace(b"first", b"last"))
    result = library.run("build")
    assert result.exit_code == FAULT
    assert "words-differ" in result.stderr
    assert digest(library.out) == before


def test_the_gate_reads_it_and_the_pictures_in_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.report("case", "The first text.")
    render = single.render
    monkeypatch.setattr(single, "render", lambda *given: render(*given).replace(b"<style>", b"<style>/* Gareth */"))
    result = library.run("build")
    assert result.exit_code == 3
    assert "case.html: leak: a form of P1" in result.stderr


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)
