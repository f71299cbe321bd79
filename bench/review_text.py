"""Invented reviews with every mention of a person labelled.

In: a seed. Out: a `Review`: its register with one full name a person, lines of Markdown, and who is meant where. The
rule: the same seed gives the same review, and each label's offsets cut exactly what it says out of the text.

The people are chosen to be hard: relatives who share surnames, names that are words or months, particles, hyphens,
names that neighbours and professionals have too.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anonymise.register import Person, Register, Words
from anonymise.sighting import Kind

UNLISTED = "unlisted"
"""The label of somebody, or a place, that nobody has listed."""
IDENTIFIER = "identifier"
"""The label of a number or an address that tells who somebody is."""
ASKED = frozenset(["plural", "couple", "handle", "small", "hashtag", "mail", "half", "order"])
"""Kinds that mean several people or stand in no clean form: the pass may ask, and never replace the first two."""
BESIDE = frozenset(["typo", "nickname", "letters"])
"""Kinds that are in no register: for near misses and the net, not for the pass."""


def unaccented(text: str) -> str:
    """A text as people type it who have no accents on their keyboard."""
    return text.translate(str.maketrans("łśńâŁŚŃÂ", "lsnaLSNA"))


@dataclass(frozen=True, slots=True)
class Mention:
    """Where somebody is meant."""

    start: int
    """Offset of its first character in the text of its line."""
    end: int
    """Offset behind its last."""
    person: str
    """An id, several ids with spaces, `UNLISTED` or `IDENTIFIER`."""
    kind: str
    """How it is written: "full", "titled", "typo" ..."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the review's Markdown, and nothing else of its block."""

    before: str
    """Marks of Markdown in front of the text, rows of a table's head among them."""
    text: str
    after: str
    """Marks behind it."""
    mentions: tuple[Mention, ...]
    """In order, disjoint."""


@dataclass(frozen=True, slots=True)
class Review:
    """A register and a text about its people."""

    register: Register
    lines: tuple[Line, ...]

    def markdown(self) -> tuple[str, tuple[int, ...]]:
        """The section's Markdown, and the number of the line on which each text stands, from 1."""
        text, numbers = "", []
        for line in self.lines:
            text += line.before
            numbers.append(text.count("\n") + 1)
            text += line.text + line.after + "\n\n"
        return text, tuple(numbers)

    def mentions(self) -> Iterator[tuple[int, int, Mention]]:
        """Every label with its offsets in the Markdown."""
        at = 0
        for line in self.lines:
            at += len(line.before)
            yield from ((at + mention.start, at + mention.end, mention) for mention in line.mentions)
            at += len(line.text) + len(line.after) + 2


