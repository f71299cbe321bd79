"""How far a recommendation is, where readers see it.

In: an action plan whose records have terms of progress. Out: the plan as it is printed, with the same beside it as
data. The rule: a set of columns is printed whole and as the format names it; what is said of progress stands in one
cell.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from report.block import COMPLETION, PROGRESS, PROGRESS_COLUMN, Actions, Blocks, Paragraph, Progress, Recommendation
from report.day import write_day
from report.inline import Strong, Text
from report.plain import block_text


def print_progress(plan: Actions, day: datetime.date | None) -> Actions:
    """Return a plan as readers see it: its terms of progress in the column that the set has for them, else in one more.

    `day` is the one for which it was written, None where nobody says. A plan without such terms stays as it is.
    """
    if plan.columns[-len(PROGRESS) :] != PROGRESS:
        return plan
    columns = plan.columns[: -len(PROGRESS)]
    own = COMPLETION in columns
    shown = columns if own else (*columns, f"{PROGRESS_COLUMN} as at {write_day(day)}" if day else PROGRESS_COLUMN)
    rows = tuple(_print_row(row, at=columns.index(COMPLETION) if own else len(columns)) for row in plan.recommendations)
    return replace(plan, columns=shown, recommendations=rows)


def _print_row(row: Recommendation, at: int) -> Recommendation:
    """Return a row with its cells of progress as one, at this place, behind what may stand there."""
    status, completed, outcome = row.cells[-len(PROGRESS) :]
    cells = [*row.cells[: -len(PROGRESS)], ()][: max(at + 1, len(row.cells) - len(PROGRESS))]
    cells[at] = (*_head(status, completed), *cells[at], *outcome)
    stated, when = (" ".join(block_text(cell).split()) for cell in (status, completed))
    return replace(row, cells=tuple(cells), progress=Progress(stated, when, block_text(outcome)))


def _head(status: Blocks, completed: Blocks) -> Blocks:
    """Return the status, and when that was in the same line where it is one."""
    match status, completed:
        case (Paragraph(spot=spot, text=text),), (Paragraph(text=when), *others):
            return (Paragraph(spot, (Strong(text), Text(": "), *when), "", False), *others)
        case (Paragraph(spot=spot, text=text),), _:
            return (Paragraph(spot, (Strong(text),), "", False), *completed)
    return (*status, *completed)
