"""Spreadsheets: what is read of their cells, and what stops them."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from crude import find_sought
from draft import CASES
from library import Library
from workbook import NAME, workbook

from anonymise.grid import Grid
from anonymise.sheet import read_grid
from report.problems import RULES, Problems


def cases(name: str) -> list[Any]:
    text = (CASES / "sheets" / f"{name}.yml").read_text("utf-8")
    return [pytest.param(case, id=case["title"]) for case in yaml.safe_load(text)]


def shown(grid: Grid) -> list[list[str]]:
    """Names, then rows; of a row that ends in empty cells those are left out, as in the cases."""
    rows = [list(grid.columns), *(list(row.cells) for row in grid.rows)]
    return [
        row if n == 0 else row[: max((k for k, text in enumerate(row, 1) if text), default=0)]
        for n, row in enumerate(rows)
    ]


def problems_of(data: bytes, sheet: str = "", path: str = "plan.xlsx") -> list[str]:
    with pytest.raises(Problems) as caught:
        read_grid(path, data, "plan", sheet, groups=True)
    assert {problem.rule for problem in caught.value.problems} <= set(RULES)
    return [str(problem).partition("\n")[0] for problem in caught.value.problems]


@pytest.mark.parametrize("case", cases("read"))
def test_cells(case: dict[str, Any]) -> None:
    grid, place = read_grid("plan.xlsx", workbook(case), "plan", case.get("sheet", ""), groups=True)
    assert shown(grid) == case["shown"]
    assert place == "plan, sheet 1"
    groups = [row.group for row in grid.rows]
    assert groups == [len(row.cells) < len(grid.columns) for row in grid.rows]


@pytest.mark.parametrize("case", cases("traps"))
def test_trap(case: dict[str, Any]) -> None:
    found = problems_of(workbook(case), case.get("sheet", ""))
    assert len(found) == len(case["problems"]), found
    for line, start in zip(found, case["problems"], strict=True):
        assert line.startswith(start), line
    assert not any(word in "\n".join(found) for word in NAME.split())


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


PLAIN = workbook({"rows": [["A", "B"], ["a", NAME]]})
DECLARED = {"<styleSheet": "<!DOCTYPE a [<!ENTITY b 'Gareth'>]><styleSheet"}
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "can't be read"),
    "text": (NAME.encode(), "can't be read"),
    "half a workbook": (PLAIN[: len(PLAIN) // 2], "can't be read"),
    "an archive of something else": (archive({"a.txt": NAME.encode()}), "can't be read"),
    "a workbook without its list of parts": (archive({"xl/workbook.xml": b"<workbook/>"}), "can't be read"),
    "an older or a sealed workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NAME.encode(), "protected by a password"),
    "an archive that grows": (archive({"xl/workbook.xml": bytes(70_000_000)}), "has more than"),
    "an archive of many files": (archive({f"{n}.xml": b"" for n in range(1001)}), "has more than"),
    "a large file": (PLAIN + bytes(20_000_001), "has more than"),
    "a part that declares what could grow": (
        workbook({"rows": [["A"], ["a"]], "parts": {"xl/styles.xml": DECLARED}}),
        "can't be read",
    ),
    "a part that is large": (archive({"xl/workbook.xml": bytes(30_000_000)}), "can't be read"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken(what: str) -> None:
    data, sentence = BROKEN[what]
    (found,) = problems_of(data)
    assert found.startswith("plan: sheet-format: ")
    assert sentence in found


@pytest.mark.parametrize("at", range(0, len(PLAIN), 97))
def test_a_byte_that_is_spoilt(at: int) -> None:
    """Nothing but problems, or a table, whichever byte is another one."""
    spoilt = PLAIN[:at] + bytes([PLAIN[at] ^ 0x55]) + PLAIN[at + 1 :]
    try:
        read_grid("plan.xlsx", spoilt, "plan", "", groups=True)
    except Problems as found:
        assert not any(word in str(found.problems) for word in NAME.split())


def test_many_rows() -> None:
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(1, 100_001))
    part = {"<sheetData><row": f"<sheetData>{rows}<row"}
    data = workbook({"rows": [["A"], ["a"]], "parts": {"xl/worksheets/sheet1.xml": part}})
    (found,) = problems_of(data)
    assert "has more than" in found
    (found,) = problems_of("\n".join(map(str, range(100_000))).encode(), path="plan.csv")
    assert "has more than" in found


@pytest.mark.parametrize("suffix", ["xls", "xlsm", "xlsb", "ods", "txt", "XLSM", ""])
def test_another_kind(suffix: str) -> None:
    (found,) = problems_of(PLAIN, path=f"plan.{suffix}")
    assert found.startswith("plan: sheet-format: this kind of file")


CSV: dict[str, tuple[bytes, list[list[str]]]] = {
    "commas": (b"A,B\r\na,b\r\n", [["A", "B"], ["a", "b"]]),
    "semicolons": (b"A;B\na;b,c\n", [["A", "B"], ["a", "b,c"]]),
    "a mark of the order of bytes": ("\ufeffA,B\na,é\n".encode(), [["A", "B"], ["a", "é"]]),
    "quotation marks": (b'A,B\n"a, ""b""",c\n', [["A", "B"], ['a, "b"', "c"]]),
    "line breaks": (b'A,B\n"a\r\nb",c\n', [["A", "B"], ["a\nb", "c"]]),
    "empty rows": (b"\nA,B\n,\n\na,b\n", [["A", "B"], ["a", "b"]]),
    "a group": (b"A,B\nPolice,\na,b\n", [["A", "B"], ["Police"], ["a", "b"]]),
    "one column": (b"A\na;b\n", [["A"], ["a;b"]]),
    "what would be a formula": (b"A,B\n=1+1,-2\n", [["A", "B"], ["=1+1", "-2"]]),
}


