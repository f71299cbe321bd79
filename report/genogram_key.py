"""The key below a family's drawing: what its symbols mean.

In: a family. Out: shapes and words. The rule: only what the drawing shows is explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from report.drawing import Shape, Stroke, Words, draw_entries
from report.genogram_shape import cross, slashes, symbol
from report.kinship import Family

_RADIUS = 8


def draw_key(family: Family, width: int, top: int) -> tuple[tuple[Shape, ...], tuple[Words, ...], int]:
    """Return shapes, words and the foot of the key of a family, in lines of `width` units from `top` downwards."""
    return draw_entries(((partial(_sign, name), text) for name, text in _entries(family)), width, top)


def _entries(family: Family) -> Iterator[tuple[str, str]]:
    named = [member for member in family.members if not member.id.startswith("?")]
    used = {
        "male": any(member.sex == "male" for member in named),
        "female": any(member.sex == "female" for member in named),
        "": any(member.sex == "" for member in named),
        "unnamed": len(named) < len(family.members),
        "index": any(member.index for member in named),
        "died": any(member.died for member in named),
        "ended": any(union.ended and len(union.partners) == 2 for union in family.unions),
        "twins": any(union.twins for union in family.unions),
    }
    texts = {
        "male": "male",
        "female": "female",
        "": "sex not given",
        "unnamed": "parent not named",
        "index": "whom the review is about",
        "died": "has died",
        "ended": "relationship had ended",
        "twins": "twins",
    }
    yield from ((name, text) for name, text in texts.items() if used[name])


def _sign(name: str, x: int, y: int) -> Iterator[Shape]:
    if name == "index":
        yield from symbol("male", x, y, _RADIUS)
        yield from symbol("male", x, y, _RADIUS - 3)
    elif name == "died":
        yield from cross("male", x, y, _RADIUS - 2)
    elif name == "ended":
        yield Stroke(((x - _RADIUS, y), (x + _RADIUS, y)))
        yield from slashes(x, y)
    elif name == "twins":
        yield Stroke(((x - _RADIUS, y + 6), (x, y - 6), (x + _RADIUS, y + 6)))
    else:
        yield from symbol(name, x, y, _RADIUS)
