"""Days and ages.

In: a text. Out: where dates of birth, exact days and the ages of children stand. The rule: a day that the text itself
calls a step of the review is none; where it also tells what happened to somebody, it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from anonymise.lexicon import DAYS, ORDINALS, ROMAN_MONTHS, WELSH_MONTHS, english_words
from anonymise.sighting import Kind

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_SUFFIX = "(?:\\s?(?:st|nd|rd|th|ST|ND|RD|TH|\u02e2\u1d57|\u207f\u1d48|\u02b3\u1d48|\u1d57\u02b0|eg|fed|ain|af)\\b)"
_SAFE_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    + "|".join(name for names in WELSH_MONTHS for name in names if name not in ("mai", "medi"))
)
_FULL_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    rf"(?:(?i:{_SAFE_MONTH})|M(?:ay|AY|ar|AR|arch|ARCH|ai|edi)|(?i:may|march)(?=,?\s+{_FULL_YEAR}))"
    r"(?![^\W\d_])(?:\.(?=\s*[\d'’]))?"
)
_WEEKDAY = "(?:(?i:" + "|".join(f"{day}|{day[:3]}" for day in DAYS) + r")\.?,?\s+)?(?:the\s+)?"
_YEAR = (
    rf"(?:(?:,?[\s/-]*|\s+of\s+){_FULL_YEAR}(?!\d)|\s*['’]\d\d(?!\d)|[-/]\d\d(?![\d/-])|\s+\d\d(?=\s*(?:[,.;)\]]|$)))"
)
_ROW = rf"(?:{_DAY}{_SUFFIX}?\s*(?:,|&|/|[-\u2010-\u2015]|\band\b|\bto\b|\bor\b)\s*(?:the\s+)?){{0,4}}"
_ORDINAL = "(?i:" + "|".join(sorted((o.replace("-", r"[\s-]") for o in ORDINALS), key=len, reverse=True)) + ")"
_ROMAN = "(?i:" + "|".join(sorted(ROMAN_MONTHS, key=len, reverse=True)) + ")"
_DATE = re.compile(
    rf"""(?<![\w£/])(?<!\d[.,:])(?<!\d-(?!\d\d?/))(?:
      (?:{_WEEKDAY}{_ROW}{_DAY}{_SUFFIX}?(?:\s{{0,2}}|[/.-]|\s-\s)(?:day\s+)?(?:of\s+|o\s+)?{_MONTH}(?P<year1>{_YEAR})?)
    | (?:{_WEEKDAY}{_MONTH}\s+(?:the\s+)?{_DAY}(?:{_SUFFIX}(?P<year2>{_YEAR})?|(?P<year3>,?\s+{_FULL_YEAR})(?!\d)
        |(?=\s*(?:[,.;)\]]\s|[,.;)\]]?$)))(?!\d))
    | (?P<year4>(?:{_DAY}(?P<mark>[/.\u2010-\u2015-])(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/{_DAY}(?=/\d{{4}}))
        (?(mark)(?P=mark)|/)(?:{_FULL_YEAR}|\d\d)(?![\w/]|\.\d|-\d(?!\d?/)))
    | (?P<year8>{_DAY}(?P<point>\s?[/.\u2010-\u2015-]\s?)(?:{_ROMAN})(?P=point)(?:{_FULL_YEAR}|\d\d)(?![\w/]))
    | (?P<year7>{_DAY}\s/\s(?:0?[1-9]|1[0-2])\s/\s(?:{_FULL_YEAR}|\d\d)(?![\w/]))
    | (?P<year5>{_FULL_YEAR}(?P<sign>[-/.])(?:0?[1-9]|1[0-2])(?P=sign){_DAY}(?!\d|[/-]))
    | (?:(?:the\s+)?{_ORDINAL}\s+(?:day\s+)?(?:of\s+)?{_MONTH}(?P<year6>{_YEAR})?)
    )(?!\w)""",
    re.VERBOSE,
)
_MAY_BE_DATE = re.compile(r"\d|(?:st|nd|rd|th|ST|ND|RD|TH)\s+(?:day\s+)?(?:of\s+)?[A-Z]")
_FIGURES = re.compile(r"\d\s?[/.\u2010-\u2015-]\s?(?:\d{1,2}|[IVXivx]{1,4})\s?[/.\u2010-\u2015-]\s?\d")
_MONTH_STARTS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *(name for names in WELSH_MONTHS for name in names),
)
_WITHOUT_YEAR = re.compile(rf"\b(?:on|On)\s+(?:the\s+)?({_DAY}/(?:0?[1-9]|1[0-2]))(?![\d/]|\.\d)")
_FEAST = re.compile(
    r"\b(?:Christmas|Boxing|New\s+Year[’']?s?|Valentine[’']?s|Mother[’']?s|Father[’']?s)\s+(?:Day|Eve)(?:,?\s+(?:of|in))?"
    rf",?\s+{_FULL_YEAR}\b|\b(?:Good Friday|Easter\s+(?:Sunday|Monday)|Hallowe[’']?en|(?:Bonfire|Guy\s+Fawkes)\s+Night)"
    rf",?\s+{_FULL_YEAR}\b"
)
_FEAST_WORDS = ("Day", "Eve", "Friday", "Easter", "Hallow", "Bonfire", "Fawkes")
_NUMBERING = re.compile(
    r"\b(?:sections?|paragraphs?|paras?|parts?|chapters?|version|tables?|figures?|recommendations?|appendix|see)\s+$",
    re.IGNORECASE,
)
_BORN_BEFORE = re.compile(
    r"(?:\bborn\b[^.;\d\n]{0,40}|(?:\bd\.?\s?o\.?\s?b\b|\bdate\s+of\s+birth|\bbirth\s?-?date|\bbirthday)[^;\d\n]{0,25})$",
    re.IGNORECASE,
)
_BORN_BEHIND = re.compile(r"\W{0,3}(?:d\.?o\.?b\b|date of birth|\(?born\))", re.IGNORECASE)
_AGE_BEFORE = re.compile(
    r"(?:\baged?\s+\d{1,3}|\d{1,3}\s+years?\s+old|\d{1,3}\s+years\s+of\s+age)\s*[(,;:–-]\s*$", re.IGNORECASE
)
_AGE_BEHIND = re.compile(r"\s*[(,;]\s*(?:now\s+)?aged?\s+\d", re.IGNORECASE)
_MAY_BE_BIRTH = re.compile(r"(?i:birth|o\.?\s?b)")
_BORN_DIGITS = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date\s+of\s+birth)\W{0,3}(?:(?:is|was)\s+)?(\d{6}|\d{8})(?!\w)", re.IGNORECASE
)

_STEP = re.compile(
    r"""\bpanel|cover(?:s|ed)?\s+the\s+period|time\s?frame|terms\s+of\s+reference
    |\bIMRs?\b|\bDHRs?\b|deadline
    |\bchronolog(?:y|ies)\s+(?:(?:was|were|is|are|has|have|had|to)\s+(?:be(?:en)?\s+)?)?(?:submitted|sent|prepared|completed|requested
    |received|returned|agreed|commissioned|due)\b|action\s+plan|\bcommission(?:ed|ing)\b|Home\s+Office
    |\bpublish|\bpublication|\bversion\b|legislation|\b(?:came|come|comes|brought)\s+into\s+(?:force|effect)|\bAct\b(?:\s+\d{4})?
    |statutory\s+guidance|(?:overview|final|draft|interim|this|management|inspection|annual|published)\s+(?:review|report)
    |homicide\s+review|\bthe\s+review\b|\breview\s+(?:began|started|concluded|period|process)|signed[\s-]off|signed\s+by
    |\b(?:group|board|partnership|authors?|we)\s+(?:\w+\s+){0,2}met\b|target\s+date|date\s+of\s+completion|\bquality\s+assurance""",
    re.IGNORECASE | re.VERBOSE,
)
_STEP_ABOVE = re.compile(
    r"""\bpanel\s+meetings?|\bmeetings?\s+of\s+the\s+(?:review\s+)?panel|terms\s+of\s+reference|deadline|action\s+plan|\bversion\b
    |\bpublication\b|\blegislation\b|\bquality\s+assurance|signed[\s-]off|signed\s+by|target\s+date|date\s+of\s+completion
    |\btime\s?(?:scale|table|frame)s?\b|\bIMRs?\s+(?:received|submitted|requested|completed|commissioned)""",
    re.IGNORECASE | re.VERBOSE,
)
"""The same of a heading, which stands over many days: what a review is about stands below "The review period" and
below "Chronology" too."""
_STEP_IF_QUIET = re.compile(
    r"""\bmeetings?\b|\breports?\b|\bcompleted?\b|\bcompletion\b|\bsubmit(?:s|ted)?\b|\bsigned\b|\bapproved\b|\bdue\b|\bconference\b
    |\bto\s+be\s+\w+ed\b|\bimplement|\blaunched\b|\btraining\b|\bdated\b|\bsubmission\b""",
    re.IGNORECASE | re.VERBOSE,
)
_HAPPENED = re.compile(
    r"""\b(?:died|(?<!point of )death|deceased|killed|killing|murder\w*|stabb\w+|strangl\w+|arrest\w*|charged|assault\w*
    |attack\w*|born|convict\w+|sentenced|remanded|found\s+dead|birth)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MAY_HAVE_HAPPENED = re.compile(
    r"""\b(?:attended|admitted|discharged|called|rang|disclosed|threaten\w*|moved|married|separated|released|police|hospital|GP|tenancy
    |he|she|his|her|him|reported|overdose\w*|mother|father|incident|injur\w+|custody|ambulance|A&E|surgery|pregnan\w+|DASH)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = 600
"""Characters that are looked at before and behind a day: a long text must not be read again for each."""
_SENTENCE_END = re.compile(r"[.!?…][\"'’”)\]]*\s+(?=[\"'‘“(\[]?[A-Z])|[\n\x0b]")

_COUNT = (
    "(?:1[0-7]|0?[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    "|fifteen|sixteen|seventeen)"
)
_MONTHS_COUNT = rf"(?:\d{{1,2}}|{_COUNT}|eighteen)"
_HALF = r"(?:\s?[½¼¾]|[\s-]and[\s-]a[\s-]half)?"
_ABOUT = r"(?:(?:about|just|only|approximately|around|nearly|almost|roughly)\s+)?"
_GROUP = r"(?!\s*(?:(?:and|or)\s+(?:over|above|under|below|older|younger|upwards|up)\b|\+|plus\b))"
_RANGE = r"(?!\s*(?:[-–/]|to|and\s+\w+\s+to)\s*\d)"
_MORE = rf"(?:(?:,\s*|\s*(?:,\s*)?(?:and|&|or)\s+){_COUNT}\b)*"
_YOUNG = "|".join(ORDINALS[:17])
_AGES = (
    re.compile(
        rf"\bage(?:d|\s+of|:)?\s+{_ABOUT}(?:{_MONTHS_COUNT}\s+(?:months?|weeks?|days?)\b|{_COUNT}{_HALF}{_MORE}(?!\w|\.\d|%|\s*(?:1[89]|[2-9]\d)\b))"
        rf"{_RANGE}(?:\s+(?:years?|yrs?)(?:\s+old)?\b)?{_GROUP}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.,£/–-])(?:{_COUNT}{_HALF}[\s-]*(?:years?|yrs?)|{_MONTHS_COUNT}[\s-]*(?:months?|weeks?|days?))"
        rf"(?:[\s-]*old\b|\s+of\s+age\b){_GROUP}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w.,£/–-]){_COUNT}\s?y/?o\b", re.IGNORECASE),
    re.compile(
        rf"\bwhen\s+(?:\w+\s+){{1,2}}(?:was|were|is|turned|became)\s+{_ABOUT}{_COUNT}(?!\w|\s*(?:[-–.%:]\s*\w|years?|months?|weeks?|days?"
        r"|miles?|hours?|minutes?|of\b|\w+s\b))",
        re.IGNORECASE,
    ),
)
_AGES_OF_CHILD = (
    re.compile(
        r"\b(?:he|she|who|child|son|daughter|boy|girl|baby|brother|sister"
        r"|(?-i:(?!It\b|This\b|That\b|There\b|What\b|Which\b|One\b)[A-Z][\w'’-]*))\s+(?:was|is)\s+(?:(?:then|now|still)\s+)?"
        rf"{_ABOUT}{_COUNT}(?=\s*(?:[.,;)]|$|(?:at|when|and|then|now)\b))(?!\.\d)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:(?:1[0-7]|[1-9]){_SUFFIX}|(?:{_YOUNG}))\s+birthday\b", re.IGNORECASE),
)
_BESIDE_NAME = re.compile(r"\b([A-Z][a-z]{2,})(?:’s|'s)?(?:,?\s+\((1[0-7]|[1-9])\)|,\s+(1[0-7]|[1-9])(?=,\s))")
_AGE_WORDS = (("age",), ("old", "of age"), ("yo", "y/o"), ("when ",), (" was ", " is "), ("birthday",))
"""What has to be in a text for each pattern of an age, in small letters."""
_NOT_EXACT = re.compile(
    r"\b(?:under|over|below|above|between|up\s+to|until|than|least|beyond|minimum|maximum)\s+(?:(?:the|an?)\s+)?(?:ages?\s+)?(?:of\s+)?$",
    re.IGNORECASE,
)
_THING_BEHIND = re.compile(
    r"s\b|[\s-]+(?:\w+\s+)?(?:cars?|vans?|houses?|polic(?:y|ies)|reports?|systems?|buildings?|relationships?|records?|injur\w+|bruis\w+|scars?"
    r"|computers?|files?|complaints?|offences?|cases?|convictions?|guidance|marriage|data|information|protocol)\b",
    re.IGNORECASE,
)


def find_births(text: str, dates: tuple[re.Match[str], ...]) -> Iterator[tuple[int, int, Kind | None]]:
    """Where dates of birth stand: behind or before a word that says so, or a full date beside an age.

    `dates` is what `find_dates` found.
    """
    if _MAY_BE_BIRTH.search(text):
        yield from ((match.start(1), match.end(1), "birth") for match in _BORN_DIGITS.finditer(text))
    yield from ((match.start(), match.end(), "birth") for match in dates if _is_birth(match, text))


def find_days(
    text: str, dates: tuple[re.Match[str], ...], above: str, *, process: bool
) -> Iterator[tuple[int, int, Kind | None]]:
    """Where exact days stand; kind None for one that is a step of the review, as every one is with `process`.

    A month and a year is no exact day, nor is a weekday alone, nor a feast without its year. `dates` is
    what `find_dates` found, `above` the heading or the names of columns that the text stands below.
    """
    found = [match.span() for match in dates]
    if "/" in text:
        found += [match.span(1) for match in _WITHOUT_YEAR.finditer(text)]
    if any(word in text for word in _FEAST_WORDS):
        found += [match.span() for match in _FEAST.finditer(text)]
    judged: dict[str, bool] = {}
    for span in found:
        sentence = "" if process else _sentence(text, *span)
        if not process and sentence not in judged:
            judged[sentence] = _is_step(sentence, above)
        yield *span, None if process or judged[sentence] else "day"


def find_dates(text: str) -> Iterator[re.Match[str]]:
    """The exact days of a text but for feasts; most texts are passed over for want of a month or of figures."""
    small = text.lower()
    months = any(month in small for month in _MONTH_STARTS) and _MAY_BE_DATE.search(text)
    if months or _FIGURES.search(text):
        for match in _DATE.finditer(text):
            numbered = match["mark"] == "." and _NUMBERING.search(text[max(0, match.start() - 20) : match.start()])
            if not numbered:  # "see 1.2.10" is a section
                yield match


def _is_birth(match: re.Match[str], text: str) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    if _BORN_BEFORE.search(before) or _BORN_BEHIND.match(text, match.end()):
        return True
    with_year = any(match[f"year{n}"] for n in range(1, 9))
    return with_year and bool(_AGE_BEFORE.search(before) or _AGE_BEHIND.match(text, match.end()))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence or cell around a day; of a very long one a part, which neighbours share."""
    nearest = max(0, start // _SENTENCE - 1) * _SENTENCE
    furthest = (end // _SENTENCE + 2) * _SENTENCE
    first = max((match.end() for match in _SENTENCE_END.finditer(text, nearest, start)), default=nearest)
    behind = _SENTENCE_END.search(text, end, furthest)
    return text[first : behind.start() if behind else furthest]


def _is_step(sentence: str, above: str) -> bool:
    """Whether the sentence or cell of a day, or what stands above it, speaks of the review, the law or a plan.

    Not where the sentence speaks of something that happened.
    """
    if _HAPPENED.search(sentence):
        return False
    if _STEP.search(sentence) or _STEP_ABOVE.search(above):
        return True
    quiet = _STEP_IF_QUIET.search(sentence) or _STEP_IF_QUIET.search(above)
    return quiet is not None and _MAY_HAVE_HAPPENED.search(sentence) is None


def find_ages(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where the exact age of somebody under 18 stands, in figures or words, with the words that make it one.

    Whoever is meant: "a 6 year old", and "he drank from the age of 14" of a grown man. Not an age group, as a law or
    a service has it: "aged 16 and over", "under 16", "children aged 0-5", "16 year olds", "between the ages of
    16 and 18".
    """
    small = text.lower()
    for pattern, words in zip((*_AGES, *_AGES_OF_CHILD), _AGE_WORDS, strict=True):
        for match in pattern.finditer(text) if any(word in small for word in words) else ():
            before = text[max(0, match.start() - 30) : match.start()]
            if not _NOT_EXACT.search(before) and not _THING_BEHIND.match(text, match.end()):
                yield match.start(), match.end(), "age"
    for match in _BESIDE_NAME.finditer(text):
        if match[1].lower() not in english_words():
            group = 2 if match[2] else 3
            yield match.start(group), match.end(group), "age"
