"""Time lines: told word for word, drawn to scale without one label on another, never more exact than their words."""

from __future__ import annotations

import datetime
from itertools import combinations, pairwise
from typing import Any

import pytest
import yaml
from draft import CASES, safe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.block import Timeline
from report.drawing import Circle, text_width
from report.model import Report
from report.number import number
from report.pdf_drawing import describe_timeline
from report.pdf_inline import printable
from report.plain import block_text, event_text
from report.problems import Problems
from report.timeline import alternative_of, records_of
from report.timeline_chart import WIDTHS, Chart, Form, Record, lay_out
from report.timeline_date import DAY, read_span
from report.timeline_label import shorten
from report.timeline_mark import is_upright
from report.timeline_scale import BREAK, gaps_of, make_scale
from report.view import View
from report.walk import walk

LINES: list[dict[str, Any]] = yaml.safe_load((CASES / "timeline" / "lines.yml").read_text("utf-8"))
DATES: dict[str, Any] = yaml.safe_load((CASES / "timeline" / "dates.yml").read_text("utf-8"))
FORMS: tuple[Form, ...] = ("wide", "narrow")
SLOW = [HealthCheck.too_slow]  # says more of a busy machine than of the time lines
Box = tuple[float, float, float, float]


def timelines_of(report: Report) -> list[Timeline]:
    return [node for section in report.sections for node in walk(section.blocks) if isinstance(node, Timeline)]


def report_of(source: str) -> Report:
    return number(safe(source))


# ---- dates ---------------------------------------------------------------------------------------


