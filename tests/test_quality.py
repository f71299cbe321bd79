"""Aliases that are too near to a name, marks left in a text, and what an author may waive."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from draft import CASES, FRONT, finder, passed, register, safe, source
from hypothesis import assume, given
from hypothesis import strategies as st
from library import Library, everything, picture

from anonymise.alias import check_aliases
from anonymise.alias_quality import find_absent, find_alias_notices
from anonymise.family import build_alias_note
from anonymise.parse import parse
from anonymise.register import Register, parse_register
from anonymise.replace import pseudonymise
from commands.notice import find_notices
from report.block import Built, Spot
from report.mark import find_in_line, find_marks
from report.model import Edition, SafeDraft
from report.plain import block_text
from report.problems import RULES, Problem, Problems
from report.waiver import WAIVABLE

SIGNED = "signoff: {panel: 2024-01-01, family: 2024-01-01, home_office: 2024-01-01, jigsaw_review: 2024-01-01}\n"


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((CASES / "quality" / name).read_text("utf-8"))
    return [pytest.param(case, id=str(case.get("title", case.get("text")))) for case in found]


def register_of(people: dict[str, list[str]], named: list[str]) -> Register:
    entries = {id: {"name": name, "alias": alias, "role": "other"} for id, (name, alias) in people.items()}
    text = yaml.safe_dump({"people": entries, "named": [{"name": name} for name in named]}, allow_unicode=True)
    return parse_register(text.encode(), ())


# --- aliases


@pytest.mark.parametrize("case", cases("aliases.yml"))
def test_alias(case: dict[str, Any]) -> None:
    known = register_of(case["people"], case.get("named", []))
    found = [*check_aliases(finder(known)), *(notice.problem for notice in find_alias_notices(known))]
    ids = {line: id for id, line in known.lines.items()}
    assert [{ids[problem.line]: problem.rule} for problem in found] == case["found"]
    names = [part for name, _ in case["people"].values() for part in name.split()]
    assert not any(name in str(problem) for name in names for problem in found)


LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9).map(str.title)


@given(LETTERS, LETTERS, st.integers(0, 8), st.sampled_from("abcdefghijklmnopqrstuvwxyz"), st.sampled_from("ards"))
def test_no_edit_of_a_name_is_an_alias(name: str, surname: str, at: int, letter: str, edit: str) -> None:
    at = at % (len(name) - 1)
    alias = {
        "a": name[:at] + letter + name[at:],
        "r": name[:at] + letter + name[at + 1 :],
        "d": name[:at] + name[at + 1 :],
        "s": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    }[edit].title()
    assume(len(alias) > 2)
    found = check_aliases(finder(register_of({"P1": [f"{name} {surname}", "Uuvvww"], "P2": ["", alias]}, [])))
    assert {problem.rule for problem in found} & {"alias-near-name", "alias-is-name"}


def test_who_is_never_named() -> None:
    known = register()
    tally = safe("Gareth met Lowri Tudor and Philippa.").tally
    absent = [notice.about for notice in find_absent(known, tally, "draft")]
    assert absent == ["P3", "P4", "P5", "P7", "P8"]  # P6 has no name that anybody could write


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        (
            "{by: her sister, on: 2020-03-02, family_asked: true}",
            "Chosen by her sister, 2 March 2020. The family was asked",
        ),
        ("{by: her sister, family_asked: false}", "Chosen by her sister. The family was not asked"),
        ("{family_asked: true}", "The family was asked"),
        ("{by: her sister}", "Chosen by her sister"),
        ("{on: 2020-03-02}", ""),
    ],
)
def test_the_note_on_names_says_who_was_asked(chosen: str, shown: str) -> None:
    text = f"people:\n  P1: {{name: Gareth Pryce, alias: Neil, role: victim, chosen: {chosen}}}\n"
    block = build_alias_note(Built(Spot(0, 1, 1), "alias-note"), parse_register(text.encode(), ()), str, "Neil left.")
    last = block_text((block,)).split("\n")[-1]
    assert last == ("Neil | Victim" + (f" | {shown}" if shown else ""))


# --- marks


@pytest.mark.parametrize("case", cases("marks.yml"))
def test_mark(case: dict[str, Any]) -> None:
    assert [mark.text for mark in find_in_line(case["text"])] == case["marks"]


EVERYWHERE = """---
title: The @1@
---

## The @2@ {#two}

