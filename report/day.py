"""Days and months as readers see them.

In: dates. Out: words. The rule: one way of writing a day for the site, the PDF and the data.
"""

from __future__ import annotations

import datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def write_day(date: datetime.date | None) -> str:
    """Write a date for readers: "25 August 2014"; "" for none."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}" if date else ""


def write_month(month: str) -> str:
    """Write "2013-02" for readers: "February 2013"; a year stays as it is."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number else year
