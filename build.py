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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, get_args

import click
from rich.console import Console

from anonymise.alias import check_aliases
from anonymise.detect import Finder, find_in_address
from anonymise.forms import build_index
from anonymise.parse import Draft, parse, parse_front, parse_home
from anonymise.record import make_record, record_path, write_record
from anonymise.redaction_log import log_path, write_log
from anonymise.register import EMPTY, VOCABULARY, Register, is_sealed, load_register, load_words
from anonymise.replace import Passed, pseudonymise
from anonymise.schema import ReportFront
from anonymise.source import Source, place_of, read_home, read_source, report_names
from anonymise.vault import NO_KEYS, Keys
from commands.key import ask_passphrase, identity_option, keys_of
from commands.notice import find_notices
from commands.outcome import Outcome, caught
from commands.register import register_group
from report import pdf
from report.edition import check_edition
from report.model import Card, Cleared, Edition, Report
from report.number import number
from report.problems import FAULT, LEAK, PUBLISHED, SETTINGS, SOURCE, Problem, Problems
from report.publish import card, cards, publish
from report.talk import Talk
from report.workspace import workspace

VERSION = "0.1.0"
STAGES = ("reading", "replacing names", "numbering", "printing", "building pages", "comparing", "reading it all again")
CHECK_STAGES = STAGES[:3]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line says."""

    content: Path
    register: Path
    out: Path
    edition: Edition
    today: datetime.date
    keys: Keys = NO_KEYS


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report with its names replaced and its numbers set."""

    report: Report
    passed: Passed
    register: Register
    beside: Path
    """The register's file, beside which the log of redactions and the record of the build stand."""
    notices: tuple[Problem, ...]
    """What blocks nothing in this edition."""


# --- the stages


def gather(problems: list[Problem], stage: Callable[[], Result]) -> Result | None:
    """Run a stage; keep its problems and give None where it has some. Settings are no problem of a source."""
    try:
        return stage()
    except Problems as found:
        if found.code != SOURCE:
            raise
        problems += found.problems
        return None


def open_register(front: ReportFront, settings: Settings) -> Register:
    """The register that a front matter names. Raises `Problems`: `register-inside`, and as `load_register`."""
    _keep_apart(settings.register / front.register_file, settings)
    return load_register(settings.register, front.register_file, (front.author, front.chair), settings.keys)


def read_register(source: Source, settings: Settings) -> tuple[Finder, tuple[str, ...], list[Problem]]:
    """The finder of a report's register, names of its files that are safe to print, and what is wrong with either."""
    front, _ = parse_front(source, place_of(0))
    register = open_register(front, settings)
    finder = Finder(build_index(register), register)
    problems = check_aliases(finder)
    if settings.edition != "draft" and not register.invented and not is_sealed(front.register_file):
        hint = "seal it by `dhr register seal`, and write `.age` behind its name in the report's index.md"
        sentence = f"a plain register of real people can't be used for the {settings.edition} edition"
        problems.append(Problem("the register", 0, "register-plain", sentence, hint))
    places: list[str] = []
    for n, file in enumerate(source.files):
        unsafe = find_in_address(source.name, finder) or find_in_address(file.path, finder)
        places.append(place_of(n) if unsafe else (settings.content / source.name / file.path).as_posix())
        if unsafe:
            sentence = "the name of the file or its folder holds a form of a name"
            problems.append(Problem(place_of(n), 0, "name-in-path", sentence, "rename it"))
    return finder, tuple(places), problems


def prepare(source: Source, settings: Settings, step: Callable[[str], None]) -> Prepared:
    """Everything up to the numbered report. Raises `Problems`."""
    step(STAGES[0])
    finder, places, problems = read_register(source, settings)
    draft = gather(problems, lambda: parse(source, places))
    if draft is None:
        raise Problems(problems)
    line = draft.lines.line(("signoff",))
    problems += check_edition(draft.front, settings.edition, settings.today, places[0], line)
    step(STAGES[1])
    passed = gather(problems, lambda: pseudonymise(draft, finder, settings.edition, places, source.images))
    if passed is None:
        raise Problems(problems)
    judged = find_notices(passed, finder.register, lambda key: draft.lines.line((key,)), settings.today)
    problems += judged.problems
    step(STAGES[2])
    report = gather(problems, lambda: number(passed.safe))
    if report is not None:
        problems += pdf.check_characters(report, places)
    if problems or report is None:
        raise Problems(problems)
    front, _ = parse_front(source, places[0])
    return Prepared(report, passed, finder.register, settings.register / front.register_file, judged.notices)


def build_report(prepared: Prepared, work: Path, step: Callable[[str], None]) -> Cleared:
    """Render a report, prove that both renderings say the same, and clear them. Raises `Problems`."""
    report = prepared.report
    step(STAGES[3])
    with ThreadPoolExecutor(1) as printer:
        printing = printer.submit(pdf.render, report)
        # The rooms behind the printer take half of all start-up time, and the printer is no Python: both at once.
        from anonymise.gate import clear
        from report import same, site

        printed = printing.result()
    step(STAGES[4])
    artefacts = site.build(report, printed, work)
    step(STAGES[5])
    problems = same.check(report, artefacts.folder, artefacts.folder / f"{report.name}.pdf")
    step(STAGES[6])
    cleared = clear(artefacts, [prepared.register], prepared.passed.safe.kept, prepared.passed.withheld)
    if problems:
        raise Problems(problems, FAULT)
    return cleared


