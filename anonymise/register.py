"""Load the register: who is who, and what readers see instead.

In: the register's file. Out: a `Register`, checked in itself. The rule: it is held in memory only and prints as counts.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from anonymise.relationship import check_relationships
from anonymise.schema import RegisterEntry, Vocabulary, check_shape
from anonymise.vault import NO_KEYS, PLACE, Keys
from anonymise.yaml_reader import Yaml, read_yaml
from report.problems import SETTINGS, Problem, Problems


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Somebody whose name readers must not see."""

    id: str
    """`P1`: what messages, tallies and `{person=…}` use."""
    name: str
    """The full name; "" for somebody who is known by a relation alone."""
    alias: str
    role: str
    label: str
    """How `::: subjects` calls the role; "" for the role's own word."""
    title: str
    sex: str
    """"male", "female" or ""."""
    also: tuple[str, ...]
    """Other ways in which the person is written."""
    born: int
    """A year; 0 where it is not known."""
    chosen_by: str
    chosen_on: datetime.date | None
    family_asked: bool | None = None
    """Whether the family was asked about the alias; None where the register does not say."""
    died: int = 0
    """The year; 1 where it is not given, 0 for the living."""

    def __repr__(self) -> str:
        return f"Person({self.id})"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A couple or one parent, and their children; all by id."""

    partners: tuple[str, ...]
    """One or two."""
    children: tuple[str, ...]
    since: int
    """A year; 0 where it is not known."""
    ended: bool
    twins: tuple[str, ...] = ()
    """Those of the children who were born together."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A place, a day or another term that readers see only in general words."""

    id: str
    """`place-1`, `date-1`, `term-1`: counted in the order of the register."""
    texts: tuple[str, ...]
    """How it is written; empty for a day."""
    day: datetime.date | None
    """The day; None for anything else."""
    alias: str
    """What readers see."""

    def __repr__(self) -> str:
        return f"Secret({self.id})"


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """What a partnership's reports have in common: its `vocabulary.yml`."""

    agencies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    acronyms: tuple[tuple[str, str], ...] = ()
    """Acronym and meaning."""
    words: tuple[str, ...] = ()
    sha256: str = ""
    """In hex, of the file; "" where there is none."""

    def __repr__(self) -> str:
        return f"Words({len(self.agencies) + len(self.places) + len(self.acronyms) + len(self.words)})"


@dataclass(frozen=True, slots=True, repr=False)
class Register:
    """The people, places, days and terms of a case."""

    people: Mapping[str, Person]
    relationships: tuple[Relationship, ...]
    named: tuple[str, ...]
    """Names, with their other forms, that are published on purpose; the report's author and chair among them."""
    secrets: tuple[Secret, ...]
    ordinary: tuple[str, ...]
    invented: bool
    """Whether the people do not exist, so that the register may stay plain."""
    lines: Mapping[str, int]
    """The line of each person and secret in the file, by id; from 1."""
    vocabulary: Words = Words()
    """Of the partnership; empty where it has none."""
    sha256: str = ""
    """In hex, of the register's plain text."""

    def __repr__(self) -> str:
        return f"Register({len(self.people)} people, {len(self.secrets)} secrets)"

    def aliases(self) -> Iterator[tuple[str, str]]:
        """Every id with its alias, people first."""
        yield from ((person.id, person.alias) for person in self.people.values())
        yield from ((secret.id, secret.alias) for secret in self.secrets)


VOCABULARY = "vocabulary.yml"
"""The file beside the registers that all reports share."""
EMPTY = Register({}, (), (), (), (), True, {})
"""The register of a text about nobody: the library's home page."""


