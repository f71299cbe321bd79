"""The gate finds a name in every place of every kind of file, and passes the same file without it."""

from __future__ import annotations

import base64
import datetime
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import yaml
from click.testing import CliRunner
from draft import CASES
from hypothesis import given, strategies
from planted import ARCHIVES, EXCEL, PICTURES, WORD, fill, packed, saved
from test_gate import leaks, printed_sample

from anonymise.surface import UnknownFileError
from anonymise.surfaces import read_surfaces
from build import main
from report.single import style

FILES = yaml.safe_load((CASES / "gate" / "files.yml").read_text("utf-8"))
TEXTS = {place: (file, lambda word, text=text: fill(text, word)) for place, file, text in FILES}
PLACES: dict[str, tuple[str, Callable[[str], bytes]]] = {**TEXTS, **PICTURES, **ARCHIVES}


def test_there_are_many_places() -> None:
    assert len(PLACES) == len(TEXTS) + len(PICTURES) + len(ARCHIVES) == len(FILES) + 62


@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_found(place: str, tmp_path: Path) -> None:
    path, make = PLACES[place]
    found = leaks(tmp_path, {path: make("Gareth")})
    assert any(sentence.startswith(f"{path}: a form of P1 in the ") for sentence in found)
    assert not any("can't be read" in sentence or "areth" in sentence for sentence in found)


@pytest.mark.parametrize("place", PLACES)
def test_the_same_file_without_it_passes(place: str, tmp_path: Path) -> None:
    path, make = PLACES[place]
    assert leaks(tmp_path, {path: make("Marble")}) == []


def test_a_font_in_a_style_sheet_is_read_whole() -> None:
    """Base64 may have slashes in it, and what stands before one looks like a font that breaks off."""
    assert [surface.kind for surface in read_surfaces("a.css", style().encode())].count("entry") == 3


LETTERS = strategies.text("AGaerth09+/=-_;:é ", max_size=30)


@given(before=LETTERS, inside=LETTERS, behind=LETTERS)
def test_only_what_was_read_is_taken_out_of_a_page(before: str, inside: str, behind: str) -> None:
    """Where letters of base64 are left out of a text, what they say is found instead, or nobody can read the file."""
    coded = base64.b64encode(("Gareth " + inside).encode() * 8).decode()
    page = f"<p>{before}data:text/plain;base64,{coded}{behind}".encode()
    try:
        told = "\n".join(surface.text for surface in read_surfaces("a.html", page))
    except UnknownFileError:
        return
    assert coded[:60] in told or "Gareth" in told


# --- PDF


def _content(pdf: pikepdf.Pdf, drawn: bytes) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].add_resource(font, pikepdf.Name.Font, pikepdf.Name.Plain)
    pdf.pages[0].contents_add(drawn)


def _form(pdf: pikepdf.Pdf, word: bytes) -> pikepdf.Stream:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    form = pdf.make_stream(b"BT /F 12 Tf 5 5 Td (" + word[:3] + b") Tj (" + word[3:] + b") Tj ET")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 200, 200])
    form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    return form


def _note(pdf: pikepdf.Pdf, **more: pikepdf.Object) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
    for key, value in more.items():
        note[f"/{key}"] = value
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))


def _hidden_layer(pdf: pikepdf.Pdf, word: bytes) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("notes")))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
    pdf.pages[0].add_resource(layer, pikepdf.Name.Properties, pikepdf.Name.Layer)
    _content(pdf, b"/OC /Layer BDC BT /Plain 12 Tf 50 50 Td (" + word + b") Tj ET EMC")


def _picture(pdf: pikepdf.Pdf, word: bytes) -> None:
    image = pdf.make_stream(saved("JPEG", comment=word))
    image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    image.Width = image.Height = image.BitsPerComponent = 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    pdf.Root.Portrait = image


def _script(pdf: pikepdf.Pdf, word: bytes) -> None:
    script = pdf.make_stream(b"app.alert('" + word + b"')")
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)


def _field(pdf: pikepdf.Pdf, word: bytes) -> None:
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("victim"), V=pikepdf.String(word.decode()))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pdf.make_indirect(field)])


def _attach(pdf: pikepdf.Pdf, name: str, data: bytes) -> None:
    pdf.attachments[name] = data


