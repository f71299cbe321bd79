"""The uses of a report's abbreviations in its text.

In: text, and the abbreviations that the front matter explains. Out: the same characters with each use marked. The rule:
the text itself is never altered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from report.inline import Abbreviation, Inlines, Text


class Marker:
    """Marks abbreviations, and remembers which ones it met."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        """Take the meanings by abbreviation; may be empty."""
        self._meanings = {_spaced(short): (short, meaning) for short, meaning in meanings.items() if short.strip()}
        self._pattern = _pattern(self._meanings)
        self._used: set[str] = set()

    def mark(self, text: str) -> Inlines:
        """Return a text cut up where it uses an abbreviation: a whole word in the same case of letters, longest first.

        A plural or possessive s behind it stays text.
        """
        return tuple(self._pieces(text))

    def glossary(self) -> tuple[tuple[str, str], ...]:
        """Return the abbreviations met so far with their meanings, sorted ignoring case."""
        used = [entry for entry in self._meanings.values() if entry[0] in self._used]
        return tuple(sorted(used, key=lambda entry: (entry[0].casefold(), entry[0])))

    def _pieces(self, text: str) -> Iterator[Text | Abbreviation]:
        done = 0
        for match in self._pattern.finditer(text):
            short, meaning = self._meanings[_spaced(match.group())]
            self._used.add(short)
            if match.start() > done:
                yield Text(text[done : match.start()])
            yield Abbreviation(match.group(), meaning)
            done = match.end()
        if done < len(text):
            yield Text(text[done:])


def _spaced(short: str) -> str:
    """Write every white space as one space: a line of the source may break inside an abbreviation of two words."""
    return " ".join(short.split())


def _pattern(shorts: Mapping[str, object]) -> re.Pattern[str]:
    if not shorts:
        return re.compile(r"(?!)")  # matches nowhere; an empty alternation would match everywhere
    longest_first = sorted(shorts, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, short.split())) for short in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?=s?(?!\w))")
