"""The register's file: sealed, edited, sealed for others, refused where it is plain.

In: the path of a register, keys, and for whom to seal. Out: the changed file. The rule: only what is a register is
sealed, nothing replaces a file before it was opened again, and a plain text goes away only after that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from anonymise.alias import check_aliases
from anonymise.detect import Finder
from anonymise.forms import build_index
from anonymise.plain_file import borrowed, file_problem, read_bytes, remove_plain, swap_in
from anonymise.register import is_sealed, parse_register
from anonymise.schema import Vocabulary, check_shape
from anonymise.vault import Keys, Lock, has_passphrase, is_age, read_recipients, seal
from anonymise.yaml_reader import read_yaml
from report.problems import Problem, Problems

_OPEN_WORDS = {"register", "registers", "report", "review", "case", "yml", "yaml", "age"}
"""Words of a path that tell nothing, even where the file has them too."""


def check_register(data: bytes) -> None:
    """Check a register by itself. Raises `Problems`, as loading it for a report would."""
    register = parse_register(data, ())
    problems = check_aliases(Finder(build_index(register), register))
    if problems:
        raise Problems(problems)


def seal_file(path: Path, lock: Lock, keys: Keys) -> Path:
    """Seal NAME.yml as NAME.yml.age beside it and remove it; the new path.

    `keys` must open the result, so that nobody locks himself out. Raises `Problems`: `register-file`, `register-key`,
    `register-locked`, and whatever is wrong with the register itself; the plain file is then still there.
    """
    target = path.with_name(f"{path.name}.age")
    if is_sealed(path.name):
        raise file_problem("it is sealed already", "change it by `dhr register edit`")
    if target.exists() or target.is_symlink():
        raise file_problem("there is a sealed file of this name already", "move one of the two away")
    data = read_bytes(path)
    check_register(data)
    _write(target, data, lock, keys)
    if read_bytes(path) != data:
        raise file_problem("the plain file was changed meanwhile", "remove the sealed file and seal it again")
    remove_plain(path)
    return target


def open_file(path: Path, keys: Keys) -> bytes:
    """The text of a sealed register. Raises `Problems`: `register-file`, `register-locked`."""
    return keys.open(read_bytes(path))


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A register that is to be changed, as it stands on the disk and as it reads."""

    path: Path
    data: bytes
    """As on the disk."""
    text: bytes
    """As it reads: the same, where it is plain."""
    lock: Lock
    """For whom it is sealed again; nobody, where it is plain."""

    def __repr__(self) -> str:
        return f"Opened({len(self.data)} bytes)"


def open_register(path: Path, lock: Lock, keys: Keys) -> Opened:
    """Read a register that is to be changed, sealed or plain; `lock` and what is raised are as for `edit_file`."""
    data = read_bytes(path)
    if not is_sealed(path.name):
        return Opened(path, data, data, Lock())
    text = keys.open(data)
    if has_passphrase(data):
        lock = Lock(passphrase=keys.passphrase())
    seal(b"", lock)  # a lock that is none has to be known before somebody has answered for an hour
    return Opened(path, data, text, lock)


def save_register(opened: Opened, text: bytes, keys: Keys) -> bytes:
    """Write a changed register in the place of the old one, sealed as that was; what stands on the disk then.

    Whether it is a register is for the caller to check. Raises `Problems`: as `seal_file`, and `register-file` where
    somebody else changed it meanwhile.
    """
    if read_bytes(opened.path) != opened.data:
        raise file_problem("somebody else changed the file meanwhile", "do it again")
    if is_sealed(opened.path.name):
        _write(opened.path, text, opened.lock, keys)
    else:
        swap_in(opened.path, text)
    return read_bytes(opened.path)