Planter = Callable[[pikepdf.Pdf, bytes], None]
PDFS: dict[str, Planter] = {
    "invisible text": lambda p, w: _content(p, b"BT /Plain 12 Tf 3 Tr 50 50 Td (" + w + b") Tj ET"),
    "white text": lambda p, w: _content(p, b"BT 1 g /Plain 12 Tf 50 50 Td (" + w + b") Tj ET"),
    "text under a black box": lambda p, w: _content(p, b"BT /Plain 9 Tf 50 50 Td (" + w + b") Tj ET 0 0 200 99 re f"),
    "text off the page": lambda p, w: _content(p, b"BT /Plain 12 Tf -500 -500 Td (" + w + b") Tj ET"),
    "text in two pieces": lambda p, w: _content(
        p, b"BT /Plain 12 Tf 50 50 Td [(" + w[:3] + b") -9 (" + w[3:] + b")] TJ ET"
    ),
    "hidden layer": _hidden_layer,
    "drawing on no page": lambda p, w: setattr(p.Root, "Spare", _form(p, w)),
    "what a note shows": lambda p, w: _note(p, AP=pikepdf.Dictionary(N=_form(p, w))),
    "note": lambda p, w: _note(p, Contents=pikepdf.String(w.decode())),
    "author of a note": lambda p, w: _note(p, T=pikepdf.String("\ufeff" + w.decode())),
    "value of a field": _field,
    "script": _script,
    "name of a font": lambda p, w: setattr(p.Root, "Spare", pikepdf.Name("/ABCDEF+" + w.decode() + "Sans")),
    "property of one's own": lambda p, w: p.docinfo.__setitem__("/Case", pikepdf.String(w.decode())),
    "mark at a point": lambda p, w: _content(p, b"/Span <</E (" + w + b")>> DP "),
    "metadata of a photograph": _picture,
    "attached text": lambda p, w: _attach(p, "a.txt", w),
    "attached letter": lambda p, w: _attach(p, "a.docx", packed({**WORD, "a.xml": b"<a>" + w + b"</a>"})),
    "attached PDF": lambda p, w: _attach(p, "a.pdf", one_page(w)),
    "name of an attachment": lambda p, w: _attach(p, f"{w.decode()}.txt", b"x"),
}


def one_page(word: bytes) -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        _content(made, b"BT /Plain 12 Tf 50 50 Td (" + word + b") Tj ET")
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def planted(plant: Planter, word: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page(b""))) as pdf:
        plant(pdf, word)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def older(word: bytes) -> bytes:
    """A PDF whose page was replaced by adding to the file: the old one is still in it."""
    first = one_page(word)
    at = int(re.findall(rb"/Contents \[? ?(\d+)", first)[0])
    start = int(first.rsplit(b"startxref\n", 1)[1].split()[0])
    added = b"%d 0 obj\n<< /Length 1 >>\nstream\n \nendstream\nendobj\n" % at
    root = re.findall(rb"/Root \d+ 0 R", first)[0]
    table = b"xref\n%d 1\n%010d 00000 n \n" % (at, len(first))
    size = int(first[first.index(b"/Size ") :].split()[1])
    return (
        first
        + added
        + table
        + b"trailer << %b /Size %d /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            root,
            size,
            start,
            len(first) + len(added),
        )
    )


@pytest.mark.parametrize("place", PDFS)
def test_a_name_in_a_pdf(place: str, tmp_path: Path) -> None:
    found = leaks(tmp_path / "a", {"a.pdf": planted(PDFS[place], b"Gareth")})
    assert any("a form of P1 in the " in sentence for sentence in found)
    assert not any("can't be read" in sentence for sentence in found)
    assert leaks(tmp_path / "b", {"a.pdf": planted(PDFS[place], b"Marble")}) == []


def test_an_older_version_of_a_pdf(tmp_path: Path) -> None:
    assert leaks(tmp_path / "a", {"a.pdf": older(b"Gareth")}) != []
    assert leaks(tmp_path / "b", {"a.pdf": older(b"Marble")}) == []


def test_text_behind_a_pdf(tmp_path: Path) -> None:
    assert leaks(tmp_path, {"a.pdf": printed_sample() + b"\n% Gareth\n"}) != []


# --- what can't be read, and days


