"""The other documents of a report's case: do they say the same, and what do references see of them?

In: a document, and the content folder. Out: problems, and the documents that it refers to. The rule: documents of one
case have one register and state each fact alike; a reference sees what the other document's own readers see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from anonymise.case import compare
from anonymise.detect import Finder, find_in_address
from anonymise.parse import parse_front
from anonymise.schema import ReportFront
from anonymise.source import Source, place_of, read_settings, report_names
from commands.outcome import Outcome
from report.problems import Problem, Problems


def find_differences(
    source: Source, front: ReportFront, content: Path, finder: Finder, place: str
) -> Iterator[Problem]:
    """Yield a problem for each fact that another document of the case states otherwise.

    What can't be read says nothing here: it is told where it is built. `place` is a name of the report's
    `index.md` that is safe to print.
    """
    if not front.case:
        return
    _, own = parse_front(source, place)
    for name in report_names(content):
        if name == source.name:
            continue
        try:
            other = read_settings(content, name)
            if other.case != source.case and not any(front.case in file.text for file in (*other.files, *other.shared)):
                continue  # quick: a library has hundreds
            theirs, _ = parse_front(other, place_of(0))
        except Problems:
            continue  # told where it is built itself
        if theirs.case != front.case:
            continue
        within = bool(source.case) and other.case == source.case
        for key in compare(front, theirs, titled=within):
            where = "" if find_in_address(name, finder) else f": {name}"
            hint = f"write it alike in both, or once in case.yml, for all documents of a case{where}"
            sentence = f"another document of the case has another {key}"
            yield Problem(place, own.line((key,)), "case-differs", sentence, hint)


def find_unpublished(outcomes: Sequence[Outcome], shown: Collection[str]) -> tuple[Problem, ...]:
    """Notice each document that a published one leads to and that is not among those `shown`, by name."""
    hint = "build all documents of the case, by the name of its folder"
    sentence = "it leads to another document of its case that is not published"
    return tuple(
        Problem(outcome.name, 0, "document-unpublished", sentence, hint)
        for outcome in outcomes
        if outcome.cleared and {page.partition("/")[0] for page in outcome.elsewhere} - set(shown)
    )
