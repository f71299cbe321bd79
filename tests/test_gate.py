"""The gate stops a name wherever it hides in what was built, and passes what is clean."""

from __future__ import annotations

import hashlib
import io
import json
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import yaml
from draft import CASES, register
from PIL import Image, PngImagePlugin
from sample import every_block

from anonymise.gate import clear, find_leaks, make_needles
from anonymise.gate_fold import unfold
from anonymise.gate_memory import Memory
from anonymise.register import EMPTY, Register
from anonymise.surface import Surface
from report import pdf
from report.model import Artefacts
from report.problems import LEAK, Problems


@cache
def printed_sample() -> bytes:
    """The PDF of a report with every block, with nobody's name in it."""
    return pdf.render(every_block("public")).data


TEXTS = yaml.safe_load((CASES / "gate" / "texts.yml").read_text("utf-8"))
KINDS = yaml.safe_load((CASES / "gate" / "kinds.yml").read_text("utf-8"))


def artefacts(folder: Path, files: dict[str, bytes]) -> Artefacts:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return Artefacts(folder, {name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def leaks(folder: Path, files: dict[str, bytes], kept: tuple[str, ...] = ()) -> list[str]:
    """The problems as "file: sentence", and a check of the code."""
    try:
        clear(artefacts(folder, files), [register()], kept)
    except Problems as found:
        assert found.code == LEAK
        return [f"{problem.file}: {problem.sentence}" for problem in found.problems]
    return []


def page(text: str) -> bytes:
    return f"<!doctype html><html><body><p>{text}</p></body></html>".encode()


@pytest.mark.parametrize(("text", "ids"), TEXTS)
def test_text(text: str, ids: str, tmp_path: Path) -> None:
    found = leaks(tmp_path, {"a.html": page(text)})
    assert {sentence.split(" of ")[1].split(" in ")[0] for sentence in found} == set(ids.split())
    assert not any(word in sentence for sentence in found for word in ("Gareth", "Tudor"))


@pytest.mark.parametrize(("kind", "text", "ids"), KINDS)
def test_kind(kind: str, text: str, ids: str) -> None:
    needles = make_needles(register(), ("Then Rose bloomed",))
    assert {id for id, _ in find_leaks(Surface(kind, text), needles)} == set(ids.split())


def test_no_character_that_nobody_sees_tears_a_name() -> None:
    blocks = ((0x300, 0x370), (0x1AB0, 0x1B00), (0x1DC0, 0x1E00), (0x20D0, 0x2100), (0xFE00, 0xFE10), (0xFE20, 0xFE30))
    marks = [chr(n) for first, end in blocks for n in range(first, end)]
    marks += [chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) == "Cf"]
    assert [hex(ord(mark)) for mark in marks if unfold(f"Gar{mark}eth") != "Gareth"] == []


def test_words_that_the_author_decided(tmp_path: Path) -> None:
    assert leaks(tmp_path, {"a.html": page("Then Rose bloomed in June")}, ("Then Rose bloomed",)) == []
    assert leaks(tmp_path, {"a.html": page("Then Rose spoke")}, ("Then Rose bloomed",)) != []


def test_what_is_remembered_is_only_what_was_found_for_the_same_things(tmp_path: Path) -> None:
    memory = Memory()

    def found(text: str, known: Register, kept: tuple[str, ...] = ()) -> int:
        try:
            clear(artefacts(tmp_path, {"a.html": page(text)}), [known], kept, memory=memory)
        except Problems as problems:
            return len(problems.problems)
        return 0

    assert [found("Gareth", register()), found("Gareth", register())] == [1, 1]
    assert [found("Marble", register()), found("Gareth", register())] == [0, 1]
    assert [found("Gareth", EMPTY), found("Gareth", register())] == [0, 1]
    assert [found("Gareth", register(), ("Gareth",)), found("Gareth", register())] == [0, 1]
    assert "1 files" in repr(memory)


def test_empty_register_clears(tmp_path: Path) -> None:
    given = artefacts(tmp_path, {"a.html": page("Gareth")})
    assert clear(given, [EMPTY], ()).digests == given.digests


def _png(**texts: str) -> bytes:
    info, out = PngImagePlugin.PngInfo(), io.BytesIO()
    for key, text in texts.items():
        info.add_text(key, text)
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def _jpeg(text: str, comment: bytes = b"") -> bytes:
    picture, out = Image.new("RGB", (8, 8)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = text
    picture.save(out, "JPEG", exif=exif, comment=comment)
    return out.getvalue()


FILES: dict[str, tuple[str, bytes, str]] = {
    "attribute": ("a.html", b'<img alt="Gareth">', "attribute"),
    "percent-coded address": ("a.html", b'<a href="x/%47areth.html">x</a>', "attribute"),
    "comment": ("a.html", b"<!-- Gareth -->", "comment"),
    "script": ("a.html", b"<script>var a = 'Gareth'</script>", "text"),
    "style sheet": ("a.css", b".a::before { content: 'Gareth' }", "text"),
    "escaped script": ("a.js", rb"a = '\u0047areth'", "text"),
    "value": ("a.json", json.dumps({"a": ["Gareth"]}).encode(), "data"),
    "key": ("a.json", json.dumps({"Gareth": 1}).encode(), "data"),
    "escaped value": ("a.json", rb'{"a": "\u0047areth"}', "data"),
    "cell": ("a.csv", '"a","Mr Pryce"\r\n'.encode("utf-8-sig"), "cell"),
    "file name": ("gareth.html", page("x"), "name"),
    "folder name": ("images/Gareth Pryce/a.html", page("x"), "name"),
    "picture's text": ("a.png", _png(Author="Gareth"), "metadata"),
    "picture's EXIF": ("a.jpg", _jpeg("by Gareth"), "metadata"),
    "picture's comment": ("a.jpg", _jpeg("x", b"for Gareth"), "metadata"),
}


@pytest.mark.parametrize("name", FILES)
def test_file(name: str, tmp_path: Path) -> None:
    path, data, surface = FILES[name]
    found = leaks(tmp_path, {path: data})
    assert len(found) == 1
    assert f"a form of P1 in the {surface} at offset" in found[0]
    assert "areth" not in found[0]


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Gareth"


def _xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = "Gareth"


def _bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].title = "Gareth"


def _alternative(pdf: pikepdf.Pdf) -> None:
    next(
        found for found in pdf.objects if isinstance(found, pikepdf.Dictionary) and "/Alt" in found
    ).Alt = pikepdf.String("Gareth")


def _address(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://www.example.org/Gareth"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 1, 1], A=action)
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([link]))


def _words(pdf: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].add_resource(font, pikepdf.Name.Font, pikepdf.Name.Plain)
    pdf.pages[0].contents_add(b"BT /Plain 12 Tf 50 50 Td (with Gareth) Tj ET")


def _marked(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"/Span <</ActualText (Gareth)>> BDC EMC")


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"Gareth"


PDFS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "title": (_title, "a form of P1 in the metadata"),
    "metadata stream": (_xmp, "a form of P1 in the stream"),
    "bookmark": (_bookmark, "a form of P1 in the bookmark"),
    "alternative text": (_alternative, "a form of P1 in the string"),
    "address": (_address, "a form of P1 in the string"),
    "words": (_words, "a form of P1 in the page text"),
    "actual text": (_marked, "a form of P1 in the marked content"),
    "attachment": (_attachment, "a form of P1 in the text"),
}