UNREAD = {
    "unknown file in an archive": ("a.zip", packed({"a.doc": b"x"})),
    "macros": ("a.docm", packed({**WORD, "word/vbaProject.bin": b"x"})),
    "archive in archive in archive and so on": ("a.zip", b""),
    "file that the archive does not list": ("a.zip", packed({"b.txt": "x" * 99})[:129] + packed({"a.txt": "x"})),
    "text behind a picture": ("a.jpg", saved("JPEG") + b"Gareth"),
    "text behind a GIF": ("a.gif", saved("GIF") + b"Gareth"),
    "text behind an archive's packed file": ("a.gz", b"\x1f\x8b\x08" + b"\0" * 9),
    "unknown data in a page": ("a.html", b'<a href="data:application/zip;base64,AAECAwQFBgcICQ==">x</a>'),
    "unknown attachment": ("a.pdf", planted(lambda p, w: _attach(p, "a.doc", w), b"x")),
    "entities of its own": ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>"),
}


def _nested(depth: int) -> bytes:
    return packed({"a.zip": _nested(depth - 1)}) if depth else packed({"a.txt": "x"})


@pytest.mark.parametrize("name", UNREAD)
def test_what_nobody_can_read(name: str, tmp_path: Path) -> None:
    path, data = UNREAD[name]
    found = leaks(tmp_path, {path: data or _nested(9)})
    assert [sentence for sentence in found if "can't be read" in sentence] != []


def test_a_leak_is_told_though_the_rest_can_t_be_read(tmp_path: Path) -> None:
    found = leaks(tmp_path, {"a.zip": packed({"a.txt": "Gareth", "b.doc": "x"})})
    assert len(found) == 2


def test_a_day_that_is_a_number_in_a_sheet(tmp_path: Path) -> None:
    number = (datetime.date(2019, 11, 5) - datetime.date(1899, 12, 30)).days
    sheet = "<worksheet><c><v>{}</v></c></worksheet>"
    for day, expected in ((number, 1), (number + 1, 0)):
        data = packed({**EXCEL, "xl/worksheets/sheet1.xml": sheet.format(day)})
        assert len(leaks(tmp_path, {"a.xlsx": data})) == expected


@given(
    strategies.binary(max_size=300),
    strategies.sampled_from(["a.pdf", "a.docx", "a.png", "a.gif", "a.ico", "a.xml", "a.gz"]),
)
def test_no_bytes_break_it(data: bytes, name: str) -> None:
    """Whatever stands in a file: it is read, or it is said that it can't be."""
    try:
        list(read_surfaces(name, data))
    except UnknownFileError as error:
        assert error.__suppress_context__ or error.__context__ is None


# --- the command


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["gate", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.html").write_bytes(b"<p>Marble</p>")
    return tmp_path / "old"


def test_the_command_passes_a_clean_folder(folder: Path) -> None:
    code, out, said = run(str(folder), "--register", str(CASES / "register.yml"))
    assert (code, out, said) == (0, "", "1 files read, 0 problems\n")


def test_the_command_tells_what_it_found(folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "minutes of Gareth.docx").write_bytes(packed({**WORD, "a.xml": "<a>Lowri</a>"}))
    (folder / "c.doc").write_bytes(b"x")
    code, out, said = run(str(folder), "--register", str(CASES / "register.yml"), "--json")
    record = json.loads(out)
    assert code == record["exit"] == 3
    found = {(item["file"], item["surface"], item["id"]) for item in record["findings"]}
    number = "file 2 of the folder"
    assert found == {(number, "name", "P1"), (number, "text", "P2"), ("c.doc", "unread", "")}
    assert "Gareth" not in out + said
    assert "Lowri" not in out + said


def test_an_empty_folder_named_after_somebody(folder: Path) -> None:
    (folder / "Gareth").mkdir()
    assert run(str(folder), "--register", str(CASES / "register.yml"))[0] == 3


def test_a_link_is_not_followed(folder: Path) -> None:
    (folder / "b.html").symlink_to(folder / "a.html")
    assert run(str(folder), "--register", str(CASES / "register.yml"))[0] == 3


@pytest.mark.parametrize("register", ["nothing.yml", "."])
def test_the_command_needs_registers(register: str, folder: Path) -> None:
    assert run(str(folder), "--register", str(folder / register))[0] == 2
    assert run(str(folder))[0] == 2
