"""An archive of what was published: the same twice, checked first, and readable from a disk afterwards."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import start_browser, visit
from click.testing import CliRunner, Result
from library import Library, digest
from publisher import run

from build import main
from report.pack import pack_library, pack_report

REPORTS = {"a": {"index.html": "A", "images/ŵ.png": "x" * 999}, "b": {"index.html": "B" * 999}}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    run(tmp_path / "site", REPORTS, {"index.html": "H", "assets/report.css": "C"})
    return tmp_path / "site"


def pack(out: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["pack", *arguments, "--out", str(out)])


def test_a_report_is_packed_with_all_its_files_alone(out: Path, tmp_path: Path) -> None:
    result = pack(out, "a", "--to", str(tmp_path / "a.zip"))
    assert (result.exit_code, result.stdout) == (0, f"{(tmp_path / 'a.zip').as_posix()}\n")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
        assert archive.testzip() is None
    assert digest(tmp_path / "unpacked" / "a") == digest(out / "a")
    assert [path.name for path in (tmp_path / "unpacked").iterdir()] == ["a"]


def test_the_library_is_packed_whole(out: Path, tmp_path: Path) -> None:
    assert pack(out, "--all", "--to", str(tmp_path / "all.zip")).exit_code == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    assert digest(tmp_path / "unpacked") == digest(out)


def test_the_same_publication_gives_the_same_archive(out: Path, tmp_path: Path) -> None:
    run(tmp_path / "other", dict(reversed(REPORTS.items())), {"assets/report.css": "C", "index.html": "H"})
    assert pack_library(out) == pack_library(tmp_path / "other")
    with zipfile.ZipFile(io.BytesIO(pack_report(out, "a"))) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def _link(folder: Path) -> None:
    (folder / "elsewhere.html").write_text("A")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(folder / "elsewhere.html")


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda folder: (folder / "index.html").write_text("A2"), id="changed"),
        pytest.param(lambda folder: (folder / "index.html").unlink(), id="gone"),
        pytest.param(_link, id="a link to the same bytes"),
    ],
)
@pytest.mark.parametrize("arguments", [["a"], ["--all"]])
def test_what_is_not_as_it_was_published_is_not_packed(
    out: Path, tmp_path: Path, spoil: Callable[[Path], object], arguments: list[str]
) -> None:
    spoil(out / "a")
    result = pack(out, *arguments, "--to", str(tmp_path / "a.zip"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "a: index.html: out-damaged: " in result.stderr
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize("arguments", [["c"], [], ["a", "--all"], ["../site"]])
def test_what_there_is_not_to_pack(out: Path, tmp_path: Path, arguments: list[str]) -> None:
    assert pack(out, *arguments, "--to", str(tmp_path / "x.zip")).exit_code == 2
    assert not (tmp_path / "x.zip").exists()


def test_nothing_is_written_into_the_publication_or_where_no_folder_is(out: Path, tmp_path: Path) -> None:
    before = digest(out)
    for target in (out / "a.zip", out / "a" / "a.zip", tmp_path / "none" / "a.zip"):
        assert pack(out, "a", "--to", str(target)).exit_code == 2
    assert digest(out) == before


def test_it_reads_from_a_disk(tmp_path: Path, chromium: str) -> None:
    library = Library(tmp_path)
    library.report("case", "Text.")
    assert library.run("build").exit_code == 0
    with zipfile.ZipFile(io.BytesIO(pack_library(library.out))) as archive:
        archive.extractall(tmp_path / "unpacked")
    with start_browser(chromium) as browser, visit(browser, tmp_path / "unpacked" / "index.html", width=800) as seen:
        seen.page.get_by_role("link", name="A review").click()
        assert seen.page.url == (tmp_path / "unpacked" / "case" / "index.html").as_uri()
        assert seen.messages == []
