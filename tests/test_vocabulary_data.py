"""What the shipped vocabulary may hold: it takes words out of an author's list, so a name in it would pass unseen."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from anonymise.lexicon import TITLES, english_words, name_words

FOLDER = Path(__file__).parent.parent / "anonymise" / "data" / "vocabulary"
AT_LEAST = {
    "acronyms": 700,
    "acronyms-names": 20,
    "agencies": 2000,
    "helplines": 15,
    "places": 2000,
    "places-names": 500,
    "programmes": 800,
    "statutes": 500,
    "words": 400,
}
ALSO_NAMES = {
    "DASH": "the field's risk checklist, in capitals; as a name it is rare",
}
"""Single words of the lists that are names as well, with what speaks for them."""
COMMON_NAMES = """aaron adams ahmed ali alice amy andrew anna barry begum brian brown carol chloe claire clare
    clark craig daniel david davies diane emma evans fiona gary george hall hamilton hannah harris harry hughes
    hussain ian jack jackson james jane janet jean john johnson jones julie karen kate kelly kerry kevin khan
    kimberley lee lewis linda lisa louise lucy margaret maria mary michael miller mitchell mohammed morris
    muhammad nelson nicola olivia patel paul peter phillips rachel rebecca richard robert roberts robinson ross
    sarah scott shah sharon simon singh smith stanley stephen steven stewart susan taylor thomas thompson tracey
    turner victoria walker watson wendy william williams wilson""".split()  # noqa: SIM905 - a list of a hundred strings is harder to read


def entries(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_bytes().decode("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def terms(name: str) -> list[str]:
    return [entry.partition("\t")[0] for entry in entries(name)]


def test_every_list_is_tested() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(AT_LEAST)


@pytest.mark.parametrize("name", sorted(AT_LEAST))
class TestList:
    def test_says_what_it_is(self, name: str) -> None:
        lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        head = [line for line in lines if line.startswith("#")]
        assert head == lines[: len(head)]
        assert len(head) >= 2
        assert head[-1].endswith("Its licence is the project's: LICENSE.")

    def test_is_long_enough(self, name: str) -> None:
        assert len(entries(name)) >= AT_LEAST[name]

    def test_is_sorted_and_has_nothing_twice(self, name: str) -> None:
        folded = [term.casefold() for term in terms(name)]
        assert folded == sorted(set(folded))

    def test_has_clean_lines(self, name: str) -> None:
        for entry in entries(name):
            assert entry == unicodedata.normalize("NFC", entry)
            assert all(part and part == " ".join(part.split()) for part in entry.split("\t")), entry
            assert "\u2019" not in entry, "the lists write an apostrophe straight"


def test_an_acronym_has_one_meaning_beside_it() -> None:
    assert all(entry.count("\t") == 1 for entry in entries("acronyms"))
    assert not [term for term in terms("acronyms") if " " in term or not any(letter.isupper() for letter in term)]


def test_only_acronyms_have_a_tab() -> None:
    assert not [entry for name in AT_LEAST if name != "acronyms" for entry in entries(name) if "\t" in entry]


@pytest.mark.parametrize("whole", ["places", "acronyms"])
def test_what_is_also_a_name_is_part_of_the_list(whole: str) -> None:
    assert set(entries(f"{whole}-names")) <= set(terms(whole))


@pytest.mark.parametrize("name", ["agencies", "programmes", "statutes", "words"])
def test_no_single_word_is_a_name(name: str) -> None:
    single = {term for term in terms(name) if " " not in term}
    names = {term for term in single if term.casefold() in name_words() | set(COMMON_NAMES)}
    assert names <= set(ALSO_NAMES)


def test_a_place_that_is_a_name_is_marked() -> None:
    marked = {term.casefold() for term in terms("places-names")}
    unmarked = {term.casefold() for term in terms("places")} - marked
    assert unmarked.isdisjoint(name_words())
    assert {term.casefold() for term in terms("places")}.isdisjoint(COMMON_NAMES)


def test_no_entry_is_a_title() -> None:
    lists = ("agencies", "places", "programmes", "statutes", "words")
    alone = {term.casefold() for name in lists for term in terms(name)} & TITLES
    assert alone == {"cllr"}  # no English word; what follows it is a name all the same


def test_words_are_what_the_word_list_lacks() -> None:
    assert not [term for term in terms("words") if term.casefold() in english_words()]
