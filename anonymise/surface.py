"""What the readers of files give: runs of text, each with the name of the place it was found in.

In: bytes of which nobody knows yet what they say. Out: surfaces. The rule: bytes that may be text are read as every
kind of text that they may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, repr=False)
class Surface:
    """A run of text that a reader, a machine or a curious person can get out of a file."""

    kind: str
    """What it is: "text", "attribute", "metadata", "bookmark", "name" ...; "binary" where chance makes letters too."""
    text: str
    """Decoded, with a line feed between parts that do not read on."""

    def __repr__(self) -> str:
        return f"Surface({self.kind}, {len(self.text)} characters)"


class UnknownFileError(Exception):
    """A file whose kind is not known, or that can't be read as what it says it is."""


Inner: TypeAlias = Callable[[str, bytes], Iterator[Surface]]
"""Reads a file that lies in another one, by its name there."""
Reader: TypeAlias = Callable[[bytes, Inner], Iterator[Surface]]
"""Reads the bytes of one kind of file."""

MOST_BYTES = 1 << 28
"""What one file may unpack to; a quarter of a GiB is far above any report, and far below what stops a machine."""

_NARROW = re.compile(rb"(?:[\t\x20-\x7e]|[\xc3-\xc9][\x80-\xbf]|[\xc0-\xff](?=[A-Za-z])){5,}")
_WIDE = re.compile(rb"(?:[\t\x20-\x7e\xa0-\xff]\x00){3,}")
_WIDE_BIG = re.compile(rb"(?:\x00[\t\x20-\x7e\xa0-\xff]){3,}")


def decode(data: bytes) -> str:
    """The text of a text file: by its mark, as UTF-8, or as Windows wrote it. Raises `UnknownFileError`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")  # fails for the bytes that it has no character for
    if "\x00" in text:
        raise UnknownFileError
    return text


def readable(data: bytes) -> str:
    """What may be text in any bytes: all of them as UTF-8 where they are, else the runs of printable characters."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\x00" not in text:
        return text
    runs = [_narrow(run) for run in _NARROW.findall(data)]
    runs += [run.decode("utf-16-le") for run in _WIDE.findall(data)]
    runs += [run.decode("utf-16-be") for run in _WIDE_BIG.findall(data)]
    return "\n".join(runs)


def _narrow(run: bytes) -> str:
    try:
        return run.decode("utf-8")
    except UnicodeDecodeError:
        return run.decode("latin-1")


def read_binary(data: bytes, inner: Inner) -> Iterator[Surface]:
    """The runs of text in a file that is not packed but has no reader of its own."""
    del inner  # nothing lies in it
    yield Surface("binary", readable(data))
