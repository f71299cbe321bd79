"""The whole path: a name anywhere, the command's words and codes, and what stays when a build stops."""

from __future__ import annotations

import io
import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from draft import register
from library import Library, digest, everything, picture
from PIL import Image, PngImagePlugin

from anonymise.gate import find_leaks, make_needles
from anonymise.surfaces import read_surfaces
from report import pdf
from report.model import Printed, Report
from report.problems import RULES

ROOT = Path(__file__).parent.parent
NAMES = re.compile(rb"gareth|pryce", re.IGNORECASE)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def assert_clean(out: Path) -> None:
    """No form of any name in any file, by the bytes and by what a reader can get out of them."""
    assert not NAMES.search(everything(out))
    needles = make_needles(register(), ())
    for path in (path for path in out.rglob("*") if path.is_file()):
        for surface in read_surfaces(path.relative_to(out).as_posix(), path.read_bytes()):
            assert list(find_leaks(surface, needles)) == []


def test_a_name_in_the_metadata_of_a_picture(library: Library) -> None:
    texts, out = PngImagePlugin.PngInfo(), io.BytesIO()
    texts.add_text("Author", "Gareth Pryce")
    exif = Image.Exif()
    exif[0x010E] = "Gareth Pryce at home"
    Image.new("RGB", (40, 20)).save(out, "PNG", pnginfo=texts, exif=exif)
    library.report("case", "![Shown](images/a.png)")
    library.write("content/case/images/a.png", out.getvalue() + b"Gareth Pryce")
    assert library.run("build").exit_code == 0
    assert list(library.out.rglob("*.png"))
    assert_clean(library.out)


