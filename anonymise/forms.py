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
from itertools import pairwise

from anonymise.fold import find_words, fold
from anonymise.lexicon import TITLES, english_words
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
        "ap",
        "ab",
        "ferch",
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
    gaps: tuple[str, ...] = ()
    """What stands between the words in the register's own spelling, without white space; () for a form that is
    derived.
    """

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
    """Names of several words, initials and titles among them, written as one: how handles and file names have them."""
    parts: frozenset[str]
    """Single names that are no ordinary words: what may hide inside a longer word of an address."""
    singles: frozenset[str]
    """Every single name; a joined one has one of them in it."""

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
    several = [form for form in merged.values() if len(form.words) > 1 and form.kind not in ("keep", "weak")]
    joined = frozenset(
        word
        for form in several
        for parts in (form.words, tuple(word for word in form.words if word not in PARTICLES))
        if len(parts) > 1 and (word := "".join(parts)) not in english_words() and len(word) > 4
    )
    alone = [form for form in merged.values() if form.kind in ("name", "surname", "secret")]
    singles = frozenset(word for form in alone for word in form.words if len(word) > 1 and word not in TITLES)
    single = (form.words[0] for form in alone if len(form.words) == 1 and form.kind != "secret")
    parts = frozenset(word for word in single if len(word) > 5 and word not in english_words())
    return Index({first: tuple(forms) for first, forms in by_first.items()}, titles, joined, parts, singles)


def _merge(old: Form, new: Form) -> Form:
    strong = [form for form in (old, new) if form.kind != "weak"]
    if len(strong) == 1:
        return strong[0]  # a middle name alone says less than a given name
    kind = "surname" if "surname" in (old.kind, new.kind) else old.kind
    return Form(
        old.words,
        old.owners | new.owners,
        old.small | new.small,
        kind,
        old.comma and new.comma,
        gaps=old.gaps or new.gaps,
    )


def _people(register: Register) -> Iterator[Form]:
    for person in register.people.values():
        typed_small = {w.folded for name in (person.name, *person.also) for w in find_words(name) if not w.capital}
        own = {fold(name): name for name in (person.name, *person.also)}
        for words, kind, comma in _forms_of(person):
            name = own.get(words, "")
            yield Form(
                words,
                frozenset([person.id]),
                _small(name) if name else _particles(words, typed_small),
                kind,
                comma,
                capitals=name.isupper(),
                gaps=gaps_of(name),
            )
    yield from _titled(register.people.values())


def _particles(words: tuple[str, ...], typed_small: set[str]) -> frozenset[int]:
    """The words of a derived form that need no capital: those without one in the register, and particles inside."""
    inside = range(1, len(words) - 1)
    return frozenset(n for n, word in enumerate(words) if word in typed_small or (n in inside and word in PARTICLES))


def _others(register: Register) -> Iterator[Form]:
    for name in register.named:
        yield from _named(name)
    for phrase in register.ordinary:
        if fold(phrase):
            yield Form(fold(phrase), frozenset(["ordinary"]), _small(phrase), "keep", gaps=gaps_of(phrase))
    for secret in register.secrets:
        for text in secret.texts:
            yield from _secret(secret.id, text)


def _secret(id: str, text: str) -> Iterator[Form]:
    """A place or a term; a place that starts with a house number also without it, as a question."""
    words, small = fold(text), _small(text) | ({0} if fold(text)[:1] in (("the",), ("a",), ("an",)) else set())
    if not words:
        return
    yield Form(words, frozenset([id]), small, "secret", capitals=text.isupper(), gaps=gaps_of(text))
    if len(words) > 2 and words[0].isdecimal():
        yield Form(words[1:], frozenset([id]), frozenset(n - 1 for n in small), "weak")


def _named(name: str) -> Iterator[Form]:
    """A published name, and what of it may also mean somebody of the register: its parts, with a title or initials."""
    words, owner = fold(name), frozenset(["named"])
    if not words:
        return
    yield Form(words, owner, _small(name), "keep", gaps=gaps_of(name))
    given, surname = split_name(name)
    if not surname or not given:
        return
    for part in ((given[0],), surname, (given[0][0], *surname), *((title, *surname) for title in TITLES)):
        yield Form(part, owner, frozenset(), "name")


def gaps_of(text: str) -> tuple[str, ...]:
    """What stands between the words of a text, without white space. () for fewer than two words."""
    return tuple("".join(text[a.end : b.start].split()) for a, b in pairwise(find_words(text)))


def _small(text: str) -> frozenset[int]:
    return frozenset(n for n, word in enumerate(find_words(text)) if not word.capital)


def split_name(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split a full name into its given names and its surname, both folded word by word.

    A surname is the last word as typed, with the particles before it ("van der Berg"); a hyphen keeps a double surname
    together. One word alone is a given name.
    """
    typed = name.split()
    cut = len(typed) - 1
    while cut > 1 and ("".join(fold(typed[cut - 1])) in PARTICLES or typed[cut - 1][0].islower()):
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
        if not fold(name) or not split_name(name)[0]:
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
                for title in TITLES:  # "Mrs Gareth Pryce" is not Gareth Pryce
                    kind = "name" if _fits(title, _sex(person)) else "weak"
                    small = _particles((title, *before, *surname), set())
                    yield Form((title, *before, *surname), frozenset([person.id]), small, kind)
    for surname, persons in holders.items():
        for title in TITLES:
            exact = [person for person in persons if fold(person.title) == (title,)]
            if (
                not exact
                and len(persons) == 1
                and not persons[0].title
                and persons[0].sex
                and _fits(title, persons[0].sex)
            ):
                exact = persons
            owners = frozenset(person.id for person in exact or persons)
            kind = "name" if len(exact) == 1 else "weak"
            small = frozenset(n + 1 for n, word in enumerate(surname) if word in PARTICLES)
            yield Form((title, *surname), owners, small, kind)
            for other in ("mr", "mrs", "ms", "dr"):
                if other != title:  # "Mr & Mrs" and "Mr/Mrs" are seen to by the finder
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


def _sex(person: Person) -> str:
    titles = {"mr": "male", "sir": "male", "mrs": "female", "ms": "female", "miss": "female", "dame": "female"}
    return person.sex or titles.get("".join(fold(person.title)), "")


def _fits(title: str, sex: str) -> bool:
    male, female = {"mr", "sir", "lord"}, {"mrs", "ms", "miss", "dame", "lady"}
    return not ((sex == "male" and title in female) or (sex == "female" and title in male))
