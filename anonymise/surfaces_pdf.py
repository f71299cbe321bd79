"""Text in PDF files: what is shown, what is said of it, what is attached, what an older version still holds.

In: the bytes of a PDF. Out: its surfaces. The rule: three readers, so that what one of them does not see is not unseen;
and every stream that is no page, font or picture is read as text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress

import pikepdf
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdfium2 import PdfDocument  # type: ignore[import-untyped] # ships no types

from anonymise.surface import Inner, Surface, UnknownFileError, readable

_END = re.compile(rb"%%EOF[ \t]*\r?\n?")
_MOST_VERSIONS = 20
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_DRAWN = frozenset({"/XObject", "/XRef", "/ObjStm", "/Pattern", "/CMap"})
_FONTS = ("/FontFile", "/FontFile2", "/FontFile3")


def read_pdf(data: bytes, inner: Inner) -> Iterator[Surface]:
    """A PDF and, where it was saved by adding to it, each of its older versions."""
    ends = [match.end() for match in _END.finditer(data)]
    if b"/Linearized" in data[:1024]:
        ends = ends[1:]  # its first end closes the first page's table, not a version
    if len(ends) > _MOST_VERSIONS:
        raise UnknownFileError
    yield from _version(data, inner)
    for end in ends[:-1]:
        yield from _version(data[:end], inner)
    words = dict.fromkeys(_STREAM.sub(b"\n", data).split())  # most occur often
    yield Surface("binary", readable(b"\n".join(words)))  # what no table of objects leads to


def _version(data: bytes, inner: Inner) -> Iterator[Surface]:
    yield Surface("page text", _page_text(data))
    with suppress(PyPdfError):  # it asks for more than most PDFs keep; the other two readers have opened it
        reader = PdfReader(io.BytesIO(data), strict=True)
        yield Surface("metadata", "\n".join(f"{key}\n{value}" for key, value in (reader.metadata or {}).items()))
        yield Surface("bookmark", "\n".join(_titles(reader.outline)))
    with pikepdf.open(io.BytesIO(data)) as file:
        strings = dict.fromkeys(text for found in file.objects for text in _strings(found))  # most occur often
        yield Surface("string", "\n".join(strings))
        content = {part.objgen for page in file.pages for part in _parts(page)}
        fonts = {found[key].objgen for found in _dictionaries(file) for key in _FONTS if key in found}
        attached = list(_attached(file)) if "/EF" in strings else []
        known = content | fonts | {stream.objgen for _, stream in attached}
        for found in file.objects:
            if isinstance(found, pikepdf.Stream) and found.objgen not in known:
                yield from _stream(found, inner)
        yield Surface("binary", "\n".join(readable(file.get_object(*font).read_bytes()) for font in sorted(fonts)))
        for name, stream in attached:
            yield from inner(name, stream.read_bytes())
        yield Surface("marked content", "\n".join(text for page in file.pages for text in _marked_strings(page)))
        yield Surface("page text", _drawings(file))


def _page_text(data: bytes) -> str:
    """What a reader copies out of the pages."""
    with PdfDocument(data) as document:
        return "\n\n".join(page.get_textpage().get_text_range() for page in document)


def _titles(outline: object) -> Iterator[str]:
    for item in outline if isinstance(outline, list) else []:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield str(getattr(item, "title", ""))


def _parts(page: pikepdf.Page) -> list[pikepdf.Object]:
    if "/Contents" not in page.obj:
        return []
    contents = page.obj["/Contents"]
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _dictionaries(file: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    yield from (found for found in file.objects if isinstance(found, pikepdf.Dictionary))


# --- marks


_MARK_WITHOUT_TEXT = re.compile(rb"<<[^<>()]*>>\s*(?:BDC|DP)")


def _marked_strings(page: pikepdf.Page) -> Iterator[str]:
    """The strings that stand in the marks of a page's content: what a mark says instead of the text in it."""
    page.contents_coalesce()
    if "/Contents" not in page.obj:
        return
    if not re.search(rb"BDC|\sDP\s", _MARK_WITHOUT_TEXT.sub(b"", page.Contents.read_bytes())):
        return  # reading the operators takes time, and hardly a page has such a mark
    for mark in pikepdf.parse_content_stream(page, "BDC DP"):
        yield from _strings(mark.operands[-1])


