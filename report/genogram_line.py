"""The lines of a family's drawing: between partners, and from them to their children.

In: rows, cells and places along the rows. Out: a `Joint`: heights, lines, and how often they cross. The rule: a line
of children hangs between two cells, never through a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from report.drawing import LINE, Point, Stroke
from report.genogram_order import Rows
from report.genogram_place import PAD, RADIUS, Cell
from report.kinship import Family, Union

_STEP = 10
"""Between two lines that run side by side."""
_LEAN = PAD - 3
_DROP = 16
"""From the line of children down to each of them; more for twins."""


@dataclass(frozen=True, slots=True)
class Joint:
    """People with places, and the lines between them."""

    width: int
    height: int
    places: Mapping[str, Point]
    """The middle of each symbol."""
    lines: tuple[Stroke, ...]
    ended: tuple[Point, ...]
    """Where a couple's line bears the strokes of the end."""
    crossings: int
    cost: tuple[int, int, int]
    """The less the better: crossings, lines over the heads of others with children out of their order, length."""
    is_plain: bool
    """Whether no line crosses, and none runs over others' heads that could run beside them."""


@dataclass(frozen=True, slots=True)
class _Tie:
    """A union on its way to lines."""

    number: int
    union: Union
    row: int
    """Of the lower partner."""
    left: str
    right: str
    """The partners from left to right; the same for a lone one."""
    bracket: int
    """How many steps above the symbols the couple's line runs; 0 for partners side by side."""
    stem: int
    """Where its children's line begins."""
    low: int
    high: int
    """From where to where the children's line runs."""


def join(family: Family, rows: Rows, cells: Mapping[str, Cell], along: Mapping[str, int]) -> Joint:
    """Draw the lines of a family whose members have their places along the rows."""
    at = {id: (number, place) for number, row in enumerate(rows) for place, id in enumerate(row)}
    ties = _Ties(family, rows, cells, along, at).all()
    tracks = _tracks(ties)
    heights, bottom = _heights(rows, cells, ties, tracks)
    places = {id: (along[id], heights[at[id][0]]) for id in along}
    owned: list[tuple[int, Stroke]] = []
    ended: list[Point] = []
    for tie in ties:
        owned += [(tie.number, line) for line in _lines(tie, places, cells, tracks[tie.number], rows)]
        if tie.union.ended and tie.left != tie.right:
            ended.append(_end_of(tie, places, cells))
    lines = tuple(line for _, line in owned)
    crossings = _count(owned, places, cells)
    width = max((along[id] + cells[id].half for id in along), default=0)
    moved = sum(along[one] > along[other] for u in family.unions for one, other in combinations(u.children, 2))
    length = sum(abs(a[0] - b[0]) for line in lines for a, b in zip(line.points, line.points[1:], strict=False))
    arched = sum(tie.bracket > 0 for tie in ties)
    cost = (crossings, moved + arched, length)
    # of three partners or more one at least can't stand beside
    spare = sum(max(0, sum(id in u.partners for u in family.unions) - 2) for id in along)
    plain = crossings == 0 and moved == 0 and arched <= spare
    return Joint(width, bottom, places, lines, tuple(ended), crossings, cost, plain)


