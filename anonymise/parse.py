"""Parse a report: front matter and sections.

In: a `Source`. Out: a `Draft`, with the real names still in it, or every problem at once. The rule: this module and
its `parse_…` neighbours are the only ones that know Markdown; what a Markdown or YAML library says of its input is
never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from anonymise.case import inherit, read_shared
from anonymise.parse_block import CAPTION, BlockReader
from anonymise.parse_inline import Context
from anonymise.schema import AccessibilityEntry, HomeFront, ReportFront, SectionFront, check_shape
from anonymise.source import PLACE_OF_CASE, Source, SourceFile
from anonymise.yaml_reader import Yaml, read_yaml
from report.block import Actions, Block, Blocks, Heading, Table
from report.inline import Text
from report.model import SIGNOFFS, Change, Front, Note, Section, SiteSettings, Statement, Waiver
from report.problems import Problem, Problems

_DEEPEST = 30
"""Blocks inside blocks; no review has more than a handful."""
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)??---[ \t]*(?:\n|$)", re.DOTALL)


NO_SETTINGS = Yaml({}, {})


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A parsed report with real names."""

    name: str
    """The report's folder; "" for the library's home page."""
    front: Front
    lines: Yaml
    """The front matter of `index.md` as read, for the lines of its values."""
    preface: Section
    sections: tuple[Section, ...]
    titles: tuple[int, ...]
    """By file: the line of its title, 1 where it has none."""
    waivers: tuple[Waiver, ...] = ()
    """Of the front matter, in its order."""
    shared: Yaml = NO_SETTINGS
    """The settings of its case as read, likewise; empty for a report by itself."""
    documents: tuple[str, ...] = ()
    """The folders of the documents of its case to which it refers, sorted."""
    sheets: tuple[str, ...] = ()
    """Names of the sheets that were read, safe to print; their numbers in a `Spot` follow those of the files."""
    notices: tuple[Problem, ...] = ()
    """What its author should know and need not change."""

    def where(self, key: str) -> tuple[int, int]:
        """Where a setting stands: the file, as in `Spot`, or, for those of the case, the number behind all files and
        sheets; and the line.
        """
        if (key,) in self.shared.lines and (key,) not in self.lines.lines:
            return len(self.sections) + len(self.sheets) + 1, self.shared.line((key,))
        return 0, self.lines.line((key,))

    def __repr__(self) -> str:
        return f"Draft({len(self.sections)} sections)"


@dataclass(frozen=True, slots=True, repr=False)
class _Shelf:
    """The spreadsheets of a report: names that are safe to print by path, and what was read of them."""

    places: dict[str, str]
    read: list[str]
    notices: list[Problem]
    chronology: dict[str, str]
    """What the settings call the columns of a chronology."""


def parse_front(source: Source, place: str, place_of_case: str = PLACE_OF_CASE) -> tuple[ReportFront, Yaml]:
    """Read the front matter of a report's `index.md`, which names the register, and what its case shares. Raises
    `Problems`.
    """
    document = _front_matter(source.files[0], place)[0]
    shared = read_shared(source, place_of_case)
    return check_shape(ReportFront, inherit(document, shared, source, place), place), document


def parse(source: Source, places: tuple[str, ...]) -> Draft:
    """Parse a whole report.

    `places` are names of its files, then of its spreadsheets, that are safe to print, in their order; the settings of
    its case come last. Raises `Problems`: everything that the format does not allow.
    """
    problems: list[Problem] = []
    front: ReportFront | None = None
    sections: list[Section] = []
    documents: dict[int, Yaml] = {}
    keys, abroad, shared = [0], set[str](), NO_SETTINGS
    names = places[len(source.files) : len(source.files) + len(source.sheets)]
    shelf = _Shelf(dict(zip(source.sheets, names, strict=True)), [], [], {})
    for number, file in enumerate(source.files):
        try:
            document, text = _front_matter(file, places[number])
            documents[number] = document
            if number == 0:
                shared = read_shared(source, places[-1])
                front = check_shape(ReportFront, inherit(document, shared, source, places[0]), places[0])
                shelf.chronology.update(front.chronology.columns)
            sections.append(_section(source, number, (places[number], document, text), keys, abroad, shelf))
        except Problems as found:
            problems += found.problems
    if len(source.files) < 2:
        hint = "add a file such as 01-introduction.md"
        problems.append(Problem(places[0], 0, "section-missing", "the report has no section", hint))
    if problems or front is None:
        raise Problems(problems)
    titles = tuple(document.line(("title",)) for document in documents.values())
    waivers = _waivers(front, documents[0])
    own = (sections[0], tuple(sections[1:]))
    read = (tuple(shelf.read), tuple(shelf.notices))
    return Draft(source.name, _front(front), documents[0], *own, titles, waivers, shared, tuple(sorted(abroad)), *read)


