"""What a report's text says without its marks: for titles, accessible names and exported data.

In: inlines and blocks of a `Report`. Out: plain strings. The rule: a note's call is not part of the words.
"""

from __future__ import annotations

from collections.abc import Iterator

from report.block import (
    Actions,
    Block,
    Blocks,
    Callout,
    CodeBlock,
    Definitions,
    Event,
    Figure,
    Genogram,
    GroupRow,
    Heading,
    List,
    Paragraph,
    Quote,
    Row,
    Table,
    Timeline,
)
from report.inline import (
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
    Strong,
    Text,
)


def _parts(block: Block) -> Iterator[Blocks]:
    match block:
        case List(items=items):
            yield from (item.blocks for item in items)
        case Quote(blocks=blocks) | Callout(blocks=blocks):
            yield blocks
        case Definitions(entries=entries):
            yield from (entry.blocks for entry in entries)
        case Table(rows=rows):
            yield from (cell for row in rows if isinstance(row, Row) for cell in row.cells)
        case Actions(recommendations=recommendations):
            yield from (cell for recommendation in recommendations for cell in recommendation.cells)


def inline_text(inlines: Inlines) -> str:
    """Join the words of inlines in one line; "" for none."""
    return " ".join("".join(map(_inline, inlines)).split())


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text=text) | Code(text=text) | Abbreviation(text=text):
            return text
        case LineBreak():
            return " "
        case Emphasis(children=children) | Strong(children=children) | Foreign(children=children):
            return "".join(map(_inline, children))
        case Link(children=children) | Jump(children=children) | Elsewhere(children=children):
            return "".join(map(_inline, children))
    return ""


def block_text(blocks: Blocks) -> str:
    """Join the words of blocks, a line for each paragraph and bullet; "" for none."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield inline_text(text)
        case CodeBlock(text=code):
            yield code.strip()
        case Figure(alternative=alternative):
            yield alternative
        case Genogram(facts=facts):
            yield from facts
        case List(items=items):
            yield from (f"• {block_text(item.blocks)}" for item in items)
        case Table(rows=rows):
            yield from map(_row_line, rows)
        case Definitions(entries=entries):
            yield from (f"{inline_text(entry.term)}: {block_text(entry.blocks)}" for entry in entries)
        case Timeline(events=events):
            yield from map(event_text, events)
        case _:
            yield from (block_text(inner) for inner in _parts(block))


def event_text(event: Event) -> str:
    """Return a record of a time line: its date, its agency where it has one, and what happened."""
    head = ", ".join(filter(None, map(inline_text, (event.when, event.lane))))
    return f"{head}: {block_text(event.blocks)}"


def _row_line(row: Row | GroupRow) -> str:
    if isinstance(row, GroupRow):
        return inline_text(row.text)
    return " | ".join(block_text(cell) for cell in row.cells)


def cell_of(cells: tuple[Blocks, ...], columns: tuple[str, ...], column: str) -> Blocks:
    """Take a recommendation's cell by its column; () where the plan has no such column."""
    return cells[columns.index(column)] if column in columns else ()
