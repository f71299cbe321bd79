"""Choose among findings that overlap.

In: findings of one text. Out: disjoint findings. The rule: what the author decided wins, then what is published on
purpose, then the longest; a tie between people is a question.
"""

from __future__ import annotations

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
    chosen: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (_RANK.get(f.kind, 2), f.start - f.end, f.start, bool(f.rule))):
        clash = next((other for other in chosen if finding.start < other.end and other.start < finding.end), None)
        if clash is None:
            chosen.append(finding)
        elif _is_tie(clash, finding):
            owners = tuple(sorted({*clash.owners, *finding.owners}))
            chosen[chosen.index(clash)] = replace(clash, owners=owners, rule=clash.rule or "name-shared")
    return tuple(sorted(chosen, key=lambda f: f.start))


def _is_tie(one: Finding, other: Finding) -> bool:
    same_place = (one.start, one.end) == (other.start, other.end)
    asked = one.kind not in _RANK and other.kind not in _RANK
    return same_place and asked and one.owners != other.owners and other.kind != "weak"
