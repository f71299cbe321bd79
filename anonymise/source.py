"""Read a report's folder.

In: the content folder and a report's name. Out: a `Source`, all of it in memory. The rule: this is the only place that
reads what an author wrote, and it says of a file only where it stands, since a file's name may hold a person's.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from report.problems import SETTINGS, Problem, Problems

SHEET_SUFFIXES = (".csv", ".xlsx")
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".bmp", ".tif", ".tiff")
CASE = "case.yml"
"""What the documents of a case share; a folder that holds one is a case, and its folders are documents."""
_LEFT_OUT = "._~"
"""How the name of a file or folder begins that nobody reads."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufff9\ufffa\ufffb")
_RESERVED = {"assets", "index", "manifest", "con", "prn", "aux", "nul", "actions", "glossary", "stay-safe"}
_HIDDEN = re.compile(r"(?:^|/)[._~]")
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
    folder: str = ""
    """Of a document of a case, its folder relative to the content, with slashes; "" for a report by itself, whose
    folder is its name."""
    shared: tuple[SourceFile, ...] = ()
    """The one file of settings that the documents of its case share; empty for a report by itself."""
    documents: tuple[str, ...] = ()
    """The folders of all documents of its case, its own among them, sorted; empty for a report by itself."""

    @property
    def document(self) -> str:
        """The name of its folder in its case; "" for a report by itself."""
        return self.folder.rpartition("/")[2]

    @property
    def case(self) -> str:
        """The name of its case's folder; "" for a report by itself."""
        return self.folder.partition("/")[0]

    def __repr__(self) -> str:
        return f"Source({len(self.files)} files, {len(self.images)} images, {len(self.sheets)} spreadsheets)"


def report_names(content: Path) -> tuple[str, ...]:
    """The reports in a content folder, sorted: its folders that hold an `index.md`, and the documents of its cases.

    A document is called by its case's folder and its own: `riverside-2019-overview`. Empty where there are none.

    Raises `Problems` with the code for settings where `content` is no folder.
    """
    if not content.is_dir():
        raise Problems([Problem("--content", 0, "folder-missing", "the content folder does not exist")], SETTINGS)
    names: set[str] = set()
    for entry in content.iterdir():
        documents = case_documents(content, entry.name)
        names |= {f"{entry.name}-{document}" for document in documents}
        if (entry / "index.md").is_file() or ((entry / CASE).is_file() and not documents):
            names.add(entry.name)
    return tuple(sorted(names))


def case_documents(content: Path, case: str) -> tuple[str, ...]:
    """The folders of a case's documents, sorted; empty for what is no case, and for one without any."""
    folder = content / case
    if not (folder / CASE).is_file():
        return ()
    entries = (entry.name for entry in folder.iterdir() if (entry / "index.md").is_file())
    return tuple(sorted(name for name in entries if name[0] not in _LEFT_OUT))


def sheet_place(number: int) -> str:
    """A spreadsheet's place in words that hold no name; from 1."""
    return f"spreadsheet {number} of the report"


def place_of(number: int) -> str:
    """A file's place in words that hold no name: 0 is the report's `index.md`, 3 the third section."""
    return f"section {number} of the report" if number else "the report's index.md"


def read_source(content: Path, name: str) -> Source:
    """Read a report.

    Raises `Problems`: `report-unknown` (code for settings), `report-name`, `case-folder`, `file-encoding`.
    """
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED or _PAGE.fullmatch(name.lower()):
        hint = "use letters, digits and hyphens"
        raise Problems([Problem("a report's folder", 0, "report-name", "its name can't be part of an address", hint)])
    folder = _find_folder(content, name)
    sections = sorted(path for path in folder.glob("*.md") if path.name != "index.md" and path.name[0] not in _LEFT_OUT)
    files = read_texts([folder / "index.md", *sections], folder)
    root = folder.resolve()
    inside = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.resolve().is_relative_to(root)]
    images, sheets = (
        {p.relative_to(folder).as_posix(): p for p in inside if p.suffix.lower() in suffixes}
        for suffixes in (IMAGE_SUFFIXES, SHEET_SUFFIXES)
    )
    return Source(
        name,
        files,
        {path: p.read_bytes() for path, p in images.items()},
        {path: p.read_bytes() for path, p in sheets.items() if not _HIDDEN.search(path)},
        *_case_of(content, folder),
    )


def read_settings(content: Path, name: str) -> Source:
    """Read the settings of a report and nothing else of it: its `index.md`, and what its case shares. Raises as
    `read_source`.
    """
    folder = _find_folder(content, name)
    return Source(name, read_texts([folder / "index.md"], folder), {}, {}, *_case_of(content, folder))


def _case_of(content: Path, folder: Path) -> tuple[str, tuple[SourceFile, ...], tuple[str, ...]]:
    """The last three fields of a `Source`, by its folder."""
    if folder.parent == content:
        return "", (), ()
    shared = read_texts([folder.parent / CASE], folder.parent, lambda _: PLACE_OF_CASE)
    return folder.relative_to(content).as_posix(), shared, case_documents(content, folder.parent.name)


def _find_folder(content: Path, name: str) -> Path:
    """The one folder of a report. Raises `Problems`: `report-unknown`, `case-folder`."""
    cuts = [(name[:at], name[at + 1 :]) for at, char in enumerate(name) if char == "-"]
    inside = (content / case / document for case, document in cuts if document in case_documents(content, case))
    found = [path for path in (content / name,) if (path / "index.md").is_file() or (path / CASE).is_file()]
    found += inside
    if not found:
        sentence = "there is no such report in the content folder"
        raise Problems([Problem("REPORT", 0, "report-unknown", sentence, "name a folder with an index.md")], SETTINGS)
    wrong, hint = "", "rename one of them"
    if len(found) > 1:
        wrong = "two reports have the same name, one of them as a document of a case"
    elif (found[0] / CASE).is_file():
        wrong, hint = "this is a case and no document of one", "put an index.md into a folder of it, and name that too"
    elif found[0].parent != content and any(path.name[0] not in _LEFT_OUT for path in found[0].parent.glob("*.md")):
        wrong, hint = "a text stands beside case.yml, where nobody reads it", "put it into the folder of a document"
    if wrong:
        raise Problems([Problem("a report's folder", 0, "case-folder", wrong, hint)])
    return found[0]


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


PLACE_OF_CASE = "the settings of the case"


def read_texts(paths: list[Path], folder: Path, place_of: Callable[[int], str] = place_of) -> tuple[SourceFile, ...]:
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
