"""Text in fonts: who made them, what they are called, the names of their glyphs.

In: the bytes of a font. Out: its surfaces. The rule: every table that is no drawing is read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from anonymise.surface import Inner, Surface, readable

_DRAWINGS = frozenset(
    """glyf loca hmtx vmtx gvar cvar cvt fpgm prep hdmx VDMX LTSH kern GPOS GSUB GDEF cmap head hhea vhea maxp OS/2 gasp
    VORG HVAR VVAR MVAR COLR CPAL CBDT CBLC EBDT EBLC sbix DSIG JSTF MATH STAT avar fvar BASE PCLT FFTM
    GlyphOrder""".split()  # noqa: SIM905 - names of tables
)


def read_font(data: bytes, inner: Inner) -> Iterator[Surface]:
    """A TrueType or OpenType font, packed for the web or not."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # ships no types; takes a tenth of a second, and most folders have no fonts

    del inner
    with TTFont(io.BytesIO(data)) as font:
        names = [record.toUnicode(errors="replace") for record in font["name"].names] if "name" in font else []
        yield Surface("metadata", "\n".join(names))
        yield Surface("binary", "\n".join(font.getGlyphOrder()))
        tables = [tag for tag in font.keys() if tag not in _DRAWINGS]  # noqa: SIM118 - a font is no mapping
        yield Surface("binary", "\n".join(readable(font.getTableData(tag)) for tag in tables))
        packed = font.flavorData
        if packed:
            yield Surface("metadata", readable(packed.metaData or b"") + "\n" + readable(packed.privData or b""))
