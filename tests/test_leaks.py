"""Names hidden in every corner of a report and of its outputs, through the real command.

Each case of `tests/cases/leaks/` says where, and what has to happen: `replaced` (the alias stands there in the pages
and in the PDF), `dropped` (published without it), `problem: RULE` (stopped with this rule) or `leak` (stopped by the
gate), or `listed: WORDS` (`dhr names` lists these words, and every edition but a draft
is refused, or the one that the case names); a further outcome
is a branch of `check`.
Whatever was hidden, a crude look at all that was published and printed finds no form of it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from crude import everything_said, find_sought, said, sought_in
from library import CASES, Library, digest, picture
from planted import PICTURES, fill
from test_gate_files import PDFS, PLACES, planted
from workbook import workbook

import build
from report import site
from report.model import Artefacts

Case = dict[str, Any]
KEYS = {
    *("place", "section", "result", "title", "more", "preface", "file", "name", "home", "register", "register_name"),
    *("shows", "only", "picture", "edition", "output", "planted", "rule", "sheet", "csv"),
}
SIGNED = "signoff: {panel: 2024-01-01, family: 2024-01-01, home_office: 2024-01-01, jigsaw_review: 2024-01-01}\n"


def cases(*names: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{name}: {case['place']}")
        for name in names
        for case in yaml.safe_load((CASES / "leaks" / f"{name}.yml").read_text("utf-8"))
    ]


IN_SOURCES = cases("settings", "blocks", "spelling", "secrets", "sheets")
LISTED = cases("listed")
IN_OUTPUTS = cases("outputs")


def write(case: Case, library: Library) -> str:
    """Write the library of a case; gives the name of its report."""
    name, kind = case.get("name", "case"), case.get("picture", "")
    more = case.get("more", "") + (SIGNED if case.get("edition") == "public" else "")
    library.report(name, case.get("section", "Text."), more=more, preface=case.get("preface", ""))
    library.write(f"content/{name}/images/a.png", picture())
    if kind:
        file, make = PICTURES[kind]
        library.write(f"content/{name}/images/{file}", make("Gareth"))
    if "file" in case:
        file = case["file"]
        library.write(f"content/{name}/{file}", picture() if file.endswith(".png") else "Text.\n")
    if "sheet" in case:
        library.write(f"content/{name}/{case['sheet'].get('file', 'plan.xlsx')}", workbook(case["sheet"]))
    if "csv" in case:
        library.write(f"content/{name}/plan.csv", case["csv"])
    if "home" in case:
        library.write("content/index.md", case["home"])
    change(library.folder / "content" / name / "index.md", "title: A review", f"title: {case.get('title', 'A review')}")
    register = library.folder / "register" / "register.yml"
    change(register, *case.get("register", ("invented: true", "invented: true")))
    if "register_name" in case:
        shutil.move(register, register.with_name(case["register_name"]))
        change(library.folder / "content" / name / "index.md", "register.yml", case["register_name"])
    return str(name)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def check(case: Case, result: Result, library: Library, name: str) -> None:
    """What a case says has happened, and nothing of what was hidden is anywhere."""
    assert not sought_in(result.stdout + result.stderr.replace(str(library.folder), ""))
    kind, _, rule = case["result"].partition(": ")
    if kind in ("replaced", "dropped"):
        assert result.exit_code == 0, result.stderr
        assert find_sought(library.out) == set()
        if kind == "replaced":
            assert_shown(case.get("shows", "Neil"), library.out / name, printed=case.get("only") != "page")
    else:
        assert kind in ("problem", "leak"), "no outcome has this name"
        assert f": {rule or 'leak'}: " in result.stderr
        assert result.exit_code == (3 if kind == "leak" else 1)
        assert digest(library.out) == {}


def assert_shown(words: str, out: Path, *, printed: bool) -> None:
    assert any(words in said(page) for page in out.glob("*.html"))
    assert not printed or words in said(out / f"{out.name}.pdf")


def test_the_table_is_long_and_clear() -> None:
    every = [case.values[0] for case in (*IN_SOURCES, *LISTED, *IN_OUTPUTS)]
    assert len(every) > 330
    assert {key for case in every for key in case} <= KEYS
    ids = [case.id for case in (*IN_SOURCES, *LISTED, *IN_OUTPUTS)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("case", IN_SOURCES)
def test_hidden_in_a_source(case: Case, tmp_path: Path) -> None:
    library = Library(tmp_path)
    name = write(case, library)
    check(case, library.run("build", "--edition", case.get("edition", "draft")), library, name)


@pytest.mark.parametrize("case", LISTED)
def test_nobody_listed_it(case: Case, tmp_path: Path) -> None:
    library = Library(tmp_path)
    name = write({**case, "edition": "public"}, library)
    outcome, _, words = case["result"].partition(": ")
    assert outcome == "listed", "no outcome has this name"
    listed = library.run("names", name, "--json")
    assert [one["text"] for one in json.loads(listed.stdout)] == [words]
    for edition in [case["edition"]] if "edition" in case else ["intranet", "public"]:
        result = library.run("build", "--edition", edition)
        assert result.exit_code == 1
        assert ": name-undecided: " in result.stderr
        assert words not in (result.stdout + result.stderr).split()
        assert digest(library.out) == {}


@pytest.mark.parametrize("case", IN_OUTPUTS)
def test_planted_in_an_output(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, build_site = Library(tmp_path), site.build

    def build_and_plant(*given: Any) -> Artefacts:
        made = build_site(*given)
        path = made.folder / case["output"]
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as file:
            file.write(b"\n" + fill(case["planted"], "Gareth"))
        return replace(made, digests={**made.digests, case["output"]: hashlib.sha256(path.read_bytes()).hexdigest()})

    monkeypatch.setattr(site, "build", build_and_plant)
    name = write(case, library)
    result = library.run("build")
    check({"result": "leak"} if "rule" not in case else {"result": f"leak: {case['rule']}"}, result, library, name)


@pytest.mark.parametrize("word", ["Gareth", "Marble"])
def test_planted_in_every_kind_of_file(word: str, tmp_path: Path) -> None:
    """All that the gate's own cases know of, in one folder, through the command."""
    made = {f"{at}/{path}": make(word) for at, (path, make) in enumerate(PLACES.values())}
    made |= {f"{at}.pdf": planted(plant, word.encode()) for at, plant in enumerate(PDFS.values())}
    library = Library(tmp_path)
    for path, data in made.items():
        library.write(f"old/{path}", data)
    arguments = ["gate", str(tmp_path / "old"), "--register", str(CASES / "register.yml"), "--json"]
    result = CliRunner().invoke(build.main, arguments)
    assert not sought_in(result.stderr)
    found = {finding["file"] for finding in json.loads(result.stdout)["findings"] if finding["id"] == "P1"}
    assert found == (set(made) if word == "Gareth" else set())
    assert result.exit_code == (3 if word == "Gareth" else 0)


def test_the_crude_look_sees(tmp_path: Path) -> None:
    """It finds the name in every planted file, and nothing in the same files without it."""
    for case in IN_OUTPUTS:
        output, text = case.values[0]["output"], case.values[0]["planted"]
        for word in ("Gareth", "Marble"):
            path = tmp_path / word / case.values[0]["place"] / output.replace("gareth", word).replace("Gareth", word)
            path.parent.mkdir(parents=True)
            if "@" in text and path.suffix != ".pdf":
                path.write_bytes(fill(text, word))
                assert bool(find_sought(path.parent)) == (word == "Gareth"), case.values[0]["place"]
    assert everything_said(tmp_path / "nothing") == ""
