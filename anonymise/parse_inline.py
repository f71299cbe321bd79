"""Parse the text inside a block.

In: an inline node of the Markdown parser. Out: inline values of the model. The rule: what the format does not know is a
problem with its line; nothing is dropped, nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from anonymise.language import read_language
from anonymise.parse_attribute import Attributes, from_token, parse_attributes
from anonymise.source import has_forbidden
from report.block import Spot
from report.inline import (
    DOCUMENT,
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    Redaction,
    Reference,
    Span,
    Strong,
    Text,
)
from report.problems import Problem

_TRAILING = re.compile(r"^(.*?)[ \t]*\{([^{}]*)\}[ \t]*$", re.DOTALL)
_DOCUMENT = re.compile(r"(?:\.\./)?([\w-]+)/?(?:index\.md)?(?:#(.*))?")
"""Another document of the case, and what is meant in it."""
_SCHEMES = ("http:", "https:", "mailto:", "tel:")


@dataclass(slots=True, repr=False)
class Context:
    """What one file's parsing knows and gathers; lives no longer than that."""

    file: int
    """As in `Spot`."""
    place: str
    """A name of the file that is safe to print."""
    files: Mapping[str, int]
    """File names of the report with their numbers."""
    images: Collection[str]
    """Paths of the pictures in the report's folder."""
    keys: list[int]
    """One number: the last key given in the report."""
    problems: list[Problem]
    documents: Collection[str] = ()
    """The folders of the documents of its case."""
    abroad: set[str] = field(default_factory=set)
    """Those of them to which the report refers."""
    notes: dict[str, int] = field(default_factory=dict)
    """Key of each footnote by label; filled before the text is read."""
    sheets: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """The spreadsheets of the report's folder by path, each with a name that is safe to print."""
    read: list[str] = field(default_factory=list)
    """Places of the sheets that the report's files have read; in `Spot` their numbers follow those of the files."""
    chronology: Mapping[str, str] = field(default_factory=dict)
    """What the report's settings say that columns of a chronology are, by their names."""
    notices: list[Problem] = field(default_factory=list)
    """What an author should know and need not change; of the whole report."""
    called: dict[str, int] = field(default_factory=dict)
    """Footnotes that are called, by label, with the line of the first call; in order."""

    def spot(self, line: int, file: int = -1) -> Spot:
        """A spot with a new key, in this file if no other is given."""
        self.keys[0] += 1
        return Spot(self.file if file < 0 else file, line, self.keys[0])

    def problem(self, line: int, rule: str, sentence: str, hint: str = "") -> None:
        """Keep a problem."""
        self.problems.append(Problem(self.place, line, rule, sentence, hint))

    def misplaced(self, line: int) -> None:
        """Keep the problem of attributes that belong to nothing."""
        hint = "put them behind a heading, a caption or an item's first paragraph, or on the line above a block"
        self.problem(line, "attribute-misplaced", "attributes stand where they belong to nothing", hint)

    def no_reason(self, line: int) -> None:
        """Keep the problem of a redaction without a reason."""
        hint = 'say why, in words that readers may see: reason="third party"'
        self.problem(line, "redact-reason", "a redaction gives no reason", hint)


def parse_inlines(node: SyntaxTreeNode, line: int, context: Context) -> Inlines:
    """Parse the children of an inline node that starts on `line`. An empty node gives ()."""
    reader = _Reader(context, line)
    return reader.read(node.children)


def take_attributes(inlines: Inlines) -> tuple[Inlines, Attributes | None]:
    """Cut `{…}` off the end of a text. Gives the text as it is and None where none stands there."""
    last = inlines[-1] if inlines else None
    match = _TRAILING.match(last.text) if isinstance(last, Text) else None
    found = parse_attributes(match[2]) if match else None
    if match is None or found is None:
        return inlines, None
    return (*inlines[:-1], *((Text(match[1]),) if match[1] else ())), found


def refuse_attributes(inlines: Inlines, line: int, context: Context) -> None:
    """Make `{…}` at the end of a text a problem where it may not stand."""
    if take_attributes(inlines)[1] is not None:
        context.misplaced(line)


def plain(inlines: Inlines) -> str:
    """The characters of a text without its marks. Empty for ()."""
    return "".join(
        part.text if isinstance(part, Text | Code) else plain(getattr(part, "children", ())) for part in inlines
    )


