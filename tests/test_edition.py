"""What each edition shows, and that nothing of what it leaves out is anywhere in it."""

from __future__ import annotations

import dataclasses
import json
import re
import stat
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from draft import CASES, passed, safe, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from library import Library, everything, picture

from anonymise.register import EMPTY
from anonymise.repeated import find_repeated
from anonymise.surfaces import read_surfaces
from anonymise.withheld import find_withheld, make_withheld, runs_of, tokens
from report.model import Edition
from report.problems import Problems

TEXTS = [
    pytest.param(case, edition, id=f"{case['title']}: {edition}")
    for case in yaml.safe_load((CASES / "editions" / "texts.yml").read_text("utf-8"))
    for edition in get_args(Edition)
]
SIGNED = "signoff: {panel: 2024-01-01, family: 2024-01-01, home_office: 2024-01-01, jigsaw_review: 2024-01-01}\n"


@pytest.mark.parametrize(("case", "edition"), TEXTS)
def test_text(case: dict[str, Any], edition: Edition) -> None:
    expected = case[edition]
    if isinstance(expected, list):
        with pytest.raises(Problems) as caught:
            safe(case["text"], edition=edition)
        assert [f"{p.line}: {p.rule}" for p in caught.value.problems] == expected
    else:
        section = safe(case["text"], edition=edition).sections[0]
        found = [text for part in (section.title, section.blocks, section.notes) for text in texts(part)]
        assert found == expected.rstrip("\n").split("\n")


def test_a_link_of_redacted_words_loses_its_address() -> None:
    text = "See [[her page](https://www.gov.uk/her-page)]{.redact reason=x}."
    assert "her-page" not in json.dumps(str(_values(safe(text, edition="public"))))
    assert "her-page" in json.dumps(str(_values(safe(text, edition="intranet"))))


def _values(value: object) -> object:
    """A value as nested lists of all its characters: its own `repr` shows none."""
    slots = getattr(type(value), "__slots__", ())
    if slots:
        return [_values(getattr(value, slot)) for slot in slots]
    return [_values(part) for part in value] if isinstance(value, tuple) else value


# --- what the gate looks for

SOUGHT = [
    ("She worked nights at the bakery", "they worked nights at a bakery", ""),
    ("She worked nights at the bakery", "She WORKED nights\nat the mill", "0"),
    ("She worked nights at the bakery", "nights, at the bak\u00adery", "0"),
    ("She worked nights at the bakery", "x nights at the bakery\u2019s", "2"),
    ("He saw Quillon's van", "the quillons of it", "4"),
    ("He saw Quillon", "a QUILLON", "2"),
    ("He saw Quillon", "a quilloness", ""),
    ("He saw Ziq", "ziq", ""),
    ("He saw Ziq", "Ziq", "0"),
    ("On Tuesday Mr Baker of it", "on tuesday mr baker of it", ""),
    ("Kept's word", "Kept", ""),
    ("he saw quillon", "Quillon", ""),
    ("He saw Quillon\u2032s van", "quillon", "0"),
    ("He saw Quill\u00f3n", "a quillon", "2"),
    ("He saw Quillon", "QUILLO\u0301N", "0"),
    ("\u041e\u043d \u0418\u0432\u0430\u043d\u043e\u0432", "\u0438\u0432\u0430\u043d\u043e\u0432", "0"),
    ("it was 1 2 3 4 5", "1 2 3 4 5", ""),
    ("it was 1 2 the nights", "1 2 the nights", ""),
]


@pytest.mark.parametrize(("cut", "text", "places"), SOUGHT)
def test_sought(cut: str, text: str, places: str) -> None:
    withheld = make_withheld("public", [cut], ["Kept", "pub bakerys"], [])
    assert sorted({str(at) for at in find_withheld(text, withheld, running=True)})[:1] == places.split()
    assert cut not in repr(withheld)


def test_words_of_a_format_are_no_names() -> None:
    withheld = make_withheld("public", ["Georgia read the PDF"], [], [])
    assert list(find_withheld("Georgia", withheld, running=True)) == [0]
    assert list(find_withheld("font-family: Georgia", withheld, running=False)) == []
    assert list(find_withheld("the PDF", withheld, running=True)) == []


# --- whole builds

