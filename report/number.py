"""A draft with aliases only becomes a report: numbers, ids, references, contents, footnotes, glossary.

In: a `SafeDraft`. Out: a `Report`. The rule: numbers are text that is made here once, so that the site and the PDF
cannot count differently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from report.abbreviation import Marker
from report.block import Heading
from report.document import Document
from report.inline import Elsewhere, Emphasis, Foreign, Inlines, Jump, Link, NoteCall, Strong
from report.label import label
from report.listing import Lister
from report.model import SIGNOFFS, Entry, Label, Report, SafeDraft, Section
from report.problems import Problems
from report.rewrite import Rewriter
from report.timeline import check_dates

ALONE: Mapping[str, Document] = {}
"""The other documents of a report by itself."""


def number(draft: SafeDraft, documents: Mapping[str, Document] = ALONE) -> Report:
    """Number a draft and resolve what refers to numbers, in `documents` of its case too, by their folders.

    The sections of the report have no `notes`: those are the report's own.

    Raises:
        Problems: with every reference that leads to nothing or to something without a number, every id that is there
            twice or can't be one, every heading that skips a level, and every date of a time line that can't be read.
    """
    labels, problems = label(draft)
    problems += check_dates(draft)
    marker = Marker(dict(draft.front.abbreviations))
    lister = Lister(draft, labels, documents)
    rewriter = Rewriter(labels, draft.paths, marker, lister)
    preface = rewriter.section(draft.preface)
    sections = tuple(rewriter.section(section) for section in draft.sections)
    problems += (*rewriter.problems, *lister.problems)
    if problems:
        raise Problems(problems)
    return Report(
        name=draft.name,
        edition=draft.edition,
        front=draft.front,
        preface=preface,
        sections=sections,
        labels=labels.by_key,
        contents=tuple(entry for section in sections for entry in _entries(section, labels.by_key)),
        notes=rewriter.notes(),
        glossary=marker.glossary(),
        images=draft.images,
        missing_signoffs=tuple(name for name in SIGNOFFS if name not in draft.front.signoff),
        undecided=draft.undecided if draft.edition == "draft" else 0,
        renamed=any(one.tally for one in (draft, *(document.draft for document in documents.values()))),
        elsewhere=tuple(sorted(rewriter.elsewhere)),
    )


def _entries(section: Section, labels: Mapping[int, Label]) -> Iterator[Entry]:
    """Yield the contents of a section: its title where it has one, and its headings of level 2 but for `{-}`."""
    if section.title:
        yield Entry(1, labels[section.spot.key].number, _title(section.title), section.spot.key)
    for block in section.blocks:
        if isinstance(block, Heading) and block.level == 2 and block.numbered:
            yield Entry(2, labels[block.spot.key].number, _title(block.text), block.spot.key)


def _title(title: Inlines) -> Inlines:
    """Return a title as the contents print it: an entry is a link itself, so links in it become text and notes go."""
    done: list[Inlines] = []
    for inline in title:
        match inline:
            case NoteCall():
                continue
            case Link() | Jump() | Elsewhere():
                done.append(_title(inline.children))
            case Emphasis() | Strong() | Foreign():
                done.append((replace(inline, children=_title(inline.children)),))
            case _:
                done.append((inline,))
    return tuple(inline for part in done for inline in part)
