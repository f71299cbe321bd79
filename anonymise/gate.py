"""The gate: read everything that was built, and let it pass only if no name is in it.

In: `Artefacts` and the registers. Out: `Cleared`, or every leak at once. The rule: it shares no code with the finder
that made the replacements: it has its own folding, its own forms and its own matching, so that one mistake can't hide
itself. It looks for every word of every name, not for the ways of writing them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from anonymise.gate_day import find_days
from anonymise.gate_fold import respell, unfold
from anonymise.gate_memory import Hits, Memory
from anonymise.lexicon import english_words, grammar_words, name_words, proper_words
from anonymise.register import Register
from anonymise.surface import MOST_BYTES, Surface, UnknownFileError
from anonymise.surfaces import read_surfaces
from anonymise.withheld import NOTHING, Withheld, find_withheld
from report.model import Artefacts, Cleared
from report.problems import LEAK, Problem, Problems

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_BEHIND_PREFIX = re.compile(r"\b(?:[ODLMN]['\u2019]|Mc|Mac|Fitz)([A-Z]\w+)")
_LONG = 8
"""Letters from which a whole name is looked for inside longer words, as in file names and handles."""
_RUNNING = frozenset(["text", "cell", "data", "page text"])
"""Surfaces that are text for readers."""
_LEFT_OUT = "left out: "
"""Stands before an edition where words were found that it leaves out, instead of an id."""
_CREDITS = ("Luca Ongaro",)
"""Who stands in the licence of a script that every site has; the words apart are sought as ever."""
_ENDINGS = ("s", "es", "ss", "ess")
_LONG_WORD = 7
"""The same for a single name that is no word."""
_SURE_WORD = re.compile(r"[^\W\d_]{5,}")
"""What is no chance in bytes that need not be text."""
_SMALL_WORDS = frozenset(
    ["de", "la", "le", "di", "da", "du", "el", "al", "van", "von", "der", "den", "del", "bin", "and", "the", "of"]
)


class Token(NamedTuple):
    """A word or a number of a surface; made so often that what it costs to make one counts."""

    text: str
    """Without accents, apostrophes and invisible characters, in its own case."""
    start: int
    end: int

    def __repr__(self) -> str:
        return f"Token({self.start})"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A form of somebody's name in a file, or a file that can't be read."""

    file: str
    """Its path, or its number where the path holds a form of a name."""
    surface: str
    """Where in the file; "unread" for a file that can't be read."""
    id: str
    """Who or what it is; "" for a file that can't be read."""
    offset: int
    """Characters into the surface's unfolded text; from 0."""


@dataclass(frozen=True, slots=True, repr=False)
class Needles:
    """What one register forbids."""

    words: Mapping[str, tuple[str, ...]]
    """Ids by each word of their names, in small letters."""
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str, bool], ...]]
    """By first word: the words of a place or a term, its id, and whether small letters say nothing."""
    squeezed: tuple[tuple[str, str], ...]
    """Long names without spaces, with their ids."""
    inside: tuple[tuple[str, str], ...]
    """Long single names that are no words, with their ids."""
    allowed: Mapping[str, tuple[tuple[str, ...], ...]]
    """By first word: phrases in which a form is meant for somebody else or for nobody."""
    shared: frozenset[str]
    """Words of names that are published on purpose."""
    sought: frozenset[str]
    """Words that may begin a hit: those above, also as a plural, a possessive or both."""
    register: Register

    def __repr__(self) -> str:
        return f"Needles({len(self.words)} words)"


def clear(
    artefacts: Artefacts,
    registers: Sequence[Register],
    kept: tuple[str, ...],
    withheld: Withheld = NOTHING,
    memory: Memory | None = None,
) -> Cleared:
    """Read every file of the artefacts.

    `kept` are words that the author decided to be no names, each with its neighbours; `withheld` is what the edition
    leaves out; of a file in `memory` only the digest is read. Raises `Problems` with the code for a leak: `leak`,
    `file-unread` for a file that can't be read or is not what the artefacts say.
    """
    needles = [make_needles(register, kept) for register in registers]
    known = memory.of(tuple(registers), kept, withheld) if memory else {}
    problems: list[Problem] = []
    digests: dict[str, str] = {}
    for number, path in enumerate(list_files(artefacts.folder), 1):
        found, digests[path] = _read_file(artefacts.folder / path, path, needles, withheld, known)
        problems += [as_problem(finding) for finding in _findings(found, path, f"file {number} of the output")]
    if set(digests) ^ set(artefacts.digests):
        problems.append(Problem("the output", 0, "file-unread", "a file came or went while the gate was reading"))
    if problems:
        raise Problems(problems, LEAK)
    return Cleared(artefacts.folder, digests)


