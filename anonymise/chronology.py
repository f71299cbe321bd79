"""Put a chronology into the order of its dates.

In: a `Chronology` after the pass. Out: a `Table`, a group row for each period. The rule: it is sorted by what readers
are told, so that the place of a day that was put in general words does not give the day away.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from anonymise.parse_chronology import read_when, words_of_when
from anonymise.rewrite import plain_text
from report.block import Blocks, Chronology, Entry, GroupRow, Moment, Paragraph, Row, Table
from report.day import MONTHS
from report.inline import Inlines, Text
from report.problems import Problem
from report.timeline_date import DAY, Span

_SIZES = {"month": 1, "quarter": 3, "year": 12}
"""Months."""
_LONGEST = (("month", 24), ("quarter", 72))
"""Up to how many months a chronology is grouped by what, where its author does not say; a longer one by the year."""


def build_chronology(chronology: Chronology, places: Sequence[str]) -> tuple[Table, list[Problem]]:
    """Make a table, sorted by the beginning of each record, the longer first, then as the files have them.

    `places` are names of files that are safe to print. Problems: `chronology-date`, where what the pass or the edition
    has put in the place of a date can't be read.
    """
    problems: list[Problem] = []
    dated: list[tuple[Span, Entry]] = []
    for entry in chronology.entries:
        span = read_when(" ".join(map(_words, entry.when)), plain_text(entry.time))
        if span is None:
            hint = "write `as` of a protected day as a month, a season or a year; don't redact a date"
            sentence = "what readers are told instead of the date can't be put in order"
            problems.append(Problem(places[entry.spot.file], entry.spot.line, "chronology-date", sentence, hint))
        else:
            dated.append((span, entry))
    dated.sort(key=lambda one: (one[0].known, -one[0].end))
    names = [name for name in _COLUMNS if name in ("Date", "Event") or any(_cell(name, e) for _, e in dated)]
    rows: list[Row | GroupRow] = []
    size, last = _size(chronology.kind, [span for span, _ in dated]), ""
    for span, entry in dated:
        label = _label(*_period(span, size))
        if label != last:
            rows.append(GroupRow((Text(label),)))
            last = label
        rows.append(Row(tuple(_cell(name, entry) for name in names)))
    columns: tuple[Inlines, ...] = tuple((Text(name),) for name in names)
    moments = tuple(_moment(entry) for _, entry in dated) if chronology.drawn else ()
    spot, id, caption = chronology.spot, chronology.id, chronology.caption
    return Table(spot, id, caption, columns, tuple(rows), row_headers=True, moments=moments), problems


_COLUMNS = ("Date", "Agency", "Source", "Event", "Comment", "Outcome")


def _cell(name: str, entry: Entry) -> Blocks:
    if name != "Date":
        cells: Blocks = entry.origin if name == "Source" else getattr(entry, name.lower())
        return cells
    if not entry.time:
        return entry.when
    return tuple(
        dataclasses.replace(part, text=(*part.text, Text(", "), *entry.time)) if isinstance(part, Paragraph) else part
        for part in entry.when
    )


def _moment(entry: Entry) -> Moment:
    """What is drawn of a record: its words as readers get them, so that a day that became a month is drawn as one."""
    when = words_of_when(" ".join(map(_words, entry.when)), plain_text(entry.time))
    return Moment(when, " ".join(map(_words, entry.event)), " ".join(map(_words, entry.agency)))


def _words(block: object) -> str:
    return plain_text(block.text) if isinstance(block, Paragraph) else ""


def _month(minute: int) -> int:
    day = datetime.date.fromordinal(minute // DAY)
    return day.year * 12 + day.month - 1


def _size(kind: str, spans: list[Span]) -> int:
    if kind:
        return _SIZES[kind]
    months = [_month(span.known) for span in spans] or [0]
    length = max(months) - min(months) + 1
    return _SIZES[next((kind for kind, most in _LONGEST if length <= most), "year")]


def _period(span: Span, size: int) -> tuple[int, int]:
    """The first and the last month of the period in which a record begins; of one that is as long as several periods,
    such as a whole year among months, those of all of them.
    """
    begin = _month(span.known) // size * size
    first = datetime.date(begin // 12, begin % 12 + 1, 1).toordinal() * DAY
    end = _month(span.end - 1) // size * size if span.start == first and not span.opens else begin
    return begin, end + size - 1


def _label(first: int, last: int) -> str:
    (year, month), (last_year, last_month) = divmod(first, 12), divmod(last, 12)
    if month == 0 and last_month == 11:
        return f"{year}" if year == last_year else f"{year} to {last_year}"
    if first == last:
        return f"{MONTHS[month]} {year}"
    begin = MONTHS[month] if year == last_year else f"{MONTHS[month]} {year}"
    return f"{begin} to {MONTHS[last_month]} {last_year}"