def parse_home(source: Source, place: str) -> Draft:
    """Parse the library's home page: a `Source` without sections. Raises `Problems`."""
    document, text = _front_matter(source.files[0], place)
    front = check_shape(HomeFront, document, place)
    title = ReportFront(title=front.title, register_file="-", review="", language=front.language)
    preface = _section(source, 0, (place, document, text), [0], set())
    settings = replace(_front(title), address=front.address.rstrip("/"))
    return Draft("", settings, document, preface, (), (document.line(("title",)),))


def parse_settings(source: Source, place: str) -> SiteSettings:
    """Read what the library's home page sets for the pages of all reports. Raises `Problems`."""
    document, _ = _front_matter(source.files[0], place)
    front = check_shape(HomeFront, document, place)
    statement = _statement(front.accessibility, document, place)
    return SiteSettings(front.address.rstrip("/"), statement, front.leave, tuple(front.nation))


def parse_tables(text: str, place: str) -> tuple[tuple[Table | Actions, ...], tuple[Problem, ...]]:
    """Parse the tables of a Markdown text and nothing else of it, in order, and the problems of those that can't be.

    Raises `Problems` for front matter or Markdown that can't be read at all.
    """
    rest = _front_matter(SourceFile("", text, ""), place)[1]
    lines, problems = rest.split("\n"), list[Problem]()
    found: list[Block] = []
    for token in _tokens(rest.rstrip("\n") + "\n", place):
        block = token.type == "container_block_open" and (token.info.split() or [""])[0] in ("table", "actions")
        if token.map is None or not (block or token.type == "table_open"):
            continue
        start, end = token.map[0], token.map[1] + block
        start -= start > 0 and lines[start - 1].startswith(CAPTION)
        part = "\n" * start + "\n".join(lines[start:end])  # lines count as in the file
        try:
            source = Source("", (SourceFile("", part, ""),), {})
            found += _section(source, 0, (place, Yaml({}, {}), part), [0], set()).blocks
        except Problems as wrong:
            problems += wrong.problems
    return tuple(block for block in found if isinstance(block, Table | Actions)), tuple(problems)


def _statement(entry: AccessibilityEntry | None, document: Yaml, place: str) -> Statement | None:
    if entry is None:
        return None
    if (entry.status == "fully") == bool(entry.problems):
        line = document.line(("accessibility", "status"))
        hint = "write `status: partially` or `status: not` where there are problems, and list each of them"
        raise Problems([Problem(place, line, "value-wrong", "the status does not fit the list of problems", hint)])
    prepared = entry.prepared or entry.tested
    problems = tuple(entry.problems)
    return Statement(entry.body, entry.contact, entry.tested, prepared, entry.how, entry.status, problems)


def _front(front: ReportFront) -> Front:
    dates = {name: day for name in SIGNOFFS if (day := getattr(front.signoff, name)) is not None}
    return Front(
        title=front.title,
        review=front.review,
        document=front.document,
        partnership=front.partnership,
        author=front.author,
        chair=front.chair,
        date=front.date,
        updated=max(filter(None, (front.updated, *(change.date for change in front.changes))), default=None),
        changes=tuple(sorted((Change(c.date, c.what) for c in front.changes), key=lambda c: c.date, reverse=True)),
        death=front.death,
        progress=front.progress,
        paragraphs=front.paragraphs,
        numbering=front.numbering,
        abbreviations=tuple(front.abbreviations.items()),
        language=front.language,
        contact=front.contact,
        signoff=dates,
        themes=tuple(dict.fromkeys(front.themes)),
        case=front.case,
        address="",
    )


def _waivers(front: ReportFront, document: Yaml) -> tuple[Waiver, ...]:
    return tuple(
        Waiver(w.rule, w.id or w.text, bool(w.id), w.reason, w.date, document.line(("waivers", n)))
        for n, w in enumerate(front.waivers)
    )


def _front_matter(file: SourceFile, place: str) -> tuple[Yaml, str]:
    """The front matter, and the text with as many empty lines in its place, so that lines count as in the file."""
    match = _FRONT.match(file.text)
    if match is None:
        if file.text.startswith("---\n"):
            hint = "close it with a line of three hyphens"
            raise Problems([Problem(place, 1, "front-open", "the front matter is never closed", hint)])
        return Yaml({}, {}), file.text
    text = "\n" * match.group().count("\n") + file.text[match.end() :]
    return read_yaml(match[1] or "", place, first_line=2), text


