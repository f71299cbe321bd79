"""Words that can't stand alone in an index over all reports.

In: single words in small letters, and the registers of all reports. Out: those that are somebody's name, a place or a
term of any register. The rule: what is published in one report may be a secret of another, and a word without its
sentence does not say which; so it is left out, and the gate need not stop the library for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anonymise.gate_fold import unfold
from anonymise.lexicon import english_words
from anonymise.register import Register

_LONG = 7
"""Letters from which a name is looked for inside longer words too."""
_ENDINGS = ("", "s", "es", "ss", "ess")


def find_lone_names(words: Iterable[str], registers: Sequence[Register]) -> frozenset[str]:
    """Return those of the words that hold a form of anything that a register hides; empty for none.

    An English word that is a name as well (rose, will) is no name in small letters, unless it is a term or a place.
    """
    whole: set[str] = set()
    long: set[str] = set()
    for register in registers:
        for text in (form for person in register.people.values() for form in (person.name, *person.also)):
            parts = _parts(text)
            whole |= {part for part in parts if part not in english_words()}
            long |= {part for part in (*parts, "".join(parts)) if len(part) >= _LONG and part not in english_words()}
        for text in (form for secret in register.secrets for form in secret.texts):
            parts = _parts(text)
            whole |= set(parts) if len(parts) == 1 else set()
            long |= {joined for joined in ("".join(parts),) if len(joined) >= _LONG}
    lengths = sorted({len(name) for name in long})
    return frozenset(word for word in words if _stems(word) & whole or _holds(word, long, lengths))


def _parts(text: str) -> list[str]:
    return ["".join(filter(str.isalpha, part)) for part in unfold(text).lower().replace("-", " ").split()]


def _stems(word: str) -> set[str]:
    return {word.removesuffix(ending) for ending in _ENDINGS}


def _holds(word: str, long: set[str], lengths: list[int]) -> bool:
    """Tell whether a long name is inside a word, by looking its stretches up: names are many and words are short."""
    return any(word[at : at + n] in long for n in lengths if n <= len(word) for at in range(len(word) - n + 1))
