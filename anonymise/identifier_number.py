"""Numbers that somebody has been given.

In: a text. Out: where telephone, NHS and National Insurance numbers, vehicle registrations and references stand. The
rule: a number that says by itself what it is needs no word beside it; one that could be anything needs one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from anonymise.sighting import Kind

_SIX = re.compile(r"(?:\d[\s().\u2010-\u2015/-]{0,3}){6}")
_SEVEN = re.compile(r"(?:\d[\s().\u2010-\u2015/-]{0,3}){7}")
"""Digits with little between them: for fewer than seven no library is loaded."""
_BRITISH = re.compile(
    r"(?<![\w.,£+-])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|0044[\s.-]?|\(?0)[1-9]\d{1,4}\)?(?:[\s.-]{0,2}\d{2,8}){1,3}(?!\w|/\d{1,2}(?!\d)|[.,-]\d)"
)
_LOCAL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|landline|call|rang|ext|fax)\b\W{0,3}(?:(?:number|no|on|is|was|him|her|them)\b\W{0,3})*"
    r"(\+?\d[\d\s-]{4,14}\d)(?!\w|[/.]\d)",
    re.IGNORECASE,
)
_TEN = re.compile(r"(?<![\w.,/£+-])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\w/]|[.,-]\d)")
_HEALTH = re.compile(
    r"\b(?:NHS|CHI|H\s?&\s?C|HSC)\s*(?:(?:id|no|number|num)\b\.?)?\W{0,3}(?:(?:is|was)\s+)?((?:\d[\s-]?){9}\d)(?!\w)",
    re.IGNORECASE,
)
_INSURANCE = re.compile(
    r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[\s-]?\d\d){3}(?:[\s-]?([A-D]))?(?!\w)",
    re.IGNORECASE,
)
_INSURANCE_WORD = re.compile(r"\bNI\b|\bNINO\b|national insurance", re.IGNORECASE)

_VEHICLE_WORD = re.compile(
    r"\b(?:vehicles?|cars?|vans?|registration|reg|vrm|vrn|plates?|index|driv\w+|drove|motor\w*|taxi|lorry|truck|parked|ford"
    r"|vauxhall|audi|bmw|volkswagen|toyota|nissan|peugeot|renault|mercedes|fiat|corsa|astra|fiesta|focus|golf)\b",
    re.IGNORECASE,
)
_CURRENT = re.compile(r"(?<![\w-])([A-HJ-PR-Y]{2}\d{2})\s?([A-HJ-PR-Z]{3})(?![\w-])")
_CURRENT_SMALL = re.compile(r"(?<![\w-])([a-hj-pr-y]{2}\d{2})\s?([a-hj-pr-z]{3})(?![\w-])")
_PREFIX = re.compile(r"(?<![\w-])([A-HJ-NPR-TV-Y])(\d{1,3})\s?([A-HJ-PR-Y]{3})(?![\w-])")
_SUFFIX = re.compile(r"(?<![\w-])([A-HJ-PR-Y]{3})\s?(\d{1,3})([A-HJ-NPR-TV-Y])(?![\w-])")
_NORTHERN = re.compile(r"(?<![\w-])(?=[A-Z]{0,2}[IZ])[A-Z]{2,3}\s?\d{1,4}(?![\w/-])")
_LETTERS_AND_DIGITS = re.compile(r"[A-Za-z]\d|[A-Z]\s\d|\d\s?[A-Z]")
_DOUBTFUL = (_CURRENT, _CURRENT_SMALL, _PREFIX, _SUFFIX, _NORTHERN)
_REGISTERED = re.compile(
    r"\b(?:vehicle|car|van)?\s*(?:registration|reg|VRM|VRN|number\s?plate|index)\b\.?(?:\s+(?:number|no|mark|plate)\b\.?)*"
    r"(?:\s+(?:is|was|of))?\W{0,3}((?=[A-Z ]*\d)(?=[\d ]*[A-Z])[A-Z\d]{1,4}\s?[A-Z\d]{1,4})(?![\w-])"
)
_ACRONYMS = frozenset(["MHA", "MCA", "DHR", "IMR", "CSC", "CPS", "DBS", "GBH", "ABH", "PCT", "CCG", "CMH", "NHS"])
"""What stands behind the number of a section or a form: "S136 MHA"."""

_REFERENCE_WORDS = (
    *("crn", "cad", "urn", "upn", "uln", "pnc", "cro", "niche", "storm", "athena", "logic", "systm", "paris", "ics"),
    *(
        "crime",
        "case",
        "incident",
        "occurrence",
        "custody",
        "log",
        "event",
        "police",
        "court",
        "file",
        "client",
        "patient",
    ),
    *(
        "hospital",
        "referral",
        "claim",
        "nhs",
        "tenancy",
        "investigation",
        "intelligence",
        "complaint",
        "passport",
        "licen",
    ),
    *("prison", "record", "unique", "account", "unit", "exhibit", "ref"),
)
"""In small letters: a text without any of them holds no reference that a word announces."""
_VALUE = r"(?:[A-Z]{1,4}[/\\-](?=\d))?(?:[A-Z]{0,4}\d|\d)[A-Z\d]*(?:[/\\.:-]\s?[A-Z\d]+){0,5}"
_SYSTEM = (
    r"CRN|CAD|URN|UPN|ULN|PNC|CRO|Niche|NICHE|STORM|Storm|Athena"
    r"|UCRN|PNCID|Liquidlogic|Liquid\s?Logic|SystmOne|PARIS|ICS"
)
_THING = (
    r"(?i:crime|case|incident|occurrence|custody|log|event|police|court|file|client|patient|hospital|referral|claim|NHS"
    r"|tenancy|investigation|intelligence|complaint|passport|licen[cs]e|prison(?:er)?|record|unique|account|unit|exhibit)"
)
_MARK = r"(?i:references?|ref|number|no|num|id|log|URN)\b\.?"
_REFERENCE = re.compile(
    rf"\b(?:(?P<system>(?:{_SYSTEM})\b(?:\s+{_MARK})*)|(?P<marked>(?:{_THING}\s+)*{_THING}\s+(?:{_MARK}\s*)+|(?i:ref|reference|log)\b\.?"
    rf"(?:\s+{_MARK})*)|(?P<bare>{_THING}))(?P<link>\s*[:#]\s*|\s+(?:(?:is|was|of)\s+)?[#(]?|[.]\s*)(?P<value>{_VALUE}"
    rf"(?:\s+(?:of|dated|on)\s+\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}})?)(?![\w])"
)
_POLICE = re.compile(
    r"(?<![\w/.-])(?:(?:19|20)?\d\d/\d{4,7}[A-Z]|[A-Z\d]{1,4}/\d{4,8}/\d{2}(?:\d{2})?|\d{5,7}/\d{2}[A-Z])(?![\w/])"
)
_FIGURES = re.compile(r"\d[\d/\\.:-]")
_BEFORE, _BEHIND = 50, 60
"""Characters around a figure that the words and the value of a reference may take."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_phones(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where telephone numbers stand: British ones of any make, valid ones of other countries, and short ones that
    a word announces. Numbers of the public (999, 101) are too short to be one.
    """
    if not _SIX.search(text):
        return
    for match in _BRITISH.finditer(text):
        if 10 <= sum(map(str.isdecimal, match[0].removeprefix("+44").replace("(0)", "0"))) + ("+" in match[0]) <= 14:
            yield match.start(), match.end(), "phone"
    if _SEVEN.search(text):
        yield from ((start, end, "phone") for start, end in _foreign(text))
    for match in _LOCAL.finditer(text):
        if sum(map(str.isdecimal, match[1])) > 5:
            yield match.start(1), match.end(1), "phone"


def _foreign(text: str) -> Iterator[tuple[int, int]]:
    from phonenumbers import PhoneNumberMatcher  # tables of every country: loaded when there is a number to judge

    for match in PhoneNumberMatcher(text, "GB"):
        yield match.start, match.end


def find_health_numbers(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where NHS numbers stand, and those of Scotland (CHI) and Northern Ireland: ten digits that a word announces, or
    whose check digit is right. Ten digits in one piece that begin with 0 are rather a telephone number.
    """
    if not _SEVEN.search(text):
        return
    for match in _HEALTH.finditer(text):
        yield match.start(1), match.end(1), "nhs-number"
    for match in _TEN.finditer(text):
        telephone = match[0][0] == "0" and (match[0].isdecimal() or match[0][1] in "12378")
        if not telephone and _has_check_digit("".join(filter(str.isdecimal, match[0]))):
            yield match.start(), match.end(), "nhs-number"


