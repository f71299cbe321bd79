"""Letters that a font builds from a letter and a mark, such as a g with a line below.

In: an open PDF. Out: nothing; its tables of characters are changed. The rule: every letter is read once. The engine
says of the mark too that it is the whole letter, and where it sets the mark by itself the letter would be read twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_ENTRY = re.compile(rb"<([0-9A-Fa-f]{4})> <((?:[0-9A-Fa-f]{4}){2,})>")
_SPACE = "\u200b"
"""A space without width: a table of characters may not map to nothing at all."""


def settle(pdf: pikepdf.Pdf) -> None:
    """Let marks that have no width stand for nothing where they stand alone, for their letter stands for both."""
    marks = {font.objgen: flat for font in _fonts(pdf) if (flat := _settle_font(font))}
    if not marks:
        return  # nearly always; reading every page takes longer than setting it
    for page in pdf.pages:
        fonts = page.resources.get("/Font", Dictionary())
        used = {name: marks[font.objgen] for name, font in fonts.items() if font.objgen in marks}
        if used:
            _settle_page(pdf, page, used)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield each font once. They are taken from the pages: a file has a hundred times as many objects as fonts."""
    resources = (page.resources.get("/Font", Dictionary()) for page in pdf.pages)
    fonts = {font.objgen: font for used in resources for _, font in used.items()}
    return (font for font in fonts.values() if Name.Type0 == font.get("/Subtype"))


def _settle_font(font: Any) -> set[int]:
    """Change the table of characters of a font; return the codes of its marks without width."""
    source = font.ToUnicode.read_bytes()
    marked = {int(found[1], 16) for found in _ENTRY.finditer(source) if _is_marked(found[2])}
    flat = {code for code, width in _widths(font.DescendantFonts[0], marked) if width == 0}
    if flat:
        font.ToUnicode.write(_ENTRY.sub(partial(_entry, flat), source))
    return flat


def _settle_page(pdf: pikepdf.Pdf, page: pikepdf.Page, flat: dict[str, set[int]]) -> None:
    """Let the text that is told instead of marks alone be nothing."""
    parts: list[Any] = []
    told, codes, marks = -1, set[int](), set[int]()
    for part in pikepdf.parse_content_stream(page):
        operands, operator = list(part.operands), str(part.operator)
        if operator == "Tf":
            marks = flat.get(str(operands[0]), set())
        elif operator == "BDC":
            told, codes = len(parts) if "/ActualText" in operands[1] else -1, set()
        elif operator in ("Tj", "TJ"):
            codes |= set(_codes(operands[0]))
        elif operator == "EMC":
            if told >= 0 and codes and codes <= marks:
                parts[told] = ([parts[told][0][0], Dictionary(ActualText=String(_SPACE))], parts[told][1])
            told = -1
        parts.append((operands, part.operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(parts))


def _codes(shown: Any) -> Iterator[int]:
    """Yield the codes of what is shown: a string, or strings and the moves between them."""
    for part in shown if isinstance(shown, Array) else [shown]:
        data = b"" if isinstance(part, int | Decimal) else bytes(part)
        yield from (high << 8 | low for high, low in zip(data[::2], data[1::2], strict=True))


def _entry(flat: set[int], found: re.Match[bytes]) -> bytes:
    return b"<" + found[1] + b"> <%04X>" % ord(_SPACE) if int(found[1], 16) in flat else found[0]


def _is_marked(target: bytes) -> bool:
    """Say whether a letter ends with a mark."""
    return bool(unicodedata.combining(bytes.fromhex(target.decode("ascii")).decode("utf-16-be", "replace")[-1]))


def _widths(font: Any, codes: set[int]) -> Iterator[tuple[int, float]]:
    """Yield codes with their widths. A font lists them as first, last and width, or as first and a list of widths."""
    left, listed = set(codes), list(font.get("/W", Array()))
    while listed and left:
        first = int(listed.pop(0))
        if isinstance(listed[0], Array):
            widths = [float(width) for width in listed.pop(0)]
        else:
            last, width = int(listed.pop(0)), float(listed.pop(0))
            widths = [width] * (last - first + 1)
        for code in left & set(range(first, first + len(widths))):
            yield code, widths[code - first]
        left -= set(range(first, first + len(widths)))
    yield from ((code, float(font.get("/DW", 1000))) for code in left)
