"""The recommendations of a report as one list of data: whose they are, due when, done or not.

In: a `Report`. Out: `Action` values in document order. The rule: a date is shown as it was written; what this module
reads out of it only sorts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from report.block import COMPLETION, Actions, Blocks, Recommendation
from report.block import STATUSES as STATED
from report.day import MONTHS
from report.model import Label, Report, Section
from report.plain import block_text, cell_of
from report.progress import print_progress
from report.walk import walk

Kind: TypeAlias = Literal["Multi-agency", "Single-agency", ""]
KINDS: tuple[Kind, ...] = ("Multi-agency", "Single-agency")
STATUSES = ("Open", *STATED, "Not stated")
"""What an author may state, and what else a plan may say or leave open; in the order in which they are sorted."""
UNDATED = (9999, 12, 31)
"""Sorts behind every date."""

TARGETS = ("To be completed by when", "Target date")
OWNERS = ("By Whom", "Lead agency")
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

    key: int
    """The key of its row."""
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
    kind: Kind
    """Whether it is for several agencies together; "" where no plan of the report tells them apart."""
    status: str
    """One of `STATUSES`."""
    completed: str
    """When, as written; "" where nobody says; `outcome` likewise."""
    outcome: str
    columns: tuple[str, ...]
    """The columns of its plan."""
    cells: tuple[Blocks, ...]
    """One for each column."""


def find_actions(report: Report) -> tuple[Action, ...]:
    """List the recommendations of a report in document order; () for a report without any."""
    return list_actions((report.preface, *report.sections), report.labels)


def list_actions(sections: Sequence[Section], labels: Mapping[int, Label]) -> tuple[Action, ...]:
    """List the recommendations of these sections, which may be a draft's, by what they are called."""
    blocks = (block for section in sections for block in walk(section.blocks))
    plans = [print_progress(block, None) for block in blocks if isinstance(block, Actions)]
    told = any(plan.multi_agency for plan in plans)
    return tuple(_action(labels[row.spot.key], plan, row, told=told) for plan in plans for row in plan.recommendations)


def _action(label: Label, plan: Actions, recommendation: Recommendation, *, told: bool) -> Action:
    due = " ".join(block_text(_first_cell(plan, recommendation, TARGETS)).split())
    lead = " ".join(block_text(cell_of(recommendation.cells, plan.columns, LEAD)).split())
    return Action(
        key=recommendation.spot.key,
        number=label.number,
        id=label.id,
        page=label.page,
        agency=plan.agency or lead or NOBODY,
        owner=" ".join(block_text(_first_cell(plan, recommendation, OWNERS)).split()),
        due=due,
        due_order=parse_date(due),
        kind="" if not told else "Multi-agency" if plan.multi_agency else "Single-agency",
        status=recommendation.progress.status or _status(plan, recommendation),
        completed=recommendation.progress.completed,
        outcome=recommendation.progress.outcome,
        columns=plan.columns,
        cells=recommendation.cells,
    )


def _first_cell(plan: Actions, recommendation: Recommendation, columns: tuple[str, ...]) -> Blocks:
    return next(cell_of(recommendation.cells, plan.columns, column) for column in columns if column in plan.columns)


def _status(plan: Actions, recommendation: Recommendation) -> str:
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
