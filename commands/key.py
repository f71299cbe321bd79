"""Where keys come from: a file, the environment, or a person at a terminal.

In: the options of a command line, and the environment. Out: `Keys`. The rule: no secret stands on a command line, where
other users of the machine and the shell's history can read it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from anonymise.vault import Keys, load_keys


def identity_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--identity`, the files that hold secret keys."""
    return click.option(
        "--identity",
        type=click.Path(path_type=Path),
        multiple=True,
        help="A file with a secret key that opens sealed registers; else DHR_IDENTITY_FILE names it.",
    )(command)


def ask_passphrase(words: str = "passphrase of the register", *, again: bool = False) -> str:
    """Ask for a passphrase where a person watches; "" elsewhere. `again` asks twice, for a new one."""
    if not sys.stdin.isatty():
        return ""
    return str(click.prompt(words, hide_input=True, err=True, confirmation_prompt=again))


def keys_of(identity: tuple[Path, ...], ask: Callable[[], str] = ask_passphrase) -> Keys:
    """The keys of a command line and of this process's environment. Raises `Problems`: `register-key`."""
    return load_keys(identity, os.environ, ask)
