"""The recommendations of a report as one list of data: whose they are, due when, done or not.

In: a `Report`. Out: `Action` values in document order. The rule: a date is shown as it was written; what this module
reads out of it only sorts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from report.block import Actions, Blocks, Recommendation
from report.model import Report
from report.plain import block_text, cell_of
from report.timeline_date import MONTHS
from report.walk import walk

Status: TypeAlias = Literal["Open", "Completed", "Not stated"]
STATUSES: tuple[Status, ...] = ("Open", "Completed", "Not stated")
UNDATED = (9999, 12, 31)
"""Sorts behind every date."""

TARGETS = ("To be completed by when", "Target date")
OWNERS = ("By Whom", "Lead agency")
COMPLETION = "Date of completion and outcome"
LEAD = "Lead agency"
NOBODY = "Agency not stated"

_MONTH_NUMBERS = {form: number for number, name in enumerate(MONTHS, 1) for form in (name.lower(), name[:3].lower())}
_MONTH_NUMBERS["sept"] = 9
_DATE = re.compile(
    r"""\b(?:
        (?P<year1>\d{4})-(?P<month1>\d{1,2})(?:-(?P<day1>\d{1,2}))?
      | (?P<day2>\d{1,2})[/.](?P<month2>\d{1,2})[/.](?P<year2>\d{4}|\d{2})
      | (?:(?P<day3>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month3>[a-z]{3,9})\.?,?\s+(?P<year3>\d{4})
      | (?P<year4>\d{4})
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Action:
    """A recommendation with what is known about it."""

    number: str
    id: str
    """Its id on its page."""
    page: str
    """The page's file name."""
    agency: str
    """The plan's agency, else the `Lead agency` cell, else `NOBODY`."""
    owner: str
    """Who sees to it, as written; "" where there is none."""
    due: str
    """The target as written; "" where there is none."""
    due_order: tuple[int, int, int]
    """Year, month and day to sort by; `UNDATED` where nothing in `due` reads as a date."""
    status: Status
    columns: tuple[str, ...]
    """The columns of its plan."""
    cells: tuple[Blocks, ...]
    """One for each column."""


def find_actions(report: Report) -> tuple[Action, ...]:
    """List the recommendations of a report in document order; () for a report without any."""
    return tuple(_actions(report))


def _actions(report: Report) -> Iterator[Action]:
    for section in (report.preface, *report.sections):
        for block in walk(section.blocks):
            if isinstance(block, Actions):
                yield from (_action(report, block, recommendation) for recommendation in block.recommendations)


def _action(report: Report, plan: Actions, recommendation: Recommendation) -> Action:
    label = report.labels[recommendation.spot.key]
    due = " ".join(block_text(_first_cell(plan, recommendation, TARGETS)).split())
    lead = " ".join(block_text(cell_of(recommendation.cells, plan.columns, LEAD)).split())
    return Action(
        number=label.number,
        id=label.id,
        page=label.page,
        agency=plan.agency or lead or NOBODY,
        owner=" ".join(block_text(_first_cell(plan, recommendation, OWNERS)).split()),
        due=due,
        due_order=parse_date(due),
        status=_status(plan, recommendation),
        columns=plan.columns,
        cells=recommendation.cells,
    )


def _first_cell(plan: Actions, recommendation: Recommendation, columns: tuple[str, ...]) -> Blocks:
    return next(cell_of(recommendation.cells, plan.columns, column) for column in columns if column in plan.columns)


def _status(plan: Actions, recommendation: Recommendation) -> Status:
    if COMPLETION not in plan.columns:
        return "Not stated"
    return "Completed" if block_text(cell_of(recommendation.cells, plan.columns, COMPLETION)) else "Open"


def parse_date(text: str) -> tuple[int, int, int]:
    """Read the last date in a text as year, month and day; `UNDATED` where there is none.

    A date without a day or a month stands for its last one, since it says until when.
    """
    dates = [date for match in _DATE.finditer(text) if (date := _date(match.groupdict()))]
    return dates[-1] if dates else UNDATED


def _date(found: dict[str, str | None]) -> tuple[int, int, int] | None:
    parts = {name.rstrip("1234"): text for name, text in found.items() if text}
    year, month, day = parts["year"], parts.get("month", "12"), parts.get("day", "")
    number = int(month) if month.isdecimal() else _MONTH_NUMBERS.get(month.lower(), 0)
    if not 1 <= number <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    return (int(year) + (2000 if len(year) == 2 else 0), number, int(day or 31))
