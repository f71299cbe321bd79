"""The record, beside the published files, of what this program wrote there.

In: a folder. Out: a `Manifest`, or the file `manifest.json`. The rule: what no manifest lists is not ours, and is never
touched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

NAME = "manifest.json"
_PROGRAM = "dhr-publisher"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What this program wrote into a folder."""

    kind: Literal["report", "home", "none"]
    """`none` where the folder has no manifest that this program wrote."""
    files: Mapping[str, str]
    """SHA-256 in hex by path relative to the folder, with slashes; without the manifest itself."""


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's manifest; one that cannot be understood is not ours, and the folder's kind is `none`."""
    try:
        record = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return Manifest("none", {})
    if not isinstance(record, dict) or record.get("program") != _PROGRAM:
        return Manifest("none", {})
    kind, files = record.get("kind"), record.get("files")
    if kind not in ("report", "home") or not isinstance(files, dict):
        return Manifest("none", {})
    return Manifest(kind, files)


def write_manifest(folder: Path, kind: Literal["report", "home"], files: Mapping[str, str]) -> None:
    """Write a folder's manifest so that it outlasts a loss of power."""
    record = {"files": dict(files), "kind": kind, "program": _PROGRAM}
    with (folder / NAME).open("x", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())


def report_names(out: Path) -> tuple[str, ...]:
    """Return the names of the reports published in a folder, sorted; () where there is no folder."""
    if not out.is_dir():
        return ()
    return tuple(sorted(path.name for path in out.iterdir() if path.is_dir() and read_manifest(path).kind == "report"))


def find_files(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder, sorted, relative to it and with slashes.

    A symbolic link is a file, wherever it leads. Nothing comes of a folder that is not there.
    """
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from (f"{path.name}/{below}" for below in find_files(path))
        else:
            yield path.name


def find_own_files(out: Path) -> frozenset[str]:
    """Return the paths of what this program wrote into an output folder, manifests among them."""
    home = read_manifest(out)
    own = {*home.files, NAME} if home.kind == "home" else set()
    for name in report_names(out):
        own.update(f"{name}/{path}" for path in (*read_manifest(out / name).files, NAME))
    return frozenset(own)
