"""Read YAML as this project means it, with the line of every value.

In: the text of a front matter or of a register. Out: plain Python values and the line of each. The rule: nothing here
repeats what it read, so the errors of the YAML library, which quote their input, are replaced. Scalars follow the core
schema of YAML 1.2 (10.3.2), less the numbers with a leading zero: `No`, `010` and `2014-08-25` are text. Anchors,
aliases and tags are refused: a reader of a register must see what it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from anonymise.source import has_forbidden
from report.problems import Problem, Problems

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the top of a document to a value."""

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")


# The C loader where it was compiled in, ten times as fast. Scanner and composer are used; scalars are resolved here.
_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, repr=False)
class Yaml:
    """A document and where its values stand."""

    data: object
    """Dicts with text keys, lists, text, numbers, booleans and None."""
    lines: Mapping[Path, int]
    """The line of each value by its path; lines count from 1. Of a mapping's entry it is the key's line."""

    def __repr__(self) -> str:
        return f"Yaml({len(self.lines)} values)"

    def line(self, path: Path) -> int:
        """The line of the value at `path`, else of the nearest value above it; 1 for an empty document."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, file: str, first_line: int = 1) -> Yaml:
    """Read one YAML document.

    `file` is a name that is safe to print; `first_line` is the line of the file on which `text` starts. An empty text
    is an empty mapping. Raises `Problems`: `yaml-syntax`, `yaml-alias`, `yaml-twice`.
    """
    shift = first_line - 1
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken | yaml.DirectiveToken):
                line = token.start_mark.line + 1 + shift
                hint = "write the value out; put a text that starts with &, * or ! in quotes"
                raise Problems([Problem(file, line, "yaml-alias", "a YAML anchor, alias or tag is used", hint)])
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _syntax(file, (mark.line if mark else 0) + 1 + shift) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise _syntax(file, first_line) from None
    if node is None:
        return Yaml({}, {})
    lines: dict[Path, int] = {}
    problems: list[Problem] = []
    try:
        data = _value(node, (), lines, problems, (file, shift))
    except RecursionError:
        raise _syntax(file, first_line) from None
    if problems:
        raise Problems(problems)
    return Yaml(data, lines)


def _syntax(file: str, line: int) -> Problems:
    hint = "check colons, quotes and indentation there and on the line above; text with a colon in it needs quotes"
    return Problems([Problem(file, line, "yaml-syntax", "this is not valid YAML", hint)])


def _value(
    node: yaml.Node, path: Path, lines: dict[Path, int], problems: list[Problem], place: tuple[str, int]
) -> object:
    file, shift = place
    lines.setdefault(path, node.start_mark.line + 1 + shift)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, n), lines, problems, place) for n, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        result: dict[str, object] = {}
        for key, child in node.value:
            line = key.start_mark.line + 1 + shift
            if not isinstance(key, yaml.ScalarNode):
                problems.append(Problem(file, line, "yaml-syntax", "a key is not plain text"))
                continue
            if key.value in result:
                problems.append(Problem(file, line, "yaml-twice", "a key stands twice in one mapping", "keep one"))
            lines[(*path, key.value)] = line
            result[key.value] = _value(child, (*path, key.value), lines, problems, place)
        return result
    value = _scalar(node)
    if isinstance(value, str) and has_forbidden(value):
        line = node.start_mark.line + 1 + shift
        problems.append(Problem(file, line, "file-control", "a character that can't be shown is written by its number"))
    return value


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    if getattr(node, "style", None):  # quoted or a block: text, whatever it looks like
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text) and len(text) < 19:
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
