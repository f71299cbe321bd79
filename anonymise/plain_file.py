"""Where a plain register may lie on a disk, and how it goes away again.

In: a path, a text. Out: a file that nobody else may read, or none at all. The rule: a plain register is written only
where it can't be published or committed, and where that is not certain it is not written.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from anonymise.vault import PLACE
from report.problems import SETTINGS, Problem, Problems

_REPOSITORIES = (".git", ".hg", ".svn", ".jj")
_ENDINGS = (signal.SIGTERM, signal.SIGHUP)


def file_problem(sentence: str, hint: str = "") -> Problems:
    """`register-file`, with the code for settings."""
    return Problems([Problem(PLACE, 0, "register-file", sentence, hint)], SETTINGS)


def read_bytes(path: Path) -> bytes:
    """Read a file that is no link. Raises `Problems`: `register-file`."""
    try:
        if path.is_symlink() or not path.is_file():
            raise file_problem("there is no such file, or it is a link or a folder", "name the file itself")
        return path.read_bytes()
    except OSError:
        raise file_problem("the file can't be read", "check the rights on it") from None


def check_target(target: Path, published: tuple[Path, ...]) -> None:
    """Check that a secret may be written to `target`; `published` are folders in which it may not.

    Raises `Problems`, with the code for settings: `register-open`.
    """
    place = target.parent.resolve() / target.name
    if any(place.is_relative_to(folder.resolve()) for folder in published):
        raise _refused("it lies in the content or in the output", "choose a folder apart from both")
    if target.exists() or target.is_symlink():
        raise _refused("there is such a file already", "choose another name")
    if not place.parent.is_dir():
        raise _refused("there is no such folder", "make it first")
    if not _is_ignored(place):
        hint = "choose a folder outside of it, or have the file ignored"
        raise _refused("it lies in a repository that does not ignore it", hint)


def _is_ignored(place: Path) -> bool:
    """Whether no repository around a path would take it; False where nobody knows."""
    around = [folder for folder in place.parents if any((folder / name).exists() for name in _REPOSITORIES)]
    if not around:
        return True
    git = shutil.which("git")
    # Each repository around it may take the file, also one in whose ignored folder another one stands.
    if git is None or not all((folder / ".git").exists() for folder in around):
        return False
    return all(
        subprocess.run(  # noqa: S603 - no shell; the program was looked up, the rest are paths
            [git, "-C", str(folder), "check-ignore", "--quiet", "--", str(place)],
            env={key: value for key, value in _open_environment(os.environ).items() if not key.startswith("GIT_")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode
        == 0
        for folder in around
    )


def _refused(sentence: str, hint: str) -> Problems:
    return Problems([Problem("--to", 0, "register-open", sentence, hint)], SETTINGS)


def write_private(target: Path, data: bytes) -> None:
    """Write a new file that only its owner may read. Raises `Problems`: `register-file`."""
    try:
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        raise file_problem("the file can't be written", "check the rights on its folder") from None


def swap_in(path: Path, data: bytes) -> None:
    """Write a file in one step, in the place of an old one, whose rights it takes unless it is sealed, or of none.

    Raises `Problems`: `register-file`.
    """
    fresh = path.with_name(f".{os.getpid()}.new{path.suffix}")
    try:
        write_private(fresh, data)
        if path.suffix != ".age" and path.exists():
            fresh.chmod(path.stat().st_mode & 0o777)
        fresh.replace(path)
    except OSError:
        raise file_problem("the file can't be written", "check the rights on its folder") from None
    finally:
        fresh.unlink(missing_ok=True)


def remove_plain(path: Path) -> None:
    """Overwrite a plain file and remove it.

    A disk may keep old blocks all the same (flash memory, snapshots, backups): this is all that a program can do.
    Raises `Problems`: `register-file`.
    """
    try:
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError:
        raise file_problem("it is sealed, but the plain file can't be removed", "remove it by hand") from None


@contextmanager
def borrowed(data: bytes) -> Iterator[tuple[Path, bool]]:
    """Give a private copy to edit, and whether it lies in memory; it is gone afterwards, however the block ends.

    Being asked to end counts as an end; only a process that is killed outright leaves the copy behind.
    """
    memory = [Path(name) for name in ("/dev/shm", os.environ.get("XDG_RUNTIME_DIR", "")) if name]  # noqa: S108 - a
    # folder of our own is made in it, for its owner alone
    room = next((folder for folder in memory if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)), None)
    folder = Path(tempfile.mkdtemp(prefix="dhr-", dir=room))
    before = {ending: signal.signal(ending, _end) for ending in _ENDINGS}
    try:
        copy = folder / "register.yml"
        write_private(copy, data)
        yield copy, room is not None
    finally:
        # Editors put backups and swap files beside the file.
        for path in folder.rglob("*"):
            with suppress(OSError):
                if path.is_file() and not path.is_symlink():
                    path.write_bytes(b"\0" * path.stat().st_size)
        shutil.rmtree(folder)
        for ending, handler in before.items():
            signal.signal(ending, handler)


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)


def run_editor(command: list[str], file: Path) -> None:
    """Run an editor over a file and wait for it. Raises `Problems`, with the code for settings: `register-edit`."""
    try:
        done = subprocess.run([*command, str(file)], env=_open_environment(os.environ), check=False)  # noqa: S603 - the
        # editor is the user's own choice, and no shell reads it
    except OSError:
        hint = "set EDITOR to the command of an editor"
        raise Problems([Problem("EDITOR", 0, "register-edit", "the editor can't be started", hint)], SETTINGS) from None
    if done.returncode:
        sentence, hint = "the editor says that it failed", "nothing was changed; start again"
        raise Problems([Problem("EDITOR", 0, "register-edit", sentence, hint)], SETTINGS)


def _open_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment for other programs: without our keys."""
    return {key: value for key, value in environment.items() if not key.startswith("DHR_")}
