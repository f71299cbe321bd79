"""The published reports together: groups, choices, data, feed, and the words that are found over all of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import draft
import pypdf
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from library import Library
from report_case import make_report

from anonymise.gate import find_leaks, make_needles
from anonymise.lone_word import find_lone_names
from anonymise.surface import Surface
from report.library import find_choices, group_cards, render_feed, render_library_data
from report.model import Card
from report.words import INDEX, count_words, render_words

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases" / "library.yml").read_text(encoding="utf-8"))
_DEFAULTS = {"review": "Domestic Homicide Review", "updated": "", "edition": "public", "themes": [], "case": ""}
CARDS = [Card(**{**_DEFAULTS, **value, "themes": tuple(value.get("themes", ()))}) for value in CASES["cards"]]
HOME = make_report({"name": "", "front": {"title": "Reviews"}})
ATOM = "{http://www.w3.org/2005/Atom}"
COUNTS = st.dictionaries(st.from_regex(r"[a-z]{3,9}", fullmatch=True), st.integers(1, 20), max_size=30)


def home(address: str = "") -> Any:
    return make_report({"name": "", "front": {"title": "Reviews", "address": address}})


def test_documents_of_one_case_stand_together() -> None:
    found = [{"case": group.case, "names": [card.name for card in group.cards]} for group in group_cards(CARDS)]
    assert found == CASES["groups"]


def test_choices() -> None:
    choices = find_choices(CARDS)
    assert {name: list(getattr(choices, name)) for name in CASES["choices"]} == CASES["choices"]


def test_the_feed_lists_what_has_a_date_and_is_no_draft() -> None:
    feed = ElementTree.fromstring(render_feed(home(), CARDS))
    entries = feed.findall(f"{ATOM}entry")
    assert [
        {
            "title": entry.findtext(f"{ATOM}title"),
            "updated": entry.findtext(f"{ATOM}updated"),
            "link": entry.find(f"{ATOM}link").get("href"),  # type: ignore[union-attr] # an entry without fails here
            "themes": [theme.get("term") for theme in entry.findall(f"{ATOM}category")],
        }
        for entry in entries
    ] == CASES["feed"]
    assert feed.findtext(f"{ATOM}updated") == CASES["feed"][0]["updated"]
    ids = [element.text or "" for element in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(entries) + 1
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id) for id in ids)
    assert all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in entries)


def test_the_feed_is_absolute_where_the_library_says_its_address() -> None:
    here, there = (ElementTree.fromstring(render_feed(home(a), CARDS)) for a in ("", "https://a.example/b"))
    links = [link.get("href", "") for link in there.iter(f"{ATOM}link")]
    assert links == [f"https://a.example/b/{link.get('href')}" for link in here.iter(f"{ATOM}link")]
    ids = [[id.text for id in feed.findall(f"{ATOM}entry/{ATOM}id")] for feed in (here, there)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("cards", [[], [card for card in CARDS if not card.date], [CARDS[-1]]])
def test_there_is_no_feed_without_entries(cards: list[Card]) -> None:
    assert render_feed(HOME, cards) == b""


def test_the_library_is_data_too() -> None:
    data = json.loads(render_library_data(HOME, CARDS))
    assert [one["name"] for one in data["reports"]] == ["finch", "lark", "harbour-2021", "harbour-summary", "wren"]
    assert data["reports"][1]["themes"] == ["Older people", "Housing"]
    assert data["reports"][1]["link"] == "lark/index.html"


@pytest.mark.parametrize("case", CASES["words"], ids=lambda case: str(case["title"]))
def test_words(case: dict[str, Any]) -> None:
    assert count_words(case["texts"]) == case["found"]


def read_words(files: dict[str, bytes]) -> dict[str, dict[str, int]]:
    """The reports of each word, by the level at which it stands there: 0 for often."""
    about = json.loads(files[INDEX].decode().removeprefix("var libraryWords=").rstrip(";\n"))
    found: dict[str, dict[str, int]] = {}
    for n, first in enumerate(about["first"]):
        shard = json.loads(files[f"words/{n}.js"].decode().removeprefix(f"libraryShard({n},").rstrip(";\n)"))
        assert next(iter(shard)) == first
        for word, where in shard.items():
            for level, distances in enumerate(where.split(";")):
                at = 0
                for distance in filter(None, distances.split(",")):
                    at += int(distance)
                    found.setdefault(word, {})[about["reports"][at]] = level
    return found


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), COUNTS, min_size=1, max_size=8))
def test_every_word_of_every_report_is_in_the_index(reports: dict[str, dict[str, int]]) -> None:
    found = read_words(render_words(reports, ()))
    assert {(word, name) for word, names in found.items() for name in names} == {
        (word, name) for name, words in reports.items() for word in words
    }
    assert all((found[word][name] == 0) == (n >= 10) for name, words in reports.items() for word, n in words.items())


def test_the_index_is_split_by_the_alphabet() -> None:
    many = {f"w{n:05}".translate(str.maketrans("0123456789", "abcdefghij")): 1 for n in range(9000)}
    files = render_words({"a": many, "b": many}, ())
    assert len(files) > 3
    assert all(len(data) < 40_000 for data in files.values())
    assert render_words({}, ()) == {}


@pytest.mark.parametrize("case", CASES["lone"], ids=lambda case: str(case["word"]))
def test_a_lone_word_is_left_out_where_a_register_hides_it(case: dict[str, Any]) -> None:
    register = draft.register()
    left_out = find_lone_names([case["word"]], [register])
    assert left_out == (frozenset() if case["may"] else frozenset([case["word"]]))
    leaks = list(find_leaks(Surface("text", f'"{case["word"]}":"0"'), make_needles(register, ())))
    assert case["may"] == (not leaks)


def test_one_reports_words_do_not_stop_the_library_of_another(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.report("first", "The kestrel flew over the pryce, which is a tool.\n")
    (tmp_path / "content" / "first" / "index.md").write_text(
        "---\ntitle: One\nregister: other.yml\nthemes: [Housing, Stalking]\n---\n", "utf-8"
    )
    (tmp_path / "register" / "other.yml").write_text("invented: true\n", "utf-8")
    library.report("second", "Gareth Pryce lived there.\n", more="case: Both\n")
    library.report("third", "Gareth Pryce left.\n", more="case: Both\n")
    assert library.record("build")["problems"] == []
    shown = "".join(path.read_text("utf-8") for path in sorted((library.out / "words").glob("*.js")))
    assert '"kestrel":' in shown
    assert "pryce" not in shown
    page = (library.out / "index.html").read_text("utf-8")
    assert "<h3>Both</h3>" in page
    assert json.loads((library.out / "library.json").read_text("utf-8"))["reports"][-1]["themes"] == [
        "Housing",
        "Stalking",
    ]


def test_a_theme_goes_through_the_pass(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.report("case", "Text.\n", more="themes: [Gareth Pryce]\ncase: The case of Gareth Pryce\n")
    assert library.run("build").exit_code == 0
    record = json.loads((library.out / "case" / "report.json").read_text("utf-8"))
    assert (record["themes"], record["case"]) == (["Neil"], "The case of Neil")


def test_a_change_is_told_on_both_first_pages(tmp_path: Path) -> None:
    library = Library(tmp_path)
    changes = "[{date: 2024-02-01, what: The age of Gareth Pryce}, {date: 2024-03-01, what: A second}]"
    library.report("case", "Text.\n", more=f"changes: {changes}\nupdated: 2024-01-31\n")
    assert library.run("build").exit_code == 0
    told = [
        "Updated",
        "1 March 2024",
        "Changed on 1 March 2024",
        "A second",
        "Changed on 1 February 2024",
        "The age of Neil",
    ]
    pages = [(library.out / "case" / name).read_text("utf-8") for name in ("index.html", "case.html")]
    pages.append(pypdf.PdfReader(library.out / "case" / "case.pdf").pages[0].extract_text())
    for page in pages:
        places = [page.index(words) for words in told]
        assert places == sorted(places)


def test_a_report_without_its_index_is_damaged(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.report("first", "Text.\n")
    library.report("second", "Text.\n")
    assert library.run("build").exit_code == 0
    (library.out / "first" / "search-index.js").write_text("var reportIndex=", "utf-8")
    assert [problem["rule"] for problem in library.record("build", "second")["problems"]] == ["out-damaged"]


@pytest.mark.parametrize(("address", "fits"), [("https://a.example/b/", True), ("http://a.example", False)])
def test_the_librarys_address(tmp_path: Path, address: str, fits: bool) -> None:
    library = Library(tmp_path)
    library.report("case", "Text.\n")
    library.write("content/index.md", f"---\ntitle: Reviews\naddress: {address}\n---\n")
    record = library.record("build")
    assert [problem["rule"] for problem in record["problems"]] == ([] if fits else ["value-wrong"])
    if fits:
        link = json.loads((library.out / "library.json").read_text("utf-8"))["reports"][0]["link"]
        assert link == "https://a.example/b/case/index.html"
