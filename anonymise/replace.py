"""The pass: every name replaced by its alias.

In: a `Draft`, its `Register` and the edition. Out: a `SafeDraft`, with what the gate has to look for since the edition
may not show it, or every question and problem at once. The rule: this is the only place that makes a `SafeDraft`; what
the edition may not show is cut first, all text that is left goes through it exactly once, and what must not change
(ids, addresses, file names) is refused where it holds a form.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from anonymise.cut import Run, cut
from anonymise.decision import Decision, clean_waiver, decisions_in
from anonymise.detect import Finder, find, find_in_address
from anonymise.family import build_block
from anonymise.fold import fold
from anonymise.image import UnreadableImageError, clean_image
from anonymise.lexicon import english_words, name_words
from anonymise.parse import Draft
from anonymise.question import ask, ask_about
from anonymise.redaction_log import Redacted
from anonymise.repeated import find_repeated
from anonymise.rewrite import Edit, decided, plain_text, rewrite, spans_of, surroundings
from anonymise.sighting import Place, Sighting, Undecided, group
from anonymise.spans import Finding
from anonymise.watch import Watch, build_watch, notice
from anonymise.withheld import Withheld
from anonymise.wording import word_alias
from report.block import (
    Actions,
    Block,
    Blocks,
    Built,
    Callout,
    CodeBlock,
    Definition,
    Definitions,
    Divider,
    Figure,
    Genogram,
    GroupRow,
    Heading,
    Item,
    List,
    Paragraph,
    Part,
    Quote,
    Recommendation,
    Row,
    Spot,
    Table,
)
from report.inline import Inlines, Link, Reference, Text
from report.model import Edition, Front, Image, Note, SafeDraft, Section, Waiver
from report.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class Passed:
    """What the pass gives."""

    safe: SafeDraft
    withheld: Withheld
    """For the gate; stays in the red room."""
    log: tuple[Redacted, ...]
    """What was cut, without its text."""
    waivers: tuple[Waiver, ...]
    """With aliases."""
    counted: tuple[tuple[int, str, int], ...]
    """File (as in `Spot`), id and how often it was replaced there; sorted."""
    decisions: tuple[Decision, ...]
    """In the order of the pass."""
    undecided: tuple[Undecided, ...]
    """What nobody has accounted for; as `group` has it."""


class Unanswered(Problems):
    """The problems of a pass, with what it noticed before it gave up."""

    def __init__(self, problems: Iterable[Problem], undecided: tuple[Undecided, ...]) -> None:
        super().__init__(problems)
        self.undecided = undecided


CONTEXT = 6
"""Words on each side of what is undecided that an author is shown."""
_RUNS_ON = re.compile(r"(?!['\u2019]?s(?![^\W\d_]))[^\W\d_]", re.IGNORECASE)
"""A letter that is no possessive s."""


def pseudonymise(
    draft: Draft, finder: Finder, edition: Edition, places: tuple[str, ...], images: Mapping[str, bytes]
) -> Passed:
    """Cut a draft for an edition and replace every name in it.

    `places` are names of the files that are safe to print; `images` are the pictures of the report's folder by path.
    Raises `Unanswered` with every question (`name-…`), `name-undecided` for all editions but a draft, `person-unknown`,
    `name-in-address`, `name-in-path`, `figure-format`, those of `cut`, and `cut-repeated`.
    """
    done = cut(draft, edition, places)
    draft = done.draft
    watch = build_watch(finder.register, (short for short, _ in draft.front.abbreviations))
    run = _Pass(finder, places, images, watch)
    run.problems += done.problems
    front = run.front(draft)
    own = _Pass(
        finder, places, {}, watch
    )  # of its own: no reader sees a waiver, so its names are asked about, not counted
    waivers = [clean_waiver(waiver, own.string) for waiver in draft.waivers]
    run.problems += own.problems
    preface, *sections = (
        run.section(section, draft.titles[number]) for number, section in enumerate((draft.preface, *draft.sections))
    )
    undecided = group(run.seen)
    if edition != "draft":
        run.problems += map(ask_about, undecided)
    if run.problems:
        raise Unanswered(run.problems, undecided)
    tally, kept = dict(sorted(run.tally.items())), tuple(sorted(run.kept))
    safe = SafeDraft(
        draft.name, edition, front, preface, tuple(sections), tuple(run.pictures), tally, places, kept, len(undecided)
    )
    removed = _Pass(finder, places, {}, watch)  # of its own: what is cut is neither counted nor asked about
    hidden = [(plain_text(r.text), removed.published(r)) for one in done.removed for r in one.runs]
    withheld = find_repeated(safe, hidden)
    log = tuple(
        Redacted(places[one.file], one.line, removed.string(one.reason, one.file, one.line), one.words())
        for one in done.removed
        if one.runs
    )
    gone = "\n".join(" ".join(published.split()) for _, published in hidden)
    waived = tuple(dataclasses.replace(w, elsewhere=not w.by_id and w.about in gone) for w in waivers)
    counted = tuple((file, id, count) for (file, id), count in sorted(run.counted.items()))
    return Passed(safe, withheld, log, waived, counted, tuple(run.decisions), undecided)


class _Pass:
    """One pass over one draft; gathers problems, tally and pictures."""

    def __init__(self, finder: Finder, places: tuple[str, ...], images: Mapping[str, bytes], watch: Watch) -> None:
        self.finder = finder
        self.watch = watch
        self.places = places
        self.images = images
        self.problems: list[Problem] = []
        self.seen: list[tuple[str, Sighting, Place]] = []
        self.tally: Counter[str] = Counter()
        self.counted: Counter[tuple[int, str]] = Counter()
        self.decisions: list[Decision] = []
        self.kept: set[str] = set()
        self.pictures: list[Image] = []
        self.aliases = dict(finder.register.aliases())
        self.days = {secret.id for secret in finder.register.secrets if secret.day}

    # --- text

    def inlines(self, inlines: Inlines, file: int, line: int, *, heading: bool = False) -> Inlines:
        """Replace in one run of marked-up text that starts on `line`."""
        self._check_parts(inlines, file, line)
        self.decisions += decisions_in(inlines, file)
        text, choices = plain_text(inlines), decided(inlines)
        for choice in choices:
            if _cuts_a_word(text, choice):
                hint = "put the whole word between the brackets"
                at = line + text.count("\n", 0, choice.start)
                self._problem(file, at, "span-part", "the brackets around a name cut a word in two", hint)
        edits: list[Edit] = []
        kept: list[Finding] = []
        findings = find(text, self.finder, heading=heading, decided=choices)
        for finding in findings:
            if finding.rule:
                self.problems.append(ask(finding, self.places[file], line + text.count("\n", 0, finding.start)))
            elif finding.kind == "word":
                kept.append(finding)
            elif finding.kind != "keep":
                edits += self._edit(text, finding, file)
        self.kept |= {_with_neighbours(text, finding, edits) for finding in kept}
        hidden = [Edit(f.start, f.end, "[\u2026]") for f in findings if f.rule]
        for sighting in notice(text, findings, self.watch, heading=heading):
            at = line + text.count("\n", 0, sighting.start) if line else 0
            around = surroundings(
                text, sighting.start, sighting.end, sorted([*edits, *hidden], key=lambda edit: edit.start), CONTEXT
            )
            self.seen.append((text[sighting.start : sighting.end], sighting, Place(self.places[file], at, *around)))
        return rewrite(inlines, tuple(edits), lambda title: self.string(title, file, line))

    def published(self, run: Run) -> str:
        """What a text that was cut would have become."""
        return plain_text(self.inlines(run.text, run.file, run.line))

    def _edit(self, text: str, finding: Finding, file: int) -> list[Edit]:
        owner = finding.owners[0]
        if owner not in self.aliases:
            return []
        self.tally[owner] += 1
        self.counted[file, owner] += 1
        return [word_alias(text, finding, self.aliases[owner], is_day=owner in self.days)]

    def string(self, text: str, file: int, line: int, *, heading: bool = False) -> str:
        """Replace in plain characters; "" stays ""."""
        return plain_text(self.inlines((Text(text),), file, line, heading=heading)) if text else ""

    def _check_parts(self, inlines: Inlines, file: int, line: int) -> None:
        for span, _, _ in spans_of(inlines):
            if span.person and span.person not in self.aliases:
                hint = "use an id of the register's people"
                self._problem(file, span.line, "person-unknown", "nobody in the register has this id", hint)
            if span.word and not _is_word(plain_text(span.children)):
                hint = "it is for one word of the language; list anything else under `ordinary`"
                self._problem(file, span.line, "word-span", "{.word} stands at what is no single ordinary word", hint)
        for part in inlines:
            if isinstance(part, Link):
                self.address(unquote(part.address), file, line, "a link's address")
            elif isinstance(part, Reference):
                self.address(part.target, file, part.line, "the id of a reference")
            self._check_parts(getattr(part, "children", ()), file, line)

    def address(self, text: str, file: int, line: int, what: str) -> str:
        """Refuse a form in what can't be changed; gives the text."""
        if text and find_in_address(text, self.finder):
            hint = "choose one that names nobody"
            self._problem(file, line, "name-in-address", f"{what} holds a form of a name", hint)
        return text

    def _problem(self, file: int, line: int, rule: str, sentence: str, hint: str) -> None:
        self.problems.append(Problem(self.places[file], line, rule, sentence, hint))

    # --- the report

    def front(self, draft: Draft) -> Front:
        """Replace in the report's own settings."""
        front = draft.front

        def line(key: str) -> int:
            return draft.lines.line((key,))

        def safe(key: str) -> str:
            return self.string(getattr(front, key), 0, line(key), heading=key == "title")

        abbreviations = tuple(
            (self.string(short, 0, line("abbreviations")), self.string(meaning, 0, line("abbreviations")))
            for short, meaning in front.abbreviations
        )
        return dataclasses.replace(
            front,
            title=safe("title"),
            review=safe("review"),
            document=safe("document"),
            partnership=safe("partnership"),
            author=safe("author"),
            chair=safe("chair"),
            contact=safe("contact"),
            abbreviations=abbreviations,
        )

    def section(self, section: Section, title_line: int) -> Section:
        """Replace in a section and its notes."""
        file = section.spot.file
        return Section(
            section.spot,
            self.inlines(section.title, file, title_line, heading=True),
            self.address(section.id, file, title_line, "the section's id"),
            section.numbered,
            section.appendix,
            self.blocks(section.blocks),
            tuple(Note(note.spot, self.blocks(note.blocks)) for note in section.notes),
        )

    # --- blocks

    def blocks(self, blocks: Blocks) -> Blocks:
        """Replace in blocks."""
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block) -> Block:
        """Replace in one block; a `Built` becomes what it stands for."""
        if isinstance(block, Built):
            at = (block.spot.file, block.spot.line)
            return build_block(block, self.finder.register, lambda text: self.string(text, *at))
        at = (block.spot.file, block.spot.line)
        match block:
            case Heading() | Paragraph():
                text = self.inlines(block.text, *at, heading=isinstance(block, Heading))
                return dataclasses.replace(block, text=text, id=self._id(block.id, block.spot))
            case List():
                return dataclasses.replace(block, items=tuple(map(self._item, block.items)))
            case Table():
                return self._table(block)
            case Actions():
                return self._actions(block)
            case Figure():
                return self._figure(block)
            case Quote() | Callout():
                return dataclasses.replace(block, blocks=self.blocks(block.blocks))
            case CodeBlock():
                return CodeBlock(block.spot, self.string(block.text, *at))
            case Definitions():
                entries = (Definition(self.inlines(e.term, *at), self.blocks(e.blocks)) for e in block.entries)
                return Definitions(block.spot, tuple(entries))
            case Genogram() | Divider():
                return block
            case Part():
                raise TypeError("a part that the edition has to be cut by is still there")

    def _id(self, id: str, spot: Spot) -> str:
        return self.address(id, spot.file, spot.line, "an id")

    def _item(self, item: Item) -> Item:
        return Item(item.spot, self.blocks(item.blocks), self._id(item.id, item.spot))

    def _table(self, table: Table) -> Table:
        at = (table.spot.file, table.spot.line)
        rows = tuple(
            GroupRow(self.inlines(row.text, *at))
            if isinstance(row, GroupRow)
            else Row(tuple(map(self.blocks, row.cells)))
            for row in table.rows
        )
        return Table(
            table.spot,
            self._id(table.id, table.spot),
            self.inlines(table.caption, *at),
            tuple(self.inlines(column, *at) for column in table.columns),
            rows,
            table.row_headers,
        )

    def _actions(self, actions: Actions) -> Actions:
        at = (actions.spot.file, actions.spot.line)
        rows = (
            Recommendation(row.spot, self._id(row.id, row.spot), tuple(map(self.blocks, row.cells)))
            for row in actions.recommendations
        )
        return Actions(
            actions.spot,
            self._id(actions.id, actions.spot),
            self.inlines(actions.caption, *at),
            self.string(actions.agency, *at),
            actions.columns,
            tuple(rows),
        )

    def _figure(self, figure: Figure) -> Figure:
        at = (figure.spot.file, figure.spot.line)
        name = figure.source
        if find_in_address(name, self.finder):
            self._problem(
                *at, "name-in-path", "the name of the figure's file holds a form of a name", "rename the file"
            )
        else:
            try:
                picture = clean_image(self.images[name], f"figure-{len(self.pictures) + 1}")
                self.pictures.append(picture)
                name = picture.name
            except UnreadableImageError:
                hint = "save it as PNG or JPEG"
                self._problem(*at, "figure-format", "the figure's file is no picture that can be published", hint)
        return Figure(
            figure.spot,
            self._id(figure.id, figure.spot),
            name,
            self.string(figure.alternative, *at),
            self.inlines(figure.caption, *at),
        )


def _cuts_a_word(text: str, choice: Finding) -> bool:
    """Whether a letter stands right before or behind what the author decided; a possessive s may stand behind it."""
    return text[: choice.start][-1:].isalpha() or _RUNS_ON.match(text, choice.end) is not None


def _is_word(text: str) -> bool:
    words = fold(text)
    return len(words) == 1 and (words[0].removesuffix("s") in name_words() or words[0] in english_words())


def _with_neighbours(text: str, finding: Finding, edits: list[Edit]) -> str:
    """A word with the word before it and the word behind it, as they are published, as far as they are there."""
    before, after = surroundings(text, finding.start, finding.end, edits, 1)
    return " ".join(filter(None, (before, text[finding.start : finding.end], after)))
