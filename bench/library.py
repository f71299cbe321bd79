"""How much a reader loads to find the first report in a large library, and how long its home page takes to build.

In: a number of reports and a seed. Out: on standard output a table, or JSON with `--json`. Exit code 1 where a search
loads 500 KB or more. The words of the reports are drawn so that few are frequent and most are rare (Zipf's law), from
as many as a body of reviews has; bytes are counted as they lie on the disk, without compression.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

from report.block import Spot
from report.model import EDITIONS, Card, Front, Report, SafeDraft, Section
from report.number import number
from report.site import build_home
from report.words import INDEX, count_words

MOST = 500_000
"""Bytes that a search may load."""
_VOCABULARY = 30_000
_LENGTH = 12_000
"""Words of a report."""
# fmt: off
_BEGINNINGS = """a ab ac al an ap ar as at b be br c ca ch co com con cr d de di dis e en ex f fi fo g gr h ha he i in
    im int j k l la li m ma me mi mo n no o of on op p pa pe per po pr pre pro qu r ra re res s sa se sh so sp st su sup
    t ta te th tr u un v w wa we wi""".split()  # noqa: SIM905 - a list of strings is harder to read
_MIDDLES = """a ab ac ad al am an ar as at ce ci de di e ed el em en er es et ic id il in ion is it la le li ment mi ne
    ni o ol on or ra re ri ro se si st su ta te ti tion to u ul un ur ve""".split()  # noqa: SIM905 - likewise
_ENDINGS = ["", "", "s", "ed", "ing", "er", "ly", "al", "ion", "ment", "able", "ness"]
# fmt: on


def make_words(draw: random.Random) -> list[str]:
    """Invent different words, the frequent ones first and shorter."""
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY:
        middles = "".join(draw.choices(_MIDDLES, k=1 + len(words) // 8000))
        word = draw.choice(_BEGINNINGS) + middles + draw.choice(_ENDINGS)
        if 3 <= len(word) <= 16:
            words.setdefault(word)
    return list(words)


def make_home() -> Report:
    """Return a library's home page without words."""
    section = Section(Spot(0, 1, 1), (), "", numbered=False, appendix=False, blocks=(), notes=())
    empty = dict.fromkeys(
        ("review", "document", "partnership", "author", "chair", "death", "contact", "case", "address"), ""
    )
    front = Front(
        title="Reviews",
        date=None,
        updated=None,
        progress=None,
        paragraphs="lists",
        numbering="section",
        abbreviations=(),
        language="en-GB",
        signoff={},
        themes=(),
        changes=(),
        **empty,
    )  # fmt: skip - one line for each would be a page
    return number(SafeDraft("", "public", front, section, (), (), {}, ("index.md",)))


def make_card(n: int, draw: random.Random) -> Card:
    """Invent what the library says of a report."""
    year, edition = 2011 + n % 14, EDITIONS[-1]
    themes = tuple(draw.sample(["Stalking", "Housing", "Older people", "Mental health", "Suicide", "Children"], 2))
    title, partnership = f"Report {n} into the death of an adult", f"Partnership {n % 40}"
    death = f"{year}-{1 + n % 12:02}"
    date = f"{year + 2}-01-05"
    kinds = ("Domestic Homicide Review", "Overview report")
    return Card(f"report-{n:04}", title, *kinds, partnership, date, "", death, edition, themes, "")


def measure(reports: int, seed: int) -> dict[str, float]:
    """Build a library's home page and weigh what the searches for some words load, in bytes; times in seconds."""
    draw = random.Random(seed)
    words = make_words(draw)
    weights = list(accumulate(1 / (rank + 3) for rank in range(1, len(words) + 1)))
    counted = {}
    cards = [make_card(n, draw) for n in range(reports)]
    for card in cards:
        counted[card.name] = count_words([" ".join(draw.choices(words, cum_weights=weights, k=_LENGTH))])
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        built = build_home(make_home(), cards, Path(folder), counted=counted).folder
        seconds = time.perf_counter() - start
        return {"reports": reports, "seconds": round(seconds, 2), **weigh(built, words, draw)}


def weigh(built: Path, words: list[str], draw: random.Random) -> dict[str, float]:
    """Sum what is loaded: the page with its own files, and for each sought word the parts of the index."""
    first = json.loads((built / INDEX).read_text("utf-8").removeprefix("var libraryWords=").rstrip(";\n"))["first"]
    own = [
        "index.html",
        INDEX,
        "assets/report.css",
        "assets/find.js",
        "assets/library.js",
        "assets/vendor/minisearch.js",
    ]
    page = sum((built / name).stat().st_size for name in own)
    packed = sum(len(gzip.compress((built / name).read_bytes())) for name in own)
    sought = [*words[:200], *draw.sample(words, 300), *(word[:3] for word in words[:100])]
    parts = []
    for word in sought:
        at = max(max((n for n, begin in enumerate(first) if begin <= word), default=0), 0)
        numbers = [at, *(n for n in range(at + 1, min(at + 3, len(first))) if first[n].startswith(word))]
        parts.append(sum((built / f"words/{n}.js").stat().st_size for n in numbers))
    whole = sum(path.stat().st_size for path in (built / "words").iterdir())
    return {"page": page, "page packed": packed, "most parts": max(parts), "search": page + max(parts), "index": whole}


def main() -> int:
    """Print the figures; 1 where a search loads too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure(asked.reports, asked.seed)
    sys.stdout.write(
        json.dumps(found, indent=1) + "\n" if asked.json else "".join(f"{k:12}{v:>14,}\n" for k, v in found.items())
    )
    return int(found["search"] >= MOST)


if __name__ == "__main__":
    sys.exit(main())
