"""Parse tables and action plans that stand in spreadsheets.

In: the attributes of a `:::` block and the spreadsheets of the report's folder. Out: the same `Table` and `Actions` as
from Markdown. The rule: a cell is plain text, so that a star stays a star; only what an author decides about words
(`[Marsh]{person=P1}`, `.word`, `.redact`) is read, and what looks like it and is none is a problem with its row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from anonymise.grid import Grid
from anonymise.parse_attribute import NONE, Attributes, parse_attributes
from anonymise.parse_inline import Context
from anonymise.parse_table import make_actions, make_record
from anonymise.sheet import check_suffix, read_grid
from report.block import Actions, Blocks, GroupRow, Paragraph, Row, Spot, Table
from report.inline import Inline, Inlines, Redaction, Span, Text
from report.problems import Problems

ID = "Id"
"""The column of an action plan whose cells are ids."""
_DECIDED = re.compile(r"\[([^\[\]{}]+)\]\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """A table that was read, with the context of its own file: its spots and problems are those of the sheet."""

    grid: Grid
    context: Context

    def __repr__(self) -> str:
        return f"Sheet({len(self.grid.rows)} rows)"


def parse_sheet_block(found: Attributes, caption: Inlines, line: int, context: Context, *, actions: bool) -> Blocks:
    """Parse the block on `line`, whose rows stand in the spreadsheet that it names; () after a problem."""
    sheet = read_sheet(found.values["src"], found.values.get("sheet", ""), line, context, groups=not actions)
    if sheet is None:
        return ()
    spot = context.spot(line)
    made = parse_sheet_actions(sheet, found, caption, spot) if actions else _table(sheet, found.id, caption, spot)
    return (made,) if made else ()


def read_sheet(path: str, sheet: str, line: int, context: Context, *, groups: bool) -> Sheet | None:
    """Read the spreadsheet that the block on `line` names; None after a problem.

    `path` is relative to the report's folder. Problems: `sheet-missing`, and as `read_grid`.
    """
    source = path.removeprefix("./")
    found = check_suffix(source, context.place)
    if found:
        context.problem(line, "sheet-format", found[0].sentence, found[0].hint)
        return None
    if source not in context.sheets:
        hint = "write the path from the report's folder, as in tables/plan.xlsx; its name begins with a letter or digit"
        context.problem(line, "sheet-missing", "the spreadsheet is not in the report's folder", hint)
        return None
    place, data = context.sheets[source]
    try:
        grid, here = read_grid(source, data, place, sheet, groups=groups)
    except Problems as problems:
        context.problems += problems.problems
        return None
    if here not in context.read:
        context.read.append(here)
    own = replace(context, file=len(context.files) + context.read.index(here), place=here)
    return Sheet(grid, own)


def _table(sheet: Sheet, id: str, caption: Inlines, spot: Spot) -> Table:
    """Make a table; its caption and id stand in the Markdown, at `spot`."""
    grid, context = sheet.grid, sheet.context
    columns = tuple(parse_cell(name, grid.line, context) for name in grid.columns)
    rows = tuple(
        GroupRow(parse_cell(row.cells[0], row.line, context))
        if row.group
        else Row(tuple(parse_paragraphs(text, row.line, context) for text in row.cells))
        for row in grid.rows
    )
    return Table(spot, id, caption, columns, rows, row_headers=True)


def parse_sheet_actions(sheet: Sheet, found: Attributes, caption: Inlines, spot: Spot) -> Actions | None:
    """Make an action plan, its caption and id likewise; None where its columns are none of an action plan."""
    grid, context = sheet.grid, sheet.context
    terms = [name for name in grid.columns if name.casefold() != ID.casefold()]
    before = len(context.problems)
    make_actions([make_record(grid.line, terms, "", [()] * len(terms))], spot, found, caption, context)
    if len(context.problems) > before or not terms:
        return None  # once for the names, and not in each row again
    records = []
    for row in grid.rows:
        texts = dict(zip(grid.columns, row.cells, strict=True))
        id = "".join(text for name, text in texts.items() if name not in terms).removeprefix("#")
        cells = [parse_paragraphs(texts[term], row.line, context) for term in terms]
        records.append(make_record(row.line, terms, id, cells))
    return make_actions(records, spot, found, caption, context)


def parse_paragraphs(text: str, line: int, context: Context) -> Blocks:
    """Parse a cell: a paragraph for each of its lines. "" gives ()."""
    return tuple(
        Paragraph(context.spot(line), parse_cell(part, line, context), "", True) for part in text.split("\n") if part
    )


def parse_cell(text: str, line: int, context: Context) -> Inlines:
    """Parse one paragraph of a cell. "" gives (). Problems: `attribute-unknown`, `redact-reason`."""
    parts: list[Inline] = []
    end = 0
    for match in _DECIDED.finditer(text):
        parts += _text(text[end : match.start()], line, context)
        parts += _decision(match[1], parse_attributes(match[2]) or NONE, line, context)
        end = match.end()
    return (*parts, *_text(text[end:], line, context))


def _text(text: str, line: int, context: Context) -> Inlines:
    if "]{" in text:
        _unknown(line, context)
    return (Text(text),) if text else ()


def _decision(words: str, found: Attributes, line: int, context: Context) -> Inlines:
    inside, person = (Text(words),), found.values.get("person", "")
    kinds = set(found.classes)
    if found.id or found.unnumbered or set(found.values) - {"person", "reason"}:
        kinds.add("unknown")
    if kinds == {"redact"} and not person:
        reason = " ".join(found.values.get("reason", "").split())
        if not reason:
            context.no_reason(line)
        return (Redaction(inside, reason, line),) if reason else ()
    if kinds - {"word"} or bool(person) == bool(kinds) or "reason" in found.values:
        _unknown(line, context)
    return (Span(inside, person, not person, line),)


def _unknown(line: int, context: Context) -> None:
    hint = 'write [words]{person=P1}, [word]{.word} or [words]{.redact reason="third party"}; else no bracket and brace'
    sentence = "what stands between braces behind a bracket says nothing about words"
    context.problem(line, "attribute-unknown", sentence, hint)
