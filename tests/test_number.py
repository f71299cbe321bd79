"""Numbers, ids, references, contents, notes and abbreviations of drafts that are written down in `cases/number`.

A case is a draft in a short form (its marks are those of `_LEADS` and `_INLINE`), and of what comes out: the labels,
the contents, the words, the notes, the glossary or the problems, whichever of these it is about.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping
from itertools import count, groupby
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from report import block as b
from report import inline as i
from report.abbreviation import Marker
from report.model import Front, Note, NumberedNote, Report, SafeDraft, Section
from report.number import number
from report.problems import Problems
from report.walk import walk

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted((Path(__file__).parent / "cases" / "number").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]

_LEADS = re.compile(
    r"(#+ |=[0A-] ?|== ?|\d+\. |s\. |- |table\b|actions\b|figure\b|quote$|callout$|term |\^\w+: |group: |)(.*?)"
    r"(?: \{(?:#(\S+?))?( ?-)?\})?$"
)
_INLINE = re.compile(
    r"\[(?P<style>label|number|text):(?P<target>[^|\]]+)\|?(?P<words>[^\]]*)\]|\[\^(?P<note>\w+)\]|\*(?P<em>[^*]+)\*|`(?P<code>[^`]+)`"
)


@dataclasses.dataclass
class Line:
    """A line of a short draft, with the lines that are indented below it."""

    number: int
    text: str
    below: list[Line]

    def parts(self) -> tuple[str, str, str, bool]:
        """Return the mark in front, the words, the id and whether it is numbered."""
        match = _LEADS.match(self.text)
        assert match
        return match[1].strip(), match[2].strip(), match[3] or "", not match[4]


class Builder:
    """Builds a `SafeDraft` out of a short draft."""

    def __init__(self) -> None:
        self.keys = count(1)
        self.file = 0
        self.notes: dict[str, int] = {}

    def draft(self, source: str, settings: Mapping[str, Any]) -> SafeDraft:
        sections = [self.section(lines) for lines in _sections(source)]
        if not sections or sections[0].spot.file:
            sections.insert(0, Section(b.Spot(0, 1, 0), (), "", False, False, (), ()))
        paths = ("index.md", *(f"{file:02}.md" for file in range(1, len(sections))))
        return SafeDraft("harbour", "draft", _front(settings), sections[0], tuple(sections[1:]), (), {}, paths)

    def section(self, lines: list[Line]) -> Section:
        mark, title, name, _ = lines[0].parts()
        self.file += mark != "=0"
        self.notes = {match: next(self.keys) + 1000 for line in lines for match in re.findall(r"^\^(\w+):", line.text)}
        spot = self.spot(lines[0])
        body = [line for line in lines[1:] if not line.text.startswith("^")]
        notes = tuple(self.note(line) for line in lines[1:] if line.text.startswith("^"))
        return Section(spot, self.text(title), name, mark in ("==", "=A"), mark == "=A", self.blocks(body), notes)

    def note(self, line: Line) -> Note:
        mark, words, _, _ = line.parts()
        paragraph = b.Paragraph(self.spot(line), self.text(words), "", True)
        spot = b.Spot(self.file, line.number, self.notes[mark.strip("^:")])
        return Note(spot, (paragraph, *self.blocks(line.below)))

    def spot(self, line: Line) -> b.Spot:
        return b.Spot(self.file, line.number, next(self.keys))

    def blocks(self, lines: list[Line]) -> b.Blocks:
        return tuple(self._blocks(lines))

    def _blocks(self, lines: list[Line]) -> Iterator[b.Block]:
        for mark, group in groupby(lines, key=lambda line: re.sub(r"\d+", "1", line.parts()[0])):
            if mark in ("1.", "s.", "-"):
                run = list(group)
                spot = self.spot(run[0])
                yield b.List(spot, tuple(self.item(line) for line in run), ordered=mark != "-", steps=mark == "s.")
            else:
                yield from (self.block(line) for line in group)

    def item(self, line: Line) -> b.Item:
        _, words, name, _ = line.parts()
        spot = self.spot(line)
        first = b.Paragraph(self.spot(line), self.text(words), "", True)
        return b.Item(spot, (first, *self.blocks(line.below)), name)

    def block(self, line: Line) -> b.Block:
        mark, words, name, numbered = line.parts()
        spot = self.spot(line)
        match mark:
            case "table":
                rows = tuple(self.row(row) for row in line.below)
                return b.Table(spot, name, self.text(words), (), rows, row_headers=False)
            case "actions":
                plan = tuple(
                    b.Recommendation(self.spot(row), row.parts()[2], self.cells(row.parts()[1])) for row in line.below
                )
                return b.Actions(spot, name, self.text(words), "", b.COLUMN_SETS[0], plan)
            case "figure":
                return b.Figure(spot, name, "figure.png", "A map", self.text(words))
            case "quote":
                return b.Quote(spot, self.blocks(line.below))
            case "callout":
                return b.Callout(spot, "note", self.blocks(line.below))
            case "term":
                return b.Definitions(spot, (b.Definition(self.text(words), self.blocks(line.below)),))
            case _ if mark.startswith("#"):
                return b.Heading(spot, len(mark), self.text(words), name, numbered)
            case _:
                return b.Paragraph(spot, self.text(words), name, numbered)

    def row(self, line: Line) -> b.Row | b.GroupRow:
        mark, words, _, _ = line.parts()
        if mark == "group:":
            return b.GroupRow(self.text(words))
        return b.Row((*self.cells(words), self.blocks(line.below)))

    def cells(self, words: str) -> tuple[b.Blocks, ...]:
        texts = (self.text(cell) for cell in words.split(" | "))
        return tuple((b.Paragraph(b.Spot(self.file, 1, next(self.keys)), text, "", True),) for text in texts)

    def text(self, words: str) -> i.Inlines:
        return tuple(self._text(words))

    def _text(self, words: str) -> Iterator[i.Inline]:
        done = 0
        for match in _INLINE.finditer(words):
            if match.start() > done:
                yield i.Text(words[done : match.start()])
            done = match.end()
            if match["note"]:
                yield i.NoteMark(self.notes[match["note"]])
            elif match["em"]:
                yield i.Emphasis(self.text(match["em"]))
            elif match["code"]:
                yield i.Code(match["code"])
            else:
                style: Any = match["style"]  # the pattern allows the three styles alone
                yield i.Reference(match["target"], style, self.text(match["words"]), 99)
        if done < len(words):
            yield i.Text(words[done:])


def _sections(source: str) -> Iterator[list[Line]]:
    """Yield each section's lines, as trees of their indentation."""
    lines: list[Line] = []
    above: list[Line] = []
    for line_number, text in enumerate(source.splitlines(), 1):
        line = Line(line_number, text.strip(), [])
        depth = (len(text) - len(text.lstrip())) // 2
        if text.startswith("=") and lines:
            yield lines
            lines = []
        above[depth:] = [line]
        (above[depth - 1].below if depth else lines).append(line)
    if lines:
        yield lines


