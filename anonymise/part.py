"""A word of a registered place or term that stands alone.

In: the words of a text and a register. Out: sightings of what tells a place or a term from others: "Kestrel" of Kestrel
Logistics. The rule: it is listed and never replaced, since the same word may mean somebody or something else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from anonymise.fold import Word, fold
from anonymise.lexicon import DAYS, FUNCTION_WORDS, MONTHS, context_words, english_words
from anonymise.register import Register
from anonymise.sighting import Sighting

_SHORTEST = 3
"""Letters of the shortest word that tells anything."""


def build_parts(register: Register, shipped: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The telling words of a register's places and terms, folded, each with their ids; empty for none.

    Words of no language tell, and so does the first word that is none of an institution, a street or a house number.
    `shipped` are words that the vocabulary of the field accounts for: they tell only as a first word. What the
    partnership's own vocabulary accounts for tells nothing.
    """
    own = {"".join(fold(text)) for text in (*register.vocabulary.words, *register.vocabulary.places)}
    found: dict[str, set[str]] = {}
    for secret in register.secrets:
        for text in secret.texts:
            words = [word for word in fold(text) if _may_tell(word)]
            for at, word in enumerate(words):
                if (at == 0 or word not in english_words() | shipped) and word not in own:
                    found.setdefault(word, set()).add(secret.id)
    return {word: tuple(sorted(ids)) for word, ids in found.items()}


def _may_tell(word: str) -> bool:
    plain = word in FUNCTION_WORDS or word in (*MONTHS, *DAYS) or word in context_words("institution")
    return not (plain or word[0].isdecimal() or len(word) < _SHORTEST or word in context_words("street"))


def find_parts(
    words: Sequence[Word], parts: Mapping[str, tuple[str, ...]], covered: Sequence[tuple[int, int]], *, small: bool
) -> tuple[Sighting, ...]:
    """Find where a telling word stands alone; sorted, disjoint, () for none.

    A word of the language needs its capital, but where `small` letters say nothing, as in an address. `covered` are
    half-open offsets of what is accounted for or asked about, sorted and disjoint.
    """
    return tuple(_each(words, parts, covered, small)) if parts else ()


def _each(
    words: Sequence[Word], parts: Mapping[str, tuple[str, ...]], covered: Sequence[tuple[int, int]], small: bool
) -> Iterator[Sighting]:
    for word in words:
        stem = next((stem for stem in (word.folded, word.folded.removesuffix("s")) if stem in parts), "")
        if not stem or not (small or word.capital or stem not in english_words()):
            continue
        at = bisect_right(covered, word.start, key=lambda span: span[1])
        if at == bisect_left(covered, word.end, key=lambda span: span[0]):
            end = word.cuts[len(stem) - 1]
            yield Sighting(word.start, end, "part", parts[stem])
