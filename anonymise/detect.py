"""Find where a text names somebody.

In: a text and the forms of a register. Out: findings, by offset. The rule: what it can't decide is asked, never
guessed, and never passed over. What the words around a name say against it is in `doubt.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from anonymise.day import find_days
from anonymise.doubt import doubt
from anonymise.fold import Word, find_words, fold, is_apostrophe, visible
from anonymise.forms import Form, Index
from anonymise.lexicon import TITLES, english_words, name_words
from anonymise.register import Register
from anonymise.spans import Finding, disjoint

_GAP = re.compile(r"\s+|\s*[-\u2010-\u2015\u2212]\s*")
_GAP_INITIAL = re.compile(r"[.'\u2019]?\s*|\.?[-\u2010-\u2015]")
_GAP_COMMA = re.compile(r"\s*,\s*")
_LIST = re.compile(r"\s*(?:,|&|,?\s*\b(?:and|or)\b)\s*(?=[^\W\d_a-z])(?![^\W\d_]+\s*,\s*[^\W\d_a-z])")
"""A list that goes on with a name, and not with a surname before a comma."""
_CAMEL = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z\u00c0-\u00de])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a new word starts inside one: JusticeForGareth."""
_MAILBOX = re.compile(r"(?<![\w.'\u2019+-])[\w.'\u2019+-]+(?=@\w)")
"""What stands before the @ of a mail address."""


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
    found = [*decided, *find_days(text, finder.register.secrets), *_mailboxes(text, finder.index)]
    for at, word in enumerate(words):
        found += [*_at(text, words, at, finder.index), *_families(text, word, finder.index)]
        if _hides(text, word, finder.index):
            found.append(Finding(word.start, word.end, "name-joined", ("somebody",), "weak", 1))
    return doubt(disjoint(found), text, words, heading=heading)


def _hides(text: str, word: Word, index: Index) -> bool:
    """Whether a handle, a hashtag or words written as one may hold a name."""
    if word.folded in index.joined or word.folded.removesuffix("s") in index.joined:
        return True
    typed = text[word.start : word.end]
    parts = () if typed[1:].islower() else find_words(_CAMEL.sub(" ", typed))
    camel = [part for part in parts if len(part.folded) > 2 or part.folded in TITLES]
    if len(camel) > 1 and any(_single(part.folded, index) for part in camel):
        return True
    tagged = word.start > 0 and text[word.start - 1] in "#@"
    if (word.capital and len(camel) < 2 and not tagged) or word.folded in english_words():
        return False
    return any(part in word.folded and part != word.folded.removesuffix("s") for part in index.parts - {word.folded})


def _mailboxes(text: str, index: Index) -> Iterator[Finding]:
    """Mail addresses of a name whose parts are words each, as in hope.may@example.org."""
    for mailbox in _MAILBOX.finditer(text) if "@" in text else ():
        if "".join(fold(mailbox.group())) in index.joined:
            yield Finding(mailbox.start(), mailbox.end(), "name-joined", ("somebody",), "weak", 1)


def _single(word: str, index: Index) -> bool:
    forms = (form for stem in {word, word.removesuffix("s")} for form in index.by_first.get(stem, ()))
    return any(len(form.words) == 1 and form.kind in ("name", "surname") for form in forms)


def find_in_address(text: str, finder: Finder) -> bool:
    """Whether an id, a path or a web address holds a form or a protected day, in whatever case and however joined."""
    words = find_words(_CAMEL.sub(" ", text))
    allowed: set[int] = set()
    hits: set[int] = set()
    for at in range(len(words)):
        for form, end, _ in _candidates(words, at, finder.index):
            joined = all(b.start - a.end <= 1 for a, b in pairwise(words[at:end]))
            word = len(form.words) == 1 and form.words[0] in name_words() and not words[at].capital
            if form.kind == "keep" and joined:
                allowed.update(range(at, end))
            elif joined and not word and "named" not in form.owners and len("".join(form.words)) > 1:
                hits.add(at)
    left = [word.folded for at, word in enumerate(words) if at not in allowed]
    squeezed, index = "".join(left), finder.index
    near = any(single in squeezed for single in index.singles)
    if hits - allowed or (near and any(form in squeezed for form in index.joined if len(form) > 7)):
        return True
    if not index.joined.isdisjoint(left):
        return True
    hidden = any(part in word for word in left if word not in english_words() for part in index.parts)
    return hidden or any(True for _ in find_days(text, finder.register.secrets))


