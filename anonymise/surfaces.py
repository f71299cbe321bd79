"""Every place of a built report where text can hide.

In: the bytes of a built file. Out: surfaces: decoded text with the name of the place. The rule: a kind of file that is
not known here is a problem, never skipped.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote_plus

import pikepdf
from PIL import Image as Pillow
from pypdf import PdfReader
from pypdfium2 import PdfDocument  # type: ignore[import-untyped] # ships no types


@dataclass(frozen=True, slots=True, repr=False)
class Surface:
    """A run of text that a reader, a machine or a curious person can get out of a file."""

    kind: str
    """What it is: "text", "attribute", "metadata", "bookmark", "name" ..."""
    text: str
    """Decoded, with a line feed between parts that do not read on."""

    def __repr__(self) -> str:
        return f"Surface({self.kind}, {len(self.text)} characters)"


class UnknownFileError(Exception):
    """A file whose kind is not known, or that can't be read as what it says it is."""


def read_surfaces(path: str, data: bytes) -> tuple[Surface, ...]:
    """All surfaces of one file, its name first.

    `path` is relative to the report's folder, with slashes. Raises `UnknownFileError`.
    """
    read = _READERS.get(PurePosixPath(path).suffix.lower())
    if read is None:
        raise UnknownFileError
    try:
        return (Surface("name", path), *read(data))
    except Exception:  # whatever a library says of a broken file quotes the file
        raise UnknownFileError from None


def _text(data: bytes) -> Iterator[Surface]:
    text = data.decode("utf-8-sig")
    yield Surface("text", text)
    if "\\" in text or "%" in text:
        yield Surface("text", _unescape(text))


_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{1,6})\s?")
"""A character by its number, as JavaScript and CSS write it."""


def _unescape(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = int(next(filter(None, match.groups())), 16)
        return chr(number) if number < 0x110000 else ""

    return unquote_plus(_ESCAPE.sub(character, text))


# --- HTML

_INLINE = frozenset(
    "a abbr b bdi bdo code em i kbd mark q s small span strong sub sup u wbr".split()  # noqa: SIM905 - names of elements
)


class _Html(HTMLParser):
    """Gathers text that reads on, attributes, comments and whatever else the file holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.attributes: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.text.append("\n")
        for name, value in attrs:
            self.attributes += [name, value or ""]
            if value and "%" in value:
                self.attributes.append(unquote_plus(value))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.hidden.append(data)

    def handle_decl(self, decl: str) -> None:
        self.hidden.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.hidden.append(data)

    def handle_pi(self, data: str) -> None:
        self.hidden.append(data)


def _html(data: bytes) -> Iterator[Surface]:
    parser = _Html()
    parser.feed(data.decode("utf-8"))
    parser.close()
    yield Surface("text", "".join(parser.text))
    yield Surface("attribute", "\n".join(parser.attributes))
    yield Surface("comment", "\n".join(parser.hidden))


# --- data


def _json(data: bytes) -> Iterator[Surface]:
    yield Surface("data", "\n".join(_strings(json.loads(data.decode("utf-8")))))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield str(key)
            yield from _strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from _strings(child)
    else:
        yield str(value)


def _csv(data: bytes) -> Iterator[Surface]:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    yield Surface("cell", "\n".join(cell for row in rows for cell in row))


# --- pictures


def _picture(data: bytes) -> Iterator[Surface]:
    with Pillow.open(io.BytesIO(data)) as picture:
        picture.load()
        values = [f"{key}\n{value!r}" for key, value in picture.info.items()]
        values += [repr(value) for value in picture.getexif().values()]
        yield Surface("metadata", "\n".join(values))
        expected = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}.get(picture.format or "")
    if expected is None or not data.endswith(expected):
        raise UnknownFileError  # something stands behind the picture


# --- PDF


def _pdf(data: bytes) -> Iterator[Surface]:
    with PdfDocument(data) as document:  # what a reader copies out; three readers, so that one's mistake hides nothing
        yield Surface("page text", "\n\n".join(page.get_textpage().get_text_range() for page in document))
    reader = PdfReader(io.BytesIO(data), strict=True)
    yield Surface("metadata", "\n".join(f"{key}\n{value}" for key, value in (reader.metadata or {}).items()))
    yield Surface("bookmark", "\n".join(_titles(reader.outline)))
    with pikepdf.open(io.BytesIO(data)) as file:
        strings = dict.fromkeys(text for found in file.objects for text in _pdf_strings(found))  # most occur often
        yield Surface("string", "\n".join(strings))
        yield Surface("stream", "\n".join(_metadata_streams(file)))
        yield Surface("marked content", "\n".join(text for page in file.pages for text in _marked_strings(page)))


_MARK_WITHOUT_TEXT = re.compile(rb"<<[^<>()]*>>\s*BDC")


def _marked_strings(page: pikepdf.Page) -> Iterator[str]:
    """The strings that stand in the marks of a page's content: what a mark says instead of the text in it."""
    page.contents_coalesce()
    if b"BDC" not in _MARK_WITHOUT_TEXT.sub(b"", page.Contents.read_bytes()):
        return  # reading the operators takes time, and hardly a page has such a mark
    for mark in pikepdf.parse_content_stream(page, "BDC"):
        yield from _pdf_strings(mark.operands[-1])


def _titles(outline: object) -> Iterator[str]:
    for item in outline if isinstance(outline, list) else []:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield str(getattr(item, "title", ""))


def _metadata_streams(file: pikepdf.Pdf) -> Iterator[str]:
    for found in file.objects:
        if isinstance(found, pikepdf.Stream):
            kind = str(found.get("/Type", ""))
            if kind in ("/EmbeddedFile", "/XFA"):
                raise UnknownFileError
            if kind == "/Metadata":
                yield found.read_bytes().decode("utf-8", "replace")


def _pdf_strings(found: object) -> Iterator[str]:
    """The names and strings of an object, not of those that it only points to."""
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key, child in found.items():
            yield str(key)
            yield from _direct(child)
    elif isinstance(found, pikepdf.Array):
        for child in found:
            yield from _direct(child)
    elif isinstance(found, pikepdf.String | pikepdf.Name):
        yield str(found)


def _direct(child: object) -> Iterator[str]:
    # most are numbers and references; asking for pikepdf's classes takes ten times as long as this
    if isinstance(child, pikepdf.Object) and not child.is_indirect:
        yield from _pdf_strings(child)


_READERS: Mapping[str, Callable[[bytes], Iterator[Surface]]] = {
    ".html": _html,
    ".json": _json,
    ".csv": _csv,
    ".css": _text,
    ".js": _text,
    ".txt": _text,
    ".png": _picture,
    ".jpg": _picture,
    ".pdf": _pdf,
}
"""How each kind of file is read. A new kind of output is a line here."""
