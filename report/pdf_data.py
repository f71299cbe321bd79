"""A numbered report as the data that the PDF's template lays out.

In: a `Report`. Out: a tree of plain values for JSON, and the outline of what it holds in the order of the page. The
rule: text is data from here on, never markup, and every number comes from the report's labels.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from report.block import (
    Actions,
    Block,
    Blocks,
    Callout,
    CodeBlock,
    Definitions,
    Divider,
    Event,
    Figure,
    Genogram,
    Heading,
    Item,
    List,
    Paragraph,
    Quote,
    Table,
    Timeline,
)
from report.day import write_day, write_month
from report.edition import undecided_words
from report.inline import Inlines
from report.model import SIGNOFFS, Report, Section
from report.pdf_drawing import describe_family, describe_moments, describe_timeline
from report.pdf_inline import InlineWriter, printable
from report.pdf_table import TableWriter
from report.pdf_turn import turn
from report.plain import inline_text

Data: TypeAlias = dict[str, Any]
"""What JSON can carry; the template is the only reader."""

FRAMES = {
    "note": "Note",
    "warning": "Warning",
    "tribute": "Tribute",
    "alias-note": "About the names",
    "genogram": "Family relationships",
    "timeline": "Time line",
}
"""What each kind of callout is called, for readers and for assistive technology."""

_SHORT_PREFACE = 400
"""Characters; a shorter preface stands at the head of the body."""
_SHORT_TITLE = 60
"""Characters of a title in the running header."""

_FIRST_DAY = datetime.date(2000, 1, 1)
"""The date in the file of a report that gives none: the clock would make two builds differ."""


@dataclass(slots=True)
class Outline:
    """What the document holds, in the order of the page: the structure tree is checked and completed by it."""

    headings: list[str] = field(default_factory=list)
    """The text of each heading, with its number."""
    tables: list[bool] = field(default_factory=list)
    """For each table whether the first cell of a row heads the row."""
    frames: list[str] = field(default_factory=list)
    """For each quotation or callout its name; "" for a quotation."""


def describe(report: Report) -> tuple[Data, Outline]:
    """Return the template's data and the outline of the document."""
    writer = Writer(report)
    first = _first_of_body(report)
    front = writer.section(report.preface, headed=False)
    for section in report.sections[:first]:
        front += writer.section(section)
    if first == 0 and _length(report.preface.blocks) < _SHORT_PREFACE:
        front, blocks = [], front  # a line or two is no page of its own
    else:
        blocks = []
    for section in report.sections[first:]:
        blocks += [{"kind": "break"}] if section.appendix else []
        blocks += writer.section(section)
    blocks += writer.glossary()
    lists = writer.lists()
    outline = writer.outline
    outline.headings[:0] = ["Contents", *(name for name, entries in lists if entries)]
    told = _about_names(report)
    outline.frames[:0] = [FRAMES["alias-note"]] if told else []
    writer.outline = Outline()  # footnotes stand aside: what they hold is no part of the outline
    notes = {str(note.number): writer.blocks(note.blocks) for note in report.notes}
    contents = [
        {"key": f"k{entry.key}", "number": entry.number, "title": printable(inline_text(entry.title))}
        for entry in report.contents
    ]
    contents += [{"key": "glossary", "number": "", "title": "Glossary"}] if report.glossary else []
    data = {**_front(report), "contents": contents, "lists": lists, "front": front, "blocks": blocks, "notes": notes}
    return {**data, "names": told, "names-told": writer.names_told}, outline


def _first_of_body(report: Report) -> int:
    """Return how many sections stand before the body: the unnumbered ones ahead of the first that has a number."""
    numbered = [at for at, section in enumerate(report.sections) if section.numbered or section.appendix]
    return numbered[0] if numbered else 0


def _length(blocks: Blocks) -> int:
    """Return the characters of a preface that is plain paragraphs; of any other, more than a short one has."""
    if not all(isinstance(block, Paragraph) for block in blocks):
        return _SHORT_PREFACE
    return sum(len(inline_text(block.text)) for block in blocks if isinstance(block, Paragraph))


def _about_names(report: Report) -> str:
    """Return what the front says about the names; "" where none was replaced."""
    if not report.renamed:
        return ""
    return (
        "Names in this report have been changed, so that the people it is about, their families and their friends "
        "are not recognised."
    )


def created(report: Report) -> datetime.date:
    """Return the day that stands in the file: of the last update, else of the text, else a fixed one."""
    return report.front.updated or report.front.date or _FIRST_DAY


