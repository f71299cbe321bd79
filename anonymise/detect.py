"""Find where a text names somebody.

In: a text and the forms of a register. Out: findings, by offset. The rule: what it can't decide is asked, never
guessed, and never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from anonymise.day import find_days
from anonymise.fold import Word, find_words, visible
from anonymise.forms import Form, Index
from anonymise.lexicon import DAYS, FUNCTION_WORDS, MONTHS, TITLES, english_words, name_words, proper_words
from anonymise.register import Register
from anonymise.spans import Finding, disjoint

_END = re.compile(r"[.!?:\u2026][\"'\u2019\u201d)\]]*\s*[\"'\u2018\u201c(\[]*$")
_OPENING = re.compile(r"^[\s\"'\u2018\u201c(\[\u2022*-]*$")
_GAP = re.compile(r"\s+|\s*[-\u2010-\u2015\u2212]\s*")
_GAP_INITIAL = re.compile(r"[.'\u2019]?\s*|\.?[-\u2010-\u2015]")
_GAP_COMMA = re.compile(r"\s*,\s*")
_BEFORE_MONTH = frozenset(
    ["in", "since", "until", "till", "during", "last", "next", "early", "late", "mid", "from", "to", "between", "of"]
)


@dataclass(frozen=True, slots=True)
class Finder:
    """All that is looked for."""

    index: Index
    register: Register


def find(text: str, finder: Finder, *, heading: bool = False, decided: tuple[Finding, ...] = ()) -> tuple[Finding, ...]:
    """Find every form in a text.

    `heading` says that the text is a heading, where words may have capitals for no reason. `decided` are findings that
    the author made. Returns findings sorted by start, disjoint; a finding with a `rule` is a question. Empty where
    nothing is found.
    """
    words = find_words(text)
    found = [*decided, *find_days(text, finder.register.secrets)]
    for at, word in enumerate(words):
        found += _at(text, words, at, finder.index)
        if word.folded in finder.index.joined:
            found.append(Finding(word.start, word.end, "name-joined", ("somebody",), "weak", 1))
    chosen = disjoint(found)
    return tuple(_doubt(finding, text, words, chosen, heading) for finding in chosen)


def find_in_address(text: str, finder: Finder) -> bool:
    """Whether an id, a path or a web address holds a form, in whatever case and however its words are joined."""
    words = find_words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))
    for at in range(len(words)):
        for form, end, _ in _candidates(words, at, finder.index):
            joined = all(b.start - a.end <= 1 for a, b in pairwise(words[at:end]))
            word = len(form.words) == 1 and form.words[0] in name_words() and not words[at].capital
            if form.kind == "keep" and joined:
                return False
            if joined and not word and "named" not in form.owners and len("".join(form.words)) > 1:
                return True
    squeezed = "".join(word.folded for word in words)
    return any(form in squeezed for form in finder.index.joined)


def starts_sentence(text: str, at: int) -> bool:
    """Whether a sentence, a cell or a heading starts at an offset."""
    before = visible(text[:at])
    return bool(_OPENING.match(before) or _END.search(before) or before.rstrip(" \t").endswith("\x0b"))


def _candidates(words: tuple[Word, ...], at: int, index: Index) -> Iterator[tuple[Form, int, int]]:
    """Forms whose words stand at a place: form, index behind its last word, letters that follow it in that word."""
    first = words[at].folded
    for tail, stem in ((0, first), (1, first[:-1]), (2, first[:-2])):
        if tail and not first.endswith(("s", "es")[tail - 1]):
            continue
        for form in index.by_first.get(stem, ()):
            end = at + len(form.words)
            if end > len(words) or (tail and len(form.words) > 1):
                continue
            last = words[end - 1].folded
            middle = all(a.folded == b for a, b in zip(words[at : end - 1], form.words[:-1], strict=True))
            if tail or (middle and last == form.words[-1]):
                yield form, end, tail
            elif len(form.words) > 1 and middle and last == form.words[-1] + "s":
                yield form, end, 1


def _at(text: str, words: tuple[Word, ...], at: int, index: Index) -> Iterator[Finding]:
    for form, end, tail in _candidates(words, at, index):
        run = words[at:end]
        if not _joined(text, run, form) or (form.comma and at and _stands_beside(words[at - 1], run[0], text)):
            continue
        cut = run[-1].cuts[len(run[-1].cuts) - tail - 1]
        owners = tuple(sorted(form.owners))
        capitals = [word.capital or word.number or n in form.small for n, word in enumerate(run)]
        shouted = not form.capitals and _in_capitals(run)
        finding = Finding(run[0].start, cut, "", owners, form.kind, len(form.words), shouted)
        plural = tail and _is_plural(form, tail, text[cut : run[-1].end], words[at - 1].folded if at else "")
        if not all(capitals):
            if len(run) == 1 and form.kind in ("name", "surname") and not _is_word(run[0]) and "named" not in owners:
                yield replace(finding, rule="name-lower-case")
        elif plural:
            yield replace(finding, end=run[-1].end, rule="name-plural")
        elif tail == 2:
            continue
        elif form.kind == "keep":
            yield finding
        elif form.kind == "weak":
            yield replace(finding, rule="name-weak" if len(form.words) == 1 else "name-title")
        elif owners == ("named",):
            continue
        elif len(owners) > 1:
            yield replace(finding, rule="name-shared")
        else:
            yield finding


def _in_capitals(run: tuple[Word, ...]) -> bool:
    long = [word for word in run if len(word.folded) > 1 and not word.number]
    return bool(long) and all(word.capitals for word in long)


def _joined(text: str, run: tuple[Word, ...], form: Form) -> bool:
    for n, (a, b) in enumerate(pairwise(run)):
        gap = visible(text[a.end : b.start])
        if form.comma and n == _comma_at(form, run, text):
            if not _GAP_COMMA.fullmatch(gap):
                return False
        elif len(a.folded) == 1 or a.folded in TITLES or (len(a.folded) < 4 and a.capitals):
            if not _GAP_INITIAL.fullmatch(gap):
                return False
        elif not _GAP.fullmatch(gap):
            return False
    return True


def _stands_beside(before: Word, word: Word, text: str) -> bool:
    """Whether a surname has a name before it, so that the comma behind it is one of a list."""
    return before.capital and not visible(text[before.end : word.start]).strip(" \t\n\u00a0\u202f.")


def _comma_at(form: Form, run: tuple[Word, ...], text: str) -> int:
    gaps = [n for n, (a, b) in enumerate(pairwise(run)) if "," in text[a.end : b.start]]
    return gaps[0] if len(gaps) == 1 else 0


def _is_word(word: Word) -> bool:
    return word.folded in english_words()


def _is_plural(form: Form, tail: int, behind: str, before: str) -> bool:
    """Whether a surname with an s stands for a family: "the Hales", "Marshes"."""
    if form.kind != "surname" or len(behind) > tail:
        return False
    return before == "the" if tail == 1 else form.words[-1].endswith(("s", "x", "z", "ch", "sh"))


def _doubt(finding: Finding, text: str, words: tuple[Word, ...], chosen: tuple[Finding, ...], heading: bool) -> Finding:
    """A finding of one person, turned into a question where its surroundings speak against it."""
    if finding.kind == "secret" and not finding.rule:
        numbered = any(word.number and text[word.end : finding.start].isspace() for word in words)
        return replace(finding, rule="place-number") if numbered and finding.owners[0].startswith("place") else finding
    if finding.rule or finding.kind not in ("name", "surname"):
        return finding
    inside = [n for n, word in enumerate(words) if finding.start <= word.start < finding.end]
    first, last = inside[0], inside[-1]
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    if len(inside) == 1 and _reads_as_word(finding, words[first], before, after, text, heading):
        return replace(finding, rule="name-or-word")
    for neighbour, gap in (
        (before, text[before.end : finding.start] if before else ""),
        (after, text[words[last].end : after.start] if after else ""),
    ):
        if neighbour is None or words[last].end > finding.end or "\x0b" in gap:
            continue
        other = next((f for f in chosen if f is not finding and f.start <= neighbour.start < f.end), None)
        if other and other.kind in ("name", "surname") and not other.rule and other.owners != finding.owners:
            if gap.isspace():
                return replace(finding, rule="name-joined")
        elif not other and _continues(neighbour, gap, words[last], finding, neighbour is before, text):
            return replace(finding, rule="name-joined")
    return finding


def _reads_as_word(
    finding: Finding, word: Word, before: Word | None, after: Word | None, text: str, heading: bool
) -> bool:
    bare = len(word.folded) > 1 and text[finding.start : finding.end] != text[word.start : word.end]
    apostrophe = bare and len(text[finding.end : word.end]) > 1
    stem = word.folded[:-1] if bare else word.folded
    if stem not in name_words() and (not bare or apostrophe or word.folded not in english_words()):
        return False
    if apostrophe:
        return False
    if heading or starts_sentence(text, finding.start):
        return True
    if after is not None and after.number and len(after.folded) in (1, 2, 4):
        return True
    if before is not None and (before.number or before.folded in ("st", "nd", "rd", "th")):
        return True
    if stem in MONTHS and before is not None and before.folded in _BEFORE_MONTH:
        return True
    return word.capitals and any(w is not None and w.capitals and len(w.folded) > 1 for w in (before, after))


def _continues(neighbour: Word, gap: str, word: Word, finding: Finding, precedes: bool, text: str) -> bool:
    """Whether a capitalised neighbour makes this part of a longer name that the register does not have."""
    if not neighbour.capital or neighbour.number or len(neighbour.folded) < 2:
        return False
    if re.fullmatch(r"[-\u2010\u2011]", gap):
        return finding.words == 1 or neighbour.folded not in english_words()
    if not gap or not visible(gap).isspace() or neighbour.folded in (*MONTHS, *DAYS):
        return False
    if neighbour.capitals and not word.capitals:
        return False
    if precedes:
        opening = neighbour.folded in FUNCTION_WORDS or neighbour.folded.endswith("ly")
        return finding.kind == "surname" and not (opening and starts_sentence(text, neighbour.start))
    return finding.words == 1 and (neighbour.folded not in english_words() or neighbour.folded in proper_words())
