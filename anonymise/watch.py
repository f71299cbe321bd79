"""Everything in a text that nobody has accounted for.

In: a text and what the pass found in it. Out: sightings. The rule: each of the watchers sees the whole text; where two
notice the same words, the more telling one is kept, and what an author decided is noticed by none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from anonymise.fold import find_words, fold
from anonymise.identifier import find_identifiers
from anonymise.near import Near, build_near, find_near
from anonymise.net import find_unlisted
from anonymise.part import build_parts, find_parts
from anonymise.register import Register
from anonymise.sighting import Sighting
from anonymise.spans import Finding
from anonymise.vocabulary import Vocabulary, build_vocabulary, find_phrases, helplines, shipped_words


@dataclass(frozen=True, slots=True)
class Watch:
    """What the watchers know."""

    vocabulary: Vocabulary
    near: Near
    parts: Mapping[str, tuple[str, ...]]
    """Words that tell a registered place or term from others."""
    open: frozenset[str]
    """Telephone numbers, addresses and the like that readers may have: their letters and figures, folded."""


def build_watch(register: Register, abbreviations: Iterable[str], published: Iterable[str]) -> Watch:
    """What is known of a report's register, its abbreviations, and the texts that it is `published` with."""
    contacts = (*register.vocabulary.words, *published, *helplines())
    letters = frozenset("".join(fold(text)) for text in contacts)
    vocabulary = build_vocabulary(register, abbreviations)
    return Watch(vocabulary, build_near(register), build_parts(register, shipped_words()), letters)


def notice(
    text: str,
    findings: tuple[Finding, ...],
    watch: Watch,
    above: str = "",
    *,
    heading: bool = False,
    plan: bool = False,
) -> tuple[Sighting, ...]:
    """What stands in a text and is accounted for by no finding and no vocabulary; sorted, disjoint, may be empty.

    `findings` are those of the pass, sorted and disjoint; `heading` says that words may have capitals for no reason,
    `plan` that it is of an action plan, whose days are its steps. `above` is the heading or the names of columns that
    it stands below.
    """
    if not any(char.isalnum() for char in text):
        return ()
    words = find_words(text)
    decided = [(finding.start, finding.end) for finding in findings if not finding.rule]
    phrases = find_phrases(text, words, watch.vocabulary)
    known = sorted([*decided, *((words[first].start, words[end - 1].end) for first, end in phrases)])
    net = find_unlisted(text, words, findings, phrases, watch.vocabulary, heading=heading)
    near = find_near(text, watch.near, _disjoint(known))
    identifiers = find_identifiers(text, above=above, process=plan)
    parts = find_parts(words, watch.parts, [(finding.start, finding.end) for finding in findings], small=False)
    taken, chosen = decided, list[Sighting]()
    for sightings in (tuple(one for one in identifiers if not _is_open(text, one, watch)), near, parts, net):
        chosen += [one for one in sightings if not _meets(one, taken)]
        taken = sorted([*decided, *((one.start, one.end) for one in chosen)])
    return tuple(sorted(chosen, key=lambda one: one.start))


def notice_in_address(text: str, watch: Watch) -> tuple[Sighting, ...]:
    """What points at somebody in an id, a path or a web address; sorted, disjoint, may be empty."""
    near = find_near(text, watch.near, ())
    parts = find_parts(find_words(text), watch.parts, [(one.start, one.end) for one in near], small=True)
    places = sorted((one.start, one.end) for one in (*near, *parts))
    whole = (one for one in find_identifiers(text) if not _is_open(text, one, watch) and not _meets(one, places))
    return tuple(sorted([*near, *parts, *whole], key=lambda one: one.start))


def _is_open(text: str, one: Sighting, watch: Watch) -> bool:
    return "".join(fold(text[one.start : one.end])) in watch.open


def _disjoint(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in places:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
        elif end > kept[-1][1]:
            kept[-1] = (kept[-1][0], end)
    return kept


def _meets(one: Sighting, places: Sequence[tuple[int, int]]) -> bool:
    """Whether it meets one of `places`, which are sorted and disjoint."""
    return bisect_right(places, one.start, key=lambda span: span[1]) < bisect_left(places, one.end, key=lambda s: s[0])
