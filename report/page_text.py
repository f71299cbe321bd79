"""The words of a built page as a reader meets them, block by block.

In: the HTML of a page. Out: `Words`: the blocks of its article, its notes, its pictures' alternative texts. The rule:
an element that this module does not know is transparent, and what is marked `data-furniture` is not report text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_INLINE = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "time", "u", "wbr"}
)
_SILENT = frozenset({"script", "style", "svg", "template"})
_NOTE = re.compile(r"note-(\d+)")

CELL, ROW = "\x1f", "\x1e"
"""Marks in the flow: a cell of a table begins, a row begins. An empty cell counts, so no text can move over."""


def squeeze(text: str) -> str:
    """Return text as it is compared: compatible forms alike, without white space and invisible characters."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return text if text.isascii() else "".join(c for c in text if c.isascii() or unicodedata.category(c) != "Cf")


@dataclass(slots=True)
class Words:
    """What a rendering says."""

    flow: list[str] = field(default_factory=list)
    """Squeezed blocks in order, with marks for cells and rows."""
    places: list[tuple[str, str]] = field(default_factory=list)
    """For each block of the flow its page and the nearest id above it, "" where there is none."""
    notes: dict[int, list[str]] = field(default_factory=dict)
    """The blocks of each footnote, its number in the first."""
    note_places: dict[int, str] = field(default_factory=dict)
    """The page of each footnote."""
    pictures: list[str] = field(default_factory=list)
    """Alternative texts in order, squeezed."""


class Collector:
    """Gathers text into blocks, for either rendering."""

    def __init__(self, words: Words, page: str) -> None:
        """Add to `words` what stands on `page`."""
        self.words = words
        self.page = page
        self.near = ""
        self.note = 0
        self._text = ""

    def add(self, text: str) -> None:
        """Go on with the block."""
        self._text += text

    def end(self) -> None:
        """End the block; a block without text is none."""
        text, self._text = squeeze(self._text), ""
        if text:
            self._put(text)

    def mark(self, mark: str) -> None:
        """Put a mark into the flow; in a footnote too."""
        self.end()
        self._put(mark)

    def picture(self, alternative: str) -> None:
        """Note a picture's alternative text."""
        self.words.pictures.append(squeeze(alternative))

    def _put(self, text: str) -> None:
        if self.note:
            self.words.notes.setdefault(self.note, []).append(text)
            self.words.note_places[self.note] = self.page
        else:
            self.words.flow.append(text)
            self.words.places.append((self.page, self.near))


class PageReader(HTMLParser):
    """Reads the article of a page."""

    def __init__(self, words: Words, page: str) -> None:
        """Add to `words` what the article of `page` says; feed it the page."""
        super().__init__(convert_charrefs=True)
        self._collector = Collector(words, page)
        self._open: list[tuple[str, bool]] = []  # of each open element: its name, and whether it ends a footnote
        self._articles = 0
        self._quiet = 0  # how many open elements are silent, from the first silent one inwards

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        attributes = {name: value or "" for name, value in attrs}
        self._articles += tag == "article"
        if tag in ("svg", "div") and attributes.get("role") == "img" and self._is_heard():
            self._collector.picture(attributes.get("aria-label", ""))  # the words in it are part of the drawing
        if tag not in VOID:
            note = _NOTE.fullmatch(attributes.get("id", ""))
            self._open.append((tag, bool(note) and self._is_heard()))
            self._quiet += bool(self._quiet) or tag in _SILENT or "data-furniture" in attributes
            if note and self._is_heard():
                self._collector.end()
                self._collector.note = int(note.group(1))
        if self._is_heard():
            self._enter(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those inside it that were left open."""
        if not any(name == tag for name, _ in self._open):
            return
        while True:
            name, ends_note = self._open.pop()
            if self._is_heard() and name not in _INLINE:
                self._collector.end()
            self._collector.note = 0 if ends_note else self._collector.note
            self._quiet -= bool(self._quiet)
            self._articles -= name == "article"
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._is_heard():
            self._collector.add(data)

    def _is_heard(self) -> bool:
        return bool(self._articles) and not self._quiet

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in _INLINE:
            self._collector.end()
            # an anchor inside a block, or a caption's for the table around it, says less than the block's own
            self._collector.near = (attributes.get("id", "") if tag != "caption" else "") or self._collector.near
        if tag in ("td", "th"):
            self._collector.mark(CELL)
        elif tag == "tr":
            self._collector.mark(ROW)
        elif tag == "img":
            self._collector.picture(attributes.get("alt", ""))
