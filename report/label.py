"""What every thing of a report is called: its number, its id and its page.

In: a `SafeDraft`. Out: `Labels`, and the problems met. The rule: numbers and ids come from the order of things or from
the author, never from words, which may be about a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from report.block import (
    Actions,
    Block,
    Figure,
    Heading,
    Item,
    List,
    Paragraph,
    Recommendation,
    RecommendationList,
    Spot,
    Table,
    Timeline,
)
from report.model import Label, SafeDraft, Section
from report.problems import Problem
from report.walk import Node, walk

Kind: TypeAlias = Literal["section", "appendix", "heading", "paragraph", "table", "figure", "recommendation"]

RESERVED = frozenset({"index", "glossary", "actions", "stay-safe"})
"""What no section can be called, in any case of letters: the pages that the product builds."""

_FURNITURE = re.compile(r"contents|contents-heading|page-text|(note|call)-.*|.*-caption", re.IGNORECASE)
"""The ids that the page templates give to what is no part of the text."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
"""An id is part of an address and of a file's name: it must mean the same on every system."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a report's things are called."""

    by_key: Mapping[int, Label]
    """As in `Report.labels`; also the unnumbered paragraphs and items that an author gave an id, with number ""."""
    authors: Mapping[str, Spot]
    """The ids that authors gave, and what has them."""
    files: Mapping[int, Spot]
    """The section of each file, the preface's among them."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing with its number, before ids."""

    spot: Spot
    kind: Kind
    number: str
    """As in `Label`."""
    id: str
    """The id that the author gave, else ""."""


class _Outline:
    """The numbered headings above the place where we are, each with one counter for all that stands right below it."""

    def __init__(self, section: str) -> None:
        self._above = [(1, section)]
        self._below: Counter[str] = Counter()

    def heading(self, level: int) -> str:
        """Go to the next heading of this level, 2 to 6, and return its number."""
        while self._above[-1][0] >= level:
            self._above.pop()
        number = self.next()
        self._above.append((level, number))
        return number

    def next(self) -> str:
        """Return the next number below the nearest heading."""
        above = self._above[-1][1]
        self._below[above] += 1
        return f"{above}.{self._below[above]}"


class _Numberer:
    """Goes through a report once, in order, and counts."""

    def __init__(self, draft: SafeDraft) -> None:
        self._front = draft.front
        self._counts: Counter[str] = Counter()

    def section(self, section: Section, *, preface: bool) -> Iterator[_Thing]:
        """Yield a section and all in it that has a number or an id."""
        kind: Kind = "appendix" if section.appendix and section.numbered and not preface else "section"
        below = "" if preface or not section.numbered else self._next(kind)
        number = f"Appendix {below}" if kind == "appendix" else below
        yield _Thing(section.spot, kind, number, section.id)
        numbers = self._outlined(section, below)
        for node in walk(section.blocks):
            yield from self._things(node, numbers.get(node.spot.key, ""))
        for note in section.notes:
            for node in walk(note.blocks):
                yield from self._things(node, "")

    def _next(self, kind: Kind) -> str:
        """Return the next number of what is counted through the report; an appendix's is a letter."""
        self._counts[kind] += 1
        return _letters(self._counts[kind]) if kind == "appendix" else str(self._counts[kind])

    def _outlined(self, section: Section, below: str) -> dict[int, str]:
        """Return the numbers of a section's headings and paragraphs by key; none below an unnumbered section."""
        numbers: dict[int, str] = {}
        outline = _Outline(below)
        running = self._front.numbering == "continuous" and not section.appendix
        for block in section.blocks if below else ():
            if isinstance(block, Heading) and block.numbered:
                numbers[block.spot.key] = outline.heading(block.level)
            for key in self._paragraphs(block):
                numbers[key] = self._next("paragraph") if running else outline.next()
        return numbers

    def _paragraphs(self, block: Block) -> tuple[int, ...]:
        """Return the keys of the numbered paragraphs that a top-level block makes."""
        match block:
            case List(ordered=True, steps=False) if self._front.paragraphs != "none":
                return tuple(item.spot.key for item in block.items)
            case Paragraph(numbered=True) if self._front.paragraphs == "all":
                return (block.spot.key,)
            case _:
                return ()

    def _things(self, node: Node, outlined: str) -> Iterator[_Thing]:
        """Yield a block, item or row where it is called something."""
        match node:
            case Heading():
                yield _Thing(node.spot, "heading", outlined, node.id)
            case Paragraph() | Item() if outlined or node.id:
                yield _Thing(node.spot, "paragraph", outlined, node.id)
            case Table() | Actions() | RecommendationList():
                yield _Thing(node.spot, "table", self._next("table") if node.caption else "", node.id)
            case Figure() | Timeline():
                yield _Thing(node.spot, "figure", self._next("figure") if node.caption else "", node.id)
            case Recommendation():
                yield _Thing(node.spot, "recommendation", self._next("recommendation"), node.id)


