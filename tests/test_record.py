"""The record of a build: what it says, that it says it again, and that no name is in it."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from library import CASES, Library, digest, picture

NAMES = ("gareth", "pryce", "gaz", "lowri", "tudor", "iestyn", "eluned", "kilnhurst", "kestrel", "rose", "langley")
INDEX_MORE = """signoff: {panel: 2024-01-01, family: 2024-01-01, home_office: 2024-01-01, jigsaw_review: 2024-01-01}
waivers:
  - {rule: mark-left, text: RESTRICTED, reason: Gareth Pryce's letter has it, date: 2024-01-05}
"""
FIRST = """Gareth met Lowri Tudor. Gaz was RESTRICTED, said [Tudor]{person=P2}.

[her uncle Quillon]{.redact reason="for Gareth's family"}

![A map](images/map.png)
"""
SECOND = "[Rose]{.word} is the colour at 12 Kilnhurst Lane, where Gareth was.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    made.report("case", FIRST, SECOND, more=INDEX_MORE)
    made.write("content/case/images/map.png", picture())
    made.write("content/case/images/gareth-pryce.png", picture())  # no figure shows it
    return made


def built(library: Library, *arguments: str) -> tuple[bytes, dict[str, Any]]:
    assert library.run("build", "--edition", "public", *arguments).exit_code == 0
    data = (library.folder / "register" / "case.record.json").read_bytes()
    record: dict[str, Any] = json.loads(data)
    return data, record


def test_it_says_what_was_made_from_what(library: Library) -> None:
    _, record = built(library)
    assert (record["report"], record["edition"], record["signoff"]["family"]) == ("case", "public", "2024-01-01")
    assert record["people"]["P1"] == {
        "alias": "Neil",
        "role": "victim",
        "chosen": "2020-03-02",
        "family_asked": None,
        "replaced": 4,
    }
    assert record["secrets"]["place-1"] == {"alias": "the family home", "replaced": 1}
    assert record["replaced"] == {
        "index.md": {},
        "01-section.md": {"P1": 3, "P2": 2},  # one of them in the reason of a redaction
        "02-section.md": {"P1": 1, "place-1": 1},
    }
    assert record["decisions"]["places"] == [
        {"file": "01-section.md", "line": 1, "person": "P2"},
        {"file": "02-section.md", "line": 1, "word": True},
    ]
    assert {name: record["decisions"][name] for name in ("people", "named", "ordinary")} == {
        "people": 9,
        "named": 4,
        "ordinary": 2,
    }
    assert record["waivers"] == [
        {"rule": "mark-left", "text": "RESTRICTED", "reason": "Neil's letter has it", "date": "2024-01-05"}
    ]
    entry = {"file": "01-section.md", "line": 3, "reason": "for Neil's family", "words": 3}
    assert record["redactions"] == {"log": "case.redactions.json", "entries": [entry]}
    assert {"typst", "mkdocs", "python", "dhr-publisher"} <= record["versions"].keys()
    assert all(record["versions"].values())


def test_its_digests_are_those_of_the_files(library: Library) -> None:
    _, record = built(library)
    published = digest(library.out / "case")
    assert {name: sha for name, sha in published.items() if name != "manifest.json"} == record["outputs"]
    sources = digest(library.folder / "content" / "case")
    assert record["sources"]["files"] == {name: sha for name, sha in sources.items() if name.endswith(".md")}
    assert list(record["sources"]["pictures"].items()) == [
        ("picture 1", sources["images/gareth-pryce.png"]),
        ("images/map.png", sources["images/map.png"]),
    ]
    for name in ("register", "vocabulary"):
        assert record["sources"][name] == hashlib.sha256((CASES / f"{name}.yml").read_bytes()).hexdigest()


def test_the_same_input_gives_the_same_record(library: Library, tmp_path: Path) -> None:
    before, _ = built(library)
    other = Library(tmp_path / "elsewhere")
    for name in ("content", "register"):
        shutil.copytree(library.folder / name, other.folder / name)
    (other.folder / "register" / "case.record.json").unlink()
    assert built(other)[0] == before
    assert built(library, "--json")[0] == before
    assert str(tmp_path).encode() not in before


def test_it_holds_no_name_and_is_private(library: Library) -> None:
    data, record = built(library)
    path = library.folder / "register" / "case.record.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    # "[Rose]{.word}" is a word of the text, which no record repeats.
    assert [name for name in NAMES if name in data.decode().lower()] == []
    assert "quillon" not in data.decode().lower()
    assert not list(library.out.rglob("*.record.json"))
    assert "her uncle" not in str(record)


def test_a_build_that_stops_writes_none(library: Library) -> None:
    library.write("content/case/02-section.md", "gareth left.\n")
    assert library.run("build").exit_code == 1
    assert library.run("check").exit_code == 1
    assert not (library.folder / "register" / "case.record.json").exists()


def test_a_record_that_can_t_be_written_stops_the_build(library: Library) -> None:
    (library.folder / "register" / ".case.record.json.new").mkdir()
    record = library.record("build", "--edition", "public")
    assert (record["exit"], [problem["rule"] for problem in record["problems"]]) == (2, ["record-unwritten"])
    assert not (library.out / "case").exists()


def test_a_draft_is_built_where_its_record_can_t_be_written(library: Library) -> None:
    (library.folder / "register" / ".case.record.json.new").mkdir()
    record = library.record("build")
    assert (record["exit"], record["published"]) == (0, ["case"])
    assert "record-unwritten" in [notice["rule"] for notice in record["notices"]]
