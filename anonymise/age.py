"""Ages in bands, where a year of birth would say too much.

In: a year of birth, and the year of a death with or without its month. Out: a band in words. The rule: a band is never
wrong: where the years leave two ages open that stand in two bands, the answer is both bands as one.

The bands are those in which the Home Office's and the Office for National Statistics' figures on domestic homicide
count adults: from 16, since a review is about the death of somebody aged 16 or over, in steps of ten years from 25,
and 65 and over. Children are "under 16".
"""

from __future__ import annotations

FIRST = (0, 16, 25, 35, 45, 55, 65)
"""The youngest age of each band."""


def band_at(born: int, death: str) -> str:
    """Say in which band somebody born in a year was when another died: "25 to 34"; "" for who was not born before.

    `death` is "2013" or "2013-02". Whoever has a birthday in the rest of that year was a year younger.
    """
    oldest = int(death[:4]) - born
    if oldest < 0:
        return ""
    return _words(_band(max(0, oldest - 1)), _band(oldest))


def _band(age: int) -> int:
    """Return the number of the band that an age stands in."""
    return max(number for number, first in enumerate(FIRST) if age >= first)


def _words(lower: int, upper: int) -> str:
    """Say what a row of bands spans."""
    last = FIRST[upper + 1] - 1 if upper + 1 < len(FIRST) else 0
    if not last:
        return f"{FIRST[lower]} and over"
    return f"{FIRST[lower]} to {last}" if lower else f"under {last + 1}"
