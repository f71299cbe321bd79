"""What the PDF engine leaves out of the structure tree: heads of rows, names of set-off parts, clean bookmarks.

In: the engine's bytes and the outline of the document. Out: the completed bytes. The rule: the tree must hold exactly
the headings, tables and set-off parts of the outline, in order, or the report is not printed.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Iterator
from html import escape
from typing import Any, TypeAlias, TypeVar

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from report import pdf_letters
from report.pdf_data import Outline

_Expected = TypeVar("_Expected")

_OPEN_END = b"\r\nendstream"
_ID = re.compile(rb"((?:[Ii]nstance|Document)ID>)([A-Za-z0-9+/]{16,}={0,2})")
_HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
_TEXT = frozenset(("/P", "/Span", "/Lbl", "/Link", "/Caption", "/TOC", *_HEADINGS))
"""What holds text alone: most of the tree, where nothing is to be looked for."""

_Found: TypeAlias = tuple[str, Object]
"""The kind of an element, as the tree writes it, and the element."""


class TaggingError(RuntimeError):
    """The structure tree does not hold what the report holds: a fault of this program. It carries no text."""


def complete(data: bytes, outline: Outline, publisher: str = "") -> tuple[bytes, int]:
    """Return the completed PDF and its number of pages; `publisher` goes into its metadata where there is one.

    Raises:
        TaggingError: the tree's headings, tables or set-off parts are not those of the outline.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot))
        _name_headings(pdf, _of(elements, *_HEADINGS), outline.headings)
        for table, heads in _pairs(_of(elements, "/Table"), outline.tables):
            if heads:
                _head_rows(table)
        for frame, name in _pairs(_of(elements, "/BlockQuote"), outline.frames):
            if name:  # not a quotation: a part of the document with a name
                frame.S = Name.Sect
                frame.T = String(name)
        pdf_letters.settle(pdf)
        _name_publisher(pdf, publisher)
        _number_ids(pdf)
        return _save(pdf), len(pdf.pages)


def _number_ids(pdf: pikepdf.Pdf) -> None:
    """Write the ids in the metadata as figures: base64 spells a short name now and then, and the gate stops it."""
    data = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(_ID.sub(lambda found: found[1] + str(int.from_bytes(b64decode(found[2]))).encode(), data))


def _save(pdf: pikepdf.Pdf) -> bytes:
    """Return the bytes of a PDF in which no stream ends with a carriage return.

    Who looks for a stream's end without its length takes the last byte and the line feed behind it for one line end.
    """
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True)
    if _OPEN_END not in target.getvalue():
        return target.getvalue()
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.read_raw_bytes().endswith(b"\r"):
            _close(stream)
    target = io.BytesIO()
    # tables of objects are the one kind of stream that saving makes itself
    pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def _close(stream: Any) -> None:
    """End a stream with a line feed: its filter needs no byte behind its data; other data would have another sum."""
    data = stream.read_raw_bytes() + b"\n"
    stream.write(data, filter=stream.get("/Filter"), decode_parms=stream.get("/DecodeParms"))


def _name_publisher(pdf: pikepdf.Pdf, publisher: str) -> None:
    """Write the publisher into the metadata, where the engine has no field for it."""
    if publisher:
        before, mark, behind = pdf.Root.Metadata.read_bytes().partition(b"<dc:language>")
        if not mark:
            raise TaggingError("the PDF has no metadata")
        words = f"<dc:publisher><rdf:Bag><rdf:li>{escape(publisher)}</rdf:li></rdf:Bag></dc:publisher>"
        pdf.Root.Metadata.write(before + words.encode() + mark + behind)


def _elements(element: Object) -> Iterator[_Found]:
    """Yield the structure elements below one in order, but for those in text, and for footnotes, which stand aside."""
    children = element.get("/K", Array())
    child: Any
    for child in children if isinstance(children, Array) else [children]:
        if isinstance(child, int):
            continue  # a piece of text; most are, and asking for pikepdf's classes is slow
        kind = str(child.get("/S", "")) if isinstance(child, Dictionary) else ""
        if kind and kind != "/Note":
            yield kind, child
            if kind not in _TEXT:
                yield from _elements(child)


def _of(elements: list[_Found], *kinds: str) -> list[Object]:
    return [element for kind, element in elements if kind in kinds]


def _pairs(elements: list[Object], expected: list[_Expected]) -> Iterator[tuple[Object, _Expected]]:
    if len(elements) != len(expected):
        raise TaggingError("the PDF does not hold the parts of the report")
    return zip(elements, expected, strict=True)


def _name_headings(pdf: pikepdf.Pdf, elements: list[Object], titles: list[str]) -> None:
    """Give headings and bookmarks the heading's words: the engine adds the text of a footnote that is called in one."""
    for element, title in _pairs(elements, titles):
        element.T = String(title)
    bookmarks = list(_bookmarks(pdf.Root.get("/Outlines", Dictionary())))
    for bookmark, title in _pairs(bookmarks, titles):
        bookmark.Title = String(title)


def _bookmarks(parent: Object) -> Iterator[Object]:
    bookmark = parent.get("/First")
    while bookmark is not None:
        yield bookmark
        yield from _bookmarks(bookmark)
        bookmark = bookmark.get("/Next")


def _head_rows(table: Object) -> None:
    """Turn the first data cell of each row into a header of its row: the engine's Python package cannot ask for it."""
    for row in _of(list(_elements(table)), "/TR"):
        cell = next((child for child in row.K if isinstance(child, Dictionary) and "/S" in child), None)
        if cell is not None and cell.S == Name.TD:
            cell.S = Name.TH
            _set_scope(cell)


def _set_scope(cell: Object) -> None:
    attributes = cell.get("/A", Array())
    attributes = attributes if isinstance(attributes, Array) else Array([attributes])
    for attribute in attributes:
        if Name.Table == attribute.O:
            attribute.Scope = Name.Row
            break
    else:
        attributes.append(Dictionary(O=Name.Table, Scope=Name.Row))
    cell.A = attributes
