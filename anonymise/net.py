"""The net: every capitalised word that nothing accounts for.

In: a text, what the pass found in it, the vocabulary. Out: sightings. The rule: a capital counts until something says
whose it is. An ordinary word may have one anywhere, a name that is also a word is told by what stands beside it, and
where that does not tell, the author is asked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, TypeAlias

from anonymise.doubt import starts_sentence
from anonymise.fold import Word, visible
from anonymise.forms import PARTICLES
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
from anonymise.sighting import Kind, Sighting
from anonymise.spans import Finding
from anonymise.vocabulary import Vocabulary

Mark: TypeAlias = Literal[
    "", "known", "plain", "strange", "caps", "letter", "asked", "place", "surname", "clear", "doubtful", "common"
]
"""What a word is: no capital or a number; accounted for; ordinary; in no list; an unknown abbreviation; one letter;
part of a question of the pass; a place that people are called by; an ordinary word that is also a surname; the three
kinds of `given_words`."""

_NAMELIKE = frozenset({"strange", "letter", "asked", "clear", "doubtful", "place"})
_SURNAMES = frozenset({"surname", "place", "common", "doubtful"})
_IN_RUN = _NAMELIKE | {"surname", "common"}
_CALENDAR = frozenset(
    [*DAYS, *MONTHS, *(f"{day}s" for day in DAYS), *(word[:3] for word in (*DAYS, *MONTHS)), "sept", "tues", "thurs"]
)
_TAIL = re.compile("['\u2019](?:s|d|m|ll|re|ve)?$", re.IGNORECASE)
_NOT = re.compile("n['\u2019]t$", re.IGNORECASE)
_ROMAN = re.compile("(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X{1,2})$")
_HYPHEN = re.compile("[-\u2010\u2011]")
_BESIDE = re.compile(r"\s+|\s?[-\u2010\u2011]\s?")
_DOTTED = re.compile(r"\.\s*|\s+|-")


@dataclass(frozen=True, slots=True, repr=False)
class _Reading:
    """A text with what its words are."""

    text: str
    words: tuple[Word, ...]
    marks: list[Mark]
    phrased: frozenset[int]
    """The words that stand in a phrase of several."""
    heading: bool

    def starts(self, at: int) -> bool:
        return starts_sentence(self.text, self.words[at].start)

    def typed(self, at: int) -> str:
        return visible(self.text[self.words[at].start : self.words[at].end])

    def beside(self, at: int) -> bool:
        """Whether nothing but space, a hyphen or the point of an initial or a title parts a word from the next."""
        if not 0 <= at < len(self.words) - 1:
            return False
        a, b = self.words[at], self.words[at + 1]
        gap = visible(self.text[a.end : b.start])
        short = len(a.folded) == 1 or a.folded in TITLES
        return (_DOTTED if short else _BESIDE).fullmatch(gap) is not None


def find_unlisted(
    text: str,
    words: tuple[Word, ...],
    findings: tuple[Finding, ...],
    phrases: tuple[tuple[int, int], ...],
    vocabulary: Vocabulary,
    *,
    heading: bool = False,
) -> tuple[Sighting, ...]:
    """Find what no finding and no vocabulary accounts for.

    `words` are all words of the text, `findings` those of the pass, sorted and disjoint; one with a rule accounts for
    nothing. `phrases` are as `find_phrases` has them. `heading` says that words may have capitals for no reason.
    Sorted, disjoint; empty for nothing.
    """
    reading = _read(text, words, findings, phrases, vocabulary, heading)
    found: list[Sighting] = []
    end = 0
    for at in range(len(words)):
        if at < end:
            continue
        if _is_seed(reading, at):
            first, end = _run(reading, at, end)
            found += _sight(reading, first, end, vocabulary)
    return tuple(found)


# --- what each word is


def _read(
    text: str,
    words: tuple[Word, ...],
    findings: tuple[Finding, ...],
    phrases: tuple[tuple[int, int], ...],
    vocabulary: Vocabulary,
    heading: bool,
) -> _Reading:
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
    return _Reading(text, words, marks, frozenset(phrased), heading)


def _is_caseless(text: str, word: Word) -> bool:
    """Whether a word is of a script that has no capitals: any of its words may be a name."""
    return not word.number and text[word.start].isalpha() and text[word.start].lower() == text[word.start].upper()


def _mark(text: str, words: tuple[Word, ...], at: int, vocabulary: Vocabulary) -> Mark:
    word = words[at]
    typed = visible(text[word.start : word.end])
    stem = _stem(typed)
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
    if small in given_words("doubtful"):
        return "doubtful"
    if small in given_words("common"):
        return "common"
    if small in _CALENDAR or small in TITLES:
        return "plain"
    if small not in english_words() and small.removesuffix("s") not in english_words():
        return "strange"
    return "surname" if small in proper_words() else "plain"


def _stem(typed: str) -> str:
    """A word without its possessive or its contracted verb; never empty."""
    if _NOT.search(typed) and typed[: -len("n't")].casefold() in context_words("contracted"):
        return "Not"
    return _TAIL.sub("", typed) or typed


def _shouts(words: tuple[Word, ...], at: int) -> bool:
    """Whether the words around are in capitals too, so that capitals tell nothing."""
    around = [word for word in words[max(0, at - 2) : at + 3] if len(word.folded) > 1 and not word.number]
    return len(around) > 1 and all(word.capitals for word in around)


# --- what is noticed


def _is_seed(reading: _Reading, at: int) -> bool:
    mark = reading.marks[at]
    if _is_titled(reading, at):
        return True
    if mark in ("strange", "caps"):
        return True
    if mark == "letter":
        return _is_initial(reading, at)
    if mark not in ("clear", "doubtful", "common", "surname", "place"):
        return False
    if _is_month(reading, at):
        return False
    if mark == "clear" or _is_person(reading, at, mark):
        return True
    if mark == "surname" and _is_institution(reading, at):
        return False  # the House of a strange name
    near = [n for n, touching in ((at - 1, reading.beside(at - 1)), (at + 1, reading.beside(at))) if touching]
    if any(reading.marks[n] in ("strange", "asked", "clear") for n in near if not _is_institution(reading, n)):
        return True
    if mark in ("doubtful", "common") and at + 1 in near and reading.marks[at + 1] in _SURNAMES:
        return not _is_institution(reading, at + 1)
    return (
        mark == "doubtful" and not reading.starts(at) and not any(reading.marks[n] in ("plain", "known") for n in near)
    )


def _is_person(reading: _Reading, at: int, mark: Mark) -> bool:
    """Whether what stands behind a word says that it is somebody: a possessive, what people do, or nothing at all."""
    if mark not in ("doubtful", "common"):
        return False
    if len(reading.words) == 1:
        return mark == "doubtful"
    if mark == "doubtful" and _stem(reading.typed(at)) != reading.typed(at):
        return True
    behind = reading.words[at + 1] if reading.beside(at) else None
    return (
        behind is not None
        and not behind.capital
        and behind.folded in context_words("person-does")
        and mark == "doubtful"
    )


def _is_titled(reading: _Reading, at: int) -> bool:
    """Whether a title stands here, and behind it somebody whom nothing accounts for."""
    word = reading.words[at]
    if word.folded not in TITLES or not word.capital or not reading.beside(at):
        return False
    behind, mark = reading.words[at + 1], reading.marks[at + 1]
    if not behind.capital or behind.folded in TITLES or mark in ("asked", "") or at + 1 in reading.phrased:
        return False
    if mark == "known":
        return False
    if word.folded in context_words("office"):
        return mark not in ("plain", "caps") and not _is_institution(reading, at + 1)
    return not (
        word.capitals
        and mark in ("plain", "caps")
        and not behind.capitals
        and behind.folded in context_words("institution")
    )


def _is_initial(reading: _Reading, at: int) -> bool:
    """Whether a single letter is somebody: not the article at a sentence's start, not what counts or numbers things."""
    word = reading.words[at]
    before = reading.words[at - 1] if at else None
    behind = reading.text[word.end : word.end + 1]
    if behind.isdecimal() or (before is not None and before.end == word.start):
        return False  # P1, 3B
    if behind == "/" or reading.text[max(0, word.start - 1) : word.start] == "/":
        return False  # T/L, N/A
    if before is not None and (
        before.folded in context_words("lettered") or before.folded.removesuffix("s") in context_words("lettered")
    ):
        return False
    if word.folded != "a":
        return True
    joined = reading.beside(at) and reading.marks[at + 1] in ("strange", "letter", "asked")
    if behind == ".":
        return joined
    return not (reading.heading or reading.starts(at) or _in_capitals(reading, at)) and not joined


