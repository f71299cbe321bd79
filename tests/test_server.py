"""The files for web servers: all say the same, and only public editions are offered to search engines."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from report_case import PRINTED, read_kestrel

from report import site
from report.head import hash_of, write_policy, write_policy_of_single
from report.model import Card
from report.server import HIDDEN, TYPES, find_hidden, list_headers, render_server_files, render_sitemap

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases/server/hidden.yml").read_text("utf-8"))
STYLES = [hash_of("p { color: red }")]


def cards_of(case: dict[str, Any]) -> list[Card]:
    shown = case["reports"].items()
    return [Card(n, "A", "B", "C", "D", "2024-01-05", "", "2021", edition, (), "") for n, edition in shown]


def files_of(case: dict[str, Any]) -> dict[str, str]:
    files = render_server_files(cards_of(case), case["home"], case["address"], STYLES)
    return {name: data.decode() for name, data in files.items()}


def headers_in(element: ElementTree.Element) -> dict[str, str]:
    found = element.findall("./system.webServer/httpProtocol/customHeaders/add")
    return {added.get("name", ""): added.get("value", "") for added in found}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_not_public_is_hidden_by_every_server(case: dict[str, Any]) -> None:
    files, hidden = files_of(case), tuple(case["hidden"])
    assert find_hidden(cards_of(case), case["home"]) == hidden
    assert files["robots.txt"].splitlines() == case["robots"]
    root = ElementTree.fromstring(files["web.config"])
    by_folder = {folder.get("path", "") for folder in root.findall("location")}
    assert {headers_in(folder)["X-Robots-Tag"] for folder in root.findall("location")} <= {HIDDEN}
    assert by_folder | ({""} if "X-Robots-Tag" in headers_in(root) else set()) == set(hidden)
    blocks = re.findall(r"^/(?:(.*)/)?\*\n((?:  .*\n)+)", files["_headers"], re.MULTILINE)
    assert {folder for folder, headers in blocks if HIDDEN in headers} == set(hidden)
    nginx = re.findall(r'^if \(\$uri ~ "/\((.*)\)/"\)', files["nginx.conf"], re.MULTILINE)
    everything = [""] if f'add_header X-Robots-Tag "{HIDDEN}" always;' in files["nginx.conf"] else []
    assert [name for names in nginx for name in names.split("|")] + everything == list(hidden)


@pytest.mark.parametrize("case", CASES[:3], ids=[case["name"] for case in CASES[:3]])
def test_all_servers_send_the_same(case: dict[str, Any]) -> None:
    files, headers = files_of(case), list_headers(STYLES)
    root = ElementTree.fromstring(files["web.config"])
    assert {n: v for n, v in headers_in(root).items() if n != "X-Robots-Tag"} == headers
    nginx = dict(re.findall(r'^add_header (\S+) "(.*)" always;$', files["nginx.conf"], re.MULTILINE))
    assert {n: v for n, v in nginx.items() if n != "X-Robots-Tag"} == headers
    top = files["_headers"].split("/*\n")[1].split("\n/")[0]
    plain = dict(line.strip().split(": ", 1) for line in top.splitlines())
    assert {n: v for n, v in plain.items() if n != "X-Robots-Tag"} == headers
    types = {m.get("fileExtension"): m.get("mimeType") for m in root.iter("mimeMap")}
    assert types == {f".{ending}": kind for ending, kind in TYPES.items()}
    for ending, kind in TYPES.items():
        assert re.search(rf"^    {re.escape(kind.partition(';')[0])} .*\b{ending}\b.*;$", files["nginx.conf"], re.M)


def test_a_policy_allows_nothing_from_elsewhere_and_nothing_inline() -> None:
    for policy in (write_policy(), write_policy(framed=True, styles=STYLES), write_policy_of_single("p {}")):
        directives = dict(part.split(" ", 1) for part in policy.split("; "))
        assert directives["default-src"] == "'none'"
        assert directives["base-uri"] == "'none'"
        assert not re.search(r"unsafe-inline|unsafe-eval|https?:|\*", policy)
    assert "frame-ancestors" not in write_policy()  # a page can't say it: the browser would complain
    assert list_headers(STYLES)["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert STYLES[0] in write_policy(styles=STYLES)


def test_the_sitemap_has_public_reports_alone() -> None:
    text = render_sitemap(cards_of(CASES[1]), "https://reviews.example/dhr", ["index.html", "accessibility.html"])
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [(url.findtext(f"{space}loc"), url.findtext(f"{space}lastmod")) for url in ElementTree.fromstring(text)]
    assert found == [
        ("https://reviews.example/dhr/", None),
        ("https://reviews.example/dhr/accessibility.html", None),
        ("https://reviews.example/dhr/harbour/index.html", "2024-01-05"),
    ]


class Head(HTMLParser):
    """What the head of a page says, by name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name") or given.get("http-equiv") or given.get("property")
        if tag == "meta" and name:
            self.said[name] = given.get("content", "")


def test_each_page_says_the_policy_and_a_public_one_what_it_is(tmp_path: Path) -> None:
    for edition in ("public", "draft"):
        folder = site.build(read_kestrel(edition=edition), PRINTED, tmp_path / edition).folder
        for path in folder.glob("*.html"):
            said = Head(path.read_text("utf-8")).said
            own = "sha256-" if path.name == "kestrel-2021.html" else "script-src 'self'"
            assert own in said["Content-Security-Policy"]
            assert ("description" in said, "robots" in said) == (edition == "public", edition != "public"), path.name
            assert not any(name.startswith(("og:", "twitter:")) for name in said)
    described = Head((tmp_path / "public" / "site" / "actions.html").read_text("utf-8")).said["description"]
    assert described.startswith("Action plan. Report into the death of Kestrel.")
