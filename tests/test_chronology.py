"""Chronologies: many files in one order, and what stops them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from draft import CASES, FRONT, finder, register, source
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook import workbook

from anonymise.parse import Draft, parse
from anonymise.replace import pseudonymise
from anonymise.rewrite import plain_text
from report.block import Blocks, GroupRow, Paragraph, Table
from report.problems import Problems


def cases(name: str) -> list[Any]:
    text = (CASES / "chronology" / f"{name}.yml").read_text("utf-8")
    return [pytest.param(case, id=case["title"]) for case in yaml.safe_load(text)]


def draft_of(case: dict[str, Any]) -> tuple[Draft, tuple[str, ...]]:
    files = case["files"]
    sheets = {path: workbook(made) if isinstance(made, dict) else made.encode() for path, made in files.items()}
    src = f'src="{" ".join(files)}"' if files else ""
    block = (
        f"::: chronology {{{' '.join(filter(None, (src, case.get('block', 'by=month' if not files else ''))))}}}\n:::\n"
    )
    columns = "".join(f'    "{name}": {field}\n' for name, field in case.get("columns", {}).items())
    index = FRONT.replace("---\n", f"---\nchronology:\n  columns:\n{columns}" if columns else "---\n", 1)
    given = source(block, index=index, sheets=sheets)
    places = (*(file.path for file in given.files), *sheets)
    return parse(given, places), places


def table_of(case: dict[str, Any], folder: Path) -> Table:
    draft, places = draft_of(case)
    known = register()
    if "register" in case:
        before, after = (f"{key}: {value}" for one in case["register"] for key, value in one.items())
        text = (CASES / "register.yml").read_text("utf-8")
        assert before in text
        (folder / "register.yml").write_text(text.replace(before, after), "utf-8")
        known = register(folder)
    safe = pseudonymise(draft, finder(known), case.get("edition", "draft"), places, {}).safe
    (table,) = safe.sections[0].blocks
    assert isinstance(table, Table)
    return table


def said(blocks: Blocks) -> str:
    return "\n".join(plain_text(block.text) for block in blocks if isinstance(block, Paragraph))


def shown(table: Table) -> list[list[str]]:
    rows = [
        [plain_text(row.text)] if isinstance(row, GroupRow) else [said(cell) for cell in row.cells]
        for row in table.rows
    ]
    return [[plain_text(column) for column in table.columns], *rows]


@pytest.mark.parametrize("case", cases("read"))
def test_table(case: dict[str, Any], tmp_path: Path) -> None:
    table = table_of(case, tmp_path)
    assert shown(table) == case["shown"]
    assert [[moment.when, moment.what, moment.lane] for moment in table.moments] == case.get("drawn", [])
    notices = draft_of(case)[0].notices
    assert [notice.rule for notice in notices] == ["chronology-twice"] * len(case.get("notices", []))
    for notice, start in zip(notices, case.get("notices", []), strict=True):
        assert notice.sentence.startswith(start)


@pytest.mark.parametrize("case", cases("problems"))
def test_problem(case: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        table_of(case, tmp_path)
    found = [str(problem).partition("\n")[0] for problem in caught.value.problems]
    assert len(found) == len(case["problems"]), found
    for line, start in zip(found, case["problems"], strict=True):
        assert line.startswith(start), line
    assert "Gareth" not in "\n".join(map(str, caught.value.problems))


DAYS = st.dates(datetime.date(2009, 1, 1), datetime.date(2014, 12, 31))


@settings(deadline=None, max_examples=40)
@given(st.lists(DAYS, min_size=1, max_size=12), st.sampled_from(["by=month", "by=quarter", "by=year", "by="]))
def test_days_are_in_order_each_under_its_period(days: list[Any], by: str) -> None:
    """Every record stands in the table once, after all that was earlier; no period comes again."""
    text = "".join(f"{day.isoformat()},Event {n}\n" for n, day in enumerate(days))
    case = {"files": {"a.csv": f"Date,Event\n{text}"}, "block": by if by != "by=" else 'by=""'}
    rows = shown(table_of(case, Path()))[1:]
    records = [(n, row) for n, row in enumerate(rows) if len(row) > 1]
    order = [int(row[1].split()[1]) for _, row in records]
    assert sorted(order) == list(range(len(days)))
    assert [days[n] for n in order] == sorted(days)
    groups = [row[0] for row in rows if len(row) == 1]
    assert len(groups) == len(set(groups))
    assert len(rows[0]) == 1
