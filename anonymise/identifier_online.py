"""Addresses and accounts on the internet.

In: a text. Out: where e-mail addresses, web addresses and names of accounts stand. The rule: only what leads to a
public body as a whole, or to national law and guidance, is nobody's address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from anonymise.lexicon import english_words
from anonymise.sighting import Kind

_ENDING = """(?:com|org|net|info|biz|uk|wales|cymru|scot|london|eu|ie|co|io|tv|fm|app|dev|online|site|blog|club|xyz
    |social|chat|news|pl|ro|lt|pk|nl|de|fr|es|pt)"""
_WORDLIKE = "(?:me|in|it|is|to|be|am|us|at|ly|gg|gl|so)"
"""Endings that are words, as after a full stop without a space: only with a path behind them."""
_TAIL = r"""(?:[/?\#][^\s<>"“”]*[^\s<>"“”.,;:!?)\]'’])?/?"""
_EMAIL = re.compile(
    r"(?<![\w.!#$%&'*+=?^{|}~-])[\w.!#$%&'*+=?^{|}~-]*\w\s?(?:@|\[at\]|\(at\))\s?\w[\w-]*(?:(?:\.|\s?(?:\[dot\]|\(dot\))\s?)[\w-]*\w)+",
    re.IGNORECASE,
)
_WEB = re.compile(
    rf"""\b(?:(?:https?|ftp)://[^\s<>"“”]*[^\s<>"“”.,;:!?)\]'’]
    | www\.[\w-]+(?:\.[\w-]+)*{_TAIL}
    | (?<![@\w.-])(?:[a-z0-9][a-z0-9-]*\.)+(?:{_ENDING}\b{_TAIL} | {_WORDLIKE}/[^\s<>"“”]*[\w/]))""",
    re.IGNORECASE | re.VERBOSE,
)
_MAY_BE_WEB = re.compile(r"://|\w\.[a-z]", re.IGNORECASE)
_PUBLIC_BODY = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:gov\.uk|nhs\.uk|police\.uk|parliament\.uk|gov\.wales|gov\.scot)/?", re.IGNORECASE
)
_NATIONAL = re.compile(
    r"(?:https?://)?(?:www\.)?(?:gov\.uk|legislation\.gov\.uk|nice\.org\.uk|nhs\.uk)(?:/[^\s]*)?", re.IGNORECASE
)
_AT = re.compile(r"(?<![\w.@/])@\w(?:[\w.]*\w)?", re.ASCII)
_PLATFORM = re.compile(
    r"""\b(?:facebook|fb|instagram|insta|snapchat|snap|twitter|tiktok|whatsapp|telegram|messenger|skype|xbox|playstation|psn
    |kik|tinder|bumble|grindr|onlyfans|linkedin|youtube|discord|reddit|gamer\s?tag|user\s?name|screen\s?name|online\s+name
    |handle)\b
    (?P<what>(?:\s+(?:user\s?name|name|account|profile|page|handle|id|tag|gamertag))*)
    (?P<link>\s*[:=–-]\s*|(?:,?\s+(?:is|was|of|as|called|named|under|in\s+the\s+name(?:\s+of)?))+\s+|\s+)
    (?P<value>[“"'‘][^”"'’\n]{2,40}[”"'’] | [A-Z][\w.'’-]*\w(?:\s+[A-Z][\w.'’-]*\w){1,2} | \w[\w.-]*\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_OWN_NAME = re.compile(r"gamer|user|screen|online", re.IGNORECASE)
"""What says by itself that a name follows; one may also handle something."""
_PLATFORM_WORDS = (
    *("facebook", "fb", "insta", "snap", "twitter", "tiktok", "whatsapp", "telegram", "messenger", "skype", "xbox"),
    *(
        "playstation",
        "psn",
        "kik",
        "tinder",
        "bumble",
        "grindr",
        "onlyfans",
        "linkedin",
        "youtube",
        "discord",
        "reddit",
    ),
    *("tag", "user", "screen", "online", "handle"),
)
_NAME_LIKE = re.compile(r"name|handle|tag|\bid\b|called|under", re.IGNORECASE)


def find_online(text: str) -> Iterator[tuple[int, int, Kind | None]]:
    """Where e-mail addresses, web addresses and account names stand; kind None for an address of a public body.

    An account is "@name", or what follows the name of a platform and says that it is a name: a colon, "called", "user
    name"; there an ordinary word is none.
    """
    if "@" in text or "(at)" in text or "[at]" in text:
        yield from ((match.start(), match.end(), "email") for match in _EMAIL.finditer(text))
        yield from ((match.start(), match.end(), "handle") for match in _AT.finditer(text) if len(match[0]) > 2)
    if _MAY_BE_WEB.search(text):
        for match in _WEB.finditer(text):
            public = _PUBLIC_BODY.fullmatch(match[0]) or _NATIONAL.fullmatch(match[0])
            yield match.start(), match.end(), None if public else "web"
    small = text.lower()
    for match in _PLATFORM.finditer(text) if any(word in small for word in _PLATFORM_WORDS) else ():
        if span := _account(match):
            yield (*span, "handle")


def _account(match: re.Match[str]) -> tuple[int, int] | None:
    value, start = match["value"], match.start("value")
    if value[0] in "“\"'‘":
        says = _NAME_LIKE.search(match[0][: -len(value)]) or not match["link"].isspace()
        return (start + 1, match.end() - 1) if says else None
    words = value.split()
    strange = [any(c.isdigit() or c in "_." for c in word) or word.lower() not in english_words() for word in words]
    if len(words) > 1 and not all(word[0].isupper() for word in words):
        words, strange = words[:1], strange[:1]  # IGNORECASE is for the platform's name
    end = start + len(" ".join(words)) if len(words) == 1 else match.end()
    odd = any(c.isdigit() or c == "_" for c in value)
    told = match["link"].strip() in (":", "=") or _NAME_LIKE.search(match["what"] + match["link"])
    own = _OWN_NAME.match(match[0]) and (odd or words[0][0].isupper())
    return (start, end) if any(strange) and (odd or told or own) and not value.isdigit() else None
