"""Read the dates of a time line.

In: a date or a period in words. Out: a `Span` of minutes. The rule: a date is as exact as it is written and no more, so
"February 2013" is all of the month, and one that can be read in two ways is not read at all.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, replace
from functools import lru_cache

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = 24 * 60
"""Minutes."""
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month in which each begins; the winter of a year ends in the next one."""
_NAMES = "|".join(f"{month}|{month[:3]}" for month in MONTHS).lower() + "|sept"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?"
_MONTH, _YEAR = rf"(?P<month>{_NAMES})\.?(?: of)?", r"(?P<year>\d{4})"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_NUMBER}(?: {_MONTH}(?: {_YEAR})?)?",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: {_YEAR})?",
        r"(?P<day>\d{1,2})(?P<sign>[/.])(?P<figure>\d{1,2})(?P=sign)(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<figure>\d{2})-(?P<day>\d{2})",
        rf"{_MONTH}(?: {_YEAR})?",
        rf"(?P<season>{'|'.join(_SEASONS)})(?: of)?(?: {_YEAR})?",
        _YEAR,
        r"(?P<decade>\d{3}0)s",
    )
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(f'{day}|{day[:3]}' for day in _WEEKDAYS)})\b[.,]?", re.IGNORECASE)
_TIME = re.compile(r"(?: at|,)? (\d{1,2})[:.](\d{2}) ?(am|pm|hrs|hours)?$")
_ABOUT = re.compile(r"(?:^|(?<=since )|(?<=from )|(?<=until ))(?:about|around|approximately|circa|c\.?) ")
_PART = re.compile(r"^(?:in )?(?:the )?(early|beginning of|start of|mid|middle of|late|end of)[ -](?:the )?")
_SINCE = re.compile(r"^(?:from|since)\s")
_ONWARDS = re.compile(r",? (?:onwards?|(?:to|until) (?:date|now|the present|present))$")
_UNTIL = re.compile(r"^(?:until|till|up to|to|by)\s")
_BEYOND = re.compile(r"^(before|after)\s")
_BETWEEN = re.compile(r"^between (.+?) and (.+)$")
_RANGE = re.compile(r"^(.+?)(?: (?:to|until|till|and) | ?\u2013 ?| - )(.+)$")
_YEARS = re.compile(r"^(winter )?(\d{4})(?:[/\u2013]| to )(\d{2}|\d{4})$")


@dataclass(frozen=True, slots=True)
class Span:
    """When something was, from and to in minutes; day 1 is that of `datetime.date.toordinal`."""

    start: int
    """Where it begins to be; of one whose beginning is open, the last minutes that are known of it."""
    end: int
    """Half-open."""
    exact: bool = False
    """Whether it is a single day."""
    about: bool = False
    """Whether the words say that it is near to this only."""
    opens: bool = False
    """Whether it began earlier, nobody says when."""
    goes_on: bool = False
    """Whether it went on, nobody says until when."""

    @property
    def known(self) -> int:
        """The minute by which it is sorted and beside which its words stand."""
        return self.end - 1 if self.opens else self.start


@dataclass(frozen=True, slots=True)
class _Point:
    """A date as its parts; 0 where it does not say one."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: str = ""
    years: int = 1
    part: str = ""
    minute: int = -1


@lru_cache(maxsize=1024)
def read_span(text: str) -> Span | None:
    """Read a date or a period; None where it can't be read, or ends before it begins."""
    words = " ".join(re.sub(r"[,\s]+", lambda gap: ", " if "," in gap[0] else " ", text).split())
    words = _WEEKDAY.sub("", words).casefold().strip().replace("\u2014", "\u2013").rstrip(".")
    words = re.sub(r"^(?:on|in|during) (?:the )?|^the (?!end|start|beginning|middle)", "", words.strip(" ,"))
    about = _ABOUT.search(words)
    found = _read(_ABOUT.sub("", words))
    return replace(found, about=True) if found and about else found


