"""Say what is going on.

In: which stage of which report begins. Out: lines or a bar on standard error. The rule: what is said holds no name.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Talk:
    """Says on stderr what is going on: a bar where a person watches, a line a stage elsewhere."""

    def __init__(self, reports: int, stages: int) -> None:
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.progress = Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal)
        self.task = self.progress.add_task("", total=reports * stages)

    def stage(self, label: str, what: str) -> None:
        """Say which stage of which report begins; `label` holds no name."""
        self.progress.update(self.task, description=f"{label}: {what}")
        self.progress.advance(self.task)
        if not self.console.is_terminal:
            self.console.print(f"{label}: {what}", markup=False)

    def say(self, text: str) -> None:
        """Print a line or more."""
        self.console.print(text, markup=False)

    def ask(self, question: Callable[[], str]) -> str:
        """Ask a person something; the bar, which would draw over the question, waits."""
        self.progress.stop()
        try:
            return question()
        finally:
            self.progress.start()

    def count(self, number: int, of: int) -> None:
        """Say which of many files is read; a line for each would be too much where nobody watches."""
        self.progress.update(self.task, description="reading", completed=number, total=of)
