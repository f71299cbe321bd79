"""What the head of a page says to browsers and to search engines: a security policy and a description.

In: a `Report`, or nothing. Out: text for the frame. The rule: a page may load what lies beside it and nothing else, and
no script or style stands in a page itself, so that nothing that slips into a text can ever run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping

from report.model import Report

_DIRECTIVES: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def write_policy(*, framed: bool = False, styles: Iterable[str] = ()) -> str:
    """Write the Content-Security-Policy of the site.

    `framed` says who may frame a page, which only a header can: in a page a browser complains about it. `styles` are
    the hashes of style elements that are allowed besides.
    """
    directives = dict(_DIRECTIVES)
    directives["style-src"] += "".join(f" '{style}'" for style in sorted(styles))
    directives["font-src"] += " data:" if styles else ""  # a page with a style element of its own has its fonts in it
    if framed:
        directives["frame-ancestors"] = "'none'"
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def write_policy_of_single(style: str) -> str:
    """Write the policy of a page that loads nothing: its one style element by its text, pictures and fonts inside."""
    inside = f"style-src '{hash_of(style)}'; img-src data:; font-src data:"
    return f"default-src 'none'; {inside}; base-uri 'none'; form-action 'none'"


def hash_of(text: str) -> str:
    """Return the hash of a style element's text as a policy names it, without quotation marks."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def describe(report: Report, title: str) -> str:
    """Describe a page for search engines by its title and its report's or library's; "" but for the public edition."""
    front = report.front
    if report.edition != "public":
        return ""
    kind = ", ".join(filter(None, (front.review, front.document))) if report.name else ""
    parts = dict.fromkeys(filter(None, (title, front.title, kind, front.partnership)))
    return ". ".join(part.rstrip(".") for part in parts) + "."


def head_of(report: Report, title: str) -> dict[str, object]:
    """Return what the frame of a page says in its head, and where the accessibility statement is: nowhere yet."""
    return {"policy": write_policy(), "description": describe(report, title), "statement": ""}
