"""The shape of the code: who may import what, how long things are, and that the pages about it say what stands."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from report.problems import RULES

ROOT = Path(__file__).parent.parent
ROOMS = ("anonymise", "commands", "report")
SOURCES = [ROOT / "build.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]
EVERYTHING = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]

IMPORTERS: dict[str, tuple[str, ...]] = {
    # library: the modules that may import it; one that is not here may be imported nowhere
    "click": ("build.py", "commands/*.py"),
    "filelock": ("report/workspace.py",),
    "fontTools": ("report/fonts.py", "anonymise/surfaces_font.py"),
    "jinja2": ("report/view.py", "report/site.py"),
    "markdown": ("report/verbatim.py",),
    "markdown_it": ("anonymise/parse*.py",),
    "markupsafe": ("commands/preview.py", "report/single.py", "report/view.py"),
    "mdit_py_plugins": ("anonymise/parse*.py",),
    "mkdocs": ("report/site.py",),
    "openpyxl": ("anonymise/sheet_xlsx.py", "report/workbook.py"),
    "phonenumbers": ("anonymise/identifier_number.py",),
    "pikepdf": ("anonymise/surfaces_pdf.py", "report/pdf_letters.py", "report/pdf_tags.py", "report/pdf_text.py"),
    "PIL": ("anonymise/*.py",),
    "pydantic": ("anonymise/schema.py",),
    "pydantic_core": ("anonymise/schema.py",),
    "pypdf": ("anonymise/surfaces_pdf.py",),
    "pypdfium2": ("anonymise/surfaces_pdf.py",),
    "pyrage": ("anonymise/vault.py",),
    "rapidfuzz": ("anonymise/alias*.py", "anonymise/near.py"),
    "rich": ("build.py", "commands/names.py", "commands/walk.py", "report/talk.py"),
    "stdnum": ("anonymise/identifier_number.py",),
    "typst": ("report/pdf.py",),
    "yaml": ("anonymise/yaml_reader.py", "anonymise/yaml_writer.py"),
}
OPEN_TO_ANONYMISE = (
    *("anonymise", "report.model", "report.block", "report.inline", "report.problems"),
    *("report.kinship", "report.day"),
    "report.timeline_date",  # words -> days, and nothing else: dates are understood in one place
)
WORKING_STATE = {
    # what one stage gathers and never hands on: the only classes that may change
    "anonymise/parse_inline.py": {"Context"},
    "commands/outcome.py": {"Outcome"},
    "report/genogram_order.py": {"Choices", "_Strip"},
    "report/page_text.py": {"Words"},
    "report/pdf_data.py": {"Outline"},
    "report/rewrite.py": {"_Called"},
    "report/search.py": {"_Walk"},
}
GATE = ("anonymise.gate", "anonymise.gate_folder", "anonymise.surfaces", "anonymise.withheld")
PASS = (
    "alias",
    "cut",
    "day",
    "detect",
    "doubt",
    "fold",
    "forms",
    "net",
    "near",
    "identifier",
    "vocabulary",
    "watch",
    "replace",
    "replace_text",
    "rewrite",
    "spans",
    "wording",
)

# Paths of one machine and hosts of package registries.
WORKPLACE = re.compile(
    r"(?<![\w.~)}/-])/(?:home|root|tmp|work|opt|mnt)/\w|\bpypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org"
)
# Kept out of the repository by .gitignore, wherever they lie, and at the top.
NOT_OURS = {
    ".git",
    ".venv",
    "node_modules",
    ".work",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
}
NOT_OURS_AT_THE_TOP = {"build", "dist", "site"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


def imports_of(path: Path) -> set[str]:
    """The dotted names that a module imports; `from report import model` gives both `report` and `report.model`."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = module_of(path).split(".")[: -node.level] if node.level else []
            parent = ".".join([*base, *([node.module] if node.module else [])])
            found |= {parent} | {f"{parent}.{alias.name}" for alias in node.names}
    return found


def is_within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(room + ".") for room in rooms)


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def closure_of(module: str) -> set[str]:
    """The modules of our own that a module imports, and theirs, and so on."""
    paths = {module_of(path): path for path in SOURCES}
    reached: set[str] = set()
    waiting = [module]
    while waiting:
        found = imports_of(paths[waiting.pop()]) & paths.keys()
        waiting += found - reached
        reached |= found
    return reached


def test_report_never_imports_anonymise() -> None:
    wrong = [
        name_of(path)
        for path in SOURCES
        if name_of(path).startswith("report/")
        for name in imports_of(path)
        if is_within(name, ("anonymise", "build", "commands"))
    ]
    assert wrong == []


