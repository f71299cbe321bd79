"""Families: told completely, drawn without one thing on another, and the same each time."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest
import yaml
from draft import CASES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anonymise.genogram import build_genogram
from anonymise.register import parse_register
from report.block import Genogram, Spot
from report.drawing import LINE, SIZE, Circle, text_width
from report.genogram import Drawing, lay_out
from report.genogram_place import RADIUS
from report.kinship import Family, Member, Union

FAMILIES: list[dict[str, Any]] = [
    case for path in sorted((CASES / "genogram").glob("*.yml")) for case in yaml.safe_load(path.read_text("utf-8"))
]
ALIASES = st.sampled_from(["Kate", "Bo", "Tom's paternal grandfather", "Kate's mother", "the neighbour's eldest child"])
Box = tuple[float, float, float, float]
SLOW = [HealthCheck.too_slow]  # says more of a busy machine than of the families


def genogram_of(case: dict[str, Any]) -> Genogram:
    given = {"invented": True, "people": case["people"], "relationships": case["relationships"]}
    return build_genogram(Spot(0, 1, 1), parse_register(yaml.safe_dump(given, sort_keys=False).encode(), ()))


@pytest.mark.parametrize("case", FAMILIES, ids=[case["title"] for case in FAMILIES])
def test_a_family_is_told_and_drawn(case: dict[str, Any]) -> None:
    made = genogram_of(case)
    drawing = lay_out(made.family)
    assert list(made.facts) == case["facts"]
    assert [list(row) for row in drawing.rows] == case["rows"]
    assert drawing.crossings == case.get("crossings", 0)


def test_there_are_twenty_families() -> None:
    assert len(FAMILIES) >= 20


def test_who_is_related_to_nobody_is_left_out() -> None:
    people = {"P1": {"alias": "Ann", "role": "victim"}, "P2": {"alias": "Bo", "role": "friend"}}
    made = genogram_of({"people": people, "relationships": [{"partners": ["P2"]}]})
    assert (made.facts, made.family) == ((), Family())


@st.composite
def trees(draw: st.DrawFn) -> Family:
    """Families that grow downwards: whoever joins one has no relatives above."""
    members = [Member("P1", draw(ALIASES), "male", died=False, index=True)]
    unions: list[Union] = []

    def newcomer() -> str:
        sex = draw(st.sampled_from(["male", "female", ""]))
        members.append(Member(f"P{len(members) + 1}", draw(ALIASES), sex, draw(st.booleans()), index=False))
        return members[-1].id

    waiting = [("P1", 0)]
    while waiting:
        parent, depth = waiting.pop()
        for _ in range(draw(st.integers(0 if depth else 1, 3))):
            if len(members) > 20 or depth > 2:
                break
            partners = (parent, newcomer()) if draw(st.booleans()) else (parent,)
            children = tuple(newcomer() for _ in range(draw(st.integers(1, 3))))
            twins = children[:2] if len(children) > 1 and draw(st.booleans()) else ()
            unions.append(Union(partners, children, twins, draw(st.booleans())))
            waiting += [(child, depth + 1) for child in children]
    return Family(tuple(members), tuple(unions))


@st.composite
def families(draw: st.DrawFn) -> Family:
    """Any family of people of whom nobody is an ancestor of oneself, however entangled."""
    count = draw(st.integers(2, 25))
    members = tuple(
        Member(f"P{n}", draw(ALIASES), draw(st.sampled_from(["male", "female", ""])), died=False, index=n == 3,
               several=draw(st.booleans()))
        for n in range(count)
    )  # fmt: skip
    unions = []
    for _ in range(draw(st.integers(1, 6))):
        people = draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=6, unique=True).map(sorted))
        couple = draw(st.integers(1, 2))
        ids = [f"P{n}" for n in people]
        unions.append(Union(tuple(ids[:couple]), tuple(ids[couple:]), (), draw(st.booleans())))
    return Family(members, tuple(unions))


def boxes_of(drawing: Drawing, family: Family) -> list[Box]:
    """The box of each symbol, and of all lines of each name."""
    symbols = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for _, x, y in drawing.places]
    names: list[Box] = []
    words = [word for word in drawing.words if word.anchor == "middle"]
    assert sorted(" ".join(w.text for w in words).split()) == sorted(" ".join(m.alias for m in family.members).split())
    for word in words:
        half = text_width(word.text) / 2
        names.append((word.x - half, word.y - SIZE + 2, word.x + half, word.y + 2))
    return [*symbols, *names]


def is_apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def check_drawing(family: Family) -> Drawing:
    drawing = lay_out(family)
    boxes = boxes_of(drawing, family)
    assert all(is_apart(one, other) for one, other in combinations(boxes, 2))
    assert all(min(b) >= 0 and b[2] <= drawing.width and b[3] <= drawing.height for b in boxes)
    points = [point for line in drawing.lines for point in line.points]
    for shape in drawing.symbols:
        edge = [(shape.x + sign * shape.radius, shape.y + sign * shape.radius) for sign in (-1, 1)] if isinstance(
            shape, Circle
        ) else list(shape.points)  # fmt: skip
        points += edge
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)
    heights = {id: y for id, _, y in drawing.places}
    assert all(len({heights[id] for id in row}) == 1 for row in drawing.rows)
    shown = [id for row in drawing.rows for id in row if not id.startswith("?")]
    assert sorted(shown) == sorted(member.id for member in family.members)
    assert all(heights[p] < heights[c] for u in family.unions for p in u.partners for c in u.children)
    assert lay_out.__wrapped__(family) == drawing
    return drawing


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(trees())
def test_a_family_that_grows_downwards_has_no_lines_that_cross(family: Family) -> None:
    drawing = check_drawing(family)
    assert drawing.crossings == 0
    heights = {id: y for id, _, y in drawing.places}
    assert all(len({heights[id] for id in union.partners}) == 1 for union in family.unions)
    assert all(len({heights[id] for id in union.children}) == 1 for union in family.unions)


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(families())
def test_no_family_is_drawn_one_thing_on_another(family: Family) -> None:
    check_drawing(family)


def test_the_lines_of_a_name_are_three_at_most() -> None:
    family = Family((Member("P1", "the eldest of the four half-brothers of Kate", "", died=False, index=False),), ())
    drawing = lay_out(family)
    lines = [word for word in drawing.words if word.anchor == "middle"]
    assert len(lines) == 3
    assert [b.y - a.y for a, b in pairwise(lines)] == [LINE, LINE]


def test_nobody_is_drawn_as_nothing() -> None:
    drawing = lay_out(Family())
    assert (drawing.rows, drawing.lines, drawing.symbols, drawing.words) == ((), (), (), ())
