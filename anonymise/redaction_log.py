"""The log of what an edition leaves out.

In: what was cut, without its text. Out: a file beside the register, for those who have to justify it. The rule: place,
reason and length are all that it says; only its owner may read it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from report.model import EDITIONS, Edition
from report.problems import SETTINGS, Problem, Problems


@dataclass(frozen=True, slots=True)
class Redacted:
    """One thing that an edition leaves out."""

    file: str
    """A name of the file that is safe to print."""
    line: int
    """From 1."""
    reason: str
    """With aliases; "" where it is no redaction, but stands in a part for other editions."""
    words: int
    """How many there are."""


def log_path(register: Path, name: str) -> Path:
    """Where the log of a report stands: beside its register's file."""
    return register.parent / f"{name}.redactions.json"


def write_log(path: Path, edition: Edition, log: tuple[Redacted, ...]) -> None:
    """Write what one edition leaves out; what the file says of other editions stays. Nothing for no log at all.

    Raises `Problems` with the code for settings: `log-unwritten`.
    """
    if not log and not path.exists():
        return
    try:
        known = _read(path)
        known[edition] = [asdict(one) for one in log]
        text = json.dumps({name: known[name] for name in EDITIONS if name in known}, indent=2, ensure_ascii=False)
        write_beside(path, text)
    except OSError:
        hint = "check the rights on the register folder"
        raise Problems(
            [Problem("the register folder", 0, "log-unwritten", "the log of redactions can't be written", hint)],
            SETTINGS,
        ) from None


def write_beside(path: Path, text: str) -> None:
    """Write a text and a line's end in one step, for the owner alone. Raises `OSError`."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    new.replace(path)


def _read(path: Path) -> dict[str, object]:
    """What an older log says by edition; nothing where there is none, or where it is not one of ours."""
    try:
        found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
