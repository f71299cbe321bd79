"""Protected days: in whatever way one is written, pass and gate find it, and neither takes another day for it."""

from __future__ import annotations

import datetime

import pytest
import yaml
from draft import CASES
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anonymise import day, gate_day
from anonymise.gate_fold import unfold
from anonymise.lexicon import DAYS, MONTHS, ORDINALS, WELSH_MONTHS
from anonymise.register import Register, Secret

WAYS = yaml.safe_load((CASES / "days.yml").read_text("utf-8"))
DATES = st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31))
"""A year of two figures is one of these hundred."""


def protected(*days: datetime.date) -> tuple[Secret, ...]:
    return tuple(Secret(f"date-{n}", (), one, "that month") for n, one in enumerate(days, 1))


def passed(text: str, *days: datetime.date) -> list[tuple[str, str, str]]:
    """What the pass finds: the rule, the id, the words."""
    return [(f.rule, f.owners[0], text[f.start : f.end]) for f in day.find_days(text, protected(*days))]


def gated(text: str, *days: datetime.date) -> set[str]:
    """The ids that the gate finds."""
    register = Register({}, (), (), protected(*days), (), invented=True, lines={})
    return {id for id, _ in gate_day.find_days(unfold(text), register)}


def parts_of(one: datetime.date) -> dict[str, str]:
    """A day in all its parts."""
    weekday, month, ordinal = DAYS[one.weekday()], MONTHS[one.month - 1], ORDINALS[one.day - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(one.day % 10 if one.day not in (11, 12, 13) else 0, "th")
    return {
        "day": str(one.day),
        "day02": f"{one.day:02d}",
        "nth": f"{one.day}{ending}",
        "word": ordinal,
        "word_apart": ordinal.replace("-", " "),
        "weekday": weekday.capitalize(),
        "wed": weekday[:3].capitalize(),
        "wedn": weekday[:4].capitalize(),
        "month": month.capitalize(),
        "MONTH": month.upper(),
        "mon": month[:3].capitalize(),
        "welsh": WELSH_MONTHS[one.month - 1][-1],
        "number": str(one.month),
        "number02": f"{one.month:02d}",
        "year": f"{one.year:04d}",
        "yy": f"{one.year % 100:02d}",
    }


@pytest.mark.parametrize("way", [*WAYS["whole"], *WAYS["without_year"]])
@given(one=DATES, other=DATES)
@example(one=datetime.date(2013, 2, 17), other=datetime.date(2013, 2, 7))
@example(one=datetime.date(2021, 9, 21), other=datetime.date(2021, 9, 1))
@example(one=datetime.date(2003, 5, 1), other=datetime.date(2003, 5, 31))
@settings(max_examples=12)
def test_a_way_of_writing_a_day(way: str, one: datetime.date, other: datetime.date) -> None:
    words = way.format(**parts_of(one))
    text = f"It was {words}, he said."
    assert (("", "date-1", words)) in passed(text, one)
    assert gated(text, one) == {"date-1"}
    if (one.day, one.month) not in ((other.day, other.month), (other.month, other.day)):
        assert passed(text, other) == []
        assert gated(text, other) == set()


@pytest.mark.parametrize("way", WAYS["in_a_row"])
@given(one=DATES.filter(lambda one: one.day < 29))
@example(one=datetime.date(2021, 9, 1))
@settings(max_examples=12)
def test_a_day_in_a_row_is_asked(way: str, one: datetime.date) -> None:
    text = f"It was {way.format(**parts_of(one))}, he said."
    assert "day-in-row" in {rule for rule, _, _ in passed(text, one)}
    assert gated(text, one) == {"date-1"}


@pytest.mark.parametrize("number", range(1, 32))
def test_a_day_in_words_is_no_other_day(number: int) -> None:
    """The sixth is not the twenty-sixth, nor the other way round."""
    one = datetime.date(2013, 1, number)
    others = [datetime.date(2013, 1, other) for other in range(1, 32) if other != number]
    for way in ("the {word} of {month} {year}", "the {word_apart} of {month}, {year}", "{day} {month} {year}"):
        text = f"It was {way.format(**parts_of(one))}."
        assert (gated(text, one), gated(text, *others)) == ({"date-1"}, set())
        assert (len(passed(text, one)), passed(text, *others)) == (1, [])
