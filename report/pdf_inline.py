"""The text of a report as data for the PDF's template.

In: inlines. Out: lists that JSON can carry, each with its kind first. The rule: characters come through as they are,
but for those that only a screen needs: a line break of the source is a space, and no word is ever hyphenated.
"""

from __future__ import annotations

import re
from typing import Any

from report.inline import (
    Abbreviation,
    Code,
    Elsewhere,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    Jump,
    LineBreak,
    Link,
    NoteCall,
    Strong,
    Text,
)
from report.model import Report

_LONG = re.compile(r"\S{31,}")
_AFTER = re.compile(r"(?<=[/.?&=_@#%+,;:-])(?=\w)|(?<=\w{20})(?=\w{5})")
_ZERO_WIDTH_SPACE = "\u200b"
_SOFT_HYPHEN = "\u00ad"


def printable(text: str) -> str:
    """Return text for the page: line breaks are spaces, soft hyphens are gone, a web address may break."""
    text = re.sub(r"[\t\n\r\f\v]+", " ", text).replace(_SOFT_HYPHEN, "")
    return _LONG.sub(lambda word: _AFTER.sub(_ZERO_WIDTH_SPACE, word.group()), text)


class InlineWriter:
    """Describes inlines, and knows which footnotes have been set already."""

    def __init__(self, report: Report) -> None:
        """Start with no footnote set."""
        self._aside = {note.number for note in report.notes if note.table}
        self._set: set[int] = set()

    def write(self, inlines: Inlines) -> list[Any]:
        """Return the data of inlines in order; empty for none."""
        return [data for inline in inlines for data in self._parts(inline)]

    def _parts(self, inline: Inline) -> list[list[Any]]:
        """Return an inline's data; a reference to another document is its words alone: who has the PDF has no site."""
        return self.write(inline.children) if isinstance(inline, Elsewhere) else [self._write(inline)]

    def _write(self, inline: Inline) -> list[Any]:
        match inline:
            case Text(text=text) | Abbreviation(text=text):
                return ["text", printable(text)]
            case Code(text=text):
                return ["code", printable(text)]
            case LineBreak():
                return ["break"]
            case Emphasis():
                return ["emphasis", self.write(inline.children)]
            case Strong():
                return ["strong", self.write(inline.children)]
            case Foreign(language=tag):
                language, _, region = tag.partition("-")
                return ["foreign", language, region, self.write(inline.children)]
            case Link():
                return ["link", inline.address, self.write(inline.children)]
            case Jump():
                return ["jump", f"k{inline.key}", self.write(inline.children)]
            case NoteCall(number=number):
                # a footnote of the page is set by its first call; the notes of a table stand under it
                first = number not in self._set and number not in self._aside
                self._set.add(number)
                return ["note" if first else "call", number]
            case _:
                raise TypeError(f"{type(inline).__name__} cannot stand in a numbered report")
