"""The pass over one run of text.

In: marked-up text and its place. Out: the same with aliases; problems, counts and what nobody has accounted for. The
rule: whatever readers will see goes through `TextPass.inlines`, and what can't be changed is refused where it holds a
form.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from anonymise.cut import Run
from anonymise.decision import Decision, decisions_in
from anonymise.detect import Finder, find, find_in_address
from anonymise.fold import fold
from anonymise.lexicon import english_words, name_words
from anonymise.question import ask
from anonymise.rewrite import Edit, decided, plain_text, rewrite, spans_of, surroundings
from anonymise.sighting import Place, Sighting
from anonymise.spans import Finding
from anonymise.watch import Watch, notice, notice_in_address
from anonymise.wording import word_alias
from report.inline import Inlines, Link, Reference, Text
from report.problems import Problem

CONTEXT = 6
"""Words on each side of what is undecided that an author is shown."""
_RUNS_ON = re.compile(r"(?!['\u2019]?s(?![^\W\d_]))[^\W\d_]", re.IGNORECASE)
"""A letter that is no possessive s."""


class TextPass:
    """The pass over the texts of one draft; gathers problems, the tally and what is undecided."""

    def __init__(self, finder: Finder, places: tuple[str, ...], watch: Watch) -> None:
        self.finder = finder
        self.watch = watch
        self.places = places
        self.problems: list[Problem] = []
        self.above = ""
        """The heading, or the names of columns, that the text stands below."""
        self.in_plan = False
        """Whether the texts of an action plan are read: its days are steps of the review."""
        self.seen: list[tuple[str, Sighting, Place]] = []
        self.tally: Counter[str] = Counter()
        self.counted: Counter[tuple[int, str]] = Counter()
        self.decisions: list[Decision] = []
        self.kept: set[str] = set()
        self.aliases = dict(finder.register.aliases())
        self.days = {secret.id for secret in finder.register.secrets if secret.day}

    # --- text

    def inlines(self, inlines: Inlines, file: int, line: int, *, heading: bool = False) -> Inlines:
        """Replace in one run of marked-up text that starts on `line`."""
        self._check_parts(inlines, file, line)
        self.decisions += decisions_in(inlines, file)
        text, choices = plain_text(inlines), decided(inlines)
        for choice in choices:
            if _cuts_a_word(text, choice):
                hint = "put the whole word between the brackets"
                at = line + text.count("\n", 0, choice.start)
                self.problem(file, at, "span-part", "the brackets around a name cut a word in two", hint)
        edits: list[Edit] = []
        kept: list[Finding] = []
        findings = find(text, self.finder, heading=heading, decided=choices)
        for finding in findings:
            if finding.rule:
                self.problems.append(ask(finding, self.places[file], line + text.count("\n", 0, finding.start)))
            elif finding.kind == "word":
                kept.append(finding)
            elif finding.kind != "keep":
                edits += self._edit(text, finding, file)
        self.kept |= {_with_neighbours(text, finding, edits) for finding in kept}
        hidden = [Edit(f.start, f.end, "[\u2026]") for f in findings if f.rule]
        sightings = notice(text, findings, self.watch, self.above, heading=heading, plan=self.in_plan)
        self._see(text, sightings, sorted([*edits, *hidden], key=lambda edit: edit.start), file, line)
        return rewrite(inlines, tuple(edits), lambda title: self.string(title, file, line))

    def published(self, run: Run) -> str:
        """What a text that was cut would have become."""
        return plain_text(self.inlines(run.text, run.file, run.line))

    def _edit(self, text: str, finding: Finding, file: int) -> list[Edit]:
        owner = finding.owners[0]
        if owner not in self.aliases:
            return []
        self.tally[owner] += 1
        self.counted[file, owner] += 1
        return [word_alias(text, finding, self.aliases[owner], is_day=owner in self.days)]

    def string(self, text: str, file: int, line: int, *, heading: bool = False) -> str:
        """Replace in plain characters; "" stays ""."""
        return plain_text(self.inlines((Text(text),), file, line, heading=heading)) if text else ""

    def _check_parts(self, inlines: Inlines, file: int, line: int) -> None:
        for span, _, _ in spans_of(inlines):
            if span.person and span.person not in self.aliases:
                hint = "use an id of the register's people"
                self.problem(file, span.line, "person-unknown", "nobody in the register has this id", hint)
            if span.word and not _is_word(plain_text(span.children)):
                hint = "it is for one word of the language; list anything else under `ordinary`"
                self.problem(file, span.line, "word-span", "{.word} stands at what is no single ordinary word", hint)
        for part in inlines:
            if isinstance(part, Link):
                self.address(unquote(part.address), file, line, "a link's address")
            elif isinstance(part, Reference):
                self.address(part.target, file, part.line, "the id of a reference")
            self._check_parts(getattr(part, "children", ()), file, line)

    def address(self, text: str, file: int, line: int, what: str) -> str:
        """Refuse a form in what can't be changed; gives the text."""
        if text and find_in_address(text, self.finder):
            hint = "choose one that names nobody"
            self.problem(file, line, "name-in-address", f"{what} holds a form of a name", hint)
        else:
            self._see(text, notice_in_address(text, self.watch), [], file, line)
        return text

    def _see(self, text: str, sightings: tuple[Sighting, ...], edits: list[Edit], file: int, line: int) -> None:
        """Keep what was noticed, with its place; `edits` are what the words around it become."""
        for one in sightings:
            at = line + text.count("\n", 0, one.start) if line else 0
            around = surroundings(text, one.start, one.end, edits, CONTEXT)
            self.seen.append((text[one.start : one.end], one, Place(self.places[file], at, *around)))

    def problem(self, file: int, line: int, rule: str, sentence: str, hint: str) -> None:
        """Gather a problem."""
        self.problems.append(Problem(self.places[file], line, rule, sentence, hint))


def _cuts_a_word(text: str, choice: Finding) -> bool:
    """Whether a letter stands right before or behind what the author decided; a possessive s may stand behind it."""
    return text[: choice.start][-1:].isalpha() or _RUNS_ON.match(text, choice.end) is not None


def _is_word(text: str) -> bool:
    words = fold(text)
    return len(words) == 1 and (words[0].removesuffix("s") in name_words() or words[0] in english_words())


def _with_neighbours(text: str, finding: Finding, edits: list[Edit]) -> str:
    """A word with the word before it and the word behind it, as they are published, as far as they are there."""
    before, after = surroundings(text, finding.start, finding.end, edits, 1)
    return " ".join(filter(None, (before, text[finding.start : finding.end], after)))
