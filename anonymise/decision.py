"""What an author has decided by hand.

In: marked-up text, and the waivers of a report. Out: decisions with their places, and waivers with aliases. The rule:
what is recorded says by id who is meant, and holds no name that readers may not see.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from anonymise.rewrite import spans_of
from report.inline import Inlines
from report.model import Waiver


@dataclass(frozen=True, slots=True)
class Decision:
    """A place where the author wrote who is meant, or that a word is no name."""

    file: int
    """As in `Spot`."""
    line: int
    """From 1."""
    person: str
    """The id; "" for a word."""


def decisions_in(inlines: Inlines, file: int) -> Iterator[Decision]:
    """The decisions in one run of text, in order; nothing where the author made none."""
    for span, _, _ in spans_of(inlines):
        if span.person or span.word:
            yield Decision(file, span.line, span.person)


def clean_waiver(waiver: Waiver, string: Callable[[str, int, int], str]) -> Waiver:
    """A waiver with aliases. `string` is the pass over plain characters, with their file and line."""
    about = waiver.about if waiver.by_id else " ".join(string(waiver.about, 0, waiver.line).split())
    return dataclasses.replace(waiver, about=about, reason=string(waiver.reason, 0, waiver.line))