def _in_capitals(reading: _Reading, at: int) -> bool:
    return any(
        0 <= n < len(reading.words) and reading.words[n].capitals and len(reading.words[n].folded) > 1
        for n in (at - 1, at + 1)
    )


def _is_month(reading: _Reading, at: int) -> bool:
    if reading.words[at].folded not in MONTHS:
        return False
    beside = [reading.words[n] for n in (at - 1, at + 1) if 0 <= n < len(reading.words)]
    before = reading.words[at - 1].folded if at else ""
    return any(word.number or word.folded in MONTHS for word in beside) or before in context_words("before-month")


def _is_institution(reading: _Reading, at: int) -> bool:
    return reading.words[at].folded in context_words("institution")


# --- how far it reaches


def _run(reading: _Reading, at: int, earliest: int) -> tuple[int, int]:
    """The words that are one name with the one at `at`: half-open, none before `earliest`."""
    first, end = at, at + 1
    while first > earliest and reading.beside(first - 1) and _precedes(reading, first - 1):
        first -= 1
    if _is_titled(reading, at):
        end += 1
    while end < len(reading.words) and reading.beside(end - 1):
        step = _follows(reading, first, end)
        if not step:
            break
        end += step
    return first, end


def _precedes(reading: _Reading, at: int) -> bool:
    mark, word = reading.marks[at], reading.words[at]
    if not word.capital:
        return False
    if word.folded in TITLES:
        return True
    if mark in ("surname", "common"):
        return not reading.starts(at) and not _is_institution(reading, at)
    if word.folded == "a" and reading.text[word.end : word.end + 1] != ".":
        return False
    return mark in _NAMELIKE and not _is_month(reading, at)


