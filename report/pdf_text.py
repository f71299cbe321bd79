"""The words of a tagged PDF in the order of its structure, not of its pages.

In: a PDF file. Out: its structure tree as `Element` values with their text. The rule: text is read as assistive
technology reads it: by marked content, through each font's own table of characters; what is an artifact is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Object, Page, Stream

_HEX = rb"<([0-9A-Fa-f\s]*)>"
_SHOWS = ("Tj", "TJ", "'", '"')
_READ = "BDC BMC EMC Tf " + " ".join(_SHOWS)

Table: TypeAlias = dict[int, str]
"""The characters of a font by code."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the structure tree."""

    kind: str
    """Its standard type without the slash: "P", "TD"; a type of the PDF's own is what the PDF maps it to."""
    name: str
    """Its title, "" where it has none."""
    alternative: str
    """Its alternative text, "" where it has none."""
    numbering: str
    """Of a list: "Decimal", "Circle", "None"; "" of all else."""
    scope: str
    """Of a header cell: "Column", "Row", "Both"; "" of all else."""
    children: tuple[Element | str, ...]
    """Elements and text in order; text that says its own language is a "Span"."""
    language: str = ""
    """What it says of its language, "" where it says nothing and its parent's holds."""

    def text(self) -> str:
        """Return all text below, in order."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


Piece: TypeAlias = Element | str
"""A piece of marked content: its text, in an element where it says its own language."""


def read(path: Path) -> Element:
    """Read a PDF's structure tree; an element of kind "" without children where the PDF has none."""
    with pikepdf.open(path) as file:
        root = file.Root.get("/StructTreeRoot", Dictionary())
        roles = {str(name): str(role) for name, role in root.get("/RoleMap", Dictionary()).items()}
        marked = {int(page.obj.objgen[0]): _marked(page) for page in file.pages}
        return Element("", "", "", "", "", tuple(_children(root, 0, marked, roles)))


def _children(
    parent: Object, page: int, marked: dict[int, dict[int, Piece]], roles: dict[str, str]
) -> Iterator[Element | str]:
    """Yield what stands below an element; `page` is the object number of the page that it says or inherits."""
    kids = parent.get("/K", Array())
    kid: Any
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            yield marked.get(page, {}).get(kid, "")
        elif "/MCID" in kid:
            yield marked.get(_page_of(kid, page), {}).get(int(kid["/MCID"]), "")
        elif "/S" in kid:
            yield _element(kid, _page_of(kid, page), marked, roles)


def _element(kid: Dictionary, page: int, marked: dict[int, dict[int, Piece]], roles: dict[str, str]) -> Element:
    kind = str(kid["/S"])
    standard = roles.get(kind, kind).removeprefix("/")
    actual = kid.get("/ActualText")
    children = (str(actual),) if actual is not None else tuple(_children(kid, page, marked, roles))
    name, alternative = str(kid.get("/T", "")), str(kid.get("/Alt", ""))
    numbering = _attribute(kid, "/ListNumbering") if standard == "L" else ""
    scope = _attribute(kid, "/Scope") if standard == "TH" else ""
    return Element(standard, name, alternative, numbering, scope, children, str(kid.get("/Lang", "")))


def _page_of(kid: Dictionary, inherited: int) -> int:
    page = kid.get("/Pg")
    return inherited if page is None else int(page.objgen[0])


def _attribute(kid: Dictionary, name: str) -> str:
    """Return the value of an attribute; "" where the element does not say it."""
    attributes = kid.get("/A", Array())
    for attribute in attributes if isinstance(attributes, Array) else [attributes]:
        value = attribute.get(name)
        if value is not None:
            return str(value).removeprefix("/")
    return ""


def _marked(page: Page) -> dict[int, Piece]:
    """Return the text of each piece of marked content of a page."""
    texts = _Marked(page)
    for part in pikepdf.parse_content_stream(page, _READ):
        texts.take(list(part.operands), str(part.operator))
    spoken = {
        piece: _spoken(texts.found[piece], says) for piece, says in texts.languages.items() if piece in texts.found
    }
    return {**texts.found, **spoken}


def _spoken(text: str, language: str) -> Element:
    return Element("Span", "", "", "", "", (text,), language)


class _Marked:
    """Reads the operators of a page and keeps the text of each piece of marked content."""

    def __init__(self, page: Page) -> None:
        fonts = page.resources.get("/Font", Dictionary())
        self._tables = {name: _characters(font) for name, font in fonts.items()}
        self._font: tuple[int, Table] = (1, {})
        self._open: list[tuple[int, bool]] = []  # of each open mark: the piece it belongs to, and whether text is told
        self.found: dict[int, str] = {}
        self.languages: dict[int, str] = {}

    def take(self, operands: Sequence[Any], operator: str) -> None:
        """Follow one operator."""
        if operator in ("BDC", "BMC"):
            self._enter(operands[1] if len(operands) > 1 else Dictionary())
        elif operator == "EMC" and self._open:
            self._open.pop()
        elif operator == "Tf":
            self._font = self._tables.get(str(operands[0]), (1, {}))
        elif operator in _SHOWS and self._open:
            shown = operands[-1]
            strings = shown if isinstance(shown, Array) else [shown]
            # numbers, which move the next letter, are Python's own; asking for pikepdf's classes is ten times as slow
            self._add(_decode(b"".join(bytes(s) for s in strings if not isinstance(s, int | Decimal)), *self._font))

    def _enter(self, properties: Object) -> None:
        piece, told = self._open[-1] if self._open else (-1, False)
        if isinstance(properties, Dictionary):
            piece = int(properties.get("/MCID", piece))
            if "/Lang" in properties and "/MCID" in properties:
                self.languages[piece] = str(properties["/Lang"])
            actual = properties.get("/ActualText")
            if actual is not None and not told:
                self._open.append((piece, False))
                self._add(str(actual))
                self._open.pop()
                told = True
        self._open.append((piece, told))

    def _add(self, text: str) -> None:
        piece, told = self._open[-1]
        if piece >= 0 and not told:
            self.found[piece] = self.found.get(piece, "") + text


def _decode(data: bytes, length: int, table: Table) -> str:
    codes = data if length == 1 else [high << 8 | low for high, low in zip(data[::2], data[1::2], strict=False)]
    return "".join([table.get(code, "\ufffd") for code in codes])


def _characters(font: Object) -> tuple[int, Table]:
    """Return the length of a font's codes in bytes, and its characters."""
    stream = font.get("/ToUnicode")
    if not isinstance(stream, Stream):
        return 1, {}
    source = stream.read_bytes()
    space = re.search(rb"begincodespacerange\s*" + _HEX, source)
    table: Table = {}
    for body in re.findall(rb"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, target in re.findall(_HEX + rb"\s*" + _HEX, body):
            table[int(code, 16)] = _unicode(target)
    for body in re.findall(rb"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for first, last, target, targets in re.findall(
            _HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[(.*?)\])", body, re.DOTALL
        ):
            table.update(_range(int(first, 16), int(last, 16), target, re.findall(_HEX, targets)))
    return len(space.group(1)) // 2 if space else 1, table


def _range(first: int, last: int, target: bytes, targets: list[bytes]) -> Table:
    if targets:
        return {first + at: _unicode(each) for at, each in enumerate(targets)}
    start = _unicode(target)
    return {code: start[:-1] + chr(ord(start[-1]) + code - first) for code in range(first, last + 1)}


def _unicode(target: bytes) -> str:
    return bytes.fromhex(target.decode("ascii")).decode("utf-16-be", "replace")
