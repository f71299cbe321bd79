"""The files by which web servers and search engines treat the site as it is meant to be treated.

In: the cards of the published reports, and what the library says of itself. Out: `web.config`, `nginx.conf`,
`_headers`, `robots.txt`, `sitemap.xml`. The rule: all servers say the same, and no edition but the public one is
offered to search engines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from report.head import write_policy
from report.model import Card, Edition
from report.view import environment

HIDDEN = "noindex, nofollow"
"""What search engines are told of an edition that is not public."""

TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml; charset=utf-8",
}
"""What each kind of published file is; a server that does not know one sends nothing, or something to save."""

CONFIGURATIONS = ("web.config", "nginx.conf", "_headers")
"""Files for servers, which no reader needs."""


def list_headers(styles: Iterable[str] = ()) -> dict[str, str]:
    """Return the headers that every answer carries, by name; for `styles` see `write_policy`."""
    return {
        "Content-Security-Policy": write_policy(framed=True, styles=styles),
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def render_server_files(
    cards: Sequence[Card], edition: Edition, address: str, styles: Iterable[str] = ()
) -> dict[str, bytes]:
    """Render what stands at the top of the output folder for servers, by name.

    `edition` is the home page's, `address` where the library is published, "" where nobody has said it. Where no report
    is public, nothing of the folder is shown to search engines; so with no report and a home page that is not public.
    """
    hidden = find_hidden(cards, edition)
    headers = list_headers(styles)
    if "" in hidden:
        headers["X-Robots-Tag"] = HIDDEN
    said = {"headers": headers, "types": TYPES, "kinds": _kinds(), "files": CONFIGURATIONS}
    folders = [name for name in hidden if name]
    files = {
        name: environment().get_template(f"server/{name}").render(**said, hidden=folders, robots=HIDDEN)
        for name in CONFIGURATIONS
    }
    files["robots.txt"] = _robots(hidden, address)
    return {name: f"{text.rstrip()}\n".encode() for name, text in files.items()}


def find_hidden(cards: Sequence[Card], edition: Edition) -> tuple[str, ...]:
    """Return the names of the reports that search engines are kept from, sorted; ("",) where that is everything."""
    names = tuple(sorted(card.name for card in cards if card.edition != "public"))
    everything = len(names) == len(cards) if cards else edition != "public"
    return ("",) if everything else names


def render_sitemap(cards: Sequence[Card], address: str, pages: Sequence[str]) -> bytes:
    """Render the sitemap of a library that is published at `address`: its own `pages`, and the public reports.

    A report stands in it by its first page, which leads to all others, with the day on which it changed last.
    """
    public = sorted((card for card in cards if card.edition == "public"), key=lambda card: card.name)
    places = [(f"{address}/{'' if page == 'index.html' else page}", "") for page in pages]
    places += [(f"{address}/{card.name}/index.html", card.updated or card.date) for card in public]
    return environment().get_template("server/sitemap.xml").render(places=places).encode()


def _robots(hidden: Sequence[str], address: str) -> str:
    """What stands at the top of a host: paths in it begin there, wherever the library is."""
    top = urlsplit(address).path.rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {top}/{f'{name}/' if name else ''}" for name in hidden)]
    lines += [] if hidden else ["Disallow:"]
    return "\n".join([*lines, *([f"Sitemap: {address}/sitemap.xml"] if address and "" not in hidden else [])])


def _kinds() -> list[tuple[str, list[str]]]:
    """The endings of each type without its character set, as nginx lists them."""
    plain = sorted((kind.partition(";")[0], ending) for ending, kind in TYPES.items())
    return [(kind, [ending for _, ending in group]) for kind, group in groupby(plain, key=lambda pair: pair[0])]
