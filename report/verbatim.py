"""A Python-Markdown extension that hands a page through as it is.

In: a staged page, already HTML. Out: the same characters. The rule: no generator reads our text as Markdown again,
where "1\\." or "*" in a report would change.
"""

from __future__ import annotations

from markdown import Extension, Markdown  # type: ignore[import-untyped] # ships no types


class Verbatim(Extension):  # type: ignore[misc] # its base ships no types
    """Replaces the whole conversion."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown calls it so
        """Let the converter return what it is given: its own steps change tabs, white space and placeholders."""
        md.convert = str


def makeExtension(**settings: object) -> Verbatim:  # noqa: N802 # Python-Markdown calls it so
    """Make the extension; Python-Markdown finds it by this name."""
    return Verbatim(**settings)
