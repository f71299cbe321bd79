"""The proof that the site and the PDF of a report say the same.

In: a report, the folder of its built site, its PDF. Out: the places where their words differ. The rule: one document,
two renderings; every heading, paragraph, cell, caption, footnote and alternative text stands in both, once, in the
same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from report import pdf_text, structure
from report.model import Report
from report.page_text import CELL, ROW, Collector, PageReader, Words
from report.pdf_data import FRAMES
from report.pdf_text import Element
from report.problems import Problem

_INLINE = frozenset({"Span", "Link", "Reference", "Em", "Strong", "Quote", "Annot", "Lbl"})
_HINT = "this is a fault of the publisher, not of the report: keep the sources and report it"


def check(report: Report, folder: Path, pdf: Path) -> list[Problem]:
    """Return a problem for each page whose words are not those of the PDF; empty where both say the same.

    Where the PDF is not tagged as the report is built, that is a problem too.

    `folder` holds the built pages of the report. Neither rendering's words are in a problem, only places and counts.
    """
    tree = pdf_text.read(pdf)
    site, printed = _site(report, folder), _printed(report, tree)
    differences = [*_flow(site, printed), *_notes(site, printed), *_pictures(site, printed, pdf.name)]
    return [*structure.check(report, tree, pdf.name), *differences]


def check_single(report: Report, folder: Path, single: Path) -> list[Problem]:
    """Return a problem for each page whose words are not those of the report in one file; empty where all are."""
    site, whole = _site(report, folder), Words()
    reader = PageReader(whole, single.name)
    reader.feed(single.read_text(encoding="utf-8"))
    reader.close()
    found = [*_flow(site, whole), *_notes(site, whole), *_pictures(site, whole, single.name)]
    return [replace(problem, sentence=problem.sentence.replace("the PDF", single.name)) for problem in found]


def _flow(site: Words, printed: Words) -> Iterator[Problem]:
    if site.flow == printed.flow:
        return
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    matcher = SequenceMatcher(None, site.flow, printed.flow, autojunk=False)
    for operation, start, end, other_start, other_end in matcher.get_opcodes():
        if operation != "equal":
            page, near = site.places[min(start, len(site.places) - 1)] if site.places else ("index.html", "")
            counts[page] += max(end - start, other_end - other_start)
            first.setdefault(page, near)
    for page, count in counts.items():
        place = f"the first at or after #{first[page]}" if first[page] else "the first at its beginning"
        yield Problem(page, 0, "words-differ", f"{_blocks(count)} not as in the PDF, {place}", _HINT)


def _notes(site: Words, printed: Words) -> Iterator[Problem]:
    for number in sorted(site.notes.keys() | printed.notes.keys()):
        if site.notes.get(number) != printed.notes.get(number):
            page = site.note_places.get(number, "index.html")
            yield Problem(page, 0, "words-differ", f"footnote {number} is not as in the PDF", _HINT)


def _pictures(site: Words, printed: Words, name: str) -> Iterator[Problem]:
    if site.pictures != printed.pictures:
        yield Problem(name, 0, "words-differ", "the alternative texts of pictures are not those of the site", _HINT)


def _blocks(count: int) -> str:
    return "1 block is" if count == 1 else f"{count} blocks are"


def _site(report: Report, folder: Path) -> Words:
    """Read the pages that carry the report's text, in its order."""
    names = [report.labels[section.spot.key].page for section in (report.preface, *report.sections)]
    names += ["glossary.html"] if report.glossary else []
    words = Words()
    for name in dict.fromkeys(names):
        reader = PageReader(words, name)
        reader.feed((folder / name).read_text(encoding="utf-8"))
        reader.close()
    return words


def _printed(report: Report, tree: Element) -> Words:
    """Read the PDF behind its contents page."""
    reader = _PrintedReader()
    document = next((child for child in tree.children if isinstance(child, Element)), None)
    children = [child for child in document.children if isinstance(child, Element)] if document else []
    for child in children[structure.behind_contents(children) :]:
        is_glossary = bool(report.glossary) and child.kind == "H1" and child.name == "Glossary"
        if not is_glossary:
            reader.take(child, None)
    return reader.words


class _PrintedReader:
    """Reads structure elements into blocks."""

    def __init__(self) -> None:
        self.words = Words()
        self._collector = Collector(self.words, "")

    def take(self, element: Element, parent: Element | None) -> None:
        """Read an element and all below it."""
        if element.kind == "Figure":
            self._collector.picture(element.alternative)
        elif element.kind == "Note":
            self._aside(element, element)
        elif element.kind == "LI" and parent is not None:
            self._item(element, parent)
        elif element.kind in _INLINE:
            self._all(element)
        elif element.kind == "Code":
            self._code(element)
        else:
            self._block(element)

    def _block(self, element: Element) -> None:
        self._collector.end()
        if element.kind in ("TD", "TH"):
            self._collector.mark(CELL)
        elif element.kind == "TR":
            self._collector.mark(ROW)
        # a set-off part begins with its own name, which the site gives as a label
        named = element.kind == "Sect" and element.name in FRAMES.values()
        self._all(element, skip=1 if named else 0)
        self._collector.end()

    def _all(self, element: Element, skip: int = 0) -> None:
        for child in element.children[skip:]:
            if isinstance(child, str):
                self._collector.add(child)
            else:
                self.take(child, element)

    def _code(self, element: Element) -> None:
        """Read code: in a line it goes on with the text; each line of a block of code is a paragraph to the engine."""
        is_block = any(isinstance(child, Element) and child.kind == "P" for child in element.children)
        if is_block:
            self._collector.end()
        self._collector.add(element.text())
        if is_block:
            self._collector.end()

    def _item(self, item: Element, parent: Element) -> None:
        """Read an item: a bullet or step is no text, a term is, and the notes of a table bear bare numbers."""
        label = next((child for child in item.children if isinstance(child, Element) and child.kind == "Lbl"), None)
        term = parent.numbering in ("", "None")
        if label is not None and not term and label.text().strip().isdecimal():
            self._aside(item, label)
            return
        self._collector.end()
        for child in item.children:
            if child is not label and isinstance(child, Element):
                self.take(child, item)
            elif child is label and term:
                self._all(label)
                self._collector.end()
        self._collector.end()

    def _aside(self, element: Element, label: Element) -> None:
        """Read a footnote into its place by number, and go on with the text around it."""
        outer, self._collector = self._collector, Collector(self.words, "")
        self._collector.note = _number(label)
        for child in element.children:
            if isinstance(child, str):
                self._collector.add(child)
            elif child.kind == "LBody":
                self._all(child)
            else:
                self.take(child, element)
        self._collector.end()
        self._collector = outer


def _number(element: Element) -> int:
    """Return the number that a footnote begins with; -1 where it has none."""
    text = element.text() if element.kind == "Lbl" else _first_label(element)
    return int(text) if text.strip().isdecimal() else -1


def _first_label(element: Element) -> str:
    for child in element.children:
        if isinstance(child, Element):
            found = child.text() if child.kind == "Lbl" else _first_label(child)
            if found:
                return found
    return ""
