"""What became of every mention in an invented review.

In: a `Review`. Out: for each labelled place what the pass and the gate did with it. The rule: it is judged by what
comes out of the pass, line by line, and by the problems' lines; nothing asks the finder what it found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from anonymise.cut import runs_of
from anonymise.detect import Finder
from anonymise.forms import build_index
from anonymise.gate import find_leaks, make_needles
from anonymise.parse import Draft, parse
from anonymise.replace import Passed, pseudonymise
from anonymise.rewrite import plain_text
from anonymise.sighting import Undecided
from anonymise.source import Source, SourceFile
from anonymise.surface import Surface
from bench.review_text import ASKED, BESIDE, IDENTIFIER, UNLISTED, Line, Mention, Review
from report.problems import Problems

FRONT = "---\ntitle: A review\nregister: register.yml\n---\n"
PLACES = ("index.md", "01-section.md")
_MOST_ROUNDS = 5


@dataclass(slots=True)
class Outcome:
    """What was counted in one review or in several."""

    words: int = 0
    questions: int = 0
    """Problems that the pass had."""
    mentions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind and what became of it: "replaced", "asked", "missed" or "wrong"."""
    undecided: int = 0
    """What the author has to decide, each once however often it stands."""
    unlisted: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Mentions of people and places that nobody listed, by kind: "listed" by the net, "open" or "asked"."""
    beside: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Slips, nicknames and initials, by kind: "listed", "open", "asked" or "replaced"."""
    identifiers: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind: "listed", "open" or "asked"."""
    false: Counter[str] = field(default_factory=Counter)
    """False alarms, by who raised them: "net", "near misses", "identifiers", "gate"."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Lines in which something was wrong or missed; of invented people, so they may be shown."""

    def add(self, other: Outcome) -> None:
        """Add what was counted in another review."""
        self.words += other.words
        self.questions += other.questions
        self.mentions += other.mentions
        self.undecided += other.undecided
        self.unlisted += other.unlisted
        self.beside += other.beside
        self.identifiers += other.identifiers
        self.false += other.false
        for what, lines in other.examples.items():
            self.examples.setdefault(what, []).extend(lines)

    def show(self, what: str, line: str) -> None:
        """Keep a line as an example."""
        self.examples.setdefault(what, []).append(line)


def finder_of(review: Review) -> Finder:
    """The finder of a review's register."""
    return Finder(build_index(review.register), review.register)


def draft_of(review: Review) -> Draft:
    """A review as the parser gives it."""
    files = (SourceFile("index.md", FRONT, ""), SourceFile("01-section.md", review.markdown()[0], ""))
    return parse(Source("bench", files, {}), PLACES)


def run_pass(draft: Draft, finder: Finder) -> Passed:
    """The pass over a draft, as a draft edition. Raises `Problems`."""
    return pseudonymise(draft, finder, "draft", PLACES, {})


def judge_review(review: Review) -> Outcome:
    """Run the pass until no question is left, taking away the lines that it asks about; count what came out."""
    outcome = Outcome(words=sum(len(line.text.split()) for line in review.lines))
    finder = finder_of(review)
    lines = review.lines
    for _ in range(_MOST_ROUNDS):
        left = Review(review.register, lines)
        try:
            passed = run_pass(draft_of(left), finder)
        except Problems as found:
            asked = {problem.line for problem in found.problems}
            outcome.questions += len(found.problems)
            numbers = left.markdown()[1]
            for line, number in zip(lines, numbers, strict=True):
                if number in asked:
                    _count_asked(line, outcome)
            lines = tuple(line for line, number in zip(lines, numbers, strict=True) if number not in asked)
        else:
            _judge_lines(left, passed, outcome)
            return outcome
    raise RuntimeError("the pass goes on asking")


def _count_asked(line: Line, outcome: Outcome) -> None:
    for mention in line.mentions:
        _count(mention, "asked", outcome)


def _count(mention: Mention, what: str, outcome: Outcome) -> None:
    if mention.person == UNLISTED:
        outcome.unlisted[mention.kind, what] += 1
    elif mention.person == IDENTIFIER:
        outcome.identifiers[mention.kind, what] += 1
    elif mention.kind in BESIDE:
        outcome.beside[mention.kind, what] += 1
    else:
        outcome.mentions[mention.kind, what] += 1


