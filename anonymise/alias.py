"""Check what readers will see against what they must not.

In: a register and its forms. Out: problems. The rule: an alias is nobody's name in the case, and nothing is at once
published and replaced.
"""

from __future__ import annotations

from anonymise.detect import Finder, find
from anonymise.fold import fold
from anonymise.register import Register
from report.problems import Problem

PLACE = "the register"


def check_aliases(finder: Finder) -> list[Problem]:
    """The problems of a register's aliases and published names; empty where there are none.

    Rules: `alias-is-name`, `named-is-person`.
    """
    return [*_aliases(finder), *_published(finder.register)]


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
    published = {fold(name) for name in register.named}
    problems: list[Problem] = []
    for person in register.people.values():
        if any(fold(name) in published for name in (person.name, *person.also) if name):
            sentence = f"{person.id} is also listed as published by name"
            hint = "take the name out of `named`, `author` or `chair`, or out of `people`"
            problems.append(Problem(PLACE, register.lines.get(person.id, 0), "named-is-person", sentence, hint))
    return problems