def _candidates(words: tuple[Word, ...], at: int, index: Index) -> Iterator[tuple[Form, int, int]]:
    """Forms whose words stand at a place: form, index behind its last word, letters that follow it in that word."""
    first = words[at].folded
    second = words[at + 1].folded if at + 1 < len(words) else ""
    for tail, stem in ((0, first), (1, first[:-1]), (2, first[:-2])):
        if tail and not first.endswith(("s", "es")[tail - 1]):
            continue
        for form in index.by_first.get(stem, ()):
            end = at + len(form.words)
            if len(form.words) > 1 and (tail or end > len(words) or not second.startswith(form.words[1])):
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
        if form.comma and (bearers := _listed(text, words, at, end, form, index)):
            yield Finding(run[0].start, run[-1].end, "name-shared", bearers, form.kind, len(run))
            continue
        if not tail and len(run) == 1 and _is_possessive(text, run[0]):
            continue  # "Robert's" is no Roberts
        cut = run[-1].cuts[len(run[-1].cuts) - tail - 1]
        owners = tuple(sorted(form.owners))
        capitals = [word.capital or word.number or n in form.small for n, word in enumerate(run)]
        shouted = not form.capitals and _in_capitals(run)
        finding = Finding(run[0].start, cut, "", owners, form.kind, len(form.words), shouted)
        if not all(capitals):
            if _is_named_small(form, run):
                yield replace(finding, rule="name-lower-case")
        elif tail and _is_plural(form, tail, text[cut : run[-1].end], words[at - 1].folded if at else ""):
            yield replace(finding, end=run[-1].end, rule="name-plural")
        elif tail < 2 and owners != ("named",):
            yield from _decided(finding, form)
        elif form.kind == "keep" and tail < 2:
            yield finding


def _families(text: str, word: Word, index: Index) -> Iterator[Finding]:
    """A name in the plural with a possessive behind it: "the Hales's", "the Marshes's"."""
    if not word.capital or not word.folded.endswith("ss") or not _is_possessive(text, word):
        return
    for stem in (word.folded[:-2], word.folded[:-2].removesuffix("e")):
        for form in index.by_first.get(stem, ()):
            if len(form.words) == 1 and form.kind != "keep" and "named" not in form.owners:
                owners = tuple(sorted(form.owners))
                yield Finding(word.start, word.end, "name-plural", owners, form.kind, 1)


def _decided(finding: Finding, form: Form) -> Iterator[Finding]:
    if form.kind == "weak":
        yield replace(finding, rule="name-weak" if form.words[0] not in TITLES else "name-title")
    elif len(finding.owners) > 1:
        yield replace(finding, rule="name-shared")
    else:
        yield finding


def _is_named_small(form: Form, run: tuple[Word, ...]) -> bool:
    """Whether small letters are a slip here: a single name that is no word, a whole name, a place that is no phrase."""
    if form.kind not in ("name", "surname", "secret") or "named" in form.owners:
        return False
    words = [word for word in run if not word.number]
    if form.kind == "name" and len(words) > 1:
        return not any(word.capital for word in words) and all(len(word.folded) > 2 for word in words)
    strange = any(word.folded not in english_words() for word in words)
    return strange and (len(run) == 1 or form.kind == "secret")


def _is_possessive(text: str, word: Word) -> bool:
    """Whether an apostrophe stands before the s at a word's end."""
    between = text[word.cuts[-2] : word.cuts[-1]] if len(word.cuts) > 1 else ""
    return word.folded.endswith("s") and bool(between) and is_apostrophe(between[0])


def _in_capitals(run: tuple[Word, ...]) -> bool:
    long = [word for word in run if len(word.folded) > 1 and not word.number]
    return bool(long) and all(word.capitals for word in long)


def _joined(text: str, run: tuple[Word, ...], form: Form) -> bool:
    for n, (a, b) in enumerate(pairwise(run)):
        gap = visible(text[a.end : b.start])
        if form.gaps and "".join(gap.split()) == form.gaps[n]:
            continue  # as the register has it: "14 Mill Lane, Thornby", "sue99"
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


def _listed(text: str, words: tuple[Word, ...], at: int, end: int, form: Form, index: Index) -> tuple[str, ...]:
    """Who bears the surname of "Hale, Rebecca and Susan", where several do and the comma may be one of a list; else
    ().
    """
    surname = form.words[: _comma_at(form, words[at:end], text) + 1]
    same = (other for other in index.by_first.get(surname[0], ()) if other.words == surname and other.kind != "keep")
    bearers = {owner for other in same for owner in other.owners}
    before = (
        at > 0 and words[at - 1].capital and _GAP_COMMA.fullmatch(visible(text[words[at - 1].end : words[at].start]))
    )
    rest = _LIST.match(text, words[end - 1].end)
    return tuple(sorted(bearers)) if len(bearers) > 1 and (before or rest) else ()


def _comma_at(form: Form, run: tuple[Word, ...], text: str) -> int:
    gaps = [n for n, (a, b) in enumerate(pairwise(run)) if "," in text[a.end : b.start]]
    return gaps[0] if len(gaps) == 1 else 0


def _is_plural(form: Form, tail: int, behind: str, before: str) -> bool:
    """Whether a surname with an s stands for a family: "the Hales", "Marshes"."""
    if form.kind != "surname" or len(behind) > tail:
        return False
    return before == "the" if tail == 1 else form.words[-1].endswith(("s", "x", "z", "ch", "sh"))
