"""A folder to build in, beside the folder that readers see.

In: the output folder and the folders that it must keep away from. Out: a clean work folder on the same file system, for
one build at a time. The rule: a file that this program did not write is never deleted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from report.manifest import find_files, find_own_files, report_names
from report.problems import SETTINGS, Problem, Problems
from report.swap import recover

PLACE = "the output folder"
"""What problems call it: its path is the user's own."""
_LOCK = "lock"


def work_folder(out: Path) -> Path:
    """Return where the work for an output folder is done; it may not exist."""
    place = out.resolve()
    return place.parent / f".{place.name}.work"


def aside(out: Path) -> Path:
    """Return where the old folder stands while a new one is put in its place in two steps."""
    return work_folder(out) / "old"


@contextmanager
def workspace(out: Path, *sources: Path) -> Iterator[Path]:
    """Give a clean work folder for the time of one build; it is emptied at the end.

    A swap that was interrupted is put right first. `sources` are the folders of the content and of the registers.

    Raises:
        Problems: with the exit code for settings, where `out` holds what this program did not write, lies in or around
            one of `sources`, cannot be written, or is being built by another process.
    """
    _refuse(_overlaps(out, sources))
    work = work_folder(out)
    lock = FileLock(work / _LOCK, timeout=0)
    try:
        if work.exists() and not (work / _LOCK).exists() and any(work.iterdir()):
            raise Problems([_foreign(f"the folder {work.name} beside it is not this program's", "rename it")], SETTINGS)
        work.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        sentence, hint = "another build is writing it", "wait until that is done"
        raise Problems([Problem(PLACE, 0, "out-in-use", sentence, hint)], SETTINGS) from None
    except OSError:
        raise Problems([_foreign("it cannot be written", "check the rights on it and above it")], SETTINGS) from None
    try:
        _tidy(out)
        check_out(out)
        yield work
    finally:
        _tidy(out)
        lock.release()


def check_out(out: Path) -> None:
    """Check that an output folder holds nothing but what this program wrote; one that is not there is fine.

    Raises:
        Problems: one for each report, and one for the top, that holds something else.
    """
    place = out.resolve()
    if place.exists() and not place.is_dir():
        _refuse([_foreign("it is a file", "choose a folder that is empty or does not exist")])
    if place.is_mount():
        _refuse([_foreign("it is a file system of its own, which cannot be swapped", "choose a folder inside it")])
    names = report_names(place)
    own = find_own_files(place)
    others = [path.split("/")[0] for path in find_files(place) if path not in own]
    hint = "move what is not the program's elsewhere, or choose a folder that is empty or does not exist"
    where = {name: f"in the report {name}" if name in names else "outside its reports" for name in others}
    _refuse(_foreign(f"it holds files that this program did not write, {words}", hint) for words in set(where.values()))


def _overlaps(out: Path, sources: tuple[Path, ...]) -> Iterator[Problem]:
    place = out.resolve()
    for source in (source.resolve() for source in sources):
        if place.is_relative_to(source) or source.is_relative_to(place):
            yield _foreign("it lies in a folder of sources or around one", "choose a folder beside the sources")


def _refuse(problems: Iterator[Problem] | list[Problem]) -> None:
    found = list(problems)
    if found:
        raise Problems(found, SETTINGS)


def _foreign(sentence: str, hint: str) -> Problem:
    return Problem(PLACE, 0, "out-folder", sentence, hint)


def _tidy(out: Path) -> None:
    """Put an interrupted swap right, then remove all but the lock, which other processes may be waiting for."""
    recover(out.resolve(), aside(out))
    for path in work_folder(out).iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()
