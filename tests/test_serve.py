"""The preview: on this computer alone, as strict as a server, and fresh whenever a source changes."""

from __future__ import annotations

import datetime
import http.client
import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser import start_browser
from library import Library, digest
from publisher import run

from anonymise.gate_memory import Memory
from commands.preview import Preview
from commands.serve import find_changed, look, rebuild, shown
from commands.stages import Settings
from report.problems import Problem
from report.server import list_headers

ROOT = Path(__file__).parent.parent
PAGE = "<!doctype html><html><head></head><body><p>A</p></body></html>"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    run(tmp_path / "site", {"a": {"index.html": PAGE, "a.html": PAGE}}, {"index.html": PAGE, "web.config": "<a/>"})
    (tmp_path / "site" / "a" / "secret.txt").write_text("not published")
    (tmp_path / "secret.txt").write_text("not published")
    made = Preview(tmp_path / "site")
    with shown(made):
        yield made


@contextmanager
def asked(preview: Preview, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", preview.server_port, timeout=20)
    connection.request("GET", path, headers=headers)
    with connection.getresponse() as answer:
        yield answer
    connection.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/index.html", 200),
        ("/a/", 200),
        ("/a/index.html?x=1", 200),
        ("/manifest.json", 200),
        ("/a", 404),
        ("/a/secret.txt", 404),
        ("/web.config", 404),
        ("/../secret.txt", 404),
        ("/a/../../secret.txt", 404),
        ("/%2e%2e/secret.txt", 404),
        ("//etc/passwd", 404),
        ("/a/images/", 404),
    ],
)
def test_published_files_are_answered_and_nothing_else(preview: Preview, path: str, status: int) -> None:
    with asked(preview, path) as answer:
        assert answer.status == status
        assert b"not published" not in answer.read()
        for name, value in list_headers().items():
            assert answer.headers[name] == value
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example", ""])
def test_another_name_for_this_computer_gets_nothing(preview: Preview, host: str) -> None:
    with asked(preview, "/", Host=host) as answer:
        assert answer.status == 421
        assert b"<p>A</p>" not in answer.read()


def test_no_other_interface_is_listened_to(preview: Preview) -> None:
    assert preview.socket.getsockname()[0] == "127.0.0.1"


def test_problems_stand_above_the_last_good_build(preview: Preview) -> None:
    preview.show((Problem("a/01.md", 3, "name-shared", "a <b> & c"),))
    with asked(preview, "/") as answer:
        text = answer.read().decode()
    assert "a/01.md:3: name-shared: a &lt;b&gt; &amp; c" in text
    assert "<p>A</p>" in text
    preview.show(())
    with asked(preview, "/") as answer:
        assert "name-shared" not in answer.read().decode()


def test_the_script_that_loads_again_is_in_no_file(preview: Preview, tmp_path: Path) -> None:
    with asked(preview, "/") as answer:
        assert b"/-/reload.js" in answer.read()
    with asked(preview, "/a/a.html") as answer:  # the report in one file lets nothing in
        assert answer.read().decode() == PAGE
    assert not any(b"reload" in path.read_bytes() for path in (tmp_path / "site").rglob("*.html"))


def test_a_change_is_told(preview: Preview) -> None:
    with asked(preview, "/-/events") as answer:
        assert answer.readline() == b"data: 0\n"
        preview.show(())
        assert (answer.readline(), answer.readline()) == (b"\n", b"data: 1\n")


def settings_of(library: Library) -> Settings:
    folders = library.folder / "content", library.folder / "register", library.folder / "draft" / "site"
    return Settings(*folders, "draft", datetime.date(2024, 6, 1))


def test_what_has_to_be_built_again(tmp_path: Path) -> None:
    library = Library(tmp_path)
    for name in ("a", "b"):
        library.report(name, "Text.")
    settings = settings_of(library)
    for path, names in (("content/a/01-section.md", ("a",)), ("content/b/images/x.png", ("b",))):
        before = look(settings)
        library.write(path, "More text.")
        assert find_changed(before, look(settings), settings) == names
    for path in ("content/index.md", "register/register.yml"):
        before = look(settings)
        library.write(path, "x: 1")
        assert find_changed(before, look(settings), settings) == ("a", "b")
    before = look(settings)
    library.write("register/a.record.json", "{}")
    library.write("content/a/.01-section.md.swp", "x")
    assert look(settings) == before


def test_a_build_that_fails_leaves_the_last_good_one_and_writes_nothing_beside_the_register(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.report("case", "The first text.")
    settings = settings_of(library)
    registers = digest(settings.register)
    memories: defaultdict[str, Memory] = defaultdict(Memory)
    assert rebuild(("case",), settings, memories) == ()
    library.report("case", "Then Tudor came.")
    assert [problem.rule for problem in rebuild(("case",), settings, memories)] == ["name-shared"]
    assert "The first text." in (settings.out / "case" / "section-1.html").read_text("utf-8")
    library.report("case", "The last text.")
    assert rebuild(("case",), settings, memories) == ()
    assert "The last text." in (settings.out / "case" / "section-1.html").read_text("utf-8")
    assert digest(settings.register) == registers


def test_the_whole_command(tmp_path: Path, chromium: str) -> None:
    """A page in a browser loads itself again; the end leaves no process and no folder."""
    library = Library(tmp_path)
    library.report("case", "The first text.")
    (tmp_path / "temporary").mkdir()
    command = [sys.executable, str(ROOT / "build.py"), "serve", *library.arguments()[:4]]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever runs the tests may ignore it
    )
    assert process.stdout
    assert process.stderr
    address = process.stdout.readline().strip()
    assert "1 built, 0 problems" in process.stderr.readline()
    with start_browser(chromium) as browser:
        page = browser.new_page()
        messages: list[str] = []
        page.on("console", lambda message: messages.append(f"{message.text} {message.location}"))
        page.goto(f"{address}case/section-1.html")
        library.write("content/case/01-section.md", "The second text.")
        page.get_by_text("The second text.").wait_for(timeout=60_000)
        library.write("content/case/01-section.md", "Then Tudor came.")
        page.get_by_text("name-shared").wait_for(timeout=60_000)
        assert "The second text." in page.content()
        assert "Tudor" not in page.content()
        assert messages == []
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    process.stdout.close()
    process.stderr.close()
    assert list((tmp_path / "temporary").glob("dhr-serve-*")) == []
