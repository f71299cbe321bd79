"""How an alias is written where a name stood.

In: a finding in its text. Out: an `Edit`. The rule: the sentence reads as an English editor would leave it: capitals
stay capitals, a role starts a sentence with a capital, there is one article, one possessive, and "in" before a month.
"""

from __future__ import annotations

import re

from anonymise.doubt import starts_sentence
from anonymise.rewrite import Edit
from anonymise.spans import Finding

_ARTICLE = re.compile(r"(a|an|the)\s+", re.IGNORECASE)
_DETERMINER = re.compile(r"(?<!\w)(a|an|the|his|her|their|its|this|that|my|our|your)\s+$", re.IGNORECASE)
_BACK = 40
"""Characters that are looked at before a name."""
_POSSESSIVE = re.compile(r"['\u2019]s(?!\w)", re.IGNORECASE)
_LEAD = re.compile(r"(on)\s+", re.IGNORECASE)
_KEPT_LEAD = re.compile(r"(?:since|until|by|from|before|after)\s+", re.IGNORECASE)
_HAS_DAY = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?!\d)", re.IGNORECASE)


def word_alias(text: str, finding: Finding, alias: str, *, is_day: bool) -> Edit:
    """The edit that puts an alias in the place of a finding. `is_day` says that the alias stands for a day."""
    if is_day:
        return _word_day(text, finding, alias)
    start, end = finding.start, finding.end
    article, before = _ARTICLE.match(alias), _DETERMINER.search(text, max(0, start - _BACK), start)
    capital = starts_sentence(text, start)
    if article and before:
        if before[1].lower() in ("a", "an"):
            start = before.start()
            capital = before[1][0].isupper()
        else:
            alias, capital = alias[article.end() :], False
    possessive = _POSSESSIVE.match(text, end)
    if possessive and " " in alias and alias.endswith("s"):
        alias, end = alias + possessive[0][0], possessive.end()  # "Peter's parents'", not "Peter's parents's"
    if capital:
        alias = alias[0].upper() + alias[1:]
    return Edit(start, end, alias.upper() if finding.capitals else alias)


def _word_day(text: str, finding: Finding, alias: str) -> Edit:
    typed = text[finding.start : finding.end]
    lead = _LEAD.match(typed)
    if lead:
        preposition = lead[1] if _HAS_DAY.search(alias) else ("In" if lead[1][0].isupper() else "in")
        alias = f"{preposition} {alias}"
    elif kept := _KEPT_LEAD.match(typed):
        alias = kept[0] + alias
    elif starts_sentence(text, finding.start):
        alias = alias[0].upper() + alias[1:]
    return Edit(finding.start, finding.end, alias.upper() if typed.isupper() else alias)
