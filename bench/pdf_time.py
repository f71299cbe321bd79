"""How long one PDF takes, in a process of its own, as a build prints it: nothing is remembered from an earlier run.

In: on the command line `example` and how often its sections stand in it, or `weasyprint` and an HTML file. Out: on
standard output JSON: seconds for the PDF alone, without the start of the program, how long processors were busy with it
(where a machine has other work, only that is its own), and its pages. With `example` and a file's name behind the
number the one-file HTML is written there instead.

`weasyprint` needs nothing of this project: any Python that has that package may run this file.
"""

from __future__ import annotations

import datetime
import gc
import json
import logging
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    kind, *given = sys.argv[1:]
    printed = print_elsewhere(given[0]) if kind == "weasyprint" else print_example(int(given[0]), *given[1:])
    print(json.dumps(printed))


def print_example(times: int, html: str = "") -> dict[str, float]:
    """Print the example with its sections so many times over; into `html` goes the same as one file of HTML."""
    from anonymise.source import read_source, report_names
    from bench.repeat import repeat
    from commands.stages import Settings, prepare
    from report import pdf, single
    from report.number import number

    gc.disable()  # as a build does; WeasyPrint's own program does not
    content, register = ROOT / "content", ROOT / "register"
    settings = Settings(content, register, ROOT / "site", "public", datetime.date.today())
    source = read_source(content, report_names(content)[0])
    report = number(repeat(prepare(source, settings, lambda _: None).passed.safe, times))
    if html:
        Path(html).write_bytes(single.render(report))
        return {}
    watch = start()
    printed = pdf.render(report)
    return {**stop(watch), "pages": printed.pages}


def print_elsewhere(html: str) -> dict[str, float]:
    """Print a page by WeasyPrint, tagged as ours is. It fetches nothing: the page holds all it shows."""
    import weasyprint  # type: ignore[import-not-found,import-untyped,unused-ignore] # no dependency of this project

    logging.getLogger("weasyprint").disabled = True  # it tells of each rule of the style sheet that print has not
    text = Path(html).read_text("utf-8")
    watch = start()
    document = weasyprint.HTML(string=text).render()
    document.write_pdf(pdf_variant="pdf/ua-1")
    return {**stop(watch), "pages": len(document.pages)}


def start() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def stop(watch: tuple[float, float]) -> dict[str, float]:
    """What went by since a start."""
    seconds, busy = start()
    return {"seconds": seconds - watch[0], "busy": busy - watch[1]}


if __name__ == "__main__":
    main()
