"""Blocks and inlines as HTML, through the macros of `templates/site/blocks.html`.

In: blocks of a `Report`, and the page they are shown on. Out: markup. The rule: every text goes through Jinja's
escaping; a kind of block or inline is the macro that bears its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from markupsafe import Markup

from report.block import Actions, Block, Blocks, Figure, GroupRow, List, Paragraph, Row, Spot, Table, Timeline
from report.genogram import DRAWING, Drawing, lay_out
from report.inline import Elsewhere, Inline, Inlines, Jump, NoteCall
from report.kinship import Family
from report.model import Image, NumberedNote, Report
from report.plain import block_text, inline_text
from report.timeline import alternative_of, alternative_of_table, records_of, records_of_table
from report.timeline_chart import WIDTHS, Chart
from report.timeline_chart import lay_out as lay_out_timeline

HOME = next(folder for folder in Path(__file__).parents if (folder / "mkdocs.yml").is_file())
"""Where `mkdocs.yml` and `templates/` are: the project's folder, or this package's where it is installed."""
TEMPLATES = HOME / "templates" / "site"

WIDE = 3
"""A table of this many columns can be wider than a telephone: it scrolls by itself, and the page doesn't."""
LONG = 60
"""Characters of a cell from which a wide table holds records to read, not figures to compare: there it stacks."""
BROAD = 45
"""Characters of the longest cells of a row together from which its last columns are out of a telephone's sight."""


@cache
def environment() -> Environment:
    """Return the one Jinja environment for what stands inside a page."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _macros() -> TemplateModule:
    return environment().get_template("blocks.html").module


def forget_templates() -> None:
    """Have the templates read again where they are used next: somebody is changing them."""
    environment.cache_clear()
    _macros.cache_clear()


@dataclass(frozen=True, slots=True)
class View:
    """A report seen from one of its pages; what the macros ask."""

    report: Report
    page: str
    """The page's file name; links to other pages are relative to it."""
    copy: bool = False
    """Whether the blocks also stand elsewhere: then they have no ids here, and their notes stay there."""

    def blocks(self, blocks: Blocks) -> Markup:
        """Render blocks, a line or more each; "" for none."""
        return Markup("").join(map(self._render, blocks))

    def inlines(self, inlines: Inlines) -> Markup:
        """Render inlines without any white space of our own; "" for none."""
        return Markup("").join(map(self._render, inlines))

    def _render(self, part: Block | Inline) -> Markup:
        markup: Markup = getattr(_macros(), type(part).__name__)(self, part)
        return markup

    def cell(self, blocks: Blocks) -> Markup:
        """Render a table's cell; a lone paragraph needs no element of its own."""
        match blocks:
            case (Paragraph(id="", text=text),):
                return self.inlines(text)
        return self.blocks(blocks)

    def after_number(self, number: Markup, blocks: Blocks) -> Markup:
        """Render blocks with a number in front: in the first paragraph, or in one of its own."""
        match blocks:
            case (Paragraph(spot=spot, id=name, text=text), *others):
                anchor = Markup(' id="{}"').format(self.id(spot)) if name and not self.copy else ""
                first = Markup("<p{}>{} {}</p>\n").format(anchor, number, self.inlines(text))
                return first + self.blocks(tuple(others))
        return Markup("<p>{}</p>\n").format(number) + self.blocks(blocks)

    def number(self, spot: Spot) -> str:
        """Return a thing's number, "" where it has none."""
        label = self.report.labels.get(spot.key)
        return label.number if label else ""

    def id(self, spot: Spot) -> str:
        """Return a thing's id on this page, "" where it has none."""
        label = self.report.labels.get(spot.key)
        return label.id if label and not self.copy else ""

    def is_run(self, block: List) -> bool:
        """Tell whether a list is a run of numbered paragraphs."""
        return any(self.number(item.spot) for item in block.items)

    def target(self, jump: Jump) -> str:
        """Return the address of what a reference leads to, relative to this page."""
        label = self.report.labels[jump.key]
        return f"#{label.id}" if label.page == self.page else f"{label.page}#{label.id}"

    def elsewhere(self, it: Elsewhere) -> str:
        """Return the address of what is in another document, relative to this page; "" where it is no link."""
        return f"../{it.document}/{it.page}" + (f"#{it.id}" if it.id else "")

    def note_target(self, call: NoteCall) -> str:
        """Return the address of a footnote, relative to this page."""
        note = self.report.notes[call.number - 1]
        page = self.section_page(note.file)
        return f"{'' if page == self.page else page}#note-{note.number}"

    def section_page(self, file: int) -> str:
        """Return the page of a section by its file (see `Spot`)."""
        section = next(s for s in (self.report.preface, *self.report.sections) if s.spot.file == file)
        return self.report.labels[section.spot.key].page

    def image(self, figure: Figure) -> Image:
        """Return the picture that a figure shows."""
        return next(image for image in self.report.images if image.name == figure.source)

    def source(self, figure: Figure) -> str:
        """Return the address of a figure's picture, relative to this page."""
        return f"images/{self.image(figure).name}"

    drawing_title = DRAWING

    def draw(self, family: Family) -> Drawing:
        """Return the drawing of a family."""
        return lay_out(family)

    def charts(self, block: Timeline) -> dict[str, Chart]:
        """Return the drawings of a time line by their form: for a wide screen and for a telephone."""
        return {form: lay_out_timeline(records_of(block), form) for form in WIDTHS}

    def alternative(self, block: Timeline) -> str:
        """Return what stands for the drawing of a time line."""
        return alternative_of(block)

    def charts_above(self, table: Table) -> dict[str, Chart]:
        """Return the drawings of what is drawn above a table, as those of a time line."""
        return {form: lay_out_timeline(records_of_table(table), form) for form in WIDTHS}

    def alternative_above(self, table: Table) -> str:
        """Return what stands for them."""
        return alternative_of_table(table)

    def table_notes(self, table: Table | Actions) -> Sequence[NumberedNote]:
        """Return the notes that stand under a table."""
        return () if self.copy else tuple(note for note in self.report.notes if note.table == table.spot.key)

    def groups(self, table: Table) -> list[tuple[GroupRow | None, list[Row]]]:
        """Cut a table's rows into groups; the rows above the first group row have None."""
        groups: list[tuple[GroupRow | None, list[Row]]] = []
        for row in table.rows:
            if isinstance(row, GroupRow):
                groups.append((row, []))
            elif groups:
                groups[-1][1].append(row)
            else:
                groups.append((None, [row]))
        return groups

    def name(self, table: Table | Actions) -> str:
        """Return what a table without a caption is called by a screen reader."""
        if isinstance(table, Actions):
            first, last = (self.number(table.recommendations[at].spot) for at in (0, -1))
            return f"Recommendation {first}" if first == last else f"Recommendations {first} to {last}"
        return f"Table: {', '.join(filter(None, map(inline_text, table.columns)))}"

    def plain(self, inlines: Inlines) -> str:
        """Return the words of inlines."""
        return inline_text(inlines)

    def stacks(self, table: Table) -> bool:
        """Tell whether the rows of a table stand below each other, with column names, on a telephone."""
        rows = [[len(block_text(cell)) for cell in row.cells] for row in table.rows if isinstance(row, Row)]
        longest = [max(column) for column in zip(*rows, strict=True)]
        return self.is_wide(len(table.columns)) and (max(longest, default=0) > LONG or sum(longest) > BROAD)

    def is_wide(self, columns: int) -> bool:
        """Tell whether a table of so many columns needs room to scroll."""
        return columns >= WIDE
