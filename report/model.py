"""The values that the stages pass on, from the pass to the publication.

In and out: nothing. A value is never half filled: a stage that knows more makes another type, so that a skipped pass
or a skipped gate does not type-check. The kinds of block are in `block.py`, the kinds of text in `inline.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from report.block import Blocks, Spot
from report.inline import Inlines

Edition: TypeAlias = Literal["draft", "intranet", "public"]
EDITIONS: tuple[Edition, ...] = ("draft", "intranet", "public")

Nation: TypeAlias = Literal["england", "wales", "scotland", "northern-ireland"]

SIGNOFFS: Mapping[str, str] = {
    "panel": "agreed by the review panel",
    "family": "read by the family",
    "home_office": "quality assured by the Home Office",
    "jigsaw_review": "reviewed for jigsaw identification",
}
"""The sign-offs that a public edition needs, with the words that readers see."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote."""

    spot: Spot
    """Its key is what a `NoteMark` names."""
    blocks: Blocks
    """Not empty."""


@dataclass(frozen=True, slots=True)
class Section:
    """One file of a report, the preface (`index.md`) among them."""

    spot: Spot
    title: Inlines
    """Empty where the author gave none: the section keeps its number and prints no heading."""
    id: str
    """The id that the author gave, else ""."""
    numbered: bool
    """False for an unnumbered section."""
    appendix: bool
    """Whether it is lettered (Appendix A) instead of numbered."""
    blocks: Blocks
    """Not empty, but for a preface."""
    notes: tuple[Note, ...]
    """In the order of their first marks."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed in a text after it had been published."""

    date: datetime.date
    what: str


@dataclass(frozen=True, slots=True)
class Front:
    """The report's own settings. Text is "" and a date None where the author gave none."""

    title: str
    review: str
    document: str
    partnership: str
    author: str
    chair: str
    date: datetime.date | None
    updated: datetime.date | None
    changes: tuple[Change, ...]
    """Newest first."""
    death: str
    """A year, or a year and a month ("2013-02"); never a day."""
    progress: datetime.date | None
    """The day for which the action plan says how far the recommendations are."""
    paragraphs: Literal["lists", "all", "none"]
    numbering: Literal["section", "continuous"]
    abbreviations: tuple[tuple[str, str], ...]
    """Abbreviation and meaning, in the author's order."""
    language: str
    """BCP 47."""
    contact: str
    signoff: Mapping[str, datetime.date]
    """By the names of `SIGNOFFS`; what is missing is not there."""
    themes: tuple[str, ...]
    """What the report is about, in the author's words; for the library."""
    case: str
    """What the documents of one review have in common: a heading of the library; "" for a document by itself."""
    address: str
    """Of the library's home page alone: where it is published, without a slash at its end; else ""."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an accessibility statement needs to know."""

    body: str
    """Who publishes the library."""
    contact: str
    """Where readers ask for another format and tell of a problem: an address for mail, or words."""
    tested: datetime.date
    prepared: datetime.date
    how: str
    """How it was tested, as a sentence without a full stop."""
    status: Literal["fully", "partially", "not"]
    problems: tuple[str, ...]
    """What is not accessible; empty where all is."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What all pages of a library have in common; from the front matter of its home page."""

    address: str = ""
    """Where the library is published, without a slash at its end; "" where nobody has said it."""
    statement: Statement | None = None
    """None where its data is missing: then there is no accessibility statement."""
    leave: str = "https://www.bbc.co.uk/weather"
    """Where "Exit this page" leads: an https address that nobody would ask about."""
    nations: tuple[Nation, ...] = ()
    """Whose helplines are listed; () is all four."""


HOUSE = SiteSettings()
"""What holds where a library sets nothing."""


@dataclass(frozen=True, slots=True, repr=False)
class Waiver:
    """A rule that an author has decided not to keep at one thing. Its texts are for the record of the build alone."""

    rule: str
    about: str
    """What it is about: a person's id, or a mark as readers would see it; "" where the author wrote neither."""
    by_id: bool
    """Whether `about` is an id."""
    reason: str
    day: datetime.date
    line: int
    """Its line in the front matter; from 1."""
    elsewhere: bool = False
    """Whether what it is about stands in a part that this edition leaves out."""

    def __repr__(self) -> str:
        return f"Waiver({self.rule}, {self.line})"


