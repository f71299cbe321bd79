"""The record of a build: what was made from what, and what was decided on the way.

In: a report's source, its register, what the pass gave and what the gate cleared. Out: a file beside the register, for
those who answer for the publication. The rule: ids and aliases only, and nothing of a clock, a user, a machine or a
folder, so that the same input gives the same bytes; only its owner may read it.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from anonymise.detect import Finder, find_in_address
from anonymise.forms import build_index
from anonymise.redaction_log import log_path, write_beside
from anonymise.register import Register
from anonymise.replace import Passed
from anonymise.source import Source
from report.model import Cleared
from report.problems import SETTINGS, Problem, Problems

LIBRARIES = (
    # what has a say in the bytes that are published
    "fonttools",
    "jinja2",
    "markdown",
    "markdown-it-py",
    "mdit-py-plugins",
    "mkdocs",
    "mkdocs-material",
    "pikepdf",
    "pillow",
    "pyyaml",
    "typst",
)


def record_path(register: Path, name: str) -> Path:
    """Where the record of a report's last build stands: beside its register's file."""
    return register.parent / f"{name}.record.json"


def make_record(source: Source, register: Register, passed: Passed, cleared: Cleared) -> dict[str, object]:
    """Say what one build made from what; values are fit for JSON. Nothing in it is a real name."""
    safe = passed.safe
    folder = safe.paths[0].removesuffix(source.files[0].path)
    # relative to the report or its case; the pass has refused names in them
    paths = tuple(p.removeprefix(folder) if p.startswith(folder) else source.shared[0].path for p in safe.paths)
    file_of = dict(zip(safe.paths, paths, strict=True))
    log = [
        {"file": file_of[cut.file], "line": cut.line, "reason": cut.reason, "words": cut.words} for cut in passed.log
    ]
    return {
        "report": source.name,
        "edition": safe.edition,
        "signoff": {name: day.isoformat() for name, day in safe.front.signoff.items()},
        "people": _people(register, safe.tally),
        "secrets": {one.id: {"alias": one.alias, "replaced": safe.tally.get(one.id, 0)} for one in register.secrets},
        "replaced": {
            path: {id: count for file, id, count in passed.counted if file == number}
            for number, path in enumerate(paths)
        },
        "decisions": _decisions(register, passed, paths),
        "waivers": [
            {"rule": w.rule, "id" if w.by_id else "text": w.about, "reason": w.reason, "date": w.day.isoformat()}
            for w in passed.waivers
        ],
        "redactions": {"log": log_path(Path(), source.name).name, "entries": log},
        "sources": _sources(source, register),
        "outputs": dict(sorted(cleared.digests.items())),
    }


def write_record(path: Path, record: Mapping[str, object], program: str) -> None:
    """Write a record, with the versions of this program, of Python and of the libraries.

    Raises `Problems` with the code for settings: `record-unwritten`.
    """
    versions = {"dhr-publisher": program, "python": platform.python_version()} | {n: _version(n) for n in LIBRARIES}
    try:
        write_beside(path, json.dumps({**record, "versions": versions}, indent=2, ensure_ascii=False))
    except OSError:
        hint = "check the rights on the register folder"
        sentence = "the record of the build can't be written"
        raise Problems([Problem("the register folder", 0, "record-unwritten", sentence, hint)], SETTINGS) from None


def _people(register: Register, tally: Mapping[str, int]) -> dict[str, object]:
    """Everybody by id. Who chose an alias stays in the register: those words may be a name."""
    return {
        id: {
            "alias": person.alias,
            "role": person.role,
            "chosen": person.chosen_on.isoformat() if person.chosen_on else "",
            "family_asked": person.family_asked,
            "replaced": tally.get(id, 0),
        }
        for id, person in register.people.items()
    }


def _decisions(register: Register, passed: Passed, paths: tuple[str, ...]) -> dict[str, object]:
    places = [
        {"file": paths[one.file], "line": one.line} | ({"person": one.person} if one.person else {"word": True})
        for one in sorted(passed.decisions, key=lambda one: (one.file, one.line))
    ]
    named, ordinary = len(register.named), len(register.ordinary)
    counts = {"people": len(register.people), "named": named, "ordinary": ordinary}
    return {**counts, "undecided": len(passed.undecided), "places": places}


def _sources(source: Source, register: Register) -> dict[str, object]:
    """Digests by path; a picture whose path holds a name, which no figure may show, goes by its number."""
    finder = Finder(build_index(register), register)
    pictures = {
        f"picture {n}" if find_in_address(path, finder) else path: hashlib.sha256(data).hexdigest()
        for n, (path, data) in enumerate(sorted(source.images.items()), 1)
    }
    return {
        "files": {file.path: file.sha256 for file in (*source.files, *source.shared)},
        "pictures": pictures,
        "spreadsheets": {path: hashlib.sha256(data).hexdigest() for path, data in sorted(source.sheets.items())},
        "register": register.sha256,
        "vocabulary": register.vocabulary.sha256,
    }


def _version(name: str) -> str:
    """The version of a library, "" where it is installed in no way that Python knows of."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