class _Ties:
    """Finds for each union where its lines run."""

    def __init__(
        self, family: Family, rows: Rows, cells: Mapping[str, Cell], along: Mapping[str, int],
        at: Mapping[str, tuple[int, int]],
    ) -> None:  # fmt: skip
        self._family, self._rows, self._cells, self._along, self._at = family, rows, cells, along, at
        self._couples = {frozenset(union.partners) for union in family.unions}

    def all(self) -> list[_Tie]:
        """Return a tie for each union, in order; those with a short line first where lines run over each other."""
        brackets: dict[int, int] = {}
        spans: list[tuple[int, int, int, int]] = []
        for number, union in enumerate(self._family.unions):
            left, right = self._ends(union)
            (row, start), (other_row, end) = self._at[left], self._at[right]
            if row == other_row and end - start > 1:
                spans.append((end - start, row, start, number))
        taken: list[tuple[int, int, int, int]] = []
        for length, row, start, number in sorted(spans):
            level = 1
            while any(
                r == row and lv == level and s < start + length and start < s + ln for r, s, ln, lv in taken
            ):  # fmt: skip
                level += 1
            taken.append((row, start, length, level))
            brackets[number] = level
        return [self._tie(number, union, brackets.get(number, 0)) for number, union in enumerate(self._family.unions)]

    def _ends(self, union: Union) -> tuple[str, str]:
        ends = sorted(union.partners, key=lambda id: self._along[id])
        return ends[0], ends[-1]

    def _tie(self, number: int, union: Union, bracket: int) -> _Tie:
        left, right = self._ends(union)
        row = max(self._at[left][0], self._at[right][0])
        drops = self._drops(union)
        middle = (min(drops) + max(drops)) // 2 if drops else (self._along[left] + self._along[right]) // 2
        stem = self._stem(left, right, middle)
        return _Tie(number, union, row, left, right, bracket, stem, min([stem, *drops]), max([stem, *drops]))

    def _drops(self, union: Union) -> list[int]:
        """Where the children's line is left downwards: over each child, and once for twins."""
        drops = [self._along[child] for child in union.children if child not in union.twins]
        return [*drops, _fork(union, self._along)] if union.twins else drops

    def _stem(self, left: str, right: str, wish: int) -> int:
        """Return where the line to the children starts: in a gap between two cells, as near to the wish as can be."""
        (row, start), (other_row, end) = self._at[left], self._at[right]
        order = self._rows[row]
        if left == right or row != other_row:
            return self._along[left] + self._cells[left].half
        gaps = [
            # a little into the margin of a name: a straight line is worth more than an equal distance
            (self._along[one] + self._cells[one].half - _LEAN, self._along[other] - self._cells[other].half + _LEAN)
            for one, other in zip(order[start:end], order[start + 1 : end + 1], strict=True)
            if end - start == 1 or frozenset((one, other)) not in self._couples
        ] or [(self._along[left] + self._cells[left].half, self._along[left] + self._cells[left].half)]
        return min((max(low, min(high, wish)) for low, high in gaps), key=lambda place: abs(place - wish))


def _fork(union: Union, along: Mapping[str, int]) -> int:
    """Return where the lines of twins part."""
    return (min(along[id] for id in union.twins) + max(along[id] for id in union.twins)) // 2


def _tracks(ties: list[_Tie]) -> dict[int, int]:
    """Give the line of each union's children a height among those of its row, from 0 downwards.

    Of two that run over each other the one is above whose stem would else run through the other.
    """
    tracks = dict.fromkeys((tie.number for tie in ties), 0)
    below: list[tuple[_Tie, _Tie]] = []
    for one, other in combinations([tie for tie in ties if tie.union.children], 2):
        if one.row == other.row and one.low <= other.high + 4 and other.low <= one.high + 4:
            is_under = one.low < other.stem < one.high and not other.low < one.stem < other.high
            below.append((other, one) if is_under else (one, other))
    for _ in ties:  # a circle among them would go on for ever; so it ends with lines that cross
        for upper, lower in below:
            tracks[lower.number] = min(max(tracks[lower.number], tracks[upper.number] + 1), len(ties))
    return tracks


def _heights(
    rows: Rows, cells: Mapping[str, Cell], ties: list[_Tie], tracks: Mapping[int, int]
) -> tuple[list[int], int]:
    """Return the height of the middle of each row, and where the last one ends."""
    heights: list[int] = []
    at = 0
    for number, row in enumerate(rows):
        levels = max((tie.bracket for tie in ties if tie.row == number), default=0)
        at += levels * _STEP + (6 if levels else 0) + RADIUS
        heights.append(at)
        mine = [tie for tie in ties if tie.row == number and tie.union.children]
        at = _foot(at, row, cells)
        if number < len(rows) - 1:
            twins = any(tie.union.twins for tie in mine)
            at += 8 + _STEP * max((tracks[tie.number] for tie in mine), default=0) + _DROP + (12 if twins else 0)
    return heights, at


def _foot(height: int, row: tuple[str, ...], cells: Mapping[str, Cell]) -> int:
    return height + RADIUS + 6 + LINE * max((len(cells[id].lines) for id in row), default=0)


