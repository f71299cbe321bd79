"""The drawing of a family.

In: a `Family`. Out: a `Drawing`: symbols in rows, lines between them, names, a key. The rule: nothing lies on anything
else, a line crosses another only in families that can't be drawn without, and one family gives one drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from report.drawing import LINE, SIZE, Shape, Stroke, Words
from report.genogram_key import draw_key
from report.genogram_line import Joint, join
from report.genogram_order import Choices, Rows, arrange, complete
from report.genogram_place import RADIUS, Cell, make_cell, place_along
from report.genogram_shape import cross, slashes, symbol
from report.kinship import Family

DRAWING = "Drawing of the family, told in the list that follows"
"""What stands for the picture where it can't be seen; it may be no wordier, since the list says all."""
MARGIN = 6
_HOPELESS = 12
"""A family with more crossings is too entangled for other answers to help."""
_TRIES = 100
"""How many arrangements are tried for a family whose plain one has lines that cross."""
_KEY_WIDTH = 224
"""A key takes this much room at least, and that of the drawing."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A family as shapes; units are CSS pixels, from the upper left."""

    width: int
    height: int
    rows: Rows
    """The ids of the generations; those that begin with a question mark are parents whom nobody names."""
    places: tuple[tuple[str, int, int], ...]
    """The middle of each symbol, by id, in the order of the rows."""
    lines: tuple[Stroke, ...]
    """Between symbols."""
    symbols: tuple[Shape, ...]
    words: tuple[Words, ...]
    """Names, and behind them those of the key."""
    crossings: int
    """How often lines cross or touch each other or somebody else's symbol or name."""


@lru_cache(maxsize=64)
def lay_out(family: Family) -> Drawing:
    """Draw a family; without shapes, of the height of its margins, where it has no members."""
    whole = complete(family)
    cells = {member.id: make_cell(member.alias) for member in whole.members}
    rows, joint = _choose(whole, cells)
    kinds = {m.id: "unnamed" if m.id.startswith("?") else m.sex for m in whole.members}
    symbols: list[Shape] = []
    words: list[Words] = []
    inset = MARGIN + max(0, (_KEY_WIDTH - joint.width) // 2)
    for member in whole.members:
        x, y = joint.places[member.id]
        kind = kinds[member.id]
        symbols += symbol(kind, x + inset, y + MARGIN, RADIUS)
        if member.index:
            symbols += symbol(kind, x + inset, y + MARGIN, RADIUS - 4)
        if member.died:
            symbols += cross(kind, x + inset, y + MARGIN, RADIUS - 4 if member.index else RADIUS)
        for at, line in enumerate(cells[member.id].lines):
            words.append(
                Words(x + inset, y + MARGIN + RADIUS + 4 + LINE * (at + 1) - 3, line, "middle", SIZE, member.index)
            )
    lines = [Stroke(tuple((x + inset, y + MARGIN) for x, y in line.points)) for line in joint.lines]
    for x, y in joint.ended:
        lines += slashes(x + inset, y + MARGIN)
    width = max(joint.width, _KEY_WIDTH) + 2 * MARGIN
    key = draw_key(whole, width - 2 * MARGIN, joint.height + MARGIN + 14) if whole.members else ((), (), 0)
    places = tuple((id, joint.places[id][0] + inset, joint.places[id][1] + MARGIN) for row in rows for id in row)
    height = key[2] + MARGIN if whole.members else 2 * MARGIN
    return Drawing(
        width, height, rows, places, tuple(lines), (*symbols, *key[0]), (*words, *key[1]), joint.crossings
    )  # fmt: skip


def _choose(family: Family, cells: dict[str, Cell]) -> tuple[Rows, Joint]:
    """Take the arrangement without choices; where it is not plain, change the one answer that helps most, and again."""
    choices = Choices()
    best = _try(family, cells, choices)
    tries = 0
    while not best[1].is_plain and tries < _TRIES and best[1].crossings <= _HOPELESS:
        others = [
            Choices({**choices.taken, question: answer})
            for question, answers in sorted(choices.offered.items())
            for answer in range(answers)
            if answer != choices.taken.get(question, 0)
        ]
        tries += len(others) + 1
        found = [(_try(family, cells, other), other) for other in others]
        nearest = min(found, key=lambda pair: pair[0][1].cost, default=(best, choices))
        if nearest[0][1].cost >= best[1].cost:
            break
        best, choices = nearest
    return best


def _try(family: Family, cells: dict[str, Cell], choices: Choices) -> tuple[Rows, Joint]:
    rows = arrange(family, choices)
    return rows, join(family, rows, cells, place_along(rows, cells, family))
