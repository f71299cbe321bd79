"""The scale of a time line: which minute stands at which height, and the years, months or days beside it.

In: the spans of a time line. Out: heights in units, from 0 downwards, and ticks. The rule: as long is as far,
everywhere but in a break, which is marked as one; later is never higher.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report.day import MONTHS
from report.timeline_date import DAY, Span

BREAK = 30
"""The height of a break, whatever is left out."""
_APART = 30
"""The least distance of ticks."""
_LEAST = 0.42
"""The part of a time line that a gap takes at least to be worth a break."""

_STEPS = ((0, 1), (0, 7), (1, 0), (3, 0), (6, 0), (12, 0), (24, 0), (60, 0), (120, 0), (240, 0), (600, 0), (1200, 0))
"""Months and days from one tick to the next."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark beside the scale."""

    y: int
    text: str
    """A year or a month; "" at days that begin none."""
    year: str
    """What stands below it, where the text alone would not tell the year; else ""."""
    heavy: bool
    """Whether a year begins here."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Heights of minutes."""

    pieces: tuple[tuple[int, int, float, float], ...]
    """From and to in minutes and in units: joined, sorted; not empty."""
    broken: frozenset[int]
    """Which of the pieces, by place, are breaks."""

    def place(self, minute: int) -> int:
        """Return the height of a minute; what lies before or behind the scale stands at its end."""
        for first, last, top, foot in self.pieces:
            if minute <= last:
                part = (max(minute, first) - first) / (last - first) if last > first else 0.0
                return round(top + part * (foot - top))
        return round(self.pieces[-1][3])

    def breaks(self) -> tuple[tuple[int, int], ...]:
        """Return the heights of the breaks, from and to."""
        return tuple((round(top), round(foot)) for n, (_, _, top, foot) in enumerate(self.pieces) if n in self.broken)


def edges(span: Span) -> tuple[int, int]:
    """Return the minutes between which a span is drawn: a day is a point."""
    return (span.start, span.start) if span.exact else (span.start, span.end)


def gaps_of(spans: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    """Return the gaps that may be broken, in which nothing begins or ends, in the order in which they should be.

    First those in which nothing lasts either, the longest first; each is a good part of what those before it leave.
    Empty for none.
    """
    knots = sorted({minute for span in spans for minute in edges(span)})
    gaps = sorted(pairwise(knots), key=lambda gap: (_is_filled(gap, spans), gap[0] - gap[1]))
    left = knots[-1] - knots[0]
    found: list[tuple[int, int]] = []
    for first, last in gaps:
        if last - first > _LEAST * left:
            found.append((first, last))
            left -= last - first
    return tuple(found[: len(gaps) - 1])


def _is_filled(gap: tuple[int, int], spans: Sequence[Span]) -> bool:
    return any(edges(span)[0] < gap[1] and gap[0] < edges(span)[1] for span in spans)


def make_scale(spans: Sequence[Span], gaps: Sequence[tuple[int, int]], height: int) -> Scale:
    """Set spans on a scale of `height` units, breaks not counted, that is broken in `gaps`."""
    knots = [minute for span in spans for minute in edges(span)]
    cuts = sorted({min(knots), max(knots), *(minute for gap in gaps for minute in gap)})
    length = cuts[-1] - cuts[0] - sum(last - first for first, last in gaps)
    pieces: list[tuple[int, int, float, float]] = []
    broken: set[int] = set()
    at = 0.0
    for first, last in pairwise(cuts):
        is_gap = (first, last) in gaps
        broken |= {len(pieces)} if is_gap else set()
        foot = at + (BREAK if is_gap else (last - first) * height / length)
        pieces.append((first, last, at, foot))
        at = foot
    return Scale(tuple(pieces or [(cuts[0], cuts[0], 0.0, 0.0)]), frozenset(broken))


def ticks_of(scale: Scale) -> tuple[Tick, ...]:
    """Return ticks as near to each other as their words allow; none in a break, and none where all is one day."""
    solid = [piece for n, piece in enumerate(scale.pieces) if n not in scale.broken and piece[1] > piece[0]]
    if not solid:
        return ()
    unit = (solid[0][3] - solid[0][2]) / (solid[0][1] - solid[0][0])
    fitting = [step for step in _STEPS if (step[0] * 30 + step[1]) * DAY * unit >= _APART]
    step = fitting[0] if fitting else _STEPS[-1]
    ticks: list[Tick] = []
    for first, last, _, _ in solid:
        told = False
        for day in _days(first, last, step):
            tick = _tick(day, scale.place(day.toordinal() * DAY), step, told=told)
            if not ticks or tick.y - ticks[-1].y >= _APART - 4:  # the first behind a break may come too soon
                ticks.append(tick)
                told = True
    return tuple(ticks)


def _days(first: int, last: int, step: tuple[int, int]) -> Iterator[datetime.date]:
    months, days = step
    begin = datetime.date.fromordinal(-(-first // DAY))
    end = datetime.date.fromordinal(last // DAY)
    if days == 1:
        yield from (datetime.date.fromordinal(day) for day in range(begin.toordinal(), end.toordinal() + 1))
        return
    count = begin.year * 12 + begin.month - 1
    count -= count % (months or 1)
    while count <= end.year * 12 + end.month - 1:
        for day in (1, 8, 15, 22) if days else (1,):
            date = datetime.date(count // 12, count % 12 + 1, day)
            if begin <= date <= end:
                yield date
        count += months or 1


def _tick(day: datetime.date, y: int, step: tuple[int, int], *, told: bool) -> Tick:
    new = (day.month, day.day) == (1, 1)
    if step[0] >= 12 or (new and step[0]):
        return Tick(y, str(day.year), "", heavy=True)
    # Days have no numbers: one that somebody protects would stand there, and nothing would have happened on it.
    text = MONTHS[day.month - 1][:3] if step[0] or day.day == 1 or not told else ""
    return Tick(y, text, "" if told and not new else str(day.year), heavy=False)
