"""Answers are written where the format keeps them, and nothing else of what stands there changes."""

from __future__ import annotations

import stat
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from library import CASES, digest

from anonymise.decide import Answer, day_in, name_in, undo, write_answers
from anonymise.vault import NO_KEYS, Keys, Lock, new_key, seal
from anonymise.yaml_reader import read_yaml
from anonymise.yaml_writer import add
from report.problems import RULES, SETTINGS, Problems

SECRET, PUBLIC = new_key()
KEYS, LOCK = Keys((SECRET,)), Lock((PUBLIC,))
ANSWERS = [
    pytest.param(case, id=case["title"])
    for case in yaml.safe_load((CASES / "names" / "answers.yml").read_text("utf-8"))
]
NAMES = ("Harrow", "Marsh", "Marsch", "Daniel", "Hale", "Peter", "Northshire", "Rose", "XYZ")


def answers_of(case: dict[str, Any]) -> tuple[Answer, ...]:
    return tuple(Answer(**answer) for answer in case["answers"])


def write(folder: Path, case: dict[str, Any], *, sealed: bool) -> Path:
    """Write the case's files; the path of its register."""
    path = folder / ("case.yml.age" if sealed else "case.yml")
    data = case["register"].encode()
    path.write_bytes(seal(data, LOCK) if sealed else data)
    if "vocabulary" in case:
        (folder / "vocabulary.yml").write_text(case["vocabulary"], "utf-8", newline="")
    return path


def read(path: Path) -> str:
    data = path.read_bytes()
    return (KEYS.open(data) if path.suffix == ".age" else data).decode()


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
@pytest.mark.parametrize("case", ANSWERS)
def test_answers(case: dict[str, Any], sealed: bool, tmp_path: Path) -> None:
    path = write(tmp_path, case, sealed=sealed)
    before = digest(tmp_path)
    try:
        written = write_answers(path, answers_of(case), LOCK, KEYS)
    except Problems as found:
        assert [problem.rule for problem in found.problems] == case.get("problems")
        assert {problem.rule for problem in found.problems} <= set(RULES)
        assert not any(name in str(problem) for problem in found.problems for name in NAMES)
        assert digest(tmp_path) == before
        return
    assert "problems" not in case
    assert read(path) == case["after"]
    vocabulary = tmp_path / "vocabulary.yml"
    assert (vocabulary.read_text("utf-8") if vocabulary.exists() else "") == case.get("vocabulary_after", "")
    assert {file.name for file in tmp_path.iterdir()} <= {path.name, "vocabulary.yml"}
    undo(written)
    assert digest(tmp_path) == before


@pytest.mark.parametrize("phrase", ["five words are long enough"])
def test_a_passphrase_stays_what_it_is(phrase: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yml.age"
    path.write_bytes(seal(b"ordinary: [A]\n", Lock(passphrase=phrase)))
    write_answers(path, (Answer("ordinary", "B"),), Lock(), Keys(passphrase=phrase))
    assert Keys(passphrase=phrase).open(path.read_bytes()) == b"ordinary: [A, B]\n"


@pytest.mark.parametrize(("lock", "rule"), [(Lock(), "register-key"), (Lock((new_key()[1],)), "register-locked")])
def test_nobody_is_locked_out(lock: Lock, rule: str, tmp_path: Path) -> None:
    path = write(tmp_path, {"register": "ordinary: [A]\n"}, sealed=True)
    before = digest(tmp_path)
    with pytest.raises(Problems) as caught:
        write_answers(path, (Answer("agency", "C"), Answer("ordinary", "B")), lock, KEYS)
    assert ([problem.rule for problem in caught.value.problems], caught.value.code) == ([rule], SETTINGS)
    assert digest(tmp_path) == before


def test_a_change_of_somebody_else_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, {"register": "ordinary: [A]\n", "vocabulary": "words: [A]\n"}, sealed=False)
    written = write_answers(path, (Answer("ordinary", "B"),), Lock(), NO_KEYS)
    path.write_text("ordinary: [A, C]\n", "utf-8")
    with pytest.raises(Problems):
        undo(written)

    def changed_meanwhile(_: bytes) -> None:
        path.write_text("ordinary: [A, D]\n", "utf-8")

    monkeypatch.setattr("anonymise.decide.check_register", changed_meanwhile)
    with pytest.raises(Problems) as caught:
        write_answers(path, (Answer("ordinary", "B"), Answer("word", "B")), Lock(), NO_KEYS)
    assert [problem.rule for problem in caught.value.problems] == ["register-file"]
    assert path.read_text("utf-8") == "ordinary: [A, D]\n"
    assert (tmp_path / "vocabulary.yml").read_text("utf-8") == "words: [A]\n"


def test_a_plain_file_keeps_its_rights(tmp_path: Path) -> None:
    path = write(tmp_path, {"register": "ordinary: [A]\n"}, sealed=False)
    path.chmod(0o640)
    write_answers(path, (Answer("ordinary", "B"),), Lock(), NO_KEYS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_no_value_shows_a_name(tmp_path: Path) -> None:
    path = write(tmp_path, {"register": ""}, sealed=False)
    answer = Answer("named", "Harrow", name="Joan Harrow")
    assert "Harrow" not in repr(answer) + repr(write_answers(path, (answer,), Lock(), NO_KEYS))


REGISTER = (CASES / "register.yml").read_text("utf-8")
PATHS = st.sampled_from([("ordinary",), ("people", "P1", "also"), ("people", "P6", "also"), ("words",)])


@given(text=st.text(min_size=1), path=PATHS)
def test_any_text_comes_back_or_is_refused(text: str, path: tuple[str, ...]) -> None:
    try:
        after = add(REGISTER, path, text, "a file")
    except Problems as found:
        assert [problem.rule for problem in found.problems] == ["answer-unwritten"]
        assert not all(char.isprintable() for char in text)
        return
    here: Any = read_yaml(after, "a file").data
    for key in path:
        here = here[key]
    assert here[-1] == text
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(REGISTER, after, strict=False)))
    assert after.endswith(REGISTER[kept:])  # something was put in between, and nothing else


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DI Harrow", ("DI", "Harrow")),
        ("Mr. Harrow", ("Mr.", "Harrow")),
        ("Harrow", ("", "Harrow")),
        ("Dr", ("Dr", "")),
        ("", ("", "")),
    ],
)
def test_a_title_and_a_name(text: str, expected: tuple[str, str]) -> None:
    assert name_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17/2/2013", "2013-02-17"),
        ("2013-02-17", "2013-02-17"),
        ("born on 17th of February 2013", "2013-02-17"),
        ("17 Feb. 2013", "2013-02-17"),
        ("17 February", "None"),
        ("31/2/2013", "None"),
        ("17/2/13", "None"),
        ("", "None"),
    ],
)
def test_a_day(text: str, expected: str) -> None:
    assert str(day_in(text)) == expected
