"""Words that are nearly a registered name.

In: a text and the names of a register. Out: sightings of misspellings, torn and joined names, and nicknames. The rule:
they are listed with the people whom they resemble, and never replaced: a slip of the pen for one person may be the name
of another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from rapidfuzz.distance import OSA

from anonymise.doubt import starts_sentence
from anonymise.fold import Word, distinct_words, find_words, fold
from anonymise.forms import PARTICLES, spellings, split_name
from anonymise.lexicon import DAYS, FUNCTION_WORDS, MONTHS, TITLES, english_words
from anonymise.nickname import nicknames_of
from anonymise.register import Register
from anonymise.sighting import Kind, Sighting

_SHORTEST = 4
"""Letters of the shortest name that a word can be near to: three letters are near to everything."""
_LONG = 8
"""Letters from which on two slips are looked for."""
_SPACE = re.compile(r"[ \t\u00a0\n-]|\u2010|\u2011")
_HISSING = ("ses", "xes", "zes", "ches", "shes")
"""Plurals that take an e."""
_NEITHER: tuple[Kind | None, tuple[str, ...]] = (None, ())


@dataclass(frozen=True, slots=True, repr=False)
class Near:
    """The names of a register, ready to be compared with."""

    names: Mapping[int, tuple[tuple[str, frozenset[str]], ...]]
    """By length: each folded name with the ids of those who bear it."""
    exact: frozenset[str]
    """Every word of a registered name: what the pass sees to."""
    joined: Mapping[str, frozenset[str]]
    """Given name and surname written as one word, either way round, with ids."""
    nicknames: Mapping[str, frozenset[str]]
    """Nicknames that are no registered form, with ids."""
    halves: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    """The first part of each name that is torn in two, with every second part and ids."""
    judged: dict[str, tuple[Kind | None, tuple[str, ...]]] = field(default_factory=dict, compare=False)
    """What has been found out about words as they are typed; it grows, and changes no result."""

    def __repr__(self) -> str:
        return f"Near({sum(map(len, self.names.values()))} names)"


def build_near(register: Register) -> Near:
    """Gather the names of a register's people. Nobody registered: nothing is near."""
    words: dict[str, set[str]] = {}
    joined: dict[str, set[str]] = {}
    nicknames: dict[str, set[str]] = {}
    for person in register.people.values():
        for name in (person.name, *person.also):
            given, surname = split_name(name)
            parts = {word for spelling in spellings(name) for word in fold(spelling)}
            for word in parts - PARTICLES - TITLES:
                words.setdefault(word, set()).add(person.id)
            for first in given:
                for short in nicknames_of(first):
                    nicknames.setdefault(short, set()).add(person.id)
            if given and surname:
                for one, other in permutations((given[0], "".join(surname))):
                    joined.setdefault(one + other, set()).add(person.id)
    long = {word: frozenset(ids) for word, ids in sorted(words.items()) if len(word) >= _SHORTEST}
    by_length: dict[int, list[tuple[str, frozenset[str]]]] = {}
    halves: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for word, ids in long.items():
        by_length.setdefault(len(word), []).append((word, ids))
        for cut in range(1, len(word)) if len(word) > _SHORTEST else ():
            halves.setdefault(word[:cut], []).append((word[cut:], ids))
    return Near(
        {length: tuple(names) for length, names in by_length.items()},
        frozenset(words),
        {word: frozenset(ids) for word, ids in joined.items() if word not in words},
        {word: frozenset(ids) for word, ids in nicknames.items() if word not in words},
        {first: tuple(ends) for first, ends in halves.items()},
    )


def find_near(text: str, near: Near, covered: Sequence[tuple[int, int]]) -> tuple[Sighting, ...]:
    """Find words that are nearly a registered name, or a nickname of one; sorted, disjoint, () for none.

    One slip in names of 4 letters and more, two in names of 8 and more: a letter too many, too few, another one, or two
    that have changed places; a plural or possessive s behind does not count. Names torn by a space or a hyphen, and
    full names written as one word, are near too. `covered` are half-open offsets that are accounted for, sorted and
    disjoint; no word that touches one is listed.

    A word of the language in small letters is never a slip. With a capital it is one in the middle of a sentence, where
    no capitalised word stands beside it but a title or what is covered ("Daniel March", but not "the March Hare").
    """
    typed = distinct_words(text)
    found: dict[int, Sighting] = {}
    for word in typed:
        kind, ids = near.judged.get(word) or _judge_typed(word, near)
        if kind is not None:
            for at in _occurrences(text, word):
                if not _is_covered(at, covered) and _counts(text, at, kind, near, covered):
                    found[at.start] = Sighting(at.start, at.end, kind, ids)
    torn: list[Sighting] = []
    for sighting in sorted(_torn(text, typed, near), key=lambda one: one.start):
        if not _overlaps(sighting.start, sighting.end, covered) and (not torn or torn[-1].end <= sighting.start):
            torn.append(sighting)
    places = [(one.start, one.end) for one in torn]
    whole = (one for one in found.values() if not _overlaps(one.start, one.end, places))
    return tuple(sorted((*whole, *torn), key=lambda one: one.start))


