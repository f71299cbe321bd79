"""Cut a text into words as a reader sees them, whatever characters they are typed with.

In: a text. Out: its words and numbers with offsets. The rule: case, accents (composed or not), compatibility forms,
apostrophes and invisible characters make no difference to what a word is, and every offset leads back to the text as
typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTER = r"[^\W\d_\u02b0-\u02ff\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b]"
_MARK = "[\u0300-\u036f\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
_APOSTROPHE = "['\u2019\u2018\u201b\u02bc\u02b9\u2032\uff07`\u00b4]"
_WORD = re.compile(rf"{_LETTER}(?:{_MARK}*(?:{_APOSTROPHE}{_MARK}*)?{_LETTER}|{_MARK})*|\d+")
_INVISIBLE = re.compile(f"{_MARK}+")
_UNDECOMPOSED = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
"""Letters with a stroke and the like: Unicode does not decompose them, but people type them without."""


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    """A word or a number of a text."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    folded: str
    """Its letters without case, accents, apostrophes and invisible characters; not empty."""
    cuts: tuple[int, ...]
    """For each folded letter the offset behind it in the text."""
    capital: bool
    """Whether it starts with a capital letter."""
    capitals: bool
    """Whether it has no small letter and at least one capital."""

    def __repr__(self) -> str:
        return f"Word({self.start}, {self.end})"

    @property
    def number(self) -> bool:
        """Whether it is made of digits."""
        return self.folded[0].isdecimal()


@lru_cache(maxsize=64)  # the pass and each of the watchers ask for the words of one text after the other
def find_words(text: str) -> tuple[Word, ...]:
    """The words and numbers of a text in order; disjoint, offsets half-open. Empty where there are none."""
    return tuple(_word(match.group(), match.start()) for match in _WORD.finditer(text))


def distinct_words(text: str) -> frozenset[str]:
    """The words and numbers of a text as they are typed, each once: far cheaper than where each of them stands."""
    return frozenset(_WORD.findall(" ".join(set(text.split()))))  # white space is in no word


def fold(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text."""
    return tuple(word.folded for word in find_words(text))


def is_apostrophe(char: str) -> bool:
    """Whether a character is typed for an apostrophe."""
    return re.fullmatch(_APOSTROPHE, char) is not None


def visible(text: str) -> str:
    """The text without its invisible characters."""
    return _INVISIBLE.sub("", text)


def _word(typed: str, start: int) -> Word:
    small = any(char.islower() for char in typed)
    capital = typed[0].isupper() or typed[0].istitle()
    if typed.isascii() and "'" not in typed and "`" not in typed:
        cuts = tuple(range(start + 1, start + len(typed) + 1))
        return Word(start, start + len(typed), typed.lower(), cuts, capital, capital and not small)
    folded: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(typed, start + 1):
        letters = _fold_character(char)
        folded += letters
        offsets += [offset] * len(letters)
        if not letters and offsets and re.fullmatch(_MARK, char):
            offsets[-1] = offset  # an accent or a soft character belongs to the letter before it
    word = "".join(folded) or typed.casefold()
    cuts = tuple(offsets) or (start + len(typed),) * len(word)
    return Word(start, start + len(typed), word, cuts, capital, capital and not small)


@lru_cache(maxsize=4096)
def _fold_character(char: str) -> tuple[str, ...]:
    if is_apostrophe(char):
        return ()
    plain = unicodedata.normalize("NFKD", char).casefold()
    return tuple(letter for part in plain for letter in _UNDECOMPOSED.get(part, part) if letter.isalnum())
