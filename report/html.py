"""The pages of a report's site: what each holds, as HTML, and what the frame around it says.

In: a `Report`, the size of its PDF and of its exports. Out: `Page` values in reading order. The rule: the text of the
report is inside the one `article` of a page, in the report's order; what else stands in there is `data-furniture`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from report import search, words
from report.action import KINDS, STATUSES, Action
from report.day import write_day, write_month
from report.document import say_kind
from report.edition import undecided_words
from report.frame import list_headings, list_pages, write_citation
from report.head import head_of
from report.helpline import find_helplines
from report.library import DATA as LIBRARY_DATA
from report.library import FEED, Choices, Group, find_choices, group_cards, kind_of
from report.model import HOUSE, SIGNOFFS, Card, Entry, Front, Report, Section, SiteSettings
from report.plain import cell_of, inline_text
from report.view import View, environment

Data = Mapping[str, object]

INDEX, ACTIONS, GLOSSARY, SEARCH = "index.html", "actions.html", "glossary.html", "search.html"
SAFETY = "stay-safe.html"
MINISEARCH, FIND = "assets/vendor/minisearch.js", "assets/find.js"
SEARCH_SCRIPTS = (MINISEARCH, search.INDEX, FIND, "assets/search.js")
PLAN_SCRIPTS = (FIND, "assets/plan.js")
LIBRARY_SCRIPTS = (MINISEARCH, FIND, words.INDEX, "assets/library.js")
LIBRARY = "../index.html"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that a page offers."""

    name: str
    kind: str
    """What readers see: "PDF"."""
    size: int
    """Bytes."""
    pages: int
    """0 where the file has none."""

    @property
    def facts(self) -> str:
        """Say type, size and pages: "PDF, 214 KB, 28 pages"."""
        pages = f", {self.pages} page{'s' if self.pages > 1 else ''}" if self.pages else ""
        return f"{self.kind}, {format_size(self.size)}{pages}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site."""

    name: str
    """Its file name."""
    template: str
    """The file in `templates/site` that frames it."""
    data: Data
    """What the frame says: strings, bools, lists and maps of them."""
    article: str
    """HTML: one `article` element."""


def format_size(size: int) -> str:
    """Write a size in bytes for readers: "3 KB", "1.2 MB"; at least 1 KB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 999_500 else f"{max(1, round(size / 1000))} KB"


def render_pages(
    report: Report,
    actions: Sequence[Action],
    downloads: Sequence[Download],
    settings: SiteSettings = HOUSE,
) -> tuple[Page, ...]:
    """Render every page of a report in reading order: the contents, sections, action plan, glossary, "Stay safe".

    `downloads` begin with the PDF; the others belong to the action plan.
    """
    order = [INDEX, *(report.labels[section.spot.key].page for section in report.sections)]
    pages = [_index(report, downloads[0], has_actions=bool(actions))]
    pages += [_section(report, section, order) for section in report.sections]
    if actions:
        pages.append(_action_plan(report, actions, downloads[1:]))
    if report.glossary:
        body = environment().get_template("glossary-list.html").render(glossary=report.glossary)
        pages.append(Page(GLOSSARY, "main.html", _frame(report, "Glossary"), body))
    body = environment().get_template("search.html").render()
    pages.append(
        Page(SEARCH, "main.html", {**_frame(report, "Search"), "search": "", "scripts": list(SEARCH_SCRIPTS)}, body)
    )
    pages.append(_safety(report, settings))
    names = [(page.name, "Contents" if page.name == INDEX else str(page.data["title"])) for page in pages]
    return tuple(replace(page, data={**page.data, **_around(report, page, names, settings)}) for page in pages)


def render_library(
    report: Report, cards: Sequence[Card], settings: SiteSettings, downloads: Sequence[Download] = ()
) -> tuple[Page, ...]:
    """Render the pages of the library itself: its home page, and "Stay safe"."""
    pages = (render_home(report, cards, downloads), _safety(report, settings))
    own = {"leave": settings.leave, "library": INDEX, "search": ""}  # the search of all reports is on the home page
    return tuple(replace(page, data={**page.data, **own}) for page in pages)


def _around(report: Report, page: Page, names: Sequence[tuple[str, str]], settings: SiteSettings) -> Data:
    """Return what a page's frame says of the other pages."""
    front = report.front
    return {
        "leave": settings.leave,
        "menu": list_pages(names, page.name),
        "here": [] if page.name == INDEX else list_headings(report, page.name),
        "citation": write_citation(report, write_day(front.date), write_day(front.updated)),
        "place": "" if page.name == INDEX else page.data["title"],
    }


