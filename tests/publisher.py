"""A process that publishes over and over, so that a test can kill it; and how tests publish.

    python publisher.py OUT exchange|renames TIMES STOP

Publishes the report `a` in turn as one version and the other, `b` staying as it is. It says "ready" first and last how
many steps on the file system it made. It kills itself before step STOP; 0 is never.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from report import swap
from report.manifest import find_files
from report.model import Cleared
from report.publish import publish
from report.workspace import workspace

VERSIONS = [{f"page-{page}.html": f"version {version} " * 500 for page in range(5 + version)} for version in range(2)]
_STEPS = ("open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.scandir", "ctypes.dlsym")


def cleared(folder: Path, files: Mapping[str, str]) -> Cleared:
    """Write files, and clear them as the gate would."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return Cleared(folder, {path: hashlib.sha256(text.encode()).hexdigest() for path, text in files.items()})


def run(out: Path, reports: Mapping[str, Mapping[str, str]], home: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Publish reports and a home page given as texts by path."""
    with workspace(out) as work:
        return publish(
            {name: cleared(work / "build" / name, files) for name, files in reports.items()},
            None if home is None else cleared(work / "build-home", home),
            out,
        )


def texts(folder: Path) -> dict[str, str]:
    """Read what stands in a folder, but for manifests."""
    paths = [path for path in find_files(folder) if not path.endswith("manifest.json")]
    return {path: (folder / path).read_text("utf-8") for path in paths}


def main(out: Path, way: str, times: int, stop: int) -> None:
    steps = 0

    def step(event: str, _: object) -> None:
        nonlocal steps
        if event in _STEPS:
            steps += 1
            if steps == stop:
                os.kill(os.getpid(), signal.SIGKILL)

    if way == "renames":
        swap.exchange = lambda first, second: False
    print("ready", flush=True)
    sys.addaudithook(step)
    for turn in range(times):
        run(out, {"a": VERSIONS[turn % 2]}, {"index.html": f"home {turn % 2}"})
    print(steps)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
