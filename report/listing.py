"""All recommendations in one table, in the place where an author wants them.

In: action plans with the labels of their rows. Out: a `Table`, told apart by how many agencies each is for. The rule:
a recommendation is written once; the list repeats its words, has no ids of its own and leads to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from report.action import KINDS, Action, list_actions
from report.block import Block, Blocks, GroupRow, Item, List, Paragraph, RecommendationList, Row, Spot, Table
from report.day import write_day
from report.inline import Emphasis, Inline, Inlines, Link, NoteMark, Reference, Strong, Text
from report.label import Labels
from report.model import SafeDraft
from report.plain import block_text, cell_of
from report.problems import Problem

_COLUMNS = ("No.", "Recommendation", "Agency", "Date")


BY_KEY = "key:"
"""How the target of a reference begins that names a thing by its key; no author's id holds a colon."""


class Lister:
    """Lists the recommendations of a draft; gathers problems on the way."""

    def __init__(self, draft: SafeDraft, labels: Labels) -> None:
        """Take the draft, and what its things are called."""
        self.problems: list[Problem] = []
        self.progress = draft.front.progress
        """The day for which its action plans were written."""
        self._paths = draft.paths
        self._draft = draft
        self._labels = labels

    def list(self, block: RecommendationList) -> Table:
        """Return the table that a block asks for, in which references are still to be resolved."""
        actions = list_actions((self._draft.preface, *self._draft.sections), self._labels.by_key)
        if not actions:
            sentence, hint = "there are no recommendations to list", "delete this block, or write an action plan"
            place = (self._paths[block.spot.file], block.spot.line)
            self.problems.append(Problem(*place, "recommendations-none", sentence, hint))
        return _table(block, actions, self.progress)


def _table(block: RecommendationList, actions: Sequence[Action], day: datetime.date | None) -> Table:
    """Return the table of some recommendations; group rows stand in it where their plans tell kinds apart."""
    stated = any(action.status != "Not stated" for action in actions)
    names = (*_COLUMNS, *((f"Status as at {write_day(day)}" if day else "Status",) if stated else ()))
    rows: list[Row | GroupRow] = []
    for kind in (*KINDS, ""):
        group = [action for action in actions if action.kind == kind]
        if group and kind:
            rows.append(GroupRow((Text(f"{kind} recommendations"),)))
        for action in group:
            facts = (action.agency, action.due, *((action.status,) if stated else ()))
            number = Reference(f"{BY_KEY}{action.key}", "number", (), block.spot.line)
            words = _copies(cell_of(action.cells, action.columns, "Recommendation"))
            rows.append(Row((_cell(block.spot, number), words, *(_cell(block.spot, Text(f)) for f in facts))))
    columns: tuple[Inlines, ...] = tuple((Text(name),) for name in names)
    return Table(block.spot, block.id, block.caption, columns, tuple(rows), row_headers=True)


def _cell(spot: Spot, inline: Inline) -> Blocks:
    if isinstance(inline, Text) and not inline.text:
        return ()
    return (Paragraph(Spot(spot.file, spot.line, 0), (inline,), "", False),)


def _copies(blocks: Blocks) -> Blocks:
    """Return the paragraphs and lists of a cell as they can stand a second time; of anything else its words."""
    return tuple(done for block in blocks for done in _copy(block))


def _copy(block: Block) -> Iterator[Block]:
    spot = replace(block.spot, key=0)  # what has no key has no id
    match block:
        case Paragraph():
            yield Paragraph(spot, _without_notes(block.text), "", False)
        case List():
            items = tuple(Item(replace(item.spot, key=0), _copies(item.blocks), "") for item in block.items)
            yield replace(block, spot=spot, items=items)
        case _:
            if words := block_text((block,)):
                yield Paragraph(spot, (Text(words),), "", False)


def _without_notes(inlines: Inlines) -> Inlines:
    done: list[Inline] = []
    for inline in inlines:
        match inline:
            case NoteMark():
                continue
            case Emphasis() | Strong() | Link() | Reference():
                done.append(replace(inline, children=_without_notes(inline.children)))
            case _:
                done.append(inline)
    return tuple(done)
