"""Where everybody of a family stands: the widths of cells, places along a row, heights of rows.

In: rows of ids and how wide each cell is. Out: places in units. The rule: cells of a row never overlap, whatever the
places that parents and children wish for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report.drawing import settle, text_width, wrap
from report.genogram_order import Rows
from report.kinship import Family

RADIUS = 16
"""Of a symbol."""
PAD = 9
"""Of a cell, on either side of a name."""
_COUPLE = 84
"""Between partners who stand side by side: room for a line and the strokes that end it."""
_APART = 36
"""Between two families that nothing joins, besides."""
_ROUNDS = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """The room of one person in a row."""

    lines: tuple[str, ...]
    """The alias, wrapped; empty for somebody who is not named."""
    half: int
    """Half its width, the gap to a neighbour included."""


def make_cell(alias: str) -> Cell:
    """Wrap an alias into as many as three lines, as narrow as they can be; a fourth only for words without end."""
    words = alias.split()
    longest = max((text_width(word) for word in words), default=0)
    limit = max(longest, 44.0)
    lines = wrap(words, limit)
    while len(lines) > 3 or (len(lines) == 3 and len(words) == 3 and limit < 60):
        limit += 4
        lines = wrap(words, limit)
    width = max((text_width(line) for line in lines), default=0)
    return Cell(lines, max(RADIUS, round(width / 2 + 0.5)) + PAD)


def place_along(rows: Rows, cells: Mapping[str, Cell], family: Family) -> dict[str, int]:
    """Place everybody along the rows: parents over the middle of their children where there is room; from 0 upwards."""
    spaces = [_spaces(row, cells, family) for row in rows]
    places: dict[str, float] = {}
    for row, gaps in zip(rows, spaces, strict=True):
        at = -sum(gaps) / 2
        for id, gap in zip(row, (*gaps, 0), strict=True):
            places[id] = at
            at += gap
    for turn in range(_ROUNDS):
        down = turn % 2 == 0
        order = range(len(rows)) if down else range(len(rows) - 1, -1, -1)
        for at_row in order:
            row = rows[at_row]
            wishes, weights = _wishes(row, places, family, down=down)
            places.update(zip(row, settle(wishes, weights, spaces[at_row]), strict=True))
    least = min((places[id] - cells[id].half for id in places), default=0)
    # rounding everything down by the same rule keeps whole gaps whole
    return {id: int(place - least + 0.5) for id, place in places.items()}


def _spaces(row: Sequence[str], cells: Mapping[str, Cell], family: Family) -> list[int]:
    couples = [frozenset(union.partners) for union in family.unions]
    kin = _kin(family)
    return [
        max(cells[one].half + cells[other].half, _COUPLE if frozenset((one, other)) in couples else 0)
        + (0 if kin[one] == kin[other] else _APART)
        for one, other in pairwise(row)
    ]


def _kin(family: Family) -> dict[str, str]:
    """Return for each member one id that all who hang together share."""
    kin = {member.id: member.id for member in family.members}
    for union in family.unions:
        joined = {kin[id] for id in (*union.partners, *union.children)}
        kin = {id: min(joined) if of in joined else of for id, of in kin.items()}
    return kin


def _wishes(
    row: Sequence[str], places: Mapping[str, float], family: Family, *, down: bool
) -> tuple[list[float], list[float]]:
    """Return where each of a row would stand, and how much it matters: below the parents, or above the children."""
    moves: dict[str, list[float]] = {id: [] for id in row}
    for union in family.unions:
        if not union.children:
            continue
        above = sum(places[id] for id in union.partners) / len(union.partners)
        edges = [places[id] for id in union.children]
        below = (min(edges) + max(edges)) / 2
        for id in union.children if down else union.partners:
            if id in moves:
                moves[id].append(above - below if down else below - above)
    wishes, weights = [], []
    for id in row:
        wishes.append(places[id] + (sum(moves[id]) / len(moves[id]) if moves[id] else 0.0))
        weights.append(1.0 if moves[id] else 0.05)
    return wishes, weights
