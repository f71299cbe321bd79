"""The gate alone: `dhr gate`.

In: a folder and registers. Out: where a form of a name stands in it. The rule: nothing is written, no name is
shown.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from commands.outcome import Outcome, caught
from report.problems import LEAK, Problems
from report.talk import Talk


@click.command("gate")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--register", "paths", type=click.Path(path_type=Path), multiple=True, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def gate_command(folder: Path, paths: tuple[Path, ...], as_json: bool) -> None:
    """Read every file of any FOLDER, and say where a form of a name of the registers stands.

    --register names a register or a folder of them, and may be given again. Nothing is written.
    """
    from anonymise.gate_folder import NOTHING, examine_folder  # takes long to load, and other commands do not need it

    whole, examined, talk = Outcome(""), NOTHING, Talk(1, 1)
    with caught(whole), talk.progress:
        examined = examine_folder(folder, paths, talk.count)
        if examined.findings:
            raise Problems(examined.problems(), LEAK)
    for line in (*map(str, whole.problems), f"{examined.files} files read, {len(whole.problems)} problems"):
        talk.say(line)
    if as_json:
        click.echo(json.dumps(examined.record(whole.problems, whole.code), indent=2))
    sys.exit(whole.code)
