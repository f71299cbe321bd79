"""What an edition may not show, as the gate looks for it.

In: the texts that were cut, and those that were kept. Out: runs of four words and names, and the places of a text where
they stand. The rule: it knows nothing of how the cut was made; what the report says anyway is not sought here, but made
a problem by the pass, so that a build never stops at words that the author can't find.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from anonymise.lexicon import DAYS, FUNCTION_WORDS, MONTHS, TITLES, english_words

LENGTH = 4
"""Words in a run: fewer stand in any two texts by chance."""
_CONTENT = 2
"""Words of a run that must say something."""
_SHORT = 4
"""Letters below which a name is sought with its capital only."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_POSSESSIVE = re.compile(r"['\u2018\u2019\u201b\u02bc`\u00b4\u2032]s\b", re.IGNORECASE)
_NOTHING = str.maketrans("", "", "'\u2018\u2019\u201b\u02bc`\u00b4\u2032")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_EMPTY_WORDS = FUNCTION_WORDS | TITLES | frozenset((*MONTHS, *DAYS))
_FORMAT_WORDS = frozenset(
    """annot arial bbox com dest dests div georgia gts helvetica href imageb imagec iowan lang lbl mailto menlo noto
    nums org pre prev rect rel rem roboto segoe semibold sitka src svg toc typst uri utf webkit xmp""".split()  # noqa: SIM905 - a list of strings is harder to read
)
"""What style sheets, tags and PDF objects say by themselves and a name may be too: not sought in those."""
_FILE_KINDS = frozenset(["pdf", "csv", "json", "html"])
"""What the pages say of themselves, in any report."""

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """A word or a number of a text."""

    text: str
    """Without accents, apostrophes and invisible characters, in its own case."""
    start: int
    """Its offset in the text without those."""

    def __repr__(self) -> str:
        return f"Token({self.start})"


@dataclass(frozen=True, slots=True, repr=False)
class Withheld:
    """What one edition of a report may not show."""

    edition: str
    runs: frozenset[Run]
    """Runs of four words in small letters; at least two of them say something."""
    names: frozenset[str]
    """Words in small letters that look like names and stand in nothing that is shown."""

    def __repr__(self) -> str:
        return f"Withheld({len(self.runs)} runs, {len(self.names)} names)"


NOTHING = Withheld("draft", frozenset(), frozenset())
"""For what no part was cut from."""


def make_withheld(edition: str, cut: Iterable[str], kept: Iterable[str], common: Iterable[str]) -> Withheld:
    """What to look for.

    `cut` are the texts that the edition leaves out, as typed and with aliases; `kept` those that it shows; `common`
    are phrases that every report of its kind has, whose words say nothing. Nothing is sought where nothing is cut.
    """
    removed = tuple(cut)
    empty = _EMPTY_WORDS | {token.text.lower() for text in common for token in tokens(text)}
    runs = {run for text in removed for run, _ in runs_of(tokens(text)) if _says_something(run, empty)}
    shown = {stem for text in kept for token in tokens(text) for stem in _stems(token.text.lower())}
    ordinary = shown | _EMPTY_WORDS | _FILE_KINDS | english_words()
    names = {
        word
        for text in removed
        for token in tokens(text)
        if token.text[0].isupper() and len(token.text) > 2
        for word in (token.text.lower(),)
        if _stems(word).isdisjoint(ordinary)
    }
    return Withheld(edition, frozenset(runs), frozenset(names))


def find_withheld(text: str, withheld: Withheld, *, running: bool) -> Iterator[int]:
    """Offsets of what an edition may not show, in the text without invisible characters. None for a clean text.

    `running` says that the text is one for readers and not the words of a file format.
    """
    if not withheld.runs and not withheld.names:
        return
    found = tokens(text)
    words = [token.text.lower() for token in found]
    first = {run[0] for run in withheld.runs}
    yield from (
        found[at].start
        for at, word in enumerate(words)
        if word in first and tuple(words[at : at + LENGTH]) in withheld.runs
    )
    names = withheld.names if running else withheld.names - _FORMAT_WORDS
    present = {word for word in set(words) if _stems(word) & names}
    for token, word in zip(found, words, strict=True):
        if word in present and (len(token.text) >= _SHORT or token.text[0].isupper()):
            yield token.start


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text, without possessives, accents and invisible characters. Empty for none."""
    plain = _POSSESSIVE.sub("", text if text.isascii() else unicodedata.normalize("NFKD", text)).translate(_NOTHING)
    if not plain.isascii():
        plain = _BEYOND_ASCII.sub(lambda m: "" if unicodedata.category(m[0]) in ("Mn", "Cf") else m[0], plain)
    return [Token(match.group(), match.start()) for match in _WORD.finditer(plain)]


def runs_of(found: list[Token]) -> Iterator[tuple[Run, int]]:
    """Every run of four words in small letters, with the offset of its first. Nothing of fewer than four."""
    words = [token.text.lower() for token in found]
    for at in range(len(words) - LENGTH + 1):
        yield tuple(words[at : at + LENGTH]), found[at].start


def _says_something(run: Run, empty: frozenset[str] | set[str]) -> bool:
    return len({word for word in run if not word.isdecimal() and word not in empty}) >= _CONTENT


def _stems(word: str) -> set[str]:
    """A word, and what it may be a plural or a possessive of."""
    return {word, word.removesuffix("s")}
