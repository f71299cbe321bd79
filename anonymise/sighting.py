"""What nobody has accounted for.

In: places in texts that the net, the near misses and the identifiers noticed. Out: what is left to decide, grouped.
The rule: these values hold words of the text, so they print as counts; only the list that an author asks for shows
them, with aliases around them and never a registered name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from report.problems import Problem, Problems

Kind: TypeAlias = Literal[
    "name",
    "initials",
    "titled",
    "near",
    "nickname",
    "part",
    "phone",
    "nhs-number",
    "postcode",
    "email",
    "web",
    "handle",
    "vehicle",
    "national-insurance",
    "reference",
    "birth",
    "age",
    "address",
    "day",
]
KINDS: Mapping[Kind, str] = {
    "name": "a capitalised word that nothing accounts for",
    "initials": "initials, or an abbreviation that nothing explains",
    "titled": "a title, and who bears it",
    "near": "a word that is nearly a registered name",
    "nickname": "a nickname of a registered name",
    "part": "a word of a registered place or term",
    "phone": "a telephone number",
    "nhs-number": "an NHS number",
    "postcode": "a postcode",
    "email": "an e-mail address",
    "web": "a web address",
    "handle": "an account's name",
    "vehicle": "a vehicle's registration",
    "national-insurance": "a National Insurance number",
    "reference": "the number of a crime, a case or a record",
    "birth": "a date of birth",
    "age": "a child's exact age",
    "address": "a street address",
    "day": "an exact day that is no step of the review",
}
"""Every kind with the words that an author sees."""


@dataclass(frozen=True, slots=True, repr=False)
class Sighting:
    """Something in one text that nobody has accounted for."""

    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset behind its last."""
    kind: Kind
    resembles: tuple[str, ...] = ()
    """Whom or what of the register it may mean, by id, sorted; () where it resembles nothing."""

    def __repr__(self) -> str:
        return f"Sighting({self.kind}, {self.start}, {self.end})"


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """Where something stands."""

    file: str
    """A name of the file that is safe to print."""
    line: int
    """From 1; 0 for settings without a line."""
    before: str
    """A few words in front of it, as they are published; may be ""."""
    after: str
    """A few words behind it, likewise."""

    def __repr__(self) -> str:
        return f"Place({self.line})"


@dataclass(frozen=True, slots=True, repr=False)
class Undecided:
    """Something that the author has to decide, wherever it stands."""

    text: str
    """As it is typed at its first place, on one line."""
    kind: Kind
    resembles: tuple[str, ...]
    """As in `Sighting`."""
    places: tuple[Place, ...]
    """In reading order; not empty."""

    def __repr__(self) -> str:
        return f"Undecided({self.kind}, {len(self.places)} places)"


class Unanswered(Problems):
    """The problems of a pass, with what it noticed before it gave up."""

    def __init__(
        self, problems: Iterable[Problem], undecided: tuple[Undecided, ...], named: tuple[str, ...] = ()
    ) -> None:
        """`named` are the names that the front matter publishes."""
        super().__init__(problems)
        self.undecided = undecided
        self.named = named


def group(seen: Iterable[tuple[str, Sighting, Place]]) -> tuple[Undecided, ...]:
    """Group what was seen, each with its text: the most frequent first, then in reading order. Empty for nothing.

    The same words in other capitals are the same; the same words of another kind are not.
    """
    groups: dict[tuple[str, Kind], list[tuple[str, Sighting, Place]]] = {}
    for text, sighting, place in seen:
        line = " ".join(text.split())
        groups.setdefault((line.casefold(), sighting.kind), []).append((line, sighting, place))
    found = (
        Undecided(
            members[0][0],
            kind,
            tuple(sorted({id for _, sighting, _ in members for id in sighting.resembles})),
            tuple(place for _, _, place in members),
        )
        for (_, kind), members in groups.items()
    )
    return tuple(sorted(found, key=lambda one: -len(one.places)))


def merge(several: Iterable[Undecided]) -> tuple[Undecided, ...]:
    """Merge what was found in several editions of one report, as `group` has it; a place counts once."""
    known: dict[tuple[str, Kind], Undecided] = {}
    for one in several:
        key = (one.text.casefold(), one.kind)
        old = known.get(key, one)
        lines = {(place.file, place.line) for place in old.places}
        more = () if old is one else tuple(p for p in one.places if (p.file, p.line) not in lines)
        known[key] = replace(old, places=(*old.places, *more))
    return tuple(sorted(known.values(), key=lambda one: -len(one.places)))
