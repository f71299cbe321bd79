"""A register that is sealed: nobody without a key reads it, a build gives the same, no failing path shows a name."""

from __future__ import annotations

import os
import pty
import re
import shlex
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from library import CASES, Library, digest, everything

import build
from anonymise.vault import Keys, Lock, new_key, seal
from report.problems import RULES

ROOT = Path(__file__).parent.parent
NAMES = re.compile(rb"gareth|pryce|lowri|tudor", re.IGNORECASE)
REAL = (CASES / "register.yml").read_bytes().replace(b"invented: true", b"invented: false")
PHRASE, OTHER_PHRASE = "five words are long enough", "four others would do as well"
EDITOR = CASES / "sealed" / "editor.py"
SECRET, PUBLIC = new_key()
OTHER_SECRET, OTHER_PUBLIC = new_key()


def cases(name: str) -> list[object]:
    return [
        pytest.param(case, id=case["title"]) for case in yaml.safe_load((CASES / "sealed" / name).read_text("utf-8"))
    ]


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DHR_IDENTITY", "DHR_IDENTITY_FILE", "DHR_PASSPHRASE", "DHR_NEW_PASSPHRASE", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A report whose register is sealed for one key, and that key, and another."""
    made = Library(tmp_path)
    made.report("case", "We met Gareth Pryce.")
    (tmp_path / "register" / "register.yml").unlink()
    name_sealed(made)
    made.write("register/register.yml.age", seal(REAL, Lock((PUBLIC,))))
    made.write("keys/key.txt", f"# {PUBLIC}\n{SECRET}\n")
    made.write("keys/other.txt", OTHER_SECRET)
    return made


def name_sealed(library: Library) -> None:
    index = library.folder / "content" / "case" / "index.md"
    index.write_text(index.read_text("utf-8").replace("register.yml\n", "register.yml.age\n"), "utf-8")


def run(*arguments: object) -> Result:
    """Run the command, and check that no name was printed."""
    result = CliRunner().invoke(build.main, [str(argument) for argument in arguments])
    assert not NAMES.search(result.output.encode())
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def register(library: Library, command: str, *arguments: object) -> Result:
    return run("register", command, library.folder / "register" / "register.yml.age", *arguments)


def rules(result: Result) -> set[str]:
    found = set(re.findall(r"^[^\n]*?: ([a-z-]+): ", result.stderr, re.MULTILINE))
    assert found <= set(RULES)
    return found


# --- the build


def test_a_sealed_register_builds_the_same_bytes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DHR_IDENTITY_FILE", str(library.folder / "keys" / "key.txt"))
    result = library.run("build")
    assert result.exit_code == 0, result.output
    sealed = digest(library.out)
    library.report("case", "We met Gareth Pryce.")
    (library.folder / "register" / "register.yml").write_bytes(REAL)
    assert library.run("build").exit_code == 0
    assert sealed
    assert digest(library.out) == sealed


def test_a_sealed_register_makes_more_than_drafts(library: Library) -> None:
    key = str(library.folder / "keys" / "key.txt")
    assert library.run("build", "--edition", "intranet", "--identity", key).exit_code == 0
    assert not NAMES.search(everything(library.out))
    library.report("case", "We met Gareth Pryce.")
    (library.folder / "register" / "register.yml").write_bytes(REAL)
    result = library.run("check", "--edition", "intranet")
    assert (result.exit_code, rules(result)) == (1, {"register-plain"})
    assert "dhr register seal" in result.stderr