def _safety(report: Report, settings: SiteSettings) -> Page:
    body = environment().get_template("stay-safe.html").render(groups=find_helplines(settings.nations))
    return Page(SAFETY, "main.html", _frame(report, "Stay safe"), body)


def render_home(report: Report, cards: Sequence[Card], downloads: Sequence[Download] = ()) -> Page:
    """Render the library's home page: the report's preface, and a card for each published report, newest first.

    `downloads` are the library as data and as a feed, where there are any.
    """
    title = report.front.title or "Published reviews"
    data = {
        **_frame(report, title),
        "report": "",
        "search": "",
        "scripts": list(LIBRARY_SCRIPTS) if cards else [],
        "groups": [_group(group) for group in group_cards(cards)],
        "count": len(cards),
        "filters": _filters(find_choices(cards)),
        "downloads": [
            {"href": file.name, "text": _LIBRARY_FILES[file.name], "facts": file.facts} for file in downloads
        ],
    }
    return Page(INDEX, "library.html", data, _article(report, report.preface, heading=False))


_LIBRARY_FILES = {FEED: "Follow new and changed reports: feed", LIBRARY_DATA: "This list as data"}


def _filters(choices: Choices) -> list[Data]:
    """Return the filters that leave something out: one value for all reports is no choice."""
    filters = {
        "year": ("Year of death", choices.years),
        "partnership": ("Partnership", choices.partnerships),
        "kind": ("Kind of document", choices.kinds),
        "theme": ("Theme", choices.themes),
    }
    found = [{"id": id, "name": name, "values": list(values)} for id, (name, values) in filters.items()]
    return [filter_ for filter_ in found if len(filter_["values"]) > 1]


def _group(group: Group) -> Data:
    """Return a group; where its documents have one title, each card says which of them it is."""
    alike = len({card.title for card in group.cards}) < len(group.cards)
    named = [
        replace(card, title=f"{card.title}: {say_kind(card.document)}", document="")
        if alike and card.document
        else card
        for card in group.cards
    ]
    return {
        "title": group.case,
        "cards": [{**_card(shown), "document": kind_of(card)} for shown, card in zip(named, group.cards, strict=True)],
    }


def _card(card: Card) -> Data:
    shown = write_day(datetime.date.fromisoformat(card.date)) if card.date else ""
    updated = write_day(datetime.date.fromisoformat(card.updated)) if card.updated else ""
    facts = {"Partnership": card.partnership, "Death": write_month(card.death), "Date": shown, "Updated": updated}
    kind = ", ".join(filter(None, (card.review, card.document)))
    return {
        "href": f"{card.name}/{INDEX}",
        "title": card.title or kind,
        "kind": kind if card.title else "",
        "facts": [{"name": name, "value": value} for name, value in facts.items() if value],
        "edition": card.edition,
        "name": card.name,
        "date": card.date,
        "themes": list(card.themes),
        "year": card.death[:4],
        "partnership": card.partnership,
        "document": kind_of(card),
    }


def _frame(report: Report, title: str) -> dict[str, object]:
    """Return what every frame says."""
    front = report.front
    missing = [SIGNOFFS[name] for name in report.missing_signoffs] if report.edition != "public" else []
    return {
        "title": title,
        "report": front.title or front.document or front.review,
        "language": front.language,
        "edition": report.edition,
        "missing": missing,
        "undecided": undecided_words(report.undecided),
        "contact": front.contact,
        "address": f"mailto:{front.contact}" if "@" in front.contact and " " not in front.contact else "",
        "library": LIBRARY,
        **head_of(report, title),
        "safety": SAFETY,
        "leave": HOUSE.leave,
        "menu": [],
        "here": [],
        "citation": "",
        "place": "",
        "crumb": "",
        "heading": "",
        "search": SEARCH,
        "scripts": [],
        "before": {},
        "after": {},
    }


def _index(report: Report, printed: Download, *, has_actions: bool) -> Page:
    front = report.front
    also = [(ACTIONS, "Action plan: all recommendations")] if has_actions else []
    also += [(GLOSSARY, "Glossary")] if report.glossary else []
    frame = _frame(report, front.title or front.document or front.review)
    data = {
        **frame,
        "kind": ", ".join(filter(None, (front.review, front.document))),
        "facts": list_facts(front),
        "contents": _contents(report),
        "download": {"href": printed.name, "facts": printed.facts},
        "also": [{"href": href, "text": text} for href, text in also],
        "after": _neighbour(report, report.sections[0]) if report.sections else {},
    }
    return Page(INDEX, "report.html", data, _article(report, report.preface, heading=False))


