"""Where help is: the services that the page "Stay safe" lists.

In: the nations of a library. Out: groups of helplines from `report/data/helplines.toml`. The rule: a service is data
and stands in that file alone; a library that names no nation shows those of all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from report.model import Nation

NATIONS: Mapping[Nation, str] = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}
"""In the order in which readers see them, with their names."""
EVERYWHERE = "All of the United Kingdom"
_FILE = Path(__file__).parent / "data" / "helplines.toml"


@dataclass(frozen=True, slots=True)
class Helpline:
    """A service that helps."""

    nation: str
    """A key of `NATIONS`, "" for the whole country."""
    name: str
    what: str
    """For whom it is, in a sentence or two."""
    number: str
    """As it is written for people; "" where there is none."""
    hours: str
    """May be ""."""
    also: str
    """Another way than a voice call; may be ""."""
    address: str
    """Of its web site, with https."""

    @property
    def dial(self) -> str:
        """Return the number as a telephone takes it: "08082000247"."""
        return "".join(self.number.split())

    @property
    def site(self) -> str:
        """Return the address as readers see it, without the scheme."""
        return self.address.removeprefix("https://").removeprefix("www.")


@cache
def helplines() -> tuple[Helpline, ...]:
    """Read every helpline, in the order of the file."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["helpline"]
    return tuple(Helpline(**entry) for entry in entries)


def find_helplines(nations: tuple[Nation, ...]) -> tuple[tuple[str, tuple[Helpline, ...]], ...]:
    """Group the helplines of some nations, () for all, by the names of their places; the whole country comes last.

    A lone nation has the name "": what is all a library's readers have needs no place.
    """
    shown = [nation for nation in NATIONS if not nations or nation in nations]
    groups = [(NATIONS[nation] if len(shown) > 1 else "", nation) for nation in shown]
    found = [(name, tuple(line for line in helplines() if line.nation == nation)) for name, nation in groups]
    return (*found, (EVERYWHERE, tuple(line for line in helplines() if not line.nation)))