def examine(folder: Path, path: str, number: int, needles: list[Needles]) -> tuple[Finding, ...]:
    """Read one file or empty folder of any folder; `number` says which it is where its name can't be printed."""
    if (folder / path).is_dir() and not (folder / path).is_symlink():
        found = [("name", *hit) for needle in needles for hit in find_leaks(Surface("name", path), needle)]
    else:
        found, _ = _read_file(folder / path, path, needles, NOTHING, {})
    return tuple(_findings(found, path, f"file {number} of the folder"))


def list_files(folder: Path) -> list[str]:
    """The paths of everything below a folder but of folders that hold something, sorted, with slashes."""
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir() or not any(path.iterdir()))
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def _findings(found: Hits, path: str, instead: str) -> Iterator[Finding]:
    place = instead if any(surface == "name" for surface, *_ in found) else path
    yield from (Finding(place, *hit) for hit in found)


def _read_file(
    file: Path, path: str, needles: list[Needles], withheld: Withheld, known: dict[tuple[str, str], Hits]
) -> tuple[Hits, str]:
    """What is found in a file, and the digest of the bytes that were read; adds it to what is known."""
    if not file.is_file() or file.is_symlink() or file.stat().st_size > MOST_BYTES:
        return [("unread", "", 0)], ""
    data = file.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if (path, digest) not in known:
        known[path, digest] = _find_all(data, path, needles, withheld)
    return known[path, digest], digest


def _find_all(data: bytes, path: str, needles: list[Needles], withheld: Withheld) -> Hits:
    hits: dict[tuple[str, str], int] = {}
    try:
        for surface in read_surfaces(path, data):
            for needle in needles:
                for id, offset in find_leaks(surface, needle):
                    hits.setdefault((surface.kind, id), offset)
            running = surface.kind in _RUNNING and not path.endswith((".css", ".js"))
            for offset in find_withheld(surface.text, withheld, running=running):
                hits.setdefault((surface.kind, _LEFT_OUT + withheld.edition), offset)
    except UnknownFileError:
        hits["unread", ""] = 0
    told = {id for kind, id in hits if kind != "binary"}
    return [(kind, id, offset) for (kind, id), offset in hits.items() if kind != "binary" or id not in told]


def as_problem(finding: Finding) -> Problem:
    """A finding in words."""
    place = finding.file
    if finding.surface == "unread":
        hint = (
            "only whole files are read, of the kinds that docs/publishing.md lists, with nothing in them of other kinds"
        )
        return Problem(place, 0, "file-unread", "this file can't be read, so nobody knows what is in it", hint)
    if finding.id.startswith(_LEFT_OUT):
        what = f"words that the {finding.id.removeprefix(_LEFT_OUT)} edition leaves out"
        return Problem(place, 0, "leak", f"{what} in the {finding.surface} at offset {finding.offset}")
    return Problem(place, 0, "leak", f"a form of {finding.id} in the {finding.surface} at offset {finding.offset}")


def make_needles(register: Register, kept: tuple[str, ...]) -> Needles:
    """What to look for: every word of every name, places, terms, long names without spaces; less what is allowed."""
    words: dict[str, set[str]] = {}
    squeezed: set[tuple[str, str]] = set()
    for person in register.people.values():
        for name in (person.name, *person.also):
            parts = [token.text.lower() for token in tokens(unfold(name))]
            behind = [part.lower() for part in _BEHIND_PREFIX.findall(name) if len(part) > 3]  # Neill of O'Neill
            for part in (*parts, *behind):
                if len(part) > 1 and part not in _SMALL_WORDS and not part.isdecimal():
                    words.setdefault(part, set()).add(person.id)
            short = [part for part in (parts[:1] + parts[-1:]) if len(parts) > 1]
            squeezed |= {
                (joined, person.id)
                for joined in ("".join(parts), "".join(short), "".join(short[::-1]))
                if len(parts) > 1
            }
    phrases: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for secret in register.secrets:
        for text in secret.texts:
            parts = [token.text.lower() for token in tokens(unfold(text))]
            small = text.islower() or not all(part in english_words() for part in parts if not part.isdecimal())
            if parts:
                phrases.setdefault(parts[0], []).append((tuple(parts), secret.id, small))
                squeezed.add(("".join(parts), secret.id))
    allowed: dict[str, list[tuple[str, ...]]] = {}
    for phrase in (*register.named, *register.ordinary, *kept, *_CREDITS):
        run = tuple(token.text.lower() for token in tokens(unfold(phrase)))
        if run:
            allowed.setdefault(run[0], []).append(run)
    firsts = words.keys() | phrases.keys()
    return Needles(
        {word: tuple(sorted(ids)) for word, ids in words.items()},
        {first: tuple(entries) for first, entries in phrases.items()},
        tuple(sorted(pair for pair in squeezed if len(pair[0]) >= _LONG)),
        tuple(
            (word, id)
            for word, ids in sorted(words.items())
            for id in sorted(ids)
            if len(word) >= _LONG_WORD and word not in english_words()
        ),
        {first: tuple(runs) for first, runs in allowed.items()},
        frozenset(token.text.lower() for name in register.named for token in tokens(unfold(name))),
        frozenset(word + ending for word in firsts for ending in ("", *_ENDINGS)),
        register,
    )


