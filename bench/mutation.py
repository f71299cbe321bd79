"""What the tests notice: faults are put into a module one at a time, and the tests run that reach it.

In: modules of this project, tests. Out: on standard output every fault that no test noticed, and a table. Each fault
is tried in a process of its own, forked when everything is imported and collected, with the tests that call the
function in question, the fastest first. The same seed tries the same faults, and Hypothesis the same examples.

Not tried: what a class says of its fields, and default values of arguments. A constant that is changed is changed
wherever it was imported, but what another module made of it when it was imported stays.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from bench.mutant import Mutant, compile_mutant, find_mutants

ROOT = Path(__file__).parent.parent
TESTS = ("pass", "day", "net", "identify", "quality", "register", "edition", "gate")
"""The tests that concern `anonymise/`, build no site and take seconds."""
SURVIVED, KILLED, BROKEN = 0, 1, 2
_PATIENCE = 10
"""Seconds of the processor beyond what tests usually take, after which a fault counts as noticed."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A test, and what it calls."""

    item: pytest.Item
    seconds: float
    """Of the processor."""
    codes: frozenset[CodeType]
    """The code objects of this project that ran."""


class Mutation:
    """A plugin that runs the tests once as they are, and then those that matter for each mutant."""

    def __init__(self, paths: list[str], sample: int, seed: int, budget: float) -> None:
        self.modules = {path: _import(path) for path in paths}
        self.sample = sample
        self.seed = seed
        self.budget = budget
        self.rows: list[tuple[str, int, int, int]] = []
        """For each module how many faults there are, were tried and survived."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let Hypothesis try the same examples each time, and not shrink what it finds."""
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile(
            "mutation",
            deadline=None,
            derandomize=True,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure each test, then try each mutant."""
        tests = sorted((self._measure(item) for item in session.items), key=lambda test: test.seconds)
        gc.freeze()  # the collector would copy every page of memory into each fork
        for path, module in self.modules.items():
            tree = ast.parse((ROOT / path).read_text("utf-8"))
            every = find_mutants(tree)
            chosen = random.Random(self.seed).sample(every, min(self.sample, len(every)))
            outcomes = [
                self._try(module, tree, one, tests) for one in sorted(chosen, key=lambda one: (one.line, one.was))
            ]
            self.rows.append((path, len(every), len(outcomes) - outcomes.count(BROKEN), outcomes.count(SURVIVED)))
        return True

    def _measure(self, item: pytest.Item) -> Reached:
        start = time.process_time()  # on a busy machine the clock says nothing of a test
        passes = run_test(item)
        seconds = time.process_time() - start
        codes: set[CodeType] = set()
        for module in self.modules.values():
            clear_caches(module)  # else only the first test would be seen to call what stands behind them
        sys.settrace(lambda frame, event, value: codes.add(frame.f_code))
        try:
            passes = passes and run_test(item)
        finally:
            sys.settrace(None)
        if not passes:
            raise pytest.UsageError(f"{item.nodeid} fails as things are")
        own = frozenset(code for code in codes if code.co_filename.startswith(str(ROOT / "anonymise")))
        return Reached(item, seconds, own)

    def _try(self, module: ModuleType, tree: ast.Module, mutant: Mutant, tests: list[Reached]) -> int:
        path = str(module.__file__)
        chosen = list(self._within(reaching(tests, path, mutant.function)))
        try:
            code = compile_mutant(tree, mutant, path)
        except (SyntaxError, ValueError):
            return BROKEN
        outcome = in_fork(lambda: _judge(module, code, tree, mutant, chosen), sum(t.seconds for t in chosen))
        if outcome == SURVIVED:
            place = f"{Path(path).relative_to(ROOT)}:{mutant.line}"
            print(f"{place} {mutant.function or 'module'} ({len(chosen)} tests)\n    {mutant.was}", flush=True)
            print(f" -> {mutant.became or '(left out)'}", flush=True)
        return outcome

    def _within(self, tests: list[Reached]) -> Iterator[Reached]:
        """The tests that the budget allows, at least one of them."""
        spent = 0.0
        for test in tests:
            if spent and spent + test.seconds > self.budget:
                return
            spent += test.seconds
            yield test


def _import(path: str) -> ModuleType:
    return importlib.import_module(path.removesuffix(".py").replace("/", "."))


def reaching(tests: list[Reached], path: str, function: str) -> list[Reached]:
    """The tests that call a function of a file, or for "" anything in it."""
    ran = [(test, {code.co_qualname for code in test.codes if code.co_filename == path}) for test in tests]
    return [test for test, names in ran if (function in names if function else names)]


def run_test(item: pytest.Item) -> bool:
    """Run one test with its fixtures; whether it passes."""
    return all(report.passed for report in runtestprotocol(item, log=False, nextitem=None))


def in_fork(judge: Callable[[], int], seconds: float) -> int:
    """What a function gives in a process of its own; one that hangs or dies has noticed the fault."""
    child = os.fork()
    if not child:
        signal.setitimer(signal.ITIMER_PROF, _PATIENCE + 5 * seconds)
        outcome = KILLED
        try:
            outcome = judge()
        finally:
            os._exit(outcome)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else KILLED


def _judge(module: ModuleType, code: CodeType, tree: ast.Module, mutant: Mutant, tests: list[Reached]) -> int:
    try:
        put_in(module, code, tree, mutant)
    except Exception:
        return BROKEN  # a pattern that is none, a name that is not defined: nobody would have committed it
    return SURVIVED if all(run_test(test.item) for test in tests) else KILLED


def put_in(module: ModuleType, code: CodeType, tree: ast.Module, mutant: Mutant) -> None:
    """Change a module that is imported: the code of the function with the fault, or the values that follow from it."""
    clear_caches(module)
    if mutant.function == "class":
        raise NotImplementedError  # what a class says of its fields has been read when it was made
    if mutant.function:
        target: Any = module
        for name in mutant.function.split("."):
            target = vars(target)[name]
        target = getattr(target, "fget", target)
        target = getattr(target, "__wrapped__", target)
        assert isinstance(target, FunctionType)
        target.__code__ = next(inner for inner in _codes(code) if inner.co_qualname == mutant.function)
        return
    values: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(code, values)
    for name in _changed(tree, mutant.statement):
        old = vars(module)[name]
        for other in list(sys.modules.values()):
            for known, value in list(vars(other).items()) if isinstance(other, ModuleType) else ():
                if value is old and known == name:
                    setattr(other, known, values[name])


def _changed(tree: ast.Module, statement: int) -> set[str]:
    """The names that a statement of a module gives values to, and those whose values are made of them."""
    found: set[str] = set()
    for at, node in enumerate(tree.body):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            names = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            given = {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and type(name.ctx) is ast.Store}
            found |= given if at == statement or names & found else set()
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def clear_caches(module: ModuleType) -> None:
    """Forget what functions of a module have kept."""
    for value in vars(module).values():
        if callable(getattr(value, "cache_clear", None)):
            value.cache_clear()


def table(rows: list[tuple[str, int, int, int]]) -> str:
    """The figures of each module, as a table in Markdown."""
    lines = ["| module | faults | tried | noticed | not noticed |", "| --- | ---: | ---: | ---: | ---: |"]
    lines += [f"| {path} | {every} | {tried} | {tried - left} | {left} |" for path, every, tried, left in rows]
    return "\n".join(lines)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("modules", nargs="+", help="as in anonymise/detect.py")
    options.add_argument("--sample", type=int, default=100, help="faults tried in each module, chosen at random")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--budget", type=float, default=15, help="seconds of tests for each fault, the fastest first")
    options.add_argument("--tests", nargs="+", default=[f"tests/test_{name}.py" for name in TESTS])
    given = options.parse_args()
    os.chdir(ROOT)
    mutation = Mutation(given.modules, given.sample, given.seed, given.budget)
    code = pytest.main(["-p", "no:cacheprovider", "--assert=plain", "--tb=native", "--quiet", *given.tests], [mutation])
    print(table(mutation.rows))
    sys.exit(code)


if __name__ == "__main__":
    main()
