"""Add to YAML that somebody wrote by hand.

In: a text, and what to add to one of its collections. Out: the text with something put in between. The rule: nothing
that stands there is touched, not a comment, a quotation mark or a space, so nothing is ever written anew from values;
and the result is read again, and must say what the text said and the addition, or nothing comes out at all.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import yaml

from anonymise.yaml_reader import read_yaml
from report.problems import Problem, Problems

Value: TypeAlias = str | datetime.date | Sequence["Value"] | Mapping[str, "Value"]
"""What can be added."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w.’'/()&+-]|[ ](?=[\w’(&/+-]))*")
"""What is safe without quotation marks: it begins with a letter, and no mark of YAML's stands in it."""
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
"""What other programs read as something else than text."""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def render_text(text: str) -> str:
    """A text as a scalar on one line that every reader of YAML gives back as it was, in a flow or not."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return '"' + "".join(_ESCAPES.get(char, char if char.isprintable() else _escaped(char)) for char in text) + '"'


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def render_flow(value: Value) -> str:
    """A value on one line, as in `{name: X, also: [Y]}`."""
    if isinstance(value, str):
        return render_text(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{render_text(key)}: {render_flow(child)}" for key, child in value.items()) + "}"
    return "[" + ", ".join(render_flow(child) for child in value) + "]"


def add(text: str, path: tuple[str, ...], value: Value, file: str) -> str:
    """Add an item to the list at `path`, or to the mapping there, where `value` is a mapping: its entries.

    `path` is keys from the top, at least one; what it leads to is made where it is missing. `file` is safe to print.
    Raises `Problems`: `answer-unwritten`, and what `read_yaml` raises.
    """
    before = read_yaml(text, file).data
    wanted = _added(before, path, value)
    try:
        after = _insert(text, path, value)
        if read_yaml(after, file).data == wanted:
            return after
    except (Problems, yaml.YAMLError, ValueError, RecursionError, LookupError):
        pass  # raised below: the reader's problem would be told of a text that nobody has seen
    sentence = f"the answer can't be added to `{path[0]}` as that is laid out"
    raise Problems([Problem(file, 0, "answer-unwritten", sentence, "write it by hand")])


def _added(data: object, path: tuple[str, ...], value: Value) -> object:
    """What the result has to say; a list is what gets an item, unless a mapping is there."""
    root = copy.deepcopy(data)
    here = root
    is_entry = _is_entry(path, value)
    for n, key in enumerate(path):
        if isinstance(here, dict):
            here = here.setdefault(key, {} if n + 1 < len(path) or is_entry else [])
    if isinstance(here, dict) and isinstance(value, Mapping):
        here.update({key: _said(child) for key, child in value.items()})
    elif isinstance(here, list):
        here.append(_said(value))
    return root


def _is_entry(path: tuple[str, ...], value: Value) -> bool:
    """Whether what is added are entries of a mapping: `people` and `acronyms` are the mappings that grow."""
    return isinstance(value, Mapping) and path[-1] in ("people", "acronyms")


def _said(value: Value) -> object:
    """A value as the reader gives it."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _said(child) for key, child in value.items()}
    return [_said(child) for child in value]


def _insert(text: str, path: tuple[str, ...], value: Value) -> str:
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        return _at_the_end(text, _section(path, value, _newline(text)))
    for n, key in enumerate(path):
        if not isinstance(node, yaml.MappingNode):
            raise ValueError
        below = next((child for name, child in node.value if name.value == key), None)
        if below is None:
            return _insert_key(text, node, path[n:], value, is_top=n == 0)
        node = below
    if isinstance(node, yaml.MappingNode) and isinstance(value, Mapping):
        for key, child in value.items():
            text = _insert_entry(text, node, key, child)
        return text
    if isinstance(node, yaml.SequenceNode):
        return _insert_item(text, node, value)
    raise ValueError


