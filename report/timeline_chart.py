"""The drawing of a time line.

In: records, each a date in words, what happened and whose record it is. Out: a `Chart`: a scale that runs downwards,
with a mark and a label for each of them. The rule: a mark stands where the words of its date say and nowhere more
exactly, no label lies on another, and one set of records gives one drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from report.drawing import LINE, SIZE, Shape, Stroke, Words, settle, wrap
from report.timeline_date import Span, read_span
from report.timeline_label import Label, date_column, make_label, shorten
from report.timeline_mark import (
    Column,
    blocked_by,
    draw_key,
    draw_marks,
    draw_ticks,
    mark_edge,
    reach,
    tracks_of,
)
from report.timeline_scale import Scale, gaps_of, make_scale

Form: TypeAlias = Literal["wide", "narrow"]
WIDTHS: dict[Form, int] = {"wide": 660, "narrow": 284}
"""For paper and wide screens, and for a telephone."""
COLUMNS = 4
"""More agencies than these have no columns of their own: the labels name them, as they do on a telephone."""
_AXIS: dict[Form, int] = {"wide": 54, "narrow": 50}
"""Where the scale stands; at its left are the years."""
_ELBOW: dict[Form, int] = {"wide": 20, "narrow": 14}
_GAP = 8
"""Between labels."""
_LOW = 150
"""The least height of a scale."""
_ROOMS = (1.0, 1.4, 1.9)
"""How high a scale may be, in heights of all labels of its fullest column."""
_BREAKS = 4
_HIGH = 1 / 12
"""How much nearer the farthest label must come, for each unit of a higher scale."""
_BROKEN = 20
"""The same for each break."""
_PIECE = 80
"""The least height of a piece between two cuts."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a time line shows at one place."""

    when: str
    """A date or a period in words that `read_span` reads."""
    what: str
    """May be long: the drawing shows how it begins."""
    lane: str = ""
    """An agency; "" where there are none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the label of a record stands."""

    record: Record
    mark: int
    """The height of the mark that it belongs to."""
    x: int
    """Of its upper left corner."""
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A time line as shapes; units are CSS pixels, from the upper left."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]
    places: tuple[Place, ...]
    """Column by column; in each by time, from above downwards."""
    breaks: int
    """How many gaps are cut short."""
    cuts: tuple[int, ...]
    """Heights at which the drawing may be cut, since only upright lines and bars cross them; sorted."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything stands, from the top of the scale."""

    columns: tuple[Column, ...]
    labels: tuple[Label, ...]
    """Of each record."""
    scale: Scale
    tops: tuple[int, ...]
    """Of the label of each record."""
    far: int
    """How far the farthest label stands from its mark."""


@lru_cache(maxsize=128)
def lay_out(records: tuple[Record, ...], form: Form) -> Chart:
    """Draw records, in any order; without shapes for none.

    Raises:
        ValueError: where `read_span` can't read the date of one.
    """
    pairs = sorted(((_span(record), record) for record in records), key=lambda pair: _order(pair[0]))
    if not pairs:
        return Chart(WIDTHS[form], 0, (), (), (), 0, ())
    spans, ordered = tuple(span for span, _ in pairs), tuple(record for _, record in pairs)
    columns = _columns(ordered, form)
    while True:
        plan = _plan(ordered, spans, columns, form)
        needed = [1 + max(tracks_of([spans[n] for n in column.members], plan.scale)) for column in columns]
        if all(need <= column.tracks for need, column in zip(needed, columns, strict=True)):
            return _draw(ordered, spans, plan, form)
        # more bars stand side by side than there is room for: labels become narrower, and all is placed anew
        columns = tuple(
            replace(column, tracks=max(need, column.tracks)) for need, column in zip(needed, columns, strict=True)
        )


def _span(record: Record) -> Span:
    span = read_span(record.when)
    if span is None:
        raise ValueError("a date of a time line can't be read")
    return span


def _order(span: Span) -> tuple[int, int]:
    return span.known, span.end


def _columns(records: Sequence[Record], form: Form) -> tuple[Column, ...]:
    lanes = list(dict.fromkeys(record.lane for record in records))
    left, width = _AXIS[form] - 8, WIDTHS[form] - _AXIS[form] + 8
    if form == "narrow" or not 1 < len(lanes) <= COLUMNS:
        return (Column("", left, width, tuple(range(len(records))), 0, _ELBOW[form]),)
    part = width // len(lanes)
    return tuple(
        Column(lane, left + n * part, part - 10, tuple(at for at, r in enumerate(records) if r.lane == lane), 0, 12)
        for n, lane in enumerate(lanes)
    )


# ---- where everything stands ---------------------------------------------------------------------


