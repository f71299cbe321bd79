"""The proof of the same words, on pairs that are the same and on pairs altered on purpose."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from report import html, pdf, same
from report.block import Definition, Definitions, Event, Moment, Paragraph, Row, Timeline
from report.inline import Emphasis, Foreign, Inlines, Link, NoteMark, Text
from report.model import Note, Report
from report.page_text import squeeze

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases/same/changes.json").read_text("utf-8"))


def build(report: Report, folder: Path) -> Path:
    """Write the articles of a report's pages and its PDF; return the path of the PDF."""
    printed = pdf.render(report)
    for page in html.render_pages(report, (), [html.Download("peter.pdf", "PDF", len(printed.data), printed.pages)]):
        (folder / page.name).write_text(f"<main><p>a frame</p>{page.article}</main>", "utf-8")
    (folder / "peter.pdf").write_bytes(printed.data)
    return folder / "peter.pdf"


def sentences(report: Report, folder: Path) -> list[str]:
    return [f"{problem.file} {problem.sentence}" for problem in same.check(report, folder, folder / "peter.pdf")]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_change_is_found_where_it_is(case: dict[str, Any], tmp_path: Path) -> None:
    report = sample.every_block()
    build(report, tmp_path)
    page = tmp_path / case["page"]
    text = page.read_text("utf-8")
    for old, new in case["change"]:
        assert old in text
        text = text.replace(old, new, 1)
    page.write_text(text, "utf-8")
    assert sentences(report, tmp_path) == case["sentences"]


def test_problems_quote_nothing(tmp_path: Path) -> None:
    report = sample.every_block()
    build(report, tmp_path)
    page = tmp_path / "section-1.html"
    page.write_text(page.read_text("utf-8").replace("emphasised", "Zebulon"), "utf-8")
    (problem,) = same.check(report, tmp_path, tmp_path / "peter.pdf")
    assert "Zebulon" not in str(problem)
    assert "emphasised" not in str(problem)


def test_long_tables_and_many_notes_raise_no_alarm(tmp_path: Path) -> None:
    make = sample.Maker()
    make.file = 1
    spot = make.spot()
    words = "affiliate waffle office Llŷn ŵ ŷ “so” soft\u00adhyphen no\u00a0break well-known and/or " * 12
    rows = [f"{at}|{words}|{words[: at * 9]}|" for at in range(60)]
    notes = tuple(Note(make.spot(), (make.paragraph(f"Note {at}. {words}"),)) for at in range(40))
    calls = [make.paragraph(words, (NoteMark(note.spot.key),)) for note in notes]
    table = make.table("Long", "A|B|C|D", *rows, headed=True)
    report = sample.report_of(sample.section(spot, "One", *calls, table, notes=notes))
    build(report, tmp_path)
    assert sentences(report, tmp_path) == []


def test_a_table_too_wide_for_a_page_turns_it(tmp_path: Path) -> None:
    make = sample.Maker()
    make.file = 1
    spot = make.spot()
    words = "|".join(["Telecommunications", "internationalisation"] * 4)
    table = make.table("Wide", words, *([words] * 40))
    blocks = (make.paragraph("Before."), make.heading(2, "Wide"), table, make.paragraph("After."))
    report = sample.report_of(sample.section(spot, "One", *blocks))
    with PdfReader(build(report, tmp_path)) as file:
        turned = [page.mediabox.width > page.mediabox.height for page in file.pages]
    assert turned == [False, False, False, True, True]  # a few words behind the table stay with it
    assert sentences(report, tmp_path) == []


def test_a_note_may_call_another(tmp_path: Path) -> None:
    make = sample.Maker()
    make.file = 1
    spot = make.spot()
    inner = Note(make.spot(), (make.paragraph("The inner note."),))
    outer = Note(make.spot(), (make.paragraph("The outer note", (NoteMark(inner.spot.key),), "."),))
    call = make.paragraph("Words", (NoteMark(outer.spot.key),), ".")
    report = sample.report_of(sample.section(spot, "One", call, notes=(outer, inner)))
    build(report, tmp_path)
    assert sentences(report, tmp_path) == []


@settings(max_examples=25)
@given(
    st.lists(
        st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"]), min_size=1), min_size=1, max_size=20
    )
)
def test_what_is_set_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    make = sample.Maker()
    make.file = 1
    blocks = [Paragraph(make.spot(), (Text(text),), "", True) for text in texts]
    report = sample.report_of(sample.section(make.spot(), "One", *blocks))
    folder = tmp_path_factory.mktemp("built")
    build(report, folder)
    assert sentences(report, folder) == []


def test_squeeze_drops_what_cannot_be_seen() -> None:
    assert squeeze("ﬁ\u00adx\u00a0y\u200bz\n e\u0301") == "fixyzé"


