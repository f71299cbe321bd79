"""Everything in a text that nobody has accounted for.

In: a text and what the pass found in it. Out: sightings. The rule: each of the watchers sees the whole text; where two
notice the same words, the more telling one is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anonymise.fold import find_words
from anonymise.net import find_unlisted
from anonymise.register import Register
from anonymise.sighting import Sighting
from anonymise.spans import Finding
from anonymise.vocabulary import Vocabulary, build_vocabulary


@dataclass(frozen=True, slots=True)
class Watch:
    """What the watchers know."""

    vocabulary: Vocabulary


def build_watch(register: Register, abbreviations: Iterable[str]) -> Watch:
    """What is known of a report's register and its abbreviations."""
    return Watch(build_vocabulary(register, abbreviations))


def notice(text: str, findings: tuple[Finding, ...], watch: Watch, *, heading: bool = False) -> tuple[Sighting, ...]:
    """What stands in a text and is accounted for by no finding and no vocabulary; sorted, disjoint, may be empty.

    `findings` are those of the pass, sorted and disjoint; `heading` says that words may have capitals for no reason.
    """
    return find_unlisted(text, find_words(text), findings, watch.vocabulary, heading=heading)
