"""The corridor: arguments, the stages in order, progress, the exit code.

In: a command line. Out: a publication, or every problem at once. The rule: no stage can be skipped, since each takes
what only the one before it makes; and whatever happens, nothing that a library says of its input is printed.
"""

from __future__ import annotations

import datetime
import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, get_args

import click
from rich.console import Console

from anonymise.record import make_record, record_path, write_record
from anonymise.redaction_log import log_path, write_log
from anonymise.source import Source, case_documents, read_source, report_names
from commands.gate import gate_command
from commands.key import ask_passphrase, identity_option, keys_of
from commands.names import make_names_command
from commands.outcome import Outcome, caught
from commands.pack import pack_command
from commands.register import register_group
from commands.serve import serve_command
from commands.siblings import find_unpublished
from commands.stages import (
    CHECK_STAGES,
    STAGES,
    Prepared,
    Settings,
    build_home,
    build_report,
    keep_apart,
    pass_home,
    prepare,
    published,
    read_settings,
    scan_report,
)
from commands.table import table_command
from commands.walk import describe
from report.edition import undecided_words
from report.model import Cleared, Edition
from report.problems import PUBLISHED, SETTINGS, Problem, Problems
from report.publish import card, cards, publish
from report.statement import find_missing
from report.talk import Talk
from report.workspace import workspace

VERSION = "0.1.0"


# --- the commands


def run(names: tuple[str, ...], settings: Settings, talk: Talk, work: Path | None) -> list[Outcome]:
    """Check the reports, and build them where there is a folder to work in; one outcome each, in order."""
    outcomes: list[Outcome] = []
    for n, name in enumerate(names, 1):
        outcome = Outcome(name)
        outcomes.append(outcome)
        labels = [f"report {n} of {len(names)}"]
        with caught(outcome):
            source = read_source(settings.content, name)
            prepared = prepare(source, settings, lambda what: talk.stage(labels[-1], what))  # noqa: B023 - called at once
            labels.append(name)  # the pass has found no name in it
            outcome.tally = dict(prepared.passed.safe.tally)
            outcome.undecided, outcome.named = prepared.passed.undecided, published(prepared.report.front)
            outcome.notices = tuple(n for n in prepared.notices if work is None or n.rule != "person-absent")
            if work is not None:
                folder = work / f"report-{n}"
                cleared = build_report(prepared, folder, lambda what: talk.stage(labels[-1], what))  # noqa: B023 - likewise
                outcome.notices += _keep(source, prepared, cleared)  # before anything is published
                outcome.cleared, outcome.card = cleared, card(cleared.folder)
                outcome.elsewhere = prepared.report.elsewhere
        if any(problem.rule == "name-in-path" for problem in outcome.problems):
            outcome.instead = f"report {n} of {len(names)}"
        if n < len(names):
            gc.collect()  # what one report leaves behind
    return outcomes


def _keep(source: Source, prepared: Prepared, cleared: Cleared) -> tuple[Problem, ...]:
    """Write the log and the record of a build beside the register; a draft only notices where that can't be done."""
    edition, passed = prepared.report.edition, prepared.passed
    try:
        write_log(log_path(prepared.beside, source.name), edition, passed.log)
        record = make_record(source, prepared.register, passed, cleared)
        write_record(record_path(prepared.beside, source.name), record, VERSION)
    except Problems as found:
        if edition != "draft":
            raise
        return found.problems
    return ()


def publish_all(outcomes: list[Outcome], settings: Settings, work: Path) -> tuple[Outcome, bool]:
    """Build the home page and publish it with the reports that were cleared; whether the home page is new."""
    home = Outcome("")
    cleared = {outcome.name: outcome.cleared for outcome in outcomes if outcome.cleared}
    if not cleared:
        return home, False
    new = False
    with caught(home):
        shown = {old.name: (settings.out / old.name, old) for old in cards(settings.out, cleared)}
        shown |= {one.name: (one.cleared.folder, one.card) for one in outcomes if one.cleared and one.card}
        home.notices = find_missing(read_settings(settings), settings.edition, "the library")
        page = build_home(settings, dict(shown[name] for name in sorted(shown)), work / "home")
        home.notices += find_unpublished(outcomes, shown)
        new = page is not None
        publish(cleared, page, settings.out)
    return home, new