@pytest.mark.parametrize("what", CSV)
def test_csv(what: str) -> None:
    data, expected = CSV[what]
    grid, place = read_grid("plan.csv", data, "plan", "", groups=True)
    assert (shown(grid), place) == (expected, "plan")


CSV_PROBLEMS = {
    "another encoding": ("A\né".encode("latin-1"), "", "plan: file-encoding: "),
    "an open quotation mark": (b'A,B\n"a,b\n', "", "plan: sheet-format: "),
    "a sheet": (b"A\na\n", "Trust", "plan: sheet-missing: a CSV file has no sheets"),
    "a cell too many": (b"A,B\na,b,Gareth\n", "", "plan:2: table-cells: cell C2"),
    "a control character": (b"A\na\0\n", "", "plan:2: file-control: a control character, U+0000"),
    "nothing": (b"", "", "plan: block-empty: "),
    "a long cell": (b"A,B\n" + b"a" * 200_000, "", "plan: sheet-format: "),
}


@pytest.mark.parametrize("what", CSV_PROBLEMS)
def test_csv_problem(what: str) -> None:
    data, sheet, start = CSV_PROBLEMS[what]
    (found,) = problems_of(data, sheet, "plan.csv")
    assert found.startswith(start)
    assert "Gareth" not in found


def test_nothing_shows_a_cell() -> None:
    grid, _ = read_grid("plan.xlsx", PLAIN, "plan", "", groups=True)
    assert NAME not in repr(grid) + repr(grid.rows)


def test_what_is_built_of_a_spreadsheet(tmp_path: Path) -> None:
    """Aliases in the pages, the PDF and the data; the file itself nowhere; rows where the record and problems say."""
    library = Library(tmp_path)
    library.report("case", '::: actions {src=tables/plan.xlsx sheet="Gareth Pryce"}\n:::')
    plan = {"rows": [["Id", "Finding"], ["rec-a", "Help [Tudor]{person=P2}, not Gareth Pryce."]], "name": NAME}
    path = library.write("content/case/tables/plan.xlsx", workbook(plan))
    assert library.run("build").exit_code == 0
    for name in ("actions.csv", "actions.json", "section-1.html", "report.json"):
        text = (library.out / "case" / name).read_text("utf-8")
        assert ("Help Beth, not Neil." in text) == (name != "report.json")
    assert find_sought(library.out) == set()
    assert [file.name for file in library.out.rglob("*.xlsx")] == ["actions.xlsx"]  # ours, not the one that was read
    record = json.loads((library.folder / "register" / "case.record.json").read_text("utf-8"))
    assert record["sources"]["spreadsheets"] == {"tables/plan.xlsx": hashlib.sha256(path.read_bytes()).hexdigest()}
    assert record["replaced"]["tables/plan.xlsx, sheet 1"] == {"P1": 1, "P2": 1}
    assert record["decisions"]["places"] == [{"file": "tables/plan.xlsx, sheet 1", "line": 2, "person": "P2"}]


def test_a_question_names_the_sheet_and_the_row(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.report("case", "::: table {src=plan.xlsx}\n:::")
    rows = [["What", "Notes"], ["This", "They saw Tudor."], ["That", "A Wilhelmina Brunswick rang."]]
    library.write("content/case/plan.xlsx", workbook({"rows": rows}))
    result = library.run("check")
    assert "content/case/plan.xlsx, sheet 1:2: name-shared: " in result.stderr
    listed = json.loads(library.run("names", "case", "--json").stdout)
    assert [place["line"] for one in listed for place in one["places"]] == [3]
    assert listed[0]["places"][0]["file"].endswith("content/case/plan.xlsx, sheet 1")
