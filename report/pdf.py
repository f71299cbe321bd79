"""The PDF of a report, through Typst.

In: a numbered report. Out: the bytes of a tagged PDF (PDF/UA-1 and PDF/A-2a) and how many pages it has. The rule: the
fixed template in `templates/pdf` gets the document as data, never as markup; no clock, no font of the machine and no
network is used, so the same report gives the same bytes.
"""

from __future__ import annotations

import datetime
import json
import tempfile
from functools import cache
from pathlib import Path

import typst

from report import characters, fonts, pdf_tags
from report.model import Printed, Report
from report.pdf_data import created, describe
from report.problems import Problem

_TEMPLATE = fonts.TEMPLATES / "pdf" / "report.typ"


class PrintingError(RuntimeError):
    """The template or its engine fails on a report: a fault of this program. It carries no text of the report."""


def check_characters(report: Report, paths: tuple[str, ...]) -> list[Problem]:
    """Return a problem for each character that the PDF's fonts lack; `paths` are the files' names as in `SafeDraft`."""
    return characters.check(report, paths)


def render(report: Report) -> Printed:
    """Return the PDF of a report.

    Raises:
        PrintingError: the engine cannot set the report, or sets something else than it was given.
    """
    data, outline = describe(report)
    day = created(report)
    with tempfile.TemporaryDirectory(prefix="print-") as folder:
        # pictures go through a folder: as numbers in the JSON a photograph of 2 MB takes longer than the whole report
        for image in report.images:
            (Path(folder) / image.name).write_bytes(image.data)
        pages = _compile(json.dumps(data, ensure_ascii=False), Path(folder), day)
    completed, count = pdf_tags.complete(pages, outline, data["publisher"])
    return Printed(completed, count)


def _compile(document: str, folder: Path, day: datetime.date) -> bytes:
    """Run the engine on the template; `folder` holds the pictures and nothing else."""
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    try:
        compiler = typst.Compiler(
            _TEMPLATE.read_bytes(),
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"document": document},
        )
        pages = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=midnight)
    except RuntimeError:
        pages = None  # the engine's error quotes its input, so it is dropped whole, not wrapped
    if not isinstance(pages, bytes):
        raise PrintingError("the PDF engine cannot set this report")
    return pages


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
