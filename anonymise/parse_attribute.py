"""Attributes in braces: `{#id .class key=value -}`.

In: what stands between the braces. Out: `Attributes`. The rule: what is not understood is a problem of the caller,
never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mdit_py_plugins.attrs.parse import ParseError, parse

_BARE = re.compile(r'=([^\s"{}=]+)')
"""A value without quotes: a file's name has dots and slashes, which the library wants quoted."""


@dataclass(frozen=True, slots=True, repr=False)
class Attributes:
    """The attributes of one thing."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    unnumbered: bool = False
    """Whether `-` stands in the braces."""

    def __repr__(self) -> str:
        return "Attributes"


NONE = Attributes()


def parse_attributes(text: str) -> Attributes | None:
    """Parse `#id .class key="value" -`, without the braces. None where it is no list of attributes."""
    parts = _BARE.sub(r'="\1"', text.strip())
    if parts == "-":
        return Attributes(unnumbered=True)
    unnumbered = parts.startswith("- ")
    try:
        end, found = parse("{" + parts.removeprefix("- ") + "}")
    except ParseError:
        return None
    if end != len(parts.removeprefix("- ")) + 1:
        return None
    classes = tuple(found.pop("class", "").split())
    return Attributes(found.pop("id", ""), classes, found, unnumbered)


def from_token(attrs: Mapping[str, str | int | float]) -> Attributes:
    """The attributes that the Markdown parser has put on a token, less those of its own."""
    found = {
        key: str(value) for key, value in attrs.items() if key not in ("href", "src", "alt", "title", "start", "style")
    }
    return Attributes(found.pop("id", ""), tuple(found.pop("class", "").split()), found)
