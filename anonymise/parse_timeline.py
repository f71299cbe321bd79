"""Parse time lines.

In: nodes of the Markdown parser. Out: a `Timeline`. The rule: a date stays the text that it is. What day it means is
asked nowhere in this room: only what the pass leaves of it may be placed on a scale.
"""

from __future__ import annotations

from markdown_it.tree import SyntaxTreeNode

from anonymise.parse_attribute import Attributes
from anonymise.parse_inline import Context
from anonymise.parse_table import Field, ReadBlocks, group_records, parse_fields, take_cells
from report.block import Blocks, Event, Paragraph, Timeline
from report.inline import Inlines

_COLUMNS = ["when", "agency", "what"]


def parse_timeline(
    node: SyntaxTreeNode, attributes: Attributes, caption: Inlines, context: Context, read: ReadBlocks
) -> Blocks:
    """Parse `::: timeline`: a list of dates, or records that begin with `When`. Nothing where it holds neither."""
    spot = context.spot(node.map[0] + 1 if node.map else 1)
    fields = parse_fields(node, context, read)
    for item in fields:
        if item.id:
            hint = "give the time line an id in its first line, or name a paragraph"
            context.problem(item.line, "attribute-misplaced", "a record of a time line has no number to refer to", hint)
    if fields and fields[0].name == _COLUMNS[0]:
        events = [_event_of(record, context) for record in group_records(fields)]
    else:
        events = [Event(context.spot(item.line), item.term, (), item.blocks) for item in fields]
    _check(events, context)
    return (Timeline(spot, attributes.id, caption, tuple(events)),) if events else ()


def _event_of(record: list[Field], context: Context) -> Event:
    when, lane, what = take_cells(record, _COLUMNS, context)
    line = record[0].line
    return Event(context.spot(line), _line_of_text(when, line, context), _line_of_text(lane, line, context), what)


def _line_of_text(cell: Blocks, line: int, context: Context) -> Inlines:
    """The words of a cell that holds one paragraph; empty for an empty cell."""
    match cell:
        case ():
            return ()
        case (Paragraph(text=text),):
            return text
    hint = "keep all else for what happened"
    context.problem(line, "timeline-record", "a date or an agency is more than one line of text", hint)
    return ()


def _check(events: list[Event], context: Context) -> None:
    lanes = any(event.lane for event in events)
    for event in events:
        missing = [
            what
            for what, value in (("date", event.when), ("text", event.blocks), ("agency", event.lane or not lanes))
            if not value
        ]
        if missing:
            hint = "each record has a date and says what happened; where one names an agency, all do"
            sentence = f"this record of a time line has no {' and no '.join(missing)}"
            context.problem(event.spot.line, "timeline-record", sentence, hint)
