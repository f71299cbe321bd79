"""The kinds of block that a report is made of.

In and out: nothing; these are values. Blocks carry no numbers: numbers are the `labels` of a `Report`, found by a
block's `key`. No `repr` here shows any text, since before the pass it is real.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from report.inline import Inlines
from report.kinship import NOBODY, Family


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block stands in the source, and what identifies it."""

    file: int
    """0 is the report's `index.md`, 1 the first section file, and so on in order."""
    line: int
    """The block's first line in that file; lines count from 1."""
    key: int
    """A number of its own for each block of a report; in document order, not consecutive."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the section's title."""

    spot: Spot
    level: int
    """2 to 6; level 1 is the title of the section."""
    text: Inlines
    """Not empty."""
    id: str
    """The id that the author gave, else ""."""
    numbered: bool
    """False where the author wrote `{-}`: no number, no entry in the contents."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spot: Spot
    text: Inlines
    """Not empty."""
    id: str
    """The id that the author gave, else ""."""
    numbered: bool
    """False where the author wrote `{-}`: takes no number where paragraphs have numbers."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; a numbered paragraph where the report's `labels` give its key a number."""

    spot: Spot
    blocks: Blocks
    """Not empty."""
    id: str
    """The id that the author gave, else ""."""


@dataclass(frozen=True, slots=True)
class List:
    """A bulleted or an ordered list."""

    spot: Spot
    items: tuple[Item, ...]
    """Not empty."""
    ordered: bool
    """Whether the author typed numbers."""
    steps: bool
    """Whether the author wrote `{.steps}`: an ordinary 1, 2, 3."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: as many cells as the table has columns. A cell is blocks; an empty cell is ()."""

    cells: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A header that spans a table and heads the rows below it, up to the next one."""

    text: Inlines
    """Not empty."""


@dataclass(frozen=True, slots=True, repr=False)
class Moment:
    """A record of a table as a drawing shows it. Made of what the pass has left."""

    when: str
    """A date or a period that can be read."""
    what: str
    lane: str
    """The agency; "" where there is none."""

    def __repr__(self) -> str:
        return f"Moment({len(self.what)} characters)"


@dataclass(frozen=True, slots=True)
class Table:
    """A table, whichever way it was written."""

    spot: Spot
    id: str
    """The id that the author gave, else ""."""
    caption: Inlines
    """Empty where there is none; a table is counted where it has one."""
    columns: tuple[Inlines, ...]
    """The column headings; a heading may be empty."""
    rows: tuple[Row | GroupRow, ...]
    """May be empty."""
    row_headers: bool
    """Whether the first cell of each row heads the row."""
    moments: tuple[Moment, ...] = ()
    """What is drawn above it as a time line; empty where nothing is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recommendation is, in plain words; "" for what its plan does not say."""

    status: str = ""
    """One of `STATUSES`."""
    completed: str = ""
    """When, as written."""
    outcome: str = ""


NO_PROGRESS = Progress()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One row of an action plan. Its number in the report is its label."""

    spot: Spot
    id: str
    """The id that the author gave, else ""."""
    cells: tuple[Blocks, ...]
    """One for each column of its action plan; an empty cell is ()."""
    progress: Progress = NO_PROGRESS
    """As data, beside the cell in which readers see it. In a draft it stands in the cells of `PROGRESS` alone."""


@dataclass(frozen=True, slots=True)
class Actions:
    """An action plan: a table whose rows are recommendations."""

    spot: Spot
    id: str
    """The id that the author gave, else ""."""
    caption: Inlines
    """Empty where there is none."""
    agency: str
    """Whose action plan it is; data, not printed in the table's place; may be ""."""
    columns: tuple[str, ...]
    """One of the two sets of `COLUMN_SETS`; in a draft with `PROGRESS` behind it where a record has one of these, in a
    report with the column `PROGRESS_COLUMN` behind a set that has no other place for it."""
    recommendations: tuple[Recommendation, ...]
    """Not empty."""
    multi_agency: bool = False
    """Whether its recommendations are for several agencies together."""


@dataclass(frozen=True, slots=True)
class RecommendationList:
    """A table of all recommendations, in the place where it stands. Gone in a numbered report."""

    spot: Spot
    id: str
    """The id that the author gave, else ""."""
    caption: Inlines
    """Empty where there is none."""
    document: str
    """The folder of the document of the case whose recommendations are listed; "" for the report's own."""


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """A picture that stands by itself."""

    spot: Spot
    id: str
    """The id that the author gave, else ""."""
    source: str
    """In a draft the path as typed, relative to the report; after the pass the `name` of one of the `images`."""
    alternative: str
    """The alternative text; not empty."""
    caption: Inlines
    """Empty where there is none; a figure is counted where it has one."""

    def __repr__(self) -> str:
        return "Figure"


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    spot: Spot
    blocks: Blocks