def test_the_gate_stops_what_the_pass_lets_through(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a finder that finds nothing, the gate alone keeps the name in, and the last publication stays."""
    library.report("case", "We met nobody.")
    assert library.run("build").exit_code == 0
    before = digest(library.out)
    library.report("case", "We met Gareth Pryce.")
    monkeypatch.setattr("anonymise.replace_text.find", lambda *_, **__: ())
    result = library.run("build")
    assert result.exit_code == 3
    assert "leak: a form of P1 in the text" in result.stderr
    assert "leak: a form of P1 in the page text" in result.stderr
    assert not NAMES.search(result.output.encode())
    assert digest(library.out) == before


def test_renderings_that_differ_are_not_published(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.report("case", "A first text.")
    monkeypatch.setattr(pdf, "render", cache_first(pdf.render))
    assert library.run("build").exit_code == 0
    before = digest(library.out)
    library.report("case", "Another text.")
    result = library.run("build")
    assert result.exit_code == 4
    assert "words-differ" in result.stderr
    assert digest(library.out) == before


def cache_first(render: Callable[[Report], Printed]) -> Callable[[Report], Printed]:
    """A renderer that gives its first PDF for every report."""
    printed: list[Printed] = []

    def render_once(report: Report) -> Printed:
        printed.append(render(report))
        return printed[0]

    return render_once


# --- the command


def test_words_and_codes(library: Library) -> None:
    library.report("case", "We met Gareth Pryce twice: Gareth came.")
    result = library.run("build")
    assert result.exit_code == 0
    assert result.stdout == f"{(library.out / 'case' / 'index.html').as_posix()}\n"
    stages = [line for line in result.stderr.splitlines() if line.startswith("case: ")]
    assert len(stages) == 4
    record = library.record("build")
    assert record["replaced"] == {"case": {"P1": 2}}
    assert (record["published"], record["problems"]) == (["case"], [])


def test_check_writes_nothing(library: Library) -> None:
    library.report("case", "Then Tudor came.")
    before = digest(library.folder)
    record = library.record("check")
    assert record["exit"] == 1
    assert [(p["line"], p["rule"]) for p in record["problems"]] == [(1, "name-shared")]
    library.report("case", "Then Ms Tudor came.")
    after = library.record("check")
    assert (after["exit"], after["problems"]) == (0, [])
    assert digest(library.folder).keys() == before.keys()


def test_all_problems_at_once(library: Library) -> None:
    library.report("case", "# A\n\nText.", "Then Tudor came.", "::: box\n:::")
    found = {(p["file"].rpartition("/")[2], p["rule"]) for p in library.record("check")["problems"]}
    assert found >= {("01-section.md", "heading-level"), ("03-section.md", "block-unknown")}
    library.report("case", "Then Tudor came.", "See [](#nothing) and Tudor.", "Text")
    found = {(p["file"].rpartition("/")[2], p["rule"]) for p in library.record("check")["problems"]}
    assert found == {("01-section.md", "name-shared"), ("02-section.md", "name-shared")}


def test_one_report_that_fails_stops_itself_alone(library: Library) -> None:
    library.report("good", "Text.")
    library.report("poor", "Text.")
    assert library.record("build")["published"] == ["good", "poor"]
    before = digest(library.out / "poor")
    library.report("good", "More text.")
    library.report("poor", "Then Tudor came.")
    record = library.record("build")
    assert (record["exit"], record["published"], record["failed"]) == (1, ["good"], 1)
    assert digest(library.out / "poor") == before
    assert "More text." in (library.out / "good" / "section-1.html").read_text("utf-8")
    home = (library.out / "index.html").read_text("utf-8")
    assert "good/index.html" in home
    assert "poor/index.html" in home


SETTINGS = (
    ("build", "nothing"),
    ("build", "--edition", "final"),
    ("publish",),
    ("build", "--content", "nowhere"),
    ("check", "--register", "content"),
)


@pytest.mark.parametrize("arguments", SETTINGS, ids=" ".join)
def test_wrong_settings(arguments: tuple[str, ...], library: Library) -> None:
    library.report("case", "Text.")
    command, *rest = arguments
    result = subprocess_run(library, [*library.arguments(command), *rest])
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert digest(library.out) == {}


def subprocess_run(library: Library, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=library.folder, check=False)


def test_the_output_keeps_away_from_the_sources(library: Library) -> None:
    library.report("case", "Text.")
    before = digest(library.folder)
    for out in ("content", "register", "content/site"):
        result = subprocess_run(library, [*library.arguments("build"), "--out", str(library.folder / out)])
        assert result.returncode == 2, out
    assert digest(library.folder) == before


def test_a_public_edition_needs_every_sign_off(library: Library) -> None:
    some = "signoff:\n  panel: 2024-01-01\n  family: 2999-01-01\n"
    library.report("case", "Text.", more=some)
    assert library.run("build", "--edition", "draft").exit_code == 0
    assert library.run("build", "--edition", "intranet").exit_code == 0
    before = digest(library.out)
    rules = [(p["line"], p["rule"]) for p in library.record("build", "--edition", "public")["problems"]]
    assert rules == [(6, "signoff-future"), (6, "signoff-missing"), (6, "signoff-missing")]
    assert digest(library.out) == before
    library.report(
        "case", "Text.", more=some.replace("2999", "2023") + "  home_office: 2024-01-01\n  jigsaw_review: 2024-01-01\n"
    )
    assert library.run("build", "--edition", "public").exit_code == 0


def test_a_plain_register_of_real_people_makes_drafts_only(library: Library) -> None:
    library.report("case", "Text.")
    path = library.folder / "register" / "register.yml"
    path.write_text(path.read_text("utf-8").replace("invented: true", "invented: false"), "utf-8")
    assert library.run("build").exit_code == 0
    assert [p["rule"] for p in library.record("build", "--edition", "intranet")["problems"]] == ["register-plain"]


def test_the_same_input_gives_the_same_bytes(library: Library) -> None:
    library.report("case", "Text[^1] of Gareth.\n\n![Shown](images/a.png)\n\n[^1]: Note.")
    library.write("content/case/images/a.png", picture())
    assert library.run("build").exit_code == 0
    before = digest(library.out)
    assert library.run("build").exit_code == 0
    assert digest(library.out) == before


def test_a_fault_shows_no_text(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Gareth Pryce")

    library.report("case", "We met Gareth Pryce.")
    monkeypatch.setattr("anonymise.detect.find_words", fail)
    result = library.run("build")
    assert result.exit_code == 4
    assert "fault: ValueError in " in result.stderr
    assert not NAMES.search(result.output.encode())


@pytest.mark.parametrize(
    "register_text",
    [
        "people: {P1: {name: Gareth Pryce, alias: ",
        "people:\n  Gareth: {name: a}",
        "gareth: 1",
        "people: {P1: {name: [Gareth]}}",
    ],
)
def test_a_broken_register_shows_no_name(register_text: str, library: Library) -> None:
    library.report("case", "Text.")
    library.write("register/register.yml", register_text)
    result = library.run("build")
    assert result.exit_code == 1
    assert not NAMES.search(result.output.encode())


def test_nothing_real_is_left_beside_the_output(library: Library) -> None:
    library.report("case", "We met Gareth Pryce.")
    assert library.run("build").exit_code == 0
    library.report("case", "We met Gareth Pryce and Tudor.")
    assert library.run("build").exit_code == 1
    left = [path for path in library.folder.iterdir() if path.name not in ("content", "register")]
    assert not any(NAMES.search(everything(path)) for path in left if path.is_dir())


def test_every_problem_has_a_rule(library: Library) -> None:
    library.report("case", "# A\n\n[^1] <b>x</b> Tudor")
    assert {p["rule"] for p in library.record("build")["problems"]} <= set(RULES)


# --- a build that is killed


def _start(library: Library) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "build.py"), *library.arguments("build")]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_a_build_that_is_killed_leaves_the_old_or_the_new(library: Library) -> None:
    """Twenty kills at moments spread over a whole build; the folder is one of two, byte for byte."""
    texts = ("The first text.", "The second text.")
    whole: list[dict[str, str]] = []
    seconds = 0.0
    for text in texts:
        library.report("case", text)
        start = time.monotonic()
        assert _start(library).wait() == 0
        seconds = time.monotonic() - start
        whole.append(digest(library.out))
    assert whole[0] != whole[1]
    moments = random.Random(20)
    seen = set()
    for n in range(20):
        library.report("case", texts[n % 2])
        process = _start(library)
        try:
            process.wait(timeout=seconds * moments.uniform(0.3, 1.05))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert digest(library.out) in whole
        seen.add(whole.index(digest(library.out)))
    library.report("case", texts[0])
    assert _start(library).wait() == 0
    assert digest(library.out) == whole[0]
    assert json.loads((library.out / "case" / "manifest.json").read_text("utf-8"))
    assert seen


# --- what hostile readers and unlucky authors tried


def test_a_published_name_must_not_undo_the_pass(library: Library) -> None:
    for more in ("chair: Mr Gareth Pryce\n", "chair: Gareth\n"):
        library.report("case", "Text.", more=more)
        assert [p["rule"] for p in library.record("check")["problems"]] == ["named-is-person"]


def test_an_alias_of_one_review_may_be_a_name_in_another(library: Library) -> None:
    library.report("neil-2019", "We met Gareth.", more="review: Review for Gareth\n")
    library.report("other", "Text.")
    library.write("register/other.yml", "invented: true\npeople:\n  P1: {name: Neil Hart, alias: Sam, role: victim}\n")
    index = library.folder / "content" / "other" / "index.md"
    index.write_text(index.read_text("utf-8").replace("register.yml", "other.yml"), "utf-8")
    result = library.run("build")
    assert result.exit_code == 0, result.stderr
    assert "Review for Neil" in (library.out / "index.html").read_text("utf-8")


def test_a_file_from_elsewhere_is_no_section(library: Library) -> None:
    library.report("case", "Text.")
    library.write("elsewhere.md", "Secret.")
    (library.folder / "content" / "case" / "02-link.md").symlink_to(library.folder / "elsewhere.md")
    (library.folder / "content" / "case" / "03-folder.md").mkdir()
    assert [p["rule"] for p in library.record("check")["problems"]] == ["file-link", "file-link"]


ODD = {
    "deep quotations": ">" * 40 + " Text.",
    "deep marks": "*" * 600 + " Text " + "*" * 600,
    "a character that turns the writing": "Text \u202e text.",
    "many names": "Gareth Pryce went. " * 1000,
    "a day behind a note": "On 5 November 2018[^1].\n\n[^1]: Note.",
    "a long name over a page": "We met Eluned Parry and others. " * 900,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_published_or_explained(name: str, library: Library) -> None:
    library.report("case", ODD[name])
    result = library.run("build")
    assert result.exit_code in (0, 1), result.stderr
    assert "fault" not in result.stderr


@pytest.mark.parametrize("name", ["Georgia Lang", "Bo Alt", "Sue Regular"])
def test_a_name_that_is_a_word_of_a_file_format(name: str, library: Library) -> None:
    """Such a word in the markup is no leak; the same in an alternative text or a title is replaced."""
    library.report("case", f"![{name} at home](images/a.png)")
    library.write("content/case/images/a.png", picture())
    people = f"invented: true\npeople:\n  P1: {{name: {name}, alias: Neil, role: victim}}\n"
    library.write("register/register.yml", people)
    result = library.run("build")
    assert result.exit_code == 0, result.stderr
    assert 'alt="Neil at home"' in (library.out / "case" / "section-1.html").read_text("utf-8")


def test_check_lists_what_is_undecided_on_the_home_page(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.report("case", "Text.")
    library.write("content/index.md", "Write to Shaun Brodrick.\n")
    result = library.run("check")
    assert "the home page: 1 name or other identifier is undecided" in result.stderr
    assert "Shaun Brodrick: " in result.stdout


def test_a_report_that_is_spoilt_on_the_disk_is_built_again(library: Library) -> None:
    library.report("case", "Text.\n")
    library.report("other", "Text.\n")
    assert library.run("build").exit_code == 0
    (library.out / "case" / "report.json").write_text("{}", "utf-8")
    assert library.record("build", "other")["problems"][0]["rule"] == "out-damaged"
    assert library.record("build", "case")["published"] == ["case"]
    assert library.record("build", "other")["published"] == ["other"]