def test_footnotes_and_numbers_in_terms_stand_in_both(tmp_path: Path) -> None:
    make = sample.Maker()
    make.file = 1
    spot = make.spot()
    notes = tuple(Note(make.spot(), (make.paragraph(f"Note {at}."),)) for at in range(2))
    marks = tuple(NoteMark(note.spot.key) for note in notes)
    terms = (
        Definition(sample.inlines("2012", (marks[0],)), (make.paragraph("A year."),)),
        Definition(sample.inlines("1"), (make.paragraph("A number."),)),
    )
    event = Event(make.spot(), sample.inlines("2013", (marks[1],)), (), (make.paragraph("It happens."),))
    blocks = (Definitions(make.spot(), terms), Timeline(make.spot(), "", (), (event,)))
    report = sample.report_of(sample.section(spot, "One", *blocks, notes=notes))
    build(report, tmp_path)
    assert sentences(report, tmp_path) == []


def test_a_table_with_a_time_line_above_it(tmp_path: Path) -> None:
    make = sample.Maker()
    make.file = 1
    spot = make.spot()
    moments = tuple(
        Moment(f"{n % 28 + 1} May {2001 + n // 9}", "Words of it " * (n % 5 + 1), "AB"[n % 2]) for n in range(120)
    )
    table = make.table("Records", "Date|Agency|Event", *(f"{m.when}|{m.lane}|{m.what}" for m in moments), headed=True)
    blocks = (make.paragraph("Before."), make.heading(2, "Records"), dataclasses.replace(table, moments=moments))
    report = sample.report_of(sample.section(spot, "One", *blocks))
    build(report, tmp_path)
    assert sentences(report, tmp_path) == []
    page = (tmp_path / "section-1.html").read_text("utf-8")
    assert page.count('aria-label="Drawing of the time line from 2001 to 2014, told in the table that follows"') == 1


def foreign(language: str, *parts: str | Inlines) -> Inlines:
    return (Foreign(language, sample.inlines(*parts)),)


def report_in_languages() -> Report:
    """Words in other languages wherever text stands, one of them from right to left in its own letters."""
    make = sample.Maker()
    make.file = 1
    spot, note, table_note = make.spot(), make.spot(), make.spot()
    welsh, urdu = foreign("cy", "Bore ", (Emphasis((Text("da"),)),), " pawb"), foreign("ur", "Khuda (hafiz), bhai.")
    notes = (
        Note(note, (make.paragraph("A note, ", foreign("pl", "dzień dobry"), ", ends."),)),
        Note(table_note, (make.paragraph(urdu),)),
    )
    table = dataclasses.replace(make.table("", "One|Two", "a|b"), caption=welsh, columns=(welsh, sample.inlines("Two")))
    cells = (make.paragraph(welsh, (NoteMark(table_note.key),)),), (make.paragraph(urdu),)
    blocks = (
        dataclasses.replace(make.heading(2, "A"), text=(*welsh, Text(" for IMR"))),
        make.paragraph("They said ", welsh, ", and ", urdu, " The IMR went on."),
        make.paragraph(urdu),
        make.paragraph(
            foreign("cy", "Nos da", (NoteMark(note.key),), " i ", foreign("pt-BR", "todos"), " bawb"), " there"
        ),
        make.paragraph(foreign("en-GB", "the report's own"), foreign("cy", "gair " * 900)),
        make.list(make.item(make.paragraph(foreign("cy", (Link("https://www.gov.uk/", "", (Text("fan hyn"),)),))))),
        dataclasses.replace(table, rows=(Row(cells),)),
        Timeline(
            make.spot(),
            "",
            (),
            (
                make.event("2012", "Police", "Rang"),
                Event(make.spot(), foreign("cy", "2013"), (), (make.paragraph(welsh),)),
            ),
        ),
    )
    title = dataclasses.replace(sample.section(spot, "", *blocks, notes=notes), title=welsh)
    return sample.report_of(title)


def test_words_in_other_languages_are_marked_in_both(tmp_path: Path) -> None:
    report = report_in_languages()
    build(report, tmp_path)
    assert sentences(report, tmp_path) == []
    page = (tmp_path / "section-1.html").read_text("utf-8")
    assert '<span lang="ur">Khuda (hafiz), bhai.</span>' in page
    told = PdfReader(tmp_path / "peter.pdf").pages[2].extract_text()
    assert "They said Bore da pawb, and Khuda (hafiz), bhai. The IMR went on." in " ".join(told.split())


def test_a_language_that_is_not_told_is_seen(tmp_path: Path) -> None:
    report = report_in_languages()
    printed = build(report, tmp_path)
    with pikepdf.open(printed, allow_overwriting_input=True) as file:
        for page in file.pages:
            source = page.Contents.read_bytes()
            page.Contents.write(source.replace(b"/Lang(ur)", b"/Lang(cy)"))
        file.save(printed)
    assert sentences(report, tmp_path) == ["peter.pdf the words in other languages are not those that the report marks"]
