"""Where somebody lives.

In: a text. Out: where postcodes and street addresses stand. The rule: a street is listed with a house number or without
one, unless the word behind its name is as often something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from anonymise.lexicon import FUNCTION_WORDS
from anonymise.sighting import Kind

_AREAS = frozenset(
    """AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G
    GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR
    NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC
    WD WF WN WR WS WV YO ZE""".split()  # noqa: SIM905 - a list of 124 strings is harder to read
)
_POSTCODE = re.compile(
    r"(?<![\w/-])([A-Z]{1,2})(\d{1,2}|\d[A-Z])[\s-]{0,2}(\d[ABD-HJLNP-UW-Z]{2})(?![\w])", re.IGNORECASE
)
_CLEAR = re.compile(r"[A-Z]{2}\d{1,2} \d[A-Z]{2}")
"""What is typed as a postcode, and may be one with a slip in its area."""
_INWARD = re.compile(r"\d[A-Za-z]{2}\b")
_FORCES = re.compile(r"\bBFPO\s?\d{1,4}\b")
_PART = re.compile(
    r"\bpost\s?codes?(?:\s+(?:area|district|sector|of|is|was|in|the|for|address|home))*\W{1,3}([A-Z]{1,2}\d[A-Z\d]?(?:\s\d)?)(?!\w)",
    re.IGNORECASE,
)
_ORDINALS = ("ST", "ND", "RD", "TH")
_PUBLISHED = frozenset(["SW1P4DF", "SW1A2AA", "SW1A0AA"])
"""The Home Office, Downing Street and Parliament, as in letters that a report prints."""

_SURE = (
    "street|road|rd|lane|avenue|ave|terrace|tce|terr|crescent|cres|drive|close|gardens|gdns|grove|mews|boulevard|blvd"
    "|cottage"
)
_WITH_NUMBER = (
    "st|ln|av|ter|cr|dr|cl|court|ct|place|pl|gr|square|sq|way|walk|row|hill|rise|park|view|green|parade|wynd|yard|vale|croft"
    "|mount|esplanade|quay|wharf|bank|fold|garth|mead|meadow|meadows|house|lodge|villas|cottages|buildings|flats|gate|heights"
    "|dene|dale|end|villa|tower|towers|point|loan|brae|estate"
)
_NAME = r"(?:[A-Z][\w'’.-]*\s+)(?:(?:[A-Z][\w'’.-]*|of|the|and|upon|y|yr)\s+){0,3}?"
_UNIT = r"(?:(?i:flat|apartment|apt|unit|room|block)\.?\s+(?:\d{1,4}[A-Za-z]?|[A-Z])\s*,?\s+)"
_NUMBER = r"(?:(?:No\.?\s*)?(?<![\d£.,/:])\d{1,4}[A-Za-z]?(?:\s?[-–/]\s?\d{1,4}[A-Za-z]?)?\s*,?\s+)"
_STREET = re.compile(rf"(?<![\w'’-])(?P<name>{_NAME})(?P<type>(?i:{_SURE}))(?![\w'’-])")
_HOUSE = re.compile(rf"(?<=[\w,] )(?P<name>{_NAME})(?P<type>(?i:{_WITH_NUMBER}))(?![\w'’-])")
_LEAD = re.compile(rf"(?:{_UNIT}{_NUMBER}?|(?<!\w){_NUMBER})$")
_A_YEAR = re.compile(r"^(?:19|20)\d\d\s+$")
_WELSH = re.compile(
    rf"(?:(?<!\w){_NUMBER})?\b(?:Heol|Ffordd|Stryd|Lôn|Rhodfa|Maes|Rhes)(?:\s+(?:[A-Z][\w'’-]*|y|yr|Y|Yr))+"
)
_STREET_WORDS = tuple(f" {word}" for word in _SURE.split("|"))
_WELSH_WORDS = ("Heol", "Ffordd", "Stryd", "Lôn", "Rhodfa", "Maes", "Rhes")
_MAY_BE_HOUSE = re.compile(r"\d[A-Za-z]?\s*,?\s+[A-Z]|[Ff]lat|FLAT|[Aa]p(?:artmen)?t|[Uu]nit|[Rr]oom|[Bb]lock")
_COURTS = ("crown", "county", "high", "magistrates", "magistrates'", "magistrates’", "family", "supreme", "coroner's")
_BEFORE_STREET = FUNCTION_WORDS - {"the", "of", "and", "upon"}
_GENERAL = ("high street", "downing street", "10 downing street", "marsham street", "2 marsham street")


def find_postcodes(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where whole postcodes stand, in any case, with or without their space; kind None for those of the government.

    A district or sector ("TS1", "TS1 3") is one only behind the word postcode: alone it is thousands of homes, and
    looks like the number of a road, a ward or a section.
    """
    for match in _POSTCODE.finditer(text) if _INWARD.search(text) else ():
        area, inward = match[1], match[3]
        ordinal = not inward[1:].isupper() and inward[1:].upper() in _ORDINALS
        clear = _CLEAR.fullmatch(match[0]) is not None
        if (area.upper() in _AREAS or clear) and not ordinal:
            whole = re.sub(r"[\s-]", "", match[0]).upper()
            yield match.start(), match.end(), None if whole in _PUBLISHED else "postcode"
    yield from ((match.start(), match.end(), "postcode") for match in _FORCES.finditer(text))
    for match in _PART.finditer(text):
        yield match.start(1), match.end(1), "postcode"


def find_addresses(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where street addresses stand; kind None for a street that is nobody's, as High Street without a number.

    A street needs its capital; without a number only words count that are hardly anything else ("Road", not "Court").
    """
    small = text.lower()
    if any(word in small for word in _STREET_WORDS):
        for match in _STREET.finditer(text):
            yield from _address(text, match)
    if any(word in text for word in _WELSH_WORDS):
        for match in _WELSH.finditer(text):
            yield match.start(), match.end(), "address"
    if _MAY_BE_HOUSE.search(text):
        for match in _HOUSE.finditer(text):
            yield from _address(text, match)


def _address(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, Kind | None]]:
    name, kind = match.start("name"), match["type"].lower()
    lead = _LEAD.search(text[max(0, name - 40) : name])
    typed = "" if lead is None or _A_YEAR.search(lead[0]) else lead[0]
    words = list(re.finditer(r"\S+", text[name : match.start("type")]))
    if words[-1][0].lower() in _COURTS and kind == "court":
        return
    for at in range(len(words) - 1, -1, -1) if not typed else ():
        if words[at][0].lower() in _BEFORE_STREET:
            words = words[at + 1 :]  # "HE LIVES AT ALMA TERRACE"
            break
    while not typed and words and words[0][0].lower() in FUNCTION_WORDS:
        words.pop(0)  # "In Alma Terrace"
    if not words or (not typed and kind not in _SURE.split("|")):
        return
    start = name - len(typed) if typed else name + words[0].start()
    street = " ".join(text[start : match.end()].lower().split())
    yield start, match.end(), None if street in _GENERAL else "address"