@pytest.mark.parametrize("name", PDFS)
def test_pdf(name: str, tmp_path: Path) -> None:
    plant, expected = PDFS[name]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed_sample())) as pdf:
        plant(pdf)
        pdf.save(out)
    found = leaks(tmp_path, {"a.pdf": out.getvalue()})
    assert any(expected in sentence for sentence in found)
    assert "areth" not in "".join(found)


def test_clean_pdf_passes(tmp_path: Path) -> None:
    assert leaks(tmp_path, {"a.pdf": printed_sample()}) == []


UNREAD = {
    "a.docx": b"PK",
    "a": b"x",
    "a.pdf": b"%PDF-1.7 broken",
    "a.png": _png() + b"Gareth",
    "a.jpg": b"not a picture",
    "a.json": b"{",
    "a.html": b"\x81",
    "a.svg": b"<!DOCTYPE svg [<!ENTITY a 'x'>]><svg/>",
    "a.doc": b"\xd0\xcf\x11\xe0",
    "a.zip": b"PK\x03\x04",
    "a.gz": b"\x1f\x8b",
    "a.woff2": b"wOF2",
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_nobody_can_read_is_stopped(name: str, tmp_path: Path) -> None:
    found = leaks(tmp_path, {name: UNREAD[name]})
    assert [sentence.split(": ")[0] for sentence in found] == [name]


def test_a_file_more_than_was_built(tmp_path: Path) -> None:
    given = artefacts(tmp_path, {"a.html": page("x")})
    (tmp_path / "b.html").write_bytes(page("x"))
    with pytest.raises(Problems):
        clear(given, [EMPTY], ())


def test_compressed_strings_of_a_pdf_are_read(tmp_path: Path) -> None:
    """Names stand compressed in a PDF's object streams; the bytes alone do not show them."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed_sample())) as pdf:
        _alternative(pdf)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    assert b"Gareth" not in out.getvalue()
    assert leaks(tmp_path, {"a.pdf": out.getvalue()}) != []
