"""What the words around a name say against it.

In: the findings of one text. Out: the same, with a question in place of each that its surroundings make doubtful: a
word that is no name here, a part of somebody else's longer name, another house of the street. The rule: ask rather
than guess.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from anonymise.fold import Word, visible
from anonymise.lexicon import DAYS, FUNCTION_WORDS, MONTHS, TITLES, english_words, name_words, proper_words
from anonymise.spans import Finding

_END = re.compile(r"[.!?:\u2026][\"'\u2019\u201d)\]]*\s*[\"'\u2018\u201c(\[]*$")
_OPENING = re.compile(r"^[\s\"'\u2018\u201c(\[\u2022*-]*$")
_BACK = 80
"""Characters that are looked at before a name; a long text must not be read again for each."""
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_FEASTS = ("christmas", "easter")
_BEFORE_MONTH = frozenset(
    ["in", "since", "until", "till", "during", "last", "next", "early", "late", "mid", "from", "to", "between", "of"]
)


def starts_sentence(text: str, at: int) -> bool:
    """Whether a sentence, a cell or a heading starts at an offset."""
    before = visible(text[max(0, at - _BACK) : at])
    if at > _BACK:
        before = "x" + before  # this is not the start of the text
    return bool(_OPENING.match(before) or _END.search(before) or before.rstrip(" \t").endswith("\x0b"))


def doubt(findings: tuple[Finding, ...], text: str, words: tuple[Word, ...], *, heading: bool) -> tuple[Finding, ...]:
    """Turn the findings that their surroundings speak against into questions.

    `words` are all words of the text, `heading` says that it is a heading. Order and offsets stay.
    """
    starts = [word.start for word in words]
    return tuple(_doubt(n, findings, text, words, starts, heading) for n in range(len(findings)))


def _doubt(
    n: int, findings: tuple[Finding, ...], text: str, words: tuple[Word, ...], starts: list[int], heading: bool
) -> Finding:
    finding = findings[n]
    if finding.rule or finding.kind not in ("name", "surname", "secret"):
        return finding
    first, last = bisect_left(starts, finding.start), bisect_left(starts, finding.end) - 1
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    if finding.kind == "secret":
        numbered = before is not None and before.number and not text[before.end : finding.start].strip(" ,\t\n\u00a0")
        return replace(finding, rule="place-number") if numbered and finding.owners[0].startswith("place") else finding
    if first == last and _reads_as_word(finding, words[first], before, after, text, heading):
        return replace(finding, rule="name-or-word")
    if before is not None and before.folded in TITLES and re.fullmatch(r"\s*[&/]\s*", text[before.end : finding.start]):
        return replace(finding, rule="name-title")
    neighbours = (findings[n - 1] if n else None, findings[n + 1] if n + 1 < len(findings) else None)
    for word, other, precedes in ((before, neighbours[0], True), (after, neighbours[1], False)):
        if word is None or (not precedes and words[last].end > finding.end):
            continue
        gap = text[word.end : finding.start] if precedes else text[words[last].end : word.start]
        beside = other is not None and other.start <= word.start < other.end
        if beside and other is not None:
            if _is_other_name(other, finding, gap):
                return replace(finding, rule="name-joined")
        elif "\x0b" not in gap and _continues(word, gap, words[last], finding, precedes, text):
            return replace(finding, rule="name-joined")
    return finding


def _is_other_name(other: Finding, finding: Finding, gap: str) -> bool:
    named = other.kind in ("name", "surname", "decided") and not other.rule
    return named and other.owners != finding.owners and gap.isspace() and "\x0b" not in gap


def _reads_as_word(
    finding: Finding, word: Word, before: Word | None, after: Word | None, text: str, heading: bool
) -> bool:
    bare = len(word.folded) > 1 and text[finding.start : finding.end] != text[word.start : word.end]
    apostrophe = bare and len(text[finding.end : word.end]) > 1
    stem = word.folded[:-1] if bare else word.folded
    if apostrophe or (stem not in english_words() and word.folded not in english_words()):
        return False
    if starts_sentence(text, finding.start) or (heading and stem in name_words()):
        return True
    if stem not in name_words() and not bare:
        return False  # in the middle of a sentence a capital makes it a name
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
    if _HYPHEN.fullmatch(gap):
        return finding.words == 1 or neighbour.folded not in english_words()
    if neighbour.folded in (*MONTHS, *DAYS, *_FEASTS):
        return False
    strange = neighbour.folded not in english_words()
    rank = precedes and finding.kind == "surname" and strange and len(neighbour.folded) < 6
    if rank and (re.fullmatch(r"\.\s+", visible(gap)) or (neighbour.capitals and visible(gap).isspace())):
        return True  # Capt. or ACC: a rank that nobody has listed
    if not gap or not visible(gap).isspace() or (neighbour.capitals and not word.capitals):
        return False
    opening = starts_sentence(text, neighbour.start)
    if precedes and finding.kind == "surname":
        plain = not strange and neighbour.folded not in proper_words()
        return not (opening and (plain or neighbour.folded in FUNCTION_WORDS))
    if precedes:
        return strange or (neighbour.folded in proper_words() and neighbour.folded not in FUNCTION_WORDS)
    return strange or neighbour.folded in proper_words()
