"""How a command came out.

In: a stage that may raise. Out: an `Outcome` with its problems and exit code. The rule: whatever is raised, nothing
that a library says of its input is printed.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from anonymise.sighting import Unanswered, Undecided
from report.model import Card, Cleared
from report.problems import FAULT, PUBLISHED, Problem, Problems


@dataclass(slots=True)
class Outcome:
    """How one report, or the home page (name ""), came out."""

    name: str
    problems: tuple[Problem, ...] = ()
    code: int = PUBLISHED
    cleared: Cleared | None = None
    card: Card | None = None
    tally: dict[str, int] = field(default_factory=dict)
    undecided: tuple[Undecided, ...] = ()
    named: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """As in `Report`."""
    instead: str = ""
    """What is printed instead of a report's name that holds a form of somebody's; "" where the name may be printed."""


@contextmanager
def caught(outcome: Outcome) -> Iterator[None]:
    """Turn problems into the outcome, and anything unforeseen into a fault that shows no text."""
    try:
        yield
    except Problems as found:
        if isinstance(found, Unanswered):
            outcome.undecided, outcome.named = found.undecided, found.named
        outcome.problems, outcome.code, outcome.cleared = found.problems, found.code, None
    except Exception as error:
        outcome.problems, outcome.code, outcome.cleared = (fault(error),), FAULT, None


def fault(error: Exception) -> Problem:
    """A fault by kind and place: what an exception says may quote the text that caused it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame for frame in frames if Path(frame.filename).parent.name in ("anonymise", "commands", "report")
    ] or frames[-1:]
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "build.py"
    hint = "this is a fault of the program, not of the report; nothing was published"
    return Problem(where, 0, "fault", f"{type(error).__name__} in {ours[-1].name if ours else 'main'}", hint)
