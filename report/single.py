"""The whole report in one HTML file, for mail, SharePoint and archives.

In: a numbered `Report`. Out: the bytes of a page that loads nothing: no script, one style element, fonts and pictures
inside. The rule: the same words as the site, in the same order, and a policy that lets nothing else in.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from report.block import Figure
from report.head import describe, write_policy_of_single
from report.html import list_facts
from report.inline import Elsewhere, Jump, NoteCall
from report.model import HOUSE, Report, Section, SiteSettings
from report.view import TEMPLATES, View, environment

_HEADING = re.compile(r"(</?h)([1-6])(?=[ >])")
_FONT = re.compile(r'url\("(fonts/[a-z]+\.woff2)"\)')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TYPES = {b"\x89P": "image/png", b"\xff\xd8": "image/jpeg", b"GI": "image/gif", b"RI": "image/webp"}


class SingleError(RuntimeError):
    """The one-file report would load something: a fault of this program."""


def name_of(report: Report) -> str:
    """Return the name of a report's one-file edition."""
    return f"{report.name}.html"


@dataclass(frozen=True, slots=True)
class OnePage(View):
    """A report seen from a page on which all of it stands."""

    def target(self, jump: Jump) -> str:
        """Return the anchor of what a reference leads to."""
        return f"#{self.report.labels[jump.key].id}"

    def elsewhere(self, it: Elsewhere) -> str:
        """Return nothing: this file goes about without the other documents."""
        return ""

    def note_target(self, call: NoteCall) -> str:
        """Return the anchor of a footnote."""
        return f"#note-{call.number}"

    def source(self, figure: Figure) -> str:
        """Return a picture as an address that holds it."""
        data = self.image(figure).data
        return f"data:{_TYPES.get(data[:2], 'image/svg+xml')};base64,{_encode(data)}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents."""

    level: int
    """1 or 2."""
    number: str
    id: str
    title: Markup


@cache
def style() -> str:
    """Return the text of the style element: the site's stylesheet with its fonts, which are subsets already, in it."""
    assets = TEMPLATES / "assets"
    text = (assets / "report.css").read_text(encoding="utf-8")
    text = re.sub(r"\n\s*\n+", "\n", _COMMENT.sub("", text)).strip()
    if re.search(r"@import|</", text) or text.count("url(") != len(_FONT.findall(text)):
        raise SingleError("the stylesheet loads something")
    text = _FONT.sub(lambda found: f'url("data:font/woff2;base64,{_encode((assets / found[1]).read_bytes())}")', text)
    return f"\n{text}\n"


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def render(report: Report, settings: SiteSettings = HOUSE) -> bytes:
    """Render a report: the way out, its cover, contents, preface, sections and glossary in reading order.

    The same from the same input. Raises `SingleError` where the stylesheet can't stand in a page.
    """
    view = OnePage(report, name_of(report))
    articles = [_article(view, report.preface, heading=False)]
    articles += [_article(view, section, heading=True) for section in report.sections]
    if report.glossary:
        articles.append(environment().get_template("glossary-list.html").render(glossary=report.glossary))
    front = report.front
    title = front.title or front.document or front.review
    page = environment().get_template("single.html")
    text = page.render(
        report=report,
        leave=settings.leave,
        title=title,
        kind=", ".join(filter(None, (front.review, front.document))),
        facts=list_facts(front),
        description=describe(report, title),
        policy=write_policy_of_single(style()),
        style=Markup(style()),  # noqa: S704 - our own stylesheet
        lines=_lines(view),
        articles=[_lower(article) for article in articles],
    )
    return text.encode()


def _article(view: View, section: Section, *, heading: bool) -> str:
    report = view.report
    label = report.labels[section.spot.key]
    notes = tuple(note for note in report.notes if note.file == section.spot.file and not note.table)
    template = environment().get_template("section.html")
    return template.render(view=view, section=section, label=label, notes=notes, heading=heading)


def _lower(article: str) -> Markup:
    """Put every heading a level lower, since the report's title stands above them; the sixth has nothing below it."""
    lowered = _HEADING.sub(lambda found: f"{found[1]}{min(6, int(found[2]) + 1)}", article)
    return Markup(lowered)  # noqa: S704 - the macros have escaped its text, so what looks like a tag is one


def _lines(view: View) -> list[Line]:
    report = view.report
    copied = OnePage(report, view.page, copy=True)
    return [
        Line(entry.level, entry.number, report.labels[entry.key].id, _unlinked(copied.inlines(entry.title)))
        for entry in report.contents
    ]


def _unlinked(title: Markup) -> Markup:
    return Markup(re.sub(r"</?a\b[^>]*>", "", title))  # noqa: S704 - what was escaped stays so
