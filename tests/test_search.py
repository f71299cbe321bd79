"""The index of a report's search: everything readers can find, and the gate reads it as it reads a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import draft
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from report_case import make_report, read_kestrel

from anonymise.gate import find_leaks, make_needles
from anonymise.surfaces import read_surfaces
from report.model import Report
from report.search import INDEX, find_entries, read_index, render_index

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "search.yml").read_text("utf-8"))
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def index_of(report: Report) -> dict[str, Any]:
    script = render_index(report).decode()
    found: dict[str, Any] = json.loads(script.removeprefix("var reportIndex=").removesuffix(";\n"))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["title"]))
def test_what_is_found(case: dict[str, Any]) -> None:
    section = {"title": "Findings", "blocks": case["blocks"], "notes": case.get("notes", {})}
    entries = find_entries(make_report({"sections": [section]}))
    assert [[entry.number, entry.id, entry.text] for entry in entries] == [
        ["1", "section-1", "Findings"],
        *case["found"],
    ]


def test_every_place_exists() -> None:
    report = read_kestrel()
    index = index_of(report)
    ids = {(label.page, label.id) for label in report.labels.values()}
    ids |= {(index["sections"][note.file][2], f"note-{note.number}") for note in report.notes}
    assert {(index["sections"][section][2], id) for section, _, id, _ in index["entries"]} <= ids
    assert len(index["entries"]) > 30
    assert [section[0] for section in index["sections"]][:4] == ["", "1", "2", "3"]


@given(TEXT)
def test_any_text_is_in_the_index_once(text: str) -> None:
    index = index_of(make_report({"sections": [{"blocks": [text]}]}))
    words = " ".join(" ".join(text.split()).replace(" | ", " ").replace("•", " ").split())
    found = [" ".join(entry[3].replace("•", " ").split()) for entry in index["entries"]]
    assert found == ([words] if words else [])


def test_the_index_reads_back(tmp_path: Path) -> None:
    report = read_kestrel()
    (tmp_path / INDEX).write_bytes(render_index(report))
    assert read_index(tmp_path) == tuple(entry.text for entry in find_entries(report))
    (tmp_path / INDEX).write_bytes(render_index(report)[:-5])
    with pytest.raises(ValueError, match="not complete"):
        read_index(tmp_path)


@pytest.mark.parametrize("name", ["Pryce", "pryce", "GARETH"])
@pytest.mark.parametrize("place", ["text", "cell", "title"])
def test_the_gate_reads_the_index(name: str, place: str) -> None:
    table = {"Table": {"columns": ["A", "B"], "rows": [["one", name]]}}
    blocks = {"text": [{"List": {"items": [["one", name]]}}], "cell": [table], "title": ["x"]}[place]
    data = render_index(make_report({"sections": [{"title": name if place == "title" else "A", "blocks": blocks}]}))
    needles = make_needles(draft.register(), ())
    assert {id for surface in read_surfaces(INDEX, data) for id, _ in find_leaks(surface, needles)} == {"P1"}


def test_a_word_that_opens_a_sentence_is_no_leak() -> None:
    """Rose is a name of the register; at the beginning of a text or a cell it may be the word."""
    table = {"Table": {"columns": ["A", "B"], "rows": [["one", "Rose early"]]}}
    data = render_index(make_report({"sections": [{"title": "Rose early", "blocks": ["Rose early.", table]}]}))
    needles = make_needles(draft.register(), ())
    assert [id for surface in read_surfaces(INDEX, data) for id, _ in find_leaks(surface, needles)] == []
