"""Change words inside marked-up text.

In: inlines, and edits by offset in their plain text. Out: inlines. The rule: offsets count the text as a reader reads
it, so a name is found through emphasis, links and line breaks; its alias stands where its first letter stood.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from anonymise.spans import Finding
from report.inline import Code, Inline, Inlines, LineBreak, Link, NoteMark, Reference, Span, Text

BREAK = "\x0b"
"""A line break that readers see, in a plain text: white space."""
OBJECT = "\ufffc"
"""A reference whose words are not known yet, in a plain text: no letter."""


@dataclass(frozen=True, slots=True, repr=False)
class Edit:
    """A replacement."""

    start: int
    """Offset of the first character in the plain text."""
    end: int
    """Offset behind the last; greater than `start`."""
    text: str
    """What stands there afterwards."""

    def __repr__(self) -> str:
        return f"Edit({self.start}, {self.end})"


def plain_text(inlines: Inlines) -> str:
    """The text that offsets count: a visible line break and a reference are one character, a note's mark none."""
    return "".join(map(_plain, inlines))


def _plain(part: Inline) -> str:
    if isinstance(part, Text | Code):
        return part.text
    if isinstance(part, LineBreak):
        return BREAK
    if isinstance(part, NoteMark):
        return ""
    children: Inlines = getattr(part, "children", ())
    return plain_text(children) if children else OBJECT


def spans_of(inlines: Inlines, start: int = 0) -> tuple[tuple[Span, int, int], ...]:
    """The spans of a text with their offsets, in order."""
    found: list[tuple[Span, int, int]] = []
    for part in inlines:
        end = start + len(_plain(part))
        if isinstance(part, Span):
            found.append((part, start, end))
        found += spans_of(getattr(part, "children", ()), start)
        start = end
    return tuple(found)


_WINDOW = 300


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits (sorted, disjoint) to plain characters; those that reach behind the text are left out."""
    done, parts = 0, []
    for edit in edits:
        if edit.end <= len(text):
            parts += [text[done : edit.start], edit.text]
            done = edit.end
    return "".join([*parts, text[done:]])


def surroundings(text: str, start: int, end: int, edits: Iterable[Edit], words: int) -> tuple[str, str]:
    """Up to so many words in front of a place and behind it, with the edits made; "" where there is none.

    No part of what an edit replaces is left, and no more than `_WINDOW` characters are looked at.
    """
    first, last, done = max(0, start - _WINDOW), min(len(text), end + _WINDOW), tuple(edits)
    for edit in done:
        if edit.start < first < edit.end:
            first = edit.end
        elif edit.start < last < edit.end:
            last = edit.start
    before = [Edit(e.start - first, e.end - first, e.text) for e in done if first <= e.start and e.end <= start]
    behind = [Edit(e.start - end, e.end - end, e.text) for e in done if e.start >= end and e.end <= last]
    front, back = apply(text[first:start], before).split(), apply(text[end:last], behind).split()
    return " ".join(front[-words:]), " ".join(back[:words])


def rewrite(inlines: Inlines, edits: tuple[Edit, ...], title: Callable[[str], str]) -> Inlines:
    """Apply edits (sorted, disjoint), run `title` over every link's title, and take the spans off what they hold.

    Parts that lose all their text go. No edits give the same text.
    """
    return _Rewriter(edits, title).apply(inlines)


class _Rewriter:
    def __init__(self, edits: tuple[Edit, ...], title: Callable[[str], str]) -> None:
        self.edits = edits
        self.title = title
        self.at = 0

    def apply(self, inlines: Inlines) -> Inlines:
        parts: list[Inline] = []
        for part in inlines:
            for new in self._part(part):
                if isinstance(new, Text) and parts and isinstance(last := parts[-1], Text):
                    parts[-1] = Text(last.text + new.text)
                else:
                    parts.append(new)
        return tuple(parts)

    def _part(self, part: Inline) -> Inlines:
        if isinstance(part, Text | Code):
            text = self._cut(part.text)
            return (type(part)(text),) if text else ()
        if isinstance(part, LineBreak | Reference) and not getattr(part, "children", ()):
            return (part,) if self._cut(BREAK) else ()
        if isinstance(part, NoteMark):
            return (part,)
        children = self.apply(getattr(part, "children", ()))
        if isinstance(part, Span) or not children:
            return children
        if isinstance(part, Link):
            return (Link(part.address, self.title(part.title), children),)
        return (dataclasses.replace(part, children=children),)  # type: ignore[arg-type] # the kinds left have children

    def _cut(self, text: str) -> str:
        start, end, kept, done = self.at, self.at + len(text), "", self.at
        self.at = end
        for edit in self.edits:
            if edit.end <= start or edit.start >= end:
                continue
            kept += text[done - start : max(edit.start, start) - start]
            kept += edit.text if edit.start >= start else ""
            done = min(edit.end, end)
        return kept + text[done - start :]


def decided(inlines: Inlines) -> tuple[Finding, ...]:
    """What the author has decided with spans, as findings; a possessive at a span's end stays outside."""
    findings: list[Finding] = []
    text = plain_text(inlines)
    for span, start, end in spans_of(inlines):
        if span.word:
            findings.append(Finding(start, end, "", ("word",), "word", 1))
            continue
        typed = text[start:end].rstrip()
        behind = next((tail for tail in ("'s", "\u2019s", "'", "\u2019") if typed.casefold().endswith(tail)), "")
        stop = start + len(typed) - len(behind)
        if stop > start:
            letters = [char for char in text[start:stop] if char.isalpha()]
            capitals = len(letters) > 1 and all(char.isupper() for char in letters)
            findings.append(Finding(start, stop, "", (span.person,), "decided", 1, capitals))
    return tuple(findings)