def build_home(settings: Settings, shown: tuple[Card, ...], work: Path) -> Cleared | None:
    """Build and clear the library's home page. None where a register can't be read: nobody could check it then."""
    from anonymise.gate import clear  # see build_report
    from report import site

    registers: list[Register] = []
    for name in report_names(settings.content):
        try:
            source = read_source(settings.content, name)
            front, _ = parse_front(source, place_of(0))
            registers.append(open_register(front, settings))
        except Problems:
            return None
    place = (settings.content / "index.md").as_posix()
    draft: Draft = parse_home(read_home(settings.content), place)
    nobody = replace(EMPTY, vocabulary=load_words(settings.register / VOCABULARY))
    passed = pseudonymise(draft, Finder(build_index(nobody), nobody), settings.edition, (place,), {})
    artefacts = site.build_home(number(passed.safe), shown, work)
    aliases = tuple(alias for register in registers for _, alias in register.aliases())
    return clear(artefacts, registers, aliases, passed.withheld)  # one review's alias may be a name in another


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
            outcome.notices = tuple(n for n in prepared.notices if work is None or n.rule != "person-absent")
            if work is not None:
                folder = work / f"report-{n}"
                cleared = build_report(prepared, folder, lambda what: talk.stage(labels[-1], what))  # noqa: B023 - likewise
                # Both before anything is published.
                write_log(log_path(prepared.beside, name), settings.edition, prepared.passed.log)
                record = make_record(source, prepared.register, prepared.passed, cleared)
                write_record(record_path(prepared.beside, name), record, VERSION)
                outcome.cleared, outcome.card = cleared, card(cleared.folder)
        if n < len(names):
            gc.collect()  # what one report leaves behind
    return outcomes


def publish_all(outcomes: list[Outcome], settings: Settings, work: Path) -> tuple[Outcome, bool]:
    """Build the home page and publish it with the reports that were cleared; whether the home page is new."""
    home = Outcome("")
    cleared = {outcome.name: outcome.cleared for outcome in outcomes if outcome.cleared}
    if not cleared:
        return home, False
    new = False
    with caught(home):
        shown = {old.name: old for old in cards(settings.out)}
        shown |= {outcome.name: outcome.card for outcome in outcomes if outcome.card}
        page = build_home(settings, tuple(shown[name] for name in sorted(shown)), work / "home")
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

    Without REPORT, all reports of the content folder are built.
    """
    _execute(given, publishing=True)


@main.command("check")
@options
def check_command(**given: Any) -> None:
    """Show all problems of the reports, and write nothing."""
    _execute(given, publishing=False)


main.add_command(register_group)


@main.command("gate")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--register", "paths", type=click.Path(path_type=Path), multiple=True, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def gate_command(folder: Path, paths: tuple[Path, ...], as_json: bool) -> None:
    """Read every file of any FOLDER, and say where a form of a name of the registers stands.

    --register names a register or a folder of them, and may be given again. Nothing is written.
    """
    from anonymise.gate_folder import NOTHING, examine_folder  # see build_report

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
    _keep_apart(settings.register, settings)
    names = tuple(dict.fromkeys(asked)) or report_names(settings.content)
    if not names:
        hint = "make a folder in it with an index.md"
        raise Problems([Problem("--content", 0, "report-unknown", "there is no report in it", hint)], SETTINGS)
    return names


def _keep_apart(register: Path, settings: Settings) -> None:
    """Stop where a register, or the folder of them, lies in a folder that is published."""
    if any(register.resolve().is_relative_to(folder.resolve()) for folder in (settings.content, settings.out)):
        sentence, hint = (
            "it lies in the content or the output",
            "keep them apart, so that a register is never published",
        )
        raise Problems([Problem("--register", 0, "register-inside", sentence, hint)], SETTINGS)


def _withdraw(outcomes: list[Outcome], home: Outcome) -> None:
    """Where the home page failed, nothing was published."""
    if home.code != PUBLISHED:
        for outcome in outcomes:
            outcome.cleared = None


def _check_home(settings: Settings) -> Outcome:
    home = Outcome("")
    with caught(home):
        parse_home(read_home(settings.content), (settings.content / "index.md").as_posix())
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
    console.print(f"{done}{said}, {seconds:.1f} s", markup=False)
    if as_json:
        click.echo(json.dumps(_record(outcomes, settings, publishing, seconds), indent=2, ensure_ascii=False))
    else:
        for outcome in published:
            click.echo((settings.out / outcome.name / "index.html").as_posix())


def _record(outcomes: list[Outcome], settings: Settings, publishing: bool, seconds: float) -> dict[str, object]:
    return {
        "edition": settings.edition,
        "published": [outcome.name for outcome in outcomes if outcome.cleared],
        "failed": sum(1 for outcome in outcomes if outcome.code != PUBLISHED),
        "replaced": {outcome.name: outcome.tally for outcome in outcomes if outcome.tally},
        "problems": [asdict(problem) for outcome in outcomes for problem in outcome.problems],
        "notices": [asdict(notice) for outcome in outcomes for notice in outcome.notices],
        "exit": max(outcome.code for outcome in outcomes),
        "wrote": publishing and any(outcome.cleared for outcome in outcomes),
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    main()