def _follows(reading: _Reading, first: int, at: int) -> int:
    """How many words from `at` on continue a name that starts at `first`."""
    word, mark = reading.words[at], reading.marks[at]
    if not word.capital:
        over = at + 1 < len(reading.words) and reading.beside(at) and reading.marks[at + 1] in _IN_RUN
        return 2 if word.folded in PARTICLES and over else 0
    if _is_institution(reading, at) or _is_month(reading, at):
        return 0
    if reading.marks[at - 1] == "caps" and len(reading.words[at - 1].folded) > 2:
        return 0
    if mark in _IN_RUN:
        return 1
    while reading.words[first].folded in TITLES and first < at - 1:
        first += 1
    one = at - first == 1 and reading.marks[first] in ("strange", "clear", "letter")
    return int(mark == "plain" and one and word.folded not in FUNCTION_WORDS)


def _sight(reading: _Reading, first: int, end: int, vocabulary: Vocabulary) -> list[Sighting]:
    words, marks = reading.words[first:end], reading.marks[first:end]
    kind: Kind = "name"
    resembles: tuple[str, ...] = ()
    if words[0].folded in TITLES and len(words) > 1:
        kind = "titled"
    elif all(mark in ("letter", "caps") for mark in marks):
        kind = "initials"
        letters = "".join(word.folded for word in words)
        resembles = vocabulary.initials.get(letters, ())
        if letters in vocabulary.acronyms and not resembles:
            return []  # U.K.
    last = reading.text[words[-1].start : words[-1].end]
    bare = _TAIL.sub("", last) or last
    if marks[-1] == "caps" and bare[:-1].isupper() and len(bare) > 2:
        bare = bare.removesuffix("s")  # GPs are more than one GP
    return [Sighting(words[0].start, words[-1].start + len(bare), kind, resembles)]
