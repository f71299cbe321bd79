"""The order of a time line.

In: a `Timeline` after the pass. Out: its records by their dates, and each date as it is written. The rule: whatever
writes or counts what stands in a time line takes its records in this order, which comes from the published words alone.
"""

from __future__ import annotations

from report.block import Event, Timeline
from report.inline import Abbreviation, Emphasis, Foreign, Inlines, LineBreak, NoteCall, NoteMark, Strong, Text
from report.timeline_date import read_span


def written(when: Inlines) -> str:
    """Return the words of a date; "" where something else stands in it, such as a link."""
    words = [_word(inline) for inline in when]
    return "" if None in words else " ".join("".join(word or "" for word in words).split())


def _word(inline: object) -> str | None:
    match inline:
        case Text(text=text) | Abbreviation(text=text):
            return text
        case LineBreak():
            return " "
        case NoteMark() | NoteCall():
            return ""
        case Emphasis(children=children) | Strong(children=children) | Foreign(children=children):
            return written(children) or None
    return None


def in_order(block: Timeline) -> tuple[Event, ...]:
    """Return the records by their beginning, and then by their end; as written where both are the same.

    One whose beginning is open stands by its end, one whose date can't be read behind all others.
    """
    return tuple(sorted(block.events, key=_place))


def _place(event: Event) -> tuple[bool, int, int]:
    span = read_span(written(event.when))
    return (False, span.known, span.end) if span else (True, 0, 0)
