"""What is an ordinary word.

In: the word lists in `data/`. Out: sets of folded words. The rule: a list decides only how a capital is read; it never
makes a name vanish.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WELSH_MONTHS = (
    ("ionawr",),
    ("chwefror",),
    ("mawrth",),
    ("ebrill",),
    ("mai",),
    ("mehefin",),
    ("gorffennaf",),
    ("awst",),
    ("medi",),
    ("hydref",),
    ("tachwedd", "dachwedd"),
    ("rhagfyr", "ragfyr"),
)
ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = tuple(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
    twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first""".split()  # noqa: SIM905 - as below
)
TITLES = frozenset(
    """mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev reverend revd cllr councillor judge justice
    pc wpc dc ds di dci dsu sgt sergeant inspector superintendent constable detective nurse midwife""".split()  # noqa: SIM905 - a list of forty strings is harder to read
)
"""What stands before a surname and says who is meant: courtesy titles, ranks and offices."""

FUNCTION_WORDS = frozenset(
    """a about after again against all also although an and another any are as at because been before being between both
    but by can could did do does during each either even every few following for from further given had has have he her
    here hers him his how however i if in instead into is it its just later like may might more moreover most must
    neither next no nor not now of off on once one only or other our out over own per perhaps previously rather same
    several shall she should since so some still such than that the their them then there therefore these they this
    those though through thus to today together too towards two under unless until up upon was we were what when where
    whereas whether which while who whom whose why will with within without would yes yet you your""".split()  # noqa: SIM905 - as above
)
"""Words that open a sentence without being part of a name that follows them."""


@cache
def given_words(section: str) -> frozenset[str]:
    """Given names that are also words: "clear", "doubtful" or "common", as `given-words.txt` has them."""
    return _section("given-words.txt", section)


@cache
def context_words(section: str) -> frozenset[str]:
    """Words that tell what a capital beside them is, or that tell nothing; `context-words.txt` says which."""
    return _section("context-words.txt", section)


@cache
def english_words() -> frozenset[str]:
    """The small-letter words of the British word list."""
    return _load("words-en-GB.txt")


@cache
def name_words() -> frozenset[str]:
    """Names that are also words, months or days: a capital alone does not tell which is meant."""
    return _load("name-words.txt")


@cache
def proper_words() -> frozenset[str]:
    """Words that are also proper names, as John and Hill are: beside a name, with a capital, they may be part of it."""
    return _load("proper-words.txt") | name_words()


@cache
def grammar_words(surface: str) -> frozenset[str]:
    """Words that a kind of surface holds whatever is written: names of HTML attributes, of PDF objects. Exact case."""
    text = files("anonymise").joinpath("data", "grammar-words.txt").read_text(encoding="utf-8")
    attribute, _, pdf = text.partition("[attribute]\n")[2].partition("[pdf]\n")
    if surface == "attribute":
        return frozenset(attribute.split())
    return (
        frozenset(pdf.split())
        if surface in ("string", "stream", "metadata", "marked content", "binary")
        else frozenset()
    )


def _load(name: str) -> frozenset[str]:
    text = files("anonymise").joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _section(name: str, section: str) -> frozenset[str]:
    text = files("anonymise").joinpath("data", name).read_text(encoding="utf-8")
    lines = text.partition(f"[{section}]\n")[2].partition("\n[")[0].splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
