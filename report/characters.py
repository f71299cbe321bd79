"""Characters that no font of the project can print.

In: a numbered report. Out: a problem for each such character and line. The rule: no reader ever meets an empty box in
the PDF; the problem names the character by its code point and never quotes the text around it.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator
from itertools import chain

from report import fonts
from report.block import Actions, CodeBlock, Genogram, Spot
from report.inline import Abbreviation, Code, Text
from report.model import Report
from report.problems import Problem

_INVISIBLE = frozenset({"Cf", "Cc", "Zs"})
"""Categories that need no glyph: joiners, direction marks, the soft hyphen, white space."""


def check(report: Report, paths: tuple[str, ...]) -> list[Problem]:
    """Return a problem for each place and character that the fonts lack; empty where all can be printed.

    `paths` are the files' names by the number in a `Spot`; settings of the front matter have no line.
    """
    front = report.front
    settings = (front.title, front.review, front.document, front.partnership, front.author, front.chair, front.contact)
    glossary = tuple(word for entry in report.glossary for word in entry)
    places = [(0, 0, text) for text in (*settings, *glossary)]
    for section in (report.preface, *report.sections):
        places.extend(_texts(section, section.spot))
    for note in report.notes:
        places.extend(_texts(note.blocks, Spot(note.file, 0, 0)))
    known = fonts.known()
    if not any(_unknown("".join(set(chain.from_iterable(text for _, _, text in places))), known)):
        return []  # nearly always; looking at each text by itself takes ten times as long
    return sorted(
        {_problem(paths[file], line, character) for file, line, text in places for character in _unknown(text, known)}
    )


def _unknown(text: str, known: frozenset[int]) -> Iterator[str]:
    composed = unicodedata.normalize("NFC", text)
    for character in set(composed):
        if ord(character) not in known and unicodedata.category(character) not in _INVISIBLE:
            yield character


def _problem(file: str, line: int, character: str) -> Problem:
    name = unicodedata.name(character, "a character without a name")
    sentence = f"U+{ord(character):04X} ({name}) is in none of the report's fonts"
    return Problem(file, line, "character-unknown", sentence, "write it in another way, or describe it in words")


def _texts(value: object, spot: Spot) -> Iterator[tuple[int, int, str]]:
    """Walk a value and yield file, line and text of everything in it that is printed."""
    spot = getattr(value, "spot", spot)
    if isinstance(value, Text | Code | Abbreviation | CodeBlock):
        yield spot.file, spot.line, value.text
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part, spot)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name), spot)
    if isinstance(value, Actions | Genogram):
        words = value.columns if isinstance(value, Actions) else value.facts
        yield from ((spot.file, spot.line, word) for word in words)
