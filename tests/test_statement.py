"""The accessibility statement: said where its data is written, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from library import Library

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases/server/statement.yml").read_text("utf-8"))
DATA = {"body": "Northshire Council", "contact": "a@b.example", "tested": "2024-05-01", "how": "by hand"}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    signed = "signoff: {panel: 2024-01-01, family: 2024-01-01, home_office: 2024-01-01, jigsaw_review: 2024-01-01}\n"
    made.report("case", "Text.", more=signed)
    return made


def front(library: Library, **given: object) -> None:
    library.write("content/index.md", f"---\n{yaml.safe_dump(given)}---\n\nWelcome.\n")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_it_says(case: dict[str, Any], library: Library) -> None:
    front(library, title="Reviews", accessibility={**DATA, **case["data"]})
    record = library.record("build", "--edition", "public")
    assert [problem["sentence"] for problem in record["problems"]] == case["problems"]
    assert record["notices"] == []
    page = library.out / "accessibility.html"
    assert page.exists() == (not case["problems"])
    for words in case["says"]:
        assert words in page.read_text("utf-8")
    for path, link in (("index.html", "accessibility.html"), ("case/section-1.html", "../accessibility.html")):
        if page.exists():
            assert f'<a href="{link}">Accessibility statement</a>' in (library.out / path).read_text("utf-8")


@pytest.mark.parametrize(("edition", "rules"), [("public", ["statement-missing"]), ("intranet", []), ("draft", [])])
def test_without_data_there_is_none_and_a_public_edition_says_so(
    library: Library, edition: str, rules: list[str]
) -> None:
    record = library.record("build", "--edition", edition)
    assert (record["exit"], [notice["rule"] for notice in record["notices"]]) == (0, rules)
    assert not (library.out / "accessibility.html").exists()
    assert all("ccessibility" not in page.read_text("utf-8") for page in library.out.rglob("*.html"))


def test_the_gate_reads_it(library: Library) -> None:
    front(library, accessibility={**DATA, "status": "fully", "how": "by Gareth Pryce"})
    record = library.record("build")
    assert (record["exit"], {problem["rule"] for problem in record["problems"]}) == (3, {"leak"})
    assert not library.out.exists()


def test_the_address_makes_a_sitemap(library: Library) -> None:
    front(library, address="https://reviews.example/dhr/")
    assert library.run("build", "--edition", "public").exit_code == 0
    assert "https://reviews.example/dhr/case/index.html<" in (library.out / "sitemap.xml").read_text("utf-8")
    front(library, address="reviews.example")
    assert [p["hint"] for p in library.record("check")["problems"]] != []