class _Reader:
    """Reads inline nodes in order, counting lines."""

    def __init__(self, context: Context, line: int) -> None:
        self.context = context
        self.line = line

    def read(self, nodes: list[SyntaxTreeNode]) -> Inlines:
        parts: list[Inline] = []
        for node in nodes:
            for part in self._node(node):
                if isinstance(part, Text) and parts and isinstance(last := parts[-1], Text):
                    parts[-1] = Text(last.text + part.text)
                else:
                    parts.append(part)
        return tuple(parts)

    def _node(self, node: SyntaxTreeNode) -> Inlines:
        read = _KINDS.get(node.type)
        if read is None:
            self.context.problem(self.line, "html", "raw HTML or an unknown mark stands here", "write it in Markdown")
            return ()
        return read(self, node)

    def _text(self, node: SyntaxTreeNode) -> Inlines:
        if re.search(r"\{\s*[#.][\w-]+[^{}]*\}|\{-\}", node.content):
            found = _TRAILING.match(node.content)
            if found is None or parse_attributes(found[2]) is None:
                self.context.misplaced(self.line)
        self._refuse_forbidden(node.content)
        return (Text(node.content),) if node.content else ()

    def _refuse_forbidden(self, text: str) -> None:
        if has_forbidden(text):
            hint = "delete it"
            self.context.problem(self.line, "file-control", "a character that can't be shown is written here", hint)

    def _soft(self, _: SyntaxTreeNode) -> Inlines:
        self.line += 1
        return (Text("\n"),)

    def _hard(self, _: SyntaxTreeNode) -> Inlines:
        self.line += 1
        return (LineBreak(),)

    def _code(self, node: SyntaxTreeNode) -> Inlines:
        self.line += node.content.count("\n")
        return (Code(node.content),) if node.content else ()

    def _emphasis(self, node: SyntaxTreeNode) -> Inlines:
        return (Emphasis(self.read(node.children)),)

    def _strong(self, node: SyntaxTreeNode) -> Inlines:
        return (Strong(self.read(node.children)),)

    def _image(self, _: SyntaxTreeNode) -> Inlines:
        hint = "give it a paragraph of its own"
        self.context.problem(self.line, "figure-inline", "a figure stands inside a text", hint)
        return ()

    def _note(self, node: SyntaxTreeNode) -> Inlines:
        label = str(node.meta["label"])
        if label not in self.context.notes:
            hint = "write the note: [^mark]: and its text"
            self.context.problem(self.line, "note-missing", "a footnote mark has no note", hint)
            return ()
        self.context.called.setdefault(label, self.line)
        return (NoteMark(self.context.notes[label]),)

    def _span(self, node: SyntaxTreeNode) -> Inlines:
        line, attributes = self.line, from_token(node.attrs)
        children = self.read(node.children)
        if "redact" in attributes.classes:
            return self._redaction(children, attributes, line)
        if "lang" in attributes.values:
            return self._foreign(children, attributes, line)
        person = attributes.values.get("person", "")
        unknown = set(attributes.values) - {"person"} or set(attributes.classes) - {"word"} or attributes.id
        if unknown or bool(person) == ("word" in attributes.classes) or not children:
            hint = "write [words]{person=P1} or [word]{.word}"
            self.context.problem(line, "attribute-unknown", "these attributes say nothing about words", hint)
            return children
        return (Span(children, person, not person, line),)

    def _foreign(self, children: Inlines, attributes: Attributes, line: int) -> Inlines:
        if len(attributes.values) > 1 or attributes.classes or attributes.id or not children:
            hint = "write [words]{lang=cy}, and decisions about names inside the brackets"
            self.context.problem(line, "attribute-unknown", "these attributes say nothing about a language", hint)
            return children
        language = read_language(attributes.values["lang"])
        if not language:
            hint = "give its code by ISO 639, and the country where it matters: cy, pl, ur, pt-BR"
            self.context.problem(line, "language-unknown", "words are marked as a language that is not known", hint)
            return children
        return (Foreign(language, children),)

    def _redaction(self, children: Inlines, attributes: Attributes, line: int) -> Inlines:
        reason = " ".join(attributes.values.get("reason", "").split())
        if set(attributes.values) - {"reason"} or set(attributes.classes) - {"redact"} or attributes.id or not children:
            hint = 'write [words]{.redact reason="third party"}'
            self.context.problem(line, "attribute-unknown", "these attributes say nothing about a redaction", hint)
        if not reason:
            self.context.no_reason(line)
        return (Redaction(children, reason, line),) if children and reason else ()

    def _link(self, node: SyntaxTreeNode) -> Inlines:
        line, attributes = self.line, from_token(node.attrs)
        address, title = unquote(str(node.attrs.get("href", ""))), str(node.attrs.get("title", ""))
        children = self.read(node.children)
        target = self._target(address)
        if target:
            style = "number" if "number" in attributes.classes else "text" if children else "label"
            if attributes.values or attributes.id or set(attributes.classes) - {"number"} or title:
                self.context.problem(line, "attribute-unknown", "a reference takes no title and only .number", "")
            return (Reference(target, "text" if children else style, children, line),)  # type: ignore[arg-type] # one of three literals
        if not address.lower().startswith(_SCHEMES):
            hint = "link to https://…, mailto:…, #id or a section's file"
            self.context.problem(line, "link-target", "this link leads to nothing in the report", hint)
            return children
        if not children:
            self.context.problem(line, "link-empty", "a link has no text", "say where it leads")
            return ()
        if attributes.values or attributes.id or attributes.classes:
            self.context.problem(line, "attribute-unknown", "a link takes no attributes", "")
        return (Link(str(node.attrs.get("href", "")), title, children),)

    def _target(self, address: str) -> str:
        if address.startswith("#"):
            return address[1:]
        found = _DOCUMENT.fullmatch(address)
        if found and found[1] in self.context.documents:
            self.context.abroad.add(found[1])
            return f"{DOCUMENT}{found[1]}#{found[2] or ''}"
        name = address.removeprefix("./")
        return f"file:{self.context.files[name]}" if name in self.context.files else ""


_KINDS: Mapping[str, Callable[[_Reader, SyntaxTreeNode], Inlines]] = {
    "text": _Reader._text,
    "softbreak": _Reader._soft,
    "hardbreak": _Reader._hard,
    "code_inline": _Reader._code,
    "em": _Reader._emphasis,
    "strong": _Reader._strong,
    "image": _Reader._image,
    "footnote_ref": _Reader._note,
    "span": _Reader._span,
    "link": _Reader._link,
}
