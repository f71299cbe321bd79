"""Cut a draft for one edition.

In: a `Draft` and the edition. Out: the same draft without what that edition may not show, and what was taken out of it.
The rule: this happens before anything is replaced or rendered, so what is cut is in no later value; where it can't be
done as the author wrote it, it is a problem and never left undone.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any

from anonymise.parse import Draft
from anonymise.rewrite import plain_text
from report.block import Actions, Block, Blocks, Heading, Item, Paragraph, Part, Spot
from report.inline import Emphasis, Inlines, Link, NoteMark, Redaction, Reference, Text
from report.model import Edition, Note, Section
from report.problems import Problem

_HINT = 'write [words]{.redact reason="third party"} in running text; around a whole link, not inside it'
_UNREAD = re.compile(r"\{[^{}]*\.redact\b")
_TORN = "]("
"""What is left of a link inside which words were marked: its address would be printed."""
_NO_TEXT = frozenset({"id", "kind", "target", "style", "source", "address", "person", "reason", "editions"})
"""Fields of a block or an inline that are characters and not words for readers."""


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """A run of text with its place."""

    file: int
    """As in `Spot`."""
    line: int
    """The first line of its block; 0 for settings of the report."""
    text: Inlines

    def __repr__(self) -> str:
        return f"Run({self.file}, {self.line})"


@dataclass(frozen=True, slots=True, repr=False)
class Removed:
    """One thing that an edition leaves out."""

    file: int
    line: int
    reason: str
    """As typed; "" where it stands in a part for other editions, or is a footnote that nothing calls any more."""
    runs: tuple[Run, ...]
    """Its texts; may be empty."""

    def words(self) -> int:
        """How many words it has, as white space parts them."""
        return sum(len(plain_text(run.text).split()) for run in self.runs)

    def __repr__(self) -> str:
        return f"Removed({self.file}, {self.line})"


@dataclass(frozen=True, slots=True, repr=False)
class Cut:
    """A draft of which one edition's parts are left."""

    draft: Draft
    """Holds no `Part` and no `Redaction`."""
    removed: tuple[Removed, ...]
    """In reading order within a section, its notes last."""
    problems: tuple[Problem, ...]

    def __repr__(self) -> str:
        return f"Cut({len(self.removed)} removed)"


def cut(draft: Draft, edition: Edition, places: tuple[str, ...]) -> Cut:
    """Cut a draft for an edition.

    `places` are names of the files that are safe to print. Problems: `redact-nested`, `redact-place`, `cut-empty`,
    `reference-cut`. Nothing to cut gives the same draft.
    """
    whole = (draft.preface, *draft.sections)
    cutters = [_Cutter(edition, section.spot.file, places) for section in whole]
    preface, *sections = (cutter.section(section) for cutter, section in zip(cutters, whole, strict=True))
    removed = tuple(one for cutter in cutters for one in cutter.removed)
    gone = set[str]()
    if removed:
        gone = {id for section in whole for id in _ids(section)}
        gone -= {id for section in (preface, *sections) for id in _ids(section)}
    problems = [problem for cutter in cutters for problem in cutter.problems]
    for section in (preface, *sections) if gone else ():
        for part in _walk(section):
            if isinstance(part, Reference) and part.target in gone:
                hint = "put the reference into a part for the same editions, or say it in words"
                sentence = f"a reference leads to what the {edition} edition leaves out"
                problems.append(Problem(places[section.spot.file], part.line, "reference-cut", sentence, hint))
    problems += [
        Problem(places[run.file], run.line, "redact-place", "a redaction stands where none can be made", _HINT)
        for run in (*runs_of(draft.front, 0, 0), *(r for s in whole for r in runs_of(s, s.spot.file, s.spot.line)))
        if _is_unread(run.text)
    ]
    done = dataclasses.replace(draft, preface=preface, sections=tuple(sections))
    return Cut(done, removed, tuple(problems))


def runs_of(value: object, file: int, line: int) -> Iterator[Run]:
    """Every text of a value of the model with its line, in reading order; a run of inlines is one."""
    if isinstance(value, str):
        if value.strip():
            yield Run(file, line, (Text(value),))
    elif isinstance(value, tuple):
        if value and all(type(part).__module__ == Text.__module__ for part in value):
            yield Run(file, line, value)
            titles = (part.title for part in _walk(value) if isinstance(part, Link))
            yield from (Run(file, line, (Text(title),)) for title in titles if title)
        else:
            for part in value:
                yield from runs_of(part, file, line)
    elif dataclasses.is_dataclass(value):
        at = getattr(value, "spot", None)
        file, line = (at.file, at.line) if isinstance(at, Spot) else (file, line)
        for field in dataclasses.fields(value):
            named = isinstance(value, Actions) and field.name == "columns"  # by the format, in every report
            if field.name not in _NO_TEXT and not named:
                yield from runs_of(getattr(value, field.name), file, line)


def _walk(value: object) -> Iterator[object]:
    """A value and every value in it, in order."""
    waiting: list[Any] = [value]
    while waiting:  # a generator in a generator for each of thousands of values takes three times as long
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += reversed(one)
        elif fields := _fields(type(one)):  # type: ignore[arg-type] # a class is hashable
            yield one
            waiting += [getattr(one, name) for name in reversed(fields)]


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The names of a dataclass's fields; () for anything else."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def _ids(section: Section) -> set[str]:
    return {id for part in _walk(section) if isinstance(id := getattr(part, "id", ""), str) and id}


