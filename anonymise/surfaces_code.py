"""Text that stands in a surface in another way of writing: percent signs, escapes, entities, base64.

In: a surface. Out: surfaces of what it says when it is decoded. The rule: what decodes to text is read, and what was
meant to be decoded and can't be is a problem.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote, unquote_plus

from anonymise.surface import Inner, Surface

_DEPTH = 3
"""How often a text is decoded: JSON in an attribute in a feed is as deep as it comes."""
_ESCAPE = re.compile(
    r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{1,6})\s?|=([0-9A-F]{2})(?=\w)"
    r"|_x([0-9a-fA-F]{4})_"
)
"""A character by its number, as JavaScript, CSS, mail and workbooks write it."""
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_ENTITY = re.compile(r"&#?\w+;")
_BASE64 = re.compile(r"(?<![\w+/-])[A-Za-z0-9+/_-]{8,}(?:={1,2}|(?![\w+/=-]))")
_BETWEEN = re.compile(r"[/_-]")
"""What is part of base64, and also parts it from the words around it in an address or a file's name."""
_SHORTEST = 8
"""Characters of base64 that may be a name."""
_MIXED = re.compile(r"(?=.*?[A-Z])(?=.*?[a-z])(?=.*?[\d+/_=-]|.*?[a-z][A-Z])")
_WRAPPED = re.compile(r"(?<=[A-Za-z0-9+/]{60})[ \t]*\r?\n[ \t]*(?=[A-Za-z0-9+/]{4})")
_DATA = re.compile(r"data:[\w/+.;=-]*?;base64,\s*([A-Za-z0-9+/_-]+)")
_WHOLE = re.compile(r"(data:[\w/+.;=-]*?;base64,)([A-Za-z0-9+/_-]{64,}(?:={1,2}|(?![\w+/=-])))")
"""Such an address of which all is read, or a problem: one run of base64, with nothing behind that is like it."""
_UNCODED = re.compile(r"(data:[\w/+.;=-]*?;base64,[A-Za-z0-9+/]++={0,2}+(?!%))")
"""The same where nothing in it is written with percent signs."""

_SIGNATURES = (
    (b"\x89PNG\r\n", "a.png"),
    (b"\xff\xd8\xff", "a.jpg"),
    (b"GIF8", "a.gif"),
    (b"RIFF", "a.webp"),
    (b"%PDF-", "a.pdf"),
    (b"PK\x03\x04", "a.zip"),
    (b"\x1f\x8b\x08", "a.gz"),
    (b"wOFF", "a.woff"),
    (b"wOF2", "a.woff2"),
    (b"OTTO\x00", "a.otf"),
    (b"\x00\x01\x00\x00", "a.ttf"),
    (b"\x00\x00\x01\x00", "a.ico"),
)


def derive(surface: Surface, inner: Inner, depth: int = _DEPTH) -> Iterator[Surface]:
    """What a surface says when it is decoded, once and again. Nothing where there is nothing to decode.

    Raises `UnknownFileError` for a `data:` address whose content no reader knows.
    """
    text = surface.text
    for _ in range(depth):
        plain = _decode(text)
        if plain == text:
            break
        text = plain
        yield Surface(surface.kind, text)
    if depth:
        for written in dict.fromkeys((surface.text, text)):
            for found in _packed(surface.kind, written, inner):
                yield found
                yield from derive(found, inner, depth - 1)


def without_data(text: str) -> str:
    """Leave out what `derive` reads of `data:` addresses: its letters say nothing, and are most of such a page."""
    return _WHOLE.sub(r"\1", text) if "data:" in text else text


def _decode(text: str) -> str:
    if "\\" in text or "=" in text or "_x" in text:
        text = _ESCAPE.sub(_character, text)
    if "%" in text and _PERCENT.search(text):
        pieces = _UNCODED.split(text)  # a plus in an address of data is no blank, and a font with blanks can't be read
        coded, text = text, "".join(piece if n % 2 else unquote_plus(piece) for n, piece in enumerate(pieces))
        if "\ufffd" in text:
            text += "\n" + unquote(coded, "latin-1")
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return text


def _character(match: re.Match[str]) -> str:
    number = int(next(filter(None, match.groups())), 16)
    return chr(number) if number < 0x110000 else ""


def _packed(kind: str, text: str, inner: Inner) -> Iterator[Surface]:
    meant: set[str] = set()
    if "base64," in text:
        text = _WRAPPED.sub("", text)
        meant = set(_DATA.findall(text))
    for run in dict.fromkeys(_runs(text, meant)):
        if run.rstrip("=") not in meant and not _MIXED.match(run):
            continue
        data = _unpack(run)
        name = next((name for signature, name in _SIGNATURES if data.startswith(signature)), "")
        if name and (run.rstrip("=") in meant or len(data) > 64):
            yield from inner(name, data)
        elif words := _text(data):
            yield Surface(kind, words)
        elif run.rstrip("=") in meant:
            yield from inner("unknown", data)  # nobody knows how to read it


def _runs(text: str, meant: Collection[str]) -> Iterator[str]:
    """What may be base64, and the parts of it between slashes; what stands in a `data:` address is whole."""
    for run in _BASE64.findall(text):
        yield run
        if run.rstrip("=") in meant:
            continue
        parts = _BETWEEN.split(run)
        yield from (part for part in parts if len(part) >= _SHORTEST and len(parts) > 1)


def _unpack(run: str) -> bytes:
    plain = run.rstrip("=").translate(str.maketrans("-_", "+/"))
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def _text(data: bytes) -> str:
    """Bytes as text where they can be meant as that, else ""."""
    for encoding in ("utf-8", "utf-16-le"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(character.isprintable() or character in "\t\r\n" for character in text):
            return text if encoding == "utf-8" or text.isascii() else ""
    return ""
