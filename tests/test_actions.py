"""The action plan as data: progress, kinds, lists of recommendations, the workbook."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
import yaml
from draft import CASES, FRONT, finder, register, source
from hypothesis import given
from hypothesis import strategies as st
from report_case import read_kestrel

from anonymise.parse import parse
from anonymise.replace import pseudonymise
from anonymise.surfaces import read_surfaces
from report.action import find_actions
from report.block import Actions, Block, Row, Table
from report.export import list_rows, render_actions_data
from report.model import Report
from report.number import number
from report.plain import block_text, inline_text
from report.problems import Problems
from report.walk import walk
from report.workbook import render_workbook

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def cases(name: str) -> list[Any]:
    """The cases of a file."""
    read = yaml.safe_load((CASES / "actions" / f"{name}.yml").read_text("utf-8"))
    return [pytest.param(case, id=case["title"]) for case in read]


def report_of(text: str, front: str = "") -> Report:
    """A numbered report of one section."""
    given = source(text, index=FRONT.replace("---\n", f"---\n{front}", 1))
    places = tuple(file.path for file in given.files)
    return number(pseudonymise(parse(given, places), finder(register()), "draft", places, {}).safe)


def blocks_of(report: Report, kind: type[Block]) -> list[Any]:
    """The blocks of a kind, in order."""
    return [block for section in report.sections for block in walk(section.blocks) if isinstance(block, kind)]


@pytest.mark.parametrize("case", cases("progress"))
def test_progress(case: dict[str, Any]) -> None:
    if "problems" in case:
        with pytest.raises(Problems) as caught:
            report_of(case["text"])
        assert [f"{p.line}: {p.rule}" for p in caught.value.problems] == case["problems"]
        return
    report = report_of(case["text"], case.get("front", ""))
    (plan,) = blocks_of(report, Actions)
    assert list(plan.columns[-2:]) == case["columns"]
    cells = [[block_text((block,)).removeprefix("• ") for block in row.cells[-1]] for row in plan.recommendations]
    assert cells == case["cells"]
    assert all(len(row.cells) == len(plan.columns) for row in plan.recommendations)
    assert [f"{a.status} | {a.completed} | {a.outcome}" for a in find_actions(report)] == case["actions"]


@pytest.mark.parametrize("case", cases("lists"))
def test_list(case: dict[str, Any]) -> None:
    report = report_of(case["text"], case.get("front", ""))
    table = blocks_of(report, Table)[0]
    assert [inline_text(column) for column in table.columns] == case["columns"]
    rows = [
        " | ".join(" ".join(block_text(cell).replace("•", "").split()) for cell in row.cells)
        if isinstance(row, Row)
        else inline_text(row.text)
        for row in table.rows
    ]
    assert rows == case["rows"]


def test_kinds_are_data() -> None:
    text = "::: actions {.multi-agency}\nFinding\n: a\n:::\n\n::: actions\nFinding\n: b\n:::\n"
    report = report_of(text)
    assert [action.kind for action in find_actions(report)] == ["Multi-agency", "Single-agency"]
    assert [row[2] for row in list_rows(find_actions(report))] == ["Kind", "Multi-agency", "Single-agency"]
    assert b'"kind": "Multi-agency"' in render_actions_data(report, find_actions(report))
    assert {action.kind for action in find_actions(read_kestrel())} == {""}


CELLS = st.sampled_from(["=1+1", "+1", "-1", "@a", "", "true", "12", "a\nb"]) | TEXT


def shown(text: object) -> str:
    """A cell's words, less what XML can't hold and what it writes in another way."""
    return "".join(char for char in str(text or "") if char.isprintable() or char == "\n")


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_workbook_is_text_and_nothing_else(rows: list[list[str]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook([["A", "B", "C"], *rows], "Plan")))
    (sheet,) = book.worksheets
    assert (sheet.title, sheet.freeze_panes) == ("Plan", "B2")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    read = [[shown(cell.value) for cell in row] for row in sheet.iter_rows(2, len(rows) + 1, 1, 3)]
    assert read == [[shown(text) for text in row] for row in rows]


def test_a_workbook_says_what_looks_like_a_character_in_code() -> None:
    data = render_workbook([["A"], ["a _x0041_ b"]], "Plan")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"a _x005F_x0041_ b" in b"".join(map(archive.read, archive.namelist()))


def test_a_workbook_is_the_same_twice_and_says_nothing_of_its_maker() -> None:
    rows = list_rows(find_actions(read_kestrel()))
    data = render_workbook(rows, "Recommendations")
    assert data == render_workbook(rows, "Recommendations")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {about.date_time for about in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml")
        assert b"creator" not in core
        assert b"created" not in core


def test_the_gate_reads_every_cell_of_a_workbook() -> None:
    rows = list_rows(find_actions(read_kestrel()))
    data = render_workbook(rows, "Recommendations")
    found = "\n".join(surface.text for surface in read_surfaces("a/actions.xlsx", data))
    words = {word for row in rows for cell in row for word in cell.split()}
    assert {word for word in words if word not in found} == set()
