"""Parse tables: pipe tables, record tables and action plans.

In: nodes of the Markdown parser. Out: `Table` and `Actions`. The rule: a table says exactly what was typed; a cell too
many or a column that nobody knows is a problem with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from anonymise.parse_attribute import NONE, Attributes
from anonymise.parse_inline import Context, parse_inlines, plain, refuse_attributes, take_attributes
from report.block import COLUMN_SETS, Actions, Blocks, GroupRow, Paragraph, Recommendation, Row, Spot, Table
from report.inline import Inlines, Text

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
class _Field:
    """A term of a record, with its cell."""

    term: Inlines
    id: str
    line: int
    blocks: Blocks

    @property
    def name(self) -> str:
        return " ".join(plain(self.term).casefold().split())


def _records(node: SyntaxTreeNode, context: Context, read: ReadBlocks) -> list[list[_Field]]:
    """The records of a block that holds one definition list; empty after a problem."""
    lists = [child for child in node.children if child.type == "dl"]
    if len(lists) != 1 or len(node.children) != 1:
        hint = "write each column as a line `Term`, then `: text` on the next; nothing else"
        context.problem(line_of(node), "table-records", "the block is not one list of terms and texts", hint)
        return []
    fields: list[_Field] = []
    for child in lists[0].children:
        if child.type == "dt":
            term, attributes = take_attributes(parse_inlines(child.children[0], line_of(child), context))
            fields.append(_Field(term, (attributes or NONE).id, line_of(child), ()))
        else:
            last = fields.pop()
            fields.append(_Field(last.term, last.id, last.line, last.blocks + read(child.children)))
    records: list[list[_Field]] = []
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
    records = _records(node, context, read)
    columns = [item.name for item in records[0]] if records else []
    rows = [Row(_cells(record, columns, context)) for record in records]
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
    return make_actions(_records(node, context, read), spot, attributes, caption, context)


def make_record(line: int, terms: Sequence[str], id: str, cells: Sequence[Blocks]) -> list[_Field]:
    """A record whose cells stand in one row; `id` is that of the whole record."""
    both = enumerate(zip(terms, cells, strict=True))
    return [_Field((Text(term),), id if n == 0 else "", line, blocks) for n, (term, blocks) in both]


def make_actions(
    records: list[list[_Field]], spot: Spot, attributes: Attributes, caption: Inlines, context: Context
) -> Actions:
    """Make an action plan by the column set that has most of its terms."""
    columns = _column_set(records)
    names = [column.casefold() for column in columns]
    rows: list[Recommendation] = []
    for record in records:
        row = context.spot(record[0].line)
        rows.append(Recommendation(row, record[0].id, _cells(record, names, context)))
        for item in record[1:]:
            if item.id:
                hint = "put the id behind the record's first term"
                context.problem(item.line, "attribute-misplaced", "an id stands behind a further term", hint)
    return Actions(spot, attributes.id, caption, attributes.values.get("agency", ""), columns, tuple(rows))


def _column_set(records: list[list[_Field]]) -> tuple[str, ...]:
    used = {item.name for record in records for item in record}
    return max(COLUMN_SETS, key=lambda columns: sum(column.casefold() in used for column in columns))


def _cells(record: list[_Field], columns: list[str], context: Context) -> tuple[Blocks, ...]:
    cells: dict[str, Blocks] = {}
    for item in record:
        if item.name not in columns:
            hint = "use the terms of the first record, or the columns that the guide lists for an action plan"
            context.problem(item.line, "table-column", "this term is no column of the table", hint)
        elif item.name in cells:
            hint = "each record starts with the same term"
            context.problem(item.line, "table-twice", "this term stands twice in one record", hint)
        else:
            cells[item.name] = item.blocks
    return tuple(cells.get(column, ()) for column in columns)