@dataclass(frozen=True, slots=True, repr=False)
class Image:
    """A picture that a figure shows, without metadata."""

    name: str
    """`figure-3.png`: made by the pass, never from the author's file name."""
    data: bytes
    width: int
    """Pixels."""
    height: int
    """Pixels."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a thing is called and where it stands."""

    kind: Literal["section", "appendix", "heading", "paragraph", "table", "figure", "recommendation"]
    number: str
    """As readers see it: "5.2", "Appendix A", "A.1", "4"; "" where it has none."""
    id: str
    """Its id on its page; unique in the report."""
    page: str
    """The page's file name: `section-5.html`."""

    @property
    def words(self) -> str:
        """How running text refers to it: "section 5.2", "Appendix A", "paragraph 1.2.3", "table 4"; "" without a
        number.
        """
        if not self.number or self.kind == "appendix":
            return self.number
        return f"{'section' if self.kind == 'heading' else self.kind} {self.number}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    level: int
    """1 or 2."""
    number: str
    """"" for an unnumbered section."""
    title: Inlines
    key: int
    """The key of the section or heading."""


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """A footnote with its number."""

    number: int
    """From 1 through the report."""
    blocks: Blocks
    file: int
    """The section it is called in, as in `Spot`."""
    table: int
    """The key of the table that calls it, 0 where running text does: the notes of a table stand right under it."""
    calls: int
    """How often it is called; at least 1."""


@dataclass(frozen=True, slots=True)
class Report:
    """A numbered report with aliases only: what both renderings are made from.

    In its inlines a `Reference` is a `Jump`, a `NoteMark` a `NoteCall`, and there is no `Span` and no `Built`.
    """

    name: str
    """The name of its folder, and of its PDF."""
    edition: Edition
    front: Front
    preface: Section
    sections: tuple[Section, ...]
    """In order: numbered and unnumbered sections as they stand in the folder, appendices among them."""
    labels: Mapping[int, Label]
    """By key: every section (the preface too), heading, counted table, figure and recommendation, and every numbered
    paragraph or item. A paragraph or item that is not here has no number; a table or figure that is here without a
    caption has number "" and an id."""
    contents: tuple[Entry, ...]
    """Levels 1 and 2, in order; what is unnumbered on purpose below level 1 is not in it."""
    notes: tuple[NumberedNote, ...]
    """In the order of their numbers."""
    glossary: tuple[tuple[str, str], ...]
    """Abbreviation and meaning, sorted by abbreviation ignoring case; those that are used."""
    images: tuple[Image, ...]
    missing_signoffs: tuple[str, ...]
    """The names of `SIGNOFFS` that the front matter lacks."""
    undecided: int
    """As in `SafeDraft`; 0 for all editions but a draft."""
    renamed: bool
    """Whether the pass replaced anything."""
    elsewhere: tuple[str, ...] = ()
    """The pages of other documents of the case that it refers to, sorted: `riverside-2019-overview/section-3.html`."""


@dataclass(frozen=True, slots=True)
class SafeDraft:
    """A draft for one edition, with aliases only. Made in `anonymise/replace.py` and nowhere else."""

    name: str
    """The name of the report's folder; "" for the library's home page."""
    edition: Edition
    front: Front
    preface: Section
    sections: tuple[Section, ...]
    images: tuple[Image, ...]
    """Those that figures show."""
    tally: Mapping[str, int]
    """How often each person (or place, date, term) of the register was replaced, by id; those that were."""
    paths: tuple[str, ...]
    """By file (see `Spot`): a path that is safe to print, for problems."""
    kept: tuple[str, ...] = ()
    """Words that the author decided to be no names, each with its neighbours as published: what the gate may pass."""
    undecided: int = 0
    """How many names and other identifiers nobody has accounted for."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF of a report."""

    data: bytes
    pages: int
    """At least 1."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the library's home page says of a published report; read from its `report.json`."""

    name: str
    title: str
    review: str
    document: str
    partnership: str
    date: str
    """ISO, "" where there is none; `updated` likewise."""
    updated: str
    death: str
    edition: Edition
    themes: tuple[str, ...]
    case: str


@dataclass(frozen=True, slots=True)
class Artefacts:
    """A folder of built files that nobody has cleared yet."""

    folder: Path
    digests: Mapping[str, str]
    """SHA-256 in hex by path relative to the folder, with slashes; every file in it."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """Artefacts that the gate has read completely. Made in `anonymise/gate.py` and nowhere else."""

    folder: Path
    digests: Mapping[str, str]
    """Of the bytes that the gate read."""
