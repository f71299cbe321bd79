"""`dhr register`: seal, open, edit and rekey a register, make keys, keep plain registers out of commits.

In: a command line. Out: a changed file, or problems. The rule: thin; what is done stands in `anonymise/sealing.py`, and
a register's text goes to a terminal or into a file of its owner alone, and nowhere else.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from anonymise.plain_file import check_target, run_editor, write_private
from anonymise.sealing import edit_file, find_plain, load_recipients, open_file, rekey_file, seal_file
from anonymise.vault import Lock, new_key
from commands.key import ask_passphrase, identity_option, keys_of
from commands.outcome import Outcome, caught
from report.problems import PUBLISHED, SETTINGS, Problem, Problems

RECIPIENTS = "recipients.txt"
"""Beside a register: the public keys of those who may open it, where no option says otherwise."""
_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group("register")
def register_group() -> None:
    """Seal the register, and work with a sealed one."""


@contextmanager
def _told() -> Iterator[None]:
    """Print the problems of a command and end with their exit code."""
    outcome = Outcome("")
    with caught(outcome):
        yield
    for problem in outcome.problems:
        click.echo(str(problem), err=True)
    if outcome.code != PUBLISHED:
        sys.exit(outcome.code)


def _recipient_options(command: Callable[..., Any]) -> Callable[..., Any]:
    path = click.Path(path_type=Path)
    for option in (
        click.option("--recipients", type=path, help=f"A file of public keys; else {RECIPIENTS} beside the register."),
        click.option("--recipient", multiple=True, help="A public key, age1…; may be given several times."),
    ):
        command = option(command)
    return command


def _published_options(command: Callable[..., Any]) -> Callable[..., Any]:
    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        click.option("--out", type=folder, default="site", show_default=True, help="Where nothing secret is written."),
        click.option("--content", type=folder, default="content", show_default=True, help="Likewise."),
    ):
        command = option(command)
    return command


def _recipients(file: Path, recipient: tuple[str, ...], recipients: Path | None) -> tuple[str, ...]:
    """Those that the options name; those of the file beside the register where they name none."""
    if recipient or recipients:
        return (*recipient, *(load_recipients(recipients) if recipients else ()))
    beside = file.parent / RECIPIENTS
    return load_recipients(beside) if beside.exists() else ()


def _lock(file: Path, given: dict[str, Any], variable: str) -> Lock:
    """For whom to seal: recipients, or with `--passphrase` what the environment's variable or a person says."""
    if not given["passphrase"]:
        return Lock(_recipients(file, given["recipient"], given["recipients"]))
    if given["recipient"] or given["recipients"]:
        raise Problems([Problem("--passphrase", 0, "register-key", "recipients are given as well")], SETTINGS)
    asked = os.environ.get(variable) or ask_passphrase("new passphrase of the register", again=True)
    if not asked:
        hint = f"set {variable}, or run it in a terminal"
        raise Problems([Problem("--passphrase", 0, "register-key", "no passphrase is given", hint)], SETTINGS)
    return Lock(passphrase=asked)


@register_group.command("seal")
@_FILE
@_recipient_options
@click.option("--passphrase", is_flag=True, help="Seal with a passphrase: DHR_PASSPHRASE, or it is asked for.")
@identity_option
def seal_command(file: Path, identity: tuple[Path, ...], **given: Any) -> None:
    """Seal FILE as FILE.age beside it, then remove FILE.

    With public keys a secret key that opens the result must be given too, so that nobody locks himself out.
    """
    with _told():
        seal_file(file, _lock(file, given, "DHR_PASSPHRASE"), keys_of(identity))
        click.echo("sealed, and opened again to be sure; the plain file was overwritten and removed", err=True)
        click.echo("backups, snapshots and flash disks may still hold old copies of it", err=True)
        click.echo("write `.age` behind its name after `register:` in the report's index.md", err=True)


@register_group.command("open")
@_FILE
@click.option("--to", type=click.Path(path_type=Path), help="A new file; without it the text is shown on the terminal.")
@_published_options
@identity_option
def open_command(file: Path, to: Path | None, content: Path, out: Path, identity: tuple[Path, ...]) -> None:
    """Show a sealed register on the terminal, or write it to a file that is neither published nor committed."""
    with _told():
        if to is not None:
            check_target(to, (content, out))
            write_private(to, open_file(file, keys_of(identity)))
        elif sys.stdout.isatty():
            click.echo(open_file(file, keys_of(identity)), nl=False)
        else:
            hint = "say --to FILE"
            raise Problems([Problem("stdout", 0, "register-open", "this is no terminal", hint)], SETTINGS)


@register_group.command("edit")
@_FILE
@_recipient_options
@identity_option
def edit_command(file: Path, identity: tuple[Path, ...], **given: Any) -> None:
    """Open a sealed register in $VISUAL or $EDITOR, check it and seal it again."""
    with _told():
        editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
        lock = Lock(_recipients(file, given["recipient"], given["recipients"]))
        changed = edit_file(file, lock, keys_of(identity), lambda copy, safe: _edit(editor, copy, safe), _again)
        click.echo("sealed again" if changed else "nothing was changed", err=True)


def _edit(editor: list[str], copy: Path, in_memory: bool) -> None:
    if not in_memory:
        click.echo("there is no file system in memory here: the copy lies on a disk while you edit", err=True)
    run_editor(editor, copy)


def _again(found: Problems) -> bool:
    """Show what is wrong and ask whether to mend it; never where nobody watches."""
    if not sys.stdin.isatty():
        return False
    for problem in found.problems:
        click.echo(str(problem), err=True)
    return click.confirm("edit it again? otherwise your changes are dropped", default=True, err=True)


@register_group.command("rekey")
@_FILE
@_recipient_options
@click.option("--passphrase", is_flag=True, help="Seal with a new passphrase: DHR_NEW_PASSPHRASE, or it is asked for.")
@identity_option
def rekey_command(file: Path, identity: tuple[Path, ...], **given: Any) -> None:
    """Seal a sealed register for others, or with another passphrase.

    The keys that are given must open both the old and the new file: give --identity twice where your own key changes.
    """
    with _told():
        rekey_file(file, _lock(file, given, "DHR_NEW_PASSPHRASE"), keys_of(identity))
        click.echo("sealed anew; copies that others kept still open with the old keys", err=True)


@register_group.command("new-key")
@_published_options
@click.argument("to", metavar="FILE", type=click.Path(path_type=Path))
def new_key_command(to: Path, content: Path, out: Path) -> None:
    """Make a secret key in FILE, a new one, and print the public key that belongs to it."""
    with _told():
        check_target(to, (content, out))
        secret, public = new_key()
        write_private(to, f"# public key: {public}\n{secret}\n".encode())
        click.echo(public)


@register_group.command("refuse-plain")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def refuse_plain_command(files: tuple[Path, ...]) -> None:
    """Fail where one of FILES is a plain register of real people, or may be one: for commit hooks."""
    with _told():
        problems = find_plain(files)
        if problems:
            raise Problems(problems)
