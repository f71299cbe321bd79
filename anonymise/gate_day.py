"""The gate's own way of finding a protected day.

In: unfolded text and a register. Out: the ids of days that stand in it. The rule: no code of the pass; where that has
patterns, this reads the figures around each month and compares numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from anonymise.lexicon import MONTHS, ORDINALS, ROMAN_MONTHS, WELSH_MONTHS
from anonymise.register import Register

_MONTH = {
    word: n
    for n, (month, welsh) in enumerate(zip(MONTHS, WELSH_MONTHS, strict=True), 1)
    for word in (month, month[:3], *welsh)
} | {"sept": 9}
_ORDINAL = {word: n for n, word in enumerate(ORDINALS, 1)}
_ENDS = ("st", "nd", "rd", "th")
_FILLERS = frozenset([*_ENDS, "of", "the", "and", "to", "or", "until", "day"])
_PART = re.compile(r"(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|[^\W\d_]+|\d+")
_SEPARATOR = r"(?:\s*[./_\u2010-\u2015-]\s*)"
_FIGURES = re.compile(
    rf"(?<!\d)(\d{{1,4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,4}})(?!\d)"
    r"|(?<!\d)(\d{1,2})\s+(\d{1,2})\s+(\d{4})(?!\d)|(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)"
)
_RUN = re.compile(r"\d[\d\s./_\u2010-\u2015-]{3,}")
"""Figures with what may part them: all that is read as figures alone stands in one. A text has few."""
_TURNED = re.compile(r"(?<!\d)(\d\d)(\d\d)(\d{4})(?!\d)")
_ROMAN = re.compile(rf"(?<!\d)(\d{{1,2}}){_SEPARATOR}([ivx]{{1,4}}){_SEPARATOR}(\d\d(?:\d\d)?)(?!\d)")
_SHORT = re.compile(r"\b(?:on|since|until|by|from|before|after)\s+(\d{1,2})[./](\d{1,2})(?![./-]?\d)")
_REACH = 60
"""Characters before and behind a month in which its days and its year stand."""
_MONTH_WORD = re.compile(
    rf"(?<![^\W\d_])(?:st|nd|rd|th)?({'|'.join(sorted(_MONTH, key=len, reverse=True))})(?![^\W\d_])"
)
"""A month; the end of an ordinal may run into it, as in 1stMay."""


def find_days(text: str, register: Register) -> Iterator[tuple[str, int]]:
    """The id of each protected day in a text, with its offset. Nothing where no day is protected."""
    days = {(s.day.year, s.day.month, s.day.day): s.id for s in register.secrets if s.day}
    if not days:
        return
    text = text.lower()
    without_year = {(month, day): id for (_, month, day), id in days.items()}
    for match in _MONTH_WORD.finditer(text):
        month = _MONTH[match[1]]
        left = _PART.findall(text[max(0, match.start(1) - _REACH) : match.start(1)])
        right = _PART.findall(text[match.end() : match.end() + _REACH])
        year, found = _read(left, right)
        for day in found:
            id = days.get((year, month, day), "") if year else without_year.get((month, day), "")
            if id:
                yield id, match.start()
    for match in _SHORT.finditer(text):
        id = without_year.get((int(match[2]), int(match[1])), "")
        if id:
            yield id, match.start()
    for match in _ROMAN.finditer(text):
        month = ROMAN_MONTHS.index(match[2]) + 1 if match[2] in ROMAN_MONTHS else 0
        id = days.get((_year(match[3]), month, int(match[1])), "")
        if id:
            yield id, match.start()
    for run in _RUN.finditer(text):
        yield from ((id, run.start() + at) for id, at in _in_figures(run[0], days))


def _in_figures(text: str, days: Mapping[tuple[int, int, int], str]) -> Iterator[tuple[str, int]]:
    for match in _TURNED.finditer(text):
        id = days.get((int(match[3]), int(match[2]), int(match[1])), "")
        if id:
            yield id, match.start()
    for match in _FIGURES.finditer(text):
        parts = [part for part in match.groups() if part is not None]
        for first, second, third in (parts, parts[::-1]):
            id = days.get((_year(first), int(second), int(third)), "") if len(first) in (2, 4) else ""
            if id:
                yield id, match.start()


def _read(left: list[str], right: list[str]) -> tuple[int, list[int]]:
    """The year (0 where none is written) and the days beside a month; `left` and `right` are the words beside it."""
    found: list[int] = []
    for part in reversed(left):
        day = _day(part)
        if not day and part not in _FILLERS:
            break
        found += [day] if day else []
    year, behind = 0, []
    for n, part in enumerate(right):
        if part.isdecimal() and len(part) >= 4:
            year = int(part[:4])  # the mark of a note may stand right behind it
            behind += _behind_year(right[n + 1 :])
            break
        if part in _MONTH:
            behind = behind[:-1]  # that day belongs to the next month
            break
        if _day(part):
            behind.append(_day(part))
        elif part not in _FILLERS or (not behind and part != "the" and part not in _ENDS):
            break
    if not year and found and len(behind) == 1 and right and right[0].isdecimal() and len(right[0]) == 2:
        return 2000 + behind[0], found  # 5 Nov 19
    return year, found + behind


def _behind_year(words: list[str]) -> list[int]:
    """The day of "November 2019, on the 5th"; none where another month follows it."""
    for n, (part, end) in enumerate(pairwise(words[:5])):
        if _day(part) and end in _ENDS:
            return [] if set(words[n + 2 : n + 4]) & _MONTH.keys() else [_day(part)]
    return []


def _day(part: str) -> int:
    """The day that a word or figures stand for; 0 for none."""
    if part.isdecimal():
        return int(part) if len(part) < 3 and 1 <= int(part) <= 31 else 0
    return _ORDINAL.get(part.replace(" ", "-"), 0)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)
