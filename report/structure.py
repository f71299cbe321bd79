"""The proof that a PDF is tagged as its report is built.

In: a report and the structure tree of its PDF. Out: a problem where they differ. The rule: every heading, list, table
with each of its header cells, figure, set-off part and note of the report is an element of the tree of just that kind,
once, in the report's order. The expected parts come from the report itself, not from the data that the PDF is made of.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from report.block import (
    Actions,
    Block,
    Blocks,
    Callout,
    Definitions,
    Figure,
    Genogram,
    GroupRow,
    Heading,
    Item,
    List,
    Quote,
    Row,
    Table,
    Timeline,
)
from report.genogram import DRAWING
from report.inline import Abbreviation, Code, Foreign, Text
from report.model import Report
from report.page_text import squeeze
from report.pdf_data import FRAMES
from report.pdf_text import Element
from report.plain import inline_text
from report.problems import Problem
from report.timeline import alternative_of, alternative_of_table
from report.walk import walk

_HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
_HINT = "this is a fault of the publisher, not of the report: keep the sources and report it"


def check(report: Report, tree: Element, name: str) -> list[Problem]:
    """Return a problem where `tree`, of the PDF called `name`, is not the report's; empty where it is.

    The problem says where in numbers; it quotes neither.
    """
    document = next((child for child in tree.children if isinstance(child, Element)), tree)
    children = [child for child in document.children if isinstance(child, Element)]
    start = behind_contents(children)
    found = [part for child in children[start:] for part in _parts(child)]
    expected = list(_expected(report))
    pairs = list(zip_longest(expected, found))
    wrong = [at for at, (one, other) in enumerate(pairs) if one != other]
    sentences = []
    if wrong:
        heading = sum(part.startswith("H") for part in expected[: wrong[0] + 1])
        sentences.append(f"part {wrong[0] + 1} of {len(expected)} is not tagged as in the report (heading {heading})")
    notes, entries = sum(not note.table for note in report.notes), _entries(report)
    everything = list(_below(document))
    for kind, words, count in (("Note", "footnotes", notes), ("TOCI", "entries of the contents", entries)):
        tagged = sum(element.kind == kind for element in everything)
        if tagged != count:
            sentences.append(f"{tagged} of {count} {words} are tagged")
    spoken, foreign, own = _spoken(children[start:]), _foreign(report), report.front.language.casefold()
    if any(spoken[tag] != foreign[tag] for tag in spoken | foreign if tag.casefold() != own):
        sentences.append("the words in other languages are not those that the report marks")
    return [Problem(name, 0, "structure-differs", sentence, _HINT) for sentence in sentences]


def behind_contents(children: list[Element]) -> int:
    """Return where the report begins: behind the contents and the lists of tables and figures, if they are there."""
    lists = [at for at, child in enumerate(children) if child.kind == "TOC"]
    titles = [at for at, child in enumerate(children) if child.kind == "H1" and child.name == "Contents"]
    return 1 + max(lists + titles[:1], default=-1)


def _entries(report: Report) -> int:
    """Return how many lines the contents and the lists of tables and figures have."""
    captioned = [
        node
        for section in (report.preface, *report.sections)
        for node in walk(section.blocks)
        if isinstance(node, Table | Actions | Figure | Timeline) and node.caption
    ]
    return len(report.contents) + bool(report.glossary) + len(captioned)


# ---- the words in other languages ----------------------------------------------------------------


def _foreign(report: Report) -> Counter[str]:
    """Count the letters that a report marks, by language."""
    found: Counter[str] = Counter()
    _count(found, (report.preface, report.sections, report.notes), "")
    return found


def _count(found: Counter[str], value: object, language: str) -> None:
    if isinstance(value, Text | Code | Abbreviation):
        if language:
            found[language] += len(squeeze(value.text))
    elif isinstance(value, tuple):
        for part in value:
            _count(found, part, language)
    elif dataclasses.is_dataclass(value):
        inner = value.language if isinstance(value, Foreign) else language
        for each in dataclasses.fields(value):
            _count(found, getattr(value, each.name), inner)


def _spoken(elements: list[Element]) -> Counter[str]:
    """Count the letters below elements that say their language; the document's own may be said too."""
    found: Counter[str] = Counter()
    for element in elements:
        _hear(found, element, "")
    return found


def _hear(found: Counter[str], element: Element, language: str) -> None:
    language = element.language or language
    for child in element.children:
        if isinstance(child, Element):
            _hear(found, child, language)
        elif language:
            found[language] += len(squeeze(child))


# ---- what the report holds -----------------------------------------------------------------------


def _expected(report: Report) -> Iterator[str]:
    yield from _blocks(report, report.preface.blocks)
    for section in report.sections:
        if section.title:
            yield _heading(1, _number(report, section.spot.key), inline_text(section.title))
        yield from _blocks(report, section.blocks)
    if report.glossary:
        yield from (_heading(1, "", "Glossary"), _list(len(report.glossary)))


