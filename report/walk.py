"""Every block of a report in the order in which it is read.

In: blocks. Out: the same blocks and all that stand inside them. The rule: what is counted is counted in this order,
wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from report.block import (
    Actions,
    Block,
    Blocks,
    Callout,
    Definitions,
    Event,
    Item,
    List,
    Quote,
    Recommendation,
    Row,
    Table,
    Timeline,
)
from report.timeline_order import in_order

Node: TypeAlias = Block | Item | Recommendation | Event
"""Whatever has a `Spot` and can stand inside a section."""


def walk(blocks: Blocks) -> Iterator[Node]:
    """Yield each block before what stands inside it: items of lists, rows of action plans and records among them.

    A table's cells come row by row. Nothing comes of no blocks.
    """
    for block in blocks:
        yield block
        yield from _inside(block)


def _inside(block: Block) -> Iterator[Node]:
    """Yield what stands inside one block."""
    match block:
        case List(items=parts) | Actions(recommendations=parts):
            for part in parts:
                yield part
                for blocks in part.cells if isinstance(part, Recommendation) else (part.blocks,):
                    yield from walk(blocks)
        case Table():
            for row in block.rows:
                if isinstance(row, Row):
                    for cell in row.cells:
                        yield from walk(cell)
        case Quote() | Callout():
            yield from walk(block.blocks)
        case Timeline():
            for event in in_order(block):
                yield event
                yield from walk(event.blocks)
        case Definitions():
            for entry in block.entries:
                yield from walk(entry.blocks)
