"""Make the fonts of the site from those of the PDF.

In: three faces of Source Sans 3 beside this program. Out: `templates/site/assets/fonts/*.woff2`, the characters of
European Latin only. The rule: the file keeps its copyright and its licence, and names nobody else, since the gate reads
the names in a font too; it has a name of its own, as the licence asks of a changed font.

Run `.venv/bin/python templates/fonts/make_web.py` after a change of the fonts; the result is in the repository.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
TO = HERE.parent / "site" / "assets" / "fonts"
FACES = {"SourceSans3-Regular": "regular", "SourceSans3-It": "italic", "SourceSans3-Semibold": "semibold"}
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2010, 0x2027), (0x202F, 0x203A), (0x2190, 0x2193))
SINGLE = (
    0x20AC,
    0x2116,
    0x2122,
    0x2212,
    0x2248,
    0x2260,
    0x2264,
    0x2265,
    0x1E80,
    0x1E81,
    0x1E82,
    0x1E83,
    0x1E84,
    0x1E85,
)
COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT, LICENCE, LICENCE_ADDRESS = 0, 1, 2, 3, 4, 5, 6, 13, 14
KEPT = (COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT, LICENCE, LICENCE_ADDRESS)


def make(source: str, name: str) -> None:
    """Write one face."""
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = ["kern", "liga", "lnum", "tnum", "pnum", "mark", "ccmp", "locl"]
    options.name_IDs = list(KEPT)
    options.recalc_timestamp = False
    options.glyph_names = False
    font = TTFont(HERE / f"{source}.ttf", recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*(n for first, last in RANGES for n in range(first, last + 1)), *SINGLE])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (FAMILY, FULL, UNIQUE, POSTSCRIPT):
            record.string = f"ReviewText-{name}" if record.nameID in (UNIQUE, POSTSCRIPT) else "Review Text"
    font.flavor = "woff2"
    TO.mkdir(parents=True, exist_ok=True)
    font.save(TO / f"{name}.woff2")


if __name__ == "__main__":
    for source, name in FACES.items():
        make(source, name)
