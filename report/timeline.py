"""Time lines of a report.

In: a `Timeline`, or all of a `SafeDraft`. Out: the records to draw, what stands for the drawing, and a problem for each
date that can't be read. The rule: dates are read here for the first time, from the text that the pass has left.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from report.block import Event, Table, Timeline
from report.model import SafeDraft
from report.plain import block_text, inline_text
from report.problems import Problem
from report.timeline_chart import Record
from report.timeline_date import DAY, read_span
from report.timeline_order import in_order, written
from report.walk import walk

_HINT = 'write a day, a month, a season, a year or a period of them, such as "April to June 2012" or "since 2010"'


def check_dates(draft: SafeDraft) -> list[Problem]:
    """Return a problem for each date of a time line that can't be read; empty where all can."""
    return [
        Problem(draft.paths[node.spot.file], node.spot.line, "timeline-date", "this date can't be read", _HINT)
        for section in (draft.preface, *draft.sections)
        for blocks in (section.blocks, *(note.blocks for note in section.notes))
        for node in walk(blocks)
        if isinstance(node, Event) and read_span(written(node.when)) is None
    ]


def records_of(block: Timeline) -> tuple[Record, ...]:
    """Return the records of a time line, by their dates."""
    return tuple(
        Record(written(event.when), block_text(event.blocks), inline_text(event.lane)) for event in in_order(block)
    )


def records_of_table(table: Table) -> tuple[Record, ...]:
    """Return the records that are drawn above a table; empty for most."""
    return tuple(Record(moment.when, " ".join(moment.what.split()), moment.lane) for moment in table.moments)


def alternative_of(block: Timeline) -> str:
    """Return what stands for the drawing where it can't be seen; it may be no wordier, since the list says all."""
    return _alternative((written(event.when) for event in block.events), "list")


def alternative_of_table(table: Table) -> str:
    """Return the same for what is drawn above a table."""
    return _alternative((moment.when for moment in table.moments), "table")


def _alternative(dates: Iterable[str], told: str) -> str:
    spans = [span for date in dates if (span := read_span(date))]
    years = [
        datetime.date.fromordinal(minute // DAY).year
        for minute in (min(span.start for span in spans), max(span.end for span in spans) - 1)
    ]
    time = f"of {years[0]}" if years[0] == years[1] else f"from {years[0]} to {years[1]}"
    return f"Drawing of the time line {time}, told in the {told} that follows"
