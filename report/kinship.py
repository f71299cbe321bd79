"""Who is related to whom, for a drawing and for sentences.

In: what the register says, with aliases. Out: values that both renderings draw. The rule: aliases only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a family; nothing of the person but what a drawing shows."""

    id: str
    """As in the register: `P1`."""
    alias: str
    sex: str
    """"male", "female" or ""."""
    died: bool
    index: bool
    """Whether the review is about this person."""
    several: bool = False
    """Whether the alias is more than one person: "Neil's parents"."""


@dataclass(frozen=True, slots=True)
class Union:
    """A couple or one parent, and their children; all by id."""

    partners: tuple[str, ...]
    """One or two."""
    children: tuple[str, ...]
    """In order of birth where it is known; twins stand side by side."""
    twins: tuple[str, ...]
    """Those of the children who were born together; empty for none."""
    ended: bool


@dataclass(frozen=True, slots=True)
class Family:
    """Who is related to whom; empty for nobody."""

    members: tuple[Member, ...] = ()
    """In the order of the register; each stands in a union at least."""
    unions: tuple[Union, ...] = ()
    """No one is an ancestor of oneself."""


NOBODY = Family()
"""A family of no one."""
