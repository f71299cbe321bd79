"""What is sealed opens with its keys alone, and nothing that is said about it shows a key or a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library import CASES

from anonymise.vault import Keys, Lock, new_key, seal
from report.problems import Problems

REAL = (CASES / "register.yml").read_bytes()
PHRASE, OTHER_PHRASE = "five words are long enough", "four others would do as well"
SECRET, PUBLIC = new_key()
OTHER_SECRET, OTHER_PUBLIC = new_key()


@given(st.binary(max_size=2000))
def test_what_was_sealed_opens_to_the_same(data: bytes) -> None:
    sealed = seal(data, Lock((PUBLIC, OTHER_PUBLIC)))
    assert Keys((SECRET,)).open(sealed) == data
    assert Keys((OTHER_SECRET,)).open(sealed) == data


@given(st.binary(min_size=1, max_size=400))
def test_what_is_damaged_does_not_open(data: bytes) -> None:
    sealed = seal(REAL, Lock((PUBLIC,)))
    for spoilt in (sealed[:-1], sealed[: len(sealed) // 2] + data, data):
        with pytest.raises(Problems) as caught:
            Keys((SECRET,)).open(spoilt)
        assert not any("Gareth" in str(problem) for problem in caught.value.problems)
        assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "lock", [Lock(), Lock(("age1",)), Lock(("ssh-ed25519 AAAA",)), Lock(passphrase="short"), Lock((PUBLIC,), PHRASE)]
)
def test_what_is_no_lock(lock: Lock) -> None:
    with pytest.raises(Problems) as caught:
        seal(REAL, lock)
    assert [problem.rule for problem in caught.value.problems] == ["register-key"]


def test_no_value_shows_a_key() -> None:
    assert (repr(Keys((SECRET,), PHRASE)), repr(Lock(passphrase=PHRASE))) == (
        "Keys(1 secret keys)",
        "Lock(0 recipients)",
    )


def test_a_passphrase_is_asked_for_once() -> None:
    asked: list[int] = []

    def ask() -> str:
        asked.append(1)
        return OTHER_PHRASE

    keys = Keys(ask=ask)
    sealed = seal(REAL, Lock(passphrase=PHRASE))
    for _ in range(2):
        with pytest.raises(Problems, match="1 problems"):
            keys.open(sealed)
    assert len(asked) == 1