def said(text: str) -> str:
    span = read_span(text)
    assert span is not None
    start, time = divmod(span.start, DAY)
    day, last = datetime.date.fromordinal(start), datetime.date.fromordinal((span.end - 1) // DAY)
    hour = f" {time // 60:02}:{time % 60:02}" if time else ""
    flags = {"exact": span.exact, "about": span.about, "opens": span.opens, "goes on": span.goes_on}
    return " ".join([f"{day}{hour} to {last}", *(name for name, is_so in flags.items() if is_so)])


@pytest.mark.parametrize("text", DATES["read"])
def test_a_date_is_read(text: str) -> None:
    assert said(text) == DATES["read"][text]


@pytest.mark.parametrize("text", DATES["unread"])
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert read_span(text) is None


@given(st.text(alphabet=st.sampled_from("0123456789 /-–.,:abcdefgilmnoprstuvy")) | st.text())
def test_no_text_is_too_odd(text: str) -> None:
    span = read_span(text)
    assert span is None or span.start < span.end


# ---- the cases -----------------------------------------------------------------------------------


def test_there_are_ten_time_lines() -> None:
    assert len(LINES) >= 10


@pytest.mark.parametrize("case", LINES, ids=[case["title"] for case in LINES])
def test_a_time_line_is_told_and_drawn(case: dict[str, Any]) -> None:
    block = timelines_of(report_of(case["source"]))[0]
    assert [event_text(event) for event in block.events] == case["list"]
    assert alternative_of(block) == case["alternative"]
    for form in FORMS:
        chart = check_chart(records_of(block), form)
        assert chart.breaks == case.get("breaks", {}).get(form, 0)
    heavy = [words.text for words in lay_out(records_of(block), "wide").words if words.heavy]
    assert heavy[: len(case.get("columns", []))] == case.get("columns", [])
    assert len(words_of(case)) == len(case["list"])


def words_of(case: dict[str, Any]) -> list[str]:
    """The labels of the narrow drawing, which names the agencies."""
    chart = lay_out(records_of(timelines_of(report_of(case["source"]))[0]), "narrow")
    labels = [
        " ".join(w.text for w in chart.words if w.x == place.x and place.y < w.y <= place.y + place.height)
        for place in chart.places
    ]
    lanes = len({place.record.lane for place in chart.places}) > 1
    for label, place in zip(labels, chart.places, strict=True):
        record = place.record
        lane = f"{record.lane}: " if lanes else ""
        assert label == f"{record.when} {lane}{shorten(record.what)}"
    return labels


def test_a_date_that_cannot_be_read_is_a_problem_with_its_line() -> None:
    source = "Text.\n\n::: timeline\n2012\n: a\n\nlong ago\n: b\n\n[2013](https://www.example.org)\n: c\n:::\n"
    with pytest.raises(Problems) as found:
        number(safe(source))
    assert [(problem.rule, problem.line) for problem in found.value.problems] == [
        ("timeline-date", 7),
        ("timeline-date", 10),
    ]


def test_notes_and_figures_are_counted_in_the_order_of_the_dates() -> None:
    source = (
        '::: timeline {caption="One" #one}\n2013\n: b[^b]\n\n2012\n: a[^a]\n:::\n\n'
        '::: timeline\n2012\n: c\n:::\n\n::: timeline {caption="Two"}\n2012\n: d\n:::\n\nSee [](#one).\n\n'
        "[^a]: First.\n\n[^b]: Second.\n"
    )
    report = number(safe(source))
    assert [block_text(note.blocks) for note in report.notes] == ["First.", "Second."]
    assert [report.labels[block.spot.key].number for block in timelines_of(report)] == ["1", "", "2"]


# ---- a protected day -----------------------------------------------------------------------------

BEFORE = "2 November 2019\n: Before.\n\n"
PROTECTED = "5 November 2019\n: It happens.\n\n"
AFTER = "20 November 2019\n: After.\n\n"


def drawn(records: str) -> tuple[Any, ...]:
    report = report_of(f"::: timeline\n{records}:::\n")
    block = timelines_of(report)[0]
    charts = tuple(lay_out(records_of(block), form) for form in FORMS)
    return charts, describe_timeline(block), View(report, "section-1.html").blocks((block,))


@pytest.mark.parametrize("date", ["5 November 2019", "Tuesday 5th November 2019", "5/11/2019", "2019-11-05"])
@pytest.mark.parametrize("records", [PROTECTED, BEFORE + PROTECTED + AFTER, AFTER + PROTECTED, PROTECTED + BEFORE])
def test_the_drawing_of_a_protected_day_is_that_of_what_stands_for_it(date: str, records: str) -> None:
    month = drawn(records.replace("5 November 2019\n: It", "November 2019\n: It"))
    assert drawn(records.replace("5 November 2019\n: It", f"{date}\n: It")) == month


def test_the_place_of_a_protected_day_among_others_says_nothing() -> None:
    orders = (BEFORE + PROTECTED + AFTER, BEFORE + AFTER + PROTECTED, PROTECTED + AFTER + BEFORE)
    assert len({repr(drawn(records)[0]) for records in orders}) == 1


# ---- any time line -------------------------------------------------------------------------------

DAYS = st.dates(datetime.date(1985, 1, 1), datetime.date(2024, 12, 31))
MONTH = DAYS.map(lambda day: f"{day:%B} {day.year}")
YEAR = DAYS.map(lambda day: str(day.year))
WHEN = st.one_of(
    DAYS.map(lambda day: f"{day.day} {day:%B} {day.year}"),
    st.tuples(st.sampled_from(["", "early ", "about ", "since ", "until "]), MONTH | YEAR).map("".join),
    st.tuples(DAYS, st.integers(1, 9)).map(lambda pair: f"{pair[0].year} to {pair[0].year + pair[1]}"),
)
WHAT = st.lists(
    st.sampled_from(["she", "rings", "safeguarding", "the police", "twice.", "Nobody", "a", "M" * 40]),
    min_size=1,
    max_size=40,
).map(" ".join)


def records(lanes: int) -> st.SearchStrategy[tuple[Record, ...]]:
    names = ["Northshire Police", "NHS", "The school", "Probation", "Northshire Council housing", "Drugs service"]
    lane = st.sampled_from(names[:lanes]) if lanes else st.just("")
    return st.lists(st.builds(Record, WHEN, WHAT, lane), min_size=1, max_size=25).map(tuple)


def is_apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def check_chart(given: tuple[Record, ...], form: Form) -> Chart:
    chart = lay_out(given, form)
    boxes: list[Box] = []
    for words in chart.words:
        width = text_width(words.text, words.size)
        left = words.x - {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
        boxes.append((left, words.y - words.size + 2, left + width, words.y + 2))
    assert all(is_apart(one, other) for one, other in combinations(boxes, 2))
    assert all(box[0] >= -1 and box[1] >= 0 and box[2] <= chart.width + 1 and box[3] <= chart.height for box in boxes)
    assert sorted(map(repr, (place.record for place in chart.places))) == sorted(map(repr, given))
    for one, other in pairwise(chart.places):
        assert one.x != other.x or (one.mark <= other.mark and one.y + one.height <= other.y)
    for shape in chart.shapes:
        points = [(shape.x, shape.y)] if isinstance(shape, Circle) else shape.points
        assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in points)
        for cut in chart.cuts:
            heights = [y for _, y in points]
            assert not min(heights) < cut < max(heights) or (not isinstance(shape, Circle) and is_upright(shape))
    assert not any(box[1] < cut < box[3] for box in boxes for cut in chart.cuts)
    assert lay_out.__wrapped__(given, form) == chart
    return chart


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(st.integers(0, 6).flatmap(records), st.sampled_from(FORMS))
def test_no_label_lies_on_another_and_all_are_in_order(given: tuple[Record, ...], form: Form) -> None:
    chart = check_chart(given, form)
    assert chart.width == WIDTHS[form]


@settings(max_examples=60, deadline=None)
@given(st.lists(WHEN, min_size=1, max_size=20), st.integers(50, 900))
def test_as_long_is_as_far_but_in_breaks(dates: list[str], height: int) -> None:
    spans = [span for date in dates if (span := read_span(date))]
    gaps = gaps_of(spans)
    for count in range(len(gaps) + 1):
        scale = make_scale(spans, gaps[:count], height)
        assert len(scale.breaks()) == count
        minutes = sorted({minute for span in spans for minute in (span.start, span.end)})
        places = [scale.place(minute) for minute in minutes]
        assert places == sorted(places)
        solid = [piece for n, piece in enumerate(scale.pieces) if n not in scale.broken and piece[1] > piece[0]]
        units = {round((foot - top) / (last - first), 9) for first, last, top, foot in solid}
        assert len(units) <= 1
        assert sum(foot - top for _, _, top, foot in scale.pieces) <= height + count * BREAK + 0.01


def test_nothing_is_drawn_of_no_records() -> None:
    chart = lay_out((), "wide")
    assert (chart.shapes, chart.words, chart.height) == ((), (), 0)


def test_an_unread_date_is_refused() -> None:
    with pytest.raises(ValueError, match="can't be read"):
        lay_out((Record("long ago", "Words."),), "wide")


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(records(0))
def test_the_pieces_of_a_printed_drawing_are_all_of_it(given: tuple[Record, ...]) -> None:
    lines = "".join(f"{record.when}\n: {record.what}\n\n" for record in given)
    block = timelines_of(report_of(f"::: timeline\n{lines}:::\n"))[0]
    chart, data = lay_out(records_of(block), "wide"), describe_timeline(block)
    assert sum(piece["height"] for piece in data["pieces"]) == chart.height
    written = [words["text"] for piece in data["pieces"] for words in piece["words"]]
    assert sorted(written) == sorted(printable(words.text) for words in chart.words)
    circles = sum("circle" in shape for piece in data["pieces"] for shape in piece["shapes"])
    assert circles == sum(isinstance(shape, Circle) for shape in chart.shapes)


def test_a_long_text_is_cut_behind_its_first_sentence_or_a_word() -> None:
    assert shorten("He rings:\n\u2022 twice") == "He rings:"
    assert shorten("\u2022 once") == "once"
    assert shorten("He rings. She does not.") == "He rings."
    assert shorten("At 10.40 he rings the GP.") == "At 10.40 he rings the GP."
    assert shorten("word " * 30) == ("word " * 11).strip() + "…"