def list_facts(front: Front) -> list[Data]:
    """Return the facts of a cover, each with name and value, in order; those that the author gave."""
    facts = (
        ("Published by", front.partnership),
        ("Author", front.author),
        ("Chair", front.chair),
        ("Death", write_month(front.death)),
        ("Date", write_day(front.date)),
        ("Updated", write_day(front.updated)),
        *((f"Changed on {write_day(change.date)}", change.what) for change in front.changes),
        ("Progress as at", write_day(front.progress)),
    )
    return [{"name": name, "value": value} for name, value in facts if value]


def _contents(report: Report) -> list[Data]:
    """Return the lines of the contents; where a section has no line, those of level 2 stand in its place."""
    lines: list[Data] = []
    for _, entries in groupby(report.contents, key=lambda entry: report.labels[entry.key].page):
        first, *others = (_line(report, entry) for entry in entries)
        if first["level"] == 1:
            lines.append({**first, "below": others})
        else:
            lines += [{**line, "below": []} for line in (first, *others)]
    return lines


def _line(report: Report, entry: Entry) -> Data:
    label = report.labels[entry.key]
    title = str(View(report, INDEX, copy=True).inlines(entry.title))
    return {"href": f"{label.page}#{label.id}", "number": entry.number, "title": title, "level": entry.level}


def _section_name(report: Report, section: Section) -> str:
    """Return what a section is called outside its article: its number and title, or one of them."""
    label = report.labels[section.spot.key]
    title = inline_text(section.title)
    if title:
        return f"{label.number} {title}".strip()
    return _capital(label.words) or "Untitled section"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _neighbour(report: Report, section: Section) -> Data:
    return {"href": report.labels[section.spot.key].page, "text": _section_name(report, section)}


def _section(report: Report, section: Section, order: Sequence[str]) -> Page:
    name = _section_name(report, section)
    page = report.labels[section.spot.key].page
    at = order.index(page)
    sections = report.sections
    data = {
        **_frame(report, name),
        "heading": "" if section.title else name,
        "crumb": _capital(report.labels[section.spot.key].words),
        "before": _neighbour(report, sections[at - 2]) if at > 1 else {"href": INDEX, "text": "Contents"},
        "after": _neighbour(report, sections[at]) if at < len(sections) else {},
    }
    return Page(page, "main.html", data, _article(report, section, heading=True))


def _article(report: Report, section: Section, *, heading: bool) -> str:
    label = report.labels[section.spot.key]
    notes = tuple(note for note in report.notes if note.file == section.spot.file and not note.table)
    template = environment().get_template("section.html")
    view = View(report, label.page)
    return template.render(view=view, section=section, label=label, notes=notes, heading=heading)


def _action_plan(report: Report, actions: Sequence[Action], downloads: Sequence[Download]) -> Page:
    kinds = [kind for kind in (*KINDS, "") if any(action.kind == kind for action in actions)]
    body = (
        environment()
        .get_template("action-plan.html")
        .render(
            view=View(report, ACTIONS, copy=True),
            parts=[(kind, _agencies([action for action in actions if action.kind == kind])) for kind in kinds],
            kinds=[kind for kind in kinds if kind],
            actions=actions,
            progress=write_day(report.front.progress),
            order=STATUSES.index,
            dates={
                action.number: place
                for place, action in enumerate(sorted(actions, key=lambda action: action.due_order))
            },
            lead=sorted({action.agency for action in actions}, key=str.casefold),
            statuses=[status for status in STATUSES if any(action.status == status for action in actions)],
            downloads=downloads,
            cell_of=lambda action, column: cell_of(action.cells, action.columns, column),
        )
    )
    return Page(ACTIONS, "main.html", {**_frame(report, "Action plan"), "scripts": list(PLAN_SCRIPTS)}, body)


def _agencies(actions: Sequence[Action]) -> list[tuple[tuple[str, tuple[str, ...]], list[Action]]]:
    """Return the actions of each agency with each set of columns, agencies in the order of their first action."""
    first = {_plan(action)[0]: number for number, action in reversed(list(enumerate(actions)))}
    groups = [(key, list(group)) for key, group in groupby(sorted(actions, key=_plan), key=_plan)]
    return sorted(groups, key=lambda item: first[item[0][0]])


def _plan(action: Action) -> tuple[str, tuple[str, ...]]:
    """Return what makes one table: an agency, and the columns of its plans."""
    return action.agency, action.columns
