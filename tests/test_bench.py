"""The bench of anonymity measures what it says: labels cut what they name, and a small run finds everybody."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from draft import safe, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.anonymity import figures, judge_all, table
from bench.outcome import judge_line
from bench.pdf import Run, judge
from bench.pdf import table as table_of_pdf
from bench.repeat import repeat
from bench.review_text import IDENTIFIER, IDENTIFIERS, STRANGERS, UNLISTED, Line, Mention, make_review
from report.number import number as number_draft

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
    assert found["stranger, unlisted, listed"] == 1.0, total.examples
    listed = {kind: found[f"{kind}, listed"] for kind in ("typo", "nickname", "letters", *IDENTIFIERS)}
    assert set(listed.values()) == {1.0}, (listed, total.examples)
    alarms = found["false alarms in 10,000 words"]
    assert (alarms["near misses"], alarms["identifiers"], alarms["gate"]) == (0, 0, 0), total.examples
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
    assert {"names alone", "net", "near misses", "identifiers", "gate"} < set(record["speed"])


SECTIONS = (
    "---\ntitle: First\nid: first\n---\n\nSee [](#first) and [](02-section.md).\n\nMore.[^1]\n\n[^1]: A note.\n",
    "---\ntitle: Second\n---\n\nTable: Words {#words}\n\n| A | B |\n| --- | --- |\n| [](#words) | [](#first) |\n",
)


@pytest.mark.parametrize("times", [1, 3])
def test_a_repetition_is_a_report_of_its_own(times: int) -> None:
    draft = safe(*SECTIONS)
    once, report = number_draft(draft), number_draft(repeat(draft, times))
    assert [report.labels[section.spot.key].number for section in report.sections] == [
        str(n) for n in range(1, 2 * times + 1)
    ]
    assert len(report.notes) == times * len(once.notes) == times
    assert len({label.id for label in report.labels.values()}) == len(report.labels)
    jumps = [text for text in texts(report.sections) if text.startswith("See")]
    assert jumps == [f"See section {n} and section {n + 1}." for n in range(1, 2 * times, 2)]
    assert repeat(draft, 1) == draft


def test_ratios_of_printing() -> None:
    runs = {"example": Run(0.5, 0.4, 35), "long": Run(4.0, 3.0, 270)}
    alone = judge(runs)
    assert alone["ratios"] == {"long to example": 8.0, "long to example, processors": 7.5}
    assert "not installed" in table_of_pdf(alone)
    beside = judge({**runs, "weasyprint, example": Run(5.0, 4.4, 38)})
    assert beside["ratios"]["weasyprint to ours, example"] == 10.0
    assert beside["ratios"]["weasyprint to ours, example, processors"] == 11.0
    assert "not installed" not in table_of_pdf(beside)


def test_the_command_for_printing() -> None:
    command = [sys.executable, "-m", "bench.pdf", "--runs", "1", "--times", "2", "--weasyprint", "no-such-python"]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, cwd=ROOT, check=True)
    record = json.loads(done.stdout)
    assert set(record["runs"]) == {"example", "long"}
    assert record["runs"]["long"]["pages"] > 1.5 * record["runs"]["example"]["pages"] > 30
