"""A small library on a disk: content, registers and an output folder for one test."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from PIL import Image

import build

CASES = Path(__file__).parent / "cases"
INDEX = """---
title: A review
author: Ada Crane
date: 2024-01-05
register: register.yml
{more}---

{preface}
"""


def picture() -> bytes:
    """A clean picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Library:
    """Three folders, and the command over them."""

    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "site"

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file below the library."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def report(self, name: str, *sections: str, more: str = "", preface: str = "") -> None:
        """Write a report of these sections, with the register of the cases."""
        self.write(f"content/{name}/index.md", INDEX.format(more=more, preface=preface))
        for n, section in enumerate(sections, 1):
            self.write(f"content/{name}/{n:02d}-section.md", section)
        (self.folder / "register").mkdir(exist_ok=True)
        for name in ("register.yml", "vocabulary.yml"):
            shutil.copy(CASES / name, self.folder / "register" / name)

    def arguments(self, *more: str) -> list[str]:
        """The arguments that name the library's folders."""
        folders = (("--content", "content"), ("--register", "register"), ("--out", "site"))
        return [*more, *(part for option, name in folders for part in (option, str(self.folder / name)))]

    def run(self, *arguments: str) -> Result:
        """Run the command in this process."""
        return CliRunner().invoke(build.main, self.arguments(*arguments))

    def record(self, *arguments: str) -> dict[str, Any]:
        """Run the command with --json; what it prints, and the exit code in it checked."""
        result = self.run(*arguments, "--json")
        record: dict[str, Any] = json.loads(result.stdout)
        assert record["exit"] == result.exit_code
        return record


def digest(folder: Path) -> dict[str, str]:
    """The digest of each file below a folder; empty where there is none."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def everything(folder: Path) -> bytes:
    """All bytes below a folder and the names of its files, but for our fonts: letters of base64 are words by chance."""
    files = (path.name.encode() + (path.read_bytes() if path.is_file() else b"") for path in folder.rglob("*"))
    return re.sub(rb"data:font/woff2;base64,[A-Za-z0-9+/=]+", b"", b"\n".join(files))
