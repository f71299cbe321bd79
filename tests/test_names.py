"""`dhr names`: asks at a terminal, lists elsewhere, reads a file; what is answered is written at once."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from library import CASES, Library, digest

from anonymise.decision_file import PLACE, read_answers, render_questions, replaced_as
from anonymise.parse import parse_front
from anonymise.register import Register, load_register
from anonymise.sighting import KINDS, Kind, Place, Sighting, Undecided, group
from anonymise.source import place_of, read_source
from anonymise.vault import Lock, new_key, seal
from commands import names
from commands.names import Asked, make_names_command
from report.problems import RULES, Problem, Problems

SECRET, PUBLIC = new_key()
REAL = re.compile("Gareth|Pryce|Lowri|Tudor|Gaz|Eluned")
SEEN = (
    ("Harrow", Sighting(0, 1, "name")),
    ("Lowry", Sighting(0, 1, "near", ("P2",))),
    ("MARAC", Sighting(0, 1, "initials")),
    ("DI Brand", Sighting(0, 1, "titled")),
    ("17 February 2013", Sighting(0, 1, "day")),
    ("CR 4471", Sighting(0, 1, "reference")),
)
"""What the stand-in for the net knows: a text that it looks for, and what it says of it."""
BETH = "P2: {name: Lowri Mair Tudor, alias: Beth, role: perpetrator, title: Ms, sex: female, born: 1981, also: [Lowry]}"
TEXT = "Harrow met Lowry. Harrow rang DI Brand on 17 February 2013 about CR 4471, and MARAC."


def accounted(register: Register) -> set[str]:
    """What a register and its vocabulary account for, as typed."""
    words, people = register.vocabulary, register.people.values()
    known = {*register.named, *register.ordinary, *words.agencies, *words.places, *words.words, *dict(words.acronyms)}
    known |= {form for person in people for form in (person.name, f"{person.title} {person.name}", *person.also)}
    known |= {text for secret in register.secrets for text in secret.texts}
    return known | {f"{secret.day:%d %B %Y}" for secret in register.secrets if secret.day}


def scan(asked: Asked) -> tuple[Undecided, ...]:
    """Stand in for the net: look for the known texts in the files, less what the register accounts for."""
    source = read_source(asked.content, asked.report)
    front, _ = parse_front(source, place_of(0))
    known = accounted(load_register(asked.register, front.register_file, (), asked.keys))
    text = source.files[1].text
    seen = []
    for words, sighting in SEEN:
        for match in re.finditer(re.escape(words), text) if words not in known else ():
            before = " ".join(text[: match.start()].split()[-2:]).replace("Lowry", "Beth")
            after = " ".join(text[match.end() :].split()[:2]).replace("Lowry", "Beth")
            place = Place("section 1", 1, before, after)
            seen.append((words, sighting, place))
    return group(seen)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    made.report("case", TEXT)
    (made.folder / "register" / "vocabulary.yml").unlink()
    return made


def run(library: Library, *arguments: object, typed: str = "", scan: names.Scan = scan) -> Result:
    given = [*library.arguments("case"), *map(str, arguments)]
    result = CliRunner().invoke(make_names_command(scan), given, input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert not REAL.search(result.output)
    return result


@pytest.fixture
def ask(library: Library, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command as at a terminal: lines are typed at its questions."""
    monkeypatch.setattr(names, "has_terminal", lambda: True)
    return lambda *lines, scan=scan: run(library, typed="".join(f"{line}\n" for line in lines), scan=scan)


def register(library: Library) -> str:
    return (library.folder / "register" / "register.yml").read_text("utf-8")


def added(library: Library) -> list[str]:
    """The lines of the register that were not in it before."""
    before = (CASES / "register.yml").read_text("utf-8").splitlines()
    return [line.strip() for line in register(library).splitlines() if line not in before]


# --- at a terminal


def test_a_walk_through_everything(ask: Callable[..., Result], library: Library) -> None:
    harrow = ("p", "Una Harrow", "Ann", "friend")
    result = ask(
        *harrow, "t", "v", "c", "A conference", "n", "Tom Brand", "panel", "r", "", "early 2013", "r", "a number"
    )
    # a bare "Harrow", and "DI Brand", are not accounted for by the full names in this stand-in
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "2 left to decide")
    assert added(library) == [
        BETH,
        "P10: {name: Una Harrow, alias: Ann, role: friend}",
        "- {name: Tom Brand, why: panel}",
        "- {date: 2013-02-17, as: early 2013}",
        "- {text: CR 4471, alias: a number}",
    ]
    vocabulary = (library.folder / "register" / "vocabulary.yml").read_text("utf-8")
    assert vocabulary == "acronyms:\n  MARAC: A conference\n"


