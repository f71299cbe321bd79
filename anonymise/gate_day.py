"""The gate's own way of finding a protected day.

In: unfolded text and a register. Out: the ids of days that stand in it. The rule: no code of the pass; it reads
figures and words and compares numbers, where the pass has patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from anonymise.register import Register

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENDS = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
_MONTH = "(" + "|".join(f"{m}(?:{end})?" for m, end in zip(_MONTHS, _ENDS, strict=True)) + r"|sept)\b\.?"
_WORDS = re.compile(
    rf"(?<![\w.,/-])(\d{{1,2}})(?:\s?(?:st|nd|rd|th))?[\s.,-]+(?:day\s+)?(?:of\s+)?{_MONTH}(?:[\s,]+(?:of\s+)?(\d{{2,4}})\b)?"
    rf"|\b{_MONTH}\s+(?:the\s+)?(\d{{1,2}})(?!\d)(?:st|nd|rd|th)?\b(?:[\s,]+(\d{{2,4}})\b)?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?<![\w./-])(\d{1,4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,4})(?![\w/-])|(?<!\w)(\d{8})(?!\w)")


def find_days(text: str, register: Register) -> Iterator[tuple[str, int]]:
    """The id of each protected day in a text, with its offset. Nothing where no day is protected."""
    days = {(s.day.year, s.day.month, s.day.day): s.id for s in register.secrets if s.day}
    if not days:
        return
    without_year = {(month, day): id for (_, month, day), id in days.items()}
    for match in _WORDS.finditer(text):
        date, word, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        month = _MONTHS.index(word[:3].lower()) + 1
        full = _year(year) if year and len(year) in (2, 4) else 0
        id = days.get((full, month, int(date)), "") if full else without_year.get((month, int(date)), "")
        if id:
            yield id, match.start()
    for match in _FIGURES.finditer(text):
        parts = (match[4][:4], match[4][4:6], match[4][6:]) if match[4] else (match[1], match[2], match[3])
        for year, figure, date in (parts, parts[::-1]):
            id = days.get((_year(year), int(figure), int(date)), "") if len(year) in (2, 4) else ""
            if id:
                yield id, match.start()


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)
