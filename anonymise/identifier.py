"""Whatever points at a person without naming one.

In: a text. Out: sightings of numbers, addresses, accounts, dates and ages that could tell who is meant. The rule: what
is in doubt is listed, since a needless question costs a moment and a published number can't be taken back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from anonymise.fold import visible
from anonymise.identifier_address import find_addresses, find_postcodes
from anonymise.identifier_date import find_ages, find_births, find_dates, find_days
from anonymise.identifier_number import (
    find_health_numbers,
    find_insurance_numbers,
    find_phones,
    find_references,
    find_vehicles,
)
from anonymise.identifier_online import find_online
from anonymise.sighting import Kind, Sighting

_FINDERS = (
    (find_online, False),
    (find_insurance_numbers, True),
    (find_health_numbers, True),
    (find_phones, True),
    (find_references, True),
    (find_postcodes, True),
    (find_vehicles, True),
    (find_addresses, False),
    (find_ages, False),
)
"""Each with whether it needs a digit. The order decides between two that overlap: the more specific first."""
_DIGIT = re.compile(r"\d")


def find_identifiers(text: str, *, above: str = "", process: bool = False) -> tuple[Sighting, ...]:
    """Find what identifies a person, a household or a case; sorted, disjoint, () for none.

    `process` says that every day of the text is a step of the review, as in an action plan: then days are not listed,
    but dates of birth are. `above` is the heading or the names of columns that the text stands below. A sighting covers
    the value alone ("12345/13") and not the words that announce it ("Crime ref"), but for ages, which are nothing
    without their words.
    """
    seen = visible(text) if not text.isascii() else text
    chosen: list[tuple[int, int, Kind | None]] = []
    digit = _DIGIT.search(seen) is not None
    dates = tuple(find_dates(seen))
    for one in find_births(seen, dates):
        _choose(chosen, one)
    for finder, needs_digit in _FINDERS:
        if digit or not needs_digit:
            for one in finder(seen):
                _choose(chosen, one)
    for one in find_days(seen, dates, above, process=process):
        _choose(chosen, one)
    if not chosen:
        return ()
    offsets = range(len(text) + 1) if seen is text or len(seen) == len(text) else _offsets(text)
    return tuple(Sighting(offsets[start], offsets[end - 1] + 1, kind) for start, end, kind in chosen if kind)


def _choose(chosen: list[tuple[int, int, Kind | None]], one: tuple[int, int, Kind | None]) -> None:
    """Add one to what is sorted and disjoint, unless it overlaps; what is no sighting (None) takes its place too."""
    at = bisect_left(chosen, one[0], key=lambda other: other[0])
    if (at and chosen[at - 1][1] > one[0]) or (at < len(chosen) and chosen[at][0] < one[1]):
        return
    chosen.insert(at, one)


def _offsets(text: str) -> list[int]:
    """For each visible character its offset in the text."""

    def each() -> Iterator[int]:
        for offset, char in enumerate(text):
            if visible(char):
                yield offset

    return list(each())
