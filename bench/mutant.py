"""Small faults that may be put into a module, one at a time.

In: the text of a module. Out: mutants: places in its syntax tree with what stands there instead. The rule: each is a
slip that a person could make and that changes what the code does: a condition left out or turned round, a bound one
off, an element gone from a list, a character gone from a pattern. Messages for people are left alone.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_OTHER: dict[type[ast.AST], type[Any]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
"""What an operator is easily taken for."""
_SHAPING = frozenset(["lower", "casefold", "strip", "rstrip", "removesuffix", "removeprefix"])
"""Methods that give a text like the one they are called on."""
_PLAIN = frozenset(["sorted", "reversed", "visible"])
"""Functions that give a value like their first argument."""
_NOT_CODE = frozenset(["annotation", "returns", "decorator_list", "args", "bases", "type_params"])
"""Fields of definitions and assignments that are no statement or value."""
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|.)|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault in one place."""

    line: int
    function: str
    """The qualified name of the outermost function or method around it; "" for the module's own statements."""
    statement: int
    """The index of the module's statement that it is in."""
    was: str
    became: str
    """"" where something is left out."""
    parent: ast.AST
    field: str
    index: int
    """In a field that is a list; -1 in one that is none."""
    instead: ast.AST | None
    """None leaves an element of a list out."""


def find_mutants(tree: ast.Module) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines. Empty for a module of imports and docstrings."""
    found: list[Mutant] = []
    for statement, node in enumerate(tree.body):
        if isinstance(node, ast.Expr) and _is_text(node.value):
            continue
        found += _in_node(node, "", statement, pattern=False)
    return sorted(found, key=lambda mutant: mutant.line)


def compile_mutant(tree: ast.Module, mutant: Mutant, path: str) -> Any:
    """The module's code with the fault in it; the tree is as it was afterwards. Raises `SyntaxError`, `ValueError`."""
    old = getattr(mutant.parent, mutant.field)
    new: Any = mutant.instead
    if mutant.index >= 0:
        new = [*old[: mutant.index], *([new] if new else []), *old[mutant.index + 1 :]]
    setattr(mutant.parent, mutant.field, new)
    try:
        return compile(ast.fix_missing_locations(tree), path, "exec")
    finally:
        setattr(mutant.parent, mutant.field, old)


def _in_node(node: ast.AST, function: str, statement: int, *, pattern: bool) -> Iterator[Mutant]:
    """The mutants below a node; `pattern` says that texts are parts of a regular expression."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        if node.name == "__repr__":
            return
        outer = function.removesuffix(".")
        function = outer if outer and not function.endswith(".") else function + node.name
        function += "." if isinstance(node, ast.ClassDef) else ""
    elif isinstance(node, ast.Import | ast.ImportFrom | ast.Assert | ast.Raise):
        return
    pattern = pattern or (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."))
    for field, value in ast.iter_fields(node):
        if field in _NOT_CODE and isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AnnAssign):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else ((-1, value),):
            if not isinstance(child, ast.AST) or (isinstance(child, ast.Expr) and _is_text(child.value)):
                continue
            where = function.removesuffix(".") if not function.endswith(".") else "class"
            for instead in _instead(child, node, field, pattern=pattern):
                line = getattr(child, "lineno", getattr(node, "lineno", 0))
                became = "" if instead is None else _shown(instead)
                yield Mutant(line, where, statement, _shown(child), became, node, field, index, instead)
            yield from _in_node(child, function, statement, pattern=pattern)


def _instead(node: ast.AST, parent: ast.AST, field: str, *, pattern: bool) -> Iterator[ast.AST | None]:
    """What may stand in the place of one node."""
    yield from _left_out(node, parent, field)
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _OTHER:
            yield _with(node, ops=[_OTHER[type(operator)]()])
        case ast.BoolOp(values=values):
            for index in range(len(values)):
                rest = [*values[:index], *values[index + 1 :]]
                yield rest[0] if len(rest) == 1 else _with(node, values=rest)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(op=operator) if type(operator) in _OTHER:
            yield _with(node, op=_OTHER[type(operator)]())
        case ast.BinOp(left=left, right=right, op=ast.BitOr() | ast.BitAnd()):
            yield from (left, right)
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.Constant(value=value):
            yield from _other_constants(value, pattern=pattern)
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _SHAPING:
            yield inner
        case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in _PLAIN:
            yield first
        case ast.Slice(lower=lower, upper=upper) if lower and upper:
            yield from (_with(node, lower=None), _with(node, upper=None))
    if field == "test" and isinstance(node, ast.Name | ast.Call | ast.Attribute):
        yield ast.UnaryOp(ast.Not(), node)


def _left_out(node: ast.AST, parent: ast.AST, field: str) -> Iterator[ast.AST | None]:
    """Parts of lists, and statements, that may be gone."""
    listed = isinstance(parent, ast.List | ast.Set | ast.Tuple) and len(parent.elts) > 2
    element = listed and isinstance(node, ast.Constant | ast.Starred)
    named = isinstance(node, ast.keyword) and node.arg != "key" and not isinstance(parent, ast.ClassDef)
    if element or named or field == "ifs":
        yield None
    elif isinstance(node, ast.Continue | ast.Break | ast.AugAssign | ast.Expr):
        yield ast.Pass()


def _other_constants(value: object, *, pattern: bool) -> Iterator[ast.AST]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from (ast.Constant(value + 1), ast.Constant(value - 1))
    elif isinstance(value, str) and pattern:
        parts = _ESCAPE.findall(value)
        yield from (ast.Constant("".join(parts[:n] + parts[n + 1 :])) for n in range(len(parts)))
    elif isinstance(value, str) and len(value.split()) < 3:
        yield ast.Constant(value + "x" if value else "x")


def _with(node: Any, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed  # type: ignore[no-any-return] # a node as it came in


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _shown(node: ast.AST) -> str:
    words = " ".join(ast.unparse(node).split())
    return words if len(words) < 100 else words[:97] + "..."
