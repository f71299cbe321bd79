"""Which parts of a printed section stand on turned pages.

In: the blocks of a section as the template gets them. Out: the same blocks, runs of them on turned pages. The rule:
what needs a turned page takes the headings above it and its notes along, and no page holds a heading alone.
"""

from __future__ import annotations

from typing import Any

_LONG_BETWEEN = 900
"""Characters between two wide tables from which on the text between them has an upright page of its own."""

_TURNED = frozenset({"table", "frame"})
"""What takes a turned page: a table, and a set-off part with a wide drawing."""

_LONG_BEHIND = 600
"""The same for the text behind the last one."""


def turn(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Set what needs a turned page on one; no block is added, lost or moved."""
    wide = [at for at, block in enumerate(blocks) if block.get("room") == "landscape" and block["kind"] in _TURNED]
    turned: list[dict[str, Any]] = []
    done = 0
    for first, last in _runs(blocks, wide):
        turned += [*blocks[done:first], {"kind": "landscape", "blocks": blocks[first:last]}]
        done = last
    return [*turned, *blocks[done:]]


def _runs(blocks: list[dict[str, Any]], wide: list[int]) -> list[tuple[int, int]]:
    """Return the runs of blocks that stand on turned pages, half-open, in order, disjoint."""
    runs: list[tuple[int, int]] = []
    for at in wide:
        first, last = at, at + 1
        while first and blocks[first - 1]["kind"] in ("heading", "anchor"):
            first -= 1
        while last < len(blocks) and blocks[last]["kind"] == "notes":
            last += 1
        if runs and sum(_length(block) for block in blocks[runs[-1][1] : first]) < _LONG_BETWEEN:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    if runs and sum(_length(block) for block in blocks[runs[-1][1] :]) < _LONG_BEHIND:
        runs[-1] = (runs[-1][0], len(blocks))
    return runs


def _length(value: object) -> int:
    """Return about how many characters a block shows; a table or a picture counts as a long text."""
    if isinstance(value, dict):
        if value.get("kind") in ("table", "figure"):
            return _LONG_BETWEEN
        return sum(_length(part) for part in value.values())
    if isinstance(value, list):
        return sum(_length(part) for part in value)
    return len(value) if isinstance(value, str) else 0
