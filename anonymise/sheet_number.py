"""Numbers and days as a spreadsheet shows them.

In: the value of a cell and its number format. Out: the text that stands on the author's screen, days in words. The
rule: a format that is not known here gives nothing, so that nobody publishes another number than the author saw.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

from report.day import MONTHS

_PLAIN = re.compile(r"(?P<mark>[£$€]?)(?P<comma>#,##)?0(?P<places>\.0+)?(?P<percent>%?)")
_FIRST_DAY = datetime.date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was, and shows no day before 1900."""
_LONGEST = 11
"""Digits; Excel shows a longer number rounded, with an exponent."""
_MOST_PLACES = 12
"""Digits before and behind the point; of a number with more, a spreadsheet itself shows zeros."""
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def number_text(value: float, format: str) -> str:
    """A number as it is shown; "" for a format that is not known, or a number that is shown rounded."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return ""
    if format in ("General", "@"):
        digits = exact.normalize().as_tuple().digits
        shown = format_plain(exact)
        return shown if len(digits) <= _LONGEST and len(shown.strip("-")) <= _LONGEST + 2 else ""
    parts = [_bare(part) for part in format.split(";")]
    match = _PLAIN.fullmatch(parts[0])
    if match is None or (exact < 0 and parts[1:2] not in ([], ["-" + parts[0]])) or (exact == 0 and len(parts) > 2):
        return ""  # (3) for less than nothing, a dash for nothing
    exact *= 100 if match["percent"] else 1
    places = len(match["places"] or ".") - 1
    if places > _MOST_PLACES or exact.adjusted() > _MOST_PLACES:
        return ""
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    shown = f"{abs(rounded):,f}" if match["comma"] else f"{abs(rounded):f}"
    return f"{sign}{match['mark']}{shown}{match['percent']}"


def format_plain(number: Decimal) -> str:
    """A number's digits without an exponent and without zeros at its end."""
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _bare(part: str) -> str:
    """A part of a format without what only places a number."""
    part = re.sub(r"\[\$([£$€]?)[^\]]*\]", r"\1", part)
    part = re.sub(r"_.|\*.|\\(?=[ £$€-])", "", part)
    return re.sub(r'"([£$€%]?)"', r"\1", part).strip()


def day_text(day: datetime.date) -> str:
    """A day in words: 17 February 2013."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_text(value: datetime.datetime | datetime.date | datetime.time, format: str) -> str:
    """A day, a month, a year or a time, as much of it as the format shows; "" where the format shows none of them."""
    if isinstance(value, datetime.date) and datetime.date(value.year, value.month, value.day) < _FIRST_DAY:
        return ""
    letters = _QUOTED.sub(" ", format.split(";")[0].lower())
    letters = re.sub(r"am/pm|a/p", " ", letters)
    clock = re.search(r"h|s", letters)
    rest = re.sub(r"h+[^a-z]*m+|m+[^a-z]*s+|[hs]", " ", letters)
    parts = [] if isinstance(value, datetime.time) else _day_parts(value, rest)
    if clock and isinstance(value, datetime.datetime | datetime.time):
        parts.append(f"{value:%H:%M:%S}" if "s" in letters and value.second else f"{value:%H:%M}")
    return " ".join(parts)


def _day_parts(value: datetime.date, letters: str) -> list[str]:
    shown = (
        (re.search(r"(?<!d)dd?(?!d)", letters), str(value.day)),
        ("m" in letters, MONTHS[value.month - 1]),
        ("y" in letters, str(value.year)),
    )
    return [text for is_shown, text in shown if is_shown]


def is_text_shown(format: str) -> bool:
    """Whether a format leaves text as it was typed; one with a fourth part may hide it."""
    sections = format.split(";")
    return len(sections) < 4 or sections[3].strip() == "@"
