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
    Event,
    Figure,
    Genogram,
    GroupRow,
    Heading,
    Item,
    List,
    Paragraph,
    Part,
    Quote,
    RecommendationList,
    Row,
    Spot,
    Table,
    Timeline,
)
from report.document import Document
from report.inline import (
    DOCUMENT,
    Abbreviation,
    Code,
    Elsewhere,
    Emphasis,
    Foreign,
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
from report.listing import BY_KEY, Lister
from report.model import Label, Note, NumberedNote, Section
from report.problems import Problem
from report.progress import print_progress
from report.timeline_order import in_order


@dataclass(slots=True)
class _Called:
    """A note that has been called, and how often up to here."""

    number: int
    file: int
    table: int
    calls: int


class Rewriter:
    """Goes through a report once, in order; counts notes and collects problems on the way."""

    def __init__(self, labels: Labels, paths: tuple[str, ...], marker: Marker, lister: Lister) -> None:
        """Take what everything is called, paths to print by file, what marks the abbreviations, what lists actions."""
        self.problems: list[Problem] = []
        self._labels = labels
        self._paths = paths
        self._marker = marker
        self._lister = lister
        self.elsewhere: set[str] = set()
        """The pages of other documents to which references lead."""
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
            case RecommendationList():
                return self._in_table(self._lister.list(block))
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
            case Timeline():
                caption = self._inlines(block.caption)
                return replace(block, caption=caption, events=tuple(self._event(event) for event in in_order(block)))
            case CodeBlock() | Divider() | Genogram():
                return block
            case Built() | Part() | Chronology():
                raise TypeError("a block that the pass has to build or to cut is still there")

    def _event(self, event: Event) -> Event:
        when, lane = self._inlines(event.when), self._inlines(event.lane)
        return replace(event, when=when, lane=lane, blocks=self._blocks(event.blocks))

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
            done = print_progress(
                replace(table, caption=caption, recommendations=recommendations), self._lister.progress
            )
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
            case Emphasis() | Strong() | Foreign() | Link():
                return (replace(inline, children=self._inlines(inline.children)),)
            case Reference():
                return (self._elsewhere(inline) if inline.target.startswith(DOCUMENT) else self._jump(inline),)
            case NoteMark():
                return (self._call(inline.note),)
            case Code() | LineBreak():
                return (inline,)
            case Span() | Redaction() | NoteCall() | Jump() | Elsewhere() | Abbreviation():
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

    def _elsewhere(self, reference: Reference) -> Inline:
        """Return what a reference to another document leads to; a problem leaves a text that nobody will see."""
        folder, _, id = reference.target.removeprefix(DOCUMENT).partition("#")
        document = self._lister.documents.get(folder)
        if document is None:
            return Text("?")  # its own problems are told instead
        if id and document.draft.name == self._lister.name:  # a text that came here from another document
            return self._jump(replace(reference, target=id))
        found = document.find(id) if id else None
        if id and not found:
            near = get_close_matches(id, document.labels.authors, n=1, cutoff=0.5)
            hint = f"the nearest name there is #{near[0]}" if near else f"write {{#{id}}} there behind what is meant"
            self._problem(reference, "reference-unknown", f"nothing in the other document is called #{id}", hint)
        page, name = (found.page, found.id) if found else ("index.html", "")
        self.elsewhere.add(f"{document.draft.name}/{page}")
        if reference.style == "text" and reference.children:
            return Elsewhere(document.draft.name, page, name, self._inlines(reference.children))
        words = _words(document, found, number=reference.style == "number")
        if not words and (found or not id):
            self._unnumbered(reference)
        return Elsewhere(document.draft.name, page, name, (Text(words or "?"),))

    def _target(self, target: str) -> Spot | None:
        key = target.removeprefix(BY_KEY)
        if key != target and key.isdecimal():
            return Spot(0, 0, int(key)) if int(key) in self._labels.by_key else None
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


def _words(document: Document, found: Label | None, *, number: bool) -> str:
    """Return how a reference calls what is in another document, or the whole of it; "" for what has no number."""
    if not found:
        return "" if number else document.words
    if number:
        return found.number.removeprefix("Appendix ")
    return f"{found.words} of {document.words}" if found.words else ""


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
