"""The gate's own way of finding a protected day.

In: unfolded text and a register. Out: the ids of days that stand in it. The rule: no code of the pass; it reads
figures and words and compares numbers, where the pass has patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from anonymise.lexicon import ORDINALS
from anonymise.register import Register

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENDS = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
_MONTH = "(" + "|".join(f"{m}(?:{end})?" for m, end in zip(_MONTHS, _ENDS, strict=True)) + r"|sept)\b\.?"
_WORDS = re.compile(
    rf"(?<![\w.,/-])(\d{{1,2}}|{'|'.join(reversed(ORDINALS))})(?:\s?(?:st|nd|rd|th))?[\s.,-]+(?:day\s+)?(?:of\s+)?{_MONTH}(?:[\s,]+(?:of\s+)?(\d{{2,4}})\b)?"
    rf"|\b{_MONTH}\s+(?:the\s+)?(\d{{1,2}})(?!\d)(?:st|nd|rd|th)?\b(?:[\s,]+(\d{{2,4}})\b)?",
    re.IGNORECASE,
)
_MONTH_WORD = re.compile(rf"\b{_MONTH}", re.IGNORECASE)
_REACH = 40
"""Characters before and behind a month in which its day and its year stand."""
_SHORT = re.compile(r"\b(?:on|since|until|by|from|before|after)\s+(\d{1,2})[./](\d{1,2})(?![./-]?\d)", re.IGNORECASE)
_FIGURES = re.compile(
    r"(?<![\w./-])(\d{1,4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,4})(?:(?=T\d)|(?![\w/-]))"
    r"|(?<!\w)(\d{8})(?:(?=T\d)|(?!\w))"
)


def find_days(text: str, register: Register) -> Iterator[tuple[str, int]]:
    """The id of each protected day in a text, with its offset. Nothing where no day is protected."""
    days = {(s.day.year, s.day.month, s.day.day): s.id for s in register.secrets if s.day}
    if not days:
        return
    without_year = {(month, day): id for (_, month, day), id in days.items()}
    for match in (found for near in _MONTH_WORD.finditer(text) for found in _around(near, text)):
        date, word, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        month = _MONTHS.index(word[:3].lower()) + 1
        day = int(date) if date.isdecimal() else ORDINALS.index(date.lower().replace(" ", "-")) + 1
        full = _year(year) if year and len(year) in (2, 4) else 0
        id = days.get((full, month, day), "") if full else without_year.get((month, day), "")
        if id:
            yield id, match.start()
    for match in _SHORT.finditer(text):
        id = without_year.get((int(match[2]), int(match[1])), "")
        if id:
            yield id, match.start()
    for match in _FIGURES.finditer(text):
        parts = (match[4][:4], match[4][4:6], match[4][6:]) if match[4] else (match[1], match[2], match[3])
        for year, figure, date in (parts, parts[::-1]):
            id = days.get((_year(year), int(figure), int(date)), "") if len(year) in (2, 4) else ""
            if id:
                yield id, match.start()


def _around(month: re.Match[str], text: str) -> Iterator[re.Match[str]]:
    """The days that are written with one word for a month; its neighbourhood is read, since most of a text has none."""
    yield from _WORDS.finditer(text, max(0, month.start() - _REACH), month.end() + _REACH)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)
