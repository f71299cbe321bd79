"""Is a word meant as a name?

In: a reading of a text, and the place of a capitalised word that is both. Out: yes or no. The rule: the list that a
word is in says how much has to speak for the name; each kind of evidence is a line of `_EVIDENCE`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from anonymise.fold import visible
from anonymise.lexicon import MONTHS, context_words
from anonymise.net_reading import CLEAR, MONTH_STARTS, SURNAMES, Mark, Reading, bare

_ARTICLES = frozenset(["the", "a", "an", "this", "that", "each", "every", "any", "no", "our", "its"])
_OPENING = "[\"'\u2018\u201c(]?"
_SAID_BEFORE = re.compile(rf"\s+(?:(?:as|is|was)\s+)?{_OPENING}|\s*[,:(]\s*{_OPENING}|\s+[\u2013-]\s+")


def is_named(reading: Reading, at: int) -> bool:
    """Whether the word at a place, which is in `WORDS`, is somebody's name there."""
    if is_month(reading, at) or is_institution(reading, at):
        return False
    mark = reading.marks[at]
    return mark == "clear" or any(speaks(reading, at) for speaks, marks in _EVIDENCE.items() if mark in marks)


def is_month(reading: Reading, at: int) -> bool:
    """Whether a word is a month, in full or short, and what stands beside it says so."""
    word = reading.words[at]
    if word.folded not in MONTH_STARTS:
        return False
    beside = [reading.words[n] for n in (at - 1, at + 1) if 0 <= n < len(reading.words)]
    before = reading.words[at - 1].folded if at else ""
    if before in ("and", "or") and at > 1 and reading.words[at - 2].folded in MONTH_STARTS:
        return True
    return any(other.number or other.folded in MONTHS for other in beside) or before in context_words("before-month")


def is_institution(reading: Reading, at: int) -> bool:
    """Whether a word follows the name of a body or a street."""
    return reading.words[at].folded in context_words("institution")


def _stands_alone(reading: Reading, at: int) -> bool:
    """A cell, a heading or an item that is this word and nothing else."""
    return len(reading.words) == 1


def _owns(reading: Reading, at: int) -> bool:
    typed = reading.typed(at)
    return bare(typed) != typed and typed[-1:] in "sS"


def _acts(reading: Reading, at: int) -> bool:
    before = reading.words[at - 1].folded if at else ""
    if reading.marks[at] != "doubtful" and (before in _ARTICLES or before in context_words("before-month")):
        return False  # the work in York is done, the Castle was old
    return _behind(reading, at) in context_words("person-does")


def _speaks(reading: Reading, at: int) -> bool:
    return _behind(reading, at) in context_words("person-says")


def _behind(reading: Reading, at: int) -> str:
    """The small-letter word right behind; "" for none."""
    if not reading.beside(at) or reading.words[at + 1].capital:
        return ""
    return reading.words[at + 1].folded


def _is_related(reading: Reading, at: int) -> bool:
    """Whether what stands before says who it is: her partner Dean, the neighbour, Brook, known as Blue."""
    if not at:
        return False
    before, word = reading.words[at - 1], reading.words[at]
    told = before if before.folded not in ("as", "is", "was") or at < 2 else reading.words[at - 2]
    gap = visible(reading.text[told.end : word.start])
    if told.folded in context_words("role"):
        return gap.isspace()
    return told.folded in context_words("relation") and _SAID_BEFORE.fullmatch(gap) is not None


def _has_family(reading: Reading, at: int) -> bool:
    return _behind(reading, at) in ("family", "household", "children", "brothers", "sisters")


def _stands_by_name(reading: Reading, at: int) -> bool:
    """Whether a word of no list, a question or a clear given name stands right beside it."""
    near = _near(reading, at)
    return any(reading.marks[n] in CLEAR for n in near if not is_institution(reading, n))


def _has_surname(reading: Reading, at: int) -> bool:
    behind = at + 1 if reading.beside(at) else at
    return behind > at and reading.marks[behind] in SURNAMES and not is_institution(reading, behind)


def _stands_out(reading: Reading, at: int) -> bool:
    """Whether it has a capital in the middle of a sentence, no article, and no capitalised word beside it."""
    if reading.beside(at) and reading.words[at + 1].number:
        return False  # Page 3
    article = at and reading.words[at - 1].folded in _ARTICLES and reading.marks[at] != "doubtful"
    beside = (n for n in _near(reading, at) if n > at or not reading.starts(n))
    return not article and not reading.starts(at) and all(reading.marks[n] not in ("plain", "known") for n in beside)


def _near(reading: Reading, at: int) -> list[int]:
    return [n for n, touching in ((at - 1, reading.beside(at - 1)), (at + 1, reading.beside(at))) if touching]


_NO_PLACE: tuple[Mark, ...] = ("doubtful", "common", "surname")
_ANY: tuple[Mark, ...] = (*_NO_PLACE, "place")
_EVIDENCE: Mapping[Callable[[Reading, int], bool], tuple[Mark, ...]] = {
    # what speaks for a name, and for which marks it is enough
    _stands_by_name: _ANY,
    _is_related: _ANY,
    _speaks: _ANY,
    _has_family: _ANY,
    _has_surname: ("doubtful", "common"),
    _acts: ("doubtful", "surname", "place"),
    _owns: _NO_PLACE,
    _stands_alone: _NO_PLACE,
    _stands_out: _NO_PLACE,
}
