"""Seal bytes and open them again; the only importer of the age library.

In: a register's text as bytes, and public keys or a passphrase; or sealed bytes, and the keys to open them. Out: the
other of the two, in memory. The rule: what was opened is written nowhere, and no message shows a key or a text.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

# The library ships no types; all that is used of it stands in `seal` and `Keys.open`.
import pyrage  # type: ignore[import-untyped]  # see above

from report.problems import SETTINGS, Problem, Problems

PLACE = "the register"
"""What problems call it: its file's name may hold a person's."""
SHORTEST_PASSPHRASE = 12
"""In characters. A sealed file can be tried at leisure by whoever has a copy, so a short one protects nothing."""
_MAGIC = b"age-encryption.org/v1\n"
_ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"


@dataclass(frozen=True, slots=True, repr=False)
class Lock:
    """For whom a register is sealed: either of the two."""

    recipients: tuple[str, ...] = ()
    """Public keys, `age1…`."""
    passphrase: str = ""

    def __repr__(self) -> str:
        return f"Lock({len(self.recipients)} recipients)"


class Keys:
    """What opens sealed registers. It remembers what it opened, in memory: a passphrase takes a second each time."""

    __slots__ = ("_ask", "_identities", "_opened", "_passphrase")

    def __init__(
        self, identities: tuple[str, ...] = (), passphrase: str = "", ask: Callable[[], str] = lambda: ""
    ) -> None:
        """Hold secret keys and a passphrase; `ask` is called at most once, and gives "" where nobody answers."""
        self._identities = identities
        self._passphrase = passphrase
        self._ask = ask
        self._opened: dict[bytes, bytes] = {}

    def __repr__(self) -> str:
        return f"Keys({len(self._identities)} secret keys)"

    def passphrase(self) -> str:
        """The passphrase, asked for where it is not known; "" where there is none."""
        if not self._passphrase:
            self._passphrase, self._ask = self._ask(), lambda: ""
        return self._passphrase

    def open(self, sealed: bytes) -> bytes:
        """Open a sealed file. Raises `Problems`: `register-locked`, with the code for settings."""
        digest = hashlib.sha256(sealed).digest()
        if digest not in self._opened:
            self._opened[digest] = self._decrypt(sealed)
        return self._opened[digest]

    def _decrypt(self, sealed: bytes) -> bytes:
        if not is_age(sealed):
            raise _locked("the file is not sealed, or it is damaged", "bring it back from a copy, or seal it again")
        secret = self.passphrase() if has_passphrase(sealed) else self._identities
        if not secret:
            kind = "it is sealed with a passphrase" if has_passphrase(sealed) else "it is sealed for keys"
            hint = "set DHR_PASSPHRASE, or run it in a terminal" if has_passphrase(sealed) else "give one by --identity"
            raise _locked(f"{kind}, and none is given", hint)
        try:
            if isinstance(secret, str):
                return bytes(pyrage.passphrase.decrypt(sealed, secret))
            return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key) for key in secret]))
        except pyrage.IdentityError:
            raise _bad("a secret key is damaged", "it is one line that begins with AGE-SECRET-KEY-1") from None
        except pyrage.DecryptError:
            wrong = "the passphrase does not open it" if has_passphrase(sealed) else "no key that is given opens it"
            raise _locked(f"{wrong}, or it is damaged", "ask whoever sealed it for whom it is sealed") from None


NO_KEYS = Keys()
"""For where no register may be sealed."""


def load_keys(files: tuple[Path, ...], environment: Mapping[str, str], ask: Callable[[], str]) -> Keys:
    """Take keys from files and from an environment.

    `files` stand before DHR_IDENTITY_FILE; DHR_IDENTITY is a secret key itself, DHR_PASSPHRASE a passphrase. Nothing
    given is no problem until something sealed has to be opened. Raises `Problems`: `register-key`, code for settings.
    """
    named = environment.get("DHR_IDENTITY_FILE", "")
    texts = [environment.get("DHR_IDENTITY", "")]
    for file in files or ((Path(named),) if named else ()):
        try:
            texts.append(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            raise _bad("the file with the secret key can't be read", "check --identity and DHR_IDENTITY_FILE") from None
    keys = tuple(line for text in texts for line in _lines(text))
    if not all(key.startswith("AGE-SECRET-KEY-1") for key in keys):
        raise _bad("a secret key is damaged, or of another kind", "it is one line that begins with AGE-SECRET-KEY-1")
    return Keys(keys, environment.get("DHR_PASSPHRASE", ""), ask)


def read_recipients(text: str) -> tuple[str, ...]:
    """The public keys of a recipients file: one a line, `#` begins a comment. Empty where there are none."""
    return tuple(_lines(text))


def seal(data: bytes, lock: Lock) -> bytes:
    """Seal a text. Raises `Problems`, with the code for settings: `register-key` where the lock is none."""
    if bool(lock.recipients) == bool(lock.passphrase):
        hint = "give public keys in recipients.txt or by --recipient, or say --passphrase"
        raise _bad("it is not said for whom to seal it, or in two ways", hint)
    if not lock.recipients:
        if len(lock.passphrase) < SHORTEST_PASSPHRASE:
            raise _bad(f"the passphrase is shorter than {SHORTEST_PASSPHRASE} characters", "use five words or more")
        return bytes(pyrage.passphrase.encrypt(data, lock.passphrase))
    try:
        recipients = [pyrage.x25519.Recipient.from_str(key) for key in lock.recipients]
    except pyrage.RecipientError:
        raise _bad("a public key is damaged, or of another kind", "it is one line that begins with age1") from None
    return bytes(pyrage.encrypt(data, recipients))


def new_key() -> tuple[str, str]:
    """A new secret key, and the public key that belongs to it."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def is_age(data: bytes) -> bool:
    """Whether this begins as a sealed file does, armoured or not."""
    return data.startswith((_MAGIC, _ARMOUR))


def has_passphrase(sealed: bytes) -> bool:
    """Whether a sealed file opens by a passphrase: its stanza is then the only one, and says so."""
    head = sealed[:200]
    if head.startswith(_ARMOUR):
        lines = head[len(_ARMOUR) :].split()
        try:
            head = base64.b64decode(lines[0], validate=True) if lines else b""
        except binascii.Error:
            head = b""
    return head.startswith(_MAGIC + b"-> scrypt ")


def _lines(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _locked(sentence: str, hint: str) -> Problems:
    return Problems([Problem(PLACE, 0, "register-locked", sentence, hint)], SETTINGS)


def _bad(sentence: str, hint: str) -> Problems:
    return Problems([Problem("the keys", 0, "register-key", sentence, hint)], SETTINGS)
