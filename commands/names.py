"""`dhr names`: decide what nobody has accounted for.

In: a command line, and the stage that reads a report. Out: answers where the format keeps them, or a list. The rule:
what is shown are words of the author's own text with aliases around them, never a registered name.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import click
from rich.console import Console

from anonymise.decide import undo, write_answers
from anonymise.decision_file import PLACE, read_answers, render_questions
from anonymise.parse import parse_front
from anonymise.plain_file import check_target, read_bytes, write_private
from anonymise.register import load_register
from anonymise.sealing import load_recipients, open_register
from anonymise.sighting import KINDS, Undecided
from anonymise.source import place_of, read_source
from anonymise.vault import Keys, Lock
from commands.key import identity_option, keys_of
from commands.outcome import Outcome, caught
from commands.register import RECIPIENTS
from commands.walk import Desk, describe, walk
from report.problems import PUBLISHED, SOURCE, Problem, Problems


@dataclass(frozen=True, slots=True)
class Asked:
    """The report that is asked about."""

    report: str
    content: Path
    register: Path
    """The folder of the registers."""
    out: Path
    """Where nothing secret is written."""
    keys: Keys


Scan: TypeAlias = Callable[[Asked], tuple[Undecided, ...]]
"""Read a report and its register anew, and say what is undecided. Raises `Problems` for whatever else is wrong."""


def make_names_command(scan: Scan) -> click.Command:
    """The command `names`, over the stage that finds what is undecided."""
    folder = click.Path(file_okay=False, path_type=Path)
    file = click.Path(path_type=Path)

    @click.command("names")
    @click.argument("report")
    @click.option("--content", type=folder, default="content", show_default=True, help="Where the reports are.")
    @click.option("--register", type=folder, default="register", show_default=True, help="Where the registers are.")
    @click.option("--out", type=folder, default="site", show_default=True, help="Where --to writes nothing.")
    @click.option("--json", "as_json", is_flag=True, help="Print the list as JSON, and ask nothing.")
    @click.option("--to", type=file, help="Write the list to a new file that can be filled in, and ask nothing.")
    @click.option("--from", "filled", type=file, help="Take the answers from such a file.")
    @identity_option
    def names_command(report: str, identity: tuple[Path, ...], **given: Any) -> None:
        """Go through the names and other identifiers of REPORT that nobody has accounted for.

        Each answer is written at once: into the register, or into vocabulary.yml beside it. Where nobody watches, what
        is undecided is listed. Exit code 0: nothing is undecided; 1: something is left.
        """
        if sum(map(bool, (given["as_json"], given["to"], given["filled"]))) > 1:
            raise click.UsageError("--json, --to and --from exclude each other")
        outcome, left = Outcome(report), list[Undecided]()
        with caught(outcome):
            asked = Asked(report, given["content"], given["register"], given["out"], keys_of(identity))
            left += _decide(asked, scan, given)
        _tell(outcome, left)

    return names_command


def has_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty()


def _decide(asked: Asked, scan: Scan, given: Mapping[str, Any]) -> tuple[Undecided, ...]:
    """Do what the options say; what is left. Raises `Problems`."""
    undecided = scan(asked)
    if given["filled"]:
        register = _register_file(asked)
        answers = read_answers(_text(given["filled"]))
        write_answers(register, answers, _lock(register), asked.keys, PLACE)
        return scan(asked)
    if given["to"]:
        check_target(given["to"], (asked.content, asked.out))
        write_private(given["to"], render_questions(undecided).encode())
    elif given["as_json"]:
        click.echo(json.dumps(_record(undecided, _people(asked)), indent=2, ensure_ascii=False))
    elif undecided and has_terminal():
        return _walk(asked, scan)
    else:
        people = _people(asked) if undecided else {}
        for one in undecided:
            click.echo("\n".join(describe(one, people)))
    return undecided


def _walk(asked: Asked, scan: Scan) -> tuple[Undecided, ...]:
    register = _register_file(asked)
    lock = _lock(register)
    open_register(register, lock, asked.keys)  # what can't be written is known before the first question
    desk = Desk(
        lambda: scan(asked),
        lambda: _people(asked),
        lambda answer: write_answers(register, (answer,), lock, asked.keys),
        undo,
    )
    return walk(desk, Console(stderr=True, highlight=False, soft_wrap=True))


def _register_file(asked: Asked) -> Path:
    source = read_source(asked.content, asked.report)
    return asked.register / parse_front(source, place_of(0))[0].register_file


def _people(asked: Asked) -> dict[str, str]:
    """The ids of the register with their aliases."""
    front, _ = parse_front(read_source(asked.content, asked.report), place_of(0))
    register = load_register(asked.register, front.register_file, (), asked.keys)
    return {id: person.alias for id, person in register.people.items()}


def _lock(register: Path) -> Lock:
    """For whom a register is sealed: the recipients beside it; nobody where there are none."""
    beside = register.parent / RECIPIENTS
    return Lock(load_recipients(beside) if beside.exists() else ())


def _text(file: Path) -> str:
    try:
        return read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problems([Problem(PLACE, 0, "file-encoding", "the file is not UTF-8 text", "save it as UTF-8")]) from None


def _record(undecided: tuple[Undecided, ...], people: Mapping[str, str]) -> list[dict[str, object]]:
    return [
        {
            "text": one.text,
            "kind": one.kind,
            "what": KINDS[one.kind],
            "resembles": [{"id": id, "alias": people.get(id, "")} for id in one.resembles],
            "count": len(one.places),
            "places": [
                {"file": place.file, "line": place.line, "before": place.before, "after": place.after}
                for place in one.places
            ],
        }
        for one in undecided
    ]


def _tell(outcome: Outcome, left: list[Undecided]) -> None:
    """Say what is wrong and how much is left, and end with the exit code."""
    for problem in outcome.problems:
        click.echo(str(problem), err=True)
    if outcome.code == PUBLISHED:
        click.echo(f"{len(left)} left to decide" if left else "nothing is left to decide", err=True)
    sys.exit(outcome.code or (SOURCE if left else PUBLISHED))
