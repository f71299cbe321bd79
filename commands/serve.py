"""The site while it is written: `dhr serve`.

In: the folders of a library. Out: its draft on 127.0.0.1, built again whenever a source changes. The rule: each build
passes every check that a publication passes, and a build that fails leaves the last good one in sight.
"""

from __future__ import annotations

import datetime
import gc
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from anonymise.gate_memory import Memory
from anonymise.source import case_documents, read_source, report_names
from commands.key import ask_passphrase, identity_option, keys_of
from commands.outcome import Outcome, caught
from commands.preview import Preview
from commands.stages import Settings, build_home, build_report, keep_apart, prepare
from report.model import Cleared
from report.problems import SETTINGS, Problem, Problems
from report.publish import card, cards, publish
from report.view import HOME, forget_templates
from report.workspace import workspace

_PAUSE = 0.15
"""Seconds between two looks at the sources."""
_WRITTEN = (".record.json", ".redactions.json")
"""What a build writes beside a register."""

Seen = Mapping[Path, tuple[int, int]]


def look(settings: Settings) -> Seen:
    """When each file of the sources and templates was changed, in nanoseconds, and its size; by path."""
    seen: dict[Path, tuple[int, int]] = {}
    for folder in (settings.content, settings.register, HOME / "templates"):
        for path in folder.rglob("*"):
            try:
                if path.is_file() and not path.name.endswith(_WRITTEN) and path.name[0] != ".":
                    state = path.stat()
                    seen[path] = (state.st_mtime_ns, state.st_size)
            except OSError:  # it went away in between
                continue
    return seen


def find_changed(before: Seen, now: Seen, settings: Settings) -> tuple[str, ...]:
    """The reports that have to be built again, sorted; all where something changed that they share."""
    changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
    every = report_names(settings.content)
    names: set[str] = set()
    for path in changed:
        inside = path.relative_to(settings.content).parts if path.is_relative_to(settings.content) else ()
        if len(inside) < 2:
            names |= set(every)
        else:  # a document may repeat what another one of its case says
            documents = case_documents(settings.content, inside[0])
            names |= {f"{inside[0]}-{document}" for document in documents} or {inside[0]}
    return tuple(sorted(names & set(every)))


def rebuild(names: tuple[str, ...], settings: Settings, memories: defaultdict[str, Memory]) -> tuple[Problem, ...]:
    """Build reports and the home page, and publish what passes every check; what is wrong with the others.

    `memories` are the gate's by report, "" for the home page's: most files are as they were.
    """
    problems: list[Problem] = []
    whole = Outcome("")
    with caught(whole), workspace(settings.out, settings.content, settings.register) as work:
        cleared: dict[str, Cleared] = {}
        for n, name in enumerate(names):
            outcome = Outcome(name)
            with caught(outcome):
                prepared = prepare(read_source(settings.content, name), settings, lambda _: None)
                cleared[name] = build_report(prepared, work / f"report-{n}", lambda _: None, memories[name])
            problems += outcome.problems
        shown = {old.name: (settings.out / old.name, old) for old in cards(settings.out, cleared)}
        shown |= {name: (report.folder, card(report.folder)) for name, report in cleared.items()}
        page = build_home(settings, dict(shown[name] for name in sorted(shown)), work / "home", memories[""])
        publish(cleared, page, settings.out)
    gc.collect()  # what a build leaves behind: nobody else looks for it, and this goes on for hours
    return (*problems, *whole.problems)


@contextmanager
def shown(preview: Preview) -> Iterator[None]:
    """Have a preview answer; it ends, and whoever waits for it, when this does."""
    answering = threading.Thread(target=preview.serve_forever, kwargs={"poll_interval": 0.05})
    answering.start()
    try:
        yield
    finally:
        preview.end()
        answering.join()


def _watch(preview: Preview, settings: Settings) -> NoReturn:
    """Build whenever something changes, for ever."""
    names, before = report_names(settings.content), look(settings)
    memories: defaultdict[str, Memory] = defaultdict(Memory)
    while True:
        start = time.monotonic()
        problems = rebuild(names, settings, memories)
        preview.show(problems)
        for problem in problems:
            click.echo(str(problem), err=True)
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        click.echo(f"{len(names)} built, {count}, {time.monotonic() - start:.2f} s", err=True)
        while (now := look(settings)) == before:
            time.sleep(_PAUSE)
        if any(not path.is_relative_to(settings.content) for path in dict(now.items() ^ before.items())):
            forget_templates()
        names, before = find_changed(before, now, settings), now


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("serve")
@identity_option
@click.option("--content", type=_FOLDER, default="content", show_default=True, help="Where the reports are.")
@click.option("--register", type=_FOLDER, default="register", show_default=True, help="Where the registers are.")
@click.option("--out", type=_FOLDER, help="Where the draft is published; else in a folder that is removed at the end.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 is any that is free.")
def serve_command(identity: tuple[Path, ...], content: Path, register: Path, out: Path | None, port: int) -> None:
    """Show a draft of all reports on this computer alone, and build again whenever a source changes.

    Ctrl-C ends it.
    """
    whole = Outcome("")
    signal.signal(signal.SIGTERM, _stop)
    with caught(whole), tempfile.TemporaryDirectory(prefix="dhr-serve-") as folder:
        keys = keys_of(identity, ask_passphrase)
        settings = Settings(content, register, out or Path(folder) / "site", "draft", datetime.date.today(), keys)
        keep_apart(register, settings)
        if not report_names(content):
            raise Problems([Problem("--content", 0, "report-unknown", "there is no report in it")], SETTINGS)
        try:
            preview = Preview(settings.out, port)
        except OSError:
            taken = Problem("--port", 0, "out-in-use", "the port is taken", "leave it out")
            raise Problems([taken], SETTINGS) from None
        click.echo(preview.address)
        try:
            with shown(preview):
                _watch(preview, settings)
        except KeyboardInterrupt:
            click.echo("ended", err=True)
    for problem in whole.problems:
        click.echo(str(problem), err=True)
    sys.exit(whole.code)