def _letters(count: int) -> str:
    """Write a count, from 1, as A to Z, AA, AB and so on."""
    before, last = divmod(count - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + last)


def label(draft: SafeDraft) -> tuple[Labels, list[Problem]]:
    """Return what everything in a draft is called, and problems with ids and levels of headings.

    Where there are problems the labels are complete all the same, so that references can still be looked up.
    """
    numberer = _Numberer(draft)
    every = (draft.preface, *draft.sections)
    things = [list(numberer.section(section, preface=section is draft.preface)) for section in every]
    authors, problems = _author_ids(draft, [thing for part in things for thing in part])
    labels: dict[int, Label] = {}
    built: Counter[str] = Counter()
    lower = {name.lower(): spot for name, spot in authors.items()}
    for part in things:
        page = ""
        for thing in part:
            own = thing.id or _built_id(thing, built, preface=thing.spot == draft.preface.spot)
            if not thing.id and own in lower:
                problems.append(_twice(draft, lower[own], thing.spot, own))
            page = page or ("index.html" if thing.spot == draft.preface.spot else f"{own}.html")
            labels[thing.spot.key] = Label(thing.kind, thing.number, own, page)
    problems += [problem for section in every for problem in _skips(draft, section)]
    return Labels(labels, authors, {section.spot.file: section.spot for section in every}), problems


def _built_id(thing: _Thing, built: Counter[str], *, preface: bool) -> str:
    """Return an id made of the kind and the number; what has no number is counted by itself, under another word."""
    if preface:
        return "preface"
    if thing.number:
        number = thing.number.removeprefix("Appendix ").lower()
        return f"{thing.kind if thing.kind != 'heading' else 'section'}-{number}"
    word = {"section": "part", "heading": "heading"}.get(thing.kind, f"plain-{thing.kind}")
    built[word] += 1
    return f"{word}-{built[word]}"


def _author_ids(draft: SafeDraft, things: list[_Thing]) -> tuple[dict[str, Spot], list[Problem]]:
    """Return what has each id that an author gave, the first where two have it, and the problems."""
    first: dict[str, Spot] = {}
    authors: dict[str, Spot] = {}
    problems: list[Problem] = []
    sections = {section.spot.key for section in draft.sections}
    own_pages = RESERVED | {draft.name.lower()}  # the last is the whole report in one file
    for thing in things:
        if not thing.id:
            continue
        if not _ID.fullmatch(thing.id):
            problems.append(_unfit(draft, thing))
        if _FURNITURE.fullmatch(thing.id) or (thing.spot.key in sections and thing.id.lower() in own_pages):
            problems.append(_reserved(draft, thing))
        # Two files that differ only in the case of letters are one on many systems, and so are two names to a reader.
        other = first.setdefault(thing.id.lower(), thing.spot)
        if other != thing.spot:
            problems.append(_twice(draft, thing.spot, other, thing.id))
        authors.setdefault(thing.id, thing.spot)
    return authors, problems


def _twice(draft: SafeDraft, spot: Spot, other: Spot, name: str) -> Problem:
    place = f"{draft.paths[other.file]}:{other.line}"
    return Problem(
        draft.paths[spot.file], spot.line, "id-twice", f"two things are called #{name}", f"the other one is at {place}"
    )


def _reserved(draft: SafeDraft, thing: _Thing) -> Problem:
    return Problem(
        draft.paths[thing.spot.file],
        thing.spot.line,
        "id-reserved",
        f"the id #{thing.id} belongs to a part of a page that is built",
        "give another id, or none",
    )


def _unfit(draft: SafeDraft, thing: _Thing) -> Problem:
    return Problem(
        draft.paths[thing.spot.file],
        thing.spot.line,
        "id-unfit",
        "an id holds a character that does not belong in an address",
        "begin with a letter from a to z and use only such letters, digits, hyphens, dots and underscores",
    )


def _skips(draft: SafeDraft, section: Section) -> Iterator[Problem]:
    """Yield a problem for each heading that is more than one level below the heading before it."""
    before = 1
    for node in walk(section.blocks):
        if isinstance(node, Heading):
            if node.level > before + 1:
                sentence = f"a heading of level {node.level} stands below one of level {before}"
                hint = f"write {'#' * (before + 1)} in front of it"
                yield Problem(draft.paths[node.spot.file], node.spot.line, "heading-skips", sentence, hint)
            before = node.level