def options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that the commands share."""
    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        identity_option,
        click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON."),
        click.option("--edition", type=click.Choice(get_args(Edition)), default="draft", show_default=True),
        click.option("--out", type=folder, default="site", show_default=True, help="Where the site is published."),
        click.option("--register", type=folder, default="register", show_default=True, help="Where the registers are."),
        click.option("--content", type=folder, default="content", show_default=True, help="Where the reports are."),
        click.argument("reports", nargs=-1, metavar="[REPORT ...]"),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="dhr")
def main() -> None:
    """Publish reviews of deaths: real names in, aliases out."""
    gc.disable()  # values live to the end of a build: looking for garbage takes a quarter of its time and finds none


@main.command("build")
@options
def build_command(**given: Any) -> None:
    """Replace the names, build the site and the PDF, prove that nothing leaked, and publish.

    Without REPORT, all reports of the content folder are built; the name of a case's folder is all its documents.
    """
    _execute(given, publishing=True)


@main.command("check")
@options
def check_command(**given: Any) -> None:
    """Show all problems of the reports, and write nothing."""
    _execute(given, publishing=False)


main.add_command(register_group)
main.add_command(gate_command)
main.add_command(pack_command)
main.add_command(serve_command)
main.add_command(table_command)
main.add_command(
    make_names_command(
        lambda asked: scan_report(
            asked.report,
            Settings(asked.content, asked.register, asked.out, "draft", datetime.date.today(), asked.keys),
        )
    )
)


def _execute(given: dict[str, Any], *, publishing: bool) -> None:
    start = time.monotonic()
    settings = Settings(given["content"], given["register"], given["out"], given["edition"], datetime.date.today())
    outcomes: list[Outcome] = []
    whole = Outcome("")
    with caught(whole):
        names = _names(given["reports"], settings)
        talk = Talk(len(names), len(STAGES if publishing else CHECK_STAGES))
        with talk.progress:
            settings = replace(settings, keys=keys_of(given["identity"], lambda: talk.ask(ask_passphrase)))
            if publishing:
                with workspace(settings.out, settings.content, settings.register) as work:
                    outcomes += run(names, settings, talk, work)
                    home, new = publish_all(outcomes, settings, work)
                    _withdraw(outcomes, home)
                    if any(outcome.cleared for outcome in outcomes) and not new:
                        talk.say("the home page was left as it was: the register of a report can't be read")
            else:
                outcomes += run(names, settings, talk, None)
                home = _check_home(settings)
        outcomes.append(home)
    outcomes.append(whole)
    _tell(outcomes, settings, given["as_json"], publishing, time.monotonic() - start)
    gc.freeze()  # nothing is left to collect before the process ends
    sys.exit(max(outcome.code for outcome in outcomes))


def _names(asked: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    keep_apart(settings.register, settings)
    names = tuple(dict.fromkeys(name for one in asked for name in _documents(one, settings)))
    names = names or report_names(settings.content)
    if not names:
        hint = "make a folder in it with an index.md"
        raise Problems([Problem("--content", 0, "report-unknown", "there is no report in it", hint)], SETTINGS)
    return names


def _documents(asked: str, settings: Settings) -> tuple[str, ...]:
    """The names of a case's documents; a report's own name."""
    return tuple(f"{asked}-{document}" for document in case_documents(settings.content, asked)) or (asked,)


def _withdraw(outcomes: list[Outcome], home: Outcome) -> None:
    """Where the home page failed, nothing was published."""
    if home.code != PUBLISHED:
        for outcome in outcomes:
            outcome.cleared = None


def _check_home(settings: Settings) -> Outcome:
    home = Outcome("")
    with caught(home):
        home.notices = find_missing(read_settings(settings), settings.edition, "the library")
        home.undecided = pass_home(settings).undecided
    return home


def _tell(outcomes: list[Outcome], settings: Settings, as_json: bool, publishing: bool, seconds: float) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for outcome in outcomes:
        for problem in (*outcome.notices, *outcome.problems):
            console.print(str(problem), markup=False)
    published = [outcome for outcome in outcomes if outcome.cleared]
    counts = ((sum(len(o.problems) for o in outcomes), "problem"), (sum(len(o.notices) for o in outcomes), "notice"))
    said = ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n or word == "problem")
    done = f"{len(published)} published, " if publishing else ""
    for outcome in outcomes:
        if outcome.undecided:
            count = undecided_words(len(outcome.undecided))
            remedy = f"see `dhr names {outcome.name}`" if outcome.name else "what it may show goes into vocabulary.yml"
            remedy = "see `dhr names` with its name" if outcome.instead else remedy
            console.print(f"{outcome.instead or outcome.name or 'the home page'}: {count}; {remedy}", markup=False)
    console.print(f"{done}{said}, {seconds:.1f} s", markup=False)
    if as_json:
        click.echo(json.dumps(_record(outcomes, settings, publishing, seconds), indent=2, ensure_ascii=False))
    else:
        for outcome in () if publishing else outcomes:
            for one in outcome.undecided:
                click.echo("\n".join(describe(one, {})))
            if outcome.named:
                click.echo(f"{outcome.name} is published with the name of {' and '.join(outcome.named)}")
        for outcome in published:
            click.echo((settings.out / outcome.name / "index.html").as_posix())


def _record(outcomes: list[Outcome], settings: Settings, publishing: bool, seconds: float) -> dict[str, object]:
    return {
        "edition": settings.edition,
        "published": [outcome.name for outcome in outcomes if outcome.cleared],
        "failed": sum(1 for outcome in outcomes if outcome.code != PUBLISHED),
        "undecided": {one.instead or one.name: len(one.undecided) for one in outcomes if one.undecided},
        "replaced": {outcome.name: outcome.tally for outcome in outcomes if outcome.tally},
        "problems": [asdict(problem) for outcome in outcomes for problem in outcome.problems],
        "notices": [asdict(notice) for outcome in outcomes for notice in outcome.notices],
        "exit": max(outcome.code for outcome in outcomes),
        "wrote": publishing and any(outcome.cleared for outcome in outcomes),
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    main()
