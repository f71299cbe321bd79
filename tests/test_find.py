"""Search, filters and sorting in a real browser: over http under a strict policy, from a folder, and by keyboard."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser import Scheme, find_violations, start_browser, visit
from playwright.sync_api import Browser, expect
from report_case import PRINTED, make_report, read_kestrel

from report import site
from report.export import card_of
from report.head import write_policy
from report.publish import read_words

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "find.yml").read_text("utf-8"))
SET = [case for case in CASES if case["state"] and case["shown"]]
SHOWN = {"search": "#found > li", "actions": "#plan-table tbody tr:visible", "index": ".card:visible"}
POLICY = write_policy(framed=True)
SUMMARY = {"title": "Kestrel in short", "document": "Executive summary", "death": "2021-03", "themes": ["Risk"]}
OTHER = {"title": "Lark", "death": "2019", "themes": ["Housing"], "partnership": "Northshire"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    kestrel = read_kestrel()
    reports = [
        kestrel,
        make_report(
            {"name": "short", "front": {**SUMMARY, "case": "One"}, "sections": [{"blocks": ["One protocol."]}]}
        ),
        make_report({"name": "lark", "front": {**OTHER, "case": "One"}, "sections": [{"blocks": ["A dog barked."]}]}),
    ]
    folders = {r.name: site.build(r, PRINTED, folder / f"built-{r.name}").folder for r in reports}
    home = make_report({"name": "", "front": {"title": "Reviews"}, "preface": {"blocks": ["Welcome."]}})
    built = site.build_home(home, [card_of(r) for r in reports], folder / "home", counted=read_words(folders))
    shutil.copytree(built.folder, folder / "site")
    for name, place in folders.items():
        shutil.copytree(place, folder / "site" / name)
    return folder / "site"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a library below a sub-path, under a strict policy."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/some/where"))

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # a browser asks for it, whatever a page says
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(library: Path) -> Iterator[str]:
    handler = functools.partial(_Handler, directory=str(library))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/where"
        server.shutdown()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with start_browser(chromium) as started:
        yield started


@pytest.fixture
def places(library: Path, served: str) -> dict[str, str]:
    return {"file": library.as_uri(), "http": served}


def status(page: str) -> str:
    return {"search": "#find-count", "actions": "#plan-count", "index": "#library-count"}[Path(page).stem]


@pytest.mark.parametrize("way", ["file", "http"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{Path(case['page']).stem}-{case['state']}")
def test_an_address_with_a_state_shows_it(
    places: dict[str, str], browser: Browser, case: dict[str, Any], way: str
) -> None:
    with visit(browser, f"{places[way]}/{case['page']}#{case['state']}", width=1280) as seen:
        expect(seen.page.locator(status(case["page"]))).to_have_text(case["says"])
        expect(seen.page.locator(SHOWN[Path(case["page"]).stem])).to_have_count(case["shown"])
        assert seen.messages == []
        assert all(request.startswith(places[way]) for request in seen.requests)
        assert seen.page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("case", SET, ids=lambda case: f"{Path(case['page']).stem}-{case['state']}")
def test_what_is_found_is_accessible_and_fits(
    places: dict[str, str], browser: Browser, case: dict[str, Any], width: int, scheme: Scheme
) -> None:
    with visit(browser, f"{places['file']}/{case['page']}#{case['state']}", width=width, scheme=scheme) as seen:
        expect(seen.page.locator(status(case["page"]))).to_have_text(case["says"])
        for summary in seen.page.locator(".places:visible > summary").all():
            summary.click()
        assert find_violations(seen.page) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("case", SET, ids=lambda case: f"{Path(case['page']).stem}-{case['state']}")
def test_every_stop_can_be_seen_and_comes_in_reading_order(
    places: dict[str, str], browser: Browser, case: dict[str, Any]
) -> None:
    where = "(e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e); return [e.tagName,"
    where += " r.top < innerHeight && r.bottom > 0 && s.outlineStyle != 'none', r.top + scrollY] })"
    with visit(browser, f"{places['file']}/{case['page']}#{case['state']}", width=320) as seen:
        expect(seen.page.locator(status(case["page"]))).to_have_text(case["says"])
        tops: list[float] = []
        while True:
            seen.page.keyboard.press("Tab")
            tag, is_seen, top = seen.page.evaluate(f"{where}(document.activeElement)")
            if tag == "BODY":
                break
            assert is_seen
            tops.append(top)
        line = 24  # pixels: what stands in one line may hang a little higher or lower
        assert all(here > before - line for before, here in pairwise(tops[1:]))
        assert len(tops) > 5


def test_a_reader_finds_a_paragraph_by_keyboard(places: dict[str, str], browser: Browser) -> None:
    with visit(browser, f"{places['file']}/kestrel-2021/section-4.html", width=1280) as seen:
        seen.page.get_by_role("link", name="Search this report").press("Enter")
        seen.page.get_by_role("searchbox").focus()
        seen.page.keyboard.type("protocol")
        expect(seen.page.locator("#find-count")).to_have_text("1 place found for “protocol”")
        assert seen.page.url.endswith("search.html#q=protocol")
        assert seen.page.locator("#found mark").all_inner_texts() == ["protocol"] * 2
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/section-4.html#*")
        seen.page.go_back()
        expect(seen.page.locator("#find-words")).to_have_value("protocol")
        expect(seen.page.locator("#found > li")).to_have_count(1)


def test_a_number_is_found_first(places: dict[str, str], browser: Browser) -> None:
    with visit(browser, f"{places['file']}/kestrel-2021/search.html#q=2.1", width=1280) as seen:
        expect(seen.page.locator("#found a").first).to_have_text("2.1: Introduction")


def test_the_skip_link_leaves_the_state_alone(places: dict[str, str], browser: Browser) -> None:
    with visit(browser, f"{places['file']}/kestrel-2021/search.html#q=protocol", width=1280) as seen:
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        assert seen.page.url.endswith("#page-text")
        expect(seen.page.locator("#found > li")).to_have_count(1)


def test_the_plan_is_filtered_and_sorted_by_keyboard(places: dict[str, str], browser: Browser) -> None:
    with visit(browser, f"{places['file']}/kestrel-2021/actions.html", width=1280) as seen:
        seen.page.get_by_label("Sort by").focus()
        seen.page.keyboard.press("D")
        expect(seen.page.locator("#plan-count")).to_have_text("Showing 4 of 4 recommendations, sorted by date")
        numbers = seen.page.locator("#plan-table tbody th a").all_inner_texts()
        assert [number.split()[-1] for number in numbers] == ["3", "1", "2", "4"]
        assert seen.page.locator("[aria-sort]").inner_text() == "Date"
        seen.page.get_by_label("Status").focus()
        seen.page.keyboard.press("O")
        expect(seen.page.locator("#plan-count")).to_have_text("Showing 1 of 4 recommendations, sorted by date")
        assert seen.page.url.endswith("#status=Open&sort=due")
        seen.page.get_by_role("button", name="Show all").press("Enter")
        expect(seen.page.locator("#plan-count")).to_have_text("Showing 4 of 4 recommendations")
        assert seen.page.url.endswith("actions.html")
        assert [n.split()[-1] for n in seen.page.locator("#plan-table tbody th a").all_inner_texts()] == list("1234")


def test_a_small_screen_stacks_rows_that_stay_a_table(places: dict[str, str], browser: Browser) -> None:
    with visit(browser, f"{places['file']}/kestrel-2021/actions.html", width=320) as seen:
        table = seen.page.get_by_role("table", name="All recommendations")
        assert table.get_by_role("row").count() == 5
        assert table.get_by_role("columnheader").count() == 6
        cells = table.get_by_role("row").nth(1).get_by_role("cell")
        boxes = [cells.nth(n).bounding_box() for n in range(cells.count())]
        assert len({box["x"] for box in boxes if box}) == 1


def test_the_library_shows_the_places_of_a_word(places: dict[str, str], browser: Browser) -> None:
    with visit(browser, f"{places['http']}/index.html", width=1280) as seen:
        seen.page.get_by_label("Words in the reports").fill("protocol")
        expect(seen.page.locator("#library-count")).to_have_text("2 of 3 reports")
        card = seen.page.locator(".card", has_text="Report into the death of Kestrel")
        card.get_by_text("Places in this report").click()
        expect(card.locator(".places mark")).to_have_count(2)
        seen.page.locator(".card", has_text="Kestrel in short").get_by_text("Places in this report").click()
        expect(seen.page.locator(".card", has_text="Kestrel in short").locator(".places mark")).to_have_count(1)
        card.locator(".places a").first.click()
        seen.page.wait_for_url("**/kestrel-2021/*.html#*")
        assert seen.messages == []


@pytest.mark.parametrize("page", ["kestrel-2021/search.html", "kestrel-2021/actions.html", "index.html"])
def test_without_a_script_everything_is_there_and_nothing_is_dead(
    places: dict[str, str], browser: Browser, page: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{places['file']}/{page}")
    assert opened.locator("form:visible").count() == 0
    words = {
        "kestrel-2021/search.html": "The search needs a script",
        "kestrel-2021/actions.html": "Write one protocol for sharing risk.",
        "index.html": "Lark",
    }[page]
    expect(opened.get_by_text(words).first).to_be_visible()
    context.close()
