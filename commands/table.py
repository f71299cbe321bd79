"""`dhr table`: a table in another form.

In: a command line. Out: Markdown, CSV or a workbook with the words of the author's own table, to standard output or
into a new file. The rule: this is the one command that shows source text, of the one table that it is asked for.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from anonymise.table_form import PLACE, convert
from commands.outcome import Outcome, caught
from report.problems import SETTINGS, Problem, Problems


@click.command("table")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sheet", default="", help="Which sheet of a workbook, by its name or number.")
@click.option("--id", "id_", default="", help="Which table of a Markdown file, by its id.")
@click.option("--to", "form", type=click.Choice(["markdown", "csv", "xlsx"]), help="Else Markdown, or of Markdown CSV.")
@click.option("--as", "kind", type=click.Choice(["table", "actions"]), help="Else as in Markdown, or a table.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file; else standard output.")
def table_command(file: Path, sheet: str, id_: str, form: str | None, kind: str | None, out: Path | None) -> None:
    """Write a table of FILE (Markdown, CSV or xlsx) in another form.

    The names in it are the real ones.
    """
    markdown = file.suffix.lower() == ".md"
    form = form or ("csv" if markdown else "markdown")
    if form == "xlsx" and out is None:
        raise click.UsageError("a workbook needs --out")
    if (sheet and markdown) or (id_ and not markdown):
        raise click.UsageError("--sheet is for workbooks, --id for Markdown")
    outcome = Outcome("")
    with caught(outcome):
        data = convert(_read(file), file.name, name=sheet or id_, kind=kind or "", form=form)
        if out is None:
            sys.stdout.buffer.write(data)
        else:
            _write(out, data)
    for problem in outcome.problems:
        click.echo(str(problem), err=True)
    sys.exit(outcome.code)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise Problems([Problem(PLACE, 0, "table-unwritten", "it can't be read", "check its name")], SETTINGS) from None


def _write(out: Path, data: bytes) -> None:
    try:
        with out.open("xb") as file:
            file.write(data)
    except OSError:
        sentence, hint = "the new file can't be written, or is there already", "choose another name"
        raise Problems([Problem("--out", 0, "table-unwritten", sentence, hint)], SETTINGS) from None
