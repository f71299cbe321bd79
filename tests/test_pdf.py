"""The PDF: valid, the same each time, tagged as the report is built, and literal in every character."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2 as pdfium  # type: ignore[import-untyped] # ships no types
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from report import fonts, pdf
from report.block import Actions, Figure, Genogram, Heading, Paragraph, Row, Table, Timeline
from report.columns import ROOMS, lay_out
from report.inline import Text
from report.model import Report
from report.pdf_text import Element, read
from report.walk import walk

CASES = Path(__file__).parent / "cases/pdf"
HOSTILE = (CASES / "hostile.txt").read_text("utf-8").splitlines()
CHARACTERS: list[dict[str, Any]] = json.loads((CASES / "characters.json").read_text("utf-8"))
LETTERS: dict[str, str] = json.loads((CASES / "letters.json").read_text("utf-8"))
"""By language the letters that names are written with."""


def elements(report: Report, folder: Path) -> list[Element]:
    """Print a report and return its structure elements in order."""
    path = folder / "report.pdf"
    path.write_bytes(pdf.render(report).data)
    return list(below(read(path)))


def below(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from below(child)


def one_paragraph(*texts: str, **changes: object) -> Report:
    make = sample.Maker()
    make.file = 1
    blocks = [Paragraph(make.spot(), (Text(text),), "", True) for text in texts]
    return sample.report_of(sample.section(make.spot(), "One", *blocks), **changes)  # type: ignore[arg-type] # front matter


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("edition", ["draft", "intranet", "public"])
def test_the_file_is_valid(profile: str, edition: Any) -> None:
    result = page.validate_pdf_bytes(pdf.render(sample.every_block(edition)).data, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in result.failures] == []
    assert result.is_compliant


@pytest.mark.parametrize("changes", [{}, {"date": None, "updated": None}])
def test_the_same_report_gives_the_same_bytes(changes: dict[str, Any]) -> None:
    report = one_paragraph("Words.", **changes)
    assert pdf.render(report) == pdf.render(report)


def test_the_tree_holds_what_the_report_holds(tmp_path: Path) -> None:
    report = sample.every_block()
    nodes = [node for section in report.sections for node in walk(section.blocks)]
    tables = [node for node in nodes if isinstance(node, Table)]
    plans = [node for node in nodes if isinstance(node, Actions)]
    headings = sum(isinstance(node, Heading) for node in nodes) + len(report.sections)
    running = [note for note in report.notes if not note.table]
    captioned = Table | Actions | Figure | Timeline
    counts = Counter(element.kind for element in elements(report, tmp_path))
    assert sum(counts[f"H{level}"] for level in range(1, 7)) == headings + 4  # contents, tables, figures, glossary
    assert counts["Table"] == len(tables) + len(plans)
    assert counts["Caption"] == sum(bool(node.caption) for node in nodes if isinstance(node, captioned))
    assert counts["Figure"] == sum(isinstance(node, Figure | Genogram | Timeline) for node in nodes)
    assert counts["Note"] == len(running)
    counted = sum(label.kind in ("table", "figure") and bool(label.number) for label in report.labels.values())
    assert counts["TOCI"] == len(report.contents) + 1 + counted  # the glossary
    assert counts["Sect"] == 7
    assert counts["BlockQuote"] == 1


def test_header_cells_say_what_they_head() -> None:
    report = sample.every_block()
    nodes = [node for section in report.sections for node in walk(section.blocks)]
    rows = [row for node in nodes if isinstance(node, Table) for row in node.rows]
    heads = sum(len(node.columns) for node in nodes if isinstance(node, Table))
    heads += sum(len(node.columns) + 1 for node in nodes if isinstance(node, Actions))
    headed = sum(
        isinstance(row, Row) for node in nodes if isinstance(node, Table) and node.row_headers for row in node.rows
    )
    headed += sum(len(node.recommendations) for node in nodes if isinstance(node, Actions))
    groups = sum(not isinstance(row, Row) for row in rows)
    scopes: Counter[str] = Counter()
    with pikepdf.open(io.BytesIO(pdf.render(report).data)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH":
                scopes.update(str(attribute.Scope) for attribute in thing.A if "/Scope" in attribute)
    assert scopes == {"/Column": heads + groups, "/Row": headed}


def test_bookmarks_and_metadata_are_the_report_s() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(sample.every_block()).data)) as file:
        with file.open_outline() as outline:
            titles = [item.title for item in outline.root]
            inner = [item.title for item in outline.root[1].children]
        assert titles == [
            "Contents",
            "1 Introduction",
            "2 Tables and figures",
            "Appendix A Terms of reference",
            "Glossary",
        ]
        assert inner == ["1.1 Background", "1.2 Scope"]
        assert str(file.Root.Lang) == "en-GB"
        assert str(file.docinfo["/Title"]) == "The death of Peter"
        assert str(file.docinfo["/CreationDate"]).startswith("D:20150109")


def test_the_metadata_says_this_and_nothing_else() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(sample.every_block("public")).data)) as file:
        known = {name: str(value) for name, value in file.docinfo.items()}
        metadata = file.Root.Metadata.read_bytes().decode()
    assert set(known) == {"/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/CreationDate", "/ModDate"}
    assert known["/Creator"].startswith("Typst ")
    assert known["/Subject"] == "Domestic Homicide Review, Overview report"
    assert known["/Keywords"] == (
        "Domestic Homicide Review, Overview report, Northshire Community Safety Partnership, 2013"
    )
    publishers = re.search(r"<dc:publisher>(.*?)</dc:publisher>", metadata, re.DOTALL)
    assert publishers
    assert re.findall(r"<rdf:li>(.*?)<", publishers[1]) == ["Northshire Community Safety Partnership"]
    assert "<rdf:li>en-GB</rdf:li>" in metadata


def test_ids_are_figures() -> None:
    """Letters by chance are a name by chance, and no build could pass the gate."""
    with pikepdf.open(io.BytesIO(pdf.render(sample.every_block()).data)) as file:
        told = file.Root.Metadata.read_bytes().decode()
    ids = re.findall(r"<\w+:(?:[Ii]nstance|Document)ID>([^<]+)<", told)
    assert len(ids) >= 2
    assert all(re.fullmatch(r"\d+(?:_source)?", id) for id in ids)


def test_a_publisher_is_text_in_the_metadata(tmp_path: Path) -> None:
    data = pdf.render(one_paragraph("Words.", partnership="Safe & <b>Sound</b>")).data
    assert page.validate_pdf_bytes(data, profile="2a").is_compliant
    with pikepdf.open(io.BytesIO(data)) as file, file.open_metadata() as metadata:
        assert "Safe & <b>Sound</b>" in metadata["dc:publisher"]


def test_the_front_has_roman_numbers() -> None:
    make = sample.Maker()
    preface = sample.section(make.spot(), "", make.paragraph("A preface. " * 50))
    foreword = sample.section(make.spot(), "Foreword", make.paragraph("Before the body."), numbered=False)
    body = sample.section(make.spot(), "One", make.paragraph("The body."))
    report = sample.report_of(foreword, body, preface=preface)
    reader = PdfReader(io.BytesIO(pdf.render(report).data))
    assert reader.page_labels == ["", "ii", "iii", "1"]
    feet = [page.extract_text() for page in reader.pages]
    assert ["Page iii" in foot for foot in feet] == [False, False, True, False]
    assert ["Page 1 of 1" in foot for foot in feet] == [False, False, False, True]


@pytest.mark.parametrize(("words", "labels"), [(5, ["", "ii", "1"]), (100, ["", "ii", "iii", "1"])])
def test_a_line_before_the_body_is_no_page_of_its_own(words: int, labels: list[str]) -> None:
    make = sample.Maker()
    preface = sample.section(make.spot(), "", make.paragraph("words " * words))
    report = sample.report_of(sample.section(make.spot(), "One", make.paragraph("The body.")), preface=preface)
    assert PdfReader(io.BytesIO(pdf.render(report).data)).page_labels == labels


@pytest.mark.parametrize("edition", ["draft", "intranet", "public"])
def test_furniture_is_no_part_of_the_text(edition: Any, tmp_path: Path) -> None:
    report = sample.every_block(edition)
    read_aloud = [element.text() for element in elements(report, tmp_path) if element.kind == "P"]
    shown = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(report).data)).pages]
    assert any("DRAFT" in text for text in shown) == (edition == "draft")
    assert all(re.search(r"Page (\d of \d|[ivx]+)\b", text) for text in shown[1:])
    assert not [text for text in read_aloud if re.match(r"DRAFT$|Page ", text)]


def test_names_are_told_to_be_changed(tmp_path: Path) -> None:
    report = dataclasses.replace(sample.every_block(), renamed=True)
    told = [element.text() for element in elements(report, tmp_path) if element.name == "About the names"]
    assert len(told) == 2
    assert told[0].endswith("are not recognised. How they were chosen is told on page 2.")
    assert page.validate_pdf_bytes(pdf.render(report).data, profile="ua1").failures == []


@pytest.mark.parametrize("language", LETTERS)
def test_letters_are_printed_and_come_out_again(language: str, tmp_path: Path) -> None:
    letters = LETTERS[language]
    report = one_paragraph(letters, letters.upper(), unicodedata.normalize("NFD", letters))
    assert pdf.check_characters(report, ("index.md", "01.md")) == []
    shown = [
        unicodedata.normalize("NFC", e.text().replace("\u200b", ""))
        for e in elements(report, tmp_path)
        if e.kind == "P"
    ]
    assert shown[-3:] == [letters, letters.upper(), letters]


@settings(max_examples=15)
@given(st.lists(st.integers(1, 900), min_size=1, max_size=6), st.integers(1, 7))
def test_no_row_runs_off_its_page(lengths: list[int], columns: int) -> None:
    make = sample.Maker()
    make.file = 1
    spot = make.spot()
    words = ["affiliate", "waffle", "and", "office", "of", "a", "recommendation’s", "well-known", "implementation"]
    cells = [" ".join(words[(at * 7 + n) % len(words)] for n in range(size)) for at, size in enumerate(lengths)]
    rows = ["|".join([*(["short"] * (columns - 1)), cell]) for cell in cells]
    table = make.table("Long", "|".join(["Head"] * columns), *rows)
    data = pdf.render(sample.report_of(sample.section(spot, "One", table))).data
    lowest = []
    with pdfium.PdfDocument(data) as document:
        for sheet in document:
            text = sheet.get_textpage()
            lowest += [text.get_rect(at)[1] for at in range(text.count_rects())]
    assert min(lowest) > 30  # the footer stands at 39 points; a row that runs off lies below it


def test_repeated_names_of_columns_are_read_once(tmp_path: Path) -> None:
    make = sample.Maker()
    make.file = 1
    spot = make.spot()
    table = make.table("Long", "Year|What", *(f"{year}|{'words ' * 60}" for year in range(1950, 2010)))
    report = sample.report_of(sample.section(spot, "One", table))
    found = elements(report, tmp_path)
    assert pdf.render(report).pages > 4
    assert [element.text() for element in found if element.kind == "TH"] == ["Year", "What"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_data(text: str, tmp_path: Path) -> None:
    report = one_paragraph(text, title=text, author=text)
    found = elements(report, tmp_path)
    shown = {element.text().replace("\u200b", "") for element in found if element.kind == "P"}
    assert text in shown


def test_a_fault_of_the_engine_quotes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic(sys.inputs.document)")
    monkeypatch.setattr(pdf, "_TEMPLATE", broken)
    with pytest.raises(pdf.PrintingError) as caught:
        pdf.render(one_paragraph("Zebulon"))
    assert "Zebulon" not in f"{caught.value} {caught.value.__context__} {caught.value.__cause__}"


def test_the_folder_of_pictures_is_gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pdf.render(sample.every_block())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("case", CHARACTERS, ids=[ascii(case["text"]) for case in CHARACTERS])
def test_a_character_without_a_shape_is_a_problem(case: dict[str, Any]) -> None:
    problems = pdf.check_characters(one_paragraph(case["text"]), ("index.md", "01.md"))
    assert [problem.sentence for problem in problems] == case["sentences"]
    assert {(problem.file, problem.line) for problem in problems} <= {("01.md", 1)}


@pytest.mark.parametrize("columns", range(1, 10))
def test_no_column_is_narrower_than_its_longest_word(columns: int) -> None:
    words = ["a", "recommendation", "of", "implementation " * 20, "Milestones achieved", ""]
    rows = [[[words[(row + column) % len(words)]] for column in range(columns)] for row in range(5)]
    layout = lay_out(rows, columns)
    assert sum(layout.widths) <= ROOMS[layout.room] + 0.1
    for at, width in enumerate(layout.widths):
        longest = max(fonts.width(word) for row in rows for line in row[at] for word in line.split() or [""])
        assert width >= longest * layout.size + 10