def test_anonymise_knows_only_the_values_of_report() -> None:
    wrong = [
        (name_of(path), name)
        for path in SOURCES
        if name_of(path).startswith("anonymise/")
        for name in imports_of(path)
        if is_within(name, ("report", "build", "commands"))
        and name != "report"
        and not is_within(name, OPEN_TO_ANONYMISE)
    ]
    assert wrong == []


@pytest.mark.parametrize("module", GATE)
def test_the_gate_shares_no_code_with_the_pass(module: str) -> None:
    assert closure_of(module) & {f"anonymise.{name}" for name in PASS} == set()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_library_is_imported_where_the_table_says(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imports_of(path)} - sys.stdlib_module_names - set(ROOMS)
    wrong = [name for name in sorted(libraries) if not any(fnmatch(name_of(path), p) for p in IMPORTERS.get(name, ()))]
    assert wrong == []


@pytest.mark.parametrize("path", EVERYTHING, ids=name_of)
def test_modules_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions_of(path)}
    assert {name: length for name, length in lengths.items() if length > 50} == {}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_what_is_public_has_a_docstring(path: Path) -> None:
    tree = tree_of(path)
    scopes = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")]
    bare = [
        node.name
        for body in scopes
        for node in body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_" and not ast.get_docstring(node)
    ]
    assert bare == []
    assert ast.get_docstring(tree) or not tree.body


def test_values_are_frozen_and_slotted() -> None:
    changing: dict[str, set[str]] = {}
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            decorators = node.decorator_list if isinstance(node, ast.ClassDef) else []
            written = [words for words in map(ast.unparse, decorators) if words.startswith("dataclass")]
            if isinstance(node, ast.ClassDef) and any("frozen=True, slots=True" not in words for words in written):
                changing.setdefault(name_of(path), set()).add(node.name)
    assert changing == WORKING_STATE


def test_nothing_is_printed_or_logged_where_real_names_are() -> None:
    wrong = []
    for path in SOURCES:
        if name_of(path).startswith("anonymise/"):
            called = {ast.unparse(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)}
            wrong += [(name_of(path), name) for name in called & {"print", "warnings.warn", "sys.stderr.write"}]
            wrong += [(name_of(path), name) for name in imports_of(path) & {"logging", "traceback"}]
    assert wrong == []


def test_the_architecture_page_names_the_modules_that_exist() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = re.search(r"^## Rooms\n.*?^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert rooms
    named: set[str] = set()
    room = ""
    for line in rooms[1].splitlines():
        word = line.split()[0] if line.split() else ""
        room = word if line.startswith(word) else room
        if line.startswith("  ") and word.endswith(".py"):
            named.add(room + word)
    existing = {name_of(path) for path in SOURCES if path.name not in {"__init__.py", "build.py"}}
    assert named == existing


def files_of_the_project() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not NOT_OURS & set(parts) and parts[0] not in NOT_OURS_AT_THE_TOP:
            yield path


def test_no_file_names_one_machine() -> None:
    wrong = []
    for path in files_of_the_project():
        data = path.read_bytes()
        # A font or a picture has no text to read, and any bytes by chance.
        found = None if b"\0" in data else WORKPLACE.search(data.decode("utf-8", errors="replace"))
        if found:
            wrong.append((name_of(path), found[0]))
    assert wrong == []


def positions_of_rules() -> dict[str, set[int]]:
    """Where functions (and `Problem`) take a rule: the name of the function to positions among its arguments."""
    positions = {"Problem": {2}}
    for path in SOURCES:
        for node in functions_of(path):
            names = [argument.arg for argument in node.args.args if argument.arg not in {"self", "cls"}]
            if "rule" in names:
                positions.setdefault(node.name, set()).add(names.index("rule"))
    return positions


def rules_in(path: Path, positions: dict[str, set[int]]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            taken = positions.get(ast.unparse(node.func).split(".")[-1], set())
            values = [value for position, value in enumerate(node.args) if position in taken]
            values += [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            found |= {v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)}
    # Functions of one name may take it at other positions: a sentence there has white space.
    return {rule for rule in found if rule and " " not in rule}


def test_every_rule_that_is_broken_is_known() -> None:
    positions = positions_of_rules()
    broken = {rule for path in SOURCES for rule in rules_in(path, positions)}
    assert broken - RULES.keys() == set()
    assert len(broken) > 20


def test_every_known_rule_can_be_broken() -> None:
    words = {
        node.value
        for path in SOURCES
        if name_of(path) != "report/problems.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert RULES.keys() - words == set()


def test_the_page_of_problems_lists_every_rule() -> None:
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z-]+)` \| (.*?) \|", page, re.MULTILINE)
    assert dict(listed) == RULES
    assert len(listed) == len(RULES)
