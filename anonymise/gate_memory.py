"""What the gate found in files that it has read, for a process that reads most of them again and again.

In: files by path and digest, and what was looked for in them. Out: what was found. The rule: the same bytes under the
same path, and the same things looked for, or the file is read.
"""

from __future__ import annotations

from typing import TypeAlias

Hits: TypeAlias = list[tuple[str, str, int]]
"""What was found in a file: surface, id, and offset in the surface's unfolded text."""


class Memory:
    """What was found in files before, by path and digest, so that a file that is the same need not be read again.

    It holds no text, lives as long as its process, and forgets everything once other things are to be found.
    """

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._sought: tuple[object, ...] = ()
        self._found: dict[tuple[str, str], Hits] = {}

    def __repr__(self) -> str:
        return f"Memory({len(self._found)} files)"

    def of(self, *sought: object) -> dict[tuple[str, str], Hits]:
        """Return what is known of files where `sought` was looked for; empty where something else was."""
        if self._sought != sought:
            self._sought, self._found = sought, {}
        return self._found
