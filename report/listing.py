"""All recommendations in one table, in the place where an author wants them.

In: action plans with the labels of their rows. Out: a `Table`, told apart by how many agencies each is for. The rule:
a recommendation is written once; the list repeats its words, has no ids of its own and leads to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from report.action import KINDS, Action, list_actions
from report.block import Block, Blocks, GroupRow, Item, List, Paragraph, RecommendationList, Row, Spot, Table
from report.day import write_day
from report.document import Document
from report.inline import DOCUMENT, Emphasis, Foreign, Inline, Inlines, Link, NoteMark, Reference, Strong, Text
from report.label import Labels
from report.model import SafeDraft
from report.plain import block_text, cell_of
from report.problems import Problem

_COLUMNS = ("No.", "Recommendation", "Agency", "Date")


BY_KEY = "key:"
"""How the target of a reference begins that names a thing by its key; no author's id holds a colon."""


class Lister:
    """Lists the recommendations of a draft; gathers problems on the way."""

    def __init__(self, draft: SafeDraft, labels: Labels, documents: Mapping[str, Document]) -> None:
        """Take the draft, what its things are called, and the documents of its case by their folders."""
        self.problems: list[Problem] = []
        self.progress = draft.front.progress
        """The day for which its action plans were written."""
        self._paths = draft.paths
        self.documents = documents
        self.name = draft.name
        self._draft = draft
        self._labels = labels

    def list(self, block: RecommendationList) -> Table:
        """Return the table that a block asks for, in which references are still to be resolved."""
        other = self.documents.get(block.document)
        draft, labels = (other.draft, other.labels) if other else (self._draft, self._labels)
        known = other or not block.document  # else the problems of the other document are told
        actions = list_actions((draft.preface, *draft.sections), labels.by_key) if known else ()
        if known and not actions:
            sentence, hint = "there are no recommendations to list", "delete this block, or write an action plan"
            place = (self._paths[block.spot.file], block.spot.line)
            self.problems.append(Problem(*place, "recommendations-none", sentence, hint))
        return _table(block, actions, draft.front.progress)


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
            number = _moved(Reference(f"{BY_KEY}{action.key}", "number", (), 0), block)
            words = _copies(cell_of(action.cells, action.columns, "Recommendation"), block)
            rows.append(Row((_cell(block.spot, number), words, *(_cell(block.spot, Text(f)) for f in facts))))
    columns: tuple[Inlines, ...] = tuple((Text(name),) for name in names)
    return Table(block.spot, block.id, block.caption, columns, tuple(rows), row_headers=True)


def _cell(spot: Spot, inline: Inline) -> Blocks:
    if isinstance(inline, Text) and not inline.text:
        return ()
    return (Paragraph(Spot(spot.file, spot.line, 0), (inline,), "", False),)


def _copies(blocks: Blocks, into: RecommendationList) -> Blocks:
    """Return the paragraphs and lists of a cell as they can stand a second time; of anything else its words."""
    return tuple(done for block in blocks for done in _copy(block, into))


def _copy(block: Block, into: RecommendationList) -> Iterator[Block]:
    spot = replace(into.spot, key=0)  # what has no key has no id
    match block:
        case Paragraph():
            yield Paragraph(spot, _copied(block.text, into), "", False)
        case List():
            items = tuple(Item(spot, _copies(item.blocks, into), "") for item in block.items)
            yield replace(block, spot=spot, items=items)
        case _:
            if words := block_text((block,)):
                yield Paragraph(spot, (Text(words),), "", False)


def _copied(inlines: Inlines, into: RecommendationList) -> Inlines:
    """Return text without footnotes, in which references lead to where they led."""
    done: list[Inline] = []
    for inline in inlines:
        match inline:
            case NoteMark():
                continue
            case Emphasis() | Strong() | Foreign() | Link():
                done.append(replace(inline, children=_copied(inline.children, into)))
            case Reference():
                done.append(_moved(replace(inline, children=_copied(inline.children, into)), into))
            case _:
                done.append(inline)
    return tuple(done)


def _moved(reference: Reference, into: RecommendationList) -> Reference:
    """Return a reference of the listed document as it stands in the list."""
    outside = into.document and not reference.target.startswith(DOCUMENT)
    target = f"{DOCUMENT}{into.document}#{reference.target}" if outside else reference.target
    return replace(reference, target=target, line=into.spot.line)
