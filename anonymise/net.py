"""The net: every capitalised word that nothing accounts for.

In: a text, what the pass found in it, the vocabulary. Out: sightings. The rule: a capital counts until something says
whose it is. An ordinary word may have one anywhere, a name that is also a word is told by what stands beside it, and
where that does not tell, the author is asked.
"""

from __future__ import annotations

import re

from anonymise.fold import Word
from anonymise.forms import PARTICLES
from anonymise.lexicon import FUNCTION_WORDS, TITLES, context_words
from anonymise.net_reading import IN_RUN, NAMELIKE, WORDS, Reading, bare, read
from anonymise.net_word import is_institution, is_month, is_named
from anonymise.sighting import Kind, Sighting
from anonymise.spans import Finding
from anonymise.vocabulary import Vocabulary

_IN_CASE = re.compile(r"\s+v\.?\s")


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
    reading = read(text, words, findings, phrases, vocabulary, heading)
    found: list[Sighting] = []
    end = 0
    for at in range(len(words)):
        if at < end:
            continue
        if _is_seed(reading, at):
            first, end = _run(reading, at, end)
            found += _sight(reading, first, end, vocabulary)
    return tuple(found)


# --- what is noticed


def _is_seed(reading: Reading, at: int) -> bool:
    mark = reading.marks[at]
    if _is_titled(reading, at) or mark in ("strange", "caps"):
        return True
    if mark == "letter":
        return _is_initial(reading, at)
    return mark in WORDS and is_named(reading, at)


def _is_titled(reading: Reading, at: int) -> bool:
    """Whether a title stands here, and behind it somebody whom nothing accounts for."""
    word, name = reading.words[at], _bearer(reading, at)
    if word.folded not in TITLES or not word.capital or name <= at:
        return False
    behind, mark = reading.words[name], reading.marks[name]
    if not behind.capital or behind.folded in TITLES or mark in ("asked", "", "known") or name in reading.phrased:
        return False
    if word.folded in context_words("office"):
        return mark not in ("plain", "caps") and not is_institution(reading, name)
    shouted = word.capitals and mark in ("plain", "caps") and not behind.capitals
    return not (shouted and is_institution(reading, name))


def _bearer(reading: Reading, at: int) -> int:
    """The word behind a title, or behind the number of an officer; `at` itself for none."""
    if not reading.beside(at):
        return at
    numbered = reading.words[at + 1].number and reading.beside(at + 1)
    return at + 2 if numbered else at + 1


def _is_initial(reading: Reading, at: int) -> bool:
    """Whether a single letter is somebody: not the article at a sentence's start, not what counts or numbers things."""
    word = reading.words[at]
    before = reading.words[at - 1] if at else None
    behind = reading.text[word.end : word.end + 1]
    if _IN_CASE.match(reading.text, word.end):
        return False  # R v Smith
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


def _in_capitals(reading: Reading, at: int) -> bool:
    return any(
        0 <= n < len(reading.words) and reading.words[n].capitals and len(reading.words[n].folded) > 1
        for n in (at - 1, at + 1)
    )


# --- how far it reaches


def _run(reading: Reading, at: int, earliest: int) -> tuple[int, int]:
    """The words that are one name with the one at `at`: half-open, none before `earliest`."""
    first, end = at, at + 1
    while first > earliest and reading.beside(first - 1) and _precedes(reading, first - 1):
        first -= 1
    if _is_titled(reading, at):
        end = _bearer(reading, at) + 1
    while end < len(reading.words) and reading.beside(end - 1):
        step = _follows(reading, first, end)
        if not step:
            break
        end += step
    return first, end


def _precedes(reading: Reading, at: int) -> bool:
    mark, word = reading.marks[at], reading.words[at]
    if not word.capital:
        return False
    if word.folded in TITLES:
        return True
    if mark in ("surname", "common"):
        return not reading.starts(at) and not is_institution(reading, at)
    if word.folded == "a" and reading.text[word.end : word.end + 1] != ".":
        return False
    return mark in NAMELIKE and not is_month(reading, at)


def _follows(reading: Reading, first: int, at: int) -> int:
    """How many words from `at` on continue a name that starts at `first`."""
    word, mark = reading.words[at], reading.marks[at]
    if not word.capital:
        over = at + 1 < len(reading.words) and reading.beside(at) and reading.marks[at + 1] in IN_RUN
        return 2 if word.folded in PARTICLES and over else 0
    if is_institution(reading, at) or is_month(reading, at):
        return 0
    if reading.marks[at - 1] == "caps" and len(reading.words[at - 1].folded) > 2:
        return 0
    if mark in IN_RUN:
        return 1
    while reading.words[first].folded in TITLES and first < at - 1:
        first += 1
    one = at - first == 1 and reading.marks[first] in ("strange", "clear", "letter")
    return int(mark == "plain" and one and word.folded not in FUNCTION_WORDS)


def _sight(reading: Reading, first: int, end: int, vocabulary: Vocabulary) -> list[Sighting]:
    words, marks = reading.words[first:end], reading.marks[first:end]
    kind: Kind = "name"
    resembles: tuple[str, ...] = ()
    if words[0].folded in TITLES and len(words) > 1:
        kind = "titled"
    elif all(mark in ("letter", "caps") for mark in marks):
        kind = "initials"
        letters = "".join(filter(str.isalnum, reading.text[words[0].start : words[-1].end])).casefold()
        resembles = vocabulary.initials.get(letters, ())
        if letters in vocabulary.acronyms and not resembles:
            return []  # U.K.
    last = reading.text[words[-1].start : words[-1].end]
    shown = bare(last)
    if marks[-1] == "caps" and shown[:-1].isupper() and len(shown) > 2:
        shown = shown.removesuffix("s")  # GPs are more than one GP
    return [Sighting(words[0].start, words[-1].start + len(shown), kind, resembles)]