def _blocks(report: Report, blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        yield from _block(report, block)


def _block(report: Report, block: Block) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text):
            yield _heading(level, _number(report, block.spot.key), inline_text(text))
        case List(items=items):
            yield from [] if any(_is_paragraph(report, item) for item in items) else [_list(len(items))]
            for item in items:
                yield from _blocks(report, item.blocks)
        case Definitions(entries=entries):
            yield _list(len(entries))
            for entry in entries:
                yield from _blocks(report, entry.blocks)
        case Table() | Actions():
            if isinstance(block, Table) and block.moments:
                yield from (f"Sect {FRAMES['timeline']}", f"Figure {squeeze(alternative_of_table(block))}")
            yield from _table(report, block)
        case Figure(alternative=alternative, caption=caption):
            yield from ["Caption"] if caption else []
            yield f"Figure {squeeze(alternative)}"
        case Quote(blocks=inner):
            yield "BlockQuote"
            yield from _blocks(report, inner)
        case Callout(kind=kind, blocks=inner):
            yield f"Sect {FRAMES[kind]}"
            yield from _blocks(report, inner)
        case Genogram(facts=facts, family=family) if facts:
            drawn = [f"Figure {squeeze(DRAWING)}"] if family.members else []
            yield from (f"Sect {FRAMES['genogram']}", *drawn, _list(len(facts)))
        case Timeline(caption=caption, events=events):
            yield f"Sect {FRAMES['timeline']}"
            yield from ["Caption"] if caption else []
            yield from (f"Figure {squeeze(alternative_of(block))}", _list(len(events)))
            for event in events:
                yield from _blocks(report, event.blocks)
        case _:
            return  # text alone, which the comparison of words proves


def _table(report: Report, block: Table | Actions) -> Iterator[str]:
    if isinstance(block, Actions):
        columns, groups = len(block.columns) + 1, 0
        rows = headed = len(block.recommendations)
        cells = [cell for row in block.recommendations for cell in row.cells]
    else:
        columns = len(block.columns)
        groups = sum(isinstance(row, GroupRow) for row in block.rows)
        rows = len(block.rows) - groups
        headed = rows if block.row_headers else 0
        cells = [cell for row in block.rows if isinstance(row, Row) for cell in row.cells]
    yield _table_part(
        rows + groups + 1, columns + groups, headed, columns * rows - headed, captioned=bool(block.caption)
    )
    for cell in cells:
        yield from _blocks(report, cell)
    notes = [note for note in report.notes if note.table == block.spot.key]
    if notes:
        yield _list(len(notes))
        for note in notes:
            yield from _blocks(report, note.blocks)


def _is_paragraph(report: Report, item: Item) -> bool:
    return bool(_number(report, item.spot.key))


def _number(report: Report, key: int) -> str:
    label = report.labels.get(key)
    return label.number if label else ""


# ---- what the tree holds -------------------------------------------------------------------------


def _parts(element: Element) -> Iterator[str]:
    """Yield the parts of an element and of all below it, but for footnotes, which stand aside."""
    if element.kind == "Note":
        return
    if element.kind in _HEADINGS:
        yield f"{element.kind} {squeeze(element.name)}"
    elif element.kind == "L":
        yield _list(sum(isinstance(child, Element) and child.kind == "LI" for child in element.children))
    elif element.kind == "Figure":
        yield f"Figure {squeeze(element.alternative)}"
    elif element.kind == "Sect":
        yield f"Sect {element.name}"
    elif element.kind in ("BlockQuote", "Caption"):
        yield element.kind
    elif element.kind == "Table":
        yield _tagged_table(element)
    for child in element.children:
        if isinstance(child, Element) and not (element.kind == "Table" and child.kind == "Caption"):
            yield from _parts(child)


def _tagged_table(table: Element) -> str:
    own = list(_own(table))
    scopes = [element.scope for element in own if element.kind == "TH"]
    return _table_part(
        sum(element.kind == "TR" for element in own),
        scopes.count("Column"),
        scopes.count("Row"),
        sum(element.kind == "TD" for element in own),
        captioned=any(isinstance(child, Element) and child.kind == "Caption" for child in table.children),
    )


def _own(table: Element) -> Iterator[Element]:
    """Yield the rows and cells of a table, without those of a table in one of its cells."""
    for child in table.children:
        if isinstance(child, Element):
            yield child
            if child.kind in ("THead", "TBody", "TFoot", "TR"):
                yield from _own(child)


def _below(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from _below(child)


# ---- how both are written ------------------------------------------------------------------------


def _heading(level: int, number: str, text: str) -> str:
    return f"H{level} {squeeze(f'{number} {text}')}"


def _list(items: int) -> str:
    return f"L of {items}"


def _table_part(rows: int, column_heads: int, row_heads: int, data: int, *, captioned: bool) -> str:
    return f"Table of {rows} rows, {column_heads} and {row_heads} heads, {data} data, caption {captioned}"
