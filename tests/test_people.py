"""The blocks about people: the note on names and ages in bands."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
import yaml
from draft import CASES, FRONT, finder, register, source
from hypothesis import given
from hypothesis import strategies as st

from anonymise.age import FIRST, band_at
from anonymise.parse import parse
from anonymise.register import Register, parse_register
from anonymise.replace import pseudonymise
from report.block import Callout, Row, Table
from report.model import SafeDraft
from report.plain import block_text, inline_text
from report.problems import Problems
from report.walk import walk

NOTES, BANDS = (yaml.safe_load((CASES / "people" / f"{name}.yml").read_text("utf-8")) for name in ("notes", "bands"))


def safe(text: str, known: Register, front: str = "") -> SafeDraft:
    """The pass over one section."""
    of = source(text, index=FRONT.replace("---\n", f"---\n{front}", 1))
    places = tuple(file.path for file in of.files)
    return pseudonymise(parse(of, places), finder(known), "draft", places, {}).safe


def rows_of(table: Table) -> list[str]:
    """The rows of a table, cells between bars."""
    return [" | ".join(block_text(cell) for cell in row.cells) for row in table.rows if isinstance(row, Row)]


@pytest.mark.parametrize("case", NOTES, ids=lambda case: case["title"])
def test_note_on_names(case: dict[str, Any]) -> None:
    known = parse_register(json.dumps({"invented": True, "people": case["people"]}).encode(), ())
    note = f"{case.get('before', '')}::: alias-note\n:::{case.get('after', '')}"
    draft = safe(f"{note}\n\n{case['text']}\n", known)
    (callout,) = (
        block for block in walk(draft.sections[0].blocks) if isinstance(block, Callout) and block.kind == "alias-note"
    )
    tables = [block for block in callout.blocks if isinstance(block, Table)]
    assert [row for table in tables for row in rows_of(table)] == case["rows"]
    assert all(len(table.columns) == case["rows"][0].count("|") + 1 for table in tables)


@pytest.mark.parametrize(("born", "death", "band"), BANDS)
def test_band(born: int, death: str, band: str) -> None:
    assert band_at(born, death) == band


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2024, 12, 31)), st.integers(0, 40_000))
def test_a_band_is_never_wrong(born: datetime.date, days: int) -> None:
    died = min(born + datetime.timedelta(days), datetime.date(2030, 1, 1))
    age = died.year - born.year - ((died.month, died.day) < (born.month, born.day))
    for death in (f"{died:%Y}", f"{died:%Y-%m}"):
        band = band_at(born.year, death)
        bounds = [int(number) for number in re.findall(r"\d+", band)]
        first, last = (0, bounds[0] - 1) if band.startswith("under") else (bounds[0], [*bounds, 999][1])
        assert first <= age <= last
        assert first in FIRST
        assert last in [*(number - 1 for number in FIRST), 999]


def test_subjects_in_bands() -> None:
    draft = safe("::: subjects {ages=bands}\n:::\n", register(), "death: 2019-11\n")
    (table,) = draft.sections[0].blocks
    assert isinstance(table, Table)
    assert inline_text(table.columns[2]) == "Age at the time of the death"
    assert rows_of(table) == ["Victim | Neil | 35 to 44", "Perpetrator | Beth | 35 to 44", "Child | Sam | "]
    assert not re.search(r"\b19\d\d\b", block_text((table,)))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("::: subjects {ages=bands}\n:::\n", "age-unknown"),
        ("::: subjects {ages=decades}\n:::\n", "attribute-unknown"),
        ("::: genogram {ages=bands}\n:::\n", "attribute-unknown"),
        ("::: subjects {ages=bands .wide}\n:::\n", "attribute-unknown"),
        ("::: subjects {ages=bands colour=red}\n:::\n", "attribute-unknown"),
    ],
)
def test_what_bands_need(text: str, rule: str) -> None:
    with pytest.raises(Problems) as caught:
        safe(text, register())
    assert [(problem.line, problem.rule) for problem in caught.value.problems] == [(1, rule)]
