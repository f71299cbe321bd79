"""What an edition asks of a report before it may be published.

In: the front matter, the edition and today's date. Out: problems. The rule: a draft shows what is missing, a public
edition has nothing missing.
"""

from __future__ import annotations

import datetime

from report.model import SIGNOFFS, Edition, Front
from report.problems import Problem


def check_edition(front: Front, edition: Edition, today: datetime.date, place: str, line: int) -> list[Problem]:
    """The problems of a public edition's sign-offs: `signoff-missing`, `signoff-future`; empty for other editions.

    `place` and `line` say where the sign-offs stand.
    """
    if edition != "public":
        return []
    problems: list[Problem] = []
    for name, words in SIGNOFFS.items():
        day = front.signoff.get(name)
        if day is None:
            hint = f"write `{name}:` and the date below `signoff:`, or build another edition"
            problems.append(Problem(place, line, "signoff-missing", f"no date says when it was {words}", hint))
        elif day > today:
            hint = "write the day on which it was done"
            problems.append(Problem(place, line, "signoff-future", f"the date of {name} is in the future", hint))
    return problems


def undecided_words(count: int) -> str:
    """What a draft says of the names and other identifiers that nobody has decided; "" for none."""
    if not count:
        return ""
    return f"{count} {'name or other identifier is' if count == 1 else 'names or other identifiers are'} undecided"
