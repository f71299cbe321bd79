"""A case of several documents: what they share, where they differ, and how they refer to each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from draft import CASES
from library import Library

from anonymise.case import kind_of
from anonymise.source import case_documents, report_names
from report.document import name_document

WHOLE: dict[str, str] = yaml.safe_load((CASES / "case" / "whole.yml").read_text("utf-8"))
PROBLEMS: list[dict[str, Any]] = yaml.safe_load((CASES / "case" / "problems.yml").read_text("utf-8"))


def library(folder: Path, files: dict[str, str]) -> Library:
    """A library with the case that is right, and these files over it; a second register is the same."""
    made = Library(folder)
    for path, text in {**WHOLE, **files}.items():
        made.write(f"content/{path}", text)
    for name in ("register.yml", "vocabulary.yml"):
        made.write(f"register/{name}", (CASES / name).read_bytes())
    made.write("register/other.yml", (CASES / "register.yml").read_bytes())
    return made


@pytest.mark.parametrize("case", PROBLEMS, ids=lambda case: case["title"])
def test_problems(tmp_path: Path, case: dict[str, Any]) -> None:
    apart = WHOLE["riverside/overview/01.md"].replace(" and [](../summary/#short) says", "")
    made = library(tmp_path, {"riverside/overview/01.md": apart, **case["files"]})
    record = made.record("check", "--edition", case.get("edition", "draft"))
    inside = (made.folder / "content").as_posix() + "/"
    found = [
        f"{problem['file'].removeprefix(inside)}:{problem['line']}: {problem['rule']}".replace(":0:", ":")
        for problem in record["problems"]
        if problem["rule"] not in ("mark-left", "alias-shape", "alias-initial", "alias-published")
    ]
    assert sorted(found) == sorted(case["problems"])
    assert "Pryce" not in str(record)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The case that is right, built by the name of its folder."""
    made = library(tmp_path_factory.mktemp("case"), {})
    record = made.record("build", "riverside")
    assert (record["published"], record["notices"]) == (["riverside-overview", "riverside-summary"], [])
    return made


def page(built: Library, name: str) -> str:
    return (built.out / name).read_text(encoding="utf-8")


def test_references_lead_to_the_other_document(built: Library) -> None:
    links = re.findall(r'<a href="(\.\./riverside[^"]*)">([^<]*)</a>', page(built, "riverside-summary/section-1.html"))
    first, plan = "../riverside-overview/section-1.html#first", "../riverside-overview/section-1.html#plan"
    assert links == [
        (first, "paragraph 1.1 of the overview report"),
        (first, "1.1"),
        (first, "this call"),
        ("../riverside-overview/index.html", "the overview report"),
        (plan, "table 1 of the overview report"),
        ("../riverside-overview/section-1.html#rec-screen", "1"),
        (first, "paragraph 1.1 of the overview report"),
    ]
    for target, _ in links:
        name, _, anchor = target.removeprefix("../").partition("#")
        assert not anchor or f'id="{anchor}"' in page(built, name)


def test_what_is_listed_from_the_other_document_leads_back_here(built: Library) -> None:
    text = page(built, "riverside-summary/section-1.html")
    assert '<a href="#short">section 1.1</a> says. Rose is a colour.' in text
    assert 'href="../riverside-summary/section-1.html#short">section 1.1 of the executive summary</a>' in page(
        built, "riverside-overview/section-1.html"
    )


def test_a_file_by_itself_has_the_words_alone(built: Library) -> None:
    text = page(built, "riverside-summary/riverside-summary.html")
    assert "paragraph 1.1 of the overview report, number" not in text
    assert re.search(r"rang, as paragraph 1\.1 of the overview report says, number 1\.1, in this call\.", text)


def test_settings_are_inherited(built: Library) -> None:
    overview, summary = (page(built, f"riverside-{name}/index.html") for name in ("overview", "summary"))
    assert all("The death of Neil" in text and "November 2019" in text for text in (overview, summary))
    assert "1 February 2021" in overview
    assert "1 March 2021" in summary
    glossary = page(built, "riverside-summary/glossary.html")
    assert "Individual Management Review" in glossary
    assert "Multi-Agency Risk Assessment Conference" in glossary


def test_the_library_tells_the_documents_apart(built: Library) -> None:
    home = page(built, "index.html")
    assert '<li class="case">\n<h3>The death of Neil</h3>' in home
    assert re.findall(r"<h4><a [^>]*>([^<]*)</a></h4>", home) == [
        "The death of Neil: executive summary",
        "The death of Neil: overview report",
    ]


def test_a_document_alone_is_noticed(tmp_path: Path) -> None:
    record = library(tmp_path, {}).record("build", "riverside-summary")
    assert [notice["rule"] for notice in record["notices"]] == ["document-unpublished"]
    assert record["published"] == ["riverside-summary"]


def test_names_of_reports(tmp_path: Path) -> None:
    made = library(
        tmp_path, {"alone/index.md": "---\n---\n", "riverside/.old/index.md": "", "riverside/images/a.md": ""}
    )
    content = made.folder / "content"
    assert report_names(content) == ("alone", "riverside-overview", "riverside-summary")
    assert case_documents(content, "riverside") == ("overview", "summary")
    assert case_documents(content, "alone") == case_documents(content, "none") == ()


@pytest.mark.parametrize(
    ("folder", "kind", "words"),
    [
        ("overview", "Overview report", "the overview report"),
        ("executive-summary", "Executive summary", "the executive summary"),
        ("letter", "Home Office letter", "the Home Office letter"),
        ("action-plan", "Action plan", "the action plan"),
        ("briefing", "Learning briefing", "the learning briefing"),
        ("dhr_7", "Dhr 7", "the dhr 7"),
    ],
)
def test_a_document_is_called_by_its_folder(folder: str, kind: str, words: str) -> None:
    assert (kind_of(folder), name_document(kind)) == (kind, words)
    assert name_document("DARDR overview") == "the DARDR overview"
