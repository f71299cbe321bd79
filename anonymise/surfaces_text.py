"""Text in files that are text: pages, XML, data, style sheets and scripts.

In: the bytes of a file. Out: its surfaces. The rule: what reads on is joined, since a name may be split by tags; and
where that is a guess, the parts are given once more, one by one.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from anonymise.surface import Inner, Surface, UnknownFileError, decode

_INLINE = frozenset(
    "a abbr b bdi bdo code em i kbd mark q s small span strong sub sup u wbr".split()  # noqa: SIM905 - names of elements
)


def read_plain(data: bytes, inner: Inner) -> Iterator[Surface]:
    """A file that says what it says: text, a script, a style sheet."""
    del inner
    yield Surface("text", decode(data))


class _Html(HTMLParser):
    """Gathers text that reads on, attributes, comments and whatever else the file holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.attributes: list[str] = []
        self.hidden: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.text.append("\n")
            self.tags.add(tag)
        for name, value in attrs:
            self.attributes += [name, value or ""]

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.text.append("\n")
            self.tags.add(tag)

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


def read_html(data: bytes, inner: Inner) -> Iterator[Surface]:
    """A page: its text, the values of its attributes, its comments and the names of its elements."""
    del inner
    parser = _Html()
    parser.feed(decode(data))
    parser.close()
    yield Surface("text", "".join(parser.text))
    yield Surface("attribute", "\n".join([*parser.attributes, *sorted(parser.tags)]))
    yield Surface("comment", "\n".join(parser.hidden))


# --- XML

_PARAGRAPHS = frozenset("p h si is text title desc".split())  # noqa: SIM905 - names of elements
"""Elements in which text reads on, of Word, Excel, PowerPoint, OpenDocument and SVG."""
_BREAKS = frozenset("br cr tab line-break tr tc table-cell".split())  # noqa: SIM905 - names of elements
_REMOVED = frozenset({"deltext", "delinstrtext"})
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_SERIAL = re.compile(r"<v>(\d{5})(?:\.\d+)?</v>")


class _Xml(_Html):
    """Gathers the text of any XML, as single parts and as it reads on inside a paragraph.

    It expands no entity of a document's own, so that a small file can't become a large one. `HTMLParser` takes whatever
    comes, so a file that is not well-formed hides nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.joined: list[str] = []
        self.kept: list[str] = []  # without what a tracked change took away
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.tags.add(tag)
        self.open.append(tag.rpartition(":")[2])
        self._separate(self.open[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.text.append("\n")
        self.tags.add(tag)
        local = tag.rpartition(":")[2]
        while local in self.open and self.open.pop() != local:
            continue
        self._separate(local)

    def set_cdata_mode(self, elem: str, **further: bool) -> None:
        """Do nothing: no element of XML holds raw text."""

    def _separate(self, local: str) -> None:
        if local in _BREAKS or local in _PARAGRAPHS or _PARAGRAPHS.isdisjoint(self.open):
            self.joined.append("\n")
            self.kept.append("\n")
        elif local == "s":
            self.joined.append(" ")
            self.kept.append(" ")

    def handle_data(self, data: str) -> None:
        self.text += [data, "\n"]
        self.joined.append(data)
        if not self.open or self.open[-1] not in _REMOVED:
            self.kept.append(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_data(data.removeprefix("CDATA["))


def read_xml(data: bytes, inner: Inner) -> Iterator[Surface]:
    """Any XML: its text, attributes, comments and the names of its elements.

    Raises `UnknownFileError` for a document that declares entities: what they stand for could be anything.
    """
    del inner
    named = _ENCODING.match(data)
    text = data.decode(named[1].decode()) if named and not data.startswith((b"\xff\xfe", b"\xfe\xff")) else decode(data)
    if "<!ENTITY" in text or "\x00" in text:
        raise UnknownFileError
    parser = _Xml()
    parser.feed(text)
    parser.close()
    ways = ("".join(parser.joined), "".join(parser.kept), "".join(parser.text))
    yield from (Surface("text", way) for way in dict.fromkeys(ways))
    yield Surface("attribute", "\n".join([*parser.attributes, *sorted(parser.tags)]))
    yield Surface("comment", "\n".join(parser.hidden))


def serial_days(text: str) -> Iterator[int]:
    """The numbers in a sheet of Excel that may be days, counted from the end of 1899."""
    yield from (int(number) for number in dict.fromkeys(_SERIAL.findall(text)))


# --- data


def read_json(data: bytes, inner: Inner) -> Iterator[Surface]:
    """JSON: every key and value."""
    del inner
    yield Surface("data", "\n".join(_strings(json.loads(decode(data)))))


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


def read_csv(data: bytes, inner: Inner) -> Iterator[Surface]:
    """CSV: every cell."""
    del inner
    rows = csv.reader(io.StringIO(decode(data), newline=""))
    yield Surface("cell", "\n".join(cell for row in rows for cell in row))
