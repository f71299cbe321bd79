"""Files with a word in one place of each: pictures, fonts, archives, documents of offices. Invented, made in memory."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # ships no types
from PIL import Image, PngImagePlugin

FONTS = Path(__file__).parent.parent / "templates" / "fonts"
Maker = Callable[[str], bytes]


def fill(text: str, word: str) -> bytes:
    """A text of the cases with a word in its place, written as the case says."""
    percent = "".join(f"%{byte:02X}" for byte in word.encode())
    escape = "".join(f"\\u{ord(letter):04x}" for letter in word)
    cyrillic = word.translate(str.maketrans("aeo", "аео"))
    ways = {
        "@percenttwice": percent.replace("%", "%25"),
        "@percent": percent,
        "@escaped": escape.replace("\\", "\\\\"),
        "@escape": escape,
        "@csshex": "".join(f"\\{ord(letter):x} " for letter in word),
        "@entity": html.escape("".join(f"&#{ord(letter)};" for letter in word)),
        "@base64": base64.b64encode(f"by {word} and".encode()).decode(),
        "@svg": base64.b64encode(f"<svg><text>{word}</text></svg>".encode()).decode(),
        "@first": word[:3],
        "@rest": word[3:],
        "@spelled": "-".join(word),
        "@dotted": ". ".join(word),
        "@cyrillic": cyrillic,
        "@": word,
    }
    if "areth" in text and word != "Gareth":  # the one case that writes it out
        text = text.replace("&amp;#71;areth", "")
    for mark, written in ways.items():
        text = text.replace(mark, written)
    return text.encode()


# --- pictures


def saved(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind, **options)
    return out.getvalue()


def exif(word: str, tag: int, part: int = 0, value: bytes = b"") -> Image.Exif:
    found = Image.Exif()
    (found.get_ifd(part) if part else found)[tag] = value or word
    return found


def png_chunk(kind: bytes, body: bytes) -> bytes:
    data = saved("PNG")
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return data[:-12] + chunk + data[-12:]


def png_text(word: str, *, zipped: bool, international: bool) -> bytes:
    info = PngImagePlugin.PngInfo()
    (info.add_itxt if international else info.add_text)("Author", word, zip=zipped)
    return saved("PNG", pnginfo=info)


def jpeg_part(code: int, body: bytes) -> bytes:
    data = saved("JPEG")
    return data[:2] + bytes([0xFF, code]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def iptc(word: str) -> bytes:
    record = b"\x1c\x02\x78" + struct.pack(">H", len(word)) + word.encode()
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    return jpeg_part(0xED, b"Photoshop 3.0\0" + block)


def icon(word: str) -> bytes:
    picture = png_text(word, zipped=False, international=False)
    return struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 8, 8, 0, 0, 1, 24, len(picture), 22) + picture


def xmp(word: str) -> bytes:
    return f"<x:xmpmeta><dc:creator>{word}</dc:creator></x:xmpmeta>".encode()


PICTURES: dict[str, tuple[str, Maker]] = {
    "text of a PNG": ("a.png", lambda word: png_text(word, zipped=False, international=False)),
    "packed text of a PNG": ("a.png", lambda word: png_text(word, zipped=True, international=False)),
    "international text of a PNG": ("a.png", lambda word: png_text(word, zipped=True, international=True)),
    "chunk of a PNG that nobody knows": ("a.png", lambda word: png_chunk(b"zzZz", word.encode())),
    "wide letters in a chunk": ("a.png", lambda word: png_chunk(b"zzZz", b"\0\0" + word.encode("utf-16-le") + b"\0\0")),
    "description in EXIF": ("a.jpg", lambda word: saved("JPEG", exif=exif(word, 0x010E))),
    "author in EXIF of Windows": ("a.jpg", lambda w: saved("JPEG", exif=exif(w, 0x9C9D, value=w.encode("utf-16-le")))),
    "comment in EXIF": ("a.jpg", lambda w: saved("JPEG", exif=exif(w, 0x9286, 0x8769, b"ASCII\0\0\0" + w.encode()))),
    "wide comment in EXIF": (
        "a.jpg",
        lambda w: saved("JPEG", exif=exif(w, 0x9286, 0x8769, b"UNICODE\0" + w.encode("utf-16-be"))),
    ),
    "place in EXIF": ("a.jpg", lambda word: saved("JPEG", exif=exif(word, 0x001D, 0x8825))),
    "EXIF of a PNG": ("a.png", lambda word: saved("PNG", exif=exif(word, 0x010E))),
    "XMP of a JPEG": ("a.jpeg", lambda word: saved("JPEG", xmp=xmp(word))),
    "by-line in IPTC": ("a.jpg", iptc),
    "comment of a JPEG": ("a.jpg", lambda word: saved("JPEG", comment=word.encode())),
    "part of a JPEG that nobody knows": ("a.jpg", lambda word: jpeg_part(0xEB, b"\0\1" + word.encode())),
    "second picture behind a JPEG": ("a.jpg", lambda w: saved("JPEG") + saved("JPEG", comment=w.encode())),
    "comment of a GIF": ("a.gif", lambda word: saved("GIF", comment=word.encode())),
    "XMP of a GIF": (
        "a.gif",
        lambda w: saved("GIF")[:-1] + b"!\xff\x0bXMP DataXMP" + bytes([len(xmp(w))]) + xmp(w) + b"\0;",
    ),
    "EXIF of a WebP": ("a.webp", lambda word: saved("WEBP", exif=exif(word, 0x010E))),
    "XMP of a WebP": ("a.webp", lambda word: saved("WEBP", xmp=xmp(word))),
    "picture in an icon": ("a.ico", icon),
    "PNG in base64 in a page": (
        "a.html",
        lambda w: b'<img src="data:image/png;base64,' + base64.b64encode(icon(w)[22:]) + b'">',
    ),
}


# --- fonts


def font(word: str, flavour: str = "") -> bytes:
    out = io.BytesIO()
    with TTFont(FONTS / "SourceSans3-It.ttf") as made:
        made["name"].setName(f"by {word}", 9, 3, 1, 0x409)
        made.flavor = flavour or None
        made.save(out)
    return out.getvalue()


# --- archives and documents of offices


def packed(members: dict[str, str | bytes], comment: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), body)
        archive.comment = comment.encode()
    return out.getvalue()


WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document><w:body><w:p/></w:body></w:document>"}
EXCEL = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": "<workbook/>",
    "xl/worksheets/sheet1.xml": "<worksheet/>",
}
OPEN = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<office:document-content/>"}
RUNS = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r><w:proofErr/><w:r><w:t>{}</w:t></w:r></w:p>"
CHANGED = (
    "<w:p><w:r><w:t>{}</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:t>{}</w:t></w:r></w:p>"
)


def member(kind: dict[str, str], name: str, text: str) -> Maker:
    """A document of an office with one more part, in which @ is the word and {} are its halves."""

    def make(word: str) -> bytes:
        return packed(
            {
                **kind,
                name.replace("@", word): text.replace("@", word).replace("{}", word[:3], 1).replace("{}", word[3:]),
            }
        )

    return make


ARCHIVES: dict[str, tuple[str, Maker]] = {
    "text of Word": ("a.docx", member(WORD, "word/document.xml", "<w:p><w:r><w:t>@</w:t></w:r></w:p>")),
    "text of Word in two runs": ("a.docx", member(WORD, "word/document.xml", RUNS)),
    "text of Word around a change": ("a.docx", member(WORD, "word/document.xml", CHANGED)),
    "text of Word that was taken away": (
        "a.docx",
        member(WORD, "word/document.xml", "<w:del><w:r><w:delText>@</w:delText></w:r></w:del>"),
    ),
    "author of a change": ("a.docx", member(WORD, "word/document.xml", '<w:ins w:author="@"/>')),
    "hidden text": ("a.docx", member(WORD, "word/document.xml", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>@</w:t></w:r>")),
    "header": ("a.docx", member(WORD, "word/header1.xml", "<w:hdr><w:t>@</w:t></w:hdr>")),
    "footnote": ("a.docx", member(WORD, "word/footnotes.xml", "<w:footnotes><w:t>@</w:t></w:footnotes>")),
    "comment of Word": ("a.docx", member(WORD, "word/comments.xml", "<w:comment><w:t>@</w:t></w:comment>")),
    "author of a document": ("a.docx", member(WORD, "docProps/core.xml", "<dc:creator>@</dc:creator>")),
    "property of one's own": ("a.docx", member(WORD, "docProps/custom.xml", "<vt:lpwstr>@</vt:lpwstr>")),
    "XML of one's own": ("a.docx", member(WORD, "customXml/item1.xml", "<case victim='@'/>")),
    "target of a link": (
        "a.docx",
        member(WORD, "word/_rels/document.xml.rels", '<Relationship Target="mailto:@@x.org"/>'),
    ),
    "relation of a document": ("a.docx", member(WORD, "_rels/.rels", '<Relationship Target="mailto:@@x.org"/>')),
    "field": ("a.docx", member(WORD, "word/document.xml", "<w:instrText>MERGEFIELD @</w:instrText>")),
    "name of a picture": ("a.docx", lambda w: packed({**WORD, f"word/media/{w}.png": saved("PNG")})),
    "metadata of a picture in Word": (
        "a.docx",
        lambda w: packed({**WORD, "word/media/a.jpg": saved("JPEG", comment=w.encode())}),
    ),
    "sheet in a document": (
        "a.docx",
        lambda w: packed({**WORD, "word/embeddings/a.xlsx": member(EXCEL, "xl/a.xml", "@")(w)}),
    ),
    "shared text of Excel": (
        "a.xlsx",
        member(EXCEL, "xl/sharedStrings.xml", "<sst><si><r><t>{}</t></r><r><t>{}</t></r></si></sst>"),
    ),
    "comment of Excel": ("a.xlsx", member(EXCEL, "xl/comments1.xml", "<comment><text><t>@</t></text></comment>")),
    "hidden sheet": ("a.xlsx", member(EXCEL, "xl/workbook.xml", '<sheet name="@" state="veryHidden"/>')),
    "defined name": ("a.xlsx", member(EXCEL, "xl/workbook.xml", '<definedName name="@_total">A1</definedName>')),
    "slide": (
        "a.pptx",
        member(WORD, "ppt/slides/slide1.xml", "<a:p><a:r><a:t>{}</a:t></a:r><a:r><a:t>{}</a:t></a:r></a:p>"),
    ),
    "notes of a slide": (
        "a.pptx",
        member(WORD, "ppt/notesSlides/notesSlide1.xml", "<a:p><a:r><a:t>@</a:t></a:r></a:p>"),
    ),
    "text of OpenDocument": (
        "a.odt",
        member(OPEN, "content.xml", "<text:p><text:span>{}</text:span><text:span>{}</text:span></text:p>"),
    ),
    "note of OpenDocument": (
        "a.ods",
        member(OPEN, "content.xml", "<office:annotation><dc:creator>@</dc:creator></office:annotation>"),
    ),
    "metadata of OpenDocument": ("a.odp", member(OPEN, "meta.xml", "<meta:initial-creator>@</meta:initial-creator>")),
    "file in an archive": ("a.zip", lambda word: packed({"a/b.txt": word})),
    "archive in an archive": ("a.zip", lambda word: packed({"b.zip": packed({"a.txt": word})})),
    "name of a file in an archive": ("a.zip", lambda word: packed({f"{word}/": b"", "a.txt": "x"})),
    "comment of an archive": ("a.zip", lambda word: packed({"a.txt": "x"}, word)),
    "packed page": ("a.html.gz", lambda word: gzip.compress(word.encode())),
    "packed drawing": ("a.svgz", lambda word: gzip.compress(f"<svg><title>{word}</title></svg>".encode())),
    "packed search data": ("a.json.gz", lambda word: gzip.compress(json.dumps({"a": word}).encode())),
    "name in a packed file": (
        "a.txt.gz",
        lambda w: (
            gzip.compress(b"x")[:3]
            + b"\x08"
            + gzip.compress(b"x")[4:10]
            + w.encode()
            + b"\0"
            + gzip.compress(b"x")[10:]
        ),
    ),
    "page in Windows' letters": ("a.html", lambda word: f"<p>{word} caf\xe9</p>".encode("cp1252")),
    "page in wide letters": ("a.html", lambda word: f"<p>{word}</p>".encode("utf-16")),
    "font": ("a.ttf", font),
    "font of the web": ("a.woff", lambda word: font(word, "woff")),
    "packed font of the web": ("a.woff2", lambda word: font(word, "woff2")),
}
