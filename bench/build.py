"""How long the example's whole build takes, against a bare `mkdocs build` of the same staged pages.

In: the example in `content/`. Out: on standard output the medians in seconds and two ratios: to MkDocs with the
Material theme and all other settings as they come (search among them), which is what the pages would cost without this
project, and to MkDocs with our own small frame, which has no search and copies nothing.
Exit code 1 where the first is above what `--most` allows. Each run is a process of its own, and the kinds take turns,
so that a busy minute slows all.
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
from commands.stages import Settings, prepare
from report import pdf, site

ROOT = Path(__file__).parent.parent

FRAME = """\
INHERIT: {root}/mkdocs.yml
docs_dir: {pages}
site_dir: {folder}/framed
theme:
  custom_dir: {folder}/theme
"""
MATERIAL = """\
site_name: Reviews
docs_dir: {folder}/plain
site_dir: {folder}/material
use_directory_urls: false
theme:
  name: material
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5, help="of each kind; the medians count")
    options.add_argument("--most", type=float, default=3.0, help="the highest ratio that is no failure")
    given = options.parse_args()
    name = report_names(ROOT / "content")[0]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        stage(name, folder)
        whole = [sys.executable, "build.py", "build", name, "--edition", "public", "--out", str(folder / "out")]
        commands = [whole, mkdocs("material", MATERIAL, folder), mkdocs("frame", FRAME, folder)]
        times = [[measure(command) for command in commands] for _ in range(given.runs)]
    of_whole, material, frame = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{name}: whole build {of_whole:.2f} s")
    print(f"mkdocs build, Material as it comes: {material:.2f} s, ratio {of_whole / material:.2f}")
    print(f"mkdocs build, our own frame: {frame:.2f} s, ratio {of_whole / frame:.2f}")
    sys.exit(of_whole / material > given.most)


def stage(name: str, folder: Path) -> None:
    """Stage a report's pages in `folder`: as the site has them, and without the settings that only our frame has."""
    settings = Settings(ROOT / "content", ROOT / "register", folder, "public", datetime.date.today())
    report = prepare(read_source(settings.content, name), settings, lambda _: None).report
    site.build(report, pdf.render(report), folder)
    shutil.copytree(ROOT / "templates" / "site", folder / "theme")
    # Material has a page for lost readers, made from our frame but without a page's data.
    (folder / "theme" / "404.html").touch()
    shutil.copytree(folder / "pages", folder / "plain")
    for page in (folder / "plain").glob("*.md"):
        page.write_text(page.read_text("utf-8").split("\n---\n", 1)[1], "utf-8")


def mkdocs(name: str, settings: str, folder: Path) -> list[str]:
    """Write the settings of a bare build; gives its command."""
    path = folder / f"{name}.yml"
    path.write_text(settings.format(root=ROOT, pages=folder / "pages", folder=folder), encoding="utf-8")
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(path)]


def measure(command: list[str]) -> float:
    """Run a command and give its wall time in seconds."""
    # MkDocs starts in its own way and would not find the extension that leaves our pages alone.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
