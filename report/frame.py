"""What the frame around a page says that depends on the other pages: where one is, and how to cite it.

In: a `Report` and its pages by name. Out: plain data for `templates/site/main.html`. The rule: the same on every page,
but for the place that is marked as the current one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.model import Report
from report.view import View

Line = Mapping[str, object]


def list_pages(pages: Sequence[tuple[str, str]], current: str) -> list[Line]:
    """Return the lines of a menu: file name, words, and whether a line is the page that is shown."""
    return [{"href": name, "text": text, "current": name == current} for name, text in pages]


def list_headings(report: Report, page: str) -> list[Line]:
    """Return the headings of level 2 on a page, with number and title (HTML); one alone needs no list: []."""
    found: list[Line] = [
        {
            "href": f"#{report.labels[entry.key].id}",
            "number": entry.number,
            "title": str(View(report, page, copy=True).inlines(entry.title)),
        }
        for entry in report.contents
        if entry.level > 1 and report.labels[entry.key].page == page
    ]
    return found if len(found) > 1 else []


def write_citation(report: Report, date: str, updated: str) -> str:
    """Return how to cite a report, up to the place in it; both dates as readers see them, "" for none."""
    front = report.front
    days = f"{date} (updated {updated})" if date and updated else date or updated
    title = front.title or front.document or front.review
    document = front.document if front.title else ""
    return ". ".join(filter(None, (title.rstrip("."), document, front.partnership, days)))
