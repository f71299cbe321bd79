"""What the pages for readers say is true: their examples parse, their commands and links exist."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from workbook import workbook

from anonymise.parse import parse
from anonymise.source import Source, SourceFile

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)
FRONT = "---\ntitle: An example\nregister: example.yml\n---\n"

# A fence `markdown example` is (part of) a section, `markdown index` is a report's index.md.
FENCE = re.compile(r"^```markdown (example|index)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:\bdhr|\bbuild\.py) (build|check|gate|table|register [a-z-]+)\b([^`\n|]*)")
FILES = re.compile(r'\{src="([^"]+)"')
SHEET = re.compile(r'\{src=(\S+?)(?: sheet="(.*?)")?[ }]')
PICTURE = re.compile(r"!\[[^\]]*\]\(([^ )]+)")


def examples() -> Iterator[tuple[str, str, str]]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            yield f"{page.name}:{text.count(chr(10), 0, match.start()) + 1}", match[1], match[2]


def commands() -> set[tuple[str, str, str]]:
    """Page, subcommand and option of every command that a page shows."""
    found = set()
    for page in PAGES:
        for match in COMMAND.finditer(page.read_text(encoding="utf-8")):
            found |= {(page.name, match[1], option) for option in re.findall(r"--[a-z-]+", match[2])}
    return found


def source_of(kind: str, text: str) -> Source:
    texts = (text, "Text.\n") if kind == "index" else (FRONT, text)
    files = tuple(SourceFile(path, body, "") for path, body in zip(("index.md", "01-example.md"), texts, strict=True))
    sheets = {path: sheet_of(path, name) for path, name in SHEET.findall(text)}
    chronology = b"Date,Agency,Event\n17 February 2013,Trust,Text\n"
    for path in " ".join(FILES.findall(text)).split():
        days = {"rows": [["Date", "Agency", "Event"], ["May 2012", "Police", "Text"]]}
        sheets[path] = workbook(days) if path.endswith(".xlsx") else chronology
    return Source("example", files, dict.fromkeys(PICTURE.findall(text), b""), sheets)


def sheet_of(path: str, name: str) -> bytes:
    """A spreadsheet that an example reads; its columns fit a table and an action plan."""
    rows = [["Finding", "By Whom"], ["Text", "Lead Nurse"]]
    csv = "\n".join(map(",".join, rows)).encode()
    return workbook({"rows": rows, "name": name or "Sheet"}) if path.endswith(".xlsx") else csv


@pytest.mark.parametrize(("place", "kind", "text"), [pytest.param(*example, id=example[0]) for example in examples()])
def test_an_example_parses(place: str, kind: str, text: str) -> None:
    source = source_of(kind, text)
    draft = parse(source, (place,) * (len(source.files) + len(source.sheets)))
    assert draft.sections[0].blocks


def test_the_author_s_guide_has_examples() -> None:
    assert any(place.startswith("authoring.md") for place, _, _ in examples())


@pytest.mark.parametrize("subcommand", sorted({name for _, name, _ in commands()}))
def test_the_options_of_a_command_exist(subcommand: str) -> None:
    arguments = [sys.executable, str(ROOT / "build.py"), *subcommand.split(), "--help"]
    known = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    shown = {option for _, name, option in commands() if name == subcommand}
    assert {option for option in shown if not re.search(rf"{option}\b", known)} == set()


def test_the_targets_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    shown = {
        name for page in PAGES for name in re.findall(r"[`\n ]make ([a-z]+)`?$", page.read_text("utf-8"), re.MULTILINE)
    }
    assert shown
    assert {name for name in shown if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)# ]+)", text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []
