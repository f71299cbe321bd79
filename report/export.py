"""The data files beside a report: its action plan as CSV and JSON, and `report.json`.

In: a `Report`, its actions, its PDF. Out: bytes; the same from the same input. The rule: no cell of the CSV is a
formula to a spreadsheet. The action plan as a workbook is in `workbook.py`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict

from report.action import Action
from report.block import PROGRESS, PROGRESS_COLUMN
from report.model import Card, Printed, Report
from report.plain import block_text

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def card_of(report: Report) -> Card:
    """Tell what the library's home page says of a report."""
    front = report.front
    return Card(
        name=report.name,
        title=front.title,
        review=front.review,
        document=front.document,
        partnership=front.partnership,
        date=front.date.isoformat() if front.date else "",
        updated=front.updated.isoformat() if front.updated else "",
        death=front.death,
        edition=report.edition,
        themes=front.themes,
        case=front.case,
    )


def render_report_data(report: Report, printed: Printed, pages: Sequence[str]) -> bytes:
    """Render `report.json`: the fields of `Card`, the PDF's name, bytes and pages, the site's pages in order."""
    pdf = {"file": f"{report.name}.pdf", "bytes": len(printed.data), "pages": printed.pages}
    return _json({**asdict(card_of(report)), "pdf": pdf, "site": list(pages)})


def render_actions_data(report: Report, actions: Sequence[Action]) -> bytes:
    """Render the recommendations as JSON, in document order."""
    recommendations = [
        {
            "number": action.number,
            "link": f"{action.page}#{action.id}",
            "agency": action.agency,
            "kind": action.kind,
            "owner": action.owner,
            "due": action.due,
            "status": action.status,
            "completed": action.completed,
            "outcome": action.outcome,
            "cells": _cells(action),
        }
        for action in actions
    ]
    day = report.front.progress
    about = {"report": report.name, "title": report.front.title, "progress": day.isoformat() if day else ""}
    return _json({**about, "recommendations": recommendations})


def list_rows(actions: Sequence[Action]) -> list[list[str]]:
    """List the recommendations as rows of words, the names of the columns first.

    Columns: number, agency, kind, the columns of the plans in their order, status, completed, outcome, link. The column
    in which readers see the last but one, where their set has none for them, is left out.
    """
    columns = list(dict.fromkeys(column for action in actions for column in action.columns))
    columns = [column for column in columns if not column.startswith(PROGRESS_COLUMN)]
    rows = [["No.", "Agency", "Kind", *columns, *PROGRESS, "Link"]]
    for action in actions:
        cells = _cells(action)
        progress = (action.status, action.completed, action.outcome)
        own = (action.number, action.agency, action.kind, *(cells.get(column, "") for column in columns))
        rows.append([*own, *progress, f"{action.page}#{action.id}"])
    return rows


def render_actions_table(actions: Sequence[Action]) -> bytes:
    """Render the recommendations as CSV: UTF-8 with a byte order mark (Excel needs it), every cell quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in list_rows(actions):
        writer.writerow(map(_without_formula, row))
    return out.getvalue().encode("utf-8-sig")


def _cells(action: Action) -> dict[str, str]:
    return {column: block_text(cell) for column, cell in zip(action.columns, action.cells, strict=True)}


def _without_formula(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run (OWASP, CSV injection); leading spaces don't hide it."""
    return f"'{text}" if text.startswith(("\t", "\r")) or text.lstrip().startswith(_FORMULA_STARTS) else text


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
