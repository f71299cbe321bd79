"""What the search of a report finds: every text of it with its number, its section and its address.

In: a `Report`. Out: entries in reading order, and the script that gives them to the search page. The rule: the index
holds the published words and no others, and each stands behind a line break or a bullet, as it does on its page, so
that the gate reads it as it reads the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from report.block import (
    Actions,
    Block,
    Blocks,
    Callout,
    Definitions,
    Divider,
    Figure,
    Heading,
    List,
    Row,
    Spot,
    Table,
    Timeline,
)
from report.model import Report, Section
from report.plain import block_text, event_text, inline_text

INDEX = "search-index.js"
_BEFORE, _BEHIND = "var reportIndex=", ";\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place that can be found."""

    section: int
    """Its section's place among the sections; the preface is 0."""
    number: str
    """As readers see it: "5.2", "Table 4", "Recommendation 1"; "" where it has none."""
    id: str
    """The id to go to on the section's page: its own, else that of what it stands below."""
    text: str
    """One line; not empty."""


def find_entries(report: Report) -> tuple[Entry, ...]:
    """List the places of a report in reading order; () for a report without words."""
    return tuple(entry for n, section in enumerate(_sections(report)) for entry in _Walk(report, n).section(section))


def render_index(report: Report) -> bytes:
    """Render the index as a script, since a page opened from a folder may load no data: it sets `reportIndex`.

    Sections are number, title and page; entries are the fields of `Entry`, in their order.
    """
    sections = [_line(*_section_row(report, section)) for section in _sections(report)]
    entries = [f"[{e.section},{_text(e.number)},{_text(e.id)},\n{_text(e.text)}]" for e in find_entries(report)]
    body = f'{{"sections":[{",".join(sections)}],"entries":[{",".join(entries)}]}}'
    return f"{_BEFORE}{body}{_BEHIND}".encode()


def read_index(folder: Path) -> tuple[str, ...]:
    """Read the texts of the index in a report's built folder.

    Raises:
        OSError: where there is none.
        ValueError: where it is not as `render_index` makes it.
    """
    text = (folder / INDEX).read_text("utf-8")
    if not (text.startswith(_BEFORE) and text.endswith(_BEHIND)):
        raise ValueError("a search index is not complete")
    index = json.loads(text[len(_BEFORE) : -len(_BEHIND)])
    return tuple(str(entry[3]) for entry in index["entries"])


def _sections(report: Report) -> tuple[Section, ...]:
    return (report.preface, *report.sections)


def _section_row(report: Report, section: Section) -> tuple[str, str, str]:
    label = report.labels[section.spot.key]
    title = inline_text(section.title)
    if section is report.preface:
        title = title or report.front.title or "First page"
    return label.number, title or label.words[:1].upper() + label.words[1:] or "Untitled section", label.page


def _line(*texts: str) -> str:
    return f"[{','.join(chr(10) + _text(text) for text in texts)}]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    """Join lines and cells by bullets: an escaped line break would read as the letter n before the next word."""
    parts = (part.removeprefix("• ").strip() for line in text.splitlines() for part in line.split(" | "))
    return " • ".join(" ".join(part.split()) for part in parts if part)


@dataclass(slots=True)
class _Walk:
    """The way through one section: `id` is that of the last heading, where what has no id of its own is found."""

    report: Report
    number: int
    id: str = ""

    def section(self, section: Section) -> Iterator[Entry]:
        label = self.report.labels[section.spot.key]
        self.id = label.id
        yield from self.entry(label.number, label.id, inline_text(section.title))
        yield from self.blocks(section.blocks)
        for note in self.report.notes:
            if note.file == section.spot.file:
                yield from self.entry(f"Note {note.number}", f"note-{note.number}", block_text(note.blocks))

    def entry(self, number: str, id: str, text: str) -> Iterator[Entry]:
        words = _one_line(text)
        if words:
            yield Entry(self.number, number, id or self.id, words)

    def labelled(self, spot: Spot, text: str) -> Iterator[Entry]:
        label = self.report.labels.get(spot.key)
        if label is None:
            yield from self.entry("", "", text)
        elif label.kind in ("paragraph", "heading"):
            yield from self.entry(label.number, label.id, text)
        else:
            yield from self.entry(label.words[:1].upper() + label.words[1:], label.id, text)

    def blocks(self, blocks: Blocks) -> Iterator[Entry]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[Entry]:
        match block:
            case Heading(spot=spot, text=text):
                label = self.report.labels.get(spot.key)
                self.id = label.id if label else self.id
                yield from self.labelled(spot, inline_text(text))
            case List(items=items):
                for item in items:
                    yield from self.labelled(item.spot, block_text(item.blocks))
            case Table() | Actions():
                yield from self.table(block)
            case Figure(spot=spot, caption=caption, alternative=alternative):
                yield from self.labelled(spot, f"{inline_text(caption)}\n{alternative}")
            case Callout(blocks=blocks):
                yield from self.blocks(blocks)
            case Definitions(spot=spot, entries=entries):
                for entry in entries:
                    yield from self.labelled(spot, f"{inline_text(entry.term)}: {block_text(entry.blocks)}")
            case Timeline(spot=spot, caption=caption, events=events):
                yield from self.labelled(spot, inline_text(caption))
                for event in events:
                    yield from self.labelled(spot, event_text(event))
            case Divider():
                return
            case _:
                yield from self.labelled(block.spot, block_text((block,)))

    def table(self, table: Table | Actions) -> Iterator[Entry]:
        yield from self.labelled(table.spot, inline_text(table.caption))
        if isinstance(table, Actions):
            for row in table.recommendations:
                yield from self.labelled(row.spot, "\n".join(block_text(cell) for cell in row.cells))
            return
        for line in table.rows:
            text = "\n".join(map(block_text, line.cells)) if isinstance(line, Row) else inline_text(line.text)
            yield from self.labelled(table.spot, text)
