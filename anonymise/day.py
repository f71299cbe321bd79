"""Find a protected day however it is written.

In: a text and the protected days. Out: findings. The rule: a day is protected with its year or without one, in words or
figures, the weekday and the "on" before it included, since both would give it away or read wrongly without it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from anonymise.fold import visible
from anonymise.lexicon import DAYS, MONTHS, ORDINALS, ROMAN_MONTHS, WELSH_MONTHS
from anonymise.register import Secret
from anonymise.spans import Finding

_WEEKDAY = "(?:" + "|".join(f"{day}|{day[:4]}|{day[:3]}" for day in DAYS) + r")\.?"
_ORDINAL = "(?:st|nd|rd|th|\u02e2\u1d57|\u207f\u1d48|\u02b3\u1d48|\u1d57\u02b0)"
_FIGURES = re.compile(r"\d{1,2}/\d{1,2}")
_NUMBER = re.compile(
    rf"(?:^|\bon\s+|\bthe\s+|\b{_WEEKDAY}[\s,]+)+(\d{{1,2}}\s?{_ORDINAL}|(?<=[^\W\d]\s)\d{{1,2}}(?=\s*[:,.)\u2013\u2014]|\s-\s|\s*$)"
    rf"|^\d{{1,2}}(?=\s*[:\u2013\u2014]|\s-\s))(?!\w)",
    re.IGNORECASE,
)
"""A day by its number alone: "5th", "on the 5th", "Tue 5", "5:" at the beginning."""
_EVERY_MONTH = "|".join(word for n, month in enumerate(MONTHS) for word in (month, *WELSH_MONTHS[n], month[:3]))
_MONTH_ABOVE = re.compile(rf"\b(?:{_EVERY_MONTH})\b\.?(?:\s+\d{{4}})?", re.IGNORECASE)
_LAST_WORD = [ordinal.rpartition("-")[2] for ordinal in ORDINALS]


def find_days(text: str, secrets: tuple[Secret, ...]) -> Iterator[Finding]:
    """Findings for every protected day; overlapping ones are possible. None where no day is protected."""
    days = [secret for secret in secrets if secret.day is not None]
    if not days:
        return
    offsets = [n for n, char in enumerate(text) if visible(char)]
    offsets.append(len(text))
    seen = visible(text)
    small = seen.lower()
    for secret in days:
        assert secret.day is not None  # noqa: S101 - filtered above; mypy can't see it
        if str(secret.day.day) not in small and _LAST_WORD[secret.day.day - 1] not in small:
            continue  # most texts have no such figure, and the pattern is a long one
        for rule, pattern in (("day-in-row", range_pattern(secret.day)), ("", day_pattern(secret.day))):
            for match in pattern.finditer(seen):
                start, end = offsets[match.start()], offsets[match.end() - 1] + 1
                yield Finding(start, end, rule, (secret.id,), "secret", 3)


def find_parted_days(cells: Sequence[str], group: str, secrets: tuple[Secret, ...]) -> set[str]:
    """The ids of protected days that no cell of a row tells by itself, but several together do ("5", "November"), or
    the first with the group row above it, or a cell of figures alone ("3/7"). `group` is "" where there is none.
    """
    joined = [" ".join(cells), *(f"on {cell}" for cell in cells if _FIGURES.fullmatch(cell))]
    joined += [f"{cells[0]}{between}{group}" for between in " /" if group and cells]
    found = {id for text in joined for finding in find_days(text, secrets) for id in finding.owners}
    return found and found - {id for text in (*cells, group) for day in find_days(text, secrets) for id in day.owners}


def find_days_below(text: str, heading: str, secrets: tuple[Secret, ...]) -> set[str]:
    """The ids of protected days that a text tells by number, and the heading above it by month: "5th" below "May 2019".

    Empty where the heading names no month.
    """
    months = [match.group() for match in _MONTH_ABOVE.finditer(heading)]
    numbers = [match[1] for match in _NUMBER.finditer(text)] if months else []
    return {id for number in numbers for month in months for id in find_parted_days((number,), month, secrets)}


@lru_cache(maxsize=256)
def day_pattern(day: datetime.date) -> re.Pattern[str]:
    """The pattern of a day: 17 February 2013, the 17th of February, Feb 17, 17/2/13, on 17/2, 2013-02-17."""
    month = MONTHS[day.month - 1]
    short_names = [rf"{month[:3]}\.?", *([r"sept\.?"] if day.month == 9 else [])]
    named = f"(?:{'|'.join([month, *WELSH_MONTHS[day.month - 1], *reversed(short_names)])})"
    number = rf"(?:0?{day.day}(?:\s?{_ORDINAL})?|(?<!ty[- ]){ORDINALS[day.day - 1].replace('-', '[- ]')})"
    short, full = f"{day.year % 100:02d}", str(day.year)
    year = rf"(?:[\s,./_-]*(?:of\s+)?(?:{full}|['’]?{short}(?!\d))(?!\d)|(?!\s*,?\s*(?:of\s+)?['’]?\d\d))"
    space, point = r"[\s.,/_-]*", r"\s*[./_\u2010-\u2015-]\s*"
    lead = rf"(?:on\s+)?(?:{_WEEKDAY}[\s,]+)?(?:the\s+)?"
    forms = (
        rf"{lead}{number}{space}(?:(?:day\s+)?of\s+)?{named}(?![a-z]){year}",
        rf"{lead}{named}[\s,/_-]+(?:the\s+)?{number}(?!\d){year}",
        rf"{named}\s+{full},?\s+(?:on\s+)?the\s+{number}(?!\d)",
        rf"(?:on\s+)?0?{day.day}{point}0?{day.month}{point}(?:{full}|{short})(?!\d)",
        rf"(?:on\s+)?0?{day.day}{point}{ROMAN_MONTHS[day.month - 1]}(?:{point}(?:{full}|{short})(?!\d)|(?![^\W_]))",
        rf"0?{day.day}\s+0?{day.month}\s+{full}(?!\d)",
        rf"(?:on|since|until|by|from|before|after)\s+0?{day.day}[./]0?{day.month}(?![./-]?\d)",
        rf"(?:on\s+)?{full}{point}0?{day.month}{point}0?{day.day}(?!\d)",
        rf"(?:{full}{day.month:02d}{day.day:02d}|{day.day:02d}{day.month:02d}{full})(?!\d)",
    )
    return re.compile(rf"(?<![^\W_])(?<!\d[./-])(?:{'|'.join(forms)})", re.IGNORECASE)


@lru_cache(maxsize=256)
def range_pattern(day: datetime.date) -> re.Pattern[str]:
    """The pattern of days in a row, this one among them: 5-6 November, the 4th and 5th of November, November 5 to 7."""
    names = "|".join([MONTHS[day.month - 1], *WELSH_MONTHS[day.month - 1], MONTHS[day.month - 1][:3]])
    number, own = rf"\d{{1,2}}(?:\s?{_ORDINAL})?", rf"0?{day.day}(?:\s?{_ORDINAL})?"
    link = r"\s*(?:[-\u2010-\u2015/&,]|and|or|to|until)\s*(?:the\s+)?"
    row = rf"(?:{own}(?:{link}{number})+|(?:{number}{link})+{own}(?!\d)(?:{link}{number})*)"
    month = rf"(?:{names})\.?(?![a-z])"
    return re.compile(rf"(?<![\w./-])(?:{row}\s+(?:of\s+)?{month}|{month}\s+{row})(?!\d)", re.IGNORECASE)