def _judge_lines(review: Review, passed: Passed, outcome: Outcome) -> None:
    texts: dict[int, list[str]] = {}
    for run in runs_of(passed.safe.sections, 1, 0):
        texts.setdefault(run.line, []).append(plain_text(run.text))
    aliases = dict(review.register.aliases())
    needles = make_needles(review.register, ())
    outcome.undecided += len(passed.undecided)
    by_line = _by_line(passed.undecided)
    for line, number in zip(review.lines, review.markdown()[1], strict=True):
        shown = " | ".join(texts[number])
        became = judge_line(line, shown, aliases)
        for mention, what in zip(line.mentions, became, strict=True):
            _count_judged(mention, what, line, by_line.get(number, ()), outcome)
        if "wrong" in became:
            outcome.show("wrong", f"{line.text} -> {shown}")
        _count_false(line, by_line.get(number, ()), outcome)
        _run_gate(line, shown, [hit for hit, _ in find_leaks(Surface("text", shown), needles)], became, outcome)


def judge_line(line: Line, shown: str, aliases: Mapping[str, str]) -> tuple[str, ...]:
    """What became of each mention: "replaced", "missed" (it stands there), "wrong" (somebody else's alias does).

    Words outside the mentions that are not what they were make every mention of the line wrong.
    """
    pattern, at = "", 0
    for mention in line.mentions:
        pattern += _plain(line.text[at : mention.start]) + "(.*?)"
        at = mention.end
    found = re.fullmatch(pattern + _plain(line.text[at:]), _single(shown), re.DOTALL | re.IGNORECASE)
    if not found:
        return ("wrong",) * max(1, len(line.mentions)) if line.mentions else ()
    return tuple(_became(m, line, group, aliases) for m, group in zip(line.mentions, found.groups(), strict=True))


def _became(mention: Mention, line: Line, shown: str, aliases: Mapping[str, str]) -> str:
    if shown == _typed(line.text[mention.start : mention.end]):
        return "missed"
    right = aliases.get(mention.person, "").casefold()
    if right and right in shown.casefold() and not re.search(r"\w", shown.casefold().replace(right, "")):
        return "replaced"  # once, or once for each of two words
    if mention.kind in BESIDE and right and right in shown.casefold():
        return "replaced"  # one of two words was known; the other is left for the near misses
    return "wrong"


def _count_judged(mention: Mention, what: str, line: Line, seen: tuple[Undecided, ...], outcome: Outcome) -> None:
    words = _words(line.text[mention.start : mention.end])
    listed = any(words & _words(one.text) and _fits(one, mention) for one in seen)
    beside = mention.kind in BESIDE or mention.person in (UNLISTED, IDENTIFIER)
    if what == "missed" and beside:
        what = "listed" if listed else "open"
    elif what == "missed" and (listed or mention.kind in ASKED):
        what = "listed" if listed else "missed"
    if what in ("missed", "open"):
        outcome.show(f"{what} {mention.kind}", f"{line.text[mention.start : mention.end]} ({line.text})")
    _count(mention, what, outcome)


def _fits(one: Undecided, mention: Mention) -> bool:
    """Whether it was noticed for what it is: a slip as one of that person or as a name, a number as what it is."""
    if mention.person == IDENTIFIER:
        return one.kind == mention.kind
    return mention.kind not in ("typo", "nickname") or mention.person in one.resembles or one.kind == "name"


def _count_false(line: Line, seen: tuple[Undecided, ...], outcome: Outcome) -> None:
    labelled = set().union(*(_words(line.text[m.start : m.end]) for m in line.mentions))
    for one in seen:
        if not _words(one.text) & labelled:
            who = "near misses" if one.kind in ("near", "nickname") else "net"
            who = who if one.kind in ("near", "nickname", "name", "initials", "titled") else "identifiers"
            outcome.false[who] += 1
            outcome.show(f"false alarm of {who}", f"{one.text} ({line.text})")


def _run_gate(line: Line, shown: str, hits: list[str], became: tuple[str, ...], outcome: Outcome) -> None:
    """The gate's leaks in a line in which nothing of anybody was missed are false alarms."""
    known = [m for m, what in zip(line.mentions, became, strict=True) if m.kind in BESIDE or what != "replaced"]
    if hits and all(mention.person in (UNLISTED, IDENTIFIER) and mention.kind != "namesake" for mention in known):
        outcome.false["gate"] += len(hits)
        outcome.show("false alarm of gate", shown)


def _by_line(seen: tuple[Undecided, ...]) -> dict[int, tuple[Undecided, ...]]:
    found: dict[int, tuple[Undecided, ...]] = {}
    for one in seen:
        for place in one.places:
            if place.file == PLACES[1]:
                found[place.line] = (*found.get(place.line, ()), one)
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _single(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _typed(text: str) -> str:
    """A text as the parser gives it: without the strokes that keep Markdown's marks from being marks."""
    return _single(text).replace("\\#", "#")


def _plain(text: str) -> str:
    return re.escape(_typed(text))
