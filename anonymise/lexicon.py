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
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TITLES = frozenset(
    """mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev reverend revd cllr councillor judge justice
    pc wpc dc ds di dci dsu sgt sergeant inspector superintendent constable detective nurse midwife""".split()  # noqa: SIM905 - a list of forty strings is harder to read
)
"""What stands before a surname and says who is meant: courtesy titles, ranks and offices."""


@cache
def english_words() -> frozenset[str]:
    """The small-letter words of the British word list."""
    return _load("words-en-GB.txt")


@cache
def name_words() -> frozenset[str]:
    """Names that are also words, months or days: a capital alone does not tell which is meant."""
    return _load("name-words.txt")


def _load(name: str) -> frozenset[str]:
    text = files("anonymise").joinpath("data", name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