def edit_file(
    path: Path, lock: Lock, keys: Keys, edit: Callable[[Path, bool], None], again: Callable[[Problems], bool]
) -> bool:
    """Let somebody edit a sealed register, check it and seal it again; whether it was changed.

    `lock` holds the recipients; a passphrase stays what it is. `edit` changes the file at a path and is told whether
    that lies in memory; `again` is asked whether to mend a register with problems, else they are raised and the file
    stays as it was. Raises `Problems`: as `seal_file`, and what `edit` raises.
    """
    sealed = read_bytes(path)
    before = keys.open(sealed)
    if has_passphrase(sealed):
        lock = Lock(passphrase=keys.passphrase())
    seal(b"", lock)  # a lock that is none has to be known before somebody has written for an hour
    with borrowed(before) as (copy, in_memory):
        while True:
            edit(copy, in_memory)
            data = read_bytes(copy)
            try:
                check_register(data)
                break
            except Problems as found:
                if not again(found):
                    raise
    if data == before:
        return False
    if read_bytes(path) != sealed:
        raise file_problem("somebody else changed the sealed file meanwhile", "edit it again")
    _write(path, data, lock, keys)
    return True


def rekey_file(path: Path, lock: Lock, keys: Keys) -> None:
    """Seal a sealed register for others. `keys` must open the old and the new file. Raises `Problems`."""
    data = open_file(path, keys)
    check_register(data)
    _write(path, data, lock, keys)


def _write(target: Path, data: bytes, lock: Lock, keys: Keys) -> None:
    """Seal, open again, write, and open what stands on the disk."""
    judge = Keys(passphrase=lock.passphrase) if lock.passphrase else keys
    sealed = seal(data, lock)
    if judge.open(sealed) != data:
        raise file_problem("the sealed text does not open to what was sealed", "nothing was written")
    swap_in(target, sealed)
    if read_bytes(target) != sealed:
        raise file_problem("the disk does not give back what was written", "check the disk")


def load_recipients(path: Path) -> tuple[str, ...]:
    """The public keys in a file; empty where none stands in it. Raises `Problems`: `register-file`."""
    try:
        return read_recipients(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise file_problem("the file of recipients can't be read", "it is text, one public key a line") from None


def find_plain(paths: Sequence[Path]) -> list[Problem]:
    """A problem for each file that is a plain register of real people, or may be one; empty where there is none."""
    found = []
    for n, path in enumerate(paths, 1):
        try:
            data = path.read_bytes()
            sentence = _fault_of(path, data)
        except OSError:
            data, sentence = path.as_posix().encode(), "it can't be read"
        if sentence:
            place = _shown(path, data, f"file {n} of {len(paths)}")
            hint = "seal it by `dhr register seal`, or say `invented: true` where the people do not exist"
            found.append(Problem(place, 0, "register-plain", sentence, hint))
    return found


def _fault_of(path: Path, data: bytes) -> str:
    """Why a file may not be committed; "" where it may."""
    if not data.strip() or _is_recipients(data):
        return ""
    in_folder = "register" in (part.casefold() for part in path.parent.parts)
    if is_sealed(path.name):
        return "" if is_age(data) else "it is called sealed and is not"
    try:
        text = data.decode("utf-8-sig")
        document = read_yaml(text, path.name)
    except (UnicodeDecodeError, Problems):
        is_register = in_folder or re.search(rb"p\0?e\0?o\0?p\0?l\0?e", data)
        return "it may be a register, and it can't be read" if is_register else ""
    if in_folder and path.name == "vocabulary.yml":
        return _vocabulary_fault(text)
    keys = document.data.keys() if isinstance(document.data, dict) else set()
    if not in_folder and not {"people", "relationships"} & keys:
        return ""
    try:
        return "" if parse_register(data, ()).invented else "it is a plain register of real people"
    except Problems:
        return "it may be a register, and it has problems"


def _vocabulary_fault(text: str) -> str:
    try:
        check_shape(Vocabulary, read_yaml(text, "vocabulary.yml"), "vocabulary.yml")
    except Problems:
        return "it is called a vocabulary and is none"
    return ""


def _shown(path: Path, data: bytes, otherwise: str) -> str:
    """The path, unless a word of it stands in the file too, where it may be a name."""
    inside = {word.casefold() for word in re.findall(r"[^\W\d_]+", data.decode("utf-8", errors="replace"))}
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", path.as_posix())}
    return otherwise if (words - _OPEN_WORDS) & inside else path.as_posix()


def _is_recipients(data: bytes) -> bool:
    lines = read_recipients(data.decode("utf-8", errors="replace"))
    return bool(lines) and all(re.fullmatch("age1[a-z0-9]+", line) for line in lines)