def test_a_key_in_the_environment(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DHR_IDENTITY", SECRET)
    assert library.run("check").exit_code == 0
    monkeypatch.setenv("DHR_IDENTITY", SECRET[:-1])
    assert rules(library.run("check")) == {"register-key"}


def test_a_report_that_is_locked_stops_itself_alone(library: Library) -> None:
    library.report("open", "Text.")
    record = library.record("build")
    assert (record["exit"], record["published"]) == (2, ["open"])
    assert [p["rule"] for p in record["problems"]] == ["register-locked"]


@pytest.mark.parametrize("place", ["content/case", "site"])
def test_a_register_that_would_be_published(place: str, library: Library) -> None:
    (library.folder / place).mkdir(exist_ok=True)
    (library.folder / "register" / "register.yml.age").rename(library.folder / place / "register.yml.age")
    before = digest(library.folder)
    for command in ("build", "check"):
        named = run(*library.arguments(command), "--register", library.folder / place)
        assert (named.exit_code, rules(named)) == (2, {"register-inside"})
    index = library.folder / "content" / "case" / "index.md"
    index.write_text(index.read_text("utf-8").replace("register: ", f"register: {place}/"), "utf-8")
    around = run(*library.arguments("check"), "--register", library.folder)
    assert (around.exit_code, rules(around)) == (2, {"register-inside"})
    assert digest(library.folder).keys() == before.keys()


# --- the commands


def test_seal_open_and_rekey(library: Library) -> None:
    folder, keys = library.folder, library.folder / "keys"
    sealed = folder / "register" / "register.yml.age"
    sealed.unlink()
    plain = library.write("register/register.yml", REAL)
    library.write("register/recipients.txt", f"# the officer\n{PUBLIC}\n")
    assert run("register", "seal", plain, "--identity", keys / "key.txt").exit_code == 0
    assert not plain.exists()
    assert not NAMES.search(everything(folder / "register"))
    assert register(library, "open", "--identity", keys / "key.txt", "--to", keys / "a.yml").exit_code == 0
    assert (keys / "a.yml").read_bytes() == REAL
    assert stat.S_IMODE((keys / "a.yml").stat().st_mode) == 0o600
    two = ("--identity", keys / "key.txt", "--identity", keys / "other.txt")
    assert register(library, "rekey", "--recipient", OTHER_PUBLIC, *two).exit_code == 0
    assert rules(library.run("check", "--identity", str(keys / "key.txt"))) == {"register-locked"}
    assert library.run("check", "--identity", str(keys / "other.txt")).exit_code == 0


def test_seal_and_rekey_with_a_passphrase(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    (library.folder / "register" / "register.yml.age").unlink()
    plain = library.write("register/register.yml", REAL)
    monkeypatch.setenv("DHR_PASSPHRASE", PHRASE)
    assert run("register", "seal", plain, "--passphrase").exit_code == 0
    assert not plain.exists()
    log = library.folder / "log"
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(EDITOR), "good", str(log)]))
    assert register(library, "edit").exit_code == 0
    monkeypatch.setenv("DHR_NEW_PASSPHRASE", OTHER_PHRASE)
    assert register(library, "rekey", "--passphrase").exit_code == 0
    assert rules(library.run("check")) == {"register-locked"}
    monkeypatch.setenv("DHR_PASSPHRASE", OTHER_PHRASE)
    assert library.run("build").exit_code == 0
    assert b"Owen" in (library.out / "case" / "section-1.html").read_bytes()


def test_edit(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    log, sealed = library.folder / "log", library.folder / "register" / "register.yml.age"
    monkeypatch.setenv("DHR_IDENTITY_FILE", str(library.folder / "keys" / "key.txt"))
    library.write("register/recipients.txt", f"{PUBLIC}\n{OTHER_PUBLIC}\n")
    before = sealed.read_bytes()
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(EDITOR), "nothing", str(log)]))
    assert register(library, "edit").exit_code == 0
    assert sealed.read_bytes() == before
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(EDITOR), "good", str(log)]))
    assert register(library, "edit").exit_code == 0
    file, modes, secrets = log.read_text("utf-8").splitlines()
    assert not Path(file).parent.exists()
    assert (modes, secrets) == (str([0o600, 0o700]), "[]")
    for secret in (SECRET, OTHER_SECRET):
        assert Keys((secret,)).open(sealed.read_bytes()) == REAL.replace(b"Neil", b"Owen")


