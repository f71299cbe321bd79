"""A small report that holds every kind of block, made of invented people, for the tests of both renderings."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from itertools import count

from PIL import Image as Picture

from report.block import (
    COLUMN_SETS,
    Actions,
    Block,
    Blocks,
    Callout,
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
    Quote,
    Recommendation,
    Row,
    Spot,
    Table,
    Timeline,
)
from report.inline import Code, Emphasis, Inlines, LineBreak, Link, NoteMark, Reference, Strong, Text
from report.kinship import Family, Member, Union
from report.model import SIGNOFFS, Edition, Front, Image, Note, Report, SafeDraft, Section
from report.number import number


class Maker:
    """Makes blocks with keys and lines of their own, in the order in which they are asked for."""

    def __init__(self) -> None:
        self._keys: Iterator[int] = count(1)
        self.file = 0

    def spot(self) -> Spot:
        key = next(self._keys)
        return Spot(self.file, key, key)

    def heading(self, level: int, text: str, *, id: str = "", numbered: bool = True, notes: Inlines = ()) -> Heading:
        return Heading(self.spot(), level, (Text(text), *notes), id, numbered)

    def paragraph(self, *parts: str | Inlines, id: str = "") -> Paragraph:
        return Paragraph(self.spot(), inlines(*parts), id, True)

    def item(self, *blocks: str | Block, id: str = "") -> Item:
        spot = self.spot()
        return Item(spot, tuple(self.paragraph(b) if isinstance(b, str) else b for b in blocks), id)

    def list(self, *items: Item, ordered: bool = False, steps: bool = False) -> List:
        return List(self.spot(), items, ordered, steps)

    def cell(self, text: str) -> Blocks:
        return (self.paragraph(text),) if text else ()

    def table(self, caption: str, columns: str, *rows: str, id: str = "", headed: bool = False) -> Table:
        """Make a table from lines with bars; a line with one cell in brackets is a group row."""
        spot = self.spot()
        made = tuple(
            GroupRow(inlines(row.strip("[]"))) if row.startswith("[") else Row(tuple(map(self.cell, row.split("|"))))
            for row in rows
        )
        heads = tuple(inlines(head) if head else () for head in columns.split("|"))
        return Table(spot, id, inlines(caption) if caption else (), heads, made, headed)

    def event(self, when: str, lane: str, *texts: str) -> Event:
        spot = self.spot()
        return Event(spot, inlines(when), inlines(lane) if lane else (), tuple(map(self.paragraph, texts)))

    def actions(self, columns: tuple[str, ...], *rows: str, caption: str = "", agency: str = "") -> Actions:
        spot = self.spot()
        made = tuple(Recommendation(self.spot(), "", tuple(map(self.cell, row.split("|")))) for row in rows)
        return Actions(spot, "", inlines(caption) if caption else (), agency, columns, made)


def inlines(*parts: str | Inlines) -> Inlines:
    return tuple(inline for part in parts for inline in ((Text(part),) if isinstance(part, str) else part))


def section(spot: Spot, title: str, *blocks: Block, notes: tuple[Note, ...] = (), **settings: bool) -> Section:
    numbered, appendix = settings.get("numbered", True), settings.get("appendix", False)
    return Section(spot, inlines(title) if title else (), "", numbered, appendix, blocks, notes)


def front(**changes: object) -> Front:
    settings: dict[str, object] = {
        "title": "The death of Peter", "review": "Domestic Homicide Review", "document": "Overview report",
        "partnership": "Northshire Community Safety Partnership", "author": "Jane Writer", "chair": "Ann Chair",
        "date": datetime.date(2014, 8, 25), "updated": datetime.date(2015, 1, 9), "progress": None, "death": "2013-02",
        "paragraphs": "lists", "numbering": "section", "abbreviations": (("IMR", "Individual Management Review"),),
        "language": "en-GB", "contact": "reviews@example.org", "signoff": {},
        "changes": (), "themes": (), "case": "", "address": "",
    }  # fmt: skip
    return Front(**{**settings, **changes})  # type: ignore[arg-type] # a test may change any setting


def picture(name: str, width: int = 240, height: int = 120) -> Image:
    data = io.BytesIO()
    Picture.new("RGB", (width, height), (200, 215, 230)).save(data, "png")
    return Image(name, data.getvalue(), width, height)


def report_of(
    *sections: Section, preface: Section | None = None, edition: Edition = "draft", images: tuple[Image, ...] = (),
    **changes: object,
) -> Report:  # fmt: skip
    """Number a report made of sections; front matter as in `front`."""
    paths = ("index.md", *(f"{at:02}.md" for at in range(1, len(sections) + 1)))
    settings = front(**changes)
    if edition == "public":
        settings = front(signoff=dict.fromkeys(SIGNOFFS, datetime.date(2014, 1, 1)), **changes)
    empty = Section(Spot(0, 1, 0), (), "", False, False, (), ())
    return number(SafeDraft("peter", edition, settings, preface or empty, sections, images, {}, paths))


def every_block(edition: Edition = "draft") -> Report:
    """A report with every kind of block and inline."""
    make = Maker()
    preface = section(make.spot(), "", make.paragraph("Peter’s family read this report. Ŵyn and Llŷr agreed."))
    sections = (_introduction(make), _tables(make), _appendix(make))
    images = (picture("figure-1.png"), picture("figure-2.png"))
    return report_of(*sections, preface=preface, edition=edition, images=images)


def _introduction(make: Maker) -> Section:
    make.file = 1
    spot = make.spot()
    notes = tuple(
        Note(make.spot(), (make.paragraph(text), *extra))
        for text, extra in (
            ("The first note; “quoted”.", ()),
            ("A note with two parts.", (make.paragraph("Its second part."),)),
            ("A note of a heading.", ()),
        )
    )
    marks = tuple(NoteMark(note.spot.key) for note in notes)
    blocks: Blocks = (
        make.heading(2, "Background", id="background"),
        make.list(
            make.item("This review looks at Peter’s life; the IMR of each agency was read.", id="life"),
            make.item(
                make.paragraph("A numbered paragraph with more below:", (marks[0],), " and again", (marks[0],), "."),
                make.list(make.item("a bullet"), make.item("another", make.list(make.item("below it")))),
                "A second paragraph of the item.",
            ),
            ordered=True,
        ),
        make.heading(2, "Scope", notes=(marks[2],)),
        make.paragraph(
            "Plain, ",
            (Emphasis((Text("emphasised"),)), Text(", "), Strong((Text("strong"),)), Text(", "), Code(r"C:\x")),
            " and a",
            (LineBreak(),),
            "break;\nsee ",
            (
                Reference("life", "label", (), 1),
                Text(" and "),
                Reference("costs", "label", (), 1),
                Text(", a "),
                Link("https://example.org/a?b=c", "", (Text("link"),)),
            ),
            (marks[1],),
            ".",
        ),
        make.heading(3, "Not numbered", numbered=False),
        make.paragraph("Office, waffle, fi\u00adnance, 10\u00a0km, Llŷn ŵ ŷ, ﬁne, “so” and ‘so’, e\u0301."),
        make.heading(3, "Deeper"),
        *_set_off(make),
    )
    return section(spot, "Introduction", *blocks, notes=notes)


_FAMILY = Family(
    (
        Member("P1", "Peter", "male", died=True, index=True),
        Member("P2", "Kate", "female", died=False, index=False),
        Member("P3", "Tom", "", died=False, index=False),
    ),
    (Union(("P1", "P2"), (), (), ended=True), Union(("P2",), ("P3",), (), ended=False)),
)


def _set_off(make: Maker) -> Blocks:
    return (
        make.list(make.item("first step"), make.item("second step"), ordered=True, steps=True),
        Quote(make.spot(), (make.paragraph("He was kind."), make.paragraph("A friend"))),
        CodeBlock(make.spot(), "one  two\n\tthree\n"),
        Divider(make.spot()),
        Definitions(
            make.spot(),
            (
                Definition(inlines("Panel"), (make.paragraph("Those who review."),)),
                Definition(inlines("Chair"), (make.paragraph("Who leads them."), make.paragraph("One person."))),
            ),
        ),
        *(
            Callout(make.spot(), kind, (make.paragraph(f"Inside a {kind}."), make.paragraph("And more.")))
            for kind in ("note", "warning", "tribute", "alias-note")
        ),
        *_timelines(make),
        Genogram(make.spot(), ("Peter and Kate were partners.", "Tom is the son of Kate."), _FAMILY),
    )


def _timelines(make: Maker) -> Blocks:
    plain = (("2013", "", "They part."), ("about 2009", "", "They meet. It is summer."), ("until 2008", "", "School."))
    lanes = (("3 May 2012", "Police", "A call."), ("since June 2012", "NHS", "Visits."), ("2012", "NHS", "Letters."))
    return (
        Timeline(make.spot(), "", (), tuple(make.event(*record) for record in plain)),
        Timeline(make.spot(), "contacts", inlines("Contacts"), tuple(make.event(*record) for record in lanes)),
    )


def _tables(make: Maker) -> Section:
    make.file = 2
    spot = make.spot()
    note = Note(make.spot(), (make.paragraph("The note of a table."),))
    rows = ("2012|10|", "[Later]", "2013||because")
    costs = make.table("Costs of each year", "Year|Sum|Why", *rows, id="costs", headed=True)
    noted = Table(
        make.spot(), "", (), (inlines("A"), ()),
        (Row(((make.paragraph("with a note", (NoteMark(note.spot.key),)),), make.cell("b"))),), False,
    )  # fmt: skip
    blocks: Blocks = (
        make.heading(2, "Costs"),
        costs,
        noted,
        Figure(make.spot(), "", "figure-1.png", "a map of the town", inlines("The town")),
        Figure(make.spot(), "", "figure-2.png", "a plan of the house", ()),
        make.heading(2, "Plans"),
        make.actions(
            COLUMN_SETS[0], "1. Lessons|Share the lessons|Present them to the Board|Lead Nurse|December 2013",
            "2. More|||Director|", agency="Northshire NHS Trust", caption="The Trust",
        ),
        make.actions(
            COLUMN_SETS[1], "Train staff|National|Write recommendations|Council|Training commissioned|May 2014|Done",
        ),
    )  # fmt: skip
    return section(spot, "Tables and figures", *blocks, notes=(note,))


def _appendix(make: Maker) -> Section:
    make.file = 3
    return section(
        make.spot(), "Terms of reference", make.heading(2, "Purpose"), make.paragraph("To learn."), appendix=True
    )
