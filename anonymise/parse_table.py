"""Parse tables: pipe tables, record tables and action plans.

In: nodes of the Markdown parser. Out: `Table` and `Actions`, and the terms of any block of records. The rule: a table
says exactly what was typed; a cell too many or a column that nobody knows is a problem with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from anonymise.parse_attribute import NONE, Attributes
from anonymise.parse_inline import Context, parse_inlines, plain, refuse_attributes, take_attributes
from report.block import (
    COLUMN_SETS,
    PROGRESS,
    STATUSES,
    Actions,
    Blocks,
    GroupRow,
    Paragraph,
    Recommendation,
    Row,
    Spot,
    Table,
)
from report.inline import Inlines, Text

MULTI = "multi-agency"
"""The class of an action plan whose recommendations are for several agencies together."""
ReadBlocks = Callable[[list[SyntaxTreeNode]], Blocks]


def line_of(node: SyntaxTreeNode) -> int:
    """The first line of a node; from 1."""
    return node.map[0] + 1 if node.map else line_of(node.parent) if node.parent else 1


def parse_pipe_table(node: SyntaxTreeNode, caption: Inlines, id: str, source: list[str], context: Context) -> Table:
    """Parse a pipe table. `source` are the lines of the file."""
    spot = context.spot(line_of(node))
    head = node.children[0].children[0]
    columns = tuple(_cell(cell, line_of(head), context) for cell in head.children)
    rows: list[Row | GroupRow] = []
    for row in node.children[1].children if len(node.children) > 1 else []:
        line = line_of(row)
        if _count_cells(source[line - 1]) > len(columns):
            hint = "write \\| for a bar that is text"
            context.problem(line, "table-cells", "this row has more cells than the table has columns", hint)
        cells = [_cell(cell, line, context) for cell in row.children]
        if len(columns) > 1 and cells[0] and not any(cells[1:]):
            rows.append(GroupRow(cells[0]))
        else:
            rows.append(Row(tuple((Paragraph(context.spot(line), cell, "", True),) if cell else () for cell in cells)))
    return Table(spot, id, caption, columns, tuple(rows), row_headers=False)


def _cell(node: SyntaxTreeNode, line: int, context: Context) -> Inlines:
    text = parse_inlines(node.children[0], line, context) if node.children else ()
    refuse_attributes(text, line, context)
    return text


def _count_cells(line: str) -> int:
    text = line.strip().replace("\\\\", "  ").replace("\\|", "  ")
    text = text.lstrip("> ")
    return text.removeprefix("|").removesuffix("|").count("|") + 1


@dataclass(frozen=True, slots=True, repr=False)
class Field:
    """A term of a record, with its cell."""

    term: Inlines
    id: str
    """Behind the term; "" where there is none."""
    line: int
    blocks: Blocks
    """May be empty."""

    @property
    def name(self) -> str:
        """The term's words in small letters."""
        return " ".join(plain(self.term).casefold().split())

    def __repr__(self) -> str:
        return f"Field({self.line})"


def parse_fields(node: SyntaxTreeNode, context: Context, read: ReadBlocks) -> list[Field]:
    """The terms of a block that holds one definition list; empty after a problem."""
    lists = [child for child in node.children if child.type == "dl"]
    if len(lists) != 1 or len(node.children) != 1:
        hint = "write each column as a line `Term`, then `: text` on the next; nothing else"
        context.problem(line_of(node), "table-records", "the block is not one list of terms and texts", hint)
        return []
    fields: list[Field] = []
    for child in lists[0].children:
        if child.type == "dt":
            term, attributes = take_attributes(parse_inlines(child.children[0], line_of(child), context))
            fields.append(Field(term, (attributes or NONE).id, line_of(child), ()))
        else:
            last = fields.pop()
            fields.append(Field(last.term, last.id, last.line, last.blocks + read(child.children)))
    return fields


def group_records(fields: list[Field]) -> list[list[Field]]:
    """Group terms into records: the first term starts each of them. Empty for none."""
    records: list[list[Field]] = []
    for item in fields:
        if not records or item.name == records[0][0].name:
            records.append([])
        records[-1].append(item)
    return records


