"""Who stands in which generation of a family, and in which order from left to right.

In: a `Family`. Out: rows of ids. The rule: whatever hangs together stays together, so that the lines of a family in
which everybody has one pair of parents need not cross; where two people have much family each, choices are left open,
and `report/genogram.py` takes those that draw best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from report.kinship import Family, Member, Union

Rows = tuple[tuple[str, ...], ...]
"""The generations from the oldest; in each of them ids from left to right."""


def complete(family: Family) -> Family:
    """Give every lone parent the other one whom nobody names: a member without an alias, `?1`, `?2` …, in order."""
    unnamed: list[Member] = []
    unions: list[Union] = []
    known = {member.id: member for member in family.members}
    for union in family.unions:
        partners = union.partners
        if len(partners) == 1 and not known[partners[0]].several:
            unnamed.append(Member(f"?{len(unnamed) + 1}", "", "", died=False, index=False))
            partners = (*partners, unnamed[-1].id)
        unions.append(Union(partners, union.children, union.twins, union.ended))
    return Family((*family.members, *unnamed), tuple(unions))


def find_generations(family: Family) -> dict[str, int]:
    """Return the generation of each member, from 0: partners share one, and children stand in the next.

    Where that can't be, as with a partner who is also a partner's child, children only stand below their parents.
    """
    beside: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for union in family.unions:
        for one in union.partners:
            beside[one] += [(other, 0) for other in union.partners] + [(child, 1) for child in union.children]
            for child in union.children:
                beside[child].append((one, -1))
    found: dict[str, int] = {}
    for member in family.members:
        if member.id not in found:
            found |= _component(member.id, beside)
    if any(found[child] <= found[one] for u in family.unions for one in u.partners for child in u.children):
        return _longest(family)
    return found


def _component(start: str, beside: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, int]:
    found = {start: 0}
    waiting = [start]
    while waiting:
        one = waiting.pop(0)
        for other, step in beside[one]:
            if other not in found:
                found[other] = found[one] + step
                waiting.append(other)
    top = min(found.values())
    return {id: row - top for id, row in found.items()}


def _longest(family: Family) -> dict[str, int]:
    """Put everybody one generation below the lower of the parents; partners no higher than each other where it goes."""
    found = {member.id: 0 for member in family.members}
    for _ in range(len(found)):  # no one is an ancestor of oneself, so it comes to rest
        for union in family.unions:
            for child in union.children:
                found[child] = max(found[child], *(found[one] + 1 for one in union.partners))
    return found


@dataclass(slots=True)
class Choices:
    """What was chosen at each open question, and how many answers each has; the first answer is the plain one."""

    taken: dict[str, int] = field(default_factory=dict)
    offered: dict[str, int] = field(default_factory=dict)

    def take(self, question: str, answers: int) -> int:
        """Return the answer to a question that has so many; 0 where none was chosen."""
        self.offered[question] = answers
        return self.taken.get(question, 0) % answers


def arrange(family: Family, choices: Choices) -> Rows:
    """Arrange a family that `complete` has completed; every member stands in one row, once."""
    rows = find_generations(family)
    order = _Arranger(family, choices).all()
    return tuple(tuple(id for id in order if rows[id] == row) for row in range(max(rows.values(), default=-1) + 1))


@dataclass(slots=True)
class _Strip:
    """Members from left to right: a middle, and what may also stand further out on either side."""

    left: list[str]
    middle: list[str]
    right: list[str]

    def all(self) -> list[str]:
        return self.left + self.middle + self.right


class _Arranger:
    """Walks a family from the person whom the review is about, and puts everybody into one order from left to right."""

    def __init__(self, family: Family, choices: Choices) -> None:
        self._members = {member.id: member for member in family.members}
        self._choices = choices
        self._unions = list(enumerate(family.unions))
        self._open = {number for number, _ in self._unions}
        self._waiting = set(self._members)

    def all(self) -> list[str]:
        order: list[str] = []
        starts = sorted(self._members.values(), key=lambda member: not member.index)
        for member in starts:
            if member.id in self._waiting:
                order += self._person(member.id, "both")
        return order

    def _person(self, id: str, side: str) -> list[str]:
        """Arrange a person with all open relatives; all of them right of the person where `side` is right."""
        self._waiting.discard(id)
        above = next((n for n, u in self._unions if n in self._open and id in u.children), None)
        if above is None:
            return self._strip(id, side).all()
        self._open.discard(above)
        return self._below(above, id, side)

    def _below(self, above: int, id: str, side: str) -> list[str]:
        """Arrange the parents of a person around their children, the person with all relatives among them."""
        union = dict(self._unions)[above]
        strips = {id: self._strip(id, side)}
        siblings = [child for child in union.children if child in self._waiting]
        self._waiting.difference_update(siblings)
        for child in siblings:
            strips[child] = self._strip(child, "both")
        children = [child for child in self._in_order(above, union) if child in strips]
        if side != "both":
            children.sort(key=lambda child: (child != id) == (side == "right"))
        return self._family(above, [strips[child] for child in children], side)

    def _family(self, number: int, strips: list[_Strip], side: str) -> list[str]:
        """Put parents left and right of their children."""
        union = dict(self._unions)[number]
        parents = [id for id in union.partners if id in self._waiting]
        parents.sort(key=lambda id: self._members[id].sex == "female")
        if self._choices.take(f"parents {number}", 2):
            parents.reverse()
        outward = {"both": ("left", "right"), "right": ("right", "right"), "left": ("left", "left")}[side]
        if self._choices.take(f"outward {number}", 2):
            outward = ("left", "right")
        for parent in parents:
            self._waiting.discard(parent)
        halves = [self._person(parent, way) for parent, way in zip(parents, outward, strict=False)]
        left = halves[0] if halves else []
        right = halves[1] if len(halves) > 1 else []
        extra: list[str] = []
        if halves and outward[0] == "right" and len(halves) > 1:
            at = left.index(parents[0]) + 1
            left, extra = left[:at], left[at:]
        if len(halves) > 1 and outward[1] == "left":
            at = right.index(parents[1])
            extra, right = right[:at], right[at:]
            left = extra + left
            extra = []
        return self._joined(parents, left, strips, right) + extra

    def _joined(self, parents: list[str], left: list[str], strips: list[_Strip], right: list[str]) -> list[str]:
        """Put what may stand further out beyond the parents, so that it is not below their line."""
        middle = [id for strip in strips for id in strip.all()]
        if not strips:
            return left + middle + right
        first, last = strips[0], strips[-1]
        middle = [
            id
            for at, strip in enumerate(strips)
            for id in (
                *(strip.left if at else ()), *strip.middle, *(strip.right if at < len(strips) - 1 else ())
            )
        ]  # fmt: skip
        at = left.index(parents[0]) if parents else 0
        beyond = right.index(parents[1]) + 1 if len(parents) > 1 else 0
        return [*left[:at], *first.left, *left[at:], *middle, *right[:beyond], *last.right, *right[beyond:]]

    def _in_order(self, number: int, union: Union) -> tuple[str, ...]:
        """The children as listed, or with one of them first or last, next to a partner's family."""
        children = union.children
        moved = self._choices.take(f"children {number}", 1 + 2 * len(children)) - 1 if len(children) > 1 else -1
        if moved < 0:
            return children
        one = children[moved // 2]
        others = tuple(child for child in children if child != one)
        return (one, *others) if moved % 2 else (*others, one)

    def _strip(self, id: str, side: str) -> _Strip:
        """Arrange a person and partners, with their children between them."""
        strip = _Strip([], [id], [])
        for number, way in self._sides(id, side):
            if number not in self._open:
                continue
            self._open.discard(number)
            union = dict(self._unions)[number]
            partner = next((other for other in union.partners if other != id and other in self._waiting), "")
            heavy = bool(partner) and self._is_heavy(partner)
            self._waiting.discard(partner)
            children = self._children(number, union)
            others = self._person(partner, way) if partner else []
            if way == "right":
                (strip.right if strip.right else strip.middle).extend(children)
                (strip.right if strip.right or heavy else strip.middle).extend(others)
            else:
                _prepend(strip.left if strip.left else strip.middle, children)
                _prepend(strip.left if strip.left or heavy else strip.middle, others)
        return strip

    def _children(self, number: int, union: Union) -> list[str]:
        children = [child for child in self._in_order(number, union) if child in self._waiting]
        self._waiting.difference_update(children)  # at once: the relatives of one may be those of another
        return [id for child in children for id in self._strip(child, "both").all()]

    def _is_heavy(self, id: str) -> bool:
        """Whether somebody has relatives above, who stand better outside of another family's line."""
        return any(n in self._open and id in u.children for n, u in self._unions)

    def _sides(self, id: str, side: str) -> Iterator[tuple[int, str]]:
        """Give each open relationship of a person a side, the nearest first; of two the first listed is at the left."""
        mine = [n for n, u in self._unions if n in self._open and id in u.partners]
        mine.sort(key=lambda n: any(self._is_heavy(other) for other in dict(self._unions)[n].partners if other != id))
        if side != "both":
            yield from ((number, side) for number in mine)
            return
        # a woman stands right of her only partner, as is usual; of several partners every second one is at the left
        flip = self._members[id].sex == "female" and len(mine) == 1
        answer = self._choices.take(f"sides {id}", 2 ** min(len(mine), 3)) if mine else 0
        for at, number in enumerate(mine):
            left = (len(mine) > 1 and at % 2 == 0) ^ flip ^ bool(answer >> at & 1)
            yield number, "left" if left else "right"


def _prepend(order: list[str], more: list[str]) -> None:
    order[:0] = more
