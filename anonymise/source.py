"""Read a report's folder.

In: the content folder and a report's name. Out: a `Source`, all of it in memory. The rule: this is the only place that
reads what an author wrote, and it says of a file only where it stands, since a file's name may hold a person's.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from report.problems import SETTINGS, Problem, Problems

SHEET_SUFFIXES = (".csv", ".xlsx")
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".bmp", ".tif", ".tiff")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufff9\ufffa\ufffb")
_RESERVED = {"assets", "index", "manifest", "con", "prn", "aux", "nul", "actions", "glossary", "stay-safe"}
_LEFT_OUT = re.compile(r"(?:^|/)[._~]")
"""Names of notes and of what programs put beside an open file."""
_PAGE = re.compile(r"(section|part|appendix)-[a-z0-9]+")
"""A name of a section's page, which the report in one file would have too."""


@dataclass(frozen=True, slots=True, repr=False)
class SourceFile:
    """One Markdown file."""

    path: str
    """Relative to the report's folder, with slashes; may hold a real name."""
    text: str
    """With line feeds only and no byte order mark."""
    sha256: str
    """In hex, of the bytes on disk."""

    def __repr__(self) -> str:
        return f"SourceFile({len(self.text)} characters)"


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """A report as its author left it."""

    name: str
    """The report's folder."""
    files: tuple[SourceFile, ...]
    """`index.md` first, then the sections in file-name order."""
    images: Mapping[str, bytes]
    """By path relative to the report's folder, with slashes."""
    sheets: Mapping[str, bytes] = field(default_factory=dict)
    """The spreadsheets, likewise, in the order of their paths."""

    def __repr__(self) -> str:
        return f"Source({len(self.files)} files, {len(self.images)} images, {len(self.sheets)} spreadsheets)"


def report_names(content: Path) -> tuple[str, ...]:
    """The reports in a content folder, sorted: its folders that hold an `index.md`. Empty where there are none.

    Raises `Problems` with the code for settings where `content` is no folder.
    """
    if not content.is_dir():
        raise Problems([Problem("--content", 0, "folder-missing", "the content folder does not exist")], SETTINGS)
    return tuple(sorted(entry.name for entry in content.iterdir() if (entry / "index.md").is_file()))


def sheet_place(number: int) -> str:
    """A spreadsheet's place in words that hold no name; from 1."""
    return f"spreadsheet {number} of the report"


def place_of(number: int) -> str:
    """A file's place in words that hold no name: 0 is the report's `index.md`, 3 the third section."""
    return f"section {number} of the report" if number else "the report's index.md"


def read_source(content: Path, name: str) -> Source:
    """Read a report.

    Raises `Problems`: `report-unknown` (code for settings), `report-name`, `file-encoding`.
    """
    folder = content / name
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED or _PAGE.fullmatch(name.lower()):
        hint = "use letters, digits and hyphens"
        raise Problems([Problem("a report's folder", 0, "report-name", "its name can't be part of an address", hint)])
    if not (folder / "index.md").is_file():
        sentence = "there is no such report in the content folder"
        raise Problems([Problem("REPORT", 0, "report-unknown", sentence, "name a folder with an index.md")], SETTINGS)
    sections = sorted(path for path in folder.glob("*.md") if path.name != "index.md" and path.name[0] not in "._~")
    files = read_texts([folder / "index.md", *sections], folder)
    root = folder.resolve()
    inside = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.resolve().is_relative_to(root)]
    pictures, sheets = (
        {p.relative_to(folder).as_posix(): p for p in inside if p.suffix.lower() in suffixes}
        for suffixes in (IMAGE_SUFFIXES, SHEET_SUFFIXES)
    )
    return Source(
        name,
        files,
        {path: p.read_bytes() for path, p in pictures.items()},
        {path: p.read_bytes() for path, p in sheets.items() if not _LEFT_OUT.search(path)},
    )


def is_forbidden(char: str) -> bool:
    """Whether a character is none that readers can be shown: a control, a private or unassigned one, or one that turns
    the direction of writing, under which a screen shows other words than are there.
    """
    if char in "\t\n" or char.isascii():
        return (char < " " and char not in "\t\n") or char == "\x7f"
    return unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs") or char in _TURNING


def has_forbidden(text: str) -> bool:
    """Whether a forbidden character stands anywhere in a text."""
    return any(map(is_forbidden, set(text)))


def read_texts(paths: list[Path], folder: Path) -> tuple[SourceFile, ...]:
    """Read text files in order; their paths become relative to `folder`.

    Raises `Problems`, named by place ("section 3 of the report"): `file-link`, `file-encoding`, `file-control`.
    """
    files: list[SourceFile] = []
    problems: list[Problem] = []
    for number, path in enumerate(paths):
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            hint = "put the file itself into the report's folder"
            problems.append(Problem(place_of(number), 0, "file-link", "this is no file of the report's folder", hint))
            continue
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            hint = "save it as UTF-8 text"
            problems.append(Problem(place_of(number), 0, "file-encoding", "the file is not UTF-8 text", hint))
            continue
        problems += [
            Problem(place_of(number), n, "file-control", f"a control character, U+{ord(char):04X}", "delete it")
            for n, line in enumerate(text.split("\n") if has_forbidden(text) else (), 1)
            for char in line
            if is_forbidden(char)
        ]
        files.append(SourceFile(path.relative_to(folder).as_posix(), text, hashlib.sha256(data).hexdigest()))
    if problems:
        raise Problems(problems)
    return tuple(files)


def read_home(content: Path) -> Source:
    """Read the library's home page, `content/index.md`; an empty page where there is none. Raises `file-encoding`."""
    page = content / "index.md"
    files = (
        read_texts([page], content) if page.is_file() else (SourceFile("index.md", "", hashlib.sha256().hexdigest()),)
    )
    return Source("", files, {})