def tokens(plain: str) -> list[Token]:
    """The words and numbers of an unfolded text, with their offsets."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(plain)]


def find_leaks(surface: Surface, needles: Needles) -> Iterator[tuple[str, int]]:
    """Every id of which a form stands in a surface, with the offset in its unfolded text. Nothing for a clean one."""
    plain = unfold(surface.text)
    if surface.kind == "binary":
        sure = "\n".join(dict.fromkeys(_SURE_WORD.findall(plain)))
        yield from _find_words(Surface("binary", sure), sure, needles)
        return
    yield from find_days(plain, needles.register)
    yield from _find_words(surface, plain, needles)
    for further in respell(plain):
        yield from _find_words(surface, further, needles)


def _find_words(surface: Surface, plain: str, needles: Needles) -> Iterator[tuple[str, int]]:
    small = plain.lower()
    every = _TOKEN.findall(small)
    letters, hits = "".join(every), needles.sought.intersection(every)
    inside = [(name, id) for name, id in needles.inside if name in small]
    if not hits and not inside and not any(name in letters for name, _ in needles.squeezed):
        return
    found = tokens(plain)
    runs = _without_allowed(found, needles)
    for at, token in enumerate(runs):
        if token is not None and token.text.lower() in hits:
            yield from ((id, token.start) for id in _hits(token, runs, at, plain, surface, needles))
    yield from _inside_words(runs, inside)
    letters = "".join(token.text.lower() if token else "\n" for token in runs)
    yield from ((id, letters.index(name)) for name, id in needles.squeezed if name in letters)


def _inside_words(runs: list[Token | None], inside: list[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    """Long names in longer words, unless these are words or names themselves, as Williamson is."""
    for token in runs if inside else ():
        word = token.text.lower() if token else ""
        if token and word not in english_words() and word not in proper_words():
            yield from ((id, token.start) for name, id in inside if name in word and name != word)


def _stems(word: str) -> set[str]:
    """A word, and what it may be a plural, a possessive or both of."""
    return {word, *(word.removesuffix(ending) for ending in _ENDINGS)}


def _hits(
    token: Token, runs: list[Token | None], at: int, plain: str, surface: Surface, needles: Needles
) -> Iterator[str]:
    yield from _word_hit(token, runs, at, plain, surface, needles)
    for words, id, any_case in needles.phrases.get(token.text.lower(), ()):
        run = runs[at : at + len(words)]
        texts = [part.text.lower() if part else "" for part in run]
        there = texts[:-1] == list(words[:-1]) and texts[-1] in (words[-1], words[-1] + "s")
        if there and (any_case or any(part and part.text[0].isupper() for part in run)):
            yield id


def _without_allowed(found: list[Token], needles: Needles) -> list[Token | None]:
    """The tokens with None for each that belongs to an allowed phrase."""
    runs: list[Token | None] = list(found)
    texts = [token.text.lower() for token in found]
    for at, text in enumerate(texts):
        for stem in {text, text.removesuffix("s")}:
            for run in needles.allowed.get(stem, ()):
                there = texts[at : at + len(run)]
                if there[:-1] == list(run[:-1]) and there[-1:] and there[-1] in (run[-1], run[-1] + "s"):
                    runs[at : at + len(run)] = [None] * len(run)
    return runs


def _word_hit(
    token: Token, runs: list[Token | None], at: int, plain: str, surface: Surface, needles: Needles
) -> Iterable[str]:
    word = token.text.lower()
    stem = next((w for w in sorted(_stems(word), key=len, reverse=True) if w in needles.words), "")
    if not stem or (token.text[0].islower() and (word in english_words() or stem in english_words() or len(stem) < 3)):
        return ()
    if token.text in grammar_words(surface.kind):
        return ()
    if surface.kind == "page text" and stem in needles.shared:
        return ()  # a page's foot may stand inside a name; the site has the same words, and is read block by block
    word_like = stem in name_words() or (stem != word and word in english_words())
    running = surface.kind in _RUNNING
    if word_like and (not running or _may_be_word(token, runs, at, plain)):
        return ()
    return needles.words[stem]


def _may_be_word(token: Token, runs: list[Token | None], at: int, plain: str) -> bool:
    """Whether a word like Rose or May stands where the pass asks instead of replacing."""
    before = plain[: token.start].rstrip(" \t\u00a0\"'\u201c(\u2018[")
    if not before or before[-1] in ".!?:\n\u2026\u2022\u201d)" or "\n" in plain[len(before) : token.start]:
        return True
    near = [part for part in (runs[at - 1] if at else None, runs[at + 1] if at + 1 < len(runs) else None) if part]
    return any(
        part.text.isdecimal() or (part.text.isupper() and len(part.text) > 1 and token.text.isupper()) for part in near
    )
