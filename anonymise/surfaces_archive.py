"""Files in files: archives, packed files, and the documents of offices, which are archives of XML.

In: the bytes of an archive. Out: the surfaces of every file in it, and of what the archive says of them. The rule: what
can't be read in it makes the whole unread; and a small file can't unpack to more than `MOST_BYTES`.
"""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from anonymise.surface import MOST_BYTES, Inner, Surface, UnknownFileError, decode, readable
from anonymise.surfaces_text import serial_days

_MOST_FILES = 20_000
_FIRST_DAYS = (datetime.date(1899, 12, 30), datetime.date(1904, 1, 1))
"""From where Excel counts days, and from where it does on old Macintoshes."""


def read_zip(data: bytes, inner: Inner) -> Iterator[Surface]:
    """An archive, or a document of an office: every file in it, their names, comments and further fields."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > _MOST_FILES or sum(member.file_size for member in members) > MOST_BYTES:
            raise UnknownFileError
        about = [archive.comment, *(part for member in members for part in (member.comment, member.extra))]
        about += _between(data, members, archive.start_dir)
        yield Surface("comment", "\n".join(readable(part) for part in about if part))
        for member in members:
            if member.is_dir():
                yield Surface("entry", member.filename)
                continue
            body = archive.read(member)
            if body:
                yield from inner(member.filename, body)
            else:
                yield Surface("entry", member.filename)
            if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                yield Surface("cell", "\n".join(_days(decode(body))))


def _between(data: bytes, members: list[zipfile.ZipInfo], end: int) -> Iterator[bytes]:
    """What stands before, between and behind the packed files; a file that the list has not would stand there too."""
    at = 0
    for start, size in [*sorted((member.header_offset, member.compress_size) for member in members), (end, 0)]:
        if start - at > 24:  # as long as the check sum that may follow a file
            raise UnknownFileError
        yield data[at:start]
        if start < end:
            head = start + 30 + sum(struct.unpack("<HH", data[start + 26 : start + 30]))
            yield data[start + 30 : head]
            at = head + size


def _days(text: str) -> Iterator[str]:
    """The days that the numbers of a sheet may mean: Excel keeps a day as a number."""
    for number in serial_days(text):
        yield from ((first + datetime.timedelta(number)).isoformat() for first in _FIRST_DAYS)


def read_gzip(data: bytes, inner: Inner) -> Iterator[Surface]:
    """A packed file, read as what its name says without the last suffix; and the name that it had before."""
    unpacker = zlib.decompressobj(wbits=31)
    body = unpacker.decompress(data, MOST_BYTES)
    if not unpacker.eof or unpacker.unused_data:
        raise UnknownFileError
    yield Surface("metadata", "\n".join(_header(data)))
    yield from inner("", body)


def _header(data: bytes) -> Iterator[str]:
    flags, at = data[3], 10
    if flags & 4:
        size = int.from_bytes(data[at : at + 2], "little")
        yield readable(data[at + 2 : at + 2 + size])
        at += 2 + size
    for flag in (8, 16):
        if flags & flag:
            end = data.index(b"\0", at)
            yield data[at:end].decode("latin-1")
            at = end + 1