def _judge_typed(typed: str, near: Near) -> tuple[Kind | None, tuple[str, ...]]:
    """What a word may be, wherever it stands."""
    folded = typed.lower() if typed.isascii() and typed.isalpha() else "".join(fold(typed))
    verdict = _judge(folded, near)
    if not typed[0].isupper() and (verdict[0] == "nickname" or folded in english_words()):
        verdict = _NEITHER  # in small letters a nickname is a word, as in "will"
    near.judged[typed] = verdict
    return verdict


def _judge(word: str, near: Near) -> tuple[Kind | None, tuple[str, ...]]:
    stems = [stem for ending in ("", "s", "es") if word.endswith(ending) and (stem := word.removesuffix(ending))]
    regular = stems if word.endswith(_HISSING) else stems[:2]
    if word[0].isdecimal() or any(stem in near.exact for stem in regular):
        return _NEITHER
    for stem in stems[:2]:
        if stem in near.nicknames and len(stem) > 1:
            return "nickname", tuple(sorted(near.nicknames[stem]))
        if stem in near.joined:
            return "near", tuple(sorted(near.joined[stem]))
    ids = {id for stem in stems if stem == word or stem not in english_words() for id in _resembled(stem, near)}
    return ("near", tuple(sorted(ids))) if ids else _NEITHER


def _resembled(word: str, near: Near) -> Iterator[str]:
    if len(word) < _SHORTEST:
        return
    most = 1 if word in english_words() else 2
    for length in range(len(word) - 2, len(word) + 3):
        limit = min(most, 2 if length >= _LONG else 1)
        if abs(length - len(word)) <= limit:
            for name, ids in near.names.get(length, ()):
                if OSA.distance(word, name, score_cutoff=limit) <= limit:
                    yield from ids


def _occurrences(text: str, typed: str) -> Iterator[Word]:
    """Every place in which a word stands as it is typed."""
    at = text.find(typed)
    while at >= 0:
        start, end = at, at + len(typed)
        while start and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        for word in find_words(text[start:end]):
            if start + word.start == at and word.end - word.start == len(typed):
                cuts = tuple(start + cut for cut in word.cuts)
                yield Word(at, start + word.end, word.folded, cuts, word.capital, word.capitals)
        at = text.find(typed, at + len(typed))


def _counts(text: str, word: Word, kind: Kind, near: Near, covered: Sequence[tuple[int, int]]) -> bool:
    """Whether a word of the language is meant as a name here; a word of no language always is."""
    if word.folded not in english_words() and word.folded not in (*MONTHS, *DAYS):
        return not (kind == "nickname" and word.capitals and len(word.folded) < _SHORTEST)
    before, after = _neighbour(text, word.start, -1), _neighbour(text, word.end, 1)
    if word.folded in MONTHS and any(one is not None and one.number for one in (before, after)):
        return False
    if _is_name(before, text, near, covered, titles=True) or _is_name(after, text, near, covered, titles=False):
        return True
    if word.capitals or word.folded in (*MONTHS, *DAYS) or word.folded in FUNCTION_WORDS:
        return False
    beside = any(one is not None and (one.capital or one.number) for one in (before, after))
    return not beside and not starts_sentence(text, word.start)


def _neighbour(text: str, at: int, step: int) -> Word | None:
    """The word right before (-1) or behind (1) an offset, with nothing but one blank between."""
    if step < 0:
        start = max(0, at - 40)
        words = find_words(text[start:at]) if text[at - 1 : at].isspace() else ()
        return _moved(words[-1], start) if words and start + words[-1].end >= at - 2 else None
    words = find_words(text[at : at + 40]) if text[at : at + 1].isspace() else ()
    return _moved(words[0], at) if words and words[0].start == 1 else None


def _moved(word: Word, by: int) -> Word:
    return Word(word.start + by, word.end + by, word.folded, word.cuts, word.capital, word.capitals)


def _is_name(word: Word | None, text: str, near: Near, covered: Sequence[tuple[int, int]], *, titles: bool) -> bool:
    if word is None or not word.capital:
        return False
    return word.folded in near.exact or (titles and word.folded in TITLES) or _is_covered(word, covered)


def _torn(text: str, typed: frozenset[str], near: Near) -> Iterator[Sighting]:
    """Names with a space or a hyphen in them: "Re becca"."""
    small = {word.lower() for word in typed}
    for first in sorted(near.halves.keys() & small):
        for second, ids in near.halves[first]:
            if second in small and (len(first) > 1 or len(second) > 2) and not _are_words(first, second):
                pattern = re.compile(rf"(?<![^\W_]){first}(?:{_SPACE.pattern}){second}(?![^\W_])", re.IGNORECASE)
                for match in pattern.finditer(text):
                    if match[0][0].isupper():
                        yield Sighting(match.start(), match.end(), "near", tuple(sorted(ids)))


def _are_words(first: str, second: str) -> bool:
    return first in english_words() and second in english_words()


def _is_covered(word: Word, covered: Sequence[tuple[int, int]]) -> bool:
    return _overlaps(word.start, word.end, covered)


def _overlaps(start: int, end: int, covered: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(covered, start, key=lambda span: span[1])
    return at < bisect_left(covered, end, key=lambda span: span[0])
