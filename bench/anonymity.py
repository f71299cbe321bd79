"""How many names the pass, the net, the near misses and the gate find in invented reviews, and how long they take.

In: seeds. Out: on standard output a table, or JSON with `--json`. Exit code 1 where anybody was replaced by somebody
else's alias, or where a name stood in the output that nothing asked about.

The register has one full name a person. Times are the medians of runs over the same text, each as a ratio to the pass,
which looks for all of it at once: names, and what the net, the near misses and the identifiers notice.

What is to be expected: every person whom nobody listed is touched by the net. A place whose words are all ordinary ones
("the Black Swan") is not. The net's false alarms are ordinary words that are given names too, at a sentence's start
("Joy and grief"): a report asks about each such word once, however often it stands.
`presidio-analyzer` is no dependency: name a Python that has it with `--presidio`. Where that Python has no model of
spaCy, its patterns run on a blank pipeline; then it finds no names, and a real model takes longer.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from anonymise.detect import find
from anonymise.fold import find_words
from anonymise.gate import find_leaks, make_needles
from anonymise.identifier import find_identifiers
from anonymise.near import find_near
from anonymise.net import find_unlisted
from anonymise.surface import Surface
from anonymise.vocabulary import find_phrases
from anonymise.watch import build_watch
from bench.outcome import Outcome, draft_of, finder_of, judge_review, run_pass
from bench.review_text import ASKED, IDENTIFIERS, Review, make_review
from report.problems import Problems

SHARES = ("recall", "replaced")
"""What is shown as a share, beside all that is listed."""
Stage = Callable[[str], object]
LONG = 1500
"""Lines of the text that is timed."""
WATCHERS = ("net", "near misses", "identifiers")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=1, help="of the first review")
    options.add_argument("--reviews", type=int, default=20)
    options.add_argument("--lines", type=int, default=150, help="in each review")
    options.add_argument("--runs", type=int, default=5, help="of each stage; the medians count")
    options.add_argument("--presidio", default=sys.executable, metavar="PYTHON", help="a Python that has it")
    options.add_argument("--examples", action="store_true", help="show what was wrong, missed, open or a false alarm")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    reviews = [make_review(seed, given.lines) for seed in range(given.seed, given.seed + given.reviews)]
    total = judge_all(reviews)
    record = {
        **figures(total, len(reviews)),
        "speed": speeds(make_review(given.seed, LONG), given.runs, given.presidio),
    }
    print(json.dumps(record, indent=2) if given.json else table(record))
    for what, lines in sorted(total.examples.items()) if given.examples else ():
        print(f"\n{what}: {len(lines)}", *(f"  {line}" for line in lines[:10]), sep="\n")
    sys.exit(bool(record["wrong"] or record["missed"]))


def judge_all(reviews: list[Review]) -> Outcome:
    """What became of the mentions of all reviews; nothing for no review."""
    total = Outcome()
    for review in reviews:
        total.add(judge_review(review))
    return total


def figures(total: Outcome, reviews: int) -> dict[str, Any]:
    """The counts as shares; a share of nothing is None."""
    by_what = {what: _sum(total, what) for what in ("replaced", "asked", "missed", "wrong", "listed")}
    found = by_what["replaced"] + by_what["asked"] + by_what["listed"]
    clear = [n for (kind, what), n in total.mentions.items() if what == "replaced" and kind not in ASKED]
    every = sum(n for (kind, _), n in total.mentions.items() if kind not in ASKED)
    return {
        "reviews": reviews,
        "words": total.words,
        "mentions": sum(by_what.values()),
        "recall": _share(found, sum(by_what.values())),
        "replaced": _share(sum(clear), every),
        "missed": by_what["missed"],
        "wrong": by_what["wrong"],
        "questions a report": round(total.questions / max(1, reviews), 1),
        "things to decide a report": round(total.undecided / max(1, reviews), 1),
        **{f"{kind}, unlisted, listed": _of_kind(total.unlisted, kind) for kind in ("stranger", "namesake", "place")},
        **{f"{kind}, listed": _of_kind(total.beside, kind) for kind in ("typo", "nickname", "letters")},
        **{f"{kind}, listed": _of_kind(total.identifiers, kind) for kind in sorted(IDENTIFIERS)},
        "false alarms in 10,000 words": {
            who: round(10_000 * total.false[who] / max(1, total.words), 1) for who in (*WATCHERS, "gate")
        },
    }


def _sum(total: Outcome, became: str) -> int:
    return sum(n for (_, what), n in total.mentions.items() if what == became)


def _of_kind(counted: Counter[tuple[str, str]], kind: str) -> float | None:
    return _listed({what: n for (of, what), n in counted.items() if of == kind})


def _listed(counts: dict[str, int]) -> float | None:
    """Of those in lines that the pass did not ask about: in the others the author looks anyway."""
    listed = counts.get("listed", 0)
    return _share(listed, listed + counts.get("open", 0))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


# --- speed


def speeds(review: Review, runs: int, presidio: str) -> dict[str, Any]:
    """Seconds for a million characters of a review's text without questions, and ratios to the pass."""
    review = without_questions(review)
    texts = [line.text for line in review.lines]
    million = sum(map(len, texts)) / 1_000_000
    draft, finder = draft_of(review), finder_of(review)
    stages = stages_of(review)
    timed: dict[str, list[float]] = {name: [] for name in ("pass", *stages)}
    for _ in range(runs):  # they take turns, so that a busy minute slows all
        timed["pass"].append(_time(lambda: run_pass(draft, finder)))
        for name, stage in stages.items():
            timed[name].append(_time(partial(_over, stage, texts)))
    seconds = {name: statistics.median(times) / million for name, times in timed.items()}
    other = time_presidio(presidio, texts, runs)
    if isinstance(other, float):
        seconds["presidio-analyzer"] = other / million
    found: dict[str, Any] = {
        name: {"seconds for a million characters": round(took, 2), "ratio": round(took / seconds["pass"], 2)}
        for name, took in seconds.items()
    }
    return found if isinstance(other, float) else {**found, "presidio-analyzer": other}