def test_an_edit_overwrites_nobody_else_s(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [sys.executable, str(EDITOR), "meanwhile", str(library.folder / "log")]
    monkeypatch.setenv("EDITOR", shlex.join(words))
    result = register(library, "edit", "--recipient", PUBLIC, "--identity", library.folder / "keys" / "key.txt")
    assert (result.exit_code, rules(result)) == (2, {"register-file"})
    assert (library.folder / "register" / "register.yml.age").read_bytes() == b"what somebody else sealed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_edit_that_is_interrupted_leaves_nothing(number: signal.Signals, library: Library) -> None:
    log, before = library.folder / "log", digest(library.folder)
    command = [sys.executable, str(ROOT / "build.py"), "register", "edit", "register/register.yml.age"]
    command += ["--recipient", PUBLIC, "--identity", "keys/key.txt"]
    environment = os.environ | {"EDITOR": shlex.join([sys.executable, str(EDITOR), "waits", str(log)])}
    process = subprocess.Popen(
        command,
        cwd=library.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    until = time.monotonic() + 60
    while not (log.exists() and log.read_text("utf-8").count("\n") == 3) and time.monotonic() < until:
        time.sleep(0.05)
    folder = Path(log.read_text("utf-8").splitlines()[0]).parent
    assert folder.exists()
    process.send_signal(number)
    printed, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert not folder.exists()
    assert not NAMES.search(printed)
    log.unlink()
    assert digest(library.folder) == before


@pytest.mark.parametrize("case", cases("failing.yml"))
def test_a_command_that_fails(case: dict[str, str], library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = (library.folder / "register" / "register.yml.age").read_bytes()
    files = {
        "sealed": library.folder / "register" / "register.yml.age",
        "key": library.folder / "keys" / "key.txt",
        "other": library.folder / "keys" / "other.txt",
        "spoilt": library.write("keys/spoilt.txt", SECRET[:-1]),
        "broken": library.write("plain/broken.yml", "gareth: 1\npeople:\n  P1: {name: Gareth Pryce}\n"),
        "named": library.write("plain/named.yml", REAL.replace(b"alias: Neil", b"alias: Lowri Tudor")),
        "plain": library.write("plain/gareth-pryce.yml", REAL),
        "twice": library.write("plain/twice.yml", REAL),
        "fake": library.write("plain/fake.yml.age", REAL),
        "damaged": library.write("plain/damaged.yml.age", sealed[:-20]),
        "content": library.folder / "content",
        "new": library.folder / "new.yml",
        "link": library.folder / "plain" / "link.yml",
    }
    library.write("plain/twice.yml.age", sealed)
    files["link"].symlink_to(files["plain"])
    before = digest(library.folder)
    log = library.folder.parent / f"{library.folder.name}-log"
    if case.get("editor"):
        program = "no-such-editor" if case["editor"] == "none" else sys.executable
        monkeypatch.setenv("EDITOR", shlex.join([program, str(EDITOR), case["editor"], str(log)]))
    words = shlex.split(case["run"])
    words = [word.format(**files, public=PUBLIC, elsewhere=OTHER_PUBLIC) for word in words]
    result = run(*(words if words[0] == "register" else library.arguments(*words)))
    assert (result.exit_code, rules(result), result.stdout) == (int(case["code"]), set(case["rule"].split()), "")
    work = {name for name in digest(library.folder) if name.startswith(".site.work/")}
    assert {name: sha for name, sha in digest(library.folder).items() if name not in work} == before
    assert not any(NAMES.search((library.folder / name).read_bytes()) for name in work)
    assert not log.exists() or not Path(log.read_text("utf-8").splitlines()[0]).parent.exists()


def test_a_repository_has_to_ignore_the_plain_file(library: Library) -> None:
    arguments = ("--identity", library.folder / "keys" / "key.txt", "--to", library.folder / "plain" / "a.yml")
    subprocess.run(["git", "init", "--quiet", str(library.folder)], check=True)
    library.write(".gitignore", "/other/\n")
    (library.folder / "plain").mkdir()
    refused = register(library, "open", *arguments)
    assert (refused.exit_code, rules(refused)) == (2, {"register-open"})
    assert list((library.folder / "plain").iterdir()) == []
    library.write(".gitignore", "/plain/\n")
    assert register(library, "open", *arguments).exit_code == 0
    (library.folder / "plain" / "a.yml").unlink()
    (library.folder / "plain" / ".hg").mkdir()
    assert rules(register(library, "open", *arguments)) == {"register-open"}


def test_new_key(library: Library) -> None:
    file = library.folder / "keys" / "new.txt"
    made = run("register", "new-key", file)
    secret = file.read_text("utf-8").splitlines()[1]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret not in made.output
    assert Keys((secret,)).open(seal(REAL, Lock((made.stdout.strip(),)))) == REAL


# --- at a terminal


def at_terminal(library: Library, arguments: list[str], typed: bytes) -> tuple[int, bytes]:
    """Run the command with a terminal and type at its first question; its exit code and what the terminal shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), *arguments],
        cwd=library.folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the terminal is gone with its last user
            break
        if typed and b"passphrase of the register: " in shown:
            os.write(ours, typed)
            typed = b""
    os.close(ours)
    return process.wait(timeout=60), shown


def test_a_terminal_shows_a_register(library: Library) -> None:
    code, shown = at_terminal(
        library, ["register", "open", "register/register.yml.age", "--identity", "keys/key.txt"], b""
    )
    assert (code, shown.replace(b"\r\n", b"\n")) == (0, REAL)


@pytest.mark.parametrize(("typed", "code"), [(PHRASE, 0), ("another one", 2)])
def test_a_passphrase_is_asked_for_at_a_terminal(typed: str, code: int, library: Library) -> None:
    library.write("register/register.yml.age", seal(REAL, Lock(passphrase=PHRASE)))
    found, shown = at_terminal(library, ["build"], typed.encode() + b"\n")
    assert found == code
    assert typed.encode() not in shown
    assert not NAMES.search(shown)


# --- the hooks


def hooks() -> dict[str, dict[str, str]]:
    listed = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return {hook["id"]: hook for hook in listed}


@pytest.mark.parametrize("case", cases("plain.yml"))
def test_the_hook_refuses_plain_registers(
    case: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Library(tmp_path).write(case["path"], case["text"])
    hook = hooks()["dhr-plain-register"]
    given = [case["path"]] if re.search(hook["files"], case["path"]) else []
    program, *words = hook["entry"].split()
    result = run(*words, *given)
    assert program == "dhr"
    assert result.exit_code == (1 if case["refused"] else 0)
    shown = f"{case.get('shown', case['path'])}: register-plain: "
    assert result.stderr.startswith(shown) if case["refused"] else result.output == ""


def test_the_hook_that_checks(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library.folder)
    program, *words = hooks()["dhr-check"]["entry"].split()
    monkeypatch.setenv("DHR_IDENTITY_FILE", "keys/key.txt")
    assert (program, run(*words).exit_code) == ("dhr", 0)
    monkeypatch.setenv("DHR_IDENTITY_FILE", "keys/other.txt")
    assert run(*words).exit_code == 2
