"""The example's pages before two judges from outside: the Nu Html Checker and Lighthouse."""

from __future__ import annotations

import functools
import gzip
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from report.head import hash_of
from report.server import list_headers
from report.single import style

MODULES = Path(__file__).parent / "checkers" / "node_modules"
SETUP = "the checkers of pages are not installed: run the tests by `make test`"
PACKED = (".html", ".css", ".js", ".json", ".txt", ".xml")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
LEAST = {"accessibility": 1.0, "best-practices": 1.0, "seo": 1.0, "performance": 0.98}
TRIES = 3
"""How often a page may be measured until it is fast enough: a machine that is busy makes it slower, never faster."""


def check(paths: list[Path], *options: str) -> list[dict[str, Any]]:
    """What the Nu Html Checker says of some files."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    assert jar.is_file(), SETUP
    java = os.environ.get("JAVA") or shutil.which("java")
    assert java, "no Java: run the tests by `make test`, or set JAVA to the path of one"
    command = [java, "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", *options, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return found


def test_the_markup_has_no_errors(example: Path) -> None:
    pages = sorted(example.rglob("*.html"))
    assert len(pages) > 30
    found = check(pages)
    # Its other messages are about the policy, which it takes for one of another folder, and about style.
    assert [said for said in found if said["type"] != "info"] == []


def test_the_styles_have_no_errors(example: Path) -> None:
    sheets = sorted((example / "public").rglob("*.css"))
    assert sheets
    assert [said for said in check(sheets, "--css") if said["type"] != "info"] == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>A page</title><p>A<table><td role=cell>", encoding="utf-8")
    sheet = tmp_path / "sheet.css"
    sheet.write_text("p { colour: red }", encoding="utf-8")
    assert [said["type"] for said in check([page])].count("error") > 0
    assert [said["type"] for said in check([sheet], "--css")].count("error") > 0


class Handler(SimpleHTTPRequestHandler):
    """Answers as a server does that was told what `nginx.conf` of the output says, and packs what can be packed."""

    def do_GET(self) -> None:
        """Answer with a file, or with what the server says where there is none."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        data = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in PACKED:
            data = gzip.compress(data)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Say what every page says in its headers."""
        for name, value in list_headers([hash_of(style())]).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(example: Path) -> Iterator[str]:
    handler = functools.partial(Handler, directory=str(example / "public"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def measure(page: str, chromium: str) -> tuple[dict[str, float], dict[str, str]]:
    """Lighthouse's scores of a page on its telephone profile, and what it finds wrong with it."""
    program = MODULES / ".bin" / "lighthouse"
    assert program.is_file(), SETUP
    command = [str(program), page, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    with tempfile.TemporaryDirectory(
        prefix="dhr-"
    ) as folder:  # a short path: a browser's socket has 108 bytes for its own
        environment = {**os.environ, "CHROME_PATH": chromium, "TMPDIR": folder}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    scores = {name: category["score"] or 0.0 for name, category in told["categories"].items()}
    wrong = {name: audit["title"] for name, audit in told["audits"].items() if audit["score"] == 0}
    return scores, wrong


@pytest.mark.parametrize(
    "page",
    ["index.html", *(f"harbour-2021/{name}.html" for name in ("index", "section-4", "actions", "search"))],
)
def test_lighthouse_is_content(address: str, chromium: str, page: str) -> None:
    for _ in range(TRIES):
        scores, wrong = measure(f"{address}/{page}", chromium)
        if all(scores[name] >= least for name, least in LEAST.items()):
            return
    assert (scores, wrong) == (LEAST, {})