# --- objects


def _strings(found: object) -> Iterator[str]:
    """The names and strings of an object, not of those that it only points to."""
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key, child in found.items():
            yield str(key)
            yield from _direct(child)
    elif isinstance(found, pikepdf.Array):
        for child in found:
            yield from _direct(child)
    elif isinstance(found, pikepdf.Name):
        yield str(found)
    elif isinstance(found, pikepdf.String):
        yield str(found)
        if b"\0" in bytes(found):
            yield readable(bytes(found))


def _direct(child: object) -> Iterator[str]:
    # most are numbers and references; asking for pikepdf's classes takes ten times as long as this
    if isinstance(child, pikepdf.Object) and not child.is_indirect:
        yield from _strings(child)


def _attached(file: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """The files that lie in a PDF, with their names; a file may be given under several."""
    for found in file.objects:
        for holder in _holders(found):
            name = str(holder.get("/UF", holder.get("/F", "unknown")))
            yield from ((name, stream) for stream in dict(holder["/EF"].items()).values())


def _holders(found: object) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        if "/EF" in found:
            yield found
        children = [child for _, child in found.items()]
    else:
        children = list(found) if isinstance(found, pikepdf.Array) else []
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _holders(child)


# --- streams


def _stream(found: pikepdf.Stream, inner: Inner) -> Iterator[Surface]:
    """A stream that is neither a page nor a font nor an attachment known by name."""
    kind, subtype = str(found.get("/Type", "")), str(found.get("/Subtype", ""))
    if kind == "/EmbeddedFile":
        raise UnknownFileError  # nothing says its name
    if subtype == "/Image":
        yield from _image(found, inner)
    elif kind == "/Metadata":
        yield Surface("stream", readable(found.read_bytes()))
    elif subtype != "/Form" and kind not in _DRAWN and not {"/ShadingType", "/FunctionType", "/N"} & set(found.keys()):
        yield Surface("stream" if _is_text(found) else "binary", readable(found.read_bytes()))


def _is_text(found: pikepdf.Stream) -> bool:
    return b"\0" not in found.read_bytes()[:1000]


def _image(found: pikepdf.Stream, inner: Inner) -> Iterator[Surface]:
    """A picture's own metadata: a photograph is kept with all that its file says."""
    raw = found.read_raw_bytes()
    if raw.startswith(b"\xff\xd8"):
        yield from inner("image.jpg", raw)
    elif raw[4:8] == b"jP  ":
        yield Surface("binary", readable(raw))


# --- drawings that may stand on no page


def _drawings(file: pikepdf.Pdf) -> str:
    """The text of every drawing that is kept apart from the pages: what notes and forms show, what nothing shows.

    Each is put on a page of its own in a copy, since their letters can be read only through their fonts.
    """
    drawings = [found for found in file.objects if isinstance(found, pikepdf.Stream) and _is_drawing(found)]
    if not drawings:
        return ""
    with pikepdf.new() as copy:
        for found in drawings:
            page = copy.add_blank_page(page_size=(2000, 2000))
            form = copy.copy_foreign(found)
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            if "/BBox" not in form:
                form.BBox = pikepdf.Array([-9999, -9999, 9999, 9999])
            page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Drawing)
            page.contents_add(b"/Drawing Do")
        out = io.BytesIO()
        copy.save(out)
    return _page_text(out.getvalue())


def _is_drawing(found: pikepdf.Stream) -> bool:
    return str(found.get("/Subtype", "")) == "/Form" or str(found.get("/Type", "")) == "/Pattern"
