"""Text in pictures: everything in the file that is no pixel.

In: the bytes of a picture. Out: its surfaces. The rule: the parts of the file are walked from its first byte to its
last, so that nothing stands between them or behind them.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator

from PIL import Image as Pillow
from PIL import IptcImagePlugin

from anonymise.surface import MOST_BYTES, Inner, Surface, UnknownFileError, readable

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_EXIF_PARTS = (0x8769, 0x8825, 0xA005)
"""The lists in EXIF that Pillow gives only when asked: of the camera, of the place, of compatibility."""
_PNG_PIXELS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs tIME acTL fcTL fdAT".split())
_WEBP_PIXELS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def read_picture(data: bytes, inner: Inner) -> Iterator[Surface]:
    """A PNG, JPEG, GIF or WebP: its metadata as Pillow has them, and every part of the file that is no pixel."""
    with Pillow.open(io.BytesIO(data), formats=_FORMATS) as picture:
        picture.load()
        exif = picture.getexif()
        values = [*_texts(picture.info), *_texts(dict(exif))]
        values += [text for part in _EXIF_PARTS for text in _texts(exif.get_ifd(part))]
        iptc = IptcImagePlugin.getiptcinfo(picture) if picture.format == "JPEG" else None
        kind = picture.format
    yield Surface("metadata", "\n".join([*values, *_texts(iptc or {})]))
    walk = {"PNG": _png, "JPEG": _jpeg, "GIF": _gif, "WEBP": _webp}[kind or ""]
    yield from walk(data, inner)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield readable(value)
        if len(value) < 5:  # too short to be told from noise, but this one was meant
            yield value.decode("latin-1")
    elif isinstance(value, dict):
        for key, child in value.items():
            yield str(key)
            yield from _texts(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _texts(child)
    else:
        yield str(value)


def _png(data: bytes, inner: Inner) -> Iterator[Surface]:
    del inner
    at, kind = 8, b""
    while kind != b"IEND":
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        at += 12 + size
        if kind in _PNG_PIXELS:
            continue
        yield Surface("binary" if kind == b"iCCP" else "metadata", readable(body))
        parts = body.split(b"\0", 1)
        if kind in (b"iCCP", b"zTXt"):
            unpacked = zlib.decompressobj().decompress(parts[1][1:], MOST_BYTES)
            yield Surface("binary" if kind == b"iCCP" else "metadata", readable(unpacked))
    _nothing_behind(data, at)


def _jpeg(data: bytes, inner: Inner) -> Iterator[Surface]:
    at = 2
    while True:
        found = _JPEG_MARKER.search(data, at)
        if found is None:
            raise UnknownFileError
        at, code = found.end(), data[found.end() - 1]
        if code == 0xD9:
            break
        if code == 0x01:
            continue
        size = int.from_bytes(data[at : at + 2], "big")
        body = data[at + 2 : at + size]
        at += size
        if code == 0xFE or body.startswith(b"http://ns.adobe.com/"):
            yield Surface("metadata", readable(body))
        elif 0xE0 <= code <= 0xEF:
            yield Surface("binary", readable(body))
    if data[at:].startswith(b"\xff\xd8"):  # cameras put a second picture behind the first
        yield from read_picture(data[at:], inner)
    else:
        _nothing_behind(data, at)


def _gif(data: bytes, inner: Inner) -> Iterator[Surface]:
    del inner
    at = 13 + _colours(data[10])
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            at += 11 + _colours(data[at + 9])
        elif data[at] == 0x21:
            at += 2
        else:
            raise UnknownFileError
        joined, first = [], at
        while data[at]:
            joined.append(data[at + 1 : at + 1 + data[at]])
            at += 1 + data[at]
        at += 1
        if data[start] == 0x21:
            # XMP does not keep to the form of blocks, where a length stands before every part: read both ways
            yield Surface("metadata", readable(b"".join(joined)) + "\n" + readable(data[first:at]))
    _nothing_behind(data, at + 1)


def _colours(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes, inner: Inner) -> Iterator[Surface]:
    del inner
    at = 12
    while at < len(data):
        kind, size = struct.unpack("<4sI", data[at : at + 8])
        if kind not in _WEBP_PIXELS:
            body = data[at + 8 : at + 8 + size]
            yield Surface("metadata" if kind == b"XMP " else "binary", readable(body))
        at += 8 + size + size % 2
    _nothing_behind(data, min(at, 8 + int.from_bytes(data[4:8], "little")))


def _nothing_behind(data: bytes, end: int) -> None:
    if data[end:].strip(b"\0"):
        raise UnknownFileError


def read_icon(data: bytes, inner: Inner) -> Iterator[Surface]:
    """An icon: the pictures in it, whose places have to cover the whole file."""
    kind, count = struct.unpack("<HH", data[2:6])
    end = 6 + 16 * count
    if data[:2] != b"\0\0" or kind != 1 or not count:
        raise UnknownFileError
    entries = sorted(struct.unpack("<II", data[6 + 16 * n + 8 : 6 + 16 * n + 16])[::-1] for n in range(count))
    for start, size in entries:
        if start != end or start + size > len(data):
            raise UnknownFileError
        end = start + size
        if data[start:end].startswith(b"\x89PNG"):
            yield from inner("icon.png", data[start:end])
    _nothing_behind(data, end)