def load_register(folder: Path, name: str, published: tuple[str, ...], keys: Keys = NO_KEYS) -> Register:
    """Load a register and the vocabulary beside it; a sealed one is opened in memory only.

    `name` is the file's path relative to `folder` as the report's front matter gives it; `published` are names that the
    front matter publishes (author, chair). Raises `Problems`: `register-missing`, `register-locked`,
    `register-outside`, and what `parse_register` raises.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise Problems([Problem(PLACE, 0, "register-outside", "the register is outside the register folder")], SETTINGS)
    data = _data(path, PLACE)
    register = parse_register(keys.open(data) if is_sealed(name) else data, published)
    return dataclasses.replace(register, vocabulary=load_words(folder / VOCABULARY))


def load_words(path: Path) -> Words:
    """Load a partnership's vocabulary; empty where there is no such file.

    Raises `Problems`: `file-encoding`, and what `read_yaml` and `check_shape` raise.
    """
    if not path.is_file():
        return Words()
    data = _data(path, VOCABULARY)
    entry = check_shape(Vocabulary, read_yaml(_text(data, VOCABULARY), VOCABULARY), VOCABULARY)
    lists = (tuple(entry.agencies), tuple(entry.places), tuple(entry.acronyms.items()), tuple(entry.words))
    return Words(*lists, hashlib.sha256(data).hexdigest())


def is_sealed(name: str) -> bool:
    """Whether a register of this name is opened by a key, and never read as it stands."""
    return name.endswith(".age")


def parse_register(data: bytes, published: tuple[str, ...]) -> Register:
    """Turn the text of a register into a `Register`.

    Raises `Problems`: `file-encoding`, `person-unknown`, `person-nameless`, `alias-twice`, and what `read_yaml` and
    `check_shape` raise.
    """
    document = read_yaml(_text(data, PLACE), PLACE)
    entry = check_shape(RegisterEntry, document, PLACE)
    register = dataclasses.replace(_register(entry, published, document), sha256=hashlib.sha256(data).hexdigest())
    problems = [*_references(entry, document, PLACE), *_aliases(register, document, PLACE)]
    if problems:
        raise Problems(problems)
    return register


def _data(path: Path, place: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        hint = "name a file in the register folder; see --register"
        raise Problems([Problem(place, 0, "register-missing", "the file can't be read", hint)]) from None


def _text(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problems([Problem(place, 0, "file-encoding", "the file is not UTF-8 text", "save it as UTF-8")]) from None


def _register(entry: RegisterEntry, published: tuple[str, ...], document: Yaml) -> Register:
    people = {
        id: Person(
            id=id,
            name=person.name.strip(),
            alias=person.alias,
            role=person.role,
            label=person.label,
            title=person.title.strip().rstrip("."),
            sex=person.sex,
            also=tuple(person.also),
            born=person.born or 0,
            chosen_by=person.chosen.by,
            chosen_on=person.chosen.on,
            family_asked=person.chosen.family_asked,
            # a review is about somebody who died, unless the register says otherwise
            died=int(person.role == "victim") if person.died is None else person.died,
        )
        for id, person in entry.people.items()
    }
    relationships = tuple(
        Relationship(tuple(r.partners), tuple(r.children), r.since or 0, r.ended, tuple(r.twins))
        for r in entry.relationships
    )
    secrets = (
        *(Secret(f"place-{n}", (p.name, *p.also), None, p.alias) for n, p in enumerate(entry.places, 1)),
        *(Secret(f"date-{n}", (), d.date, d.as_) for n, d in enumerate(entry.dates, 1)),
        *(Secret(f"term-{n}", (t.text, *t.also), None, t.alias) for n, t in enumerate(entry.terms, 1)),
    )
    named = (*(form for named in entry.named for form in (named.name, *named.also)), *filter(None, published))
    lines = {id: document.line(("people", id)) for id in people}
    for kind, count in (("place", len(entry.places)), ("date", len(entry.dates)), ("term", len(entry.terms))):
        lines |= {f"{kind}-{n + 1}": document.line((f"{kind}s", n)) for n in range(count)}
    return Register(people, relationships, named, secrets, tuple(entry.ordinary), entry.invented, lines)


def _references(entry: RegisterEntry, document: Yaml, place: str) -> Iterator[Problem]:
    yield from check_relationships(entry, document, place)
    for id, person in entry.people.items():
        if person.also and not person.name:
            line = document.line(("people", id))
            yield Problem(place, line, "person-nameless", f"{id} has other forms but no name", "write the name")
        if person.died is not None and not (person.died in (0, 1) or 1800 <= person.died <= 2100):
            line = document.line(("people", id, "died"))
            yield Problem(place, line, "value-wrong", "the value of died does not fit", "write true, false or a year")


def _aliases(register: Register, document: Yaml, place: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for id, person in register.people.items():
        alias = " ".join(person.alias.casefold().split())
        if alias in seen:
            line = document.line(("people", id, "alias"))
            sentence = f"{seen[alias]} and {id} have the same alias"
            yield Problem(place, line, "alias-twice", sentence, "each person needs an alias of their own")
        seen.setdefault(alias, id)
