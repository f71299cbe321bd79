"""What the format allows, and how it says what it does not."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from draft import CASES, FRONT, source

from anonymise.parse import parse
from report.problems import RULES, Problems

PROBLEMS = [
    pytest.param(case, id=case["title"])
    for case in yaml.safe_load((CASES / "parse" / "problems.yml").read_text("utf-8"))
]
FRONTS = [
    pytest.param(case, id=case["title"]) for case in yaml.safe_load((CASES / "parse" / "fronts.yml").read_text("utf-8"))
]


def problems_of(text: str, index: str = FRONT) -> list[tuple[str, int, str]]:
    try:
        parse(source(text, index=index, images={"images/a.png": b""}), ("index.md", "01-section.md"))
    except Problems as found:
        assert {problem.rule for problem in found.problems} <= set(RULES)
        return [(problem.file, problem.line, problem.rule) for problem in found.problems]
    return []


@pytest.mark.parametrize("case", PROBLEMS)
def test_section(case: dict[str, Any]) -> None:
    found = problems_of(case["text"])
    assert {file for file, _, _ in found} <= {"01-section.md"}
    assert [f"{line}: {rule}" for _, line, rule in found] == case["problems"]


@pytest.mark.parametrize("case", FRONTS)
def test_report(case: dict[str, Any]) -> None:
    found = problems_of("Text.\n", index=case["index"])
    assert [f"{line}: {rule}" for _, line, rule in found] == case["problems"]


@pytest.mark.parametrize("case", [*PROBLEMS, *FRONTS])
def test_no_problem_shows_the_source(case: dict[str, Any]) -> None:
    """Words of the source are swapped for a name; the messages must not change but for their places."""
    name = "Gwendolenwyn"
    text = case.get("text", "Text.\n").replace("Text", name).replace("red", name).replace("titel", name)
    index = case.get("index", FRONT).replace("2013-02-17", name).replace("colour", name)
    try:
        parse(source(text, index=index, images={"images/a.png": b""}), ("index.md", "01-section.md"))
    except Problems as found:
        assert name not in "\n".join(map(str, found.problems))
        assert name not in repr(found)
