"""The gate alone, over any folder: an old site, documents that a partnership has published before.

In: a folder and registers. Out: what the gate finds in it. The rule: nothing is written, nothing is changed; every file
is read or is a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from anonymise.gate import Finding, as_problem, examine, list_files, make_needles
from anonymise.register import Register, load_register
from report.problems import SETTINGS, Problem, Problems


@dataclass(frozen=True, slots=True)
class Examined:
    """What came out."""

    files: int
    """How many were read, empty folders among them."""
    findings: tuple[Finding, ...]
    """Sorted by file; empty for a clean folder."""

    def problems(self) -> tuple[Problem, ...]:
        """The findings in words."""
        return tuple(map(as_problem, self.findings))

    def record(self, problems: Sequence[Problem], code: int) -> dict[str, object]:
        """The findings as data, with the problems that they or the settings are, and the exit code."""
        return {
            "files": self.files,
            "findings": [asdict(finding) for finding in self.findings],
            "problems": [asdict(problem) for problem in problems],
            "exit": code,
        }


NOTHING = Examined(0, ())
"""What came out where nothing could be read."""
_NO_REGISTERS = frozenset({"vocabulary.yml"})


def load_registers(paths: Sequence[Path]) -> tuple[Register, ...]:
    """Load registers; each path is a file, or a folder of which every register is taken.

    Raises `Problems` with the code for settings, for anything that is wrong with one: a register that is not read would
    hide what it knows.
    """
    files = [file for path in paths for file in (_registers_in(path) if path.is_dir() else [path])]
    registers: list[Register] = []
    problems: list[Problem] = []
    if not files:
        problems.append(Problem("--register", 0, "register-missing", "there is no register in it", "name a file"))
    for file in files:
        try:
            registers.append(load_register(file.parent, file.name, ()))
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems, SETTINGS)
    return tuple(registers)


def _registers_in(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.suffix in (".yml", ".yaml", ".age") and path.name not in _NO_REGISTERS
    )


def examine_folder(folder: Path, registers: Sequence[Path], step: Callable[[int, int], None]) -> Examined:
    """Read everything below a folder; it may be a single file too.

    `registers` are paths as `load_registers` takes them; `step` is told the number of each file and how many there are.
    Raises `Problems` with the code for settings, for registers that can't be read and for a folder without files.
    """
    needles = [make_needles(register, ()) for register in load_registers(registers)]
    paths = list_files(folder) if folder.is_dir() else [folder.name]
    if not paths:
        raise Problems([Problem("the folder", 0, "folder-missing", "there is nothing in it to read")], SETTINGS)
    found: list[Finding] = []
    for number, path in enumerate(paths, 1):
        step(number, len(paths))
        found += examine(folder if folder.is_dir() else folder.parent, path, number, needles)
    return Examined(len(paths), tuple(sorted(found)))
