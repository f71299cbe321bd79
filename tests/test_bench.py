"""The bench of anonymity measures what it says: labels cut what they name, and a small run finds everybody."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.anonymity import NOT_THERE, figures, judge_all, table
from bench.outcome import judge_line
from bench.review_text import IDENTIFIER, STRANGERS, UNLISTED, Line, Mention, make_review

ROOT = Path(__file__).parent.parent
SEEDS = st.integers(0, 10_000)


@given(SEEDS)
@settings(max_examples=20)
def test_labels_cut_what_they_name(seed: int) -> None:
    review = make_review(seed, 40)
    text = review.markdown()[0]
    found = list(review.mentions())
    assert [a[1] <= b[0] for a, b in pairwise(found)] == [True] * (len(found) - 1)
    for line in review.lines:
        assert all(0 <= m.start < m.end <= len(line.text) for m in line.mentions)
    cut = [text[start:end] for start, end, _ in found]
    assert cut == [line.text[m.start : m.end] for line in review.lines for m in line.mentions]
    for words, (_, _, mention) in zip(cut, found, strict=True):
        known = set(mention.person.split()) <= set(review.register.people)
        assert known or mention.person in (UNLISTED, IDENTIFIER)
        if mention.kind == "stranger":
            assert words == "Ketterick" or words in {form for forms in STRANGERS for form in forms}
        if mention.kind == "whole":
            assert words == review.register.people[mention.person].name


@given(SEEDS)
@settings(max_examples=5)
def test_lines_stand_where_the_review_says(seed: int) -> None:
    review = make_review(seed, 40)
    text, numbers = review.markdown()
    lines = text.split("\n")
    for line, number in zip(review.lines, numbers, strict=True):
        assert line.text in lines[number - 1]


def test_the_same_seed_gives_the_same_review() -> None:
    assert make_review(7) == make_review(7)
    assert make_review(7) != make_review(8)


def test_everybody_is_replaced_or_asked_about() -> None:
    total = judge_all([make_review(seed, 60) for seed in range(1, 9)])
    found = figures(total, 8)
    assert (found["wrong"], found["missed"], found["recall"]) == (0, 0, 1.0), total.examples
    assert found["mentions"] > 400
    assert found["false alarms in 10,000 words"]["gate"] == 0
    assert "recall" in table(found)


@pytest.mark.parametrize(
    ("shown", "became"),
    [
        ("Peter met Mrs Dunmore.", ("replaced", "missed")),
        ("PETER met Mrs Dunmore.", ("replaced", "missed")),
        ("Kate met Mrs Dunmore.", ("wrong", "missed")),
        ("Daniel met Mrs Dunmore.", ("missed", "missed")),
        ("Peter met Mrs Kate.", ("replaced", "wrong")),
        ("Peter Marsh met Mrs Dunmore.", ("wrong", "missed")),
        ("Peter saw Mrs Dunmore.", ("wrong", "wrong")),
    ],
)
def test_what_became_of_a_line(shown: str, became: tuple[str, ...]) -> None:
    mentions = (Mention(0, 6, "P1", "given"), Mention(11, 22, UNLISTED, "stranger"))
    line = Line("", "Daniel met Mrs Dunmore.", "", mentions)
    assert judge_line(line, shown, {"P1": "Peter", "P2": "Kate"}) == became


def test_the_command() -> None:
    command = [sys.executable, "-m", "bench.anonymity", "--reviews", "1", "--lines", "20", "--runs", "1", "--json"]
    done = subprocess.run(
        [*command, "--presidio", "no-such-python"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    record = json.loads(done.stdout)
    assert record["speed"]["presidio-analyzer"] == "not installed"
    assert record["speed"]["pass"]["ratio"] == 1
    share = record["unlisted, by the net"]
    assert share in (NOT_THERE, None) or 0 <= share <= 1  # none where the pass asks about every such line
