"""Parse a chronology: the records of several agencies, each in a spreadsheet of its own.

In: the attributes of `::: chronology`, the spreadsheets, and what the settings call the columns. Out: a `Chronology` in
the order of its files. The rule: every record has a date that can be read and an event; a record is left out only where
another one says all that it says, and then its author is told.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Literal

from anonymise.grid import Grid, GridRow, cell_name
from anonymise.parse_attribute import Attributes
from anonymise.parse_inline import Context
from anonymise.parse_sheet import Sheet, parse_cell, parse_paragraphs, read_sheet
from anonymise.sheet_number import day_text
from report.block import Chronology, Entry, Paragraph
from report.inline import Inlines
from report.problems import Problem
from report.timeline_date import DAY, Span, read_span

FIELDS = ("date", "time", "agency", "source", "event", "comment", "outcome")
"""The columns of a chronology, by their own names."""
OMIT = "omit"
"""What the settings call a column that readers don't get."""
DRAWN = "timeline"
"""The class of a chronology above which a time line stands."""
_SAME = ("time", "agency", "event")
_FURTHER = ("source", "comment", "outcome")
_FIGURES = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d\d-\d\d")
_PLAIN_TIME = re.compile(r"([01]\d|2[0-3]):?([0-5]\d)(?:\s*(?:hrs|hours|h))?", re.IGNORECASE)
_KINDS: Mapping[str, Literal["month", "quarter", "year", ""]] = {
    "": "",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
}
Record = Mapping[str, str]


def parse_chronology(found: Attributes, caption: Inlines, line: int, context: Context) -> Chronology | None:
    """Read the files that a block on `line` names; None after a problem.

    Problems: `attribute-unknown`, `table-column`, `table-twice`, `chronology-date`, `chronology-record`, and those of
    `read_sheet`. Records that stand twice are a notice of the context: `chronology-twice`.
    """
    spot, before = context.spot(line), len(context.problems)
    kind = found.values.get("by", "")
    if kind not in _KINDS:
        context.problem(line, "attribute-unknown", "a chronology is not grouped by this", "by=month, quarter or year")
    paths = found.values.get("src", "").split()
    if not paths:
        hint = 'name one or several: {src="police.csv trust.xlsx"}'
        context.problem(line, "sheet-missing", "the chronology names no spreadsheet", hint)
    read: list[tuple[Sheet, GridRow, Record]] = []
    for path in paths:
        name = "" if path.lower().endswith(".csv") else found.values.get("sheet", "")
        sheet = read_sheet(path, name, line, context, groups=False)
        if sheet:
            needed = ("date", "event", "agency") if len(paths) > 1 else ("date", "event")
            read += [(sheet, row, record) for row, record in _records(sheet, needed)]
    if len(context.problems) > before:
        return None
    kept = _without_doubles(read, line, context)
    entries = tuple(_entry(record, row.line, sheet.context) for sheet, row, record in kept)
    if len(context.problems) > before or kind not in _KINDS:
        return None
    return Chronology(spot, found.id, caption, _KINDS[kind], DRAWN in found.classes, entries)


def read_when(date: str, time: str) -> Span | None:
    """When something was; a time that is no time of day, or stands beside more than a day, says nothing."""
    return read_span(words_of_when(date, time))


def words_of_when(date: str, time: str) -> str:
    """The words that say when something was: the date, with its time where that is one."""
    plain = _PLAIN_TIME.fullmatch(time.strip())
    clock = f"{plain[1]}:{plain[2]}" if plain else time.strip()
    exact = f"{date}, {clock}"
    return exact if clock and read_span(exact) else date


