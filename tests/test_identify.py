"""What identifies without naming, and what nearly names: case by case, and what both promise for any text."""

from __future__ import annotations

import re
import string
from itertools import pairwise

import pytest
import yaml
from draft import CASES, finder, register
from hypothesis import assume, given
from hypothesis import strategies as st

from anonymise.detect import find
from anonymise.fold import fold
from anonymise.identifier import find_identifiers
from anonymise.lexicon import english_words
from anonymise.near import build_near, find_near
from anonymise.nickname import nicknames_of
from anonymise.register import EMPTY
from anonymise.sighting import Sighting
from anonymise.watch import build_watch, notice, notice_in_address

IDENTIFY = CASES / "identify"
NEAR = build_near(register())
NAMES = sorted(name for name in NEAR.exact if len(name) > 4)


def cases(name: str) -> list[object]:
    return [
        pytest.param(case, id=case["text"] or "empty") for case in yaml.safe_load((IDENTIFY / name).read_text("utf-8"))
    ]


def shown(text: str, sightings: tuple[Sighting, ...]) -> list[str]:
    return [f"{one.kind}: {text[one.start : one.end]}" for one in sightings]


@pytest.mark.parametrize(
    "case", [case for path in sorted(IDENTIFY.glob("*.yml")) if path.stem != "near" for case in cases(path.name)]
)
def test_an_identifier(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert (
        shown(text, find_identifiers(text, process=bool(case.get("process")), above=str(case.get("above", ""))))
        == case["found"]
    )


@pytest.mark.parametrize("case", cases("near.yml"))
def test_a_near_miss(case: dict[str, object]) -> None:
    text = re.sub(r"[\[\]]", "", str(case["text"]))
    brackets = [match.start() - 2 * n for n, match in enumerate(re.finditer(r"\[", str(case["text"])))]
    ends = [match.start() - 2 * n - 1 for n, match in enumerate(re.finditer(r"\]", str(case["text"])))]
    found = find_near(text, NEAR, list(zip(brackets, ends, strict=True)))
    assert shown(text, found) == case["found"]
    assert sorted({id for one in found for id in one.resembles}) == case.get("who", [])


@st.composite
def slips(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(NAMES))
    at = draw(st.integers(0, len(name)))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    swapped = name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
    slip = draw(st.sampled_from([name[:at] + letter + name[at:], name[:at] + name[at + 1 :], swapped]))
    return draw(st.sampled_from([slip, name[:at] + letter + name[at + 1 :]]))


@given(slips(), st.sampled_from(["We met {} there.", "with {}’s friend", "x\n{}", "a/{}.jpg"]), st.booleans())
def test_every_single_slip_is_found(slip: str, frame: str, capital: bool) -> None:
    stems = {slip, slip.removesuffix("s"), slip.removesuffix("es")}
    assume(not stems & NEAR.exact and not {slip, slip + "s"} & english_words())
    text = frame.format(slip.capitalize() if capital else slip)
    at = frame.index("{")
    assume(capital or not stems & NEAR.nicknames.keys())
    assert any(one.start == at and one.end >= at + len(slip) and one.resembles for one in find_near(text, NEAR, ()))


@given(
    st.text(st.sampled_from("01279 /.-:@()+'’ABSabcmy\n\u00ad"), max_size=40),
    st.sampled_from(["", "tel ", "DOB ", "aged "]),
)
def test_sightings_are_sorted_and_disjoint(text: str, before: str) -> None:
    found = find_identifiers(before + text)
    assert all(0 <= one.start < one.end <= len(before + text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(
    st.sampled_from(["07700 900123", "ab123456c", "TS1 3AB", "17/2/13", "kim@example.org", "aged 6"]), st.integers(1, 5)
)
def test_invisible_characters_hide_nothing(value: str, at: int) -> None:
    text = f"x {value[:at]}\u200b{value[at:]} y"
    assert [(one.start, one.end) for one in find_identifiers(text)] == [(2, len(text) - 2)]


def test_nobody_is_near_to_nobody() -> None:
    assert find_near("Gareth Pryce and Garreth", build_near(EMPTY), ()) == ()


def test_what_is_covered_is_not_listed() -> None:
    assert find_near("Garreth", NEAR, [(0, 7)]) == ()


def test_nicknames_work_both_ways() -> None:
    assert {"becky", "becca"} <= nicknames_of("Rebecca")
    assert "rebecca" in nicknames_of("Becky")
    assert "becca" not in nicknames_of("Becky")
    assert nicknames_of("Nobody") == nicknames_of("") == frozenset()


def test_the_list_of_nicknames_is_in_order() -> None:
    text = (CASES.parent.parent / "anonymise" / "data" / "nicknames.txt").read_text("utf-8")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    names = [line[0] for line in lines]
    assert all(name.endswith(":") for name in names)
    assert len(names) == len(set(names))
    assert all(fold(word.rstrip(":")) == (word.rstrip(":"),) for line in lines for word in line)
    assert all(len(line) > 1 for line in lines)


def test_values_print_as_counts() -> None:
    assert "gareth" not in repr(NEAR)


WATCH = build_watch(register(), ["ABC"], ["help@example.org"])
HOSTILE = st.lists(
    st.sampled_from(
        (
            *"AaGgPp.,-/'\u2019@#(): \n\u00ad\u0301\u4e8c15",
            *("Gareth ", "Gar eth ", "Garteh", "Mr ", "Kestrel ", "5.xi.19", "3 March 2012 ", "DOB ", "aged 7"),
            *("12 Kilnhurst Ln", "www.", "de la ", "U.K.", "\u0130", "\u1e9e", "\ufb01"),
        )
    ),
    max_size=30,
).map("".join)


@given(HOSTILE | st.text(max_size=60), st.booleans(), st.booleans())
def test_whatever_is_noticed_is_sorted_disjoint_and_within(text: str, heading: bool, plan: bool) -> None:
    found = notice(text, find(text, finder(), heading=heading), WATCH, heading=heading, plan=plan)
    for several in (found, notice_in_address(text, WATCH)):
        assert all(0 <= one.start < one.end <= len(text) for one in several)
        assert all(one.end <= other.start for one, other in pairwise(several))
        assert all(text[one.start : one.end].strip() for one in several)
