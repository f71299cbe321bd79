"""A published report, or the whole library, as one archive.

In: an output folder. Out: the bytes of a zip. The rule: what is packed is what the manifests list, byte for byte, and
the same publication gives the same archive.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from report.manifest import NAME, Manifest, read_manifest, report_names
from report.problems import SETTINGS, Problem, Problems
from report.workspace import PLACE

_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can say: a real one would make each archive another."""
_PLAIN_FILE = 0o100644 << 16
_PACKED = frozenset({".png", ".jpg", ".jpeg", ".webp", ".woff2", ".pdf"})
"""Kinds that don't get smaller."""


def pack_report(out: Path, name: str) -> bytes:
    """Pack one published report in a folder of its name.

    Raises:
        Problems: with the code for settings: `report-unknown` where it is not published, `out-damaged` for each file
            that is missing or not as its manifest says.
    """
    if name not in report_names(out):
        sentence, hint = "there is no such report in the output folder", "build it, or name one that is published"
        raise Problems([Problem("REPORT", 0, "report-unknown", sentence, hint)], SETTINGS)
    return _pack(_checked([(f"{name}/", out / name, name)]))


def pack_library(out: Path) -> bytes:
    """Pack all that is published: the library's pages at the top, a folder for each report. Raises as `pack_report`."""
    names = report_names(out)
    if not names or read_manifest(out).kind != "home":
        sentence = "there is no library in the output folder"
        raise Problems([Problem(PLACE, 0, "report-unknown", sentence, "build all reports first")], SETTINGS)
    return _pack(_checked([("", out, "the library"), *((f"{name}/", out / name, name) for name in names)]))


def _checked(folders: list[tuple[str, Path, str]]) -> dict[str, bytes]:
    """Read the files of folders, by their paths in the archive; what each is called stands last."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for above, folder, called in folders:
        manifest = read_manifest(folder)
        for path, data in _read(folder, manifest):
            if hashlib.sha256(data).hexdigest() != manifest.files[path]:
                problems.append(_damaged(called, path))
            files[above + path] = data
        files[above + NAME] = (folder / NAME).read_bytes()
    if problems:
        raise Problems(problems, SETTINGS)
    return files


def _read(folder: Path, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each listed file; no bytes for one that is missing, a link, or outside the folder."""
    for path in manifest.files:
        file = folder / path
        inside = file.resolve() == (folder.resolve() / path)
        yield path, file.read_bytes() if inside and file.is_file() else b"\0missing"


def _pack(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _TIME)
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 3  # Unix, on every system
            is_packed = Path(path).suffix in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def _damaged(called: str, path: str) -> Problem:
    sentence = "a published file is missing, or is not as it was published"
    return Problem(f"{called}: {path}", 0, "out-damaged", sentence, "build it again")
