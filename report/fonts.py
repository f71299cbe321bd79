"""The fonts that the project ships: which characters they have, and how wide words are in them.

In: characters and words. Out: facts about the fonts in `templates/fonts`. The rule: no font of the machine is ever
used, so that the same report gives the same PDF everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # ships no types

_HERE = Path(__file__).parent
# a wheel carries the templates inside this package, a checkout beside it
TEMPLATES = _HERE / "templates" if (_HERE / "templates").is_dir() else _HERE.parent / "templates"
FOLDER = TEMPLATES / "fonts"

_FACES = (
    "SourceSans3-Regular.ttf",
    "SourceSans3-It.ttf",
    "SourceSans3-Semibold.ttf",
    "SourceSans3-SemiboldIt.ttf",
    "SourceSans3-Bold.ttf",
    "SourceSans3-BoldIt.ttf",
)
_FIXED = "SourceCodePro-Regular.ttf"


@cache
def known() -> frozenset[int]:
    """Return the code points that can be printed: those that every face of the text font has, and the code font's."""
    text = frozenset.intersection(*(_code_points(face) for face in _FACES))
    return text | _code_points(_FIXED)


def width(text: str) -> float:
    """Return the width of a line of text in em, in the semibold face: no other face that a table uses is wider."""
    advances = _advances()
    return sum(advances.get(character, 0.6) for character in text)


def _code_points(name: str) -> frozenset[int]:
    with TTFont(FOLDER / name, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _advances() -> Mapping[str, float]:
    with TTFont(FOLDER / "SourceSans3-Semibold.ttf", lazy=True) as font:
        # fontTools types its tables as one bare class
        units = cast(Any, font["head"]).unitsPerEm
        metrics = cast(Any, font["hmtx"]).metrics
        return {chr(point): metrics[glyph][0] / units for point, glyph in font.getBestCmap().items()}