def _columns(sheet: Sheet, needed: tuple[str, ...]) -> dict[str, int]:
    """Which field stands in which column, from 0."""
    grid, context = sheet.grid, sheet.context
    called = {_folded(name): field for name, field in context.chronology.items()}
    columns: dict[str, int] = {}
    for n, name in enumerate(grid.columns):
        field = called.get(_folded(name), _folded(name))
        if field == OMIT:
            continue
        where = f"column {n + 1}"
        if field not in FIELDS:
            hint = "say in the report's index.md what it is: `chronology: {columns: {Its name: event}}`; or `omit`"
            context.problem(grid.line, "table-column", f"{where} is none of a chronology", hint)
        elif field in columns:
            context.problem(grid.line, "table-twice", f"{where} is a second one of its kind", "call one of them `omit`")
        columns[field] = n
    for field in needed:
        if field not in columns:
            hint = f"say in the report's index.md which it is: `chronology: {{columns: {{Its name: {field}}}}}`"
            if field == "agency":
                hint = "add a column Agency: of several files, readers have to know whose record each is"
            context.problem(grid.line, "chronology-record", f"no column is the {field}", hint)
    return columns


def _records(sheet: Sheet, needed: tuple[str, ...]) -> list[tuple[GridRow, Record]]:
    context = sheet.context
    before = len(context.problems)
    columns = _columns(sheet, needed)
    if len(context.problems) > before:
        return []
    records: list[tuple[GridRow, Record]] = []
    for row in sheet.grid.rows:
        record = {field: row.cells[column] if column < len(row.cells) else "" for field, column in columns.items()}
        record["date"] = " ".join(record["date"].split())
        _check(record, row, (columns, sheet.grid), context)
        records.append((row, record))
    return records


def _check(record: Record, row: GridRow, table: tuple[Mapping[str, int], Grid], context: Context) -> None:
    columns, grid = table
    for field in ("date", "event"):
        if not record[field]:
            cell = cell_name(row.line, grid.first + columns[field])
            context.problem(row.line, "chronology-record", f"cell {cell} has no {field}", "fill it, or delete the row")
    if record["date"] and read_when(record["date"], record.get("time", "")) is None:
        cell = cell_name(row.line, grid.first + columns["date"])
        hint = "write a day with its year, a month, a season, a year or a period of them: April to June 2012"
        context.problem(row.line, "chronology-date", f"the date in cell {cell} can't be read", hint)


def _without_doubles(
    read: list[tuple[Sheet, GridRow, Record]], line: int, context: Context
) -> list[tuple[Sheet, GridRow, Record]]:
    """The records but those of the same date, time, agency and event as an earlier one, which says all they say."""
    seen: dict[tuple[object, ...], list[Record]] = {}
    kept = []
    for one in read:
        record = one[2]
        earlier = seen.setdefault(_key(record), [])
        if any(_says_all(other, record) for other in earlier):
            continue
        earlier.append(record)
        kept.append(one)
    twice = len(read) - len(kept)
    if twice:
        what = "1 record says" if twice == 1 else f"{twice} records say"
        sentence = f"{what} only what an earlier one says, and nobody is shown it twice"
        hint = "date, time, agency and event are the same, and no other cell says more"
        context.notices.append(Problem(context.place, line, "chronology-twice", sentence, hint))
    return kept


def _key(record: Record) -> tuple[object, ...]:
    return read_when(record["date"], record.get("time", "")), *(_spaced(record.get(field, "")) for field in _SAME)


def _says_all(other: Record, record: Record) -> bool:
    return all(_spaced(record.get(field, "")) in ("", _spaced(other.get(field, ""))) for field in _FURTHER)


def _entry(record: Record, line: int, context: Context) -> Entry:
    spot, date = context.spot(line), record["date"]
    span = read_span(date)
    if span and _FIGURES.fullmatch(date):
        date = day_text(datetime.date.fromordinal(span.start // DAY))
    when = Paragraph(context.spot(line), parse_cell(date, line, context), "", True)
    time = parse_cell(_spaced(record.get("time", "")), line, context)
    agency, origin, event, comment, outcome = (
        parse_paragraphs(record.get(field, ""), line, context) for field in FIELDS[2:]
    )
    return Entry(spot, (when,), time, agency, origin, event, comment, outcome)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _folded(name: str) -> str:
    return _spaced(name).casefold()
