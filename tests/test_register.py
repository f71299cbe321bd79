"""What a register may say, and how its faults are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from draft import CASES, finder, register

from anonymise.alias import check_aliases
from anonymise.register import load_register
from report.problems import RULES, SETTINGS, Problems

REGISTERS = [
    pytest.param(case, id=case["title"]) for case in yaml.safe_load((CASES / "registers.yml").read_text("utf-8"))
]


def problems_of(folder: Path) -> tuple[str, ...]:
    try:
        found = tuple(check_aliases(finder(load_register(folder, "case.yml", ()))))
    except Problems as raised:
        found = raised.problems
    assert {problem.rule for problem in found} <= set(RULES)
    assert not any(name in str(problem) for problem in found for name in ("Gareth", "Pryce", "Lowri"))
    return tuple(f"{problem.line}: {problem.rule}" for problem in found)


@pytest.mark.parametrize("case", REGISTERS)
def test_register(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "case.yml").write_text("invented: true\n" + case["text"], "utf-8")
    assert list(problems_of(tmp_path)) == case["problems"]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_any_line_ending_and_a_byte_order_mark(ending: str, tmp_path: Path) -> None:
    text = (CASES / "register.yml").read_text("utf-8").replace("\n", ending)
    (tmp_path / "case.yml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_register(tmp_path, "case.yml", ()).people == register().people


@pytest.mark.parametrize(
    ("name", "rule"),
    [("none.yml", "register-missing"), ("sealed.yml.age", "register-locked"), ("../case.yml", "register-outside")],
)
def test_no_register(name: str, rule: str, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "case.yml").write_text("people: {}\n", "utf-8")
    (tmp_path / "inner" / "sealed.yml.age").write_text("people: {}\n", "utf-8")
    with pytest.raises(Problems) as caught:
        load_register(tmp_path / "inner", name, ())
    assert [problem.rule for problem in caught.value.problems] == [rule]
    assert (caught.value.code == SETTINGS) == (rule != "register-missing")


def test_the_vocabulary_is_checked(tmp_path: Path) -> None:
    (tmp_path / "case.yml").write_text("invented: true\n", "utf-8")
    (tmp_path / "vocabulary.yml").write_text("agencies: [Northshire Police]\nwrods: [A]\n", "utf-8")
    with pytest.raises(Problems) as caught:
        load_register(tmp_path, "case.yml", ())
    assert [(p.file, p.line, p.rule) for p in caught.value.problems] == [("vocabulary.yml", 2, "key-unknown")]


def test_no_value_shows_a_name() -> None:
    known = register()
    shown = repr(known) + repr(list(known.people.values())) + repr(known.secrets) + repr(finder(known))
    assert not any(name in shown for name in ("Gareth", "Pryce", "Tudor", "Kilnhurst", "Kestrel"))
