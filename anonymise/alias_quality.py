"""Is an alias too near to a real name?

In: a register. Out: problems, and notices that an author may waive. The rule: an alias must lead nobody to the name
that it stands for; what it says is measured against everybody of the case, and told by id alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

from anonymise.fold import Word, find_words, fold, is_apostrophe
from anonymise.forms import PARTICLES, split_name
from anonymise.lexicon import FUNCTION_WORDS, TITLES, english_words, proper_words
from anonymise.register import Person, Register
from report.problems import Notice, Problem

PLACE = "the register"
_SHORTEST = 3
"""Letters of a name that is compared: of two letters nearly every pair is one edit apart."""
_ENDING = 3
"""Letters at the end that make two names sound alike: Treherne and Hearne; two, as in Helen and Bronwen, do not."""
_ROLE_HINT = "choose another alias, or waive the rule in the report's front matter"


def check_near(register: Register) -> list[Problem]:
    """The problems of aliases that are nearly a real name (`alias-near-name`), or nearly one another (`alias-twice`).

    A real name is each given name, surname and other form of three letters or more, of anybody in the case; near is one
    letter more, less, other or swapped with its neighbour. Empty where no alias is.
    """
    names = {word: person.id for person in register.people.values() for word in real_words(person)}
    return [*_near(register, names), *_alike(register)]


def _near(register: Register, names: Mapping[str, str]) -> Iterator[Problem]:
    for person in register.people.values():
        for word in alias_words(person.alias):
            # The distance of a name to itself is `alias-is-name`, but a middle name of two forms is seen here alone.
            near = [id for name, id in names.items() if OSA.distance(word, name, score_cutoff=1) <= 1]
            if near:
                sentence = f"the alias of {person.id} is one letter away from a real name of {near[0]}"
                hint = "choose an alias that resembles nobody's name in the case"
                line = register.lines.get(person.id, 0)
                yield Problem(PLACE, line, "alias-near-name", sentence, hint)


def _alike(register: Register) -> Iterator[Problem]:
    """Aliases that only capitals, accents, hyphens or apostrophes tell apart; equal ones stop the register before."""
    seen: dict[str, str] = {}
    for id, person in register.people.items():
        alias = "".join(fold(person.alias))
        if alias in seen:
            sentence = f"the aliases of {seen[alias]} and {id} differ in accents or marks only"
            hint = "each person needs an alias of their own"
            yield Problem(PLACE, register.lines.get(id, 0), "alias-twice", sentence, hint)
        seen.setdefault(alias, id)


def find_alias_notices(register: Register) -> list[Notice]:
    """What an alias may give away and need not: `alias-initial`, `alias-shape`, `alias-published`; about a person's id.

    Only an alias that is a name is looked at; a role ("Kate's mother") has no initial. Empty where nothing is noticed.
    """
    return [notice for person in register.people.values() for notice in _of(person, register)]


def _of(person: Person, register: Register) -> Iterator[Notice]:
    given, surname = split_name(person.alias) if is_name(person.alias) else ((), ())
    if not given:
        return
    real = split_name(person.name)
    pairs = [(a, b) for a, b in ((given, real[0]), (surname, real[1])) if a and b]
    if any(a[0][0] == b[0][0] for a, b in pairs):
        yield _notice(register, person, "alias-initial", "begins with the letter with which the real name begins")
    if any(_same_shape("".join(a), "".join(b)) for a, b in pairs) or _joints(person.alias) & _joints(person.name):
        yield _notice(register, person, "alias-shape", "has the ending or the joints of the real name")
    if given[0] in {split_name(name)[0][0] for name in register.named if split_name(name)[1]}:
        yield _notice(register, person, "alias-published", "is the given name of somebody who is published by name")


def _notice(register: Register, person: Person, rule: str, what: str) -> Notice:
    line = register.lines.get(person.id, 0)
    return Notice(Problem(PLACE, line, rule, f"the alias of {person.id} {what}", _ROLE_HINT), person.id)


def _same_shape(alias: str, name: str) -> bool:
    return min(len(alias), len(name)) > _ENDING - 1 and alias[-_ENDING:] == name[-_ENDING:]


def _joints(name: str) -> set[str]:
    """What is rare in a name and tells it at sight: a hyphen, an apostrophe."""
    typed = [char for word in find_words(name) for char in name[word.start : word.end] if is_apostrophe(char)]
    return ({"'"} if typed else set()) | ({"-"} if any(char in name for char in "-\u2010\u2011") else set())


def find_absent(register: Register, tally: Mapping[str, int], edition: str) -> list[Notice]:
    """A notice (`person-absent`) for everybody of the register who has a name that the texts of an edition never say.

    `tally` counts replacements by id. Empty where all occur.
    """
    sentence = f"the {edition} edition never names {{}}"
    hint = "look whether the papers write the name in another way; else nothing needs to be done"
    return [
        Notice(Problem(PLACE, register.lines.get(id, 0), "person-absent", sentence.format(id), hint), id)
        for id, person in register.people.items()
        if person.name and not tally.get(id)
    ]


def real_words(person: Person) -> Iterator[str]:
    """The words of a person's names, folded, of three letters or more; without titles, particles and small words."""
    for name in (person.name, *person.also):
        for word in find_words(name):
            if word.capital and len(word.folded) >= _SHORTEST and word.folded not in PARTICLES | TITLES:
                yield word.folded


def alias_words(alias: str) -> Iterator[str]:
    """The words of an alias that may be a name, folded and without a possessive s: of a role the capitalised ones."""
    words = find_words(alias)
    for word in words:
        plain = _bare(alias, word)
        role = len(words) > 1 and (
            plain in FUNCTION_WORDS or (plain in english_words() and plain not in proper_words())
        )
        if word.capital and not role and len(plain) >= _SHORTEST - 1:
            yield plain


def is_name(alias: str) -> bool:
    """Whether an alias is a name, and no role: every word has its capital, none is possessive or ordinary."""
    words = find_words(alias)
    named = set(alias_words(alias))
    return bool(words) and all(
        word.capital and _bare(alias, word) == word.folded and (word.folded in named or len(word.folded) == 1)
        for word in words
    )


def _bare(alias: str, word: Word) -> str:
    typed = alias[word.start : word.end]
    possessive = len(typed) > 2 and typed[-1] in "sS" and is_apostrophe(typed[-2])
    return word.folded[:-1] if possessive else word.folded
