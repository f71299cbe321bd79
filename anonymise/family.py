"""The blocks that the product builds from the register: who the review is about, the family, the note on names.

In: a `Register`. Out: blocks of the model. The rule: aliases only; texts of the register that an author typed go
through the pass like any others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from anonymise.genogram import build_genogram
from anonymise.register import Person, Register
from report.block import Block, Blocks, Built, Callout, Paragraph, Row, Spot, Table
from report.inline import Inlines, Text

SUBJECTS = ("victim", "perpetrator", "child")
"""The roles of the people whom a review is about; family and friends are sources."""
_ROLES = {
    "victim": "Victim",
    "perpetrator": "Perpetrator",
    "child": "Child",
    "family": "Family member",
    "friend": "Friend",
    "professional": "Professional",
    "other": "Other",
}


def build_block(block: Built, register: Register, clean: Callable[[str], str]) -> Block:
    """Build what a `Built` block asks for. `clean` is the pass over what an author typed into the register; the
    product's own words and the aliases hold no name, and a surname like Child must not change them.
    """
    if block.kind == "subjects":
        return _subjects(block.spot, register, clean)
    if block.kind == "genogram":
        return build_genogram(block.spot, register)
    return _alias_note(block.spot, register, clean)


def _text(text: str) -> Inlines:
    return (Text(text),) if text else ()


def _cell(spot: Spot, text: str) -> Blocks:
    return (Paragraph(Spot(spot.file, spot.line, 0), _text(text), "", False),) if text else ()


def _table(spot: Spot, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    filled = tuple(Row(tuple(_cell(spot, text) for text in row)) for row in rows)
    return Table(spot, "", (), tuple(_text(column) for column in columns), filled, row_headers=True)


def _role(person: Person, clean: Callable[[str], str]) -> str:
    return clean(person.label) or _ROLES[person.role]


def _subjects(spot: Spot, register: Register, clean: Callable[[str], str]) -> Table:
    people = [person for person in register.people.values() if person.role in SUBJECTS]
    rows = [(_role(person, clean), person.alias, str(person.born or "")) for person in people]
    if not any(person.born for person in people):
        return _table(spot, ("Role in the review", "Name in this report"), [row[:2] for row in rows])
    return _table(spot, ("Role in the review", "Name in this report", "Year of birth"), rows)


def _alias_note(spot: Spot, register: Register, clean: Callable[[str], str]) -> Callout:
    sentences = (
        "The people in this report have been given other names, so that they and their families can't be recognised. "
        "The names below are aliases; they are nobody's real name in this case."
    )
    rows = [(person.alias, _role(person, clean), _chosen(person, clean)) for person in register.people.values()]
    shown = 3 if any(row[2] for row in rows) else 2
    columns = ("Name in this report", "Who this is", "How the name was chosen")[:shown]
    note = Paragraph(Spot(spot.file, spot.line, 0), _text(sentences), "", False)
    table = _table(Spot(spot.file, spot.line, -spot.key), columns, [row[:shown] for row in rows])
    return Callout(spot, "alias-note", (note, table))


def _chosen(person: Person, clean: Callable[[str], str]) -> str:
    """Who chose an alias, when, and whether the family was asked; "" where the register says none of it."""
    on = person.chosen_on
    day = f", {on.day} {on:%B %Y}" if on else ""
    chosen = f"Chosen by {clean(person.chosen_by)}{day}" if person.chosen_by else ""
    asked = {True: "The family was asked", False: "The family was not asked", None: ""}[person.family_asked]
    return ". ".join(filter(None, (chosen, asked)))
