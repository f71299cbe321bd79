"""The gate's own way of folding text.

In: a text as a file has it. Out: the same without accents, compatibility forms, apostrophes, invisible characters and
letters of other alphabets that look like Latin ones; and the ways in which a word may be written apart. The rule: no
code of the pass; case is kept, since it tells names from words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_GLUE = re.compile(
    "[\u0300-\u036f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u0483-\u0489\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u1ab0-\u1aff\u2de0-\u2dff\u3099\u309a\ua66f-\ua67d\ua69e\ua69f"
    "\ua8e0-\ua8f1\ufff9-\ufffb"
    "\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\U000e0000-\U000e01ef"
    "'\u2018\u2019\u201b\u02bc`\u00b4\u2032]|(?:\ufffe|\x02)\\s*"
)
"""What vanishes. The last two are how an engine says that a line of a PDF ends in the hyphen of a divided word."""
_LOOKS = str.maketrans(
    "łŁøØđĐðÐıħĦŧŦ\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
    "\u03bf\u03bd\u03c1\u03b1\u03b9\u03ba\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0251\u0261\u026a\u0280\u028f\u0274\u029f\u0299\u029c\u025b\u0192\u028b\u0269\u0180\u0268\u019a"
    "\u026b\u026d\u0237\u014b\u0253\u0257\u0256\u0266\u0271\u0272\u0273\u027d\u0282\u0288\u0289\u0290"
    "\u2c65\u023c\u0249\u01e5\u01c0\u0197\u0190\u0196\u014a\u0244\u023a\u023b\u023d\u0248\u01e4\ua7ae"
    "\u043a\u0442\u043f\u043d\u0432\u043c\u0433\u044c\u04af\u0475\u0423\u04ae\u0474\u0492\u04c0\u04cf"
    "\u04ba\u03b5\u03b7\u03c4\u03c5\u03c9\u03b3\u03c3\u03c7\u03b2\u03bc\u03c0",
    "lLoOdDdDihHtTaeopcyxijshdqwABEKMHOPCTXIJSovpaikABEZHIKMNOPTYX"
    "agirynlbhefvibillljnbddhmnnrstuzacjglIEINUACLJGIktnhbmrbyvYYVFIlHentuwyoxbun",
)
_LOOK = re.compile("[" + "".join(map(chr, _LOOKS)) + "æœÆŒßþÞ]")
"""Letters with strokes, and letters of other alphabets that are easily taken for Latin ones."""
_LONGER = {"æ": "ae", "œ": "oe", "Æ": "Ae", "Œ": "Oe", "ß": "ss", "þ": "th", "Þ": "Th"}
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011][ \t]*\r?\n\s*(?=[^\W\d_])")
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z])")
_PREFIXES = re.compile(r"\b(?:Mac|Fitz|Van|Von|De|Di|La|Le|Du)(?=[A-Z])")
_SPELLED = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][^\w\n]{1,3}){3,}[^\W\d_](?![^\W\d_])")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+")
_DIGITAL = re.compile(r"(?<![^\W_])[^\W\d_]+(?:[\d@$!]+[^\W\d_]+)+(?![^\W_])")
"""Digits and signs between letters; behind them a digit is the mark of a footnote."""
_DIGITS = tuple(str.maketrans("0134578@$!", f"o{one}eastbasi") for one in "il")
"""What some type for letters; a one is an i or an l."""
_SHORTEST = 4
"""Letters of a part that is looked for inside a word of mixed capitals, or in a row of letters."""
_LONGEST = 20
"""Letters of the longest name that is looked for in a row of letters."""


def unfold(text: str) -> str:
    """A text without accents, compatibility forms, apostrophes and invisible characters, in its own case."""
    if text.isascii():
        text = text.replace("'", "").replace("`", "")
        return _GLUE.sub("", text) if "\x02" in text else text
    plain = _GLUE.sub("", unicodedata.normalize("NFKD", text))
    if _LOOK.search(plain):  # looking is faster than translating, and most texts have none
        plain = plain.translate(_LOOKS)
        for letter, letters in _LONGER.items():
            plain = plain.replace(letter, letters)
    return plain


def respell(plain: str) -> Iterator[str]:
    """Further texts to look through: words over a line's end, of mixed capitals, with hyphens, with digits for
    letters, letter by letter.
    """
    if _BROKEN.search(plain):
        yield _BROKEN.sub("", plain)
    camels = [_CAMEL.split(_PREFIXES.sub("", word)) for word in dict.fromkeys(_camel_words(plain))]
    if camels:
        yield "\n".join(" ".join(part for part in parts if len(part) >= _SHORTEST) for parts in camels)
    compounds = dict.fromkeys(_COMPOUND.findall(plain))
    if compounds:
        yield "\n".join(re.sub(r"\W", "", compound) for compound in compounds)
    disguised = dict.fromkeys(_DIGITAL.findall(plain))
    read = [word.translate(digits) for word in disguised if len(word) >= _SHORTEST for digits in _DIGITS]
    if disguised:
        yield "\n".join(word for word in read if word.isalpha())
    spelled = dict.fromkeys(word for run in _SPELLED.findall(plain) for word in _spelled_words(run))
    if spelled:
        yield "\n".join(spelled)


def _spelled_words(run: str) -> Iterator[str]:
    """What may be spelled in a row of single letters: it starts with the row or with a capital, and ends anywhere."""
    letters = re.sub(r"[\W\d_]", "", run)
    for start in (n for n, letter in enumerate(letters) if not n or letter.isupper()):
        for end in range(start + _SHORTEST, min(len(letters), start + _LONGEST) + 1):
            yield letters[start:end].capitalize()


def _camel_words(plain: str) -> Iterator[str]:
    for found in _CAMEL.finditer(plain):
        start = end = found.start()
        while start and plain[start - 1].isalnum():
            start -= 1
        while end < len(plain) and plain[end].isalnum():
            end += 1
        yield plain[start:end]
