"""A published report as an archive: `dhr pack`.

In: an output folder. Out: a zip file. The rule: nothing is packed that is not as it was published, and the file is
written whole or not at all.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from commands.outcome import Outcome, caught
from report.pack import pack_library, pack_report
from report.problems import SETTINGS, Problem, Problems
from report.talk import Talk


@click.command("pack")
@click.argument("report", required=False, default="")
@click.option("--all", "everything", is_flag=True, help="Pack the whole library.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="site", show_default=True)
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="The file; else REPORT.zip.")
def pack_command(report: str, everything: bool, out: Path, target: Path | None) -> None:
    """Pack one published REPORT into a zip, once every file is found to be as it was published."""
    whole, talk = Outcome(""), Talk(1, 1)
    file = target or Path("library.zip" if everything else f"{report}.zip")
    with caught(whole):
        if bool(report) == everything:
            hint = "name one, or say --all"
            raise Problems([Problem("REPORT", 0, "report-unknown", "one report or all is meant", hint)], SETTINGS)
        if file.resolve().is_relative_to(out.resolve()):
            hint = "choose a file beside the output folder"
            raise Problems([Problem("--to", 0, "out-folder", "it lies in the output folder", hint)], SETTINGS)
        _write(file, pack_library(out) if everything else pack_report(out, report))
    for problem in whole.problems:
        talk.say(str(problem))
    if not whole.problems:
        click.echo(file.as_posix())
    sys.exit(whole.code)


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    new = file.with_name(f".{file.name}.new")
    try:
        new.write_bytes(data)
        new.replace(file)
    except OSError:
        sentence, hint = "the archive can't be written there", "choose a folder that exists and may be written"
        raise Problems([Problem("--to", 0, "out-folder", sentence, hint)], SETTINGS) from None
