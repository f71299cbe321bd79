"""A report many times over, so that a long one can be measured.

In: a `SafeDraft`. Out: another one. The rule: each repetition is a part of its own, with keys, files and ids that no
other has, and its references lead into itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from report.block import Spot
from report.inline import DOCUMENT, NoteMark, Reference
from report.model import SafeDraft

_FILE = "file:"


@dataclass(frozen=True, slots=True)
class _Shift:
    """How far a repetition is from the original."""

    files: int
    keys: int
    behind: str
    """What stands behind each of its ids."""

    def apply(self, value: Any) -> Any:
        """Return the same value in the repetition."""
        if isinstance(value, tuple):
            return tuple(self.apply(part) for part in value)
        if isinstance(value, Spot):
            # the preface stays the only one of its kind
            return Spot(value.file + self.files if value.file else 0, value.line, value.key + self.keys)
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        parts = {field.name: self.apply(getattr(value, field.name)) for field in dataclasses.fields(value)}
        if isinstance(value, NoteMark):
            parts["note"] = value.note + self.keys
        if isinstance(value, Reference):
            parts["target"] = self.target(value.target)
        if "spot" in parts and parts.get("id"):
            parts["id"] += self.behind
        return type(value)(**parts)

    def target(self, target: str) -> str:
        """Return where a reference of the repetition leads."""
        if target.startswith(DOCUMENT):
            return target
        if target.startswith(_FILE):
            file = int(target.removeprefix(_FILE))
            return f"{_FILE}{file + self.files if file else 0}"
        return target + self.behind


def repeat(draft: SafeDraft, times: int) -> SafeDraft:
    """Return a draft with all sections of another one `times` over; the preface, which comes once, is no part of it.

    The same for once. What refers to something in the preface can't be repeated: numbering finds nothing there.
    """
    keys = 1 + max(spot.key for spot in _spots((draft.preface, draft.sections)))
    files = len(draft.sections)
    shifts = [_Shift(n * files, n * keys, f"-again-{n}" if n else "") for n in range(times)]
    sections = tuple(section for shift in shifts for section in shift.apply(draft.sections))
    own = draft.paths[1 : files + 1]
    paths = (draft.paths[0], *own * times, *draft.paths[files + 1 :])
    return dataclasses.replace(draft, sections=sections, paths=paths)


def _spots(value: Any) -> Iterator[Spot]:
    """Yield every spot in a value."""
    if isinstance(value, Spot):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _spots(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _spots(getattr(value, field.name))
