"""A draft's blocks with references, footnotes and abbreviations resolved.

In: blocks and `Labels`. Out: the same blocks, in which a `Reference` is a `Jump` and a `NoteMark` a `NoteCall`; the
notes by number; problems. The rule: no reference of a `Report` leads to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from report.abbreviation import Marker
from report.block import (
    Actions,
    Block,
    Blocks,
    Built,
    Callout,
    Chronology,
    CodeBlock,
    Definitions,
    Divider,
    Figure,
    Genogram,
    GroupRow,
    Heading,
    Item,
    List,
    Paragraph,
    Part,
    Quote,
    Row,
    Spot,
    Table,
)
from report.inline import (
    Abbreviation,
    Code,
    Emphasis,
    Inline,
    Inlines,
    Jump,
    LineBreak,
    Link,
    NoteCall,
    NoteMark,
    Redaction,
    Reference,
    Span,
    Strong,
    Text,
)
from report.label import Labels
from report.model import Note, NumberedNote, Section
from report.problems import Problem


@dataclass(slots=True)
class _Called:
    """A note that has been called, and how often up to here."""

    number: int
    file: int
    table: int
    calls: int


class Rewriter:
    """Goes through a report once, in order; counts notes and collects problems on the way."""

    def __init__(self, labels: Labels, paths: tuple[str, ...], marker: Marker) -> None:
        """Take what everything is called, paths to print by file, and what marks the abbreviations."""
        self.problems: list[Problem] = []
        self._labels = labels
        self._paths = paths
        self._marker = marker
        self._called: dict[int, _Called] = {}
        self._notes: list[tuple[_Called, Blocks]] = []
        self._file = 0
        self._table = 0

    def section(self, section: Section) -> Section:
        """Return a section rewritten, without its notes, which `notes` returns when all sections are done."""
        self._file = section.spot.file
        earlier = len(self._called)
        title = self._inlines(section.title)
        rewritten = replace(section, title=title, blocks=self._blocks(section.blocks), notes=())
        self._write_notes({note.spot.key: note for note in section.notes}, earlier)
        return rewritten

    def notes(self) -> tuple[NumberedNote, ...]:
        """Return the notes of the sections so far, in the order of their numbers."""
        return tuple(
            NumberedNote(called.number, blocks, called.file, called.table, called.calls)
            for called, blocks in self._notes
        )

    def _write_notes(self, notes: Mapping[int, Note], earlier: int) -> None:
        """Rewrite the notes of a section in the order of their numbers; a note called only in a note comes behind."""
        while earlier < len(self._called):
            key = list(self._called)[earlier]
            called = self._called[key]
            self._table = called.table
            self._notes.append((called, self._blocks(notes[key].blocks)))
            earlier += 1
        self._table = 0

    def _blocks(self, blocks: Blocks) -> Blocks:
        return tuple(self._block(block) for block in blocks)

    def _block(self, block: Block) -> Block:
        match block:
            case Heading() | Paragraph():
                return replace(block, text=self._inlines(block.text))
            case List():
                return replace(block, items=tuple(self._item(item) for item in block.items))
            case Table() | Actions():
                return self._in_table(block)
            case Figure():
                return replace(block, caption=self._inlines(block.caption))
            case Quote() | Callout():
                return replace(block, blocks=self._blocks(block.blocks))
            case Definitions():
                entries = (
                    replace(entry, term=self._inlines(entry.term), blocks=self._blocks(entry.blocks))
                    for entry in block.entries
                )
                return replace(block, entries=tuple(entries))
            case CodeBlock() | Divider() | Genogram():
                return block
            case Built() | Part() | Chronology():
                raise TypeError("a block that the pass has to build or to cut is still there")

    def _item(self, item: Item) -> Item:
        return replace(item, blocks=self._blocks(item.blocks))

    def _in_table(self, table: Table | Actions) -> Table | Actions:
        """Rewrite a table, whose notes stand under it."""
        outer, self._table = self._table, table.spot.key
        caption = self._inlines(table.caption)
        if isinstance(table, Table):
            columns = tuple(self._inlines(column) for column in table.columns)
            rows = tuple(self._row(row) for row in table.rows)
            done: Table | Actions = replace(table, caption=caption, columns=columns, rows=rows)
        else:
            recommendations = tuple(
                replace(row, cells=tuple(self._blocks(cell) for cell in row.cells)) for row in table.recommendations
            )
            done = replace(table, caption=caption, recommendations=recommendations)
        self._table = outer
        return done

    def _row(self, row: Row | GroupRow) -> Row | GroupRow:
        if isinstance(row, GroupRow):
            return GroupRow(self._inlines(row.text))
        return Row(tuple(self._blocks(cell) for cell in row.cells))

    def _inlines(self, inlines: Inlines) -> Inlines:
        return tuple(done for inline in _joined(inlines) for done in self._inline(inline))

    def _inline(self, inline: Inline) -> Inlines:
        match inline:
            case Text():
                return self._marker.mark(inline.text)
            case Emphasis() | Strong() | Link():
                return (replace(inline, children=self._inlines(inline.children)),)
            case Reference():
                return (self._jump(inline),)
            case NoteMark():
                return (self._call(inline.note),)
            case Code() | LineBreak():
                return (inline,)
            case Span() | Redaction() | NoteCall() | Jump() | Abbreviation():
                raise TypeError(f"a {type(inline).__name__} does not belong in a draft that the pass has made safe")

    def _call(self, key: int) -> NoteCall:
        called = self._called.setdefault(key, _Called(len(self._called) + 1, self._file, self._table, 0))
        called.calls += 1
        return NoteCall(called.number, called.calls)

    def _jump(self, reference: Reference) -> Inline:
        """Return what a reference leads to; a problem leaves a text that nobody will see."""
        spot = self._target(reference.target)
        if spot is None:
            self._unknown(reference)
            return Text("?")
        found = self._labels.by_key[spot.key]
        if reference.style == "text" and reference.children:
            return Jump(spot.key, self._inlines(reference.children))
        words = found.number.removeprefix("Appendix ") if reference.style == "number" else found.words
        if not words:
            self._unnumbered(reference)
        return Jump(spot.key, (Text(words or "?"),))

    def _target(self, target: str) -> Spot | None:
        file = target.removeprefix("file:")
        if file != target and file.isdecimal():
            return self._labels.files.get(int(file))
        return self._labels.authors.get(target)

    def _unknown(self, reference: Reference) -> None:
        if reference.target.startswith("file:"):
            sentence, hint = "nothing is in the file that the link names", "name one of the report's section files"
        else:
            sentence, hint = f"nothing is called #{reference.target}", self._nearest(reference.target)
        self._problem(reference, "reference-unknown", sentence, hint)

    def _nearest(self, target: str) -> str:
        for name in get_close_matches(target, self._labels.authors, n=1, cutoff=0.5):
            spot = self._labels.authors[name]
            return f"the nearest name is #{name} ({self._paths[spot.file]}:{spot.line})"
        return f"write {{#{target}}} behind what is meant"

    def _unnumbered(self, reference: Reference) -> None:
        sentence = "a reference asks for the number of something that has none"
        self._problem(reference, "reference-unnumbered", sentence, "write the words of the link between its brackets")

    def _problem(self, reference: Reference, rule: str, sentence: str, hint: str) -> None:
        self.problems.append(Problem(self._paths[self._file], reference.line, rule, sentence, hint))


def _joined(inlines: Inlines) -> Inlines:
    """Return the inlines with neighbouring texts made one: the pass may have cut an abbreviation's sentence in two."""
    done: list[Inline] = []
    for inline in inlines:
        last = done[-1] if done else None
        if isinstance(inline, Text) and isinstance(last, Text):
            done[-1] = Text(last.text + inline.text)
        else:
            done.append(inline)
    return tuple(done)
