"""Parse the blocks of a file.

In: nodes of the Markdown parser. Out: blocks of the model. The rule: what the format does not know is a problem with
its line; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from anonymise.parse_attribute import NONE, Attributes, from_token, parse_attributes
from anonymise.parse_chronology import DRAWN, parse_chronology
from anonymise.parse_inline import Context, parse_inlines, refuse_attributes, take_attributes
from anonymise.parse_sheet import parse_sheet_block
from anonymise.parse_table import MULTI, line_of, parse_actions, parse_pipe_table, parse_record_table
from anonymise.parse_timeline import parse_timeline
from report.block import (
    Block,
    Blocks,
    Built,
    Callout,
    CodeBlock,
    Definition,
    Definitions,
    Divider,
    Figure,
    Heading,
    Item,
    List,
    Paragraph,
    Part,
    Quote,
    RecommendationList,
)
from report.inline import Inlines, Text
from report.model import EDITIONS

CAPTION = "Table: "
AGES = ("years", "bands")
"""How `::: subjects` may give ages: by the year of birth, or in bands."""
_SHEET = ("src", "sheet")


class BlockReader:
    """Reads the blocks of one file."""

    def __init__(self, context: Context, source: list[str], parse_text: Callable[[str], SyntaxTreeNode]) -> None:
        """`source` are the file's lines; `parse_text` parses a text that stands in an attribute."""
        self.context = context
        self.source = source
        self.parse_text = parse_text
        self.nested = False

    def read(self, nodes: list[SyntaxTreeNode]) -> Blocks:
        """Read blocks in order. Empty for none."""
        blocks: list[Block] = []
        pending: Attributes | None = None
        caption: tuple[Inlines, str] | None = None
        for n, node in enumerate(nodes):
            if node.type == "attribute_line":
                pending = self._attribute_line(node)
                continue
            follower = nodes[n + 1].type if n + 1 < len(nodes) else ""
            if node.type == "paragraph" and follower == "table" and node.children[0].content.startswith(CAPTION):
                caption = self._caption(node)
                continue
            attributes, pending = pending or NONE, None
            if node.type == "table":
                words, id = caption or ((), "")
                caption = None
                self._allow(attributes, node, id=not id)
                blocks.append(parse_pipe_table(node, words, id or attributes.id, self.source, self.context))
            elif node.type != "footnote_reference":
                blocks += self._block(node, attributes)
        if pending is not None:
            self.context.misplaced(line_of(nodes[-1]))
        return tuple(blocks)

    def inside(self, nodes: list[SyntaxTreeNode]) -> Blocks:
        """Read the blocks inside another block."""
        outer, self.nested = self.nested, True
        blocks = self.read(nodes)
        self.nested = outer
        return blocks

    def _block(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        read = _KINDS.get(node.type)
        if read is None:
            self.context.problem(line_of(node), "html", "raw HTML stands here", "write it in Markdown")
            return ()
        return read(self, node, attributes)

    # --- attributes

    def _attribute_line(self, node: SyntaxTreeNode) -> Attributes:
        found = parse_attributes(node.content.strip()[1:-1])
        if found is None or found.values:
            hint = "write {#id}, {.steps} or {-}"
            self.context.problem(line_of(node), "attribute-unknown", "these attributes are not understood", hint)
        return found or NONE

    def _allow(
        self, found: Attributes, node: SyntaxTreeNode, *, id: bool = False, dash: bool = False, steps: bool = False
    ) -> Attributes:
        wrong = (found.id and not id) or (found.unnumbered and not dash) or found.values
        if wrong or set(found.classes) - ({"steps"} if steps else set()):
            self.context.misplaced(line_of(node))
        return found

    def _caption(self, node: SyntaxTreeNode) -> tuple[Inlines, str]:
        words = parse_inlines(node.children[0], line_of(node), self.context)
        words, attributes = take_attributes(words)
        self._allow(attributes or NONE, node, id=True)
        first = words[0].text.removeprefix(CAPTION) if words and isinstance(words[0], Text) else ""
        return (*((Text(first),) if first else ()), *words[1:]), (attributes or NONE).id

    # --- plain blocks

    def _heading(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        line, level = line_of(node), int(node.tag[1])
        text, behind = take_attributes(parse_inlines(node.children[0], line, self.context))
        found = self._allow(behind or attributes, node, id=True, dash=True)
        if level == 1:
            hint = "the section's title stands in its front matter; start with ##"
            self.context.problem(line, "heading-level", "a heading of level 1 stands in the text", hint)
        if self.nested:
            self.context.problem(line, "heading-nested", "a heading stands inside another block", "move it out")
        if not text:
            self.context.problem(line, "heading-empty", "a heading has no words", "write them or delete it")
            return ()
        return (Heading(self.context.spot(line), max(level, 2), text, found.id, not found.unnumbered),)

    def _paragraph(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        line, inline = line_of(node), node.children[0]
        if len(inline.children) == 1 and inline.children[0].type == "image":
            return self._figure(inline.children[0], line, attributes)
        if inline.content.startswith(":::"):
            hint = "close a block with ::: on a line of its own; a block around a block takes more colons"
            self.context.problem(line, "block-stray", "::: closes nothing or names no block", hint)
        found = self._allow(attributes, node, id=True, dash=True)
        text = parse_inlines(inline, line, self.context)
        parent = node.parent
        if not (parent and parent.type == "list_item" and parent.children[0] is node):
            refuse_attributes(text, line, self.context)
        return (Paragraph(self.context.spot(line), text, found.id, not found.unnumbered),) if text else ()

    def _figure(self, image: SyntaxTreeNode, line: int, attributes: Attributes) -> Blocks:
        found = from_token(image.attrs)
        source = _path(str(image.attrs.get("src", "")))
        alternative = _alternative(image).strip()
        if found.values or found.classes:
            self.context.misplaced(line)
        if any(child.type == "span" and "redact" in from_token(child.attrs).classes for child in image.walk()):
            hint = "write a description for each edition: a figure in `::: only`"
            self.context.problem(line, "redact-place", "the description of a figure can't be redacted in part", hint)
        if not alternative:
            hint = "say between the square brackets what the figure shows"
            self.context.problem(line, "figure-alternative", "a figure has no alternative text", hint)
        if source not in self.context.images:
            hint = "write the path from the report's folder, as in images/map.png"
            self.context.problem(line, "figure-missing", "the figure's file is not in the report's folder", hint)
        title = str(image.attrs.get("title", ""))
        caption = parse_inlines(self.parse_text(title), line, self.context) if title else ()
        return (Figure(self.context.spot(line), found.id or attributes.id, source, alternative, caption),)

    def _list(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        ordered = node.type == "ordered_list"
        found = self._allow(attributes, node, steps=ordered)
        spot = self.context.spot(line_of(node))
        items = tuple(item for child in node.children for item in self._item(child))
        return (List(spot, items, ordered, "steps" in found.classes),) if items else ()

    def _item(self, node: SyntaxTreeNode) -> tuple[Item, ...]:
        spot = self.context.spot(line_of(node))
        blocks, id = self.inside(node.children), ""
        if blocks and isinstance(blocks[0], Paragraph):
            first = blocks[0]
            text, found = take_attributes(first.text)
            if found is not None:
                self._allow(found, node, id=True)
                id = found.id
                blocks = (*((Paragraph(first.spot, text, first.id, first.numbered),) if text else ()), *blocks[1:])
        if not blocks:
            self.context.problem(spot.line, "item-empty", "an item of a list is empty", "write it or delete it")
            return ()
        return (Item(spot, blocks, id),)

    def _quote(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        self._allow(attributes, node)
        return (Quote(self.context.spot(line_of(node)), self.inside(node.children)),)

    def _code(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        self._allow(attributes, node)
        spot = self.context.spot(line_of(node))
        if len(node.info.split()) > 1:
            hint = "write the text on the lines below, and close it with three backticks; or use fewer than three"
            self.context.problem(spot.line, "block-code", "text stands on the line that opens a block of code", hint)
        elif not node.content.strip():
            self.context.problem(spot.line, "block-empty", "this block is empty", "write its text or delete it")
        return (CodeBlock(spot, node.content.rstrip("\n")),)

    def _divider(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        self._allow(attributes, node)
        return (Divider(self.context.spot(line_of(node))),)

    def _definitions(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        self._allow(attributes, node)
        spot = self.context.spot(line_of(node))
        entries: list[Definition] = []
        for child in node.children:
            if child.type == "dt":
                term = parse_inlines(child.children[0], line_of(child), self.context)
                refuse_attributes(term, line_of(child), self.context)
                entries.append(Definition(term, ()))
            else:
                last = entries.pop()
                entries.append(Definition(last.term, last.blocks + self.inside(child.children)))
        return (Definitions(spot, tuple(entries)),)

    # --- ::: blocks

    def _container(self, node: SyntaxTreeNode, attributes: Attributes) -> Blocks:
        line = line_of(node)
        self._allow(attributes, node)
        name, _, rest = node.info.strip().partition(" ")
        found = parse_attributes(rest.strip()[1:-1]) if rest.strip().startswith("{") else NONE if not rest else None
        if found is None:
            hint = 'write ::: name {key="value" #id}, with straight quotation marks'
            self.context.problem(line, "attribute-unknown", "the attributes of this block are not understood", hint)
        found = found or NONE
        closing = self.source[node.map[1]] if node.map and node.map[1] < len(self.source) else ""
        # A block that another begins in, with as many colons, would end both.
        both = any(node.map and inner.map and inner.map[1] == node.map[1] for inner in _blocks_inside(node))
        if both or not closing.lstrip(" >").startswith(":::"):
            hint = "close it with ::: on its own line" + (
                ", or begin and end it with :::: to hold another block" if both else ""
            )
            self.context.problem(line, "block-open", "this block is never closed", hint)
        build = _BLOCKS.get(name)
        if build is None:
            hint = f"the blocks are {', '.join(sorted(_BLOCKS))}"
            self.context.problem(line, "block-unknown", "no block has this name", hint)
            return ()
        return build(self, node, found)

    def _only(self, found: Attributes, node: SyntaxTreeNode, *keys: str) -> Inlines:
        """Refuse other attributes than `keys` (and an id where a caption may stand); gives the caption."""
        classes = {f".{name}" for name in found.classes}
        if (set(found.values) | classes) - set(keys) or found.unnumbered or (found.id and "caption" not in keys):
            taken = (*keys, "#id") if "caption" in keys else keys
            hint = f"this block takes {', '.join(taken)}" if keys else "this block takes none"
            self.context.problem(line_of(node), "attribute-unknown", "an attribute is not known here", hint)
        caption = found.values.get("caption", "").replace('\\"', '"')
        return parse_inlines(self.parse_text(caption), line_of(node), self.context) if caption else ()

    def _callout(self, node: SyntaxTreeNode, found: Attributes) -> Blocks:
        self._only(found, node)
        kind: Literal["note", "warning", "tribute"] = node.info.split()[0]  # type: ignore[assignment] # a key of _BLOCKS
        spot, blocks = self.context.spot(line_of(node)), self.inside(node.children)
        if not blocks:
            self.context.problem(spot.line, "block-empty", "this block is empty", "write its text or delete it")
        return (Callout(spot, kind, blocks),)

    def _built(self, node: SyntaxTreeNode, found: Attributes) -> Blocks:
        kind: Literal["subjects", "genogram", "alias-note"] = node.info.split()[0]  # type: ignore[assignment] # likewise
        ages = found.values.get("ages", "years")
        keys = ("ages",) if kind == "subjects" else ()
        self._only(found, node, *keys)
        if ages not in AGES:
            hint = f"ages is one of {', '.join(AGES)}"
            self.context.problem(line_of(node), "attribute-unknown", "ages can't be given in this way", hint)
        self._refuse_text(node, "it is made from the register; leave it empty")
        return (Built(self.context.spot(line_of(node)), kind, ages == "bands"),)

    def _refuse_text(self, node: SyntaxTreeNode, hint: str) -> None:
        if node.children:
            self.context.problem(line_of(node), "block-filled", "text stands in a block that the product builds", hint)

    def _part(self, node: SyntaxTreeNode, found: Attributes) -> Blocks:
        spot, only = self.context.spot(line_of(node)), node.info.split()[0] == "only"
        key = "edition" if only else "reason"
        if set(found.values) - {key} or found.classes or found.unnumbered or found.id:
            hint = f"this block takes {key}"
            self.context.problem(spot.line, "attribute-unknown", "an attribute is not known here", hint)
        value = " ".join(found.values.get(key, "").split())
        editions = tuple(value.replace(",", " ").split()) if only else ()
        if only and (not editions or set(editions) - set(EDITIONS)):
            hint = f"name one or several of {', '.join(EDITIONS)}: {{edition=intranet}}"
            self.context.problem(spot.line, "only-edition", "this part names no edition that there is", hint)
        elif not value:
            self.context.no_reason(spot.line)
        if any(child.type == "footnote_reference" for child in node.walk()):
            hint = "write the note outside; it leaves with its mark"
            self.context.problem(spot.line, "note-in-part", "a footnote is written inside this part", hint)
        blocks = self.read(node.children) if only else self.inside(node.children)
        if not blocks:
            self.context.problem(spot.line, "block-empty", "this block is empty", "write its text or delete it")
        end = self.context.spot(node.map[1] if node.map else spot.line)
        return (Part(spot, end, editions, "" if only else value, blocks),)

    def _table(self, node: SyntaxTreeNode, found: Attributes) -> Blocks:
        sheet = "src" in found.values
        caption = self._only(found, node, "caption", *(_SHEET if sheet else ()))
        if sheet:
            self._refuse_rows(node)
            return parse_sheet_block(found, caption, line_of(node), self.context, actions=False)
        return (parse_record_table(node, found, caption, self.context, self.inside),)

    def _actions(self, node: SyntaxTreeNode, found: Attributes) -> Blocks:
        sheet = "src" in found.values
        caption = self._only(found, node, "agency", "caption", "." + MULTI, *(_SHEET if sheet else ()))
        if sheet:
            self._refuse_rows(node)
            return parse_sheet_block(found, caption, line_of(node), self.context, actions=True)
        return (parse_actions(node, found, caption, self.context, self.inside),)

    def _timeline(self, node: SyntaxTreeNode, found: Attributes) -> Blocks:
        caption = self._only(found, node, "caption")
        return parse_timeline(node, found, caption, self.context, self.inside)

    def _recommendations(self, node: SyntaxTreeNode, found: Attributes) -> Blocks:
        caption = self._only(found, node, "caption", "from")
        self._refuse_text(node, "it lists the recommendations of the report; leave it empty")
        document = found.values.get("from", "")
        if document and document not in self.context.documents:
            hint = "name the folder of a document of the same case"
            self.context.problem(line_of(node), "document-unknown", "the case has no document in such a folder", hint)
        elif document:
            self.context.abroad.add(document)
        return (RecommendationList(self.context.spot(line_of(node)), found.id, caption, document),)

    def _chronology(self, node: SyntaxTreeNode, found: Attributes) -> Blocks:
        caption = self._only(found, node, "caption", "by", f".{DRAWN}", *_SHEET)
        self._refuse_rows(node)
        made = parse_chronology(found, caption, line_of(node), self.context)
        return (made,) if made else ()

    def _refuse_rows(self, node: SyntaxTreeNode) -> None:
        if node.children:
            hint = "its rows stand in the spreadsheet; leave the block empty"
            self.context.problem(line_of(node), "block-filled", "text stands in a block that the product builds", hint)


def _blocks_inside(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    return (inner for inner in node.walk(include_self=False) if inner.type == node.type)


def _alternative(node: SyntaxTreeNode) -> str:
    return "".join(
        child.content
        if child.type in ("text", "code_inline")
        else " "
        if "break" in child.type
        else _alternative(child)
        for child in node.children
    )


def _path(address: str) -> str:
    return unquote(address).removeprefix("./")


_KINDS: Mapping[str, Callable[[BlockReader, SyntaxTreeNode, Attributes], Blocks]] = {
    "heading": BlockReader._heading,
    "paragraph": BlockReader._paragraph,
    "bullet_list": BlockReader._list,
    "ordered_list": BlockReader._list,
    "blockquote": BlockReader._quote,
    "fence": BlockReader._code,
    "code_block": BlockReader._code,
    "hr": BlockReader._divider,
    "dl": BlockReader._definitions,
    "container_block": BlockReader._container,
}
_BLOCKS: Mapping[str, Callable[[BlockReader, SyntaxTreeNode, Attributes], Blocks]] = {
    "note": BlockReader._callout,
    "warning": BlockReader._callout,
    "tribute": BlockReader._callout,
    "subjects": BlockReader._built,
    "genogram": BlockReader._built,
    "alias-note": BlockReader._built,
    "table": BlockReader._table,
    "actions": BlockReader._actions,
    "timeline": BlockReader._timeline,
    "recommendations": BlockReader._recommendations,
    "chronology": BlockReader._chronology,
    "only": BlockReader._part,
    "redact": BlockReader._part,
}
