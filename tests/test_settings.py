"""What the library's home page sets for the pages of every report: where the exit leads, whose helplines are listed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from library import Library

from report.helpline import NATIONS, find_helplines, helplines
from report.model import HOUSE


def pages(library: Library, name: str = "stay-safe.html") -> list[str]:
    return [(library.out / folder / name).read_text(encoding="utf-8") for folder in ("", "case")]


def test_settings_reach_the_reports_and_the_home_page(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.write(
        "content/index.md", "---\nleave: https://news.example/today\nnation: [wales, scotland]\n---\n\nReviews.\n"
    )
    library.report("case", "---\ntitle: One\n---\n\nText.\n")
    assert library.run("build").exit_code == 0
    assert all('href="https://news.example/today"' in page for page in pages(library, "index.html"))
    for page in pages(library):
        assert "Live Fear Free" in page
        assert "0800 027 1234" in page
        assert "National Domestic Abuse Helpline" not in page


def test_a_library_that_sets_nothing_has_the_house_settings(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.report("case", "---\ntitle: One\n---\n\nText.\n")
    assert library.run("build").exit_code == 0
    for page in pages(library):
        assert f'href="{HOUSE.leave}"' in page
        assert all(line.name in page.replace("&#39;", "'") for line in helplines())


@pytest.mark.parametrize(
    "setting",
    [
        "leave: http://a.example",
        "leave: weather",
        "leave: https://a@b.example/",
        "nation: france",
        "nation: [wales, x]",
    ],
)
def test_a_wrong_setting_is_a_problem_with_its_line(tmp_path: Path, setting: str) -> None:
    library = Library(tmp_path)
    library.write("content/index.md", f"---\ntitle: Reviews\n{setting}\n---\n\nReviews.\n")
    library.report("case", "---\ntitle: One\n---\n\nText.\n")
    record = library.record("build")
    assert record["exit"] == 1
    assert {(problem["line"], problem["rule"]) for problem in record["problems"]} == {(3, "value-wrong")}
    assert not library.out.exists()


def test_a_lone_nation_needs_no_name() -> None:
    assert [name for name, _ in find_helplines(("england",))] == ["", "All of the United Kingdom"]
    assert [name for name, _ in find_helplines(())][:4] == list(NATIONS.values())


def test_helplines_are_whole() -> None:
    known = (
        files("anonymise")
        .joinpath("data/vocabulary/helplines.txt")
        .read_text(encoding="utf-8")
        .replace(" ", "")
        .splitlines()
    )
    for line in helplines():
        assert line.nation in ("", *NATIONS)
        assert line.address.startswith("https://")
        assert line.dial in ("", *known)
