"""Reports become the HTML that their cases say; text stays text."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from report_case import CASES, make_report, read_kestrel

from report.action import UNDATED, find_actions, parse_date
from report.day import write_month
from report.export import render_actions_data, render_actions_table
from report.html import Download, Page, format_size, render_home, render_pages
from report.model import Report

CASE_LIST: list[dict[str, Any]] = yaml.safe_load((CASES / "blocks.yml").read_text(encoding="utf-8"))
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def pages_of(report: Report) -> dict[str, Page]:
    downloads = [Download("a.pdf", "PDF", 2_000, 1), Download("actions.csv", "CSV", 900, 0)]
    return {page.name: page for page in render_pages(report, find_actions(report), downloads)}


@pytest.mark.parametrize("case", CASE_LIST, ids=lambda case: str(case["title"]))
def test_blocks(case: dict[str, Any]) -> None:
    section = {"blocks": case["blocks"], "notes": case.get("notes", {})}
    report = make_report({"sections": [section], "images": case.get("images", {})})
    article = pages_of(report)["section-1.html"].article
    article = re.sub(r'<div class="drawing".*?</div>', "DRAWING", article, flags=re.DOTALL)  # test_timeline.py sees it
    assert article == f'<article id="section-1">\n{case["html"]}</article>'


class _Words(HTMLParser):
    def __init__(self, article: str) -> None:
        super().__init__()
        self.text = ""
        self.titles: list[str] = []
        self.feed(article)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.titles += [value or "" for name, value in attrs if name == "title"]

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXT)
def test_any_text_stays_text(text: str) -> None:
    link = {"Link": {"address": "https://a.example", "title": text, "children": [text]}}
    report = make_report({"sections": [{"blocks": [{"Paragraph": [text, {"Code": text}, link]}]}]})
    words = _Words(pages_of(report)["section-1.html"].article)
    assert words.text == f"\n{text * 3}\n"
    assert words.titles == [text]


def test_a_section_without_a_title_has_a_name_outside_its_article() -> None:
    pages = pages_of(read_kestrel())
    assert pages["section-1.html"].data["heading"] == "Section 1"
    assert "<h1" not in pages["section-1.html"].article
    assert pages["introduction.html"].data["heading"] == ""
    assert '<h1 id="introduction"><span class="number">2</span> Introduction</h1>' in pages["introduction.html"].article


def test_pages_lead_to_their_neighbours() -> None:
    pages = pages_of(read_kestrel())
    contents = {"href": "index.html", "text": "Contents"}
    neighbours = [(page.data["before"], page.data["after"]) for page in pages.values()][:3]
    introduction = {"href": "introduction.html", "text": "2 Introduction"}
    first = {"href": "section-1.html", "text": "Section 1"}
    assert neighbours[:2] == [({}, first), (contents, introduction)]
    assert neighbours[2][0] == first
    assert pages["part-1.html"].data["after"] == {}


def test_contents_hold_two_levels_and_stray_entries_stand_by_themselves() -> None:
    contents: Any = pages_of(read_kestrel())["index.html"].data["contents"]
    assert [(line["number"], [below["number"] for below in line["below"]]) for line in contents] == [
        ("1.1", []),
        ("2", ["2.1", "2.2"]),
        ("3", ["3.1"]),
        ("4", ["4.1", "4.2"]),
        ("Appendix A", ["A.1"]),
        ("", []),
    ]


def test_an_edition_says_what_is_missing_unless_it_is_public() -> None:
    missing = ["quality assured by the Home Office", "reviewed for jigsaw identification"]
    assert pages_of(read_kestrel())["index.html"].data["missing"] == missing
    assert pages_of(read_kestrel(edition="public"))["index.html"].data["missing"] == []


def test_an_empty_preface_is_an_article_that_is_not_shown() -> None:
    assert pages_of(make_report({}))["index.html"].article == '<article id="preface" hidden>\n</article>'


def test_actions_know_agency_date_and_status() -> None:
    found = [(a.number, a.agency, a.due_order, a.status) for a in find_actions(read_kestrel())]
    assert found == [
        ("1", "Northshire Hospitals NHS Foundation Trust", (2023, 12, 31), "Not stated"),
        ("2", "Northshire Hospitals NHS Foundation Trust", (2024, 9, 31), "Not stated"),
        ("3", "Northshire Police", (2023, 6, 30), "Completed"),
        ("4", "Northshire Council", UNDATED, "Open"),
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("", UNDATED),
        ("ongoing", UNDATED),
        ("room 14/3", UNDATED),
        ("December 2013", (2013, 12, 31)),
        ("1st of May 2014", (2014, 5, 1)),
        ("Sept. 2014, then 3 Jan 2015", (2015, 1, 3)),
        ("31/3/14", (2014, 3, 31)),
        ("2014-03", (2014, 3, 31)),
        ("2014-03-09", (2014, 3, 9)),
        ("by the end of 2014", (2014, 12, 31)),
        ("32/13/2014", UNDATED),
    ],
)
def test_dates(text: str, date: tuple[int, int, int]) -> None:
    assert parse_date(text) == date


def test_the_csv_opens_as_text() -> None:
    data = render_actions_table(find_actions(read_kestrel()))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[0][:5] == ["No.", "Agency", "Kind", "Finding", "Recommendation"]
    assert rows[3][4] == "'=Write one protocol for sharing risk."
    assert rows[1][-4:] == ["Not stated", "", "", "section-4.html#share"]


@given(st.sampled_from(["=", "+", "-", "@", "＝", "\t="]), TEXT)
def test_no_cell_is_a_formula(start: str, text: str) -> None:
    columns = ["Finding", "Recommendation", "Required action / evidence", "By Whom", "To be completed by when"]
    plan = {"columns": columns, "recommendations": [{"cells": [[start + text], ["x"], "", "", ""]}]}
    data = render_actions_table(find_actions(make_report({"sections": [{"blocks": [{"Actions": plan}]}]})))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for row in rows for cell in row)


def test_the_json_holds_every_cell() -> None:
    report = read_kestrel()
    plan = json.loads(render_actions_data(report, find_actions(report)))
    first = plan["recommendations"][0]
    assert first["cells"]["Required action / evidence"] == (
        "Present the findings to the Board.\nPut an anonymised summary on the intranet."
    )
    assert [entry["number"] for entry in plan["recommendations"]] == ["1", "2", "3", "4"]


def test_the_action_plan_repeats_no_id_and_leads_back() -> None:
    article = pages_of(read_kestrel())["actions.html"].article
    assert 'id="share"' not in article
    assert 'href="section-4.html#share"' in article
    assert 'href="section-4.html#note-3"' in article
    assert re.findall(r'data-status="(.*?)" data-due="(.)"', article) == [
        ("Not stated", "1"),
        ("Not stated", "2"),
        ("Completed", "0"),
        ("Open", "3"),
    ]


def test_sizes_and_months_are_written_for_readers() -> None:
    assert [format_size(size) for size in (0, 1_499, 213_609, 999_499, 999_500, 12_340_000)] == [
        "1 KB",
        "1 KB",
        "214 KB",
        "999 KB",
        "1.0 MB",
        "12.3 MB",
    ]
    assert Download("a.pdf", "PDF", 2_000, 1).facts == "PDF, 2 KB, 1 page"
    assert [write_month(month) for month in ("", "2013", "2013-02")] == ["", "2013", "February 2013"]


def test_the_home_page_of_an_empty_library() -> None:
    assert render_home(make_report({"name": ""}), []).data["groups"] == []