def _section(
    source: Source,
    number: int,
    read: tuple[str, Yaml, str],
    keys: list[int],
    abroad: set[str],
    shelf: _Shelf | None = None,
) -> Section:
    place, document, text = read
    files = {PurePosixPath(other.path).name: n for n, other in enumerate(source.files)}
    context = Context(number, place, files, source.images, keys, [], frozenset(source.documents), abroad)
    if shelf:
        context.sheets = {path: (shelf.places[path], data) for path, data in source.sheets.items()}
        context.read, context.notices, context.chronology = shelf.read, shelf.notices, shelf.chronology
    settings = SectionFront() if number == 0 else check_shape(SectionFront, document, place)
    if settings.appendix and not settings.number:
        line = document.line(("appendix",))
        context.problem(line, "value-wrong", "a section is both an appendix and without a number", "keep one")
    spot = context.spot(document.line(("title",)))
    lines = text.split("\n")
    root = SyntaxTreeNode(_tokens(text.rstrip("\n") + "\n", place))
    definitions = [node for node in root.walk() if node.type == "footnote_reference"]
    for node in definitions:
        label = str(node.meta["label"])
        line = node.map[0] + 1 if node.map else 1
        if label in context.notes:
            context.problem(line, "note-twice", "two footnotes have the same mark", "give each its own")
        context.notes[label] = context.spot(line).key
    reader = BlockReader(context, lines, _parse_text)
    blocks = reader.read(root.children)
    notes = _notes(definitions, reader)
    _check_filled(blocks, number, context, len(lines))
    if context.problems:
        raise Problems(context.problems)
    title = (Text(settings.title),) if settings.title.strip() else ()
    return Section(spot, title, settings.id, settings.number, settings.appendix, blocks, notes)


def _tokens(text: str, place: str) -> list[Token]:
    """Parse Markdown. Beyond a depth the parser drops what it finds without a word, so that depth is a problem."""
    try:
        tokens = _MARKDOWN.parse(text)
        SyntaxTreeNode(tokens)
    except RecursionError:
        tokens = [Token("paragraph_open", "p", 1, map=[0, 1], level=_DEEPEST)]
    inline = (child for token in tokens for child in token.children or ())
    deep = next((token for token in (*tokens, *inline) if token.level >= _DEEPEST - 2), None)
    if deep is None:
        return tokens
    line = deep.map[0] + 1 if deep.map else 1
    hint = "take out quotations in quotations, lists in lists, or marks"
    raise Problems([Problem(place, line, "nested-deep", "too many things stand inside each other", hint)])


def _notes(definitions: list[SyntaxTreeNode], reader: BlockReader) -> tuple[Note, ...]:
    """The notes in the order of their first marks; a note may call a note."""
    context, read = reader.context, dict[str, Note]()
    for node in definitions:
        label, line = str(node.meta["label"]), node.map[0] + 1 if node.map else 1
        blocks = reader.inside(node.children)
        if not blocks:
            context.problem(line, "note-empty", "a footnote has no text", "write it")
        spot = context.spot(line)
        read.setdefault(label, Note(type(spot)(spot.file, spot.line, context.notes[label]), blocks))
        if label not in context.called and not any(p.line == line and p.rule == "note-twice" for p in context.problems):
            hint = "put its mark into the text or delete it"
            context.problem(line, "note-unused", "a footnote has no mark in the text", hint)
    return tuple(read[label] for label in context.called if label in read)


def _check_filled(blocks: Blocks, number: int, context: Context, end: int) -> None:
    if number and not blocks and not context.problems:
        context.problem(max(1, end - 1), "section-empty", "this section has no text", "write it or delete the file")
    wrong = [0 if problem.file != context.place else problem.line for problem in context.problems]
    for block, after in zip_longest(blocks, blocks[1:]):
        # What stands under a heading may have been left out for another problem, one of a spreadsheet too.
        hidden = any(not line or block.spot.line < line < (after.spot.line if after else line + 1) for line in wrong)
        if isinstance(block, Heading) and _is_bare(block, after) and not hidden:
            hint = "write its text or delete the heading"
            context.problem(block.spot.line, "section-empty", "nothing stands under this heading", hint)


def _is_bare(heading: Heading, after: Block | None) -> bool:
    return after is None or (isinstance(after, Heading) and after.level <= heading.level and heading.numbered)


def _attribute_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """A block rule: a line that is one pair of braces holds attributes of the block below it."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if state.is_code_block(start) or not re.fullmatch(r"\{[^{}]*\}[ \t]*", line):
        return False
    if not silent:
        token = state.push("attribute_line", "", 0)
        token.content, token.map = line, [start, start + 1]
        state.line = start + 1
    return True


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    markdown.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    markdown.use(deflist_plugin)
    markdown.use(container_plugin, "block", validate=lambda info, _: bool(info.strip()))
    markdown.use(attrs_plugin, spans=True)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "attribute_line", _attribute_line, interrupts)
    return markdown


_MARKDOWN = _markdown()


def _parse_text(text: str) -> SyntaxTreeNode:
    """Parse one line of text that stands in an attribute; an inline node."""
    return SyntaxTreeNode(_MARKDOWN.parseInline(text)).children[0]
