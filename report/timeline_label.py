"""The words beside a time line: how they wrap, and which of a record's words they are.

In: a record. Out: a `Label`: its lines and the room they take. The rule: a label begins as its record in the list
does, and says where it leaves off; the date is never shortened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from report.drawing import LINE, text_width, wrap

SHORT = 60
"""Characters of what happened that a drawing shows."""
_DATES = 150
"""The most that dates take where they stand in a column of their own."""
_BESIDE = 18
"""Between that column and what happened."""
_SENTENCE = re.compile(r"(?<=[a-z0-9\u2019'\")][.!?])\s+(?=[A-Z\u201c\u2018\"])")


@dataclass(frozen=True, slots=True)
class Label:
    """A label, from its upper left corner."""

    lines: tuple[tuple[int, int, str, bool], ...]
    """From the left, from the top to where the letters stand, words, whether heavy; not empty."""
    width: int
    height: int


def shorten(text: str) -> str:
    """Return the first sentence of a text's first line, or as many words as there is room for, and an ellipsis."""
    first = next((line for line in text.splitlines() if line.strip()), "").removeprefix("\u2022 ")
    sentence = _SENTENCE.split(" ".join(first.split()), maxsplit=1)[0]
    if len(sentence) <= SHORT:
        return sentence
    return sentence[: SHORT - 1].rsplit(" ", 1)[0].rstrip(" ,;:\u2013-") + "\u2026"


def date_column(dates: list[str]) -> int:
    """Return how wide a column of dates is, with the room behind it."""
    return int(min(_DATES, max(text_width(date) for date in dates))) + 1 + _BESIDE


def make_label(date: str, text: str, width: int, column: int, lane: str) -> Label:
    """Wrap a label to `width` units: the date above the text, or beside it where dates have a `column`.

    `lane` is the agency to name in it; "" for none.
    """
    text = f"{lane}: {text}" if lane else text
    head = wrap(date.split(), column - _BESIDE if column else width)
    body = wrap([_fit(word, width - column) for word in text.split()], width - column)
    below = 0 if column else len(head)
    lines = [(0, _base(n), words, True) for n, words in enumerate(head)]
    lines += [(column, _base(n + below), words, False) for n, words in enumerate(body)]
    right = max(x + text_width(words) for x, _, words, _ in lines)
    return Label(tuple(lines), round(right), LINE * max(len(head), len(body) + below))


def _fit(word: str, width: int) -> str:
    """Return a word, or as much of it as a line has room for."""
    if text_width(word) <= width:
        return word
    return next(
        (word[:end] + "\u2026" for end in range(len(word) - 1, 0, -1) if text_width(word[:end] + "\u2026") <= width),
        word,
    )


def _base(line: int) -> int:
    return LINE * (line + 1) - 4
