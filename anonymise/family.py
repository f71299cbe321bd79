"""The blocks that the product builds from the register: who the review is about, the family, the note on names.

In: a `Register`. Out: blocks of the model. The rule: aliases only; texts of the register that an author typed go
through the pass like any others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from anonymise.age import band_at
from anonymise.forms import PARTICLES
from anonymise.genogram import build_genogram
from anonymise.lexicon import TITLES
from anonymise.register import Person, Register
from report.block import Block, Blocks, Built, Callout, Paragraph, Row, Spot, Table
from report.inline import Inlines, Text

AGE = "Age at the time of the death"
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,3}")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_ARTICLE = re.compile(r"(?:a|an|the)\s+", re.IGNORECASE)
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


def build_block(block: Built, register: Register, clean: Callable[[str], str], death: str = "") -> Block:
    """Build the table of subjects or the family. `clean` is the pass over what an author typed into the register; the
    product's own words and the aliases hold no name, and a surname like Child must not change them.

    `death` is the year, or the year and the month, at which ages are told; needed for a block with `bands`.
    """
    if block.kind == "genogram":
        return build_genogram(block.spot, register)
    return _subjects(block, register, clean, death)


def build_alias_note(block: Built, register: Register, clean: Callable[[str], str], text: str) -> Callout:
    """Build the note on names: who of the register stands in `text`, all that the edition says, with what kind of
    alias. An alias says nothing of the name that it stands for, and nobody is listed whom readers do not meet.
    """
    known = " ".join(text.split())
    people = [person for person in register.people.values() if _is_met(person.alias, known)]
    rows = [(person.alias, _role(person, clean), kind_of(person.alias), _chosen(person, clean)) for person in people]
    kinds = list(dict.fromkeys(row[2] for row in rows))
    columns = ["Name in this report", "Who this is", "Kind of name", "How the name was chosen"]
    shown = [n for n in range(4) if n < 2 or (n == 2 and len(kinds) > 1) or (n == 3 and any(row[3] for row in rows))]
    note = Paragraph(Spot(block.spot.file, block.spot.line, 0), _text(_sentences(rows)), "", False)
    if not rows:
        return Callout(block.spot, "alias-note", (note,))
    own = Spot(block.spot.file, block.spot.line, -block.spot.key)
    table = _table(own, tuple(columns[n] for n in shown), [tuple(row[n] for n in shown) for row in rows])
    return Callout(block.spot, "alias-note", (note, table))


def kind_of(alias: str) -> str:
    """Say what kind of name an alias is, from nothing but the alias: "First name", "Title and initials", "Initials",
    "Letter or number", "Description", "First name and surname" or "Title and name".
    """
    words = alias.split()
    title = words[0].rstrip(".").casefold() in TITLES
    named = words[1:] if title else words
    if named and all(_INITIALS.fullmatch(word) for word in named):
        return "Title and initials" if title else "Initials"
    if len(named) > 1 and (_INITIALS.fullmatch(named[-1]) or named[-1].isdecimal()):
        return "Letter or number"
    if any(_POSSESSIVE.search(word) or not word[0].isupper() for word in named if word not in PARTICLES) or not named:
        return "Description"
    return "Title and name" if title else "First name" if len(words) == 1 else "First name and surname"


def _is_met(alias: str, text: str) -> bool:
    """Whether readers meet an alias; an article at its beginning gives way to "her", "a" and the like."""
    article = _ARTICLE.match(alias)
    words = " ".join(alias[article.end() if article else 0 :].split())
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _sentences(rows: Sequence[tuple[str, ...]]) -> str:
    """What the note says above its table."""
    said = "The people in this report have been given other names, so that they and their families can't be recognised."
    if not rows:
        return said
    below = "The names below are aliases; they are nobody's real name in this case."
    return f"{said} {below} Each person has one name throughout the report."


def _text(text: str) -> Inlines:
    return (Text(text),) if text else ()


def _cell(spot: Spot, text: str) -> Blocks:
    return (Paragraph(Spot(spot.file, spot.line, 0), _text(text), "", False),) if text else ()


def _table(spot: Spot, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    filled = tuple(Row(tuple(_cell(spot, text) for text in row)) for row in rows)
    return Table(spot, "", (), tuple(_text(column) for column in columns), filled, row_headers=True)


def _role(person: Person, clean: Callable[[str], str]) -> str:
    return clean(person.label) or _ROLES[person.role]


def _subjects(block: Built, register: Register, clean: Callable[[str], str], death: str) -> Table:
    spot = block.spot
    people = [person for person in register.people.values() if person.role in SUBJECTS]
    rows = [(_role(person, clean), person.alias, _age(person, block, death)) for person in people]
    columns = ("Role in the review", "Name in this report", AGE if block.bands else "Year of birth")
    shown = 3 if any(row[2] for row in rows) else 2
    return _table(spot, columns[:shown], [row[:shown] for row in rows])


def _age(person: Person, block: Built, death: str) -> str:
    """The year of birth, or the band of the age; "" where the register has no year."""
    if not person.born:
        return ""
    return band_at(person.born, death) if block.bands else str(person.born)


def _chosen(person: Person, clean: Callable[[str], str]) -> str:
    """Who chose an alias, when, and whether the family was asked; "" where the register says none of it."""
    on = person.chosen_on
    day = f", {on.day} {on:%B %Y}" if on else ""
    chosen = f"Chosen by {clean(person.chosen_by)}{day}" if person.chosen_by else ""
    asked = {True: "The family was asked", False: "The family was not asked", None: ""}[person.family_asked]
    return ". ".join(filter(None, (chosen, asked)))