def test_what_is_shown(ask: Callable[..., Result]) -> None:
    shown = ask("l", "q").stderr
    assert f"Harrow: {KINDS['name']}, 2 times" in shown
    assert "section 1:1  met Beth. [Harrow] rang DI" in shown
    assert f"Lowry: {KINDS['near']}, once\n  resembles P2 (Beth)" in shown
    assert "[t]his is P2 (Beth)" in shown
    assert shown.index("Harrow:") < shown.index("Lowry:")


def test_an_identifier_is_no_person(ask: Callable[..., Result]) -> None:
    shown = ask("l", "l", "l", "l", "p", "q").stderr
    assert "'p' is not one of 'r', 'o', 'l', 'b', 'q'" in shown


def test_nothing_is_left(ask: Callable[..., Result]) -> None:
    result = ask("o", "t", "o", "o", "r", "", "2013", "o")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "nothing is left to decide")
    assert run_again(ask) == (0, "nothing is left to decide\n")


def run_again(ask: Callable[..., Result]) -> tuple[int, str]:
    result = ask()
    return result.exit_code, result.stderr


def test_an_answer_that_settles_more(ask: Callable[..., Result], library: Library) -> None:
    def scan_both(asked: Asked) -> tuple[Undecided, ...]:
        found = scan(asked)
        return found if any(one.text == "Harrow" for one in found) else ()

    result = ask("v", "a", scan=scan_both)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "nothing is left to decide")


def test_later_and_quit_write_nothing(ask: Callable[..., Result], library: Library) -> None:
    before = digest(library.folder)
    assert ask("l", "l", "l", "l", "l", "l").stderr.splitlines()[-1] == "6 left to decide"
    assert ask("q").exit_code == 1
    assert digest(library.folder) == before


def test_back_takes_the_last_answer_out(ask: Callable[..., Result], library: Library) -> None:
    before = digest(library.folder)
    result = ask("v", "w", "b", "l", "b", "b", "q")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "6 left to decide")
    assert "nothing was answered before this" in result.stderr
    assert digest(library.folder) == before


def test_a_refused_answer_is_asked_again(ask: Callable[..., Result], library: Library) -> None:
    result = ask("p", "Una Harrow", "Iestyn", "friend", "p", "", "", "friend", "r", "", "o", "q")
    assert re.findall(r"^[a-z ]+(?::\d+)?: ([a-z-]+): ", result.stderr, re.MULTILINE) == [
        "alias-is-name",
        "answer-incomplete",
        "answer-incomplete",
    ]
    assert added(library) == ["ordinary: [Pryce Street, Rose Garden Centre, Harrow]"]


def test_what_was_answered_before_an_interruption_is_kept(library: Library) -> None:
    ours, theirs = pty.openpty()
    folders = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent)])
    process = subprocess.Popen(
        [sys.executable, "-c", "import test_names as t; t.make_names_command(t.scan)()", *library.arguments("case")],
        env=os.environ | {"PYTHONPATH": folders},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    os.close(theirs)
    shown, typed = b"", 0
    for _ in range(600):
        if not select.select([ours], [], [], 0.2)[0]:
            if typed > 1 and shown.endswith(b"key: "):
                process.send_signal(signal.SIGINT)  # as a person presses the keys again where nothing happens
            continue
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the terminal is gone with its last user
            break
        if typed < shown.count(b"key: "):
            typed = shown.count(b"key: ")
            if typed == 1:
                os.write(ours, b"o\n")
    os.close(ours)
    assert (process.wait(timeout=60), typed) == (1, 2)
    assert b"5 left to decide" in shown
    assert not REAL.search(shown.decode())
    assert added(library) == ["ordinary: [Pryce Street, Rose Garden Centre, Harrow]"]


def test_an_end_of_what_is_typed_keeps_what_was_answered(ask: Callable[..., Result], library: Library) -> None:
    result = ask("o")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "5 left to decide")
    assert added(library) == ["ordinary: [Pryce Street, Rose Garden Centre, Harrow]"]


def test_a_choice_between_people(ask: Callable[..., Result], library: Library) -> None:
    def scan_two(asked: Asked) -> tuple[Undecided, ...]:
        return tuple(replace(one, resembles=("P2", "P3")) for one in scan(asked) if one.text == "Lowry")

    result = ask("t", "P3", scan=scan_two)
    assert result.exit_code == 0
    assert added(library) == ["P3: {name: Iestyn Tudor, alias: Sam, role: child, also: [Lowry]}"]


def test_a_sealed_register(ask: Callable[..., Result], library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = library.folder / "register" / "register.yml"
    index = library.folder / "content" / "case" / "index.md"
    index.write_text(index.read_text("utf-8").replace("register.yml\n", "register.yml.age\n"), "utf-8")
    sealed = library.write("register/register.yml.age", seal(plain.read_bytes(), Lock((PUBLIC,))))
    plain.unlink()
    monkeypatch.setenv("DHR_IDENTITY", SECRET)
    before = sealed.read_bytes()
    result = ask("o")
    assert (result.exit_code, "register-key" in result.stderr, sealed.read_bytes()) == (2, True, before)
    library.write("register/recipients.txt", PUBLIC)
    result = ask("o", "q")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "5 left to decide")
    assert b"Harrow" not in sealed.read_bytes()
    assert sorted(file.name for file in sealed.parent.iterdir()) == ["recipients.txt", "register.yml.age"]