Text with *some @3@*
and on [a page](https://example.org "A @4@") more\\
and @5@ here.[^n]

- An @6@

> A @7@

Table: A @8@

| A @9@ | b |
| --- | --- |
| A @10@ | c |

![A @11@](a.png "The @12@")

Term @13@
: The @14@

```
A @15@
```

::: note
A @16@
:::

[^n]: The @17@
"""


def marks_of(draft: SafeDraft) -> list[tuple[str, int]]:
    return [(notice.problem.file, notice.problem.line) for notice in find_marks(draft, lambda _: 2)]


# Where a mark is told, if not on its own line: on the first of its paragraph, table or code.
ELSEWHERE = {4: 7, 8: 17, 15: 26}


@pytest.mark.parametrize("number", range(1, 18))
def test_a_mark_in_every_text_of_a_section(number: int) -> None:
    line = EVERYWHERE[: EVERYWHERE.index(f"@{number}@")].count("\n") + 1
    text = re.sub("@[0-9]+@", "word", EVERYWHERE.replace(f"@{number}@", "TODO"))
    assert marks_of(safe(text, images={"a.png": picture()})) == [("01-section.md", ELSEWHERE.get(number, line))]


@pytest.mark.parametrize("key", ["title", "review", "document", "partnership", "contact"])
def test_a_mark_in_a_setting(key: str) -> None:
    front = FRONT.replace("title: A review\n", "" if key == "title" else "title: A review\n")
    index = front.replace("register:", f"{key}: The TBC one\nregister:")
    given = source("Text.", index=index)
    places = tuple(file.path for file in given.files)
    draft = pseudonymise(parse(given, places), finder(), "draft", places, {}).safe
    assert marks_of(draft) == [("index.md", 2)]


# --- waivers

SECTION = 'A RESTRICTED text about Gareth.\n\n::: only {edition="intranet"}\nA DRAFT of it.\n:::\n'
TODAY = datetime.date(2024, 6, 1)


def judged(waivers: str, edition: Edition) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    given = source(SECTION, index=FRONT.replace("---\n", "", 1).join(("---\nwaivers: " + waivers + "\n", "")))
    places = tuple(file.path for file in given.files)
    try:
        draft = parse(given, places)
        found = find_notices(pseudonymise(draft, finder(), edition, places, {}), register(), lambda _: 2, TODAY)
    except Problems as raised:
        return raised.problems, ()
    return found.problems, tuple(notice for notice in found.notices if notice.rule != "person-absent")


@pytest.mark.parametrize("case", cases("waivers.yml"))
def test_waiver(case: dict[str, Any]) -> None:
    problems, notices = judged(case["waivers"], "public")
    assert (sorted(p.rule for p in problems), notices) == (case["public"], ())
    problems, notices = judged(case["waivers"], "draft")
    assert sorted(p.rule for p in (*problems, *notices)) == case["draft"]
    assert all(p.rule == "mark-left" for p in notices)
    assert not any(p.rule == "mark-left" for p in problems)


def test_a_waiver_of_an_alias_is_for_one_person() -> None:
    known = register_of({"P1": ["Gareth Pryce", "Glyn"], "P2": ["Lowri Tudor", "Lynn"]}, [])
    waiver = "[{rule: alias-initial, id: P1, reason: He chose it, date: 2024-01-05}]"
    given = source("Gareth met Lowri.", index=FRONT.replace("---\n", f"---\nwaivers: {waiver}\n", 1))
    places = tuple(file.path for file in given.files)
    found = find_notices(
        pseudonymise(parse(given, places), finder(known), "public", places, {}), known, lambda _: 2, TODAY
    )
    assert [(p.rule, "P2" in p.sentence) for p in found.problems] == [("alias-initial", True)]


def test_what_may_be_waived_is_a_rule() -> None:
    assert WAIVABLE.keys() <= RULES.keys()


def test_no_waiver_shows_a_name() -> None:
    index = FRONT.replace("---\n", "---\nwaivers: [{rule: a, text: Gareth, reason: Gareth, date: 2024-01-05}]\n", 1)
    draft = parse(source("Text.", index=index), ("a", "b"))
    assert "Gareth" not in repr(draft.waivers)
    assert passed("Gareth.").waivers == ()


# --- whole commands


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    made.report("case", "The draft report of Gareth Pryce.\n\nDRAFT\n", more=SIGNED)
    return made


def test_a_draft_shows_and_a_public_edition_stops(library: Library) -> None:
    for command in ("check", "build"):
        record = library.record(command)
        absent = {notice["rule"] for notice in record["notices"]} - {"mark-left"}
        assert (record["exit"], absent) == (0, {"person-absent"} if command == "check" else set())
        assert [(n["file"][-13:], n["line"]) for n in record["notices"] if n["rule"] == "mark-left"] == [
            ("01-section.md", 3)
        ]
    shown = library.run("check")
    assert "01-section.md:3: mark-left: the mark of a version is left in the text" in shown.stderr
    assert "0 problems, 8 notices" in shown.stderr
    for edition in ("intranet", "public"):
        record = library.record("build", "--edition", edition)
        assert (record["exit"], [problem["rule"] for problem in record["problems"]]) == (1, ["mark-left"])


def test_a_waiver_lets_it_pass_and_stays_behind(library: Library) -> None:
    waiver = "waivers:\n  - {rule: mark-left, text: DRAFT, reason: quoted by quillon, date: 2024-01-05}\n"
    library.report("case", "The draft report of Gareth Pryce.\n\nDRAFT\n", more=SIGNED + waiver)
    assert library.run("build", "--edition", "public").exit_code == 0
    assert b"quillon" not in everything(library.out)
    library.report("case", "The draft report of Gareth Pryce.\n", more=SIGNED + waiver)
    record = library.record("build", "--edition", "public")
    assert [(p["rule"], p["line"]) for p in record["problems"]] == [("waiver-unused", 8)]
