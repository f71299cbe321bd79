"""Write a table of plain text in Markdown.

In: a `Grid`. Out: a pipe table where every cell is one paragraph, else a record table; or an action plan. The rule:
the text must be read as it is, so every mark of Markdown in it is escaped, but for the author's decisions.
"""

from __future__ import annotations

import re

from anonymise.grid import Grid
from anonymise.parse_sheet import ID

_DECIDED = re.compile(r"(\[)([^\[\]{}]+)(\]\{[^{}]*\})")
_MARK = re.compile(r"([\\`*_\[\]<>&|~{}])")
_START = re.compile(r"(?:[#+=:\-]|\d+(?=[.)]))")


def render_markdown(grid: Grid, kind: str) -> str:
    """Render a table of the kind "table" or "actions", with a line feed at its end."""
    if kind == "actions":
        return _records(grid, "actions")
    several = any("\n" in cell for row in grid.rows for cell in row.cells)
    return _records(grid, "table") if several else _pipes(grid)


def _pipes(grid: Grid) -> str:
    rows = [grid.columns, *((*row.cells, *("" for _ in grid.columns[len(row.cells) :])) for row in grid.rows)]
    lines = ["| " + " | ".join(map(_escape, row)) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("---" for _ in grid.columns) + " |")
    return "\n".join(lines) + "\n"


def _records(grid: Grid, kind: str) -> str:
    parts: list[str] = []
    for row in grid.rows:
        cells = dict(zip(grid.columns, row.cells, strict=False))
        id = cells.pop(ID, "") if kind == "actions" else ""
        for number, (name, text) in enumerate(cells.items()):
            behind = f" {{#{id}}}" if id and not number else ""
            body = "\n\n  ".join(_start(_escape(line)) for line in text.split("\n"))
            if text or not number:
                parts.append(f"{_start(_escape(name))}{behind}\n: {body}")
    return f"::: {kind}\n" + "\n\n".join(parts) + "\n:::\n"


def _escape(text: str) -> str:
    """A line with its marks escaped; the words of a decision too, its brackets and braces not."""
    pieces = _DECIDED.split(text)  # text, then bracket, words, braces and text in turn
    return "".join(
        piece if at % 4 in (1, 3) else _MARK.sub(r"\\\1", piece).replace("\n", " ") for at, piece in enumerate(pieces)
    )


def _start(text: str) -> str:
    """The start of a paragraph, escaped where it would begin a list, a heading or a block."""
    match = _START.match(text)
    if match is None:
        return text
    return f"{match.group()}\\{text[match.end() :]}" if match.group().isdecimal() else f"\\{text}"
