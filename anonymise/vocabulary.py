"""What reports of this kind have in common: agencies, laws, programmes, places, acronyms.

In: the lists in `data/vocabulary/`, a partnership's own and a report's abbreviations. Out: a `Vocabulary`. The rule: it
accounts for capitalised words and for nothing else; a registered name that it holds is replaced all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from anonymise.fold import Word, fold
from anonymise.forms import split_name
from anonymise.register import Register

LISTS = ("agencies", "statutes", "programmes", "places", "words")
"""The lists of phrases; `acronyms` has a meaning behind a tab."""
SURNAMES = ("places-names", "acronyms-names")
"""What of them people are also called by."""
_GAP = re.compile(r"[\s,/&'\u2019()-]{0,3}|\.\s?|\s?[\u2013\u2014]\s?")
_ASCII = re.compile(r"[a-z]+|\d+")

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]
"""Folded phrases by their first word, the longest first."""


@dataclass(frozen=True, slots=True, repr=False)
class Vocabulary:
    """Phrases that account for their capitals."""

    phrases: tuple[Phrases, ...]
    acronyms: frozenset[str]
    """Folded; they stand for themselves in capitals only."""
    surnames: frozenset[str]
    """Folded phrases of one word that people are also called by."""
    initials: Mapping[str, tuple[str, ...]]
    """Folded initials of the register's people, with their ids: with points between them they are no acronym."""

    def __repr__(self) -> str:
        return f"Vocabulary({sum(len(phrases) for phrases in self.phrases)})"


def build_vocabulary(register: Register, abbreviations: Iterable[str]) -> Vocabulary:
    """The shipped vocabulary with a partnership's own, a register's aliases and a report's `abbreviations`."""
    shipped, acronyms, surnames = _shipped()
    own = register.vocabulary
    aliases = (alias for _, alias in register.aliases())
    published = (part for name in register.named for part in _parts(name))
    phrases = _by_first((*map(fold, (*own.agencies, *own.places, *own.words, *aliases)), *published))
    short = {"".join(fold(text)) for text in (*abbreviations, *(acronym for acronym, _ in own.acronyms))}
    return Vocabulary(
        (phrases, shipped), acronyms | short, surnames - {word for word in own.places if word}, _initials(register)
    )


def _initials(register: Register) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for person in register.people.values():
        for name in (person.name, *person.also):
            given, surname = split_name(name)
            if surname:
                whole = "".join(word[0] for word in (*given, *surname))
                for letters in (whole, whole[0] + surname[-1][0], whole[0] + surname[0][0]):
                    found.setdefault(letters, set()).add(person.id)
    return {letters: tuple(sorted(ids)) for letters, ids in found.items()}


def shipped_words() -> frozenset[str]:
    """The shipped phrases of a single word, folded."""
    return frozenset(phrase[0] for phrases in _shipped()[0].values() for phrase in phrases if len(phrase) == 1)


def _parts(name: str) -> tuple[tuple[str, ...], ...]:
    """What else a published person is called: by the surname, by the given name, with initials."""
    given, surname = split_name(name)
    if not surname:
        return ()
    initials = tuple(word[0] for word in given)
    return (surname, given[:1], given, (initials[0], *surname), (*initials, *surname), (*given[:1], *surname))


def find_phrases(text: str, words: tuple[Word, ...], vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """Where the vocabulary's phrases stand that begin with a capital: half-open ranges of `words`, sorted, disjoint.

    The longest counts; its last word may have a plural or possessive s. Empty for none.
    """
    found: list[tuple[int, int]] = []
    end = 0
    for at, word in enumerate(words):
        length = _match(text, words, at, vocabulary) if at >= end and word.capital else 0
        if length:
            end = at + length
            found.append((at, end))
    return tuple(found)


def _match(text: str, words: tuple[Word, ...], at: int, vocabulary: Vocabulary) -> int:
    first = words[at].folded
    behind = words[at + 1].folded if at + 1 < len(words) else ""
    stems = (first, first.removesuffix("s"), first.removesuffix("es")) if first.endswith("s") else (first,)
    for phrases in vocabulary.phrases:
        for stem in stems:
            for phrase in phrases.get(stem, ()):
                if len(phrase) > 1 and not behind.startswith(phrase[1]):
                    continue  # most of them, and cheaply
                if (len(phrase) == 1 or stem == first) and _stands(text, words, at, phrase):
                    return len(phrase)
    return 0


def _stands(text: str, words: tuple[Word, ...], at: int, phrase: tuple[str, ...]) -> bool:
    run = words[at : at + len(phrase)]
    if len(run) < len(phrase) or any(a.folded != b for a, b in zip(run[:-1], phrase[:-1], strict=True)):
        return False
    last = run[-1].folded
    if phrase[-1] not in (last, last.removesuffix("s"), last.removesuffix("es")):
        return False
    return all(_GAP.fullmatch(text[a.end : b.start]) for a, b in pairwise(run))


@cache
def helplines() -> tuple[str, ...]:
    """Telephone numbers of national helplines, as they are typed."""
    return tuple(_lines("helplines"))


@cache
def _shipped() -> tuple[Phrases, frozenset[str], frozenset[str]]:
    acronyms = [_fold_line(line.partition("\t")[0]) for line in _lines("acronyms")]
    several = (words for words in acronyms if len(words) > 1)  # A&E
    phrases = _by_first((*(_fold_line(line) for name in LISTS for line in _lines(name)), *several))
    surnames = frozenset("".join(_fold_line(line)) for name in SURNAMES for line in _lines(name))
    return phrases, frozenset("".join(words) for words in acronyms), surnames


def _by_first(folded: Iterable[tuple[str, ...]]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in folded:
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}


def _lines(name: str) -> list[str]:
    text = files("anonymise").joinpath("data", "vocabulary", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _fold_line(line: str) -> tuple[str, ...]:
    """As `fold`, which is slower: there are thousands of lines, and nearly all are plain ASCII."""
    if line.isascii():
        return tuple(_ASCII.findall(line.lower().replace("'", "")))
    return fold(line)
