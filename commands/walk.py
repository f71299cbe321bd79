"""Ask an author at a terminal, one thing after the other.

In: what is undecided, and functions that look again, write and take back. Out: what is left. The rule: each answer is
written before the next thing is asked, so that nothing is lost whenever the author leaves.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import click
from rich.console import Console
from rich.text import Text

from anonymise.decide import Answer, Written, day_in, name_in
from anonymise.decision_file import context, replaced_as
from anonymise.schema import Role
from anonymise.sighting import KINDS, Kind, Undecided
from report.problems import SOURCE, Problems

PLACES = 3
"""How many places of a thing are shown."""
NOTHING = Written(())
Step: TypeAlias = Answer | Literal["back", "quit"]
_NAMES: tuple[Kind, ...] = ("name", "initials", "titled", "near", "nickname", "part")
_KEYS = {
    "t": "[t]his is",
    "p": "[p]erson: readers see an alias",
    "n": "[n]amed: published on purpose",
    "v": "[v]ocabulary of all reports",
    "o": "[o]rdinary words here",
    "r": "[r]eplace by other words",
    "l": "[l]ook again later",
    "b": "[b]ack",
    "q": "[q]uit",
}
_VOCABULARY: dict[str, Literal["agency", "place", "acronym", "word"]] = {
    "a": "agency",
    "p": "place",
    "c": "acronym",
    "w": "word",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What an answer meets."""

    scan: Callable[[], tuple[Undecided, ...]]
    """Read the report again."""
    people: Callable[[], Mapping[str, str]]
    """The ids of the register with their aliases."""
    write: Callable[[Answer], Written]
    undo: Callable[[Written], None]


def describe(one: Undecided, people: Mapping[str, str]) -> list[str]:
    """What is undecided in lines for a person: itself, whom it resembles, its first places."""
    count = "once" if len(one.places) == 1 else f"{len(one.places)} times"
    lines = [f"{one.text}: {KINDS[one.kind]}, {count}"]
    if one.resembles:
        lines.append(f"  resembles {', '.join(_person(id, people) for id in one.resembles)}")
    lines += [f"  {context(one.text, place)}" for place in one.places[:PLACES]]
    more = len(one.places) - PLACES
    return [*lines, f"  and {more} more"] if more > 0 else lines


def walk(desk: Desk, console: Console) -> tuple[Undecided, ...]:
    """Ask until all was asked once, or the author leaves; what is left then.

    Raises `Problems`: whatever is no answer's own fault.
    """
    passed: list[tuple[tuple[str, str], Written]] = []
    undecided = desk.scan()
    try:
        while True:
            seen = {key for key, _ in passed}
            one = next((one for one in undecided if _key(one) not in seen), None)
            if one is None:
                return undecided
            people = desk.people()
            _show(console, describe(one, people), sum(_key(other) not in seen for other in undecided))
            step = _ask(one, people)
            if step == "quit":
                return undecided
            if step == "back":
                if passed:
                    desk.undo(passed.pop()[1])
                    undecided = desk.scan()
                else:
                    console.print("  nothing was answered before this")
            elif step.decision == "later":
                passed.append((_key(one), NOTHING))
            else:
                written = _written(step, desk, console)
                if written is not None:
                    passed.append((_key(one), written))
                    undecided = desk.scan()
    except (click.Abort, KeyboardInterrupt):
        console.print()
        return desk.scan()


def _key(one: Undecided) -> tuple[str, str]:
    return one.text.casefold(), one.kind


def _written(answer: Answer, desk: Desk, console: Console) -> Written | None:
    """Write an answer; None where it is refused, which is said."""
    try:
        return desk.write(answer)
    except Problems as found:
        if found.code != SOURCE:
            raise
        for problem in found.problems:
            console.print(str(problem), markup=False)
        return None


def _show(console: Console, lines: list[str], left: int) -> None:
    console.print()
    console.print(Text(f"{left} to go"), style="dim")
    console.print(Text(lines[0]), style="bold")
    for line in lines[1:]:
        console.print(Text(line))


def _person(id: str, people: Mapping[str, str]) -> str:
    return f"{id} ({people[id]})" if id in people else id


def _ask(one: Undecided, people: Mapping[str, str]) -> Step:
    ids = _bearers(one, people)
    keys = ("t" if ids else "") + ("pnvorlbq" if one.kind in _NAMES else "rolbq")
    who = " or ".join(_person(id, people) for id in ids) if one.resembles else "somebody of the register"
    words = {**_KEYS, "t": f"[t]his is {who}"}
    click.echo("  " + ", ".join(words[key] for key in keys), err=True)
    key = _choice("key", tuple(keys))
    if key == "b":
        return "back"
    if key == "q":
        return "quit"
    if key == "t":
        listed = "" if one.resembles else f": {', '.join(_person(id, people) for id in ids)}; id"
        return Answer("form", one.text, person=ids[0] if len(ids) == 1 else _choice(f"who{listed}", ids))
    return _answer(key, one)


def _bearers(one: Undecided, people: Mapping[str, str]) -> tuple[str, ...]:
    """Whose form it may be: those whom it resembles, else, where it may be a name at all, anybody."""
    if one.resembles and all(id in people for id in one.resembles):
        return one.resembles
    return tuple(people) if one.kind in _NAMES and not one.resembles else ()


def _answer(key: str, one: Undecided) -> Answer:
    text = one.text
    match key:
        case "p":
            name = _line("full name", name_in(text)[1] or text)
            return Answer("person", text, name=name, alias=_line("alias"), role=_choice("role", get_args(Role)))
        case "n":
            return Answer("named", text, name=_line("full name", text), why=_line("why"))
        case "v":
            kind = _VOCABULARY[_choice("[a]gency, [p]lace, a[c]ronym or [w]ord", tuple(_VOCABULARY))]
            return Answer(kind, text, meaning=_line("meaning") if kind == "acronym" else "")
        case "r":
            return _replacement(one)
        case "o":
            return Answer("ordinary", text)
    return Answer("later", text)


def _replacement(one: Undecided) -> Answer:
    decision = replaced_as(one.kind)
    day = day_in(one.text)
    if decision == "date":
        given = _line("the day, as year-month-day", day.isoformat() if day else "")
        try:
            day = datetime.date.fromisoformat(given)
        except ValueError:
            day = None
    return Answer(decision, one.text, alias=_line("what readers see"), day=day if decision == "date" else None)


def _choice(question: str, choices: tuple[str, ...]) -> str:
    chosen: str = click.prompt(
        f"  {question}", type=click.Choice(choices, case_sensitive=False), show_choices=len(choices[0]) > 1, err=True
    )
    return chosen


def _line(question: str, default: str = "") -> str:
    """A line; "" where the author only presses Enter and there is no default."""
    return str(click.prompt(f"  {question}", default=default, show_default=bool(default), err=True)).strip()
