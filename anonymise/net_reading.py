"""What each word of a text is to the net.

In: a text, what the pass found in it, the vocabulary. Out: a `Reading`: a mark for each word. The rule: a mark says
what lists and findings know of a word by itself; what its neighbours say is asked in `net_word.py` and `net.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, TypeAlias

from anonymise.doubt import starts_sentence
from anonymise.fold import Word, visible
from anonymise.lexicon import (
    DAYS,
    FUNCTION_WORDS,
    MONTHS,
    TITLES,
    context_words,
    english_words,
    given_words,
    proper_words,
)
from anonymise.spans import Finding
from anonymise.vocabulary import Vocabulary

Mark: TypeAlias = Literal[
    "", "known", "plain", "strange", "caps", "letter", "asked", "place", "surname", "clear", "doubtful", "common"
]
"""What a word is: no capital or a number; accounted for; ordinary; in no list; an unknown abbreviation; one letter;
part of a question of the pass; a place that people are called by; an ordinary word that is also a surname; the three
kinds of `given_words`."""

NAMELIKE = frozenset({"strange", "letter", "asked", "clear", "doubtful", "place"})
SURNAMES = frozenset({"surname", "place", "common", "doubtful"})
IN_RUN = NAMELIKE | {"surname", "common"}
_CALENDAR = frozenset(
    [*DAYS, *MONTHS, *(f"{day}s" for day in DAYS), *(word[:3] for word in (*DAYS, *MONTHS)), "sept", "tues", "thurs"]
)
_TAIL = re.compile("['\u2019](?:s|d|m|ll|re|ve)?$", re.IGNORECASE)
_NOT = re.compile("n['\u2019]t$", re.IGNORECASE)
_ROMAN = re.compile("(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})$")
WORDS: frozenset[Mark] = frozenset({"clear", "doubtful", "common", "surname", "place"})
"""Marks of what is a name and a word."""
CLEAR: frozenset[Mark] = frozenset({"strange", "asked", "clear"})
"""Marks of what makes a word beside it part of a name."""
MONTH_STARTS = frozenset((*MONTHS, *(month[:3] for month in MONTHS), "sept"))
_HYPHEN = re.compile("[-\u2010\u2011]")
_BESIDE = re.compile(r"\s+|\s?[-\u2010\u2011]\s?")
_DOTTED = re.compile(r"\.\s*|\s+|-")


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """A text with what its words are."""

    text: str
    words: tuple[Word, ...]
    marks: list[Mark]
    phrased: frozenset[int]
    """The words that stand in a phrase of several."""
    heading: bool

    def starts(self, at: int) -> bool:
        """Whether a sentence, a cell or a heading starts with a word."""
        return starts_sentence(self.text, self.words[at].start)

    def typed(self, at: int) -> str:
        """A word as it is typed, but for invisible characters."""
        return visible(self.text[self.words[at].start : self.words[at].end])

    def beside(self, at: int) -> bool:
        """Whether nothing but space, a hyphen or the point of an initial or a title parts a word from the next."""
        if not 0 <= at < len(self.words) - 1:
            return False
        a, b = self.words[at], self.words[at + 1]
        gap = visible(self.text[a.end : b.start])
        short = len(a.folded) == 1 or a.folded in TITLES
        return (_DOTTED if short else _BESIDE).fullmatch(gap) is not None


def read(
    text: str,
    words: tuple[Word, ...],
    findings: tuple[Finding, ...],
    phrases: tuple[tuple[int, int], ...],
    vocabulary: Vocabulary,
    heading: bool,
) -> Reading:
    """Read a text: arguments as those of `find_unlisted`."""
    marks: list[Mark] = [""] * len(words)
    phrased: set[int] = set()
    starts = [finding.start for finding in findings]
    for at, word in enumerate(words):
        n = bisect_right(starts, word.start) - 1
        if n >= 0 and findings[n].end > word.start:
            marks[at] = "asked" if findings[n].rule else "known"
    decided = {at for at, mark in enumerate(marks) if mark}
    for first, end in phrases:
        for at in range(first, end):
            marks[at] = marks[at] or "known"
        if end - first > 1:
            phrased.update(range(first, end))
        elif words[first].folded in vocabulary.surnames and first not in decided:
            marks[first] = "place"
    for at, word in enumerate(words):
        if not marks[at] and (word.capital or _is_caseless(text, word)):
            marks[at] = _mark(text, words, at, vocabulary)
    return Reading(text, words, marks, frozenset(phrased), heading)


def _is_caseless(text: str, word: Word) -> bool:
    """Whether a word is of a script that has no capitals: any of its words may be a name."""
    return not word.number and text[word.start].isalpha() and text[word.start].lower() == text[word.start].upper()


def _mark(text: str, words: tuple[Word, ...], at: int, vocabulary: Vocabulary) -> Mark:
    word = words[at]
    typed = visible(text[word.start : word.end])
    stem = stem_of(typed)
    letters = stem.removesuffix("s") if stem[:-1].isupper() else stem
    small = stem.casefold()
    if not typed[1:].islower() and letters.casefold() in vocabulary.acronyms:
        return "place" if letters.casefold() in vocabulary.surnames else "known"
    if len(stem) == 1:
        return "letter" if small != "i" else "plain"
    if _ROMAN.match(stem) and (at and (words[at - 1].folded in context_words("lettered"))):
        return "plain"
    if letters.isupper() and (small in TITLES or text[word.end : word.end + 1].isdecimal()):
        return "plain"  # DI, and PH50
    if letters.isupper() and not _shouts(words, at) and small not in FUNCTION_WORDS:
        ordinary = len(letters) > 3 and small in english_words()
        return _mark_word(small) if ordinary else ("caps" if len(letters) < 6 else "strange")
    if small in context_words("prefix") and _HYPHEN.match(text, word.end):
        return "plain"
    before = words[at - 1] if at else word
    if before.folded in context_words("prefix") and _HYPHEN.fullmatch(text, before.end, word.start):
        small = small if small in english_words() else before.folded + small  # Co-Ordinator
    return _mark_word(small)


def _mark_word(small: str) -> Mark:
    if small in given_words("clear"):
        return "clear"
    if small in context_words("capitalised"):
        return "plain"
    if small in given_words("doubtful"):
        return "doubtful"
    if small in given_words("common"):
        return "common"
    if small in ("jan", "dec"):
        return "doubtful"  # names too
    if small in _CALENDAR or small in TITLES:
        return "plain"
    if small not in english_words() and small.removesuffix("s") not in english_words():
        return "strange"
    return "surname" if small in proper_words() else "plain"


def bare(typed: str) -> str:
    """A word without a possessive or a contracted verb behind it; never empty."""
    return _TAIL.sub("", typed) or typed


def stem_of(typed: str) -> str:
    """A word without its possessive or its contracted verb; never empty."""
    if _NOT.search(typed) and typed[: -len("n't")].casefold() in context_words("contracted"):
        return "Not"
    return bare(typed)


def _shouts(words: tuple[Word, ...], at: int) -> bool:
    """Whether the words around are in capitals too, so that capitals tell nothing."""
    around = [word for word in words[max(0, at - 2) : at + 3] if len(word.folded) > 1 and not word.number]
    return len(around) > 1 and all(word.capitals for word in around)
