"""What people are called for short.

In: the list in `data/`. Out: the short and full forms of a given name. The rule: both ways, one step: Becky for
Rebecca, Rebecca for Becky, but never from one short form to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from anonymise.fold import fold


def nicknames_of(name: str) -> frozenset[str]:
    """The folded forms that a given name goes by, and the names that it is short for. Empty for a name not listed."""
    return _nicknames().get("".join(fold(name)), frozenset())


@cache
def _nicknames() -> Mapping[str, frozenset[str]]:
    text = files("anonymise").joinpath("data", "nicknames.txt").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, short = line.partition(":")
            for form in short.split():
                found.setdefault(name, set()).add(form)
                found.setdefault(form, set()).add(name)
    return {name: frozenset(forms) for name, forms in found.items()}
