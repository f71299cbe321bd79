"""What the pass asks an author, and how it says so without saying a name.

In: a finding that is a question. Out: a `Problem`. A new rule of `detect` is a line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from anonymise.sighting import KINDS, Undecided
from anonymise.spans import Finding
from report.problems import Problem

_QUESTIONS: Mapping[str, tuple[str, str]] = {
    "name-shared": (
        "a form that {who} share stands alone",
        "say who is meant with [words]{{person={first}}}, write the full name, or the title that only one of them has",
    ),
    "name-weak": (
        "a part of the name of {who} stands alone",
        "say who is meant with [words]{{person={first}}}, or list the words around it under `ordinary` or `named`",
    ),
    "name-title": (
        "a title stands before a surname of {who}, and it tells nobody of that title alone",
        "say who is meant with [words]{{person={first}}}, or list the person under `people` or `named`",
    ),
    "name-plural": (
        "a surname of {who} stands in the plural",
        "say who is meant in other words: the family, or each by name",
    ),
    "name-lower-case": (
        "a form of {who} is written without its capital",
        "write it with a capital; a small-letter word is never replaced",
    ),
    "name-or-word": (
        "a form of {who} may also be an ordinary word here",
        "say which with [word]{{person={first}}} or [word]{{.word}}, or list the phrase under `ordinary`",
    ),
    "place-number": (
        "a number stands before a form of {who}, so that this may be another address",
        "list the whole address under `places`, or leave the number out",
    ),
    "day-in-row": (
        "the day of {who} stands in a row of days",
        "write the month alone, or each day by itself",
    ),
    "name-joined": (
        "a form of {who} stands right beside another capitalised word, as if both were one name",
        "list the whole name under `people`, `named` or `ordinary`, or put a word or a comma between the two",
    ),
}


def ask(finding: Finding, place: str, line: int) -> Problem:
    """The problem of a finding whose `rule` is a question."""
    sentence, hint = _QUESTIONS[finding.rule]
    ids = [owner for owner in finding.owners if owner != "named"]
    who = ids + (["somebody who is published by name"] if "named" in finding.owners else [])
    words = " and ".join(filter(None, (", ".join(who[:-1]), who[-1])))
    return Problem(place, line, finding.rule, sentence.format(who=words), hint.format(first=(ids or ["P1"])[0]))


def ask_about(undecided: Undecided) -> Problem:
    """The problem of what nobody has accounted for, at its first place."""
    first, more = undecided.places[0], len(undecided.places) - 1
    resembles = f", like {' and '.join(undecided.resembles)}" if undecided.resembles else ""
    also = f", and in {more} other place{'' if more == 1 else 's'}" if more else ""
    hint = "`dhr names` with the name of the report shows it and asks what it is"
    return Problem(
        first.file, first.line, "name-undecided", f"{KINDS[undecided.kind]}{resembles} stands here{also}", hint
    )