SECRETS = re.compile(rb"quillon|bakery|night shift|third of three|zebra|kestrel|loom|diagram|qvxjkz", re.IGNORECASE)
SECTION = """## Kept

1. She met [her cousin Quillon at the bakery]{.redact reason="third party"} twice.[^kept]

   ::: only {edition=intranet}
   Loom[^gone] met Kestrel Logistics' manager; see the QVXJKZ.
   :::

::: only {edition=intranet}
## A zebra

1. The third of three calls. {#zebra}

   As [](#zebra) says.

![A diagram](images/a.png "Diagram")
:::

::: redact {reason="for Gareth Pryce's family"}
Gareth's cousin worked the night shift.
:::

## Last

1. Text. {#last}

Table: Who [of Quillon's]{.redact reason=name}
| Who | What |
| --- | --- |
| She | [The zebra]{.redact reason=animal} |

[^kept]: The [zebra]{.redact reason=animal} note.
[^gone]: The diagram.
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    library.report("case", SECTION, more=SIGNED + "abbreviations: {QVXJKZ: Quillon vexed example}\n")
    library.write("content/case/images/a.png", picture())
    return library


def _surfaces(out: Path) -> bytes:
    read = (read_surfaces(path.relative_to(out).as_posix(), path.read_bytes()) for path in out.rglob("*.*"))
    return "\n".join(surface.text for surfaces in read for surface in surfaces).encode()


def test_the_public_edition_has_nothing_of_what_is_cut(library: Library) -> None:
    result = library.run("build", "--edition", "public")
    assert result.exit_code == 0, result.output
    assert not SECRETS.search(everything(library.out))
    assert not SECRETS.search(_surfaces(library.out))
    assert list(library.out.rglob("*.png")) == []
    page = (library.out / "case" / "section-1.html").read_text("utf-8")
    assert "[redacted: third party]" in page
    assert "[redacted: for Neil's family]" in page.replace("&#39;", "'")
    assert page.index("1.2") < page.index("Last")
    assert "1.3" not in page


def test_the_other_editions_show_it(library: Library) -> None:
    assert library.run("build", "--edition", "intranet").exit_code == 0
    page = (library.out / "case" / "section-1.html").read_text("utf-8")
    assert "Quillon at the bakery" in page
    assert "A zebra" in page
    assert "redacted" not in page
    assert list(library.out.rglob("*.png"))
    assert library.run("build").exit_code == 0
    page = (library.out / "case" / "section-1.html").read_text("utf-8")
    assert "Quillon at the bakery" in page
    assert "[redacted in the public edition: third party]" in page
    assert "A zebra" not in page


@pytest.mark.parametrize("word", ["her cousin Quillon at the bakery", "Quillon"])
def test_the_gate_stops_what_the_cut_lets_through(word: str, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pass does not know of, as if a rendering brought it back, is found by the gate alone."""
    monkeypatch.setattr("anonymise.replace.find_repeated", _blind(find_repeated))
    library.write("content/case/01-section.md", SECTION + f"\n{word}\n")
    result = library.run("build", "--edition", "public")
    assert result.exit_code == 3
    assert "leak: words that the public edition leaves out in the text at offset" in result.stderr
    assert "leak: words that the public edition leaves out in the page text at offset" in result.stderr
    assert not SECRETS.search(result.output.encode())


def _blind(find: Any) -> Any:
    """A search that does not see the last block, as if it were rendered from somewhere else."""

    def find_without_the_last(draft: Any, cut: Any) -> Any:
        section = draft.sections[0]
        shorter = dataclasses.replace(section, blocks=section.blocks[:-1])
        return find(dataclasses.replace(draft, sections=(shorter,)), cut)

    return find_without_the_last


def test_the_log_says_where_and_why_and_never_what(library: Library) -> None:
    path = library.folder / "register" / "case.redactions.json"
    assert library.run("check", "--edition", "public").exit_code == 0
    assert not path.exists()
    assert library.run("build", "--edition", "public").exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    log = json.loads(path.read_text("utf-8"))
    assert [(one["line"], one["reason"], one["words"]) for one in log["public"]] == [
        (3, "third party", 6),
        (5, "", 8),
        (9, "", 13),
        (19, "for Neil's family", 6),
        (27, "name", 2),
        (30, "animal", 2),
        (32, "animal", 1),
        (33, "", 2),
    ]
    assert not SECRETS.search(path.read_bytes())
    assert library.run("build", "--edition", "intranet").exit_code == 0
    assert json.loads(path.read_text("utf-8")) == {"intranet": [], "public": log["public"]}
    assert not list(library.out.rglob("*redactions*"))


def test_a_log_that_can_t_be_written_stops_the_report(library: Library) -> None:
    (library.folder / "register" / ".case.redactions.json.new").mkdir()
    result = library.run("build", "--edition", "public")
    assert result.exit_code == 2
    assert "log-unwritten" in result.stderr
    assert not (library.out / "case").exists()


# --- the promise

WORD = st.text("abcdeimnorstu", min_size=2, max_size=7).map(lambda word: "x" + word)
PHRASE = st.lists(WORD, min_size=1, max_size=9).map(" ".join)


@st.composite
def reports(draw: st.DrawFn) -> str:
    """Paragraphs of kept and of redacted phrases, some of which repeat another."""
    phrases = draw(st.lists(PHRASE, min_size=2, max_size=6))
    pieces = draw(
        st.lists(st.tuples(st.sampled_from(phrases), st.sampled_from(["span", "block", "kept", "joined"])), min_size=1)
    )
    text = "Kept."
    for phrase, kind in pieces:
        text += {
            "kept": f"\n\n{phrase}",
            "joined": f" *{phrase}*",
            "span": f" [{phrase}]{{.redact reason=r}}",
            "block": f"\n\n::: redact {{reason=r}}\n{phrase}\n:::\n\n.",
        }[kind]
    return text


@settings(max_examples=200)
@given(reports())
def test_no_run_of_redacted_words_survives(text: str) -> None:
    """Either the author is told of a repetition, or no four words of a redaction stand in what is shown."""
    try:
        done = passed(text, of=EMPTY, edition="public")  # else a phrase may be nearly a name
    except Problems as found:
        assert {problem.rule for problem in found.problems} <= {"cut-repeated", "name-undecided"}  # a word near a name
        return
    shown = " ".join(texts(done.safe.sections[0].blocks))
    redacted = re.findall(r"\[([^\[\]]*)\]\{\.redact|::: redact \{reason=r\}\n([^\n]*)", text)
    cut = {run for pair in redacted for phrase in pair for run, _ in runs_of(tokens(phrase)) if len(set(run)) > 1}
    assert not cut & {run for run, _ in runs_of(tokens(shown))}
    assert list(find_withheld(shown, done.withheld, running=True)) == []
