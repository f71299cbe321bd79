"""Another document of the same case, as references see it.

In: the `SafeDraft` of the document. Out: what its things are called, and what it is called itself. The rule: a number
of another document is the one that its own readers see.
"""

from __future__ import annotations

from dataclasses import dataclass

from report.label import Labels, label
from report.model import Label, SafeDraft


@dataclass(frozen=True, slots=True)
class Document:
    """A document that others of its case refer to."""

    draft: SafeDraft
    labels: Labels
    words: str
    """What running text calls it: "the overview report"."""

    def find(self, id: str) -> Label | None:
        """Find what an id of an author, `key:5` or `file:3` is called; None for what is not there."""
        kind, _, number = id.partition(":")
        spot = self.labels.authors.get(id)
        if number.isdecimal():
            file = self.labels.files.get(int(number))
            key = int(number) if kind == "key" else file.key if kind == "file" and file else 0
        else:
            key = spot.key if spot else 0
        return self.labels.by_key.get(key)


def make_document(draft: SafeDraft) -> Document:
    """Label a document. What is wrong with its ids is told where the document itself is built."""
    labels, _ = label(draft)
    return Document(draft, labels, name_document(draft.front.document or draft.front.title))


def name_document(kind: str) -> str:
    """Say what running text calls a document: "the overview report", "the Home Office letter"."""
    return f"the {say_kind(kind)}"


def say_kind(kind: str) -> str:
    """Write the kind of a document inside a sentence: "overview report"; a name keeps its capitals, "" stays ""."""
    lowered = kind[:1].lower() + kind[1:]
    return lowered if lowered == lowered.lower() else kind
