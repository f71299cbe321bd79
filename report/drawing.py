"""What drawings of data are made of: strokes, circles and lines of words, and how words find their room.

In: texts, and places that things wish for. Out: shapes, wrapped lines, places, a key. The rule: a renderer knows three
shapes and no symbol, so that the site and the PDF draw the same; one unit is one CSS pixel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from report import fonts

SIZE = 13
"""Of the letters of a name or a label."""
LINE = 16
"""From one line of a label to the next."""
_SLACK = 1.12
"""Fonts of a reader's machine may be wider than ours."""
_KEY_SIZE = 12
_KEY_RADIUS = 8
_KEY_LINE = 24
_KEY_GAP = 16

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, straight from each to the next."""

    points: tuple[Point, ...]
    """Two at least."""
    closed: bool = False
    dashed: bool = False
    filled: bool = False
    """Whether it is a surface without a line around it."""
    quiet: bool = False
    """Whether it only leads the eye."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    x: int
    y: int
    radius: int
    filled: bool = False
    """Whether it is a disc."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text."""

    x: int
    """Of the middle, the start or the end, as `anchor` says."""
    y: int
    """Of the line on which the letters stand."""
    text: str
    anchor: Literal["middle", "start", "end"]
    size: int
    heavy: bool = False


Shape: TypeAlias = Stroke | Circle
Sign: TypeAlias = Callable[[int, int], Iterable[Shape]]
"""Draws the sign of an entry of a key around a point."""


def text_width(text: str, size: int = SIZE) -> float:
    """Return how wide a line of text is at most."""
    return fonts.width(text) * size * _SLACK


def wrap(words: Sequence[str], limit: float, size: int = SIZE) -> tuple[str, ...]:
    """Fill lines of at most `limit` units with words; a longer word has a line of its own. Empty for none."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= limit:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(lines)


def settle(wishes: Sequence[float], weights: Sequence[float], gaps: Sequence[int]) -> list[float]:
    """Come as near to all wishes as the gaps allow: the least sum of weighted squares, by pooling neighbours.

    `gaps` are the least distances from each to the next, one fewer than wishes.
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, float, int]] = []  # of each: its place, its weight, how many it holds
    for wish, weight, offset in zip(wishes, weights, offsets, strict=False):
        place, mass, count = wish - offset, weight, 1
        while pools and pools[-1][0] > place:
            other, other_mass, other_count = pools.pop()
            place = (place * mass + other * other_mass) / (mass + other_mass)
            mass, count = mass + other_mass, count + other_count
        pools.append((place, mass, count))
    flat = [place for place, _, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(flat, offsets, strict=False)]


def draw_entries(
    entries: Iterable[tuple[Sign, str]], width: int, top: int
) -> tuple[tuple[Shape, ...], tuple[Words, ...], int]:
    """Return shapes, words and the foot of a key, in lines of `width` units from `top` downwards.

    An entry is its sign and what that means.
    """
    shapes: list[Shape] = []
    words: list[Words] = []
    x, y = 6, top + _KEY_LINE // 2
    for sign, text in entries:
        room = round(2 * _KEY_RADIUS + 6 + text_width(text, _KEY_SIZE) + _KEY_GAP)
        if x + room - _KEY_GAP > width and x > 6:
            x, y = 6, y + _KEY_LINE
        shapes += sign(x + _KEY_RADIUS, y)
        words.append(Words(x + 2 * _KEY_RADIUS + 6, y + 4, text, "start", _KEY_SIZE))
        x += room
    return tuple(shapes), tuple(words), y + _KEY_LINE // 2
