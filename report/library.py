"""The published reports together: in which order, in which groups, as data and as a feed.

In: the cards of the published reports. Out: groups and choices for the library's page, `library.json`, `library.atom`.
The rule: the same cards give the same bytes: every date is a report's own, never the clock's.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from xml.etree import ElementTree

from report.model import Card, Report

DATA, FEED = "library.json", "library.atom"
_ATOM = "http://www.w3.org/2005/Atom"
_IDS = uuid.UUID("5c9b1d0e-2f3a-5b47-9d55-7e0c6a41f8b2")
"""What the ids of the feed are made in; another value would make every old entry a new one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that stand together."""

    case: str
    """What they have in common; "" for a document by itself."""
    cards: tuple[Card, ...]
    """Newest first; not empty."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the library can be filtered by: each value that a card has, once."""

    years: tuple[str, ...]
    """Of death, newest first; the others in the order of the alphabet."""
    partnerships: tuple[str, ...]
    kinds: tuple[str, ...]
    themes: tuple[str, ...]


def kind_of(card: Card) -> str:
    """Return what kind of document a card's report is: "Overview report"."""
    return card.document or card.review


def sort_cards(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Sort cards, newest first, by title and name where the date is the same; () for none."""
    by_name = sorted(cards, key=lambda card: (card.title, card.name))
    return tuple(sorted(by_name, key=lambda card: card.date, reverse=True))


def group_cards(cards: Iterable[Card]) -> tuple[Group, ...]:
    """Put the documents of one case together, where its newest document stands; () for no cards."""
    groups: dict[str, list[Card]] = {}
    for card in sort_cards(cards):
        groups.setdefault(f"case {card.case}" if card.case else f"name {card.name}", []).append(card)
    return tuple(Group(found[0].case if len(found) > 1 else "", tuple(found)) for found in groups.values())


def find_choices(cards: Sequence[Card]) -> Choices:
    """List the values of all cards; each is empty where no card has one."""
    return Choices(
        years=_values(card.death[:4] for card in cards)[::-1],
        partnerships=_values(card.partnership for card in cards),
        kinds=_values(kind_of(card) for card in cards),
        themes=_values(theme for card in cards for theme in card.themes),
    )


def _values(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}, key=lambda value: (value.casefold(), value)))


def render_library_data(report: Report, cards: Sequence[Card]) -> bytes:
    """Render `library.json`: the library's title, and the fields of each `Card` with its address, newest first."""
    reports = [{**asdict(card), "link": _link(report, f"{card.name}/index.html")} for card in sort_cards(cards)]
    return (json.dumps({"title": report.front.title, "reports": reports}, ensure_ascii=False, indent=1) + "\n").encode()


def render_feed(report: Report, cards: Sequence[Card]) -> bytes:
    """Render `library.atom` (RFC 4287): every report that has a date and is no draft, by the day it last changed.

    b"" where there is none: a feed has to say when it changed.
    """
    shown = [card for card in sort_cards(cards) if card.edition != "draft" and _day(card)]
    shown.sort(key=_day, reverse=True)
    if not shown:
        return b""
    ElementTree.register_namespace("", _ATOM)
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {language: report.front.language})
    _add(feed, "id", _id(f"library {report.front.address or report.front.title}"))
    _add(feed, "title", report.front.title)
    _add(feed, "updated", f"{_day(shown[0])}T00:00:00Z")
    _add(feed, "link", rel="self", type="application/atom+xml", href=_link(report, FEED))
    _add(feed, "link", rel="alternate", type="text/html", href=_link(report, "index.html"))
    for card in shown:
        _add_entry(_add(feed, "entry"), report, card)
    ElementTree.indent(feed, "")
    text = ElementTree.tostring(feed, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add_entry(entry: ElementTree.Element, report: Report, card: Card) -> None:
    _add(entry, "id", _id(f"report {card.name}"))
    _add(entry, "title", card.title or kind_of(card))
    _add(entry, "updated", f"{_day(card)}T00:00:00Z")
    if card.date:
        _add(entry, "published", f"{card.date}T00:00:00Z")
    _add(_add(entry, "author"), "name", card.partnership or report.front.title)
    _add(entry, "link", rel="alternate", type="text/html", href=_link(report, f"{card.name}/index.html"))
    for theme in card.themes:
        _add(entry, "category", term=theme)
    _add(entry, "summary", ", ".join(filter(None, (card.review, card.document, card.partnership))))


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text or None
    return child


def _day(card: Card) -> str:
    return card.updated or card.date


def _id(name: str) -> str:
    return uuid.uuid5(_IDS, name).urn


def _link(report: Report, path: str) -> str:
    """Return an absolute address where the library says its own, else one that is relative to the library."""
    return f"{report.front.address}/{path}" if report.front.address else path
