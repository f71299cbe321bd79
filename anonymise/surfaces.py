"""Every place of a file where text can hide.

In: the name and the bytes of a file. Out: surfaces: decoded text with the name of the place. The rule: a kind of file
that is not known here is a problem, never skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import PurePosixPath

from anonymise.surface import Reader, Surface, UnknownFileError, read_binary
from anonymise.surfaces_archive import read_gzip, read_zip
from anonymise.surfaces_code import derive, without_data
from anonymise.surfaces_font import read_font
from anonymise.surfaces_image import read_icon, read_picture
from anonymise.surfaces_pdf import read_pdf
from anonymise.surfaces_text import read_csv, read_html, read_json, read_plain, read_xml

_DEPTH = 5
"""How deep files are read that lie in files: a picture in a letter in an archive in a PDF is at 3."""


def read_surfaces(path: str, data: bytes) -> Iterator[Surface]:
    """All surfaces of one file, its name first, each also as it reads when it is decoded.

    `path` is relative to the folder that is read, with slashes. Raises `UnknownFileError`, after what could be read.
    """
    try:
        for surface in chain([Surface("name", path)], _read(path, data, 0)):
            if surface.kind == "binary":
                yield surface
            else:
                yield Surface(surface.kind, without_data(surface.text))
                yield from derive(surface, lambda name, found: _inside(name, found, 1))
    except UnknownFileError:
        raise
    except Exception:  # whatever a library says of a broken file quotes the file
        raise UnknownFileError from None


def _inside(name: str, data: bytes, depth: int) -> Iterator[Surface]:
    yield Surface("entry", name)
    yield from _read(name, data, depth)


def _read(path: str, data: bytes, depth: int) -> Iterator[Surface]:
    name = PurePosixPath(path)
    suffix = name.suffix.lower()
    read = _NAMES.get(name.name) or _READERS.get(suffix)
    if read is None or depth > _DEPTH:
        raise UnknownFileError
    unpacked = name.stem + (".svg" if suffix == ".svgz" else "")
    try:
        yield from read(data, lambda inside, found: _inside(inside or unpacked, found, depth + 1))
    except UnknownFileError:
        raise
    except Exception:
        raise UnknownFileError from None


_KINDS: Mapping[Reader, str] = {
    read_html: ".html .htm",
    read_xml: ".xml .svg .xhtml .atom .rss .rdf .rels .vml .xsl .xsd .opf .ncx .kml .config",
    read_json: ".json .webmanifest .map .geojson",
    read_csv: ".csv",
    read_plain: ".css .js .mjs .txt .md .markdown .yml .yaml .tsv .vtt .srt .toml .ini .conf",
    read_picture: ".png .jpg .jpeg .jpe .gif .webp .jfif",
    read_icon: ".ico",
    read_font: ".ttf .otf .woff .woff2",
    read_pdf: ".pdf",
    read_gzip: ".gz .svgz",
    read_zip: """.zip .epub .docx .docm .dotx .xlsx .xlsm .xltx .pptx .pptm .potx .ppsx
        .odt .ott .ods .ots .odp .otp .odg""",
}
"""How each kind of file is read. A new kind is a word here or a line."""
_READERS = {suffix: read for read, suffixes in _KINDS.items() for suffix in suffixes.split()}
_NAMES: Mapping[str, Reader] = {
    "mimetype": read_plain,
    "CNAME": read_plain,
    ".nojekyll": read_plain,
    ".rels": read_xml,
    "_headers": read_plain,
    ".buildinfo": read_plain,
    "layout-cache": read_binary,
    **{f"printerSettings{n}.bin": read_binary for n in range(1, 100)},
}
"""Files that are known by their whole name: of OpenDocument, of hosts of sites, and what Excel keeps of a printer."""