class _Cutter:
    """Cuts one section; gathers what it takes out."""

    def __init__(self, edition: Edition, file: int, places: tuple[str, ...]) -> None:
        self.edition = edition
        self.file = file
        self.places = places
        self.line = 0
        self.redacting = False
        self.removed: list[Removed] = []
        self.problems: list[Problem] = []

    def section(self, section: Section) -> Section:
        """Cut a section's text, then the notes that nothing calls any more."""
        self.line = section.spot.line
        blocks: Blocks = self._each(section.blocks)
        if section.blocks and not blocks and self.file:
            self._empty(section.spot.line, "this section")
        for block, after in zip_longest(blocks, blocks[1:]):
            if isinstance(block, Heading) and _is_bare(block, after):
                self._empty(block.spot.line, "under this heading")
        notes = {note.spot.key: note for note in section.notes}
        called, waiting = set[int](), _marks(blocks)
        done: dict[int, Note] = {}
        while waiting:
            called |= waiting
            done |= {key: self._inside(notes[key]) for key in waiting}
            waiting = {mark for key in waiting for mark in _marks(done[key])} - called
        for key, note in notes.items():
            if key not in called:
                self._remove(note, note.spot.line, "")
        return dataclasses.replace(section, blocks=blocks, notes=tuple(done[key] for key in notes if key in done))

    def _each(self, parts: tuple[Any, ...]) -> tuple[Any, ...]:
        """Cut each of some blocks, inlines, items, rows or cells."""
        return tuple(new for part in parts for new in self._one(part))

    def _one(self, part: Any) -> tuple[Any, ...]:
        if isinstance(part, Part):
            return self._redacted_blocks(part) if part.reason else self._only(part)
        if isinstance(part, Redaction):
            return self._redacted_words(part)
        if isinstance(part, tuple):
            return (self._each(part),)
        if not dataclasses.is_dataclass(part) or isinstance(part, Spot):
            return (part,)
        return (self._inside(part),)

    def _inside(self, value: Any) -> Any:
        """Cut what stands inside a value; it must not end up empty."""
        outer = self.file, self.line
        at = getattr(value, "spot", None)
        self.file, self.line = (at.file, at.line) if isinstance(at, Spot) else outer  # a cell may be of a spreadsheet
        fields = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        changed = {name: self._each(old) for name, old in fields if isinstance(old, tuple)}
        if getattr(value, "blocks", ()) and not changed["blocks"]:
            self._empty(self.line, "in this item" if isinstance(value, Item) else "here")
        self.file, self.line = outer
        return dataclasses.replace(value, **changed)

    # --- parts and redactions

    def _only(self, part: Part) -> Blocks:
        if self.edition in part.editions:
            return self._each(part.blocks)
        self._remove(part.blocks, part.spot.line, "")
        return ()

    def _redacted_blocks(self, part: Part) -> Blocks:
        self._check_nested(part.blocks, part.spot.line)
        if self.edition == "public":
            self._remove(part.blocks, part.spot.line, part.reason)
            return (Paragraph(part.spot, (Text(f"[redacted: {part.reason}]"),), "", False),)
        blocks = self._each(part.blocks)
        if self.edition == "intranet" or not blocks:
            return blocks
        start = (Emphasis((Text(f"[redacted in the public edition: {part.reason}]"),)),)
        end = (Emphasis((Text("[end of what the public edition redacts]"),)),)
        return (Paragraph(part.spot, start, "", False), *blocks, Paragraph(part.end, end, "", False))

    def _redacted_words(self, part: Redaction) -> Inlines:
        self._check_nested(part.children, part.line)
        if self.edition == "public":
            self._remove(part.children, part.line, part.reason)
            return (Text(f"[redacted: {part.reason}]"),)
        words: Inlines = self._each(part.children)
        if self.edition == "intranet":
            return words
        return (*words, Text(" "), Emphasis((Text(f"[redacted in the public edition: {part.reason}]"),)))

    def _check_nested(self, inside: tuple[Any, ...], line: int) -> None:
        if any(isinstance(part, Redaction) or (isinstance(part, Part) and part.reason) for part in _walk(inside)):
            hint = "the outer one is enough"
            self._problem(line, "redact-nested", "a redaction stands inside this redaction", hint)

    def _remove(self, value: object, line: int, reason: str) -> None:
        self.removed.append(Removed(self.file, line, reason, tuple(runs_of(value, self.file, line))))

    def _empty(self, line: int, where: str) -> None:
        sentence = f"nothing is left of {where}" if where == "this section" else f"nothing is left {where}"
        hint = "put the whole of it into the part, or leave some text outside"
        self._problem(line, "cut-empty", f"{sentence} in the {self.edition} edition", hint)

    def _problem(self, line: int, rule: str, sentence: str, hint: str) -> None:
        self.problems.append(Problem(self.places[self.file], line, rule, sentence, hint))


def _is_unread(text: Inlines) -> bool:
    """Whether a redaction was written that the parser took for text, or that broke the link around it."""
    plain = plain_text(text)
    return bool(_UNREAD.search(plain)) or (_TORN in plain and any(isinstance(p, Redaction) for p in _walk(text)))


def _is_bare(heading: Heading, after: Block | None) -> bool:
    return after is None or (isinstance(after, Heading) and after.level <= heading.level and heading.numbered)


def _marks(value: object) -> set[int]:
    return {part.note for part in _walk(value) if isinstance(part, NoteMark)}
