"""Reports for tests, written as YAML: in, a case of `tests/cases/html`; out, a `Report` that `number` has numbered."""

from __future__ import annotations

import io
from dataclasses import fields
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from PIL import Image as Picture

from report import block, inline, kinship, model
from report.number import number

CASES = Path(__file__).parent / "cases" / "html"
PRINTED = model.Printed(b"%PDF-1.7 " + b"0" * 213_600, 28)

_DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(("id", "title", "agency", "person", "author", "chair", "partnership", "death", "contact"), ""),
    **dict.fromkeys(("case", "address"), ""),
    **dict.fromkeys(("caption", "children", "notes", "blocks", "lane", "moments"), ()),
    **dict.fromkeys(("row_headers", "ordered", "steps", "appendix", "multi_agency"), False),
    **dict.fromkeys(("date", "updated", "progress")),
    "themes": (),
    "abbreviations": {},
    "signoff": {},
    "family": kinship.Family(),
    "numbered": True,
    "style": "label",
    "line": 1,
    "paragraphs": "lists",
    "numbering": "section",
    "language": "en-GB",
    "review": "Domestic Homicide Review",
    "document": "Overview report",
}
_MAIN = {
    **dict.fromkeys(("GroupRow", "Paragraph", "Code", "CodeBlock"), "text"),
    **dict.fromkeys(("Item", "Quote"), "blocks"),
    **dict.fromkeys(("Emphasis", "Strong"), "children"),
    "Row": "cells",
    "Reference": "target",
    "NoteMark": "note",
}
"""The field that is meant where a kind is given without field names."""
_PARTS = {"items": "Item", "entries": "Definition", "recommendations": "Recommendation", "events": "Event"}
_INLINES = ("text", "children", "caption", "term", "when", "lane")


class Reader:
    """Turns what YAML gives into blocks; keys count up."""

    def __init__(self) -> None:
        self._keys = count(1000)
        self.file = 0

    def inlines(self, value: Any) -> inline.Inlines:
        values = value if isinstance(value, list) else [value]
        return tuple(inline.Text(v) if isinstance(v, str) else self.make(inline, v) for v in values)

    def blocks(self, value: Any) -> block.Blocks:
        values = value if isinstance(value, list) else [value]
        return tuple(self.make(block, {"Paragraph": v} if isinstance(v, str) else v) for v in values if v != "")

    def make(self, module: Any, value: dict[str, Any]) -> Any:
        ((name, given),) = value.items()
        kind = getattr(module, name)
        named = isinstance(given, dict) and given.keys() <= {field.name for field in fields(kind)}
        values = given if named else {_MAIN[name]: given}
        return kind(
            **{
                field.name: self._field(name, field.name, values[field.name])
                if field.name in values
                else self._default(field.name)
                for field in fields(kind)
            }
        )

    def spot(self) -> block.Spot:
        return block.Spot(self.file, 1, next(self._keys))

    def _default(self, name: str) -> Any:
        if name == "progress":
            return block.NO_PROGRESS
        return self.spot() if name == "spot" else _DEFAULTS[name]

    def _field(self, kind: str, name: str, value: Any) -> Any:
        if name in _PARTS:
            return tuple(self.make(block, {_PARTS[name]: part}) for part in value)
        match name:
            case "rows":
                return tuple(self.make(block, row if isinstance(row, dict) else {"Row": row}) for row in value)
            case "cells":
                return tuple(self.blocks(cell) for cell in value)
            case "blocks":
                return self.blocks(value)
            case "columns":
                return tuple(value) if kind == "Actions" else tuple(self.inlines(v) if v else () for v in value)
            case "facts":
                return tuple(value)
            case "family":
                members = (
                    kinship.Member(id, alias, sex, died=False, index=False) for id, alias, sex in value["members"]
                )
                unions = (kinship.Union(tuple(p), tuple(c), (), ended=True) for p, c in value["unions"])
                return kinship.Family(tuple(members), tuple(unions))
        return self.inlines(value) if name in _INLINES and kind not in ("Code", "CodeBlock") else value

    def section(self, value: dict[str, Any]) -> model.Section:
        spot = self.spot()
        title = self.inlines(value["title"]) if "title" in value else ()
        blocks = self.blocks(value.get("blocks", []))
        notes = tuple(
            model.Note(block.Spot(self.file, 1, key), self.blocks(note)) for key, note in value.get("notes", {}).items()
        )
        own = {name: value.get(name, _DEFAULTS[name]) for name in ("id", "numbered", "appendix")}
        self.file += 1
        return model.Section(spot, title, blocks=blocks, notes=notes, **own)


def make_report(value: dict[str, Any]) -> model.Report:
    reader = Reader()
    given = {"title": "Report into the death of Kestrel", **value.get("front", {})}
    settings: dict[str, Any] = {
        field.name: given.get(field.name, _DEFAULTS.get(field.name)) for field in fields(model.Front)
    }
    settings["abbreviations"] = tuple(settings["abbreviations"].items())
    settings["themes"] = tuple(settings["themes"])
    settings["changes"] = tuple(model.Change(**change) for change in settings["changes"] or ())
    preface = reader.section(value.get("preface", {}))
    sections = tuple(reader.section(section) for section in value.get("sections", []))
    draft = model.SafeDraft(
        name=value.get("name", "kestrel-2021"),
        edition=value.get("edition", "public"),
        front=model.Front(**settings),
        preface=preface,
        sections=sections,
        images=tuple(_picture(name, *size) for name, size in value.get("images", {}).items()),
        tally={},
        paths=("index.md", *(f"{at:02}.md" for at in range(1, len(sections) + 1))),
    )
    return number(draft)


def _picture(name: str, width: int, height: int) -> model.Image:
    data = io.BytesIO()
    Picture.new("RGB", (width, height), (120, 140, 150)).save(data, "PNG")
    return model.Image(name, data.getvalue(), width, height)


def read_kestrel(**changes: Any) -> model.Report:
    """Read the report that uses every kind of block."""
    value = yaml.safe_load((CASES / "kestrel.yml").read_text(encoding="utf-8"))
    return make_report({**value, **changes})
