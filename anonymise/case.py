"""What the documents of one case have in common.

In: the settings of a document, and of its case. Out: the settings that hold for the document; problems where two
documents say otherwise. The rule: a fact of a case is said once, and all documents have one register, so that one
person has one alias in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from anonymise.schema import ReportFront, SharedFront, check_shape
from anonymise.source import Source
from anonymise.yaml_reader import Yaml, read_yaml
from report.problems import Problem, Problems

FACTS = ("register", "title", "review", "partnership", "death")
"""What is the same for all documents of a case."""
_MERGED = ("abbreviations", "signoff")
"""Settings of several lines, of which a document may add to those of its case."""
_KINDS = {
    "overview": "Overview report",
    "summary": "Executive summary",
    "letter": "Home Office letter",
    "home-office-letter": "Home Office letter",
    "briefing": "Learning briefing",
}
"""What the documents in folders of these names are; any other folder's name says it itself."""


def read_shared(source: Source, place: str) -> Yaml:
    """Read the settings that a document shares; empty for a report by itself. Raises `Problems`."""
    if not source.shared:
        return Yaml({}, {})
    shared = read_yaml(source.shared[0].text, place)
    check_shape(SharedFront, shared, place)
    return shared


def inherit(own: Yaml, shared: Yaml, source: Source, place: str) -> Yaml:
    """Return the settings that hold for a document: its own, and those of its case that it does not set; the lines are
    those of its own.

    `place` is a name of its `index.md` that is safe to print. Raises `Problems` (`case-differs`).
    """
    if not source.shared or not isinstance(own.data, dict) or not isinstance(shared.data, dict):
        return own
    problems = list(_differences(own, own.data, shared.data, place))
    if problems:
        raise Problems(problems)
    data: dict[str, Any] = {"document": kind_of(source.document), **shared.data, **own.data}
    for key in _MERGED:
        parts = [part for part in (shared.data.get(key), own.data.get(key)) if isinstance(part, dict)]
        if len(parts) > 1:
            data[key] = {**parts[0], **parts[1]}
    data.setdefault("case", data.get("title", ""))
    return Yaml(data, own.lines)


def kind_of(folder: str) -> str:
    """Say what a document is by the name of its folder: "Executive summary" for `executive-summary`."""
    return _KINDS.get(folder, folder.replace("-", " ").replace("_", " ").capitalize())


def _differences(own: Yaml, mine: Mapping[str, Any], theirs: Mapping[str, Any], place: str) -> Iterator[Problem]:
    hint = "leave it out here: what case.yml says holds for all documents of the case"
    for key in FACTS:
        if key in mine and key in theirs and _plain(mine[key]) != _plain(theirs[key]):
            yield Problem(place, own.line((key,)), "case-differs", f"the {key} is not that of the case", hint)
    before, here = theirs.get("abbreviations"), mine.get("abbreviations")
    if not isinstance(before, dict) or not isinstance(here, dict):
        return
    for short in here:
        if short in before and _plain(here[short]) != _plain(before[short]):
            line = own.line(("abbreviations", short))
            yield Problem(place, line, "case-differs", "an abbreviation has another meaning than in the case", hint)


def compare(front: ReportFront, other: ReportFront, *, titled: bool) -> tuple[str, ...]:
    """Return the facts that two documents of one case state, and state otherwise. Empty where they agree.

    `titled` says that their titles and kinds of review count, as they do in one folder.
    """
    return tuple(
        key
        for key in FACTS
        if (titled or key not in ("title", "review"))
        and (mine := _fact(front, key))
        and (theirs := _fact(other, key))
        and mine != theirs
    )


def _fact(front: ReportFront, key: str) -> str:
    return _plain(getattr(front, "register_file" if key == "register" else key))


def _plain(value: object) -> str:
    return " ".join(str(value).split())
