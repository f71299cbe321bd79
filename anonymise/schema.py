"""The shape of every YAML that an author or a partnership writes.

In: a `Yaml`. Out: a checked model of it. The rule: a fault is told by line, key of ours and expectation, never by the
value or by a key that the author made up, which may be a name.
"""

from __future__ import annotations

import datetime
import difflib
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from anonymise.sighting import Kind
from anonymise.yaml_reader import Yaml
from report.model import HOUSE, Nation
from report.problems import Problem, Problems

Name = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"[\p{L}\p{N}]")]
"""Some words: a letter or a figure at least."""
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
PersonId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{1,4}$")]
RegisterFile = Annotated[str, StringConstraints(pattern=r"^[^/\\]+(/[^/\\]+)*$")]
Role = Literal["victim", "perpetrator", "child", "family", "friend", "professional", "other"]


class Model(BaseModel):
    """What all models share: unknown keys are refused, numbers may stand for text, no error shows a value."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, hide_input_in_errors=True, populate_by_name=True
    )


class Signoff(Model):
    """When each of the four parties agreed to the text."""

    panel: datetime.date | None = None
    family: datetime.date | None = None
    home_office: datetime.date | None = None
    jigsaw_review: datetime.date | None = None


class WaiverEntry(Model):
    """A rule that the report need not keep at one thing."""

    rule: Name
    id: PersonId | Literal[""] = ""
    text: str = ""
    reason: Name
    date: datetime.date


ChronologyColumn = Literal["date", "time", "agency", "source", "event", "comment", "outcome", "omit"]


class ChronologyEntry(Model):
    """What agencies call the columns of a chronology."""

    columns: dict[Name, ChronologyColumn] = {}


class ChangeEntry(Model):
    """What was changed in a text that had been published."""

    date: datetime.date
    what: Name


class SharedFront(Model):
    """What the documents of a case may share, in its `case.yml`."""

    title: Name | Literal[""] = ""
    register_file: RegisterFile | Literal[""] = ""
    review: str = "Domestic Homicide Review"
    partnership: str = ""
    author: str = ""
    chair: str = ""
    date: datetime.date | None = None
    updated: datetime.date | None = None
    death: Annotated[str, StringConstraints(pattern=r"^$|^[0-9]{4}(-(0[1-9]|1[0-2]))?$")] = ""
    progress: datetime.date | None = None
    paragraphs: Literal["lists", "all", "none"] = "lists"
    numbering: Literal["section", "continuous"] = "section"
    abbreviations: dict[Name, Name] = {}
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en-GB"
    contact: str = ""
    signoff: Signoff = Signoff()
    chronology: ChronologyEntry = ChronologyEntry()
    themes: list[Name] = []
    case: str = ""


class ReportFront(SharedFront):
    """The front matter of a report's `index.md`."""

    title: Name
    register_file: RegisterFile
    document: str = ""
    changes: list[ChangeEntry] = []
    waivers: list[WaiverEntry] = []


class SectionFront(Model):
    """The front matter of a section file."""

    title: str = ""
    id: Id | Literal[""] = ""
    number: bool = True
    appendix: bool = False


class AccessibilityEntry(Model):
    """What the accessibility statement says."""

    body: Name
    contact: Name
    tested: datetime.date
    prepared: datetime.date | None = None
    how: Name
    status: Literal["fully", "partially", "not"]
    problems: list[Name] = []


class HomeFront(Model):
    """The front matter of the library's home page."""

    title: Name = "Published reviews"
    address: Annotated[str, StringConstraints(pattern=r"^$|^https://[^\s/?#]+(/[^\s?#]*)?$")] = ""
    accessibility: AccessibilityEntry | None = None
    leave: Annotated[str, StringConstraints(pattern=r"^https://[^\s/?#@]+\.[^\s@]+$")] = HOUSE.leave
    nation: Annotated[list[Nation], BeforeValidator(lambda given: [given] if isinstance(given, str) else given)] = []
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en-GB"


class Chosen(Model):
    """Who chose an alias, when, and whether the family was asked."""

    by: str = ""
    on: datetime.date | None = None
    family_asked: bool | None = None


class PersonEntry(Model):
    """A person of the register."""

    name: str = ""
    alias: Name
    role: Role
    label: str = ""
    sex: Literal["male", "female", ""] = ""
    title: str = ""
    also: list[Name] = []
    born: int | None = None
    died: int | None = None
    """True reads as 1, false as 0; else a year."""
    chosen: Chosen = Chosen()


class RelationshipEntry(Model):
    """A couple, or one parent; their children."""

    partners: Annotated[list[PersonId], "one or two"]
    children: list[PersonId] = []
    twins: list[PersonId] = []
    since: int | None = None
    ended: bool = False


class NamedEntry(Model):
    """A person who is published under the own name."""

    name: Name
    also: list[Name] = []
    why: str = ""


class PlaceEntry(Model):
    """A place that is generalised."""

    name: Name
    alias: Name
    also: list[Name] = []


class DateEntry(Model):
    """A day that is generalised."""

    date: datetime.date
    as_: Name
    what: str = ""


