"""What the relationships of a register may say.

In: the register's entry. Out: problems with their lines. The rule: nobody is an ancestor of oneself, so that a family
has generations and can be drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from anonymise.schema import RegisterEntry, RelationshipEntry
from anonymise.yaml_reader import Yaml
from report.problems import Problem


def check_relationships(entry: RegisterEntry, document: Yaml, place: str) -> Iterator[Problem]:
    """Yield `value-wrong` and `person-unknown` for each relationship that can't be; nothing where all can."""
    known: list[RelationshipEntry] = []
    for n, relationship in enumerate(entry.relationships):
        line = document.line(("relationships", n))
        for sentence in _faults(relationship):
            yield Problem(place, line, "value-wrong", sentence)
        if any(id not in entry.people for id in (*relationship.partners, *relationship.children)):
            yield Problem(place, line, "person-unknown", "a relationship names somebody who is not in people")
        known.append(relationship)
        if _is_circle(relationship, known):
            known.pop()  # told once, at the relationship that closes the circle
            yield Problem(place, line, "value-wrong", "a relationship makes somebody an ancestor of themselves")


def _faults(relationship: RelationshipEntry) -> Iterator[str]:
    groups = (relationship.partners, relationship.children)
    if len(relationship.partners) not in (1, 2):
        yield "a relationship has one or two partners"
    elif any(len(set(group)) < len(group) for group in groups):
        yield "a relationship names somebody twice"
    twins = relationship.twins
    if twins and (len(set(twins)) < 2 or not set(twins) <= set(relationship.children)):
        yield "the twins of a relationship are two or more of its children"


def _is_circle(last: RelationshipEntry, known: list[RelationshipEntry]) -> bool:
    """Whether a partner of the last relationship descends from a child of it."""
    reached: set[str] = set()
    waiting = list(last.children)
    while waiting:
        person = waiting.pop()
        if person not in reached:
            reached.add(person)
            waiting += [child for each in known if person in each.partners for child in each.children]
    return bool(reached & set(last.partners))
