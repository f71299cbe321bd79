"""Does an edition say what it leaves out?

In: a `SafeDraft`, and the texts that were cut from it. Out: what the gate has to look for, or a problem for each place
where the report itself repeats it. The rule: the author learns it from a line of the source, not from the gate.
"""

from __future__ import annotations

import dataclasses

from anonymise.cut import Run, runs_of
from anonymise.rewrite import plain_text
from anonymise.withheld import LENGTH, NOTHING, Withheld, make_withheld, tokens
from anonymise.withheld import runs_of as word_runs
from report.model import SIGNOFFS, SafeDraft
from report.problems import Problem, Problems


def find_repeated(safe: SafeDraft, cut: list[tuple[str, str]]) -> Withheld:
    """What the gate has to look for; `NOTHING` where nothing was cut.

    `cut` are the texts that were cut, each as typed and with its aliases. Raises `Problems`: `cut-repeated`.
    """
    if not cut:
        return NOTHING
    front, kept = safe.front, _runs(safe)
    texts = [plain_text(run.text) for run in kept]
    words = {token.text for text in texts for token in tokens(text)}
    meanings = [f"{short} {meaning}" for short, meaning in front.abbreviations if short in words]
    common = (front.review, front.document, front.partnership, *SIGNOFFS.values(), *(m for _, m in front.abbreviations))
    withheld = make_withheld(safe.edition, (text for pair in cut for text in pair), (*texts, *meanings), common)
    sentence = f"four words in a row that the {safe.edition} edition leaves out elsewhere stand here"
    problems = _problems(safe, kept, withheld, sentence)
    if problems:
        raise Problems(problems)
    return withheld


def find_said(safe: SafeDraft, withheld: Withheld) -> list[Problem]:
    """A problem (`cut-repeated`) for each place that says what another document of the case leaves out: `withheld`."""
    sentence = f"four words in a row that the {safe.edition} edition leaves out of another document stand here"
    return _problems(safe, _runs(safe), withheld, sentence) if withheld.runs else []


def _runs(safe: SafeDraft) -> list[Run]:
    """Every text that the edition shows."""
    kept = list(runs_of(dataclasses.replace(safe.front, abbreviations=()), 0, 0))
    for section in (safe.preface, *safe.sections):
        kept += runs_of(section, section.spot.file, section.spot.line)
    return kept


def _problems(safe: SafeDraft, kept: list[Run], withheld: Withheld, sentence: str) -> list[Problem]:
    """A problem for each line on which a run of cut words ends, also one that reaches over two blocks."""
    found = [
        (token, run.file, run.line + text.count("\n", 0, token.start))
        for run in kept
        for text in (plain_text(run.text),)
        for token in tokens(text)
    ]
    places = {
        found[at + LENGTH - 1][1:]
        for at, (run, _) in enumerate(word_runs([token for token, _, _ in found]))
        if run in withheld.runs
    }
    hint = "say it in other words in one of the two places"
    return [Problem(safe.paths[file], line, "cut-repeated", sentence, hint) for file, line in sorted(places)]
