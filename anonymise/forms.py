"""The written forms of the names in a register.

In: a `Register`. Out: an `Index` of forms as folded words. The rule: a form says of everybody whom it may mean; only
what means exactly one person may be replaced, anything else is asked.

How a name is written in English papers: the whole of it, given name and surname, surname and given name behind a
comma, a title with the surname or with any of these, the given name alone, the surname alone, initials with the
surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from anonymise.fold import find_words, fold
from anonymise.lexicon import TITLES
from anonymise.register import Person, Register

PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "der",
        "den",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "van",
        "von",
        "bin",
        "binti",
        "al",
        "el",
    ]
)

_PREFIX = re.compile(r"\b(O|D|L|M|N|Mc|Mac|Fitz)['\u2019\u2018`]?(?=[A-Z])([^\W\d_])", re.UNICODE)
"""The first part of a surname that some write apart."""


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """One way of writing one person, place or term."""

    words: tuple[str, ...]
    """Folded; not empty."""
    owners: frozenset[str]
    """Whom it may mean: ids; "named" for somebody who is published by name."""
    small: frozenset[int]
    """The indexes of words that may be typed without a capital."""
    kind: str
    """"name", "surname", "weak" (a part that is too little to decide by), "keep" (published as it is) or "secret"."""
    comma: bool = False
    """Whether a comma stands behind the surname, which comes first."""
    capitals: bool = False
    """Whether the register itself writes it in capitals, so that capitals say nothing."""

    def __repr__(self) -> str:
        return f"Form({len(self.words)} words, {sorted(self.owners)})"


@dataclass(frozen=True, slots=True, repr=False)
class Index:
    """All forms of a register, by their first word."""

    by_first: Mapping[str, tuple[Form, ...]]
    """Longest first."""
    titles: Mapping[str, str]
    """The folded title of each person who has one, by id."""
    joined: frozenset[str]
    """Names of several words, written as one of at least eight letters: how handles and file names have them."""

    def __repr__(self) -> str:
        return f"Index({sum(map(len, self.by_first.values()))} forms)"


def build_index(register: Register) -> Index:
    """Derive every form of a register. An empty register gives an empty index."""
    merged: dict[tuple[tuple[str, ...], bool], Form] = {}
    for form in (*_people(register), *_others(register)):
        key = (form.words, form.kind == "keep")
        old = merged.get(key)
        merged[key] = form if old is None else _merge(old, form)
    by_first: dict[str, list[Form]] = {}
    for form in sorted(merged.values(), key=lambda form: -len(form.words)):
        by_first.setdefault(form.words[0], []).append(form)
    titles = {person.id: fold(person.title)[0] for person in register.people.values() if fold(person.title)}
    several = ("".join(form.words) for form in merged.values() if len(form.words) > 1 and form.kind != "keep")
    joined = frozenset(form for form in several if len(form) > 7)
    return Index({first: tuple(forms) for first, forms in by_first.items()}, titles, joined)


def _merge(old: Form, new: Form) -> Form:
    strong = [form for form in (old, new) if form.kind != "weak"]
    if len(strong) == 1:
        return strong[0]  # a middle name alone says less than a given name
    kind = "surname" if "surname" in (old.kind, new.kind) else old.kind
    return Form(old.words, old.owners | new.owners, old.small | new.small, kind, old.comma and new.comma)


def _people(register: Register) -> Iterator[Form]:
    for person in register.people.values():
        for words, kind, comma in _forms_of(person):
            small = frozenset(n for n, word in enumerate(words) if word in PARTICLES)
            capitals = any(also.isupper() and fold(also) == words for also in person.also)
            yield Form(words, frozenset([person.id]), small, kind, comma, capitals)
    yield from _titled(register.people.values())


def _others(register: Register) -> Iterator[Form]:
    for name in register.named:
        words = fold(name)
        yield Form(words, frozenset(["named"]), frozenset(n for n, w in enumerate(words) if w in PARTICLES), "keep")
        for part in {words[0], words[-1]} if len(words) > 1 else set():
            yield Form((part,), frozenset(["named"]), frozenset(), "name")
    for phrase in register.ordinary:
        yield Form(fold(phrase), frozenset(["ordinary"]), _small(phrase), "keep")
    for secret in register.secrets:
        for text in secret.texts:
            if fold(text):
                yield Form(fold(text), frozenset([secret.id]), _small(text), "secret", capitals=text.isupper())


def _small(text: str) -> frozenset[int]:
    return frozenset(n for n, word in enumerate(find_words(text)) if not word.capital)


def split_name(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split a full name into its given names and its surname, both folded word by word.

    A surname is the last word as typed, with the particles before it ("van der Berg"); a hyphen keeps a double surname
    together. One word alone is a given name.
    """
    typed = name.split()
    cut = len(typed) - 1
    while cut > 1 and "".join(fold(typed[cut - 1])) in PARTICLES:
        cut -= 1
    if cut < 1:
        return fold(name), ()
    return fold(" ".join(typed[:cut])), fold(" ".join(typed[cut:]))


