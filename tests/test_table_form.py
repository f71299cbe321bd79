"""`dhr table`: a table says the same in each of its forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from draft import CASES
from hypothesis import given, settings
from hypothesis import strategies as st
from workbook import workbook

import build
from anonymise.grid import Grid, GridRow, is_same
from anonymise.sheet import read_grid
from anonymise.sheet_csv import render_csv
from anonymise.sheet_xlsx import render_xlsx
from anonymise.source import has_forbidden
from anonymise.table_form import _read, convert
from anonymise.table_markdown import render_markdown
from report.problems import Problems

LINES = st.text(
    st.one_of(st.sampled_from("ab 1.)-+*_#>|:`~<&!\\=;,\"'^/@$%"), st.characters(exclude_categories=["C", "Z"])),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(text.split()))
WORDS = LINES.filter(lambda text: text and not has_forbidden(text))
ODD = st.one_of(WORDS, st.sampled_from(["=1+1", "#REF!", "TRUE", "12", "[a]{person=P1}", "{-}", "17/2/2013"]))
PARAGRAPHS = st.lists(ODD, max_size=3).map("\n".join)


def grids(names: st.SearchStrategy[str], cells: st.SearchStrategy[str], *, groups: bool) -> st.SearchStrategy[Grid]:
    return st.integers(2, 4).flatmap(
        lambda width: st.builds(
            Grid,
            st.lists(names, min_size=width, max_size=width).map(tuple),
            st.lists(
                st.one_of(
                    st.lists(cells, min_size=width, max_size=width).filter(lambda row: any(row[1:])).map(_row),
                    *([ODD.map(lambda text: GridRow(1, (text,), True))] if groups else []),
                ),
                min_size=1,
                max_size=4,
            ).map(tuple),
        )
    )


def _row(cells: list[str]) -> GridRow:
    return GridRow(1, tuple(cells))


@settings(deadline=None, max_examples=150)
@given(grids(ODD, PARAGRAPHS, groups=True).filter(lambda grid: any(row.cells[0] for row in grid.rows)))
def test_csv_and_back(grid: Grid) -> None:
    assert is_same(grid, read_grid("a.csv", render_csv(grid), "a", "", groups=True)[0])


@settings(deadline=None, max_examples=60)
@given(grids(ODD, PARAGRAPHS, groups=True))
def test_workbook_and_back(grid: Grid) -> None:
    assert is_same(grid, read_grid("a.xlsx", render_xlsx(grid), "a", "", groups=True)[0])


@settings(deadline=None, max_examples=200)
@given(grids(WORDS, st.one_of(WORDS, st.just("")), groups=False))
def test_pipe_table_and_back(grid: Grid) -> None:
    made = render_markdown(grid, "table")
    assert is_same(grid, _read(made.encode(), "a.md", "", "")[0]), made


@settings(deadline=None, max_examples=200)
@given(
    st.lists(WORDS, min_size=2, max_size=4, unique_by=lambda name: " ".join(name.casefold().split())).flatmap(
        lambda names: st.lists(
            st.lists(st.lists(WORDS, min_size=1, max_size=3).map("\n".join), min_size=len(names), max_size=len(names)),
            min_size=1,
            max_size=3,
        ).map(lambda rows: Grid(tuple(names), tuple(map(_row, rows))))
    )
)
def test_record_table_and_back(grid: Grid) -> None:
    made = render_markdown(grid, "table")
    assert is_same(grid, _read(made.encode(), "a.md", "", "")[0]), made


CONVERSIONS = [
    pytest.param(case, id=case["title"]) for case in yaml.safe_load((CASES / "sheets" / "forms.yml").read_text("utf-8"))
]


@pytest.mark.parametrize("case", CONVERSIONS)
def test_conversion(case: dict[str, Any]) -> None:
    """What is written, and that it comes back as what it was, for the forms that can be read in a test."""
    path, data = ("a.xlsx", workbook(case)) if "rows" in case else (case["path"], str(case["text"]).encode())
    given = {"name": case.get("name", ""), "kind": case.get("kind", "")}
    if "problems" in case:
        with pytest.raises(Problems) as caught:
            convert(data, path, form=case["to"], **given)
        assert [f"{p.line}: {p.rule}" for p in caught.value.problems] == case["problems"]
        assert "Gareth" not in str(caught.value.problems)
        return
    assert convert(data, path, form=case["to"], **given).decode("utf-8-sig").replace("\r\n", "\n") == case["written"]


TABLE = "Text.\n\nTable: Who {#who}\n| A | B |\n| --- | --- |\n| Gareth | b |\n"


def run(folder: Path, *arguments: str) -> Result:
    (folder / "a.md").write_text(TABLE, "utf-8")
    return CliRunner().invoke(build.main, ["table", *arguments])


def test_command_writes_to_standard_output(tmp_path: Path) -> None:
    result = run(tmp_path, str(tmp_path / "a.md"), "--id", "who")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.lstrip("\ufeff").split() == ['"A","B"', '"Gareth","b"']


def test_command_writes_a_file_once(tmp_path: Path) -> None:
    arguments = [str(tmp_path / "a.md"), "--to", "xlsx", "--out", str(tmp_path / "b.xlsx")]
    assert run(tmp_path, *arguments).exit_code == 0
    back = run(tmp_path, str(tmp_path / "b.xlsx"))
    assert back.stdout == "| A | B |\n| --- | --- |\n| Gareth | b |\n"
    again = run(tmp_path, *arguments)
    assert again.exit_code == 2
    assert ": table-unwritten: " in again.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["a.md", "--to", "xlsx"], 2, "--out"),
        (["a.md", "--sheet", "A"], 2, "--sheet is for workbooks"),
        (["a.csv", "--id", "a"], 2, "--id for Markdown"),
        (["none.md"], 2, "table-unwritten"),
        (["a.md", "--id", "gareth"], 1, "table-missing"),
    ],
)
def test_command_refuses(arguments: list[str], code: int, words: str, tmp_path: Path) -> None:
    result = run(tmp_path, str(tmp_path / arguments[0]), *arguments[1:])
    assert result.exit_code == code
    assert words in result.stderr
    assert "Gareth" not in result.stderr