def _read(words: str) -> Span | None:
    years = _YEARS.match(words)
    if years:
        return _read_years(bool(years[1]), int(years[2]), years[3])
    onwards = _ONWARDS.search(words)
    if onwards or (_SINCE.match(words) and not _RANGE.match(words)):
        begin = _read_one(_SINCE.sub("", words[: onwards.start()] if onwards else words))
        return replace(begin, exact=False, goes_on=True) if begin else None
    beyond = _BEYOND.match(words)
    if beyond:
        edge = _read_one(words[beyond.end() :])
        if edge is None:
            return None
        late = beyond[1] == "after"
        at = edge.end if late else edge.start - DAY
        return Span(at, at + DAY, opens=not late, goes_on=late)
    if _UNTIL.match(words):
        end = _read_one(_UNTIL.sub("", words))
        return replace(end, exact=False, opens=True) if end else None
    pair = _BETWEEN.match(words) or _RANGE.match(_SINCE.sub("", words))
    return _read_pair(pair[1], pair[2]) if pair else _read_one(words)


def _read_years(winter: bool, first: int, last: str) -> Span | None:
    """Read "2010 to 2012", "2012/13" and "winter 2012 to 2013"."""
    year = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if winter and year == first + 1:
        return _span(_Point(first, season="winter"))
    begin, end = _span(_Point(first, season="winter" if winter else "")), _span(_Point(year))
    return Span(begin.start, end.end) if begin and end and first < year else None


def _read_pair(first: str, last: str) -> Span | None:
    """Read a beginning and an end; what the beginning does not say of month and year is the end's."""
    begin, end = _point(first), _point(last)
    if begin is None or end is None or not end.year:
        return None
    borrowed = not begin.year and bool(begin.month or begin.season)
    if begin.day and not begin.month:
        begin = replace(begin, month=end.month)
    begin = replace(begin, year=begin.year or end.year)
    start, stop = _span(begin), _span(end)
    if borrowed and start and stop and start.start >= stop.start:
        start = _span(replace(begin, year=begin.year - 1))  # "November to January 2013"
    return Span(start.start, stop.end) if start and stop and start.start < stop.start else None


def _read_one(words: str) -> Span | None:
    point = _point(words)
    return _span(point) if point else None


def _point(words: str) -> _Point | None:
    """Read one date; None where it is none."""
    time = _TIME.search(words)
    minute = _minute(time) if time else -1
    words = (words[: time.start()] if time else words).replace(",", "").strip()
    part = _PART.match(words)
    words = words[part.end() :] if part else words
    for shape in _SHAPES:
        found = shape.fullmatch(words)
        if found:
            said = {name: value for name, value in found.groupdict().items() if value}
            month = int(said.get("figure", 0)) or _month(said.get("month", ""))
            year = int(said.get("year", said.get("decade", 0)))
            years = 10 if "decade" in said else 1
            name = part[1].split()[0] if part else ""
            return _Point(year, month, int(said.get("day", 0)), said.get("season", ""), years, name, minute)
    return None


def _minute(time: re.Match[str]) -> int:
    hour, minute = int(time[1]), int(time[2])
    return (
        hour % 12 * 60 + minute + (12 * 60 if time[3] == "pm" else 0) if time[3] in ("am", "pm") else hour * 60 + minute
    )


def _month(name: str) -> int:
    return next((n for n, month in enumerate(MONTHS, 1) if name and month.lower().startswith(name[:3])), 0)


def _span(point: _Point) -> Span | None:
    """Return how long a date is; None for a day that does not exist, or without its year."""
    if not 1000 <= point.year <= 2999 or point.month > 12 or (point.day and not point.month):
        return None
    if point.day:
        if point.part or point.day > calendar.monthrange(point.year, point.month)[1]:
            return None
        start = datetime.date(point.year, point.month, point.day).toordinal() * DAY
        return Span(start + max(0, point.minute), start + DAY, exact=True) if point.minute < DAY else None
    if point.minute >= 0:
        return None
    first = _SEASONS[point.season] if point.season else point.month or 1
    months = 3 if point.season else 1 if point.month else 12 * point.years
    start, end = _first_day(point.year, first), _first_day(point.year, first + months)
    return _third(start, end, point, first) if point.part else Span(start * DAY, end * DAY)


def _third(start: int, end: int, point: _Point, first: int) -> Span:
    """Return the early, middle or late third of a date."""
    if point.month:
        cuts = [start, start + 10, start + 20, end]
    elif point.season:
        cuts = [_first_day(point.year, first + month) for month in range(4)]
    else:
        cuts = [_first_day(point.year, 1 + 4 * point.years * third) for third in range(4)]
    at = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1}.get(point.part, 2)
    return Span(cuts[at] * DAY, cuts[at + 1] * DAY)


def _first_day(year: int, month: int) -> int:
    """Return the first day of a month; its number may go on into later years."""
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).toordinal()
