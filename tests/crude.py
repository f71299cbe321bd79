"""A crude look for the people of the cases in any folder, which shares no code with the pass or the gate.

In: a folder of built files. Out: which of the sought forms stand anywhere in it, and all that its files say. It reads
more than anybody would: bytes, what a PDF shows and holds, and each text decoded in every way that comes to mind.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # ships no types

LETTERS = (
    *("gareth", "pryce", "lowri", "tudor", "iestyn", "eluned", "oneill", "langley", "vanderberg", "philippa"),
    *("askewrudd", "kilnhurst", "kestrellogistics"),
)
"""Sought in the letters of a text, whatever stands between them."""
WORDS = re.compile(
    r"\b(?:gaz|zoe|anke|askew|rudd|owain|0?5(?:th|\s+of)*[\s./-]*(?:november|nov|tachwedd|xi)\b|nov(?:ember)?[\s.-]*0?5\b"
    r"|0?5[./ -]11\b|fifth\s+of\s+nov|2019[-/]?11[-/]?05|11/0?5/(?:20)?19)"
)
"""Sought as words."""
_ALIKE = str.maketrans("аеорсухіεορΡ", "aeopcyxieopP")
_NOTHING = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_CODED = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_UNICODE = re.compile(r"\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|%([0-9a-f]{2})|\\([0-9a-f]{1,6})\s?", re.IGNORECASE)


def everything_said(folder: Path) -> str:
    """All that the pages of a folder and its PDFs say, in words; "" for an empty folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".html", ".pdf")]
    return "\n".join(said(path) for path in files)


def said(path: Path) -> str:
    """What one file says: every reading of it, one below the other, with single spaces."""
    return "\n".join(_readings(path.suffix, path.read_bytes()))


def find_sought(folder: Path) -> set[str]:
    """The forms that stand in any file of a folder, or in a name in it. Empty for a clean folder."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        found |= _sought(path.relative_to(folder).as_posix())
        if path.is_file():
            found |= {form for reading in _readings(path.suffix, path.read_bytes()) for form in _sought(reading)}
    return found


def sought_in(text: str) -> frozenset[str]:
    """The forms that stand in a text that was printed."""
    return _sought(text)


@cache
def _sought(text: str) -> frozenset[str]:
    plain = _decoded(text)
    if not plain.isascii():
        plain = _NOTHING.sub("", unicodedata.normalize("NFKD", plain)).translate(_ALIKE)
    plain = plain.casefold()
    letters = re.sub(r"[\W\d_]", "", plain)
    return frozenset([*(name for name in LETTERS if name in letters), *(m.group() for m in WORDS.finditer(plain))])


def _decoded(text: str) -> str:
    """A text, and below it what its entities, escapes and runs of base64 say, twice over."""
    for _ in range(2):
        text = html.unescape(_UNICODE.sub(lambda found: chr(int(found[found.lastindex or 0], 16) % 0x110000), text))
    return "\n".join([text, unquote(text), *map(_from_base64, _CODED.findall(text))])


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_" if set(text) & set("-_") else None).decode(
            "latin-1"
        )
    except (binascii.Error, ValueError):
        return ""


@cache  # style sheets and fonts are the same in every site
def _readings(suffix: str, data: bytes) -> tuple[str, ...]:
    raw = data.decode("utf-8", "replace")
    found = [raw, data.decode("latin-1")]
    if suffix == ".html":
        found += [re.sub(r"<[^>]*>", "", raw), re.sub(r"<[^>]*>", " ", raw)]
    if suffix == ".pdf":
        found = [*_shown(data), *_held(data)]
    return tuple(" ".join(html.unescape(reading).split()) for reading in found)


def _shown(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [" ".join(page.get_textpage().get_text_range() for page in document)]


def _held(data: bytes) -> list[str]:
    """Every string, name and stream of every object of a PDF."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            found += _parts(thing)
            if isinstance(thing, pikepdf.Stream):
                picture = thing.get("/Subtype") == "/Image"
                found.append((thing.read_raw_bytes() if picture else thing.read_bytes()).decode("latin-1"))
    return found


def _parts(thing: pikepdf.Object) -> list[str]:
    if isinstance(thing, (pikepdf.String, pikepdf.Name)):
        return [str(thing)]
    parts: list[Any] = []
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        parts = [thing[key] for key in thing.keys()]  # noqa: SIM118 - it has no other way to its keys
    elif isinstance(thing, pikepdf.Array):
        parts = list(thing)
    own = [part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect]
    return [text for part in own for text in _parts(part)]