def _plan(records: Sequence[Record], spans: Sequence[Span], columns: tuple[Column, ...], form: Form) -> _Plan:
    """Place marks and labels on the scale that keeps labels near to their marks at the least height and breaks."""
    labels = _labels(records, columns, form)
    full = max(sum(labels[n].height + _GAP for n in column.members) for column in columns)
    gaps = gaps_of(spans)[:_BREAKS]
    plans = [
        _place(columns, labels, spans, make_scale(spans, gaps[:count], max(_LOW, round(full * room))))
        for count in range(len(gaps) + 1)
        for room in _ROOMS
    ]
    return min(plans, key=_cost)


def _cost(plan: _Plan) -> float:
    return plan.far + plan.scale.pieces[-1][3] * _HIGH + len(plan.scale.broken) * _BROKEN


def _labels(records: Sequence[Record], columns: tuple[Column, ...], form: Form) -> tuple[Label, ...]:
    """Wrap the labels of all records; a label names its agency where no column does."""
    named = len(columns) == 1 and len({record.lane for record in records}) > 1
    beside = date_column([record.when for record in records]) if form == "wide" and len(columns) == 1 else 0
    rooms = {n: column.room for column in columns for n in column.members}
    return tuple(
        make_label(record.when, shorten(record.what), rooms[n], beside, record.lane if named else "")
        for n, record in enumerate(records)
    )


def _place(columns: tuple[Column, ...], labels: tuple[Label, ...], spans: Sequence[Span], scale: Scale) -> _Plan:
    tops = [0] * len(labels)
    far = 0
    for column in columns:
        wishes = [scale.place(spans[n].known) - LINE // 2 for n in column.members]
        heights = [labels[n].height + _GAP for n in column.members]
        places = settle(wishes, [1.0] * len(wishes), heights[:-1])
        least = -LINE // 2
        for n, wish, place in zip(column.members, wishes, places, strict=True):
            tops[n] = max(least, round(place))
            least = tops[n] + labels[n].height + _GAP
            far = max(far, abs(tops[n] - wish))
    return _Plan(columns, labels, scale, tuple(tops), far)


# ---- what is drawn -------------------------------------------------------------------------------


def _draw(records: Sequence[Record], spans: Sequence[Span], plan: _Plan, form: Form) -> Chart:
    heads = [wrap(column.name.split(), column.width) for column in plan.columns]
    head = LINE * max(map(len, heads)) + 6 * bool(heads[0])
    reached = [reach(span, plan.scale) for span in spans]
    top = 12 + head + max(0, -min(first for first, _ in reached))
    words = [
        Words(column.left, LINE * (n + 1) - 2, line, "start", SIZE, heavy=True)
        for column, lines in zip(plan.columns, heads, strict=True)
        for n, line in enumerate(lines)
    ]
    ticks = draw_ticks(plan.columns, plan.scale, top)
    shapes = [*ticks[0]]
    labels: list[Words] = []
    places: list[Place] = []
    for column in plan.columns:
        shapes += _leaders(column, spans, plan, top)
        shapes += draw_marks(column, [spans[n] for n in column.members], plan.scale, top)
        for n in column.members:
            label, y = plan.labels[n], plan.tops[n] + top
            places.append(
                Place(records[n], plan.scale.place(spans[n].known) + top, column.label, y, label.width, label.height)
            )
            labels += (
                Words(column.label + dx, y + dy, line, "start", SIZE, heavy) for dx, dy, line, heavy in label.lines
            )
    foot = max(*(last + top for _, last in reached), *(place.y + place.height for place in places)) + 14
    cuts = _cuts(blocked_by(shapes, (*words, *ticks[1], *labels)), foot)
    # the key's words stand between months and labels, so that no month is read together with a label's day
    key = draw_key(spans, plan.scale, WIDTHS[form], foot)
    written = (*words, *ticks[1], *key[1], *labels)
    breaks = len(plan.scale.broken)
    return Chart(WIDTHS[form], key[2] + 4, (*shapes, *key[0]), written, tuple(places), breaks, cuts)


def _leaders(column: Column, spans: Sequence[Span], plan: _Plan, top: int) -> Iterator[Shape]:
    """Draw the lines from marks to labels; they lie below the marks."""
    tracks = tracks_of([spans[n] for n in column.members], plan.scale)
    for n, track in zip(column.members, tracks, strict=True):
        y, label = plan.scale.place(spans[n].known) + top, plan.tops[n] + top + LINE // 2
        points = (mark_edge(column, spans[n], track), y), (column.label - column.elbow, y), (column.label - 4, label)
        yield Stroke(points, quiet=True)


def _cuts(blocked: list[tuple[int, int]], foot: int) -> tuple[int, ...]:
    """Return the heights between things, a piece apart at least; not the ends of the drawing."""
    cuts: list[int] = []
    end = 0
    for first, last in sorted(blocked):
        if first > end and (first + end) // 2 - (cuts[-1] if cuts else 0) >= _PIECE:
            cuts.append((first + end) // 2)
        end = max(end, last)
    return tuple(cut for cut in cuts if foot - cut >= _PIECE)
