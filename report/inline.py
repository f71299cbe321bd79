"""The kinds of text inside a block: plain, emphasised, linked, marked.

In and out: nothing; these are values. The text that stands in a block before the pass is real, so no `repr` here shows
any of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

DOCUMENT = "document:"
"""How the target of a reference to another document of the case begins."""


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """Plain characters as typed; a line break of the source is one newline character and means a space."""

    text: str
    """Not empty."""

    def __repr__(self) -> str:
        return f"Text({len(self.text)} characters)"


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """A run of code: shown in a fixed-width face, otherwise like text."""

    text: str
    """Not empty."""

    def __repr__(self) -> str:
        return f"Code({len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that readers see."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised text (HTML `em`)."""

    children: Inlines
    """Not empty."""


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong text (HTML `strong`)."""

    children: Inlines
    """Not empty."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than the report's (HTML `lang`)."""

    language: str
    """BCP 47, from a table: "cy", "pt-BR"."""
    children: Inlines
    """Not empty."""


@dataclass(frozen=True, slots=True, repr=False)
class Link:
    """A link that leaves the report: a web or a mail address."""

    address: str
    """An absolute address with the scheme http, https, mailto or tel."""
    title: str
    """The link's title, "" where the author gave none."""
    children: Inlines
    """The link's text; not empty."""

    def __repr__(self) -> str:
        return "Link"


@dataclass(frozen=True, slots=True, repr=False)
class Reference:
    """A reference as the author wrote it. Gone in a `Report`: there it is a `Jump`."""

    target: str
    """An id that an author gave, or `file:3` for the third section file; `document:overview#castle` for an id in
    another document of the case, and `document:overview#` for the whole of it."""
    style: Literal["label", "number", "text"]
    """`label` prints "section 5.2", `number` prints "5.2", `text` prints the children."""
    children: Inlines
    """The author's own words for style `text`, else empty."""
    line: int
    """Its line in the file; from 1."""

    def __repr__(self) -> str:
        return "Reference"


@dataclass(frozen=True, slots=True, repr=False)
class Span:
    """Words that the author has decided about. Gone after the pass."""

    children: Inlines
    """Not empty."""
    person: str
    """The id of the person that is meant, "" where none is."""
    word: bool
    """Whether this is an ordinary word, though it looks like a name."""
    line: int
    """Its line in the file; from 1."""

    def __repr__(self) -> str:
        return "Span"


@dataclass(frozen=True, slots=True, repr=False)
class Redaction:
    """Words that the public edition does not show. Gone after the pass."""

    children: Inlines
    """Not empty."""
    reason: str
    """Why; shown in their place; not empty."""
    line: int
    """Its line in the file; from 1."""

    def __repr__(self) -> str:
        return "Redaction"


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place where a footnote is called, before numbering. Gone in a `Report`: there it is a `NoteCall`."""

    note: int
    """The key of the `Note`."""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The place where a footnote is called, in a `Report`."""

    number: int
    """The note's number in the report, from 1."""
    occurrence: int
    """1 for the first call of this note, 2 for the second."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A reference that leads somewhere, in a `Report`."""

    key: int
    """The key of what is referred to; `Report.labels` has its number, id and page."""
    children: Inlines
    """What is printed: "section 5.2", "5.2" or the author's words; not empty."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A reference to another document of the case, in a `Report`: a link on a site, words anywhere else."""

    document: str
    """The name of the other report."""
    page: str
    """The page's file name there."""
    id: str
    """The id on that page; "" for the whole document."""
    children: Inlines
    """What is printed: "section 5.2 of the overview report", "5.2" or the author's words; not empty."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A use of an abbreviation that the report explains, in a `Report`."""

    text: str
    """As it stands in the report."""
    meaning: str
    """What it stands for; not empty."""


Inline: TypeAlias = (
    Text
    | Code
    | LineBreak
    | Emphasis
    | Strong
    | Foreign
    | Link
    | Reference
    | Span
    | Redaction
    | NoteMark
    | NoteCall
    | Jump
    | Elsewhere
    | Abbreviation
)
Inlines: TypeAlias = tuple[Inline, ...]
