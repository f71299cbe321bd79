"""What is to be decided, as a file that an author fills in.

In: what nobody has accounted for; or the filled-in file. Out: its text; or answers. The rule: a fault is told by line,
never by what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from anonymise.decide import Answer, Decision, day_in
from anonymise.schema import DecisionEntry, DecisionFile, Role, check_shape
from anonymise.sighting import KINDS, Kind, Place, Undecided
from anonymise.yaml_reader import read_yaml
from anonymise.yaml_writer import render_text

PLACE = "the answers"
"""What problems call the file: its path may hold a name."""
_HEAD = f"""\
# What nobody has accounted for, the most frequent first. These are words of your own text: keep this file as you keep
# that, and delete it when you are done.
#
# Write one of these behind `decision:`, and what it needs on lines of its own below. What has no decision stays open.
#
#   person     somebody whose name readers must not see. Needs `alias` and `role`
#              ({", ".join(get_args(Role))});
#              `name` where the full name is more than the text
#   P2         (the id of anybody in the register) another form of that person's name
#   named      somebody who is published by name on purpose. May have `name`, the full one, and `why`
#   ordinary   words that are nobody's name in this report
#   replace    readers see other words. Needs `alias`, those words; for a day also `date: 2019-11-05`
#   agency, place, word
#              to be published, in all reports: goes into vocabulary.yml
#   acronym    the same; needs `meaning`
#
# Then run `dhr names REPORT --from FILE`. All of it is written, or nothing.
"""
_ADDRESSES: tuple[Kind, ...] = ("address", "postcode")
_CLOSING = tuple(".,;:!?)]'’”")
"""What stands right behind a word."""
_DAYS: tuple[Kind, ...] = ("day", "birth")


def replaced_as(kind: Kind) -> Decision:
    """How a thing of a kind is kept, where readers see other words for it."""
    return "address" if kind in _ADDRESSES else "date" if kind in _DAYS else "term"


def context(text: str, place: Place) -> str:
    """A place and the words around a text there, on one line."""
    where = f"{place.file}:{place.line}" if place.line else place.file
    after = place.after.strip()
    joint = "" if after[:1] in _CLOSING else " "
    return f"{where}  " + " ".join(f"{place.before} [{text}]{joint}{after}".split())


def render_questions(undecided: tuple[Undecided, ...]) -> str:
    """The file with all that is undecided, and no decision in it."""
    lines = [line for one in undecided for line in _item(one)]
    return _HEAD + ("\n".join(["items:", *lines]) if lines else "items: []") + "\n"


def _item(one: Undecided) -> Iterator[str]:
    yield f"  - text: {render_text(one.text)}"
    yield f"    kind: {one.kind}   # {KINDS[one.kind]}"
    if one.resembles:
        yield f"    resembles: [{', '.join(one.resembles)}]"
    yield f"    count: {len(one.places)}"
    yield "    places:"
    for place in one.places:
        yield f"      - {render_text(context(one.text, place))}"
    yield "    decision:"


def read_answers(text: str) -> tuple[Answer, ...]:
    """The answers of a filled-in file, in its order; those without a decision are left out.

    What an answer needs beside its decision is for `check_answers`. Raises `Problems`: what `read_yaml` and
    `check_shape` raise.
    """
    document = read_yaml(text, PLACE)
    entries = check_shape(DecisionFile, document, PLACE).items
    return tuple(
        _answer(entry, document.line(("items", n, "decision")))
        for n, entry in enumerate(entries)
        if entry.decision not in (None, "", "later")
    )


def _answer(entry: DecisionEntry, line: int) -> Answer:
    decision: Decision = "form"
    words = {word: word for word in get_args(Decision)}
    if entry.decision == "replace":
        decision = replaced_as(entry.kind)
    elif entry.decision in words:
        decision = words[entry.decision]
    return Answer(
        decision,
        entry.text,
        alias=entry.alias,
        role=entry.role,
        name=entry.name,
        person=(entry.decision or "") if decision == "form" else "",
        why=entry.why,
        meaning=entry.meaning,
        day=(entry.date or day_in(entry.text)) if decision == "date" else None,
        line=line,
    )
