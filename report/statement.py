"""The accessibility statement of a library, as the regulations of 2018 and their model statement ask for it.

In: the data of the library's home page. Out: a page, or a notice that there is none. The rule: nothing is claimed that
nobody has written down: without the data there is no statement.
"""

from __future__ import annotations

from dataclasses import replace

from report.day import write_day
from report.html import Page
from report.model import Edition, SiteSettings, Statement
from report.problems import Problem
from report.view import environment

STATEMENT = "accessibility.html"
"""The page's name, at the top of the output folder."""
_HINT = "write `accessibility:` into the settings of content/index.md, see the guide to publishing"


def render_statement(home: Page, statement: Statement, address: str) -> Page:
    """Render the statement of the library whose home page is given; `address` is "" where nobody has said it."""
    body = (
        environment()
        .get_template("statement-text.html")
        .render(
            statement=statement,
            title=home.data["title"],
            address=address,
            mail="@" in statement.contact and " " not in statement.contact,
            prepared=write_day(statement.prepared),
            tested=write_day(statement.tested),
        )
    )
    title = "Accessibility statement"
    said = {"description": f"{title}. {home.data['title']}."} if home.data["description"] else {}
    data = {**home.data, "title": title, "report": home.data["title"], "scripts": [], **said}
    return replace(home, name=STATEMENT, template="statement.html", data=data, article=body)


def find_missing(settings: SiteSettings, edition: Edition, place: str) -> tuple[Problem, ...]:
    """Return a notice where a public edition has no statement; () for all others, which the regulations leave out."""
    if settings.statement is not None or edition != "public":
        return ()
    sentence = "the library has no accessibility statement, which a public body in the United Kingdom has to publish"
    return (Problem(place, 0, "statement-missing", sentence, _HINT),)
