"""Let an author waive what may be waived.

In: notices and the waivers of a report. Out: what blocks an edition and what is only shown. The rule: a waiver names
one rule, one thing, a reason and a day, and one that waives nothing is a problem: it hides what comes later.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from report.model import Edition, Waiver
from report.problems import Notice, Problem

WAIVABLE: dict[str, str] = {
    # the rules that may be waived, and what a waiver of each has to say what it is about
    "alias-initial": "id",
    "alias-published": "id",
    "alias-shape": "id",
    "mark-left": "text",
}
"""A newcomer adds a line. All other rules hold for every report."""
SHOWN_ONLY = frozenset({"person-absent"})
"""Rules that never block."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of notices."""

    problems: tuple[Problem, ...]
    """What blocks the edition."""
    notices: tuple[Problem, ...]
    """What is shown and blocks nothing."""


def judge(
    notices: Iterable[Notice], waivers: tuple[Waiver, ...], edition: Edition, today: datetime.date, place: str
) -> Judged:
    """Sort out what blocks an edition: in a draft only what is wrong with the waivers themselves.

    `place` is the file of the front matter. Rules: `waiver-wrong`, `waiver-unused`, and those of the notices.
    """
    wrong = {waiver: _fault(waiver, today) for waiver in waivers}
    valid = {(waiver.rule, waiver.about): waiver for waiver in waivers if not wrong[waiver]}
    used: set[tuple[str, str]] = set()
    left: list[Notice] = []
    for notice in notices:
        key = (notice.problem.rule, " ".join(notice.about.split()))
        if key in valid:
            used.add(key)
        else:
            left.append(notice)
    problems = [_problem(waiver, "waiver-wrong", *fault, place) for waiver, fault in wrong.items() if fault]
    for key, waiver in valid.items():
        if key not in used and not waiver.elsewhere:
            hint = "delete it, or write what it is about as the text has it"
            problems.append(_problem(waiver, "waiver-unused", "a waiver waives nothing", hint, place))
    shown = [n.problem for n in left if edition == "draft" or n.problem.rule in SHOWN_ONLY]
    problems += [n.problem for n in left if n.problem not in shown]
    return Judged(tuple(sorted(problems)), tuple(sorted(set(shown))))


def _fault(waiver: Waiver, today: datetime.date) -> tuple[str, str] | None:
    """What is wrong with a waiver, and the remedy; None where all is well."""
    needed = WAIVABLE.get(waiver.rule)
    if needed is None:
        return "a waiver is for a rule that can't be waived", f"one of {', '.join(sorted(WAIVABLE))}"
    if not waiver.about or waiver.by_id != (needed == "id"):
        return f"a waiver of {waiver.rule} has no {needed}", f"write `{needed}:` and what it is about"
    if waiver.day > today:
        return "the date of a waiver is in the future", "write the day on which it was decided"
    return None


def _problem(waiver: Waiver, rule: str, sentence: str, hint: str, place: str) -> Problem:
    return Problem(place, waiver.line, rule, sentence, hint)