ALIASES = "Peter Kate Tom Sally Brian Wendy Colin Judith Roger Denise Keith Paula Nigel Janet".split()  # noqa: SIM905 - easier to read
FAMILIES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Mr", "Daniel James Marsh"), ("Ms", "Rebecca Anne Hale"), ("", "Oliver Hale"), ("Mrs", "Susan Hale")),
    (("Mrs", "Lisa Marsh"), ("Mr", "Stephen Marsh"), ("Ms", "Joanna Hale-Marsh")),
    (("Ms", "Rose Page"), ("Mr", "Mark Young"), ("", "Grace Young"), ("Mr", "Will Page")),
    (("Ms", "Hope May"), ("Mr", "Frank Rivers"), ("Mrs", "Joy Rivers")),
    (("Mr", "Iestyn Llywelyn Rhys"), ("Ms", "Siân ap Gwynfor"), ("Mrs", "Angharad Rhys")),
    (("Mr", "Grzegorz Wiśniewski"), ("Mrs", "Małgorzata Wiśniewska"), ("", "Zofia Wiśniewska")),
    (("Mrs", "Harpreet Kaur Sandhu"), ("Mr", "Jaswinder Singh Sandhu"), ("Ms", "Nasreen Begum"), ("Mr", "Imran Khan")),
    (("Mr", "Patrick O'Driscoll"), ("Mrs", "Maeve O'Driscoll"), ("Ms", "Fiona McAllister"), ("Mr", "Jean de la Cruz")),
    (("Dr", "Anneke van der Meulen"), ("Ms", "Philippa Askew-Rudd"), ("", "Sukarno")),
)
NICKNAMES = {"Daniel": "Danny", "Rebecca": "Becky", "Susan": "Sue", "Stephen": "Steve", "Philippa": "Pippa"}
STRANGERS = (
    ("Mrs Helen Dunmore", "Mrs Dunmore", "Helen Dunmore", "Dunmore"),
    ("DI Karen Whitlock", "DI Whitlock", "Whitlock"),
    ("Dr Anil Mehta", "Dr Mehta", "Anil"),
    ("PC 4471 Brannigan", "PC Brannigan", "Brannigan"),
    ("Cllr Yusuf Adeyemi", "Adeyemi", "Yusuf"),
)
PLACES = ("Thornaby Road", "Ketterwell", "the Black Swan", "Saint Oswin's School", "Brackendale Court")
VOCABULARY = Words(
    ("Northshire Police", "Northshire Council", "Northshire NHS Trust"),
    ("Northshire",),
    (("MARAC", "Multi-Agency Risk Assessment Conference"), ("IMR", "Individual Management Review"), ("GP", "")),
    ("Panel", "Review", "Trust", "Council", "Police"),
)
IDENTIFIERS: Mapping[Kind, str] = {
    "phone": "020 7946 0958",
    "nhs-number": "943 476 5919",
    "postcode": "NS4 7QT",
    "email": "r.smith81@example.org",
    "web": "www.example.org/r-smith",
    "handle": "@r_smith81",
    "vehicle": "AB12 CDE",
    "national-insurance": "AB123456C",
    "reference": "NSP/24601/13",
    "address": "14 Brackendale Court",
    "birth": "born on 3 March 1987",
    "day": "3 March 2012",
    "age": "aged 7 years and 4 months",
}
"""One of each kind that is no name."""
SENTENCES = (
    "In 2011 {p} told the health visitor that things were better.",
    "{p} and {p} moved into the flat in the spring.",
    "The officer spoke to {p} at the door, and {p} said that nothing had happened.",
    "{u} heard shouting and called the police, who found {p} outside.",
    "The IMR by Northshire Council says that {p} was seen twice by {u}.",
    "A neighbour, {u}, remembered {p} as quiet; she had known {p}’s mother.",
    "Northshire Police recorded the call as a verbal argument between {p} and {p}.",
    'When asked, {p}\'s sister said: "I told {p} to leave."',
    "The MARAC discussed {p} (and the risk to {p}) in June.",
    "{p} came with {p} and {u} to the meeting at {l}.",
    "It was {p}, not {p}, who rang {l} that night.",
    "He gave his number as {i} and asked for {p}.",
    "The letter of {u} to {p} was sent to {i}.",
    "{P}. The panel thanks the family.",
    "“{p} was a lovely man,” said {u}; “{p} would do anything for {p}.”",
)
EMPTY = (
    "Rose petals lay on the path. Will they come back? Mark the date.",
    "In May 2013 the Trust wrote a new policy; see page 4 of it.",
    "Hope is not a plan, and grace periods are no help to young people.",
    "May it be said that practice was good in many respects.",
    "Young people need more than advice. Page 12 says why.",
    "Joy and grief stood side by side. Rivers rose that winter, the GP wrote.",
    "The Panel noted that the Review had no access to hospital files.",
    "MARCH 2012: NO FURTHER ACTION. APRIL 2012: CASE CLOSED.",
    "Frank advice was given; the police were called twice, and again on Friday.",
)
HEADINGS = ("## What {p} told agencies", "## CONTACT WITH {c}", "### {p} and {p}", "## Events in May", "## {t}")
ROWS = (
    "2009 | {p} | Referral to {u}",
    "{m} | GP | Low mood",
    "{p} | {p} | No further action",
    "{s} | Child | {i}",
    "{u} | Northshire Police | {p} seen at {l}",
    "GP | {t} and {t} | none",
)


def make_review(seed: int, length: int = 150) -> Review:
    """Make a review of about `length` lines; the same for the same seed."""
    return _Writer(random.Random(seed)).review(length)


