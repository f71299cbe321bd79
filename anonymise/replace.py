"""The pass: every name replaced by its alias.

In: a `Draft`, its `Register` and the edition. Out: a `SafeDraft`, with what the gate has to look for since the edition
may not show it, or every question and problem at once. The rule: this is the only place that makes a `SafeDraft`; what
the edition may not show is cut first, all text that is left goes through it exactly once, and what must not change
(ids, addresses, file names) is refused where it holds a form.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anonymise.chronology import build_chronology
from anonymise.cut import Cut, cut, runs_of
from anonymise.day import find_days_below, find_parted_days
from anonymise.decision import Decision, clean_waiver
from anonymise.detect import Finder, find_in_address
from anonymise.family import build_alias_note, build_block
from anonymise.image import UnreadableImageError, clean_image
from anonymise.parse import Draft
from anonymise.question import ask_about
from anonymise.redaction_log import Redacted
from anonymise.repeated import find_repeated
from anonymise.replace_text import TextPass
from anonymise.rewrite import plain_text
from anonymise.sighting import Unanswered, Undecided, group
from anonymise.watch import Watch, build_watch
from anonymise.withheld import Withheld
from report.block import (
    Actions,
    Block,
    Blocks,
    Built,
    Callout,
    Chronology,
    CodeBlock,
    Definition,
    Definitions,
    Divider,
    Event,
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
    RecommendationList,
    Row,
    Spot,
    Table,
    Timeline,
)
from report.model import Edition, Front, Image, Note, SafeDraft, Section, Waiver

_HOLDERS = (Section, Note, Callout, Quote, List, Item, Table, Row, Actions, Recommendation, Definitions, Definition)
"""What blocks can stand in."""


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


def pseudonymise(
    draft: Draft, finder: Finder, edition: Edition, places: tuple[str, ...], images: Mapping[str, bytes]
) -> Passed:
    """Cut a draft for an edition and replace every name in it.

    `places` are names of the files that are safe to print; `images` are the pictures of the report's folder by path.
    Raises `Unanswered` with every question (`name-…`), `name-undecided` for all editions but a draft, `person-unknown`,
    `name-in-address`, `name-in-path`, `figure-format`, those of `cut`, and `cut-repeated`.
    """
    places = (*places[: len(draft.sections) + 1], *draft.sheets, *(places[-1:] if draft.shared.lines else ()))
    done = cut(draft, edition, places)
    draft = done.draft
    front = draft.front
    watch = build_watch(finder.register, [short for short, _ in front.abbreviations], [front.contact, front.address])
    run = _ReportPass(finder, places, watch, images)
    run.problems += done.problems
    safe_front = run.front(draft)
    own = TextPass(finder, places, watch)  # no reader sees a waiver: its names are asked about, not counted
    waivers = [clean_waiver(waiver, own.string) for waiver in draft.waivers]
    run.problems += own.problems
    preface, *sections = (
        run.section(section, draft.titles[number]) for number, section in enumerate((draft.preface, *draft.sections))
    )
    preface, *sections = run.note_aliases(safe_front, [preface, *sections])
    undecided = group(run.seen)
    if edition != "draft":
        run.problems += map(ask_about, undecided)
    if run.problems:
        raise Unanswered(run.problems, undecided)
    tally, kept = dict(sorted(run.tally.items())), tuple(sorted(run.kept))
    parts, pictures = (safe_front, preface, tuple(sections)), tuple(run.pictures)
    safe = SafeDraft(draft.name, edition, *parts, pictures, tally, places, kept, len(undecided))
    removed = TextPass(finder, places, watch)  # of its own: what is cut is neither counted nor asked about
    hidden = [(plain_text(r.text), removed.published(r)) for one in done.removed for r in one.runs]
    withheld = find_repeated(safe, hidden)
    gone = "\n".join(" ".join(published.split()) for _, published in hidden)
    waived = tuple(dataclasses.replace(w, elsewhere=not w.by_id and w.about in gone) for w in waivers)
    counted = tuple((file, id, count) for (file, id), count in sorted(run.counted.items()))
    return Passed(safe, withheld, _log(done, removed), waived, counted, tuple(run.decisions), undecided)


def _log(done: Cut, removed: TextPass) -> tuple[Redacted, ...]:
    """What was cut, without its text; reasons as they are published."""
    return tuple(
        Redacted(removed.places[one.file], one.line, removed.string(one.reason, one.file, one.line), one.words())
        for one in done.removed
        if one.runs
    )


class _ReportPass(TextPass):
    """The pass over all parts of one draft; gathers pictures too."""

    def __init__(self, finder: Finder, places: tuple[str, ...], watch: Watch, images: Mapping[str, bytes]) -> None:
        super().__init__(finder, places, watch)
        self.images = images
        self.pictures: list[Image] = []
        self.death = ""
        self.noted = False
        """Whether a note on names is to be built."""

    # --- the report

    def front(self, draft: Draft) -> Front:
        """Replace in the report's own settings."""
        front = draft.front
        self.death = front.death

        def safe(key: str) -> str:
            return self.string(getattr(front, key), *draft.where(key), heading=key == "title")

        abbreviations = tuple(
            (self.string(short, *draft.where("abbreviations")), self.string(meaning, *draft.where("abbreviations")))
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
            changes=tuple(
                dataclasses.replace(change, what=self.string(change.what, *draft.where("changes")))
                for change in front.changes
            ),
            themes=tuple(self.string(theme, *draft.where("themes")) for theme in front.themes),
            case=safe("case"),
            address=safe("address"),
            abbreviations=abbreviations,
        )

    def section(self, section: Section, title_line: int) -> Section:
        """Replace in a section and its notes."""
        file = section.spot.file
        self.above = plain_text(section.title)
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
        """Replace in one block; a `Built` becomes what it stands for, but for the note on names, which comes last."""
        at = (block.spot.file, block.spot.line)
        match block:
            case Heading() | Paragraph():
                if isinstance(block, Heading):
                    self.above = plain_text(block.text)
                else:
                    self._check_day_below(plain_text(block.text), block.spot)
                text = self.inlines(block.text, *at, heading=isinstance(block, Heading))
                return dataclasses.replace(block, text=text, id=self._id(block.id, block.spot))
            case List():
                return dataclasses.replace(block, items=tuple(map(self._item, block.items)))
            case Table():
                return self._table(block)
            case Actions():
                return self._actions(block)
            case RecommendationList():
                caption = self.inlines(block.caption, *at)
                return dataclasses.replace(block, id=self._id(block.id, block.spot), caption=caption)
            case Figure():
                return self._figure(block)
            case Quote() | Callout():
                return dataclasses.replace(block, blocks=self.blocks(block.blocks))
            case CodeBlock():
                return CodeBlock(block.spot, self.string(block.text, *at))
            case Definitions():
                for entry in block.entries:
                    self._check_day_below(plain_text(entry.term), block.spot)
                entries = (Definition(self.inlines(e.term, *at), self.blocks(e.blocks)) for e in block.entries)
                return Definitions(block.spot, tuple(entries))
            case Timeline():
                return self._timeline(block)
            case Chronology():
                return self._chronology(block)
            case Genogram() | Divider():
                return block
            case Built(kind="alias-note"):
                self.noted = True
                return block
            case Built():
                return self._built(block)
            case Part():
                raise TypeError("a part that the edition has to be cut by is still there")

    def _built(self, block: Built) -> Block:
        if block.bands and not self.death:
            hint = "write `death:` with its year into the report's settings, or leave out `ages=bands`"
            sentence = "ages at the time of the death are asked for, and nobody says when that was"
            self.problem(block.spot.file, block.spot.line, "age-unknown", sentence, hint)
            return block
        return build_block(block, self.finder.register, self._cleaner(block), self.death)

    def _cleaner(self, block: Built) -> Callable[[str], str]:
        return lambda text: self.string(text, block.spot.file, block.spot.line)

    def note_aliases(self, front: Front, sections: list[Section]) -> list[Section]:
        """Put the note on names where it belongs, once all is there that readers meet."""
        if not self.noted:
            return sections
        text = "\n".join(plain_text(run.text) for run in runs_of((front, tuple(sections)), 0, 0))

        def note(value: Any) -> Any:
            if isinstance(value, Built) and value.kind == "alias-note":
                return build_alias_note(value, self.finder.register, self._cleaner(value), text)
            if isinstance(value, tuple):
                return tuple(map(note, value))
            if isinstance(value, _HOLDERS):
                fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
                return dataclasses.replace(value, **{k: note(v) for k, v in fields.items() if isinstance(v, tuple)})
            return value

        return [note(section) for section in sections]

    def _id(self, id: str, spot: Spot) -> str:
        return self.address(id, spot.file, spot.line, "an id")

    def _item(self, item: Item) -> Item:
        return Item(item.spot, self.blocks(item.blocks), self._id(item.id, item.spot))

    def _table(self, table: Table) -> Table:
        at = (table.spot.file, table.spot.line)
        above, names = self.above, map(plain_text, (table.caption, *table.columns))
        self.above = " | ".join((above, *names))
        group = ""
        for row in table.rows:
            if isinstance(row, GroupRow):
                group = plain_text(row.text)
            else:
                self._check_days(row.cells, group, table.spot)
        rows = tuple(
            GroupRow(self.inlines(row.text, *at))
            if isinstance(row, GroupRow)
            else Row(tuple(map(self.blocks, row.cells)))
            for row in table.rows
        )
        self.above = above
        return Table(
            table.spot,
            self._id(table.id, table.spot),
            self.inlines(table.caption, *at),
            tuple(self.inlines(column, *at) for column in table.columns),
            rows,
            table.row_headers,
        )

    def _check_days(self, cells: tuple[Blocks, ...], group: str, spot: Spot) -> None:
        """Refuse a protected day that readers put together from the cells of a row and the group row above it."""
        texts = [" ".join(plain_text(b.text) for b in cell if isinstance(b, Paragraph)) for cell in cells]
        spot = next((block.spot for cell in cells for block in cell), spot)
        for id in sorted(find_parted_days(texts, group, self.finder.register.secrets)):
            hint = "write the month alone; of figures that are no day, write 3 of 7 instead of 3/7"
            self.problem(spot.file, spot.line, "day-in-cells", f"this row tells the day of {id} in parts", hint)

    def _check_day_below(self, text: str, spot: Spot) -> None:
        """Refuse a protected day of which a heading tells the month and a text below it the number."""
        for id in sorted(find_days_below(text, self.above, self.finder.register.secrets)):
            hint = "leave the number out, or the month in the heading"
            sentence = f"the heading and this text tell the day of {id} together"
            self.problem(spot.file, spot.line, "day-in-cells", sentence, hint)

    def _actions(self, actions: Actions) -> Actions:
        at = (actions.spot.file, actions.spot.line)
        self.in_plan = True
        rows = [
            Recommendation(row.spot, self._id(row.id, row.spot), tuple(map(self.blocks, row.cells)))
            for row in actions.recommendations
        ]
        self.in_plan = False
        return Actions(
            actions.spot,
            self._id(actions.id, actions.spot),
            self.inlines(actions.caption, *at),
            self.string(actions.agency, *at),
            actions.columns,
            tuple(rows),
            actions.multi_agency,
        )

    def _timeline(self, block: Timeline) -> Timeline:
        at = (block.spot.file, block.spot.line)
        above, self.above = self.above, " | ".join((self.above, plain_text(block.caption)))
        events = tuple(map(self._event, block.events))
        self.above = above
        return Timeline(block.spot, self._id(block.id, block.spot), self.inlines(block.caption, *at), events)

    def _event(self, event: Event) -> Event:
        at = (event.spot.file, event.spot.line)
        return Event(
            event.spot, self.inlines(event.when, *at), self.inlines(event.lane, *at), self.blocks(event.blocks)
        )

    def _chronology(self, block: Chronology) -> Table:
        at = (block.spot.file, block.spot.line)
        above, self.above = self.above, " | ".join((self.above, plain_text(block.caption)))
        for entry in block.entries:
            day = Paragraph(entry.spot, entry.time, "", True)
            self._check_days(((day,), entry.when), "", entry.spot)
        entries = tuple(
            dataclasses.replace(
                entry,
                when=self.blocks(entry.when),
                time=self.inlines(entry.time, entry.spot.file, entry.spot.line),
                agency=self.blocks(entry.agency),
                origin=self.blocks(entry.origin),
                event=self.blocks(entry.event),
                comment=self.blocks(entry.comment),
                outcome=self.blocks(entry.outcome),
            )
            for entry in block.entries
        )
        self.above = above
        caption, id = self.inlines(block.caption, *at), self._id(block.id, block.spot)
        safe = dataclasses.replace(block, id=id, caption=caption, entries=entries)
        table, problems = build_chronology(safe, self.places)
        self.problems += problems
        return table

    def _figure(self, figure: Figure) -> Figure:
        at = (figure.spot.file, figure.spot.line)
        name = figure.source
        if find_in_address(name, self.finder):
            self.problem(*at, "name-in-path", "the name of the figure's file holds a form of a name", "rename the file")
        else:
            try:
                picture = clean_image(self.images[name], f"figure-{len(self.pictures) + 1}")
                self.pictures.append(picture)
                name = picture.name
            except UnreadableImageError:
                hint = "save it as PNG or JPEG"
                self.problem(*at, "figure-format", "the figure's file is no picture that can be published", hint)
        return Figure(
            figure.spot,
            self._id(figure.id, figure.spot),
            name,
            self.string(figure.alternative, *at),
            self.inlines(figure.caption, *at),
        )