class TermEntry(Model):
    """Any other words that are generalised."""

    text: Name
    alias: Name
    also: list[Name] = []


class RegisterEntry(Model):
    """A register."""

    invented: bool = False
    people: dict[PersonId, PersonEntry] = {}
    relationships: list[RelationshipEntry] = []
    named: list[NamedEntry] = []
    places: list[PlaceEntry] = []
    dates: list[DateEntry] = []
    terms: list[TermEntry] = []
    ordinary: list[Name] = []


class Vocabulary(Model):
    """What a partnership's reports have in common."""

    agencies: list[Name] = []
    places: list[Name] = []
    acronyms: dict[Name, Name] = {}
    words: list[Name] = []


class DecisionEntry(Model):
    """One thing that an author decides in a file; all but the text, its kind and the decision may be left out."""

    text: Name
    kind: Kind
    resembles: list[str] = []
    count: int = 0
    places: list[str] = []
    decision: (
        Annotated[
            str,
            StringConstraints(
                pattern=r"^(person|named|ordinary|replace|agency|place|acronym|word|later|[A-Z]{1,3}[0-9]{1,4})?$"
            ),
        ]
        | None
    ) = None
    name: str = ""
    alias: str = ""
    role: Literal[Role, ""] = ""
    why: str = ""
    meaning: str = ""
    date: datetime.date | None = None


class DecisionFile(Model):
    """What an author decides in a file."""

    items: list[DecisionEntry]


_RENAMED = {
    "register": "register_file",
    "from": "since",
    "as": "as_",
}  # keys that Python or pydantic keep for themselves
_SHOWN = {field: key for key, field in _RENAMED.items()}
AnyModel = TypeVar("AnyModel", bound=Model)


def check_shape(model: type[AnyModel], document: Yaml, file: str) -> AnyModel:
    """Check a document against its model.

    `file` is safe to print. Raises `Problems`: `key-unknown`, `key-missing`, `value-wrong`, each with its line.
    """
    if not isinstance(document.data, dict):
        hint = "write `key: value`, one a line"
        raise Problems([Problem(file, document.line(()), "value-wrong", "this is not a list of keys and values", hint)])
    try:
        return model.model_validate(_renamed(document.data))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=True)
        raise Problems(_problem(model, detail, document, file) for detail in details) from None


def _renamed(value: object) -> object:
    if isinstance(value, dict):
        return {_RENAMED.get(key, key): _renamed(child) for key, child in value.items()}
    return [_renamed(child) for child in value] if isinstance(value, list) else value


def _problem(model: type[Model], detail: ErrorDetails, document: Yaml, file: str) -> Problem:
    path = tuple(_SHOWN.get(part, part) if isinstance(part, str) else part for part in detail["loc"])
    path = tuple(part for part in path if part != "[key]")
    line = document.line(path)
    known = _keys(model)
    key = next((str(part) for part in reversed(path) if part in known), "")
    if detail["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(path[-1]), known, n=1)
        hint = f"the nearest key is {near[0]}" if near else "the keys are listed in the guide to the format"
        return Problem(file, line, "key-unknown", "this key is not known here", hint)
    if detail["type"] == "missing":
        missing = str(path[-1]) if path and path[-1] in known else "a key"
        return Problem(file, line, "key-missing", f"{missing} is missing", f"write `{missing}: …`")
    sentence = f"the value of {key} does not fit" if key else "this value or its key does not fit"
    return Problem(file, line, "value-wrong", sentence, _expected(detail, key))


def _expected(detail: ErrorDetails, key: str) -> str:
    kind = detail["type"]
    if key == "death":
        return "write a year or a year and a month, such as 2013 or 2013-02; never a day"
    if key == "leave":
        return "write a whole address that begins with https://"
    if key == "decision":
        return "one of person, named, ordinary, replace, agency, place, acronym, word, or a person's id; or nothing"
    if key == "address":
        return "write where the library is published, such as https://reviews.example/library"
    if "date" in kind:
        return "write a date as year-month-day, such as 2014-08-25"
    if kind == "literal_error":
        return f"one of {detail.get('ctx', {}).get('expected', 'the listed words')}"
    if "bool" in kind:
        return "write true or false"
    if "int" in kind:
        return "write a whole number, such as a year"
    if kind == "string_pattern_mismatch":
        return "a person's id is letters and a number, such as P1" if key == "people" else "see the guide to the format"
    return {"list_type": "write a list", "dict_type": "write keys and values below it"}.get(kind, "write some text")


def _keys(model: type[Model]) -> set[str]:
    keys: set[str] = set()
    for entry in (model, *_PARTS.get(model, ())):
        keys |= {_SHOWN.get(field, field) for field in entry.model_fields}
    return keys


_PARTS: dict[type[Model], tuple[type[Model], ...]] = {
    SharedFront: (Signoff,),
    ReportFront: (Signoff, WaiverEntry),
    HomeFront: (AccessibilityEntry,),
    RegisterEntry: (
        PersonEntry,
        Chosen,
        RelationshipEntry,
        NamedEntry,
        PlaceEntry,
        DateEntry,
        TermEntry,
    ),
    DecisionFile: (DecisionEntry,),
}
