"""The pass, case by case, and what it promises for any text."""

from __future__ import annotations

import pytest
import yaml
from draft import CASES, safe, texts

from report.problems import Problems

PASS = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted((CASES / "pass").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", PASS)
def test_case(case: dict[str, object]) -> None:
    if "problems" in case:
        with pytest.raises(Problems) as caught:
            safe(str(case["text"]))
        assert [f"{p.line}: {p.rule}" for p in caught.value.problems] == case["problems"]
    else:
        section = safe(str(case["text"])).sections[0]
        found = [text for part in (section.title, section.blocks, section.notes) for text in texts(part)]
        assert found == str(case["safe"]).rstrip("\n").split("\n")
