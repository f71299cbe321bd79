"""Check what readers will see against what they must not.

In: a register and its forms. Out: problems. The rule: an alias is nobody's name in the case, and nothing is at once
published and replaced.
"""

from __future__ import annotations

import dataclasses

from anonymise.alias_quality import check_near
from anonymise.detect import Finder, find
from anonymise.fold import fold
from anonymise.forms import build_index
from anonymise.register import Register
from report.problems import Problem

PLACE = "the register"


def check_aliases(finder: Finder) -> list[Problem]:
    """The problems of a register's aliases and published names; empty where there are none.

    Rules: `alias-is-name`, `alias-near-name`, `alias-twice`, `named-is-person`.
    """
    names = _aliases(finder)
    equal = {problem.line for problem in names}  # what is a name need not be called near to one, too
    near = (problem for problem in check_near(finder.register) if problem.line not in equal)
    return [*names, *near, *_published(finder.register)]


def _aliases(finder: Finder) -> list[Problem]:
    problems: list[Problem] = []
    for id, alias in finder.register.aliases():
        for finding in find(alias, finder):
            if finding.kind in ("keep", "word"):
                continue
            who = ", ".join(
                "somebody who is published by name" if owner == "named" else owner for owner in finding.owners
            )
            sentence = f"the alias of {id} holds a form of {who}"
            hint = "choose an alias that nobody in the case has"
            problems.append(Problem(PLACE, finder.register.lines.get(id, 0), "alias-is-name", sentence, hint))
    return problems


def _published(register: Register) -> list[Problem]:
    """A published name must not be, or hold, a form of somebody who is replaced: publishing it would undo the pass."""
    hidden = dataclasses.replace(register, named=(), ordinary=())
    finder = Finder(build_index(hidden), hidden)
    found: set[str] = set()
    for name in register.named:
        words = fold(name)
        findings = (f for f in find(name, finder) if f.kind in ("name", "surname"))
        found |= {owner for f in findings if f.words > 1 or f.words == len(words) for owner in f.owners}
    hint = "take the name out of `named`, `author` or `chair`, or out of `people`"
    return [
        Problem(PLACE, register.lines.get(id, 0), "named-is-person", f"{id} is also published by name", hint)
        for id in sorted(found)
    ]
