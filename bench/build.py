"""How long the example's whole build takes, against a bare site build of the same pages.

In: the example in `content/`. Out: on standard output the medians in seconds and their ratio. Exit code 1 where the
ratio is above what `--most` allows. Each run is a process of its own, and the two kinds take turns, so that a busy
minute slows both.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from anonymise.source import read_source, report_names
from build import Settings, prepare
from report import pdf, site

ROOT = Path(__file__).parent.parent

MKDOCS = """\
INHERIT: {root}/mkdocs.yml
docs_dir: {pages}
site_dir: {folder}/bare
theme:
  custom_dir: {folder}/theme
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5, help="of each kind; the medians count")
    options.add_argument("--most", type=float, default=3.0, help="the highest ratio that is no failure")
    given = options.parse_args()
    name = report_names(ROOT / "content")[0]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        bare = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(configure(name, folder))]
        whole = [sys.executable, "build.py", "build", name, "--edition", "public", "--out", str(folder / "out")]
        times = [(measure(whole), measure(bare)) for _ in range(given.runs)]
    of_whole, of_bare = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{name}: whole build {of_whole:.2f} s, bare mkdocs build {of_bare:.2f} s, ratio {of_whole / of_bare:.2f}")
    sys.exit(of_whole / of_bare > given.most)


def configure(name: str, folder: Path) -> Path:
    """Stage a report's pages in `folder`, and write the settings of a bare build of them; gives their path."""
    settings = Settings(ROOT / "content", ROOT / "register", folder, "public", datetime.date.today())
    report = prepare(read_source(settings.content, name), settings, lambda _: None).report
    site.build(report, pdf.render(report), folder)
    shutil.copytree(ROOT / "templates" / "site", folder / "theme")
    # Material has a page for lost readers, made from our frame but without a page's data.
    (folder / "theme" / "404.html").touch()
    path = folder / "mkdocs.yml"
    path.write_text(MKDOCS.format(root=ROOT, pages=folder / "pages", folder=folder), encoding="utf-8")
    return path


def measure(command: list[str]) -> float:
    """Run a command and give its wall time in seconds."""
    # MkDocs starts in its own way and would not find the extension that leaves our pages alone.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