def _front(settings: Mapping[str, Any]) -> Front:
    given = {
        "paragraphs": "lists",
        "numbering": "section",
        **settings,
        "abbreviations": tuple(settings.get("abbreviations", {}).items()),
        "signoff": {name: datetime.date(2021, 5, 4) for name in settings.get("signoff", ())},
    }
    others = {field.name: "" for field in dataclasses.fields(Front) if field.name not in given}
    return Front(**{**others, **given})


def _shown(report: Report, inlines: i.Inlines) -> str:
    """Write inlines in a line: <#id of a jump|words>, (^number.occurrence of a note), {abbreviation}."""
    return "".join(_inline(report, inline) for inline in inlines)


def _inline(report: Report, inline: i.Inline) -> str:
    match inline:
        case i.Text() | i.Code():
            return inline.text
        case i.Emphasis():
            return f"*{_shown(report, inline.children)}*"
        case i.Jump():
            return f"<#{report.labels[inline.key].id}|{_shown(report, inline.children)}>"
        case i.NoteCall():
            return f"(^{inline.number}.{inline.occurrence})"
        case i.Abbreviation():
            return f"{{{inline.text}}}"
        case _:
            raise AssertionError(f"{inline!r} does not belong in a report")


def _words(report: Report, blocks: b.Blocks) -> list[str]:
    """Return what stands in blocks, a line for each text."""
    lines = []
    for node in walk(blocks):
        match node:
            case b.Heading() | b.Paragraph():
                lines.append(_shown(report, node.text))
            case b.Table() | b.Actions() | b.Figure() if node.caption:
                lines.append(_shown(report, node.caption))
    return lines


