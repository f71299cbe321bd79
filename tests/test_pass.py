"""The pass, case by case, and what it promises for any text."""

from __future__ import annotations

import pytest
import yaml
from draft import CASES, register, safe, texts

from anonymise.spans import Finding, disjoint
from report.problems import Problems

PASS = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted((CASES / "pass").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
SPANS = yaml.safe_load((CASES / "spans.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", PASS)
def test_case(case: dict[str, object]) -> None:
    known = register(name=str(case.get("register", "register.yml")))
    if "problems" in case:
        with pytest.raises(Problems) as caught:
            safe(str(case["text"]), of=known)
        assert [f"{p.line}: {p.rule}" for p in caught.value.problems] == case["problems"]
    else:
        section = safe(str(case["text"]), of=known).sections[0]
        found = [text for part in (section.title, section.blocks, section.notes) for text in texts(part)]
        assert found == str(case["safe"]).rstrip("\n").split("\n")


def finding(shown: str) -> Finding:
    """A finding as the cases write it: "0-6 2 name P1 P2: rule", where 2 are its words."""
    place, rule = shown.partition(": ")[::2]
    span, *rest = place.split()
    start, end = map(int, span.split("-"))
    words, (kind, *owners) = (int(rest[0]), rest[1:]) if rest[0].isdecimal() else (1, rest)
    return Finding(start, end, rule, tuple(owners), kind, words)


@pytest.mark.parametrize("case", SPANS, ids=lambda case: case["title"])
def test_what_overlaps(case: dict[str, list[str]]) -> None:
    assert disjoint(map(finding, case["findings"])) == tuple(map(finding, case["chosen"]))
