"""The bench of mutation puts in the faults that it says, and tells those that tests notice from the others."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bench.mutant import compile_mutant, find_mutants
from bench.mutation import KILLED, in_fork, put_in

ROOT = Path(__file__).parent.parent
TEXT = '''"""A module."""
import re
LONG = 4
LIMIT = LONG
_GAP = re.compile(r"a\\s")

def is_long(text: str) -> bool:
    """Say whether."""
    return len(text) > LIMIT and not _GAP.match(text)
'''
FAULTS = [
    ("4", "5", "abcde"),
    ("4", "3", "abcd"),
    ("'a\\\\s'", "'\\\\s'", "a bcde"),
    ("'a\\\\s'", "'a'", "abcde"),
    ("len(text) > LIMIT and (not _GAP.match(text))", "not _GAP.match(text)", "x"),
    ("len(text) > LIMIT and (not _GAP.match(text))", "len(text) > LIMIT", "a bcde"),
    ("len(text) > LIMIT", "len(text) >= LIMIT", "abcd"),
    ("not _GAP.match(text)", "_GAP.match(text)", "bcdef"),
]
"""What stands there, what stands there instead, and a text that shows it."""


def module(folder: Path) -> ModuleType:
    path = folder / "tried.py"
    path.write_text(TEXT, "utf-8")
    spec = importlib.util.spec_from_file_location("tried", path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_faults_of_a_module() -> None:
    tree = ast.parse(TEXT)
    before = ast.dump(tree)
    found = find_mutants(tree)
    assert [(one.was, one.became) for one in found] == [fault[:2] for fault in FAULTS]
    for one in found:
        compile_mutant(tree, one, "a")
    assert ast.dump(tree) == before


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_a_fault_is_put_in(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, tree, text = module(tmp_path), ast.parse(TEXT), FAULTS[number][2]
    monkeypatch.setitem(sys.modules, "tried", made)
    before = bool(made.is_long(text))
    one = find_mutants(tree)[number]
    put_in(made, compile_mutant(tree, one, str(made.__file__)), tree, one)
    assert bool(made.is_long(text)) is not before


def test_a_process_that_dies_has_noticed_the_fault() -> None:
    assert in_fork(lambda: 0, 0) == 0
    assert in_fork(lambda: [][1], 0) == KILLED


def test_the_command() -> None:
    given = ["anonymise/spans.py", "--sample", "4", "--tests", "tests/test_pass.py::test_what_overlaps"]
    command = [sys.executable, "-m", "bench.mutation", *given]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    (row,) = (line for line in done.stdout.splitlines() if line.startswith("| anonymise/spans.py |"))
    every, tried, noticed, left = (int(cell) for cell in row.split("|")[2:-1])
    assert tried == noticed + left == 4 < every
    assert done.stdout.count(" -> ") == left
