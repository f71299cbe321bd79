"""Make values of the red room from cases, without a disk."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from anonymise.detect import Finder
from anonymise.forms import build_index
from anonymise.parse import parse
from anonymise.register import Register, load_register
from anonymise.replace import Passed, pseudonymise
from anonymise.source import Source, SourceFile
from report.model import Edition, SafeDraft

CASES = Path(__file__).parent / "cases"
FRONT = "---\ntitle: A review\nregister: register.yml\n---\n"


def register(folder: Path = CASES, name: str = "register.yml") -> Register:
    """The register of the cases."""
    return load_register(folder, name, ())


def finder(of: Register | None = None) -> Finder:
    """A finder for a register."""
    known = of or register()
    return Finder(build_index(known), known)


def source(
    *sections: str,
    index: str = FRONT,
    images: Mapping[str, bytes] | None = None,
    sheets: Mapping[str, bytes] | None = None,
) -> Source:
    """A report of these sections."""
    texts = (index, *sections)
    names = ("index.md", *(f"{n:02d}-section.md" for n in range(1, len(texts))))
    digest = hashlib.sha256().hexdigest()
    files = tuple(SourceFile(name, text, digest) for name, text in zip(names, texts, strict=True))
    return Source("case", files, images or {}, sheets or {})


def safe(
    *sections: str,
    of: Register | None = None,
    images: Mapping[str, bytes] | None = None,
    edition: Edition = "draft",
) -> SafeDraft:
    """The pass over a report of these sections."""
    return passed(*sections, of=of, images=images, edition=edition).safe


def passed(
    *sections: str,
    of: Register | None = None,
    images: Mapping[str, bytes] | None = None,
    edition: Edition = "draft",
) -> Passed:
    """All that the pass gives for a report of these sections."""
    given = source(*sections, images=images)
    places = tuple(file.path for file in given.files)
    return pseudonymise(parse(given, places), finder(of), edition, places, given.images)


_NOT_TEXT = {"family", "id", "kind", "columns_set", "address", "target", "style", "source"}


def texts(value: object) -> Iterator[str]:
    """Every text that a value of the model holds, in its order; a run of inline text as one."""
    if isinstance(value, str):
        if value.strip():
            yield " ".join(value.split())
    elif isinstance(value, tuple):
        if value and all(type(part).__module__ == "report.inline" for part in value):
            yield from _run(value)
        else:
            for part in value:
                yield from texts(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in _NOT_TEXT and not (field.name == "columns" and type(value).__name__ == "Actions"):
                yield from texts(getattr(value, field.name))


def _run(inlines: tuple[object, ...]) -> Iterator[str]:
    from anonymise.rewrite import BREAK, plain_text

    for line in plain_text(inlines).split(BREAK):  # type: ignore[arg-type] # checked by the caller
        yield from texts(line)
    for part in _walk(inlines):
        yield from texts(getattr(part, "title", ""))


def _walk(inlines: tuple[object, ...]) -> Iterator[object]:
    for part in inlines:
        yield part
        yield from _walk(getattr(part, "children", ()))
