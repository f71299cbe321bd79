"""A built site over HTTP, for the one who writes it.

In: an output folder and what the last build said. Out: answers on 127.0.0.1. The rule: nothing but published files and
the words of problems is answered, to nobody but this computer, whatever name an address gives it.
"""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from markupsafe import escape

from report.manifest import find_own_files
from report.problems import Problem
from report.publish import find_styles
from report.server import CONFIGURATIONS, HIDDEN, TYPES, list_headers

HOST = "127.0.0.1"
_OWN = "/-/"
"""What stands below it is the preview's; no report can have that name."""
_SCRIPT = """"use strict";
const version = document.currentScript.dataset.version;
new EventSource("/-/events").onmessage = (event) => {
  if (event.data !== version) location.reload();
};
"""
_STYLE = """.problems-of-preview {
  padding: 1rem 1.5rem; border-bottom: 4px solid #b00020; background: #fff; color: #1d1d1d;
}
.problems-of-preview pre {
  margin: 0.5rem 0 0; padding: 0; border: 0; background: none; white-space: pre-wrap; font: 0.95rem/1.5 monospace;
}
"""
_NOTHING = b"<!doctype html><html lang=en><title>Nothing here</title><body>There is no such page yet</body></html>"
_PATIENCE = 10.0
"""Seconds after which a silent connection is written to, so that one that is gone is noticed."""


class Preview(ThreadingHTTPServer):
    """The site that was built last, and what is wrong with the one that was not."""

    daemon_threads = False  # each ends when the preview does

    def __init__(self, out: Path, port: int = 0) -> None:
        """Listen on a port, 0 is any that is free; `serve_forever` answers. Raises OSError where it is taken."""
        super().__init__((HOST, port), _Handler)
        self.out = out
        self.problems: tuple[Problem, ...] = ()
        self.version = 0
        self.is_over = False
        self.changed = threading.Condition()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server_port}/"

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Have every open page load again; problems stand above what was built last."""
        with self.changed:
            self.problems, self.version = problems, self.version + 1
            self.changed.notify_all()

    def end(self) -> None:
        """Stop answering, and let nobody wait any longer."""
        with self.changed:
            self.is_over = True
            self.changed.notify_all()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that goes away while it is answered is no fault."""


class _Handler(BaseHTTPRequestHandler):
    server: Preview
    server_version, sys_version = "dhr", ""

    def do_GET(self) -> None:
        """Answer, with a body for all but HEAD."""
        port = self.server.server_port
        path = unquote(urlsplit(self.path).path)
        # A page elsewhere may give its own host name the address of this computer, and read what is answered.
        if self.headers.get("Host", "") not in (f"{HOST}:{port}", f"localhost:{port}"):
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, "txt", b"this is not the address of the preview\n")
        elif path == f"{_OWN}events":
            self._tell_changes()
        elif path == f"{_OWN}reload.js":
            self._answer(HTTPStatus.OK, "js", _SCRIPT.encode())
        elif path == f"{_OWN}preview.css":
            self._answer(HTTPStatus.OK, "css", _STYLE.encode())
        else:
            self._answer_file(path.removeprefix("/"))

    do_HEAD = do_GET  # noqa: N815 - http.server calls it so

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what is asked for is nobody's business."""

    def _answer_file(self, path: str) -> None:
        out = self.server.out
        path = f"{path}index.html" if path == "" or path.endswith("/") else path
        if path in CONFIGURATIONS or path not in find_own_files(out):
            self._answer(HTTPStatus.NOT_FOUND, "html", self._frame(_NOTHING))
            return
        place = PurePosixPath(path)
        data = (out / path).read_bytes()
        kind = place.suffix.removeprefix(".")
        is_whole = kind == "html" and place.stem == place.parent.name  # its own policy lets nothing in
        self._answer(HTTPStatus.OK, kind, self._frame(data) if kind == "html" and not is_whole else data)

    def _frame(self, page: bytes) -> bytes:
        """Add the problems of the last build, and the script that loads the page again."""
        lines = "\n".join(map(str, self.server.problems))
        told = '<link rel="stylesheet" href="/-/preview.css"><div class="problems-of-preview" role="alert">'
        told += f"<strong>This is the last good build.</strong><pre>{escape(lines)}</pre></div>"
        script = f'<script src="/-/reload.js" data-version="{self.server.version}" defer></script>'
        start, body, rest = page.partition(b"<body")
        tag, end, rest = rest.partition(b">")
        page = start + body + tag + end + (told.encode() if lines else b"") + rest
        return page.replace(b"</body>", f"{script}</body>".encode())

    def _answer(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        headers = list_headers(find_styles(self.server.out))
        headers |= {"Content-Type": TYPES.get(kind, "application/octet-stream"), "Content-Length": str(len(data))}
        headers |= {"Cache-Control": "no-store", "X-Robots-Tag": HIDDEN}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _tell_changes(self) -> None:
        """Send the version, and again whenever it changes, until the browser goes away or the preview ends."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        server = self.server
        with server.changed:
            while not server.is_over:
                self.wfile.write(f"data: {server.version}\n\n".encode())
                self.wfile.flush()
                server.changed.wait(_PATIENCE)