@cache
def _has_check_digit(digits: str) -> bool:
    from stdnum.gb import nhs  # loaded when there are ten digits to judge

    return bool(nhs.is_valid(digits))


def find_insurance_numbers(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where National Insurance numbers stand, of prefixes that are given out; behind a word that says so
    even without the last letter.
    """
    if not _SIX.search(text):
        return
    for match in _INSURANCE.finditer(text):
        if match[1] or _INSURANCE_WORD.search(text, max(0, match.start() - 60), match.start()):
            yield match.start(), match.end(), "national-insurance"


def find_vehicles(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where vehicle registrations stand.

    Those since 2001 say so themselves; older ones look like sections of an Act and acronyms, so that the short ones and
    those of Northern Ireland need a word such as car or registration in the text.
    """
    if not _LETTERS_AND_DIGITS.search(text):
        return
    known = [(match, match[2]) for match in _CURRENT.finditer(text)]
    known += [(match, match[3]) for match in _PREFIX.finditer(text) if len(match[2]) == 3 and match[1] != "S"]
    known += [(match, match[1]) for match in _SUFFIX.finditer(text) if len(match[2]) == 3]
    yield from ((match.start(), match.end(), "vehicle") for match, letters in known if letters not in _ACRONYMS)
    doubtful = [match for pattern in _DOUBTFUL for match in pattern.finditer(text)]
    if doubtful and _VEHICLE_WORD.search(text):
        for match in doubtful:
            if match[0][:3] not in _ACRONYMS or not _YEAR.search(match[0]):
                yield match.start(), match.end(), "vehicle"
    for match in _REGISTERED.finditer(text):
        yield match.start(1), match.end(1), "vehicle"


def find_references(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where the numbers of crimes, cases and records stand: behind a word that says so, or in the form of the police.

    Behind a bare "case" or "incident" a number needs four signs and must be no year: "case 3" counts cases.
    """
    for match in _near_digits(text):
        value = match["value"]
        digits = sum(map(str.isdecimal, value))
        sure = match["bare"] is None or match["link"].strip() in (":", "#")
        if _YEAR.fullmatch(value) and match["link"].strip() not in (":", "#"):
            continue
        if digits >= (2 if sure else 3) and len(value) >= (3 if sure else 4):
            yield match.start("value"), match.end("value"), "reference"
    yield from ((match.start(), match.end(), "reference") for match in _POLICE.finditer(text))


def _near_digits(text: str) -> Iterator[re.Match[str]]:
    """The references in what stands around figures: most of a text is far from any."""
    small = text.lower()
    if not any(word in small for word in _REFERENCE_WORDS):
        return
    done = 0
    for digits in _FIGURES.finditer(text):
        if digits.start() >= done:
            done = digits.end() + _BEHIND
            yield from _REFERENCE.finditer(text, max(0, digits.start() - _BEFORE), done)