@dataclass(frozen=True, slots=True, repr=False)
class CodeBlock:
    """Lines kept as typed."""

    spot: Spot
    text: str

    def __repr__(self) -> str:
        return f"CodeBlock({len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class Divider:
    """A break between paragraphs (HTML `hr`)."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means."""

    term: Inlines
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Definitions:
    """A definition list."""

    spot: Spot
    entries: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A set-off part: a note, a warning, a tribute, or the note on names."""

    spot: Spot
    kind: Literal["note", "warning", "tribute", "alias-note"]
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Event:
    """A record of a time line. Its words are all that says when it was: what the pass has made of them is drawn."""

    spot: Spot
    when: Inlines
    """The date or the period as written; not empty."""
    lane: Inlines
    """The agency whose record it is; empty where the time line names none."""
    blocks: Blocks
    """What happened; not empty."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened when: drawn, and kept as a list."""

    spot: Spot
    id: str
    """The id that the author gave, else ""."""
    caption: Inlines
    """Empty where there is none; a time line is counted among the figures where it has one."""
    events: tuple[Event, ...]
    """Not empty; as written in a draft, by their dates in a `Report`."""


@dataclass(frozen=True, slots=True)
class Built:
    """A block that the product makes from the register. Gone after the pass."""

    spot: Spot
    kind: Literal["subjects", "genogram", "alias-note"]
    bands: bool = False
    """Whether `subjects` gives ages in bands and not years of birth."""


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """A part that some editions do not show: `::: only`, or `::: redact`, which has a reason. Gone after the pass."""

    spot: Spot
    end: Spot
    """Where it ends: its key is for what a draft says there."""
    editions: tuple[str, ...]
    """For `::: only` the editions that show it; empty for `::: redact`, which the public edition does not."""
    reason: str
    """Why the public edition does not show it; "" for `::: only`."""
    blocks: Blocks
    """Not empty."""

    def __repr__(self) -> str:
        return f"Part({len(self.blocks)} blocks)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of a chronology. Its words are all that says when it was."""

    spot: Spot
    when: Blocks
    """The date or the period, one paragraph."""
    time: Inlines
    """Empty where none is known."""
    agency: Blocks
    origin: Blocks
    """Whence the agency has it: a file, a letter, a call."""
    event: Blocks
    """Not empty."""
    comment: Blocks
    outcome: Blocks


@dataclass(frozen=True, slots=True)
class Chronology:
    """What several agencies recorded, in one order. A table after the pass."""

    spot: Spot
    id: str
    """The id that the author gave, else ""."""
    caption: Inlines
    """Empty where there is none."""
    kind: Literal["month", "quarter", "year", ""]
    """By which periods it is grouped; "" where the author leaves it to its length."""
    drawn: bool
    """Whether a time line stands above the table."""
    entries: tuple[Entry, ...]
    """As the files have them, one after the other; none stands twice. Not empty."""


@dataclass(frozen=True, slots=True)
class Genogram:
    """The family, drawn and told in sentences; aliases only."""

    spot: Spot
    facts: tuple[str, ...]
    """What the drawing shows, in sentences, a relationship each; may be empty."""
    family: Family = NOBODY


Block: TypeAlias = (
    Heading
    | Paragraph
    | List
    | Table
    | Actions
    | RecommendationList
    | Figure
    | Quote
    | CodeBlock
    | Divider
    | Definitions
    | Callout
    | Built
    | Part
    | Chronology
    | Genogram
    | Timeline
)
Blocks: TypeAlias = tuple[Block, ...]


COLUMN_SETS: tuple[tuple[str, ...], ...] = (
    ("Finding", "Recommendation", "Required action / evidence", "By Whom", "To be completed by when"),
    (
        "Recommendation",
        "Scope",
        "Action to take",
        "Lead agency",
        "Key milestones achieved",
        "Target date",
        "Date of completion and outcome",
    ),
)
"""The columns of an action plan: the older set, and the one of the Home Office's guidance."""

PROGRESS = ("Status", "Completed", "Outcome")
"""The terms by which a recommendation of either set says how far it is."""
PROGRESS_COLUMN = "Progress"
"""How the column begins in which readers see them, where the set has none for it."""
COMPLETION = "Date of completion and outcome"
"""The column of the second set in which readers see them."""
STATUSES = ("Not started", "In progress", "Overdue", "Completed", "Withdrawn")
"""What a `Status` may say; it is compared without regard to capitals."""
