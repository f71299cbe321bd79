"""What the gate has cleared becomes what readers see.

In: `Cleared` folders and the output folder. Out: the output folder, swapped as one step. The rule: no byte is published
that the gate has not read, and a publication that stops leaves the last one as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path

from report.manifest import NAME, find_files, read_manifest, report_names, write_manifest
from report.model import EDITIONS, Card, Cleared
from report.problems import FAULT, SETTINGS, Problem, Problems
from report.search import read_index
from report.swap import swap
from report.words import count_words
from report.workspace import PLACE, aside, check_out, work_folder

_CHUNK = 1 << 20  # bytes copied at a time
_HEAD = 2_000  # characters in which a page's policy stands
_STYLE = re.compile(r"style-src '(sha256-[A-Za-z0-9+/]{43}=)'")


def publish(cleared: Mapping[str, Cleared], home: Cleared | None, out: Path) -> tuple[str, ...]:
    """Publish reports by name, and the home page over them; call it inside `workspace`.

    Reports that are published already and not among these stay, and so does the home page where `home` is None. With
    neither reports nor a home page nothing is done.

    Returns:
        The names of the reports published now, sorted.

    Raises:
        Problems: with the exit code for a fault, where a folder differs from what the gate read; with the one for
            settings, where `out` holds what this program did not write, or a published report has lost a file. Nothing
            is published then.
    """
    if not cleared and home is None:
        return ()
    check_out(out)
    place = out.resolve()
    new = work_folder(out) / "new"
    new.mkdir()
    _keep_reports(place, new, without=frozenset(cleared))
    for name, report in sorted(cleared.items()):
        _add_report(name, report, new)
    if home is None:
        _keep_home(place, new)
    else:
        _add_home(home, new)
    swap(new, place, aside(out))
    return tuple(sorted(cleared))


def cards(out: Path, but: Collection[str] = ()) -> tuple[Card, ...]:
    """Read what the home page says of each published report, sorted by name; () where nothing is published.

    `but` are reports that are about to be replaced: nobody asks what is left of them.

    Raises:
        Problems: with each report whose `report.json` does not say it.
    """
    found: list[Card] = []
    problems: list[Problem] = []
    for name in (name for name in report_names(out) if name not in but):
        try:
            found.append(card(out / name))
        except (OSError, ValueError):
            problems.append(_damaged(name))
    if problems:
        raise Problems(problems, SETTINGS)
    return tuple(found)


def card(folder: Path) -> Card:
    """Read what the home page says of a report from the `report.json` in its folder.

    Raises:
        OSError: where there is no such file.
        ValueError: where it does not say everything.
    """
    record = json.loads((folder / "report.json").read_text("utf-8"))
    names = [field.name for field in fields(Card) if field.name != "themes"]
    if not isinstance(record, dict) or not all(isinstance(record.get(name), str) for name in names):
        raise ValueError("a report.json is not complete")
    themes = record.get("themes")
    if not isinstance(themes, list) or not all(isinstance(theme, str) for theme in themes):
        raise ValueError("a report.json is not complete")
    if record["edition"] not in EDITIONS:
        raise ValueError("a report.json names no edition")
    return Card(**{name: record[name] for name in names}, themes=tuple(themes))


def read_words(folders: Mapping[str, Path]) -> dict[str, Mapping[str, int]]:
    """Count the words of built reports by name, given their folders: what the library's search finds in them.

    Raises:
        Problems: with each report whose search index can't be read.
    """
    found: dict[str, Mapping[str, int]] = {}
    problems: list[Problem] = []
    for name, folder in folders.items():
        try:
            found[name] = count_words(read_index(folder))
        except (OSError, ValueError):
            problems.append(_damaged(name))
    if problems:
        raise Problems(problems, SETTINGS)
    return found


def find_styles(out: Path) -> frozenset[str]:
    """Return the hashes of the style elements that published reports in one file have, by their own policies.

    A report that another version of the program built may have another; the headers of the site have to allow it.
    """
    found: set[str] = set()
    for name in report_names(out):
        page = out / name / f"{name}.html"
        if page.is_file():
            with page.open(encoding="utf-8", errors="replace") as file:
                found |= set(_STYLE.findall(file.read(_HEAD)))
    return frozenset(found)


def _add_report(name: str, cleared: Cleared, new: Path) -> None:
    if name in (NAME, "") or name.startswith(".") or Path(name).name != name:
        raise ValueError("a report's name is not the name of a folder")
    (new / name).mkdir()
    _copy(name, cleared, new / name)
    write_manifest(new / name, "report", cleared.digests)


def _add_home(home: Cleared, new: Path) -> None:
    taken = {path.name.casefold() for path in new.iterdir()}
    if taken & {path.split("/")[0].casefold() for path in home.digests}:
        sentence, hint = "a report has the name of a file of the home page", "rename the report's folder"
        raise Problems([Problem(PLACE, 0, "out-folder", sentence, hint)], SETTINGS)
    _copy("the home page", home, new)
    write_manifest(new, "home", home.digests)


def _copy(place: str, cleared: Cleared, target: Path) -> None:
    """Copy a folder's files; what is copied is what is digested, so that nothing can change in between."""
    there = set(find_files(cleared.folder))
    unread = len(there - set(cleared.digests))
    problems = [_not_cleared(place, f"the gate has not read {unread} of its files")] if unread else []
    for path, digest in sorted(cleared.digests.items()):
        if path not in there:
            problems.append(_not_cleared(f"{place}: {path}", "the file is gone"))
        elif _copy_file(cleared.folder / path, target / path) != digest:
            problems.append(_not_cleared(f"{place}: {path}", "the file has changed since the gate read it"))
    if problems:
        raise Problems(problems, FAULT)


def _copy_file(source: Path, target: Path) -> str:
    """Copy a file, have it on the disk, and return the digest of the bytes written; "" for a symbolic link."""
    if source.is_symlink():
        return ""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("xb") as written:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _keep_reports(place: Path, new: Path, *, without: frozenset[str]) -> None:
    problems = []
    for name in report_names(place):
        if name not in without:
            try:
                _keep(place / name, new / name)
            except FileNotFoundError:
                problems.append(_damaged(name))
    if problems:
        raise Problems(problems, SETTINGS)


def _keep_home(place: Path, new: Path) -> None:
    if read_manifest(place).kind != "home":
        return
    try:
        _keep(place, new)
    except FileNotFoundError:
        raise Problems([_damaged("the home page")], SETTINGS) from None


def _keep(old: Path, new: Path) -> None:
    """Take over the files of an old folder's manifest; links, since they are never written again, cost no room."""
    for path in (*read_manifest(old).files, NAME):
        target = new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old / path, target)
        except FileNotFoundError:
            raise
        except OSError:  # a file system without hard links
            _copy_file(old / path, target)


def _damaged(name: str) -> Problem:
    return Problem(PLACE, 0, "out-damaged", f"a file of {name} is missing or spoilt", "build it again")


def _not_cleared(place: str, sentence: str) -> Problem:
    return Problem(place, 0, "not-cleared", sentence, "build again, and let nothing else write into the work folder")