def _caller(report: Report, note: NumberedNote) -> str:
    return report.labels[note.table].id if note.table else "text"


def _outcome(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that a case may say of its draft."""
    try:
        report = number(Builder().draft(case["draft"], case.get("settings", {})))
    except Problems as problems:
        return {"problems": [str(problem) for problem in problems.problems]}
    sections = (report.preface, *report.sections)
    words = [_shown(report, section.title) for section in sections if section.title]
    labels = [
        f"{label.kind} {label.number or '-'} {label.id} {label.page}"
        for label in report.labels.values()
        if label.id != "preface"
    ]
    return {
        "labels": labels,
        "contents": [f"{entry.level} {entry.number or '-'} {_shown(report, entry.title)}" for entry in report.contents],
        "words": [line for section in sections for line in _words(report, section.blocks)],
        "titles": words,
        "notes": [
            f"{note.number} in {note.file}, {_caller(report, note)}, {note.calls} calls: "
            + " / ".join(_words(report, note.blocks))
            for note in report.notes
        ],
        "glossary": [f"{short}: {meaning}" for short, meaning in report.glossary],
        "missing": list(report.missing_signoffs),
    }


@pytest.mark.parametrize("case", CASES)
def test_a_case_comes_out_as_written(case: Mapping[str, Any]) -> None:
    outcome = _outcome(case)
    expected = {name: case[name] for name in case if name not in ("case", "draft", "settings")}
    assert {name: outcome.get(name) for name in expected} == expected


_RANDOM_LINES = st.lists(
    st.sampled_from(["## H", "## H {-}", "### H", "1. item", "words", "- bullet", "table T", "figure", "quote"]),
    max_size=30,
)


@given(
    lines=_RANDOM_LINES,
    paragraphs=st.sampled_from(["lists", "all", "none"]),
    numbering=st.sampled_from(["section", "continuous"]),
)
def test_no_number_and_no_id_is_given_twice(lines: list[str], paragraphs: str, numbering: str) -> None:
    source = "\n".join(["== One", "## H", *lines, "=A Two", "## H", *lines, "=- Three", "## H", *lines])
    draft = Builder().draft(source, {"paragraphs": paragraphs, "numbering": numbering})
    labels = list(number(draft).labels.values())
    ids = [label.id for label in labels]
    words = [label.words for label in labels if label.number]
    assert len(set(ids)) == len(ids)
    assert len(set(words)) == len(words)


@given(
    text=st.text("IMRsx '’é\n-", min_size=1),
    shorts=st.dictionaries(st.text("IMRs ", min_size=1), st.just("a meaning"), max_size=4),
)
def test_marking_abbreviations_alters_no_character(text: str, shorts: dict[str, str]) -> None:
    pieces = Marker(shorts).mark(text)
    assert "".join(piece.text for piece in pieces if isinstance(piece, i.Text | i.Abbreviation)) == text
    assert all(piece != i.Text("") for piece in pieces)


def test_the_pass_must_have_run() -> None:
    draft = Builder().draft("== One\nwords", {})
    section = draft.sections[0]
    for block in (
        b.Built(b.Spot(1, 2, 50), "subjects"),
        b.Paragraph(b.Spot(1, 2, 50), (i.Span((i.Text("words"),), "P1", False, 2),), "", True),
    ):
        unsafe = dataclasses.replace(draft, sections=(dataclasses.replace(section, blocks=(block,)),))
        with pytest.raises(TypeError):
            number(unsafe)