def parse_record_table(
    node: SyntaxTreeNode, attributes: Attributes, caption: Inlines, context: Context, read: ReadBlocks
) -> Table:
    """Parse `::: table`. Its columns are the terms of the first record."""
    spot = context.spot(line_of(node))
    records = group_records(parse_fields(node, context, read))
    columns = [item.name for item in records[0]] if records else []
    rows = [Row(take_cells(record, columns, context)) for record in records]
    for item in (item for record in records for item in record if item.id):
        hint = "give the table an id in its first line, or name a paragraph"
        context.problem(item.line, "attribute-misplaced", "a row of a table has no number to refer to", hint)
    heads = tuple(item.term for item in records[0]) if records else ()
    return Table(spot, attributes.id, caption, heads, tuple(rows), row_headers=True)


def parse_actions(
    node: SyntaxTreeNode, attributes: Attributes, caption: Inlines, context: Context, read: ReadBlocks
) -> Actions:
    """Parse `::: actions`: a list of terms and texts."""
    spot = context.spot(line_of(node))
    return make_actions(group_records(parse_fields(node, context, read)), spot, attributes, caption, context)


def make_record(line: int, terms: Sequence[str], id: str, cells: Sequence[Blocks]) -> list[Field]:
    """A record whose cells stand in one row; `id` is that of the whole record."""
    both = enumerate(zip(terms, cells, strict=True))
    return [Field((Text(term),), id if n == 0 else "", line, blocks) for n, (term, blocks) in both]


def make_actions(
    records: list[list[Field]], spot: Spot, attributes: Attributes, caption: Inlines, context: Context
) -> Actions:
    """Make an action plan by the column set that has most of its terms; terms of progress go with either set."""
    columns = _column_set(records)
    names = [column.casefold() for column in columns]
    rows: list[Recommendation] = []
    for record in records:
        row = context.spot(record[0].line)
        cells = take_cells(record, names, context)
        if columns[-len(PROGRESS) :] == PROGRESS:
            cells = (*cells[: -len(PROGRESS)], *_progress(record, cells[-len(PROGRESS) :], context))
        rows.append(Recommendation(row, record[0].id, cells))
        for item in record[1:]:
            if item.id:
                hint = "put the id behind the record's first term"
                context.problem(item.line, "attribute-misplaced", "an id stands behind a further term", hint)
    multi = MULTI in attributes.classes
    return Actions(spot, attributes.id, caption, attributes.values.get("agency", ""), columns, tuple(rows), multi)


def _progress(record: list[Field], cells: tuple[Blocks, ...], context: Context) -> tuple[Blocks, ...]:
    """The cells of `PROGRESS`, with the status as the list of them has it; what was completed has a status then."""
    status, completed, outcome = cells
    line = next((item.line for item in record if item.name == PROGRESS[0].casefold()), record[0].line)
    match status:
        case ():
            found = "Completed" if completed else ""
        case (Paragraph(text=text),):
            words = " ".join(plain(text).split()).casefold()
            found = next((name for name in STATUSES if name.casefold() == words), "")
        case _:
            found = ""
    if status and not found:
        hint = f"write one of {', '.join(STATUSES)}; say more under Outcome"
        context.problem(line, "status-wrong", "the status is none that there is", hint)
    elif completed and found != "Completed":
        hint = "write Completed as the status, or say it under Outcome"
        context.problem(line, "status-wrong", "what is not completed has a day on which it was", hint)
    shown = (Paragraph(context.spot(line), (Text(found),), "", False),) if found else ()
    return (shown, completed, outcome)


def _column_set(records: list[list[Field]]) -> tuple[str, ...]:
    used = {item.name for record in records for item in record}
    columns = max(COLUMN_SETS, key=lambda columns: sum(column.casefold() in used for column in columns))
    return (*columns, *PROGRESS) if used & {term.casefold() for term in PROGRESS} else columns


def take_cells(record: list[Field], columns: list[str], context: Context) -> tuple[Blocks, ...]:
    """The cells of a record, one for each column; a term that is no column, or stands twice, is a problem."""
    cells: dict[str, Blocks] = {}
    for item in record:
        if item.name not in columns:
            hint = "use the terms of the first record, or those that the guide lists for this block"
            context.problem(item.line, "table-column", "this term is no column of the table", hint)
        elif item.name in cells:
            hint = "each record starts with the same term"
            context.problem(item.line, "table-twice", "this term stands twice in one record", hint)
        else:
            cells[item.name] = item.blocks
    return tuple(cells.get(column, ()) for column in columns)