def _front(report: Report) -> Data:
    front = report.front
    language, _, region = front.language.partition("-")
    title = printable(front.title or front.document or front.review)
    day = created(report)
    facts = (
        ("Published by", front.partnership),
        ("Chair", front.chair),
        ("Author", front.author),
        ("Death", write_month(front.death)),
        ("Date", write_day(front.date)),
        ("Updated", write_day(front.updated)),
        *((f"Changed on {write_day(change.date)}", change.what) for change in front.changes),
        ("Progress as at", write_day(front.progress)),
        ("For another format ask", front.contact),
    )
    return {
        "title": title,
        "short": _short(title),
        "language": language.lower(),
        "region": region.upper() if len(region) == 2 and region.isalpha() else "",
        "created": [day.year, day.month, day.day],
        "review": printable(front.review),
        "document": printable(front.document) if front.title else "",
        "author": printable(front.author),
        "publisher": printable(front.partnership),
        "keywords": [printable(word) for word in _keywords(report) if word],
        "facts": [[name, printable(fact)] for name, fact in facts if fact],
        "edition": report.edition,
        "missing": [SIGNOFFS[name] for name in report.missing_signoffs],
        "undecided": undecided_words(report.undecided),
    }


def _short(title: str) -> str:
    """Return a title as the running header has room for it."""
    return title if len(title) <= _SHORT_TITLE else title[:_SHORT_TITLE].rsplit(" ", 1)[0] + " …"


def _keywords(report: Report) -> tuple[str, ...]:
    front = report.front
    return (front.review, front.document if front.title else "", front.partnership, front.death.partition("-")[0])