def spellings(name: str) -> tuple[str, ...]:
    """A name, and the same with the parts of O'Neill, McBride or D'Souza apart; the name itself comes first."""
    apart = _PREFIX.sub(r"\1 \2", name)
    return (name,) if apart == name else (name, apart)


def _forms_of(person: Person) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Words, kind and comma of each form of a person but those with a title."""
    given, surname = split_name(person.name)
    for name in (person.name, *person.also):
        if not fold(name):
            continue
        first, last = split_name(name)
        for apart in spellings(" ".join(name.split()[-1:]))[1:]:
            yield from _parts(first or fold(name), fold(apart), known=True)
            yield fold(apart)[-1:], "weak", False
        yield fold(name), "name", False
        if last:
            yield from _parts(first, last, known=name != person.name)
        elif surname and name != person.name:
            yield (*first, *surname), "name", False
            yield (*surname, *first), "name", True
    for middle in given[1:]:
        yield (middle,), "weak", False
    if len(surname) > 1:
        for half in surname:
            if half not in PARTICLES and len(half) > 2:
                yield (half,), "weak", False


def _parts(
    given: tuple[str, ...], surname: tuple[str, ...], *, known: bool
) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    first, initials = given[0], tuple(name[0] for name in given)
    yield (first,), "name", False
    yield surname, "surname", False
    for before in {given, given[:1], (first, *initials[1:]), initials[:1], initials, ("".join(initials),)}:
        yield (*before, *surname), "name", False
        if len(before[0]) > 1:  # "Marsh, D." in a list may be two people
            yield (*surname, *before), "name", True
    if len(given) > 1 and not known:
        yield given, "name", False


def _titled(people: Iterable[Person]) -> Iterator[Form]:
    """Title and surname: it means the one person of that surname with that title, or the only one if no title is
    known.
    """
    holders: dict[tuple[str, ...], list[Person]] = {}
    for person in people:
        for surname, plain in _surnames(person).items():
            holders.setdefault(surname, []).append(person)
            for before in _before_surname(person, plain):
                yield from (Form((t, *before, *surname), frozenset([person.id]), frozenset(), "name") for t in TITLES)
    for surname, persons in holders.items():
        for title in TITLES:
            exact = [person for person in persons if fold(person.title) == (title,)]
            if not exact and len(persons) == 1 and not persons[0].title and _fits(title, persons[0].sex):
                exact = persons
            owners = frozenset(person.id for person in exact or persons)
            kind = "name" if len(exact) == 1 else "weak"
            small = frozenset(n + 1 for n, word in enumerate(surname) if word in PARTICLES)
            yield Form((title, *surname), owners, small, kind)
            for other in ("mr", "mrs", "ms", "dr"):
                if other != title:
                    yield Form((other, "and", title, *surname), owners, small | {1}, "weak")


def _surnames(person: Person) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every spelling of a person's surnames, each with the surname as `split_name` gives it."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in (person.name, *person.also):
        surname = split_name(name)[1]
        if surname:
            found[surname] = surname
            found |= {fold(apart): surname for apart in spellings(name.split()[-1])[1:]}
    return found


def _before_surname(person: Person, surname: tuple[str, ...]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for name in (person.name, *person.also):
        given, last = split_name(name)
        if last in (surname, ()) and given:
            found |= {given, given[:1], (given[0][0],), tuple(word[0] for word in given)}
    return found


def _fits(title: str, sex: str) -> bool:
    male, female = {"mr", "sir", "lord"}, {"mrs", "ms", "miss", "dame", "lady"}
    return not ((sex == "male" and title in female) or (sex == "female" and title in male))