class _Writer:
    """Writes one review."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        families = chance.sample(FAMILIES, 3)
        # Not two names that only a guess could tell apart: the first family's members stay together.
        self.people = {f"P{n}": person for n, person in enumerate((p for f in families for p in f), 1)}
        self.own = list(self.people)

    def review(self, length: int) -> Review:
        """The whole of it."""
        return Review(self._register(), tuple(self._line() for _ in range(length)))

    def _register(self) -> Register:
        people: dict[str, Person] = {}
        sexes = {"Mr": "male", "Mrs": "female", "Ms": "female"}
        for (id, (title, name)), alias in zip(self.people.items(), ALIASES, strict=False):
            people[id] = Person(id, name, alias, "other", "", title, sexes.get(title, ""), (), 0, "", None)
        return Register(people, (), (), (), (), invented=True, lines={}, vocabulary=VOCABULARY)

    def _line(self) -> Line:
        kind = self.chance.random()
        if kind < 0.12:
            return self._fill("", self.chance.choice(EMPTY), "")
        if kind < 0.2:
            mark, _, text = self.chance.choice(HEADINGS).partition(" ")
            return self._fill(mark + " ", text, "\n\nText.")
        if kind < 0.35:
            row = self.chance.choice(ROWS)
            return self._fill("| A | B | C |\n| --- | --- | --- |\n| ", row, " |")
        if kind < 0.42:
            return self._fill("- ", self.chance.choice(SENTENCES), "")
        return self._fill("", self.chance.choice(SENTENCES), "")

    def _fill(self, before: str, template: str, after: str) -> Line:
        text, mentions = "", []
        while "{" in template:
            plain, _, rest = template.partition("{")
            slot, _, template = rest.partition("}")
            text += plain
            for gap, words, person, kind in self._slot(slot):
                text += gap
                mentions.append(Mention(len(text), len(text) + len(words), person, kind))
                text += words
        return Line(before, text + template, after, tuple(mentions))

    def _slot(self, slot: str) -> list[tuple[str, str, str, str]]:
        """What stands in a slot: the words before each name, the name, whose it is, how it is written."""
        if slot in "ul":
            return self._stranger() if slot == "u" else [("", self.chance.choice(PLACES), UNLISTED, "place")]
        if slot == "i":
            what, value = self.chance.choice(tuple(IDENTIFIERS.items()))
            return [("", value, IDENTIFIER, what)]
        id = self.chance.choice(self.own)
        forms = self._forms(id)
        wanted = {
            "P": ("comma", "full"),
            "c": ("capitals",),
            "t": ("titled", "full"),
            "m": ("comma",),
            "s": ("surname",),
        }
        kinds = [kind for kind in wanted.get(slot, tuple(forms)) if kind in forms] or ["full"]
        kind = self.chance.choice(kinds)
        if kind in ("couple", "pair"):
            return self._together(id, kind)
        return [("", forms[kind], self._of(id) if kind == "plural" else id, kind)]

    def _stranger(self) -> list[tuple[str, str, str, str]]:
        """Somebody whom nobody listed; sometimes with half of a name that somebody registered has."""
        if self.chance.random() < 0.75:
            return [("", self.chance.choice(self.chance.choice(STRANGERS)), UNLISTED, "stranger")]
        words = self.people[self.chance.choice(self.own)][1].split()
        if len(words) < 2:
            return [("", "Ketterick", UNLISTED, "stranger")]
        namesake = self.chance.choice([f"{words[0]} Dunmore", f"Kevin {words[-1]}", f"Sgt {words[-1]}"])
        return [("", namesake, UNLISTED, "namesake")]

    def _together(self, id: str, kind: str) -> list[tuple[str, str, str, str]]:
        """Two people of one surname."""
        surname = self.people[id][1].split()[-1]
        same = self._of(id).split()
        if kind == "couple":
            return [("", f"Mr and Mrs {surname}", self._of(id), "couple")]
        other = next((one for one in same if one != id), id)
        first, second = (self.people[one][1].split() for one in (id, other))
        return [("", first[0], id, "given"), (" and ", f"{second[0]} {second[-1]}", other, "full")]

    def _of(self, id: str) -> str:
        """The ids of all who share a person's surname."""
        surname = self.people[id][1].split()[-1]
        return " ".join(one for one, (_, name) in self.people.items() if name.split()[-1] == surname)

    def _forms(self, id: str) -> Mapping[str, str]:
        """Every way of writing a person, by kind."""
        title, name = self.people[id]
        words = name.split()
        if len(words) == 1:
            return {"full": name, "capitals": name.upper(), "typo": self._slip(name)}
        first = words[0]
        small = len(words) - 1
        while small > 1 and words[small - 1] in ("la", "de", "der", "van", "ap"):
            small -= 1
        surname = " ".join(words[small:])
        forms = {
            "full": f"{first} {surname}",
            "whole": name,
            "given": first,
            "surname": surname,
            "initial": f"{first[0]}. {surname}",
            "initials": f"{' '.join(word[0] + '.' for word in words[:small])} {surname}",
            "comma": f"{surname}, {first}",
            "capitals": f"{first} {surname}".upper(),
            "small": f"{first} {surname}".lower(),
            "handle": f"@{first}{words[-1]}".lower().replace("'", "").replace("-", ""),
            "plural": f"the {words[-1]}{'es' if words[-1].endswith(('s', 'sh')) else 's'}",
            "hard": f"{first}\u00a0{surname}",
            "order": f"{surname} {first}",
            "bare": unaccented(f"{first} {surname}"),
            "hashtag": f"\\#JusticeFor{first}",
            "mail": unaccented(f"{first}.{words[-1]}@example.org".lower().replace("'", "")),
            "typo": f"{self._slip(first)} {surname}" if self.chance.random() < 0.5 else self._slip(words[-1]),
            "letters": f"{first[0]}.{words[-1][0]}.",
        }
        if title:
            forms |= {
                "titled": f"{title} {surname}",
                "dotted": f"{title}. {surname}",
                "both": f"{title} {first} {surname}",
            }
        if small < len(words) - 1:
            forms["particle"] = f"{surname[0].upper()}{surname[1:]}"
        if "-" in surname and not any(
            other.endswith(" " + surname.partition("-")[0]) for _, other in self.people.values()
        ):
            forms["half"] = f"Mrs {surname.partition('-')[0]}"
        if first in NICKNAMES:
            forms["nickname"] = NICKNAMES[first]
        if len(self._of(id).split()) > 1:
            forms |= {"couple": "", "pair": ""}
        return forms

    def _slip(self, word: str) -> str:
        """A word with a typing slip: two letters the wrong way round, one too many, too few or another one."""
        at = self.chance.randrange(1, max(2, len(word) - 1))
        slips = [
            word[:at] + word[at : at + 1] + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + "e" + word[at + 1 :],
        ]
        slips.append(word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :])
        return self.chance.choice([slip for slip in slips if slip != word])
