"""The data files beside a report: its action plan as CSV and JSON, and `report.json`.

In: a `Report`, its actions, its PDF. Out: bytes; the same from the same input. The rule: no cell of the CSV is a
formula to a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict

from report.action import Action
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
            "owner": action.owner,
            "due": action.due,
            "status": action.status,
            "cells": _cells(action),
        }
        for action in actions
    ]
    return _json({"report": report.name, "title": report.front.title, "recommendations": recommendations})


def render_actions_table(actions: Sequence[Action]) -> bytes:
    """Render the recommendations as CSV: UTF-8 with a byte order mark (Excel needs it), every cell quoted.

    Columns: number, agency, the columns of the plans in their order, status, link.
    """
    columns = list(dict.fromkeys(column for action in actions for column in action.columns))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["No.", "Agency", *columns, "Status", "Link"])
    for action in actions:
        cells = _cells(action)
        link = f"{action.page}#{action.id}"
        row = [action.number, action.agency, *(cells.get(column, "") for column in columns), action.status, link]
        writer.writerow(map(_without_formula, row))
    return out.getvalue().encode("utf-8-sig")


def _cells(action: Action) -> dict[str, str]:
    return {column: block_text(cell) for column, cell in zip(action.columns, action.cells, strict=True)}


def _without_formula(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run (OWASP, CSV injection); leading spaces don't hide it."""
    return f"'{text}" if text.startswith(("\t", "\r")) or text.lstrip().startswith(_FORMULA_STARTS) else text


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