def _lines(
    tie: _Tie, places: Mapping[str, Point], cells: Mapping[str, Cell], track: int, rows: Rows
) -> Iterator[Stroke]:
    """Draw a couple's line, the stem, the line of the children and the drop to each of them."""
    (left, left_y), (right, y) = places[tie.left], places[tie.right]
    y = max(left_y, y)
    line = _couple_height(tie, y)
    if tie.left == tie.right:
        yield Stroke(((left + RADIUS, y), (tie.stem, y)))
    elif left_y != places[tie.right][1]:
        upper, lower = sorted((tie.left, tie.right), key=lambda id: places[id][1])
        edge, top = _edge(places[upper][0], upper, cells), places[lower][1] - RADIUS
        yield Stroke(((places[upper][0] + RADIUS, places[upper][1]), (edge, places[upper][1]), (edge, top - 8),
                      (places[lower][0] - 8, top - 8), (places[lower][0] - 8, top)))  # fmt: skip
    elif tie.bracket:
        offset = max(3, 12 - 3 * tie.bracket)
        yield Stroke(((left + offset, y - RADIUS), (left + offset, line), (right - offset, line),
                      (right - offset, y - RADIUS)))  # fmt: skip
    else:
        yield Stroke(((left + RADIUS, y), (right - RADIUS, y)))
    if not tie.union.children:
        return
    bar = _foot(y, rows[tie.row], cells) + 8 + _STEP * track
    yield Stroke(((tie.stem, line), (tie.stem, bar)))
    if tie.low < tie.high:
        yield Stroke(((tie.low, bar), (tie.high, bar)))
    fork = _fork(tie.union, {id: x for id, (x, _) in places.items()}) if tie.union.twins else 0
    for child in tie.union.children:
        x, child_y = places[child]
        yield Stroke(((fork if child in tie.union.twins else x, bar), (x, child_y - RADIUS)))


def _edge(x: int, id: str, cells: Mapping[str, Cell]) -> int:
    """Return where the line to a partner in another generation goes down, beside the name."""
    return x + max(cells[id].half, RADIUS + 12)


def _couple_height(tie: _Tie, y: int) -> int:
    return y - RADIUS - 6 - _STEP * (tie.bracket - 1) if tie.bracket else y


def _end_of(tie: _Tie, places: Mapping[str, Point], cells: Mapping[str, Cell]) -> Point:
    """Return where the strokes of the end stand: clear of the stem."""
    (left, y), (right, other_y) = places[tie.left], places[tie.right]
    if y != other_y:
        upper, lower = sorted((tie.left, tie.right), key=lambda id: places[id][1])
        return _edge(places[upper][0], upper, cells), (places[upper][1] + places[lower][1]) // 2
    start, end = left + RADIUS, right - RADIUS
    middle = (start + end) // 2
    if tie.union.children and abs(tie.stem - middle) < 14:
        middle = (start + tie.stem) // 2 if tie.stem - start >= end - tie.stem else (tie.stem + end) // 2
    return middle, _couple_height(tie, y)


def _count(owned: list[tuple[int, Stroke]], places: Mapping[str, Point], cells: Mapping[str, Cell]) -> int:
    """Count the pairs of lines of two unions that meet, and the lines that run through somebody's symbol or name."""
    parts = [(owner, a, b) for owner, line in owned for a, b in zip(line.points, line.points[1:], strict=False)]
    count = sum(
        one[0] != other[0] and _meet(one[1], one[2], other[1], other[2]) for one, other in combinations(parts, 2)
    )
    boxes = list(_boxes(places, cells))
    return count + sum(_runs_through(a, b, box) for _, a, b in parts for box in boxes)


def _boxes(places: Mapping[str, Point], cells: Mapping[str, Cell]) -> Iterator[tuple[Point, Point]]:
    """Yield the upper left and the lower right of every symbol and every name."""
    for id, (x, y) in places.items():
        yield (x - RADIUS, y - RADIUS), (x + RADIUS, y + RADIUS)
        if cells[id].lines:
            half = cells[id].half - PAD
            yield (x - half, y + RADIUS + 5), (x + half, y + RADIUS + 4 + LINE * len(cells[id].lines))


def _runs_through(a: Point, b: Point, box: tuple[Point, Point]) -> bool:
    """Tell whether a line comes into a box; one that ends at its edge does not."""
    (left, top), (right, bottom) = box
    if max(a[0], b[0]) <= left or min(a[0], b[0]) >= right or max(a[1], b[1]) <= top or min(a[1], b[1]) >= bottom:
        return False
    corners = ((left, top), (right, top), (left, bottom), (right, bottom))
    return len({_turn(a, b, corner) for corner in corners} - {0}) > 1


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Tell whether two straight lines have a point in common."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _turn(a: Point, b: Point, c: Point) -> int:
    value = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (value > 0) - (value < 0)
