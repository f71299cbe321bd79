"""Publishing to real folders: what stays, what is swapped, what is refused, and what a killed process leaves."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from publisher import VERSIONS, cleared, run, texts

from report import swap
from report.manifest import find_files, read_manifest
from report.problems import FAULT, SETTINGS, Problems
from report.publish import cards, publish
from report.workspace import work_folder, workspace

CARD = {
    "themes": ["Housing"],
    "case": "",
    "name": "harbour",
    "title": "A review",
    "review": "Domestic Homicide Review",
    "document": "Overview report",
    "partnership": "Northshire",
    "date": "2021-05-04",
    "updated": "",
    "death": "2019",
    "edition": "public",
}


@pytest.fixture(params=["exchange", "two renames"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test where the system exchanges folders, and as if it could not."""
    if request.param == "two renames":
        monkeypatch.setattr(swap, "exchange", lambda first, second: False)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Read every byte in a folder."""
    return {path: (folder / path).read_bytes() for path in find_files(folder)}


def refused(out: Path, *sources: Path) -> tuple[int, list[str]]:
    """Return the exit code and the rules with which a work folder is refused."""
    with pytest.raises(Problems) as caught, workspace(out, *sources):
        pass
    return caught.value.code, [f"{problem.rule}: {problem.sentence}" for problem in caught.value.problems]


@pytest.mark.usefixtures("_way")
class TestPublishing:
    def test_the_first_publication_makes_the_folder(self, tmp_path: Path) -> None:
        out = tmp_path / "deep" / "site"
        names = run(out, {"b": {"index.html": "B"}, "a": {"index.html": "A", "x/y.css": "Y"}}, {"index.html": "H"})
        assert names == ("a", "b")
        assert texts(out) == {"a/index.html": "A", "a/x/y.css": "Y", "b/index.html": "B", "index.html": "H"}

    def test_an_empty_folder_is_taken(self, tmp_path: Path) -> None:
        (tmp_path / "site").mkdir()
        run(tmp_path / "site", {"a": {"index.html": "A"}})
        assert texts(tmp_path / "site") == {"a/index.html": "A"}

    def test_a_report_replaces_itself_whole_and_others_stay(self, tmp_path: Path) -> None:
        out = tmp_path / "site"
        run(out, {"a": {"index.html": "A", "old.html": "O"}, "b": {"index.html": "B"}}, {"index.html": "H", "x/y": "Y"})
        assert run(out, {"a": {"index.html": "A2"}}) == ("a",)
        assert texts(out) == {"a/index.html": "A2", "b/index.html": "B", "index.html": "H", "x/y": "Y"}

    def test_a_home_page_replaces_the_old_one_whole(self, tmp_path: Path) -> None:
        out = tmp_path / "site"
        run(out, {"a": {"index.html": "A"}}, {"index.html": "H", "x/y": "Y"})
        assert run(out, {}, {"index.html": "H2"}) == ()
        assert texts(out) == {"a/index.html": "A", "index.html": "H2"}

    def test_nothing_to_publish_changes_nothing(self, tmp_path: Path) -> None:
        assert run(tmp_path / "site", {}) == ()
        assert not (tmp_path / "site").exists()

    def test_nothing_is_left_beside_the_folder_but_the_lock(self, tmp_path: Path) -> None:
        for text in ("A", "A2"):
            run(tmp_path / "site", {"a": {"index.html": text}})
        assert list(find_files(tmp_path)) == [
            ".site.work/lock",
            "site/a/index.html",
            "site/a/manifest.json",
        ]
        assert [path.name for path in work_folder(tmp_path / "site").iterdir()] == ["lock"]

    def test_the_same_input_makes_the_same_bytes(self, tmp_path: Path) -> None:
        for place in ("one", "two"):
            run(tmp_path / place, {"b": {"i": "B"}, "a": {"i": "A"}}, {"index.html": "H"})
        run(tmp_path / "two", {"a": {"i": "A"}})
        assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_manifests_list_every_file_with_its_digest(tmp_path: Path) -> None:
    out = tmp_path / "site"
    run(out, {"a": {"index.html": "A", "x/ŵ.css": "Y"}}, {"index.html": "H"})
    for folder, kind in ((out, "home"), (out / "a", "report")):
        manifest = read_manifest(folder)
        assert manifest.kind == kind
        assert manifest.files == {
            path: hashlib.sha256((folder / path).read_bytes()).hexdigest()
            for path in find_files(folder)
            if not path.endswith("manifest.json") and (kind == "report" or not path.startswith("a/"))
        }


def test_a_report_that_stays_is_not_copied(tmp_path: Path) -> None:
    out = tmp_path / "site"
    run(out, {"a": {"index.html": "A"}, "b": {"index.html": "B"}})
    before = (out / "b" / "index.html").stat().st_ino
    run(out, {"a": {"index.html": "A2"}})
    assert (out / "b" / "index.html").stat().st_ino == before


def test_a_report_that_stays_is_copied_where_links_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError

    out = tmp_path / "site"
    run(out, {"a": {"index.html": "A"}, "b": {"x/index.html": "B"}}, {"index.html": "H"})
    monkeypatch.setattr(os, "link", fail)
    run(out, {"a": {"index.html": "A2"}})
    assert texts(out) == {"a/index.html": "A2", "b/x/index.html": "B", "index.html": "H"}


def test_a_link_to_the_output_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    run(tmp_path / "site", {"a": {"index.html": "A"}})
    run(tmp_path / "site", {"a": {"index.html": "A2"}})
    assert (tmp_path / "site").is_symlink()
    assert texts(tmp_path / "real") == {"a/index.html": "A2"}


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        pytest.param(
            lambda folder: (folder / "index.html").write_text("B"),
            "a: index.html:  the file has changed since the gate read it",
            id="changed",
        ),
        pytest.param(lambda folder: (folder / "index.html").unlink(), "a: index.html:  the file is gone", id="gone"),
        pytest.param(
            lambda folder: (folder / "Daniel.txt").write_text("B"),
            "a:  the gate has not read 1 of its files",
            id="added, whose name is not shown",
        ),
        pytest.param(
            lambda folder: (folder / "x.html").unlink() or (folder / "x.html").symlink_to(folder / "index.html"),
            "a: x.html:  the file has changed since the gate read it",
            id="a link to the same bytes",
        ),
    ],
)
@pytest.mark.parametrize("which", ["report", "home"])
def test_what_the_gate_has_not_read_stops_everything(tmp_path: Path, spoil: object, expected: str, which: str) -> None:
    assert callable(spoil)
    out = tmp_path / "site"
    run(out, {"a": {"index.html": "old"}})
    before = snapshot(out)
    with workspace(out) as work:
        bad = cleared(work / "bad", {"index.html": "A", "x.html": "A"})
        good = cleared(work / "good", {"good.html": "A"})
        spoil(bad.folder)
        with pytest.raises(Problems) as caught:
            publish({"a": bad if which == "report" else good}, bad if which == "home" else good, out)
    assert caught.value.code == FAULT
    place = expected if which == "report" else expected.replace("a:", "the home page:", 1)
    assert [f"{problem.file}:  {problem.sentence}" for problem in caught.value.problems] == [place]
    assert snapshot(out) == before


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"notes.txt": "mine"}, "outside its reports"),
        ({"folder/notes.txt": "mine"}, "outside its reports"),
        ({"folder/manifest.json": "{}"}, "outside its reports"),
        ({"folder/manifest.json": '{"files": {}, "kind": "report", "program": "another"}'}, "outside its reports"),
        ({"manifest.json": "[]"}, "outside its reports"),
        ({"a/notes.txt": "mine"}, "in the report a"),
        ({"a/x/notes.txt": "mine"}, "in the report a"),
    ],
)
@pytest.mark.parametrize("published", [True, False])
def test_a_folder_with_files_of_others_is_refused(
    tmp_path: Path, files: Mapping[str, str], where: str, published: bool
) -> None:
    out = tmp_path / "site"
    if published:
        run(out, {"a": {"index.html": "A"}})
    else:
        where = "outside its reports"
    cleared(out, files)
    before = snapshot(out)
    sentence = f"out-folder: it holds files that this program did not write, {where}"
    assert refused(out) == (SETTINGS, [sentence])
    assert snapshot(out) == before


def test_a_file_that_came_while_building_is_not_deleted(tmp_path: Path) -> None:
    out = tmp_path / "site"
    run(out, {"a": {"index.html": "A"}})
    with workspace(out) as work:
        (out / "a" / "notes.txt").write_text("mine")
        with pytest.raises(Problems):
            publish({"a": cleared(work / "a", {"index.html": "A2"})}, None, out)
    assert texts(out) == {"a/index.html": "A", "a/notes.txt": "mine"}


@pytest.mark.parametrize("place", ["content", "content/site", ".", "register"])
def test_a_folder_in_or_around_the_sources_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "register").mkdir()
    code, problems = refused(tmp_path / place, tmp_path / "content", tmp_path / "register")
    assert code == SETTINGS
    assert problems == ["out-folder: it lies in a folder of sources or around one"]
    assert list(find_files(tmp_path)) == []


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    assert refused(tmp_path / "site") == (SETTINGS, ["out-folder: it is a file"])


def test_a_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert refused(tmp_path / "file" / "site") == (SETTINGS, ["out-folder: it cannot be written"])


def test_a_mount_point_is_refused() -> None:
    code, problems = refused(Path("/proc"))
    assert (code, problems) in [
        (SETTINGS, ["out-folder: it is a file system of its own, which cannot be swapped"]),
        (SETTINGS, ["out-folder: it cannot be written"]),  # without the right to write beside it
    ]


def test_a_work_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    cleared(tmp_path / ".site.work", {"notes.txt": "mine"})
    assert refused(tmp_path / "site") == (
        SETTINGS,
        ["out-folder: the folder .site.work beside it is not this program's"],
    )
    assert texts(tmp_path) == {".site.work/notes.txt": "mine"}


def test_two_builds_of_one_folder_do_not_run_at_once(tmp_path: Path) -> None:
    with workspace(tmp_path / "site"), workspace(tmp_path / "other"):
        assert refused(tmp_path / "site") == (SETTINGS, ["out-in-use: another build is writing it"])
    with workspace(tmp_path / "site"):
        pass


def test_a_report_that_has_lost_a_file_is_not_published_again(tmp_path: Path) -> None:
    out = tmp_path / "site"
    run(out, {"a": {"index.html": "A"}, "b": {"index.html": "B"}}, {"index.html": "H"})
    (out / "b" / "index.html").unlink()
    with pytest.raises(Problems) as caught:
        run(out, {"a": {"index.html": "A2"}})
    assert [problem.rule for problem in caught.value.problems] == ["out-damaged"]
    assert (out / "a" / "index.html").read_text() == "A"
    run(out, {"b": {"index.html": "B2"}})
    assert texts(out) == {"a/index.html": "A", "b/index.html": "B2", "index.html": "H"}


def test_a_report_cannot_have_the_name_of_a_file_of_the_home_page(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        run(tmp_path / "site", {"Assets": {"index.html": "A"}}, {"index.html": "H", "assets/x.css": "X"})
    assert caught.value.code == SETTINGS


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/a", ".hidden", "manifest.json"])
def test_a_name_that_is_not_one_of_a_folder_is_a_fault(tmp_path: Path, name: str) -> None:
    with workspace(tmp_path / "site") as work, pytest.raises(ValueError, match="not the name of a folder"):
        publish({name: cleared(work / "a", {"index.html": "A"})}, None, tmp_path / "site")


def test_cards_are_read_by_name(tmp_path: Path) -> None:
    reports = {name: {"report.json": json.dumps({**CARD, "name": name, "more": 1})} for name in ("b", "a")}
    run(tmp_path / "site", reports, {"index.html": "H", "x/y": "Y"})
    assert [(card.name, card.title, card.edition) for card in cards(tmp_path / "site")] == [
        ("a", "A review", "public"),
        ("b", "A review", "public"),
    ]


def test_there_are_no_cards_where_nothing_is_published(tmp_path: Path) -> None:
    assert cards(tmp_path / "site") == ()


WRONG = [json.dumps({**CARD, **wrong}) for wrong in ({"title": 3}, {"edition": "secret"}, {"themes": ""})]


@pytest.mark.parametrize("text", ["", "[]", "{}", *WRONG])
def test_a_card_that_says_too_little_is_a_problem(tmp_path: Path, text: str) -> None:
    run(tmp_path / "site", {"a": {"report.json": text}})
    with pytest.raises(Problems) as caught:
        cards(tmp_path / "site")
    assert [problem.rule for problem in caught.value.problems] == ["out-damaged"]


def test_a_swap_that_fails_between_its_two_steps_is_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    run(out, {"a": {"index.html": "A"}})
    before = snapshot(out)
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise PermissionError
        return rename(path, target)

    monkeypatch.setattr(swap, "exchange", lambda first, second: False)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(PermissionError):
        run(out, {"a": {"index.html": "A2"}})
    assert snapshot(out) == before


def test_this_system_exchanges_folders_or_says_that_it_can_not(tmp_path: Path) -> None:
    cleared(tmp_path, {"one/text": "1", "two/text": "2"})
    done = swap.exchange(tmp_path / "one", tmp_path / "two")
    assert texts(tmp_path) == ({"one/text": "2", "two/text": "1"} if done else {"one/text": "1", "two/text": "2"})


def test_an_exchange_with_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(FileNotFoundError):
        swap.exchange(tmp_path / "one", tmp_path / "two")


def _start(out: Path, way: str, times: int, stop: int = 0) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("publisher.py")
    environment = {**os.environ, "PYTHONPATH": str(script.parent.parent)}
    command = [sys.executable, str(script), str(out), way, str(times), str(stop)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def _publications(out: Path) -> list[dict[str, bytes]]:
    """Return the publications that a process may leave, each of them whole; the second of them stands at the end."""
    run(out, {"a": VERSIONS[0], "b": {"index.html": "B"}}, {"index.html": "home 0"})
    first = snapshot(out)
    run(out, {"a": VERSIONS[1]}, {"index.html": "home 1"})
    return [first, snapshot(out)]


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_process_killed_at_any_step_leaves_a_whole_publication(tmp_path: Path, way: str) -> None:
    out = tmp_path / "site"
    publications = _publications(out)
    whole, _ = _start(out, way, 2).communicate()
    steps = int(whole.split()[1])
    for stop in sorted(random.Random(2013).sample(range(1, steps), 20)):
        process = _start(out, way, 2, stop)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        if way == "renames":
            with workspace(out):  # the next start puts right what a kill between the renames leaves
                pass
        assert snapshot(out) in publications, f"killed before step {stop} of {steps}"


def test_a_process_killed_at_any_moment_leaves_a_whole_publication(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publications = _publications(out)
    moments = random.Random(2014)
    for _ in range(20):
        process = _start(out, "exchange", 1000)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0, 0.2))
        process.kill()
        process.communicate()
        assert snapshot(out) in publications


def test_a_kill_between_the_two_renames_is_put_right_by_the_next_start(tmp_path: Path) -> None:
    out = tmp_path / "site"
    run(out, {"a": {"index.html": "A"}})
    before = snapshot(out)
    cleared(work_folder(out) / "new", {"a/index.html": "half"})
    out.rename(work_folder(out) / "old")
    with workspace(out):
        assert snapshot(out) == before
    assert [path.name for path in work_folder(out).iterdir()] == ["lock"]
