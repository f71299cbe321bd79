"""The net: what it notices in a text, and that no name nobody listed gets through."""

from __future__ import annotations

from itertools import pairwise

import pytest
import yaml
from draft import CASES, finder, passed, register
from hypothesis import given
from hypothesis import strategies as st

from anonymise.detect import find
from anonymise.fold import find_words
from anonymise.lexicon import DAYS, MONTHS, TITLES, english_words
from anonymise.net import find_unlisted
from anonymise.sighting import Unanswered
from anonymise.vocabulary import build_vocabulary, find_phrases

TEXTS = yaml.safe_load((CASES / "net" / "texts.yml").read_text("utf-8"))
VOCABULARY = build_vocabulary(register(), ["ABC"])
ORDINARY = {*DAYS, *MONTHS, *TITLES, *(word[:3] for word in (*DAYS, *MONTHS)), *(f"{day}s" for day in DAYS), "sept"}


def seen(text: str, *, heading: bool = False) -> list[str | dict[str, str]]:
    """What the net notices, in the form of the cases."""
    findings = find(text, finder(), heading=heading)
    words = find_words(text)
    sightings = find_unlisted(text, words, findings, find_phrases(text, words, VOCABULARY), VOCABULARY, heading=heading)
    assert all(a.end <= b.start for a, b in pairwise(sightings))
    shown = [(text[s.start : s.end], s.kind) for s in sightings]
    return [words if kind == "name" else {words: kind} for words, kind in shown]


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["text"][:40])
def test_text(case: dict[str, object]) -> None:
    assert seen(str(case["text"]), heading=bool(case.get("heading"))) == case["net"]


LETTERS = st.characters(categories=["Ll"], max_codepoint=0x24F)
NAMES = st.text(LETTERS, min_size=2, max_size=12).map(str.capitalize)
FRAMES = st.sampled_from(
    ["{}", "{} was there.", "He told {} so.", "- {}", "{}, {}", "the {}’s house", "No. {}.", "({})"]
)


@given(NAMES.filter(lambda name: name.casefold() not in english_words() and name[0].isupper()), FRAMES)
def test_a_capitalised_word_that_is_in_no_list_is_noticed(name: str, frame: str) -> None:
    text = frame.replace("{}", name)
    found = [text[s.start : s.end] for s in find_unlisted(text, find_words(text), (), (), VOCABULARY)]
    listed = name.casefold() in ORDINARY or name.casefold().removesuffix("s") in english_words()
    assert listed or any(name.rstrip("’") in words for words in found)


def test_a_draft_counts_what_is_undecided_and_shows_it_with_aliases() -> None:
    given = passed(
        "Gareth Pryce met Shaun, and Shaun told Lowri.\n\nShe is with Tudor and Zeb.\n".replace("Tudor", "Kees")
    )
    assert given.safe.undecided == 3
    shaun = given.undecided[0]
    assert (shaun.text, shaun.kind, len(shaun.places)) == ("Shaun", "name", 2)
    assert (shaun.places[0].line, shaun.places[0].before, shaun.places[0].after) == (
        1,
        "Neil met",
        ", and Shaun told Beth.",
    )
    assert [one.text for one in given.undecided] == ["Shaun", "Kees", "Zeb"]
    assert "Shaun" not in repr(given.undecided)


@pytest.mark.parametrize("edition", ["intranet", "public"])
def test_other_editions_are_refused_while_something_is_undecided(edition: str) -> None:
    with pytest.raises(Unanswered) as caught:
        passed("He met Shaun.\n\nShe met Shaun.\n", edition=edition)  # type: ignore[arg-type] # one of the two
    assert [(p.line, p.rule) for p in caught.value.problems] == [(1, "name-undecided")]
    assert "Shaun" not in str(caught.value.problems[0])
    assert [one.text for one in caught.value.undecided] == ["Shaun"]


def test_a_question_hides_the_registered_name_and_loses_nothing() -> None:
    with pytest.raises(Unanswered) as caught:
        passed("Then Tudor met Shaun.\n")  # whose name Tudor is, nothing says
    (shaun,) = caught.value.undecided
    assert shaun.places[0].before == "Then […] met"
