"""Choose among findings that overlap.

In: findings of one text. Out: disjoint findings. The rule: what the author decided wins, then what is published on
purpose, then the longest; a tie between people is a question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a text where somebody or something of the register is named."""

    start: int
    """Offset of the first character in one block's text."""
    end: int
    """Offset behind the last character; a possessive s is outside."""
    rule: str
    """The rule of the question that this finding is; "" where it is decided."""
    owners: tuple[str, ...]
    """Whom it may mean, by id; not empty."""
    kind: str
    """"decided", "word", "keep", "name", "surname", "secret" or "weak"."""
    words: int
    """How many words it has."""
    capitals: bool = False
    """Whether it is typed in capitals, so that the alias is too."""


_RANK = {"decided": 0, "word": 0, "keep": 1}


def disjoint(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that count, sorted by start and disjoint; empty for none."""
    chosen: list[Finding] = []  # sorted by start
    for finding in sorted(findings, key=lambda f: (_RANK.get(f.kind, 2), f.start - f.end, f.start, bool(f.rule))):
        at = bisect_left(chosen, finding.start, key=lambda f: f.start)
        beside = range(max(0, at - 1), min(at + 1, len(chosen)))
        clash = next((n for n in beside if finding.start < chosen[n].end and chosen[n].start < finding.end), None)
        if clash is None:
            chosen.insert(at, finding)
        elif _is_tie(chosen[clash], finding):
            owners = tuple(sorted({*chosen[clash].owners, *finding.owners}))
            chosen[clash] = replace(chosen[clash], owners=owners, rule=chosen[clash].rule or "name-shared")
    return tuple(chosen)


def _is_tie(one: Finding, other: Finding) -> bool:
    same_place = one.start == other.start and one.words == other.words  # Roberts, and Robert with an s behind it
    asked = one.kind not in _RANK  # the other comes later in the order, so it is in none of them either
    return same_place and asked and one.owners != other.owners and other.kind != "weak"
