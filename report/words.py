"""Which words stand in which published report: the index for the search over the library.

In: the texts of each report's own index. Out: scripts, each with the words of a stretch of the alphabet, so that a
reader loads one or two of them. The rule: a word stands here only if its report writes it in small letters or all in
capitals (an acronym): a name can be found in its report, but nobody finds in one step every report that has it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

INDEX = "words/index.js"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SHORTEST = 3
"""Letters of a word; an acronym may have one less."""
_LONGEST = 40
_SHARD = 16_000
"""Bytes of one script, about."""
_LEVELS = (10, 3, 1)
"""A word stands in a report at least so often."""
_DAYS = frozenset(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi
    hydref tachwedd dachwedd rhagfyr ragfyr""".split()  # noqa: SIM905 - a list of forty strings is harder to read
)
"""Months: every review has them, and beside the numbers of reports they would look like dates."""


def count_words(texts: Iterable[str]) -> Mapping[str, int]:
    """Count the words of a report that the library's search finds, folded; empty for none."""
    counts: Counter[str] = Counter()
    common: set[str] = set()
    for text in texts:
        for written in _WORD.findall(text):
            word = fold_word(written)
            counts[word] += 1
            if (written.islower() and len(word) >= _SHORTEST) or _is_acronym(written):
                common.add(word)
    return {word: counts[word] for word in sorted(common - _DAYS) if 2 <= len(word) <= _LONGEST}


def _is_acronym(written: str) -> bool:
    return written.isupper() and 2 <= len(written) <= 6


def fold_word(written: str) -> str:
    """Fold a word as the search does: small letters, no accents, no apostrophes, no possessive."""
    plain = unicodedata.normalize("NFKD", written.lower().replace("\u2019", "'").removesuffix("'s"))
    return "".join(letter for letter in plain if letter.isalpha())


def render_words(reports: Mapping[str, Mapping[str, int]], without: Collection[str]) -> dict[str, bytes]:
    """Render the index as files by path.

    `reports` are the counted words of each report by name; `without` are words to leave out. Empty for no reports.

    `words/index.js` sets `libraryWords`: the reports' names, and the first word of each further script. Those call
    `libraryShard` with their place and, by word, three lists of reports as distances: where it stands often, several
    times, once or twice.
    """
    if not reports:
        return {}
    names = sorted(reports)
    shards = list(_shards(_lines(names, reports, frozenset(without))))
    about = {"reports": names, "first": [next(iter(shard)) for shard in shards]}
    files = {INDEX: f"var libraryWords={_json(about)};\n".encode()}
    for n, shard in enumerate(shards):
        body = ",\n".join(f"{_json(word)}:{_json(where)}" for word, where in shard.items())
        files[f"words/{n}.js"] = f"libraryShard({n},{{\n{body}}});\n".encode()
    return files


def _lines(
    names: Sequence[str], reports: Mapping[str, Mapping[str, int]], without: frozenset[str]
) -> Iterator[tuple[str, str]]:
    where: dict[str, tuple[list[int], ...]] = {}
    for n, name in enumerate(names):
        for word, count in reports[name].items():
            level = next(at for at, least in enumerate(_LEVELS) if count >= least)
            where.setdefault(word, tuple([] for _ in _LEVELS))[level].append(n)
    for word in sorted(where.keys() - without):
        yield word, ";".join(map(_distances, where[word]))


def _distances(numbers: Sequence[int]) -> str:
    return ",".join(str(number - before) for before, number in zip((0, *numbers), numbers, strict=False))


def _shards(lines: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    shard: dict[str, str] = {}
    size = 0
    for word, where in lines:
        shard[word] = where
        size += len(word) + len(where) + 7
        if size >= _SHARD:
            yield shard
            shard, size = {}, 0
    if shard:
        yield shard


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
