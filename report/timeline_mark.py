"""The marks of a time line: points, bars and arrows along a line, and what they mean.

In: spans, the heights of their minutes, and the columns in which they stand. Out: shapes and a key. The rule: a day is
a point, all else a bar as long as its words say; bars that overlap stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report.drawing import SIZE, Circle, Shape, Sign, Stroke, Words, draw_entries
from report.timeline_date import Span
from report.timeline_scale import Scale, edges, ticks_of

ARROW = 24
"""How far the sign of an open end reaches beyond what is known."""
_DOT = 5
_TRACK = 10
"""From one bar to the one beside it."""
_TRACKS = 5
"""More bars side by side than these are narrower."""
_LEAST_BAR = 6
_TICK = 12
"""Of the letters of a year."""


@dataclass(frozen=True, slots=True)
class Column:
    """The room of one lane, or of all."""

    name: str
    """What stands above it; "" where the labels name the agencies, or none is named."""
    left: int
    width: int
    members: tuple[int, ...]
    """Which records stand in it, by place; sorted."""
    tracks: int
    """How many bars stand side by side at most."""
    elbow: int
    """The room for the lines that lead from marks to labels."""

    @property
    def line(self) -> int:
        """Where its line of time stands."""
        return self.left + 8

    @property
    def pitch(self) -> int:
        """From one bar to the one beside it."""
        return _TRACK if self.tracks <= _TRACKS else max(4, _TRACK * _TRACKS // self.tracks)

    @property
    def label(self) -> int:
        """Where its labels begin."""
        return self.line + 10 + self.tracks * self.pitch + self.elbow

    @property
    def room(self) -> int:
        """How wide its labels may be."""
        return max(60, self.left + self.width - self.label)


def reach(span: Span, scale: Scale) -> tuple[int, int]:
    """Return the heights between which a bar stands, its open ends included."""
    first, last = edges(span)
    top, foot = scale.place(first), scale.place(last)
    foot = max(foot, top + _LEAST_BAR)
    return top - ARROW * span.opens, foot + ARROW * span.goes_on


def tracks_of(spans: Sequence[Span], scale: Scale) -> tuple[int, ...]:
    """Return for each span the place of its bar, from 0; -1 for a day. Bars of one place never touch."""
    free: list[int] = []
    taken: list[int] = []
    for span in spans:
        if span.exact:
            taken.append(-1)
            continue
        top, foot = reach(span, scale)
        at = next((n for n, height in enumerate(free) if height + 3 <= top), len(free))
        free[at : at + 1] = [foot]
        taken.append(at)
    return tuple(taken)


def draw_marks(column: Column, spans: Sequence[Span], scale: Scale, top: int) -> Iterator[Shape]:
    """Draw the line of a column and the marks of its spans; `top` is where the scale begins."""
    for n, (_, _, first, last) in enumerate(scale.pieces):
        broken = n in scale.broken
        ends = (column.line, round(first) + top), (column.line, round(last) + top)
        yield Stroke(ends, dashed=broken)
        middle = (ends[0][1] + ends[1][1]) // 2
        for y in (middle - 3, middle + 3) if broken else ():
            yield Stroke(((column.line - 6, y + 3), (column.line + 6, y - 3)))
    for span, track in zip(spans, tracks_of(spans, scale), strict=True):
        if track < 0:
            yield Circle(column.line, scale.place(span.start) + top, _DOT, filled=not span.about)
        else:
            x = column.line + 10 + track * column.pitch
            yield from _bar(span, x, x + column.pitch - 3, *(y + top for y in reach(span, scale)))


def _bar(span: Span, left: int, right: int, top: int, foot: int) -> Iterator[Shape]:
    middle = (left + right) // 2
    if span.opens:
        yield from _arrow(middle, top + ARROW, top)
        top += ARROW
    if span.goes_on:
        yield from _arrow(middle, foot - ARROW, foot)
        foot -= ARROW
    corners = ((left, top), (right, top), (right, foot), (left, foot))
    yield Stroke(corners, closed=True, dashed=span.about, filled=not span.about)


def _arrow(x: int, tail: int, tip: int) -> Iterator[Shape]:
    back = 9 if tip < tail else -9
    yield Stroke(((x, tail), (x, tip + back)), dashed=True)
    yield Stroke(((x - 4, tip + back), (x + 4, tip + back), (x, tip)), closed=True, filled=True)


def mark_edge(column: Column, span: Span, track: int) -> int:
    """Return where the line to a label begins: right of the point or of the bar."""
    return column.line + (_DOT + 2 if span.exact else 10 + track * column.pitch + column.pitch - 2)


def draw_ticks(columns: Sequence[Column], scale: Scale, top: int) -> tuple[tuple[Shape, ...], tuple[Words, ...]]:
    """Draw the years, months or days at the left of the first column, and small lines for them in every column."""
    shapes = [
        Stroke(((column.line - 5, tick.y + top), (column.line, tick.y + top)), quiet=n > 0)
        for n, column in enumerate(columns)
        for tick in ticks_of(scale)
    ]
    words: list[Words] = []
    for tick in ticks_of(scale):
        x = columns[0].line - 10
        if tick.text:
            words.append(Words(x, tick.y + top + 4, tick.text, "end", _TICK, tick.heavy))
        if tick.year:
            words.append(Words(x, tick.y + top + 4 + SIZE, tick.year, "end", _TICK, heavy=True))
    return tuple(shapes), tuple(words)


def draw_key(
    spans: Sequence[Span], scale: Scale, width: int, top: int
) -> tuple[tuple[Shape, ...], tuple[Words, ...], int]:
    """Return shapes, words and the foot of the key: what the marks mean, of those that are there."""
    return draw_entries(_entries(spans, scale), width, top)


def _entries(spans: Sequence[Span], scale: Scale) -> Iterator[tuple[Sign, str]]:
    if any(span.exact for span in spans):
        yield (lambda x, y: [Circle(x, y, _DOT, filled=True)]), "one day"
    if any(not span.exact for span in spans):
        yield (lambda x, y: [_sample(x, y, dashed=False)]), "longer, or day not given"
    if any(span.about for span in spans):
        yield (lambda x, y: [_sample(x, y, dashed=True)]), "about then"
    if any(span.goes_on for span in spans):
        yield (lambda x, y: _arrow(x, y - 9, y + 9)), "went on, end not given"
    if any(span.opens for span in spans):
        yield (lambda x, y: _arrow(x, y + 9, y - 9)), "began earlier"
    if scale.broken:
        yield _broken, "scale cut short here"


def _sample(x: int, y: int, *, dashed: bool) -> Stroke:
    corners = ((x - 4, y - 7), (x + 3, y - 7), (x + 3, y + 7), (x - 4, y + 7))
    return Stroke(corners, closed=True, dashed=dashed, filled=not dashed)


def _broken(x: int, y: int) -> Iterator[Shape]:
    yield Stroke(((x, y - 9), (x, y + 9)), dashed=True)
    for at in (y - 3, y + 3):
        yield Stroke(((x - 6, at + 3), (x + 6, at - 3)))


def blocked_by(shapes: Sequence[Shape], words: Sequence[Words]) -> list[tuple[int, int]]:
    """Return the heights at which a drawing may not be cut: where anything but upright lines and bars stands."""
    found = [(word.y - word.size, word.y + 4) for word in words]
    for shape in shapes:
        if isinstance(shape, Circle):
            found.append((shape.y - shape.radius - 1, shape.y + shape.radius + 1))
        elif not is_upright(shape):
            heights = [y for _, y in shape.points]
            found.append((min(heights) - 1, max(heights) + 1))
    return found


def is_upright(shape: Stroke) -> bool:
    """Tell whether a stroke is a line from above downwards, or a bar: it stays what it is where it is cut."""
    if len(shape.points) == 2 or (shape.closed and len(shape.points) == 4):
        pairs = pairwise((*shape.points, shape.points[0]) if shape.closed else shape.points)
        return all(a[0] == b[0] or (shape.closed and a[1] == b[1]) for a, b in pairs)
    return False
