"""How long the example's PDF takes, against one many times as long, and against WeasyPrint on the same documents.

In: the example in `content/`. Out: on standard output a table, or JSON with `--json`. Exit code 1 where the long one
takes more than `--most` times as long, or WeasyPrint, where it is installed, less than `--least` times ours.

Each run is a process of its own; the kinds take turns, so that a busy minute slows all, and the shortest counts, since
other work on a machine only adds. Measured is the PDF alone, from the numbered report (for WeasyPrint: from the
one-file HTML) to its bytes, and both make it tagged (PDF/UA-1).
`weasyprint` is no dependency: name a Python that has it with `--weasyprint`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SCRIPT = Path(__file__).with_name("pdf_time.py")
PEER = "weasyprint"
BUSY = ", processors"
"""What stands behind the name of a ratio of the second kind."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one PDF takes, or the least of several runs."""

    seconds: float
    busy: float
    """Seconds of processors, all together: the engine works with several at once where they are free."""
    pages: int


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5, help="of each kind; the shortest counts")
    options.add_argument("--times", type=int, default=8, help="how often the long one holds the example's sections")
    options.add_argument("--most", type=float, default=15.0, help="the highest ratio of the long one to the example")
    options.add_argument("--least", type=float, default=5.0, help="the lowest ratio of WeasyPrint to ours")
    options.add_argument("--weasyprint", default=sys.executable, metavar="PYTHON", help="a Python that has it")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shortest = measure(given.runs, given.times, given.weasyprint, Path(folder))
    record = judge(shortest)
    print(json.dumps(record, indent=2) if given.json else table(record))
    ratios = record["ratios"]
    slow = [name for name in ratios if name.startswith(PEER) and ratios[name] < given.least]
    long = [name for name in ratios if name.startswith("long") and ratios[name] > given.most]
    sys.exit(bool(slow or long))


def measure(runs: int, times: int, peer: str, folder: Path) -> dict[str, Run]:
    """Print each document by each program so often; the shortest run of each, only ours where there is no peer."""
    documents = {"example": 1, "long": times}
    shortest: dict[str, Run] = {}
    absent = not has_peer(peer)
    for n in range(runs):
        for name, copies in documents.items():
            keep(shortest, name, run(own(copies)))
            page = folder / f"{name}.html"
            # the long one takes a minute there, and is no less true for being run once
            if absent or (name == "long" and n):
                continue
            if not page.exists():
                call(own(copies, str(page)))
            keep(shortest, f"{PEER}, {name}", run([peer, str(SCRIPT), PEER, str(page)]))
    return shortest


def has_peer(python: str) -> bool:
    """Say whether a Python has WeasyPrint."""
    try:
        subprocess.run([python, "-c", f"import {PEER}"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def own(copies: int, *more: str) -> list[str]:
    """The command that prints the example with its sections so often in it."""
    return [sys.executable, "-m", "bench.pdf_time", "example", str(copies), *more]


def run(command: list[str]) -> Run:
    """What a PDF took."""
    return Run(**json.loads(call(command)))


def call(command: list[str]) -> str:
    """The last line that a command prints."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def keep(shortest: dict[str, Run], name: str, new: Run) -> None:
    """Keep the least of each."""
    old = shortest.get(name, new)
    shortest[name] = Run(min(old.seconds, new.seconds), min(old.busy, new.busy), new.pages)


def judge(shortest: dict[str, Run]) -> dict[str, Any]:
    """The runs with their ratios; of WeasyPrint none where it did not run."""
    ratios = compare("long to example", shortest["long"], shortest["example"])
    for name in ("example", "long"):
        if other := shortest.get(f"{PEER}, {name}"):
            ratios |= compare(f"{PEER} to ours, {name}", other, shortest[name])
    runs = {
        name: {**asdict(one), "seconds": round(one.seconds, 3), "busy": round(one.busy, 3)}
        for name, one in shortest.items()
    }
    return {"runs": runs, "ratios": ratios}


def compare(name: str, one: Run, other: Run) -> dict[str, float]:
    """Two ratios: of the time that went by, and of that in which processors were busy."""
    ratios = {name: one.seconds / other.seconds, f"{name}{BUSY}": one.busy / other.busy}
    return {what: round(ratio, 2) for what, ratio in ratios.items()}


def table(record: dict[str, Any]) -> str:
    """The record as lines of two columns."""
    lines = [
        (name, f"{one['seconds']:.2f} s ({one['busy']:.2f} s of processors), {one['pages']} pages")
        for name, one in record["runs"].items()
    ]
    lines += [(name, f"{ratio:.1f}") for name, ratio in record["ratios"].items()]
    if not any(name.startswith(PEER) for name in record["ratios"]):
        lines.append((PEER, "not installed"))
    wide = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:{wide}}  {shown}" for name, shown in lines)


if __name__ == "__main__":
    main()