def stages_of(review: Review) -> dict[str, Stage]:
    """What looks at one text alone, ready for the register of a review."""
    finder, watch = finder_of(review), build_watch(review.register, (), ())
    found = {line.text: find(line.text, finder) for line in review.lines}
    needles = make_needles(review.register, ())

    def cast_net(text: str) -> object:
        words = find_words(text)
        phrases = find_phrases(text, words, watch.vocabulary)
        return find_unlisted(text, words, found[text], phrases, watch.vocabulary)

    return {
        "names alone": lambda text: find(text, finder),
        "net": cast_net,
        "near misses": lambda text: find_near(text, watch.near, ()),
        "identifiers": find_identifiers,
        "gate": lambda text: list(find_leaks(Surface("text", text), needles)),
    }


def without_questions(review: Review) -> Review:
    """A review without the lines that the pass asks about."""
    try:
        run_pass(draft_of(review), finder_of(review))
    except Problems as found:
        asked = {problem.line for problem in found.problems}
        numbers = review.markdown()[1]
        left = tuple(line for line, number in zip(review.lines, numbers, strict=True) if number not in asked)
        return without_questions(Review(review.register, left))
    return review


def _over(stage: Stage, texts: list[str]) -> None:
    for text in texts:
        stage(text)


def _time(stage: Callable[[], object]) -> float:
    started = time.perf_counter()
    stage()
    return time.perf_counter() - started


def time_presidio(python: str, texts: list[str], runs: int) -> float | str:
    """The median of its seconds for these texts; a sentence where that Python does not have it."""
    script = Path(__file__).with_name("presidio_time.py")
    given = json.dumps({"texts": texts, "runs": runs})
    try:
        done = subprocess.run([python, str(script)], input=given, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "not installed"
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])


# --- what is shown


def table(record: dict[str, Any]) -> str:
    """The record as lines of two columns."""
    lines: list[tuple[str, str]] = []
    for name, value in record.items():
        if isinstance(value, dict):
            lines += [(f"{name}: {inner}", _words(shown)) for inner, shown in value.items()]
        else:
            lines.append((name, _words(value, share=name in SHARES or "listed" in name)))
    wide = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:{wide}}  {shown}" for name, shown in lines)


def _words(value: Any, *, share: bool = False) -> str:
    if isinstance(value, dict):
        return f"{value['ratio']} ({value['seconds for a million characters']} s for a million characters)"
    if value is None:
        return "none in the text"
    return f"{value:.2%}" if share and isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
