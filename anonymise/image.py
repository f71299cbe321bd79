"""Take everything out of a picture but the picture.

In: the bytes of a file. Out: the bytes of a new file made from its pixels alone. The rule: no metadata of any kind is
carried over: no EXIF, no XMP, no colour profile, no text, no thumbnail, no further frame.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image as Pillow
from PIL import ImageOps

from report.model import Image

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_MAX_SIDE = 4000
"""Pixels; a larger picture is made smaller: a page of A4 at 300 dots an inch has 2480 by 3508."""


class UnreadableImageError(Exception):
    """The bytes are no picture that can be published. Says nothing about them."""


def clean_image(data: bytes, stem: str) -> Image:
    """Make a clean copy of a picture, named `stem` and its new suffix: JPEG stays JPEG, all others become PNG.

    Raises `UnreadableImageError` for anything but PNG, JPEG, WebP and GIF.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data), formats=_FORMATS) as opened:
                format_name = opened.format
                upright = ImageOps.exif_transpose(opened)
                pixels = upright.convert(_mode(upright))
    except Exception:
        raise UnreadableImageError from None
    if max(pixels.size) > _MAX_SIDE:
        pixels = pixels.convert("RGB") if pixels.mode == "P" else pixels
        pixels.thumbnail((_MAX_SIDE, _MAX_SIDE))
    bare = Pillow.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    if pixels.mode == "P":
        bare.putpalette(pixels.getpalette() or [])
    out = io.BytesIO()
    if format_name == "JPEG":
        bare = bare if bare.mode == "L" else bare.convert("RGB")
        bare.save(out, "JPEG", quality=90, optimize=True)
    else:
        bare.save(out, "PNG", compress_level=4)
    suffix = "jpg" if format_name == "JPEG" else "png"
    return Image(f"{stem}.{suffix}", out.getvalue(), bare.width, bare.height)


def _mode(picture: Pillow.Image) -> str:
    """The plainest way of keeping a picture's colours: a diagram of few colours stays small."""
    if "transparency" in picture.info:
        return "RGBA"
    return picture.mode if picture.mode in ("L", "LA", "P", "RGB", "RGBA") else "RGB"
