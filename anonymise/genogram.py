"""The family of a register: as a value to draw, and in sentences that say all that the drawing shows.

In: a `Register`. Out: a `Genogram`. The rule: aliases only, and of a person nothing but sex, death and who the review
is about. Years of birth put children in order and stay here: not every report publishes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anonymise.register import Person, Register, Relationship
from report.block import Genogram, Spot
from report.kinship import Family, Member, Union

_KIN = re.compile(
    r"(?:mother|father|sister|brother|son|daughter|wife|husband|aunt|uncle|niece|nephew|girlfriend|boyfriend)$",
    re.IGNORECASE,
)
"""An alias that ends so says the sex by itself."""
_SEVERAL = re.compile(r"(?:parents|guardians|carers)$", re.IGNORECASE)
"""An alias that ends so is more than one person."""
_CHILD = {"male": "son", "female": "daughter", "": "child"}
_PARENT = {"male": "father", "female": "mother", "": "parent"}


def build_genogram(spot: Spot, register: Register) -> Genogram:
    """Build the family of a register; without facts and members where it has no relationship that says anything."""
    told = [r for r in register.relationships if len(r.partners) == 2 or r.children]
    shown = {id for r in told for id in (*r.partners, *r.children)}
    people = [person for id, person in register.people.items() if id in shown]
    members = tuple(Member(p.id, p.alias, p.sex, bool(p.died), p.role == "victim", is_several(p.alias)) for p in people)
    unions = tuple(Union(r.partners, _in_order(r, register), r.twins, r.ended) for r in told)
    return Genogram(spot, tuple(_Telling(register, people).facts(told)), Family(members, unions))


def _in_order(relationship: Relationship, register: Register) -> tuple[str, ...]:
    """The children by year of birth where all are known, else as listed; twins side by side at the first of them."""
    children = relationship.children
    if all(register.people[id].born for id in children):
        children = tuple(sorted(children, key=lambda id: register.people[id].born))
    together = tuple(id for id in children if id in relationship.twins)
    firsts = [id for id in children if id not in together[1:]]
    return tuple(each for id in firsts for each in (together if id in together else (id,)))


class _Telling:
    """Tells a family, and keeps whose sex its words have told."""

    def __init__(self, register: Register, people: Sequence[Person]) -> None:
        self._register = register
        self._people = people
        self._told = {person.id for person in people if _KIN.search(person.alias)}

    def facts(self, relationships: Sequence[Relationship]) -> Iterator[str]:
        index = [person for person in self._people if person.role == "victim"]
        if index:
            yield self._about(index)
        for relationship in relationships:
            yield " ".join(map(_sentence, self._relationship(relationship)))
        yield from self._deaths([person for person in self._people if person.died and person not in index])
        yield from self._sexes()

    def _about(self, index: Sequence[Person]) -> str:
        dead = [person for person in index if person.died]
        if len(dead) < len(index):
            parts = [f"This review is about {_join([person.alias for person in index])}.", *self._deaths(dead)]
            return " ".join(parts)
        deaths = "deaths" if len(index) > 1 else "death"
        years = {person.died for person in dead}
        year = f" in {index[0].died}" if len(years) == 1 and index[0].died > 1 else ""
        return f"This review is about the {deaths} of {_join([person.alias for person in index])}{year}."

    def _relationship(self, relationship: Relationship) -> Iterator[str]:
        children = [self._register.people[id] for id in _in_order(relationship, self._register)]
        partners = [self._register.people[id] for id in relationship.partners]
        if len(partners) == 2:
            yield self._couple(partners, relationship)
            if children:
                yield f"{_names(children)} {self._are(children)} their {self._kind(children)}"
        else:
            yield self._parent(partners[0], children, relationship)
        twins = [child for child in children if child.id in relationship.twins]
        if twins:
            yield f"{_names(twins)} are {({2: 'twins', 3: 'triplets'}).get(len(twins), 'of one birth')}"

    def _couple(self, partners: list[Person], relationship: Relationship) -> str:
        # "Kate and Tom's father" could be the father of both
        partners = sorted(partners, key=lambda person: not re.search(r"['’]s? ", person.alias))
        since = f" from {relationship.since}" if relationship.since else ""
        ended = "; the relationship had ended" if relationship.ended else ""
        return f"{_names(partners)} were partners{since}{ended}"

    def _parent(self, parent: Person, children: Sequence[Person], relationship: Relationship) -> str:
        if is_several(parent.alias):
            return f"{parent.alias} are the parents of {_names(children)}"
        self._told.add(parent.id)
        other = "the other parent" if len(children) == 1 else "their other parent"
        ended = ", and the relationship had ended" if relationship.ended else ""
        return f"{parent.alias} is the {_PARENT[parent.sex]} of {_names(children)}; {other} is not named{ended}"

    def _kind(self, children: Sequence[Person]) -> str:
        """Return son, daughters, children; what they are is told by it."""
        sexes = {child.sex for child in children}
        if len(sexes) > 1 or sexes == {""}:
            return "child" if len(children) == 1 else "children"
        self._told.update(child.id for child in children)
        return _CHILD[children[0].sex] + ("s" if len(children) > 1 else "")

    def _are(self, people: Sequence[Person]) -> str:
        return "is" if len(people) == 1 and not is_several(people[0].alias) else "are"

    def _deaths(self, dead: Sequence[Person]) -> Iterator[str]:
        undated = [person for person in dead if person.died == 1]
        if undated:
            have = "has" if self._are(undated) == "is" else "have"
            yield _sentence(f"{_names(undated)} {have} died")
        for person in dead:
            if person.died > 1:
                yield _sentence(f"{person.alias} died in {person.died}")

    def _sexes(self) -> Iterator[str]:
        for sex in ("female", "male"):
            people = [person for person in self._people if person.sex == sex and person.id not in self._told]
            if people:
                yield _sentence(f"{_names(people)} {self._are(people)} {sex}")


def is_several(alias: str) -> bool:
    """Tell whether an alias is more than one person: "Neil's parents"."""
    return bool(_SEVERAL.search(alias))


def _names(people: Sequence[Person]) -> str:
    return _join([person.alias for person in people])


def _join(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