class Writer:
    """Describes blocks, one after another, and keeps the outline of what it has described."""

    def __init__(self, report: Report) -> None:
        """Start at the beginning of `report`."""
        self.report = report
        self.outline = Outline()
        self.inline = InlineWriter(report)
        self._tables = TableWriter(report, self.inline, self.blocks)
        self._listed = {entry.key for entry in report.contents}
        self._captions: dict[str, list[Data]] = {"Tables": [], "Figures": []}
        self.names_told = False
        """Whether the report itself says how the names were chosen."""

    def lists(self) -> list[tuple[str, list[Data]]]:
        """Return the lists of tables and figures that stand behind the contents, once all blocks are described."""
        return list(self._captions.items())

    def section(self, section: Section, *, headed: bool = True) -> list[Data]:
        """Describe a section: its heading where it has a title, and its blocks; the preface is not `headed`."""
        label = self.report.labels.get(section.spot.key)
        number = label.number if label else ""
        anchor: Data = {"kind": "anchor", "key": f"k{section.spot.key}", "running": ""}
        head = [self._heading(1, number, section.title, section.spot.key)] if section.title and headed else [anchor]
        return turn(head + self.blocks(section.blocks))

    def blocks(self, blocks: Blocks) -> list[Data]:
        """Describe blocks in order."""
        return [data for block in blocks for data in self._block(block)]

    def glossary(self) -> list[Data]:
        """Describe the glossary that the report ends with; nothing where no abbreviation is used."""
        if not self.report.glossary:
            return []
        self.outline.headings.append("Glossary")
        head = {
            "kind": "heading", "level": 1, "number": "", "text": [["text", "Glossary"]],
            "key": "glossary", "listed": True, "running": "Glossary",
        }  # fmt: skip
        entries = [
            {"term": [["text", printable(short)]], "blocks": [_paragraph([["text", printable(meaning)]])]}
            for short, meaning in self.report.glossary
        ]
        return [{"kind": "break"}, head, {"kind": "terms", "entries": entries}]

    def _block(self, block: Block) -> list[Data]:
        match block:
            case Heading(level=level, text=text):
                return [self._heading(level, self._number(block.spot.key), text, block.spot.key)]
            case Paragraph():
                return [_paragraph(self.inline.write(block.text), self._number(block.spot.key), self._key(block))]
            case List():
                return self._list(block)
            case Table() | Actions():
                self.outline.tables.append(isinstance(block, Actions) or block.row_headers)
                self._list_caption("Tables", block.spot.key, block.caption)
                drawn = [self._moments(block)] if isinstance(block, Table) and block.moments else []
                return drawn + self._tables.write(block)
            case Figure():
                return [self._figure(block)]
            case Quote():
                return [self._frame("quote", "", block.blocks)]
            case Callout(kind=kind):
                return [self._frame(kind, FRAMES[kind], block.blocks)]
            case CodeBlock(text=text):
                return [{"kind": "code", "text": text.expandtabs(4).rstrip("\n")}]
            case Divider():
                return [{"kind": "divider"}]
            case Definitions():
                entries = [
                    {"term": self.inline.write(entry.term), "blocks": self.blocks(entry.blocks)}
                    for entry in block.entries
                ]
                return [{"kind": "terms", "entries": entries}]
            case Genogram():
                return self._genogram(block)
            case Timeline():
                return [self._timeline(block)]
            case _:
                raise TypeError(f"{type(block).__name__} cannot stand in a numbered report")

    def _heading(self, level: int, number: str, text: Inlines, key: int) -> Data:
        words = f"{number} {printable(inline_text(text))}".strip()
        self.outline.headings.append(words)
        return {
            "kind": "heading", "level": level, "number": number, "text": self.inline.write(text),
            "key": f"k{key}", "listed": key in self._listed, "running": _short(words) if level == 1 else None,
        }  # fmt: skip

    def _list(self, block: List) -> list[Data]:
        if not any(self._number(item.spot.key) for item in block.items):
            items = [{"blocks": self.blocks(item.blocks), "key": self._key(item)} for item in block.items]
            return [{"kind": "list", "ordered": block.ordered, "items": items}]
        return [data for item in block.items for data in self._numbered(item)]

    def _numbered(self, item: Item) -> list[Data]:
        """Describe an item that is a numbered paragraph: the number hangs before its first paragraph."""
        blocks = self.blocks(item.blocks)
        number, key = self._number(item.spot.key), self._key(item)
        if blocks[0]["kind"] == "paragraph" and not blocks[0]["number"]:
            # an item's own paragraph may be an anchor too, so both keys stay
            return [{**blocks[0], "number": number, "keys": key + blocks[0]["keys"]}, *blocks[1:]]
        return [_paragraph([], number, key), *blocks]

    def _figure(self, block: Figure) -> Data:
        image = next(image for image in self.report.images if image.name == block.source)
        self._list_caption("Figures", block.spot.key, block.caption)
        return {
            "kind": "figure", "file": image.name, "alternative": printable(block.alternative),
            # 150 pixels an inch, and never higher than half a page
            "width": min(425.0, image.width * 72 / 150, 360.0 * image.width / image.height),
            "caption": self._figure_caption(block),
            "keys": self._key(block), "own": f"c{block.spot.key}",
        }  # fmt: skip

    def _list_caption(self, name: str, key: int, caption: Inlines) -> None:
        if caption and self._number(key):
            words = printable(inline_text(caption))
            self._captions[name].append({"key": f"c{key}", "number": self._number(key), "title": words})

    def _frame(self, kind: str, name: str, blocks: Blocks) -> Data:
        self.outline.frames.append(name)
        first = kind == "alias-note" and not self.names_told
        self.names_told |= first
        keys = ["names"] if first else []
        return {"kind": "frame", "frame": kind, "name": name, "blocks": self.blocks(blocks), "keys": keys}

    def _genogram(self, block: Genogram) -> list[Data]:
        if not block.facts:
            return []
        self.outline.frames.append(FRAMES["genogram"])
        items = [{"blocks": [_paragraph([["text", printable(fact)]])]} for fact in block.facts]
        blocks: list[Data] = [{"kind": "list", "ordered": False, "items": items}]
        frame: Data = {"kind": "frame", "frame": "genogram", "name": FRAMES["genogram"], "blocks": blocks, "keys": []}
        if block.family.members:
            blocks.insert(0, describe_family(block.family))
            frame["room"] = blocks[0]["room"]
        return [frame]

    def _timeline(self, block: Timeline) -> Data:
        self.outline.frames.append(FRAMES["timeline"])
        self._list_caption("Figures", block.spot.key, block.caption)
        drawing = describe_timeline(block)
        drawing |= {"caption": self._figure_caption(block), "keys": self._key(block), "own": f"c{block.spot.key}"}
        entries = [
            {"term": [*self.inline.write(event.when), *self._lane(event)], "blocks": self.blocks(event.blocks)}
            for event in block.events
        ]
        blocks: list[Data] = [drawing, {"kind": "terms", "entries": entries}]
        return {"kind": "frame", "frame": "timeline", "name": FRAMES["timeline"], "blocks": blocks, "keys": []}

    def _moments(self, table: Table) -> Data:
        self.outline.frames.append(FRAMES["timeline"])
        blocks = [describe_moments(table)]
        return {"kind": "frame", "frame": "timeline", "name": FRAMES["timeline"], "blocks": blocks, "keys": []}

    def _lane(self, event: Event) -> list[Any]:
        return [["text", ", "], *self.inline.write(event.lane)] if event.lane else []

    def _figure_caption(self, block: Figure | Timeline) -> list[Any]:
        number, caption = self._number(block.spot.key), self.inline.write(block.caption)
        return [["text", f"Figure {number}: "], *caption] if number and caption else caption

    def _number(self, key: int) -> str:
        label = self.report.labels.get(key)
        return label.number if label else ""

    def _key(self, block: Item | Paragraph | Figure | Timeline) -> list[str]:
        return [f"k{block.spot.key}"] if block.spot.key in self.report.labels else []


def _paragraph(text: list[Any], number: str = "", keys: list[str] | None = None) -> Data:
    return {"kind": "paragraph", "text": text, "number": number, "keys": keys or []}