@pytest.mark.parametrize(
    ("kind", "decision"), [("address", "address"), ("postcode", "address"), ("birth", "date"), ("name", "term")]
)
def test_where_a_replacement_is_kept(kind: Kind, decision: str) -> None:
    assert replaced_as(kind) == decision


# --- where nobody watches


def test_a_list(library: Library) -> None:
    before = digest(library.folder)
    result = run(library)
    assert (result.exit_code, result.stderr) == (1, "6 left to decide\n")
    assert result.stdout.startswith(f"Harrow: {KINDS['name']}, 2 times\n  section 1:1  [Harrow] met Beth.\n")
    assert digest(library.folder) == before


def test_json(library: Library) -> None:
    result = run(library, "--json")
    record = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [one["text"] for one in record[:2]] == ["Harrow", "Lowry"]
    assert record[1]["resembles"] == [{"id": "P2", "alias": "Beth"}]
    assert record[0]["places"][0] == {"file": "section 1", "line": 1, "before": "", "after": "met Beth."}
    nothing = run(library, "--json", scan=lambda _: ())
    assert (nothing.exit_code, json.loads(nothing.stdout)) == (0, [])


def test_a_file_there_and_back(library: Library) -> None:
    file = library.folder / "open.yml"
    assert run(library, "--to", file).exit_code == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = digest(library.folder / "register")
    assert run(library, "--from", file).exit_code == 1
    assert digest(library.folder / "register") == before
    words = iter(["ordinary", "P2", "acronym", "named", "replace", "replace"])
    more = {"acronym": "    meaning: A conference\n", "replace": "    alias: something\n"}
    text = re.sub(
        "decision:\n", lambda _: f"decision: {(word := next(words))}\n{more.get(word, '')}", file.read_text("utf-8")
    )
    file.write_text(text.replace("Lowry\n    kind", "Lowry\n    name: ''\n    kind"), "utf-8")
    result = run(library, "--from", file)
    assert (result.exit_code, result.stderr) == (0, "nothing is left to decide\n")
    assert "- {date: 2013-02-17, as: something}" in added(library)


def test_the_file_says_what_was_seen(library: Library) -> None:
    undecided = (Undecided("No: #1", "near", ("P1", "P2"), (Place("a.md", 3, "he said", ""), Place("b", 0, "", "x"))),)
    text = render_questions(undecided)
    data = yaml.safe_load(text)
    assert data["items"] == [
        {
            "text": "No: #1",
            "kind": "near",
            "resembles": ["P1", "P2"],
            "count": 2,
            "places": ["a.md:3  he said [No: #1]", "b  [No: #1] x"],
            "decision": None,
        }
    ]
    assert read_answers(text) == ()
    assert read_answers(render_questions(())) == ()


FILES = [
    pytest.param(case, id=case["title"]) for case in yaml.safe_load((CASES / "names" / "files.yml").read_text("utf-8"))
]


@pytest.mark.parametrize("case", FILES)
def test_a_file_with_faults(case: dict[str, Any], library: Library) -> None:
    file = library.write("answers.yml", case["text"])
    before = digest(library.folder)
    result = run(library, "--from", file)
    found = re.findall(rf"^(?:{PLACE}|the register)(?::(\d+))?: ([a-z-]+): ", result.stderr, re.MULTILINE)
    assert [f"{line or 0}: {rule}" for line, rule in found] == case["problems"]
    assert {rule for _, rule in found} <= set(RULES)
    assert "Harrow" not in result.stderr
    assert result.exit_code == case.get("code", 1)
    assert digest(library.folder) == before


@pytest.mark.parametrize("place", ["content/open.yml", "site/open.yml", "none/open.yml", "register/register.yml"])
def test_a_file_that_may_not_be_written(place: str, library: Library) -> None:
    (library.folder / "site").mkdir()
    before = digest(library.folder)
    result = run(library, "--to", library.folder / place)
    assert (result.exit_code, "register-open" in result.stderr) == (2, True)
    assert digest(library.folder) == before


def test_options_that_exclude_each_other(library: Library) -> None:
    result = run(library, "--json", "--to", library.folder / "a.yml")
    assert (result.exit_code, "exclude each other" in result.stderr) == (2, True)


def test_other_problems_of_the_report(library: Library) -> None:
    def broken(_: Asked) -> tuple[Undecided, ...]:
        raise Problems([Problem("a.md", 1, "html", "raw HTML stands in the text")])

    result = run(library, "--json", scan=broken)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "a.md:1: html: raw HTML stands in the text\n"
