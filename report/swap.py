"""A folder takes another's place in one step.

In: a folder that is complete, and the place where readers look. Out: nothing; the folders are renamed. The rule:
whenever a process is killed, readers find the old folder or the new one, whole; where a system can't exchange two
folders, the next start finds the old one and puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS: the same number by chance
_CURRENT_FOLDER = -100  # AT_FDCWD: paths are taken as they are
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def swap(new: Path, out: Path, aside: Path) -> None:
    """Put a new folder at `out`, and remove the old one that stood there, if there was one.

    `new`, `out` and `aside` are on one file system; `aside` is a free name next to `new`.
    """
    for folder, _, _ in os.walk(new):
        _flush(Path(folder))
    if not out.exists():
        new.rename(out)
    elif not exchange(new, out):
        out.rename(aside)
        new.rename(out)
    _flush(out.parent)
    for old in (new, aside):
        if old.exists():
            discard(old)


def recover(out: Path, aside: Path) -> None:
    """Put the old folder back if a swap in two steps was killed between them."""
    if aside.exists() and not out.exists():
        aside.rename(out)


def discard(folder: Path) -> None:
    """Remove a folder under another name, so that a part of it is never taken for the whole."""
    trash = folder.with_name("trash")
    if trash.exists():
        shutil.rmtree(trash)
    folder.rename(trash)
    shutil.rmtree(trash)


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system can't, and nothing has happened.

    Raises:
        OSError: where it can and something else is wrong.
    """
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(first), os.fsencode(second)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*paths, ctypes.c_uint(_EXCHANGE))
    elif sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_CURRENT_FOLDER, paths[0], _CURRENT_FOLDER, paths[1], ctypes.c_uint(_EXCHANGE))
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(second))


def _flush(folder: Path) -> None:
    """Have a folder's entries on the disk before the next step."""
    if os.name == "posix":  # elsewhere a folder cannot be opened, and renaming is flushed with its volume
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
