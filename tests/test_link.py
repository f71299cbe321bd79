"""Every link that leads nowhere is told, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from report.link import check_links, list_above, list_below
from report.model import HOUSE

CASES = yaml.safe_load((Path(__file__).parent / "cases/server/links.yml").read_text("utf-8"))


@pytest.mark.parametrize(("line", "dead"), CASES)
def test_a_link(line: str, dead: bool, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a b.png").write_bytes(b"")
    (tmp_path / "other.html").write_text('<p id="there">x</p><p id="ŵ">x</p>', "utf-8")
    (tmp_path / "index.html").write_text(f'<p id="here">x</p>\n{line}\n', "utf-8")
    found = check_links(tmp_path, [*list_above(HOUSE), *list_below(["lark"])])
    assert [(problem.file, problem.line, problem.rule) for problem in found] == [("index.html", 2, "link-dead")] * dead
    assert not any("nowhere-at-all" in str(problem) for problem in found)