def _insert_key(text: str, node: yaml.MappingNode, path: tuple[str, ...], value: Value, *, is_top: bool) -> str:
    if is_top and not node.flow_style:
        section = _section(path, value, _newline(text))
        ends = re.search(r"^(?:---|\.\.\.)", text[_end(node) :], re.MULTILINE)
        return _below(text, _end(node), section) if ends else _at_the_end(text, section)
    inner: Value = value if _is_entry(path, value) else [value]
    for key in reversed(path[1:]):
        inner = {key: inner}
    return _insert_entry(text, node, path[0], inner)


def _section(path: tuple[str, ...], value: Value, newline: str) -> str:
    """A new part at the top of a document; a mapping's entry or a list's item a line."""
    if _is_entry(path, value) and isinstance(value, Mapping):
        lines = [f"  {render_text(key)}: {render_flow(child)}" for key, child in value.items()]
    else:
        lines = [f"  - {render_flow(value)}"]
    return newline.join([f"{path[0]}:", *lines])


def _insert_entry(text: str, node: yaml.MappingNode, key: str, value: Value) -> str:
    """Add a key to a mapping, in the way of the entry before it."""
    entry = f"{render_text(key)}: {render_flow(value)}"
    if node.flow_style:
        return _into_flow(text, node, entry)
    last = node.value[-1][1]
    margin = " " * node.start_mark.column
    lines = [margin + entry]
    if isinstance(value, Mapping) and isinstance(last, yaml.MappingNode) and not last.flow_style:
        inner = " " * last.start_mark.column
        lines = [f"{margin}{render_text(key)}:"]
        lines += [f"{inner}{render_text(name)}: {render_flow(child)}" for name, child in value.items()]
    return _below(text, _end(node), _newline(text).join(lines))


def _insert_item(text: str, node: yaml.SequenceNode, value: Value) -> str:
    """Add an item to a list, in the way of the item before it."""
    if node.flow_style:
        return _into_flow(text, node, render_flow(value))
    last = node.value[-1]
    margin = " " * node.start_mark.column
    gap = re.search(r"-( +)\Z", text[: last.start_mark.index])
    dash = f"{margin}-{gap[1] if gap else ' '}"
    lines = [dash + render_flow(value)]
    if isinstance(value, Mapping) and isinstance(last, yaml.MappingNode) and not last.flow_style:
        pairs = [f"{render_text(key)}: {render_flow(child)}" for key, child in value.items()]
        lines = [dash + pairs[0], *(" " * len(dash) + pair for pair in pairs[1:])]
    return _below(text, _end(node), _newline(text).join(lines))


def _into_flow(text: str, node: yaml.CollectionNode, written: str) -> str:
    if not node.value:
        return text[: node.start_mark.index + 1] + written + text[node.start_mark.index + 1 :]
    end = _end(_last(node))
    return f"{text[:end]}, {written}{text[end:]}"


def _last(node: yaml.CollectionNode) -> yaml.Node:
    last = node.value[-1]
    found: yaml.Node = last[1] if isinstance(last, tuple) else last
    return found


def _end(node: yaml.Node) -> int:
    """Behind the last character of a node's own: the mark of a block stands before whatever comes next."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = _last(node)
    end: int = node.end_mark.index
    return end


def _below(text: str, end: int, lines: str) -> str:
    """Put lines under the line on which something ends: what is behind it there, such as a comment, stays."""
    end = len(text[:end].rstrip())  # a block of text ends where the next thing begins
    end += len(re.split(r"[\r\n]", text[end:], maxsplit=1)[0])
    return text[:end] + _newline(text) + lines + text[end:]


def _at_the_end(text: str, lines: str) -> str:
    newline = _newline(text)
    joint = "" if not text or text.endswith(("\n", "\r")) else newline
    return text + joint + lines + newline


def _newline(text: str) -> str:
    found = re.search(r"\r\n|\r|\n", text)
    return found[0] if found else "\n"
