"""What the pass promises for any register and any text."""

from __future__ import annotations

import unicodedata

from draft import safe, texts
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from anonymise.alias import check_aliases
from anonymise.detect import Finder
from anonymise.fold import fold
from anonymise.forms import build_index
from anonymise.gate import find_leaks, make_needles
from anonymise.register import Person, Register
from anonymise.surface import Surface
from report.problems import Problems

ALIASES = ("Peter", "Kate", "Tom", "Kate's mother", "the neighbour", "Subject E")
PLAIN = (
    "the",
    "police",
    "came",
    "and",
    "spoke",
    "in",
    "house",
    "review",
    "MARAC",
    "Council",
    "on",
    "saw",
    "at",
    "2013",
)
LETTERS = "abcdefghiklmnoprstuvwyzéüłñøšž"
LINKS = (" ", "\n", "\u00a0", " \u00ad")


def capital(word: str) -> str:
    return word[0].upper() + word[1:]


WORD = st.text(LETTERS, min_size=4, max_size=8).map(capital)
SURNAME = st.one_of(
    WORD,
    st.tuples(WORD, WORD).map("-".join),
    WORD.map(lambda word: f"O'{word}"),
    WORD.map(lambda word: f"van der {word}"),
)
TITLES = st.sampled_from(["", "Mr", "Mrs", "Ms", "Dr"])


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """Up to five people, some of one family, with aliases that are nobody's name."""
    surnames = draw(st.lists(SURNAME, min_size=1, max_size=3))
    people: dict[str, Person] = {}
    for n in range(draw(st.integers(1, 5))):
        given_names = draw(st.lists(WORD, min_size=1, max_size=3))
        name = " ".join([*given_names, draw(st.sampled_from(surnames))])
        also = tuple(draw(st.lists(WORD, max_size=1)))
        people[f"P{n}"] = Person(f"P{n}", name, ALIASES[n], "other", "", draw(TITLES), "", also, 0, "", None)
    register = Register(people, (), (), (), (), invented=True, lines={})
    assume(not check_aliases(Finder(build_index(register), register)))
    assume(not {word for person in people.values() for word in fold(person.name)} & set(fold(" ".join(PLAIN))))
    return register


@st.composite
def mentions(draw: st.DrawFn, register: Register) -> str:
    """One way of writing one person of the register."""
    person = draw(st.sampled_from(list(register.people.values())))
    words = person.name.split()
    forms = [person.name, words[0], words[-1], f"{words[0]} {words[-1]}", f"{words[0][0]}. {words[-1]}", *person.also]
    forms += [f"{person.title} {words[-1]}"] if person.title else []
    form = draw(st.sampled_from(forms))
    form = draw(st.sampled_from([form, form.upper(), unicodedata.normalize("NFD", form), form.replace("'", "’")]))
    form = form.replace(" ", draw(st.sampled_from(LINKS)))
    form += draw(st.sampled_from(["", "'s", "’s", "s", "'"]))
    return draw(st.sampled_from(["{}", "*{}*", "**{}**", "“{}”", "[{}](https://www.example.org)", "({})"])).format(form)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Register, str]:
    register = draw(registers())
    pieces = draw(st.lists(st.one_of(mentions(register), st.sampled_from(PLAIN)), min_size=1, max_size=8))
    text = ""
    for piece in pieces:
        text += piece + draw(st.sampled_from([" ", ". ", ", ", "; ", "\n"]))
    return register, "Then " + text


def published(text: str, register: Register) -> list[str]:
    return [found for block in safe(text, of=register).sections[0].blocks for found in texts(block)]


@settings(max_examples=300)
@given(cases())
def test_no_form_survives(case: tuple[Register, str]) -> None:
    """Either the author is asked, or no word of any name is left: the gate finds nothing."""
    register, text = case
    try:
        found = published(text, register)
    except Problems as asked:
        assert all(problem.rule.startswith("name-") for problem in asked.problems)
        return
    needles = make_needles(register, ())
    assert [hit for line in found for hit in find_leaks(Surface("text", line), needles)] == []


@settings(max_examples=200)
@given(cases())
def test_the_pass_changes_nothing_the_second_time(case: tuple[Register, str]) -> None:
    register, text = case
    try:
        once = published(text, register)
    except Problems:
        return
    escaped = [line.replace("*", r"\*").replace("[", r"\[") for line in once]
    again = [found for line in escaped for found in published(line, register)]
    assert again == [" ".join(line.split()) for line in once if not line.startswith("http")]


@settings(max_examples=200)
@given(
    registers(),
    st.lists(st.sampled_from([*PLAIN, *ALIASES, "Neil", "rose", "May", "Smith's"]), min_size=1, max_size=12),
)
@example(Register({}, (), (), (), (), invented=True, lines={}), ["Gareth"])
def test_text_without_a_form_stays(register: Register, words: list[str]) -> None:
    text = " ".join(words)
    forms = {word for person in register.people.values() for name in (person.name, *person.also) for word in fold(name)}
    assume(
        not forms & {stem for word in fold(text) for stem in (word, word.removesuffix("s"), word.removesuffix("es"))}
    )
    assert published(text, register) == [text]
