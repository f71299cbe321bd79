"""Find the marks that work on a text leaves in it.

In: a `SafeDraft`. Out: notices (`mark-left`) with the mark's place. The rule: case matters, since "the draft report was
shared" is ordinary English and DRAFT is not; what is an ordinary word is a mark only where it stands alone on its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from report.block import (
    Actions,
    CodeBlock,
    Definitions,
    Event,
    Figure,
    Genogram,
    GroupRow,
    Heading,
    Paragraph,
    Table,
    Timeline,
)
from report.inline import Code, Emphasis, Foreign, Inline, Inlines, LineBreak, Link, Reference, Strong, Text
from report.model import SafeDraft, Section
from report.problems import Notice, Problem
from report.walk import Node, walk

_NUMBER = r"\d{1,2}(?:\.\d{1,2})*(?![\d/.]?\d)"
MARKS: tuple[tuple[str, str], ...] = (
    # what is matched anywhere in a text, and what it is; the first that fits a place counts
    (r"(?i:Error! (?:Reference source not found|Bookmark not defined|Hyperlink reference not valid)\.?)", "an error"),
    (r"(?i:No text of specified style in document\.?)", "an error"),
    (r"\b(?:Commented|Comment) \[(?=[A-Z]{1,4}\d)", "a comment"),
    (r"\[(?i:comment|note to (?:self|author|editor|chair|panel))\b", "a comment"),
    (r"\{>>|<<\}|\{\+\+|\+\+\}|\{--|--\}|\{~~|~~\}|\{==|==\}|<<", "a comment"),
    (r"==(?=[^\s=][^=]*(?<=\S)==)", "a highlight"),
    (r"\[(?i:insert)\b", "a place to fill in"),
    (r"\[(?i:names?|dates?|address|tbc|tbd|xx+)\]", "a place to fill in"),
    (r"\b(?:TODO|TBC|TBD|FIXME|XXX+)\b", "a place to fill in"),
    (r"\?{2,}", "a place to fill in"),
    (r"(?i:\bnot protectively marked\b)", "a protective marking"),
    (r"\b(?:OFFICIAL|Official)(?:\s*[-\u2010-\u2015:]\s*|\s+)(?:SENSITIVE|Sensitive)\b", "a protective marking"),
    (r"\b(?:OFFICIAL|CONFIDENTIAL)\s*[:\u2010-\u2015-]", "a protective marking"),
    (r"\b(?:RESTRICTED|OFFICIAL|CONFIDENTIAL|NOT FOR PUBLICATION)\b", "a protective marking"),
    (rf"\b(?i:draft|final)\s+(?i:v\.?|version)\s*{_NUMBER}", "the mark of a version"),
    (rf"\b(?:DRAFT|Draft|FINAL) {_NUMBER}", "the mark of a version"),
    (r"\b(?:Final|FINAL) (?:version|draft|VERSION|DRAFT)\b", "the mark of a version"),
    (r"\b(?:DRAFT|FINAL)\b", "the mark of a version"),
    (
        rf"(?i:\b(?:report|review|summary|plan|document)\b)[ ,:\u2010-\u2015-]*(?:Version|VERSION) {_NUMBER}",
        "the mark of a version",
    ),
    # "Protocol Version 9" is the version of something else.
    (rf"(?<!\w)(?<!\w )(?:Version|VERSION) {_NUMBER}(?! of\b)", "the mark of a version"),
    (r"\b[vV]\.?\s?\d{1,2}\.\d{1,2}\b(?!\.?\d)", "the mark of a version"),
)
"""A newcomer adds a line. What is matched is shown to the author, so it is words of the mark and none of the text
around it, which may be a name. Longer marks stand before the shorter ones that begin like them."""
ALONE: tuple[tuple[str, str], ...] = (
    # what is a mark only as all of a line, whatever its case
    (
        r"(?:(?:first|second|third|final|working|revised) )?draft(?: (?:report|version|copy|only))?",
        "the mark of a version",
    ),
    (rf"(?:version|draft|v\.?) ?{_NUMBER}|final(?: (?:version|draft|copy))?", "the mark of a version"),
    (r"(?:strictly |private and )?confidential|restricted|official|in confidence", "a protective marking"),
)
_ANYWHERE = re.compile("|".join(f"({pattern})" for pattern, _ in MARKS))
_ALONE = re.compile("|".join(f"({pattern})" for pattern, _ in ALONE), re.IGNORECASE)
_EDGES = " \t\u00a0*.:;,()[]\u2013\u2014-"
_BREAK = "\x0b"
"""A line break that readers see; one newline character is a line of the source, which they don't."""
_SHY = frozenset({"OFFICIAL", "CONFIDENTIAL", "FINAL"})
"""In a line that is in capitals throughout these are words like the rest of it: CONFIDENTIAL INQUIRY, FINAL REMARKS."""
_HINT = "delete it, or waive it by `waivers:` in the report's front matter"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a line of text."""

    start: int
    """Offset of its first character; 0 where it is all of the line."""
    text: str
    """As written, with white space made one."""
    what: str
    """What it is, in words."""


def find_in_line(line: str) -> list[Mark]:
    """Find the marks in what readers see as one line or paragraph, in order. Empty for none."""
    plain = re.sub(r"\s", " ", line)
    alone = _ALONE.fullmatch(plain.strip(_EDGES))
    if alone and alone.lastindex:
        return [Mark(0, " ".join(alone.group().split()), ALONE[alone.lastindex - 1][1])]
    found = [match for match in _ANYWHERE.finditer(plain) if match.lastindex]
    kept = [match for match in found if match.group() not in _SHY or not _is_capitals(plain, found)]
    return [Mark(m.start(), " ".join(m.group().split()), MARKS[(m.lastindex or 1) - 1][1]) for m in kept]


def _is_capitals(line: str, marks: list[re.Match[str]]) -> bool:
    """Whether a line is in capitals and says more than its marks."""
    rest = line
    for mark in marks:
        rest = rest.replace(mark.group(), " ")
    return line.isupper() and any(len(word) > 1 and word.isalpha() for word in re.split(r"[\W\d]+", rest))


def find_marks(safe: SafeDraft, line_of: Callable[[str], int]) -> list[Notice]:
    """Find the marks in every text of a report, sorted by place; one notice for a mark and line.

    `line_of` gives the line of a key of the front matter. Empty where nothing is left over.
    """
    found: set[Notice] = set()
    for file, first, text in (*_front(safe, line_of), *_texts(safe)):
        line = first
        for part in text.split(_BREAK):
            for mark in find_in_line(part):
                at = line + part.count("\n", 0, mark.start)
                sentence = f'{mark.what} is left in the text: "{mark.text}"'
                problem = Problem(safe.paths[file], at, "mark-left", sentence, _HINT)
                found.add(Notice(problem, mark.text))
            line += part.count("\n") + 1
    return sorted(found)


def _front(safe: SafeDraft, line_of: Callable[[str], int]) -> Iterator[tuple[int, int, str]]:
    for key in ("title", "review", "document", "partnership", "author", "chair", "contact", "case"):
        yield 0, line_of(key), getattr(safe.front, key)
    yield from ((0, line_of("themes"), theme) for theme in safe.front.themes)
    yield from ((0, line_of("changes"), change.what) for change in safe.front.changes)
    for pair in safe.front.abbreviations:
        yield from ((0, line_of("abbreviations"), text) for text in pair)


def _texts(safe: SafeDraft) -> Iterator[tuple[int, int, str]]:
    """File, first line and text of every run of text."""
    for section in (safe.preface, *safe.sections):
        file = section.spot.file
        yield file, section.spot.line, _plain(section.title)
        for node in _nodes(section):
            yield from ((node.spot.file, node.spot.line, text) for text in _own(node))


def _nodes(section: Section) -> Iterator[Node]:
    yield from walk(section.blocks)
    for note in section.notes:
        yield from walk(note.blocks)


def _own(node: Node) -> Iterator[str]:
    """The texts of a block itself, without those of the blocks inside it."""
    match node:
        case Heading(text=text) | Paragraph(text=text):
            yield _plain(text)
            yield from _titles(text)
        case Table():
            yield from map(_plain, (node.caption, *node.columns))
            yield from (_plain(row.text) for row in node.rows if isinstance(row, GroupRow))
        case Actions():
            yield from (_plain(node.caption), node.agency)
        case Figure():
            yield from (_plain(node.caption), node.alternative)
        case CodeBlock(text=code):
            yield code.replace("\n", _BREAK)
        case Definitions(entries=entries):
            yield from (_plain(entry.term) for entry in entries)
        case Genogram(facts=facts):
            yield from facts
        case Timeline(caption=caption):
            yield _plain(caption)
        case Event(when=when, lane=lane):
            yield from map(_plain, (when, lane))


def _plain(inlines: Inlines) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text=text) | Code(text=text):
            return text
        case LineBreak():
            return _BREAK
        case Emphasis(children=children) | Strong(children=children) | Link(children=children):
            return _plain(children)
        case Reference(children=children) | Foreign(children=children):
            return _plain(children)
    return ""


def _titles(inlines: Inlines) -> Iterator[str]:
    """The titles of links, which readers see on pointing."""
    for inline in inlines:
        if isinstance(inline, Link) and inline.title:
            yield inline.title
        yield from _titles(getattr(inline, "children", ()))
