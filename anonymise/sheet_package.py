"""What a workbook holds besides the cells that are read.

In: the bytes of an `.xlsx`. Out: its sheets, and a problem for everything in it that readers of a table would not see.
The rule: what may stand there is listed, so that a kind of thing that nobody has thought of is refused; what a sheet
or a name is called is never shown, since it may be a person's.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from anonymise.sheet_csv import too_large
from report.problems import Problem, Problems

MOST_BYTES = 20_000_000
"""Of the file, and of each part of it that is unpacked: its rows can't be more than a person would read."""
_MOST_PARTS = 1000
_MOST_CELLS = 300_000
_OLD = b"\xd0\xcf\x11\xe0"
"""How files begin that are protected by a password, and the spreadsheets of Excel before 2007."""
_CELLS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_WIDE = ("mergeCell", "hyperlink", "comment")
"""Of these the library makes every cell that they are about, and an area may have seventeen thousand million."""

_WORKBOOK_MAY = (
    "fileVersion fileSharing workbookPr AlternateContent revisionPtr workbookProtection bookViews sheets calcPr extLst "
    "customWorkbookViews fileRecoveryPr definedNames"
)
_WORKBOOK_RELATIONS_MAY = (
    "worksheet sharedStrings styles theme calcChain sheetMetadata customXml person printerSettings FeaturePropertyBag"
)
_SHEET_MAY = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges autoFilter "
    "sortState mergeCells phoneticPr conditionalFormatting printOptions pageMargins pageSetup rowBreaks colBreaks "
    "ignoredErrors tableParts legacyDrawing headerFooter extLst"
)
_SHEET_RELATIONS_MAY = "table printerSettings comments hyperlink vmlDrawing drawing image"
"""The last four are called up by an element of the sheet, which is refused where it stands."""
_EXTENSIONS_MAY = frozenset({"conditionalFormattings", "ignoredErrors"})
_WORDS: Mapping[str, str] = {
    "externalReferences": "a link to another file",
    "externalLink": "a link to another file",
    "pivotCaches": "the data of a pivot table",
    "pivotCacheDefinition": "the data of a pivot table",
    "pivotTable": "a pivot table",
    "vbaProject": "a macro",
    "xlMacrosheet": "a macro",
    "connections": "a connection to other data",
    "chartsheet": "a sheet that is a chart",
    "dataValidations": "a list or a rule of the values that are allowed",
    "hyperlinks": "a link",
    "drawing": "a picture, a drawing or a chart",
    "picture": "a picture behind the cells",
    "legacyDrawingHF": "a picture in the header or footer of the print-out",
    "headerFooter": "a header or footer of the print-out",
    "oleObjects": "an embedded object",
    "controls": "a control",
    "customSheetViews": "a view of its own",
    "threadedComment": "a comment",
    "slicerList": "a slicer",
    "sparklineGroups": "small charts in cells",
}
_HINT = "take it out of the file; only what stands in cells is published"


@dataclass(frozen=True, slots=True, repr=False)
class SheetPart:
    """One sheet of a workbook."""

    name: str
    """As its tab says; may hold a real name."""
    hidden: bool
    xml: ElementTree.Element
    relations: tuple[str, ...]
    """The kinds of what belongs to it."""

    def __repr__(self) -> str:
        return "SheetPart"


@dataclass(frozen=True, slots=True, repr=False)
class Package:
    """A workbook, taken apart."""

    sheets: tuple[SheetPart, ...]
    """In the order of their tabs."""
    problems: tuple[Problem, ...]

    def __repr__(self) -> str:
        return f"Package({len(self.sheets)} sheets)"


def open_package(data: bytes, place: str) -> Package:
    """Take a workbook apart, without reading its cells.

    `place` is safe to print. Problems: `sheet-hidden`, `sheet-extra`. Raises `Problems`: `sheet-format`.
    """
    if data.startswith(_OLD):
        sentence = "the file is protected by a password, or is of an older kind"
        raise Problems([Problem(place, 0, "sheet-format", sentence, "save it as .xlsx without a password")])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            sizes = [member.file_size for member in members]
            if len(data) > MOST_BYTES or len(members) > _MOST_PARTS or sum(sizes) > 3 * MOST_BYTES:
                raise Problems([too_large(place)])
            for member in members:
                _check_plain(archive, member)
            return _read(archive, place)
    except Problems:
        raise
    except Exception:  # whatever a library says of a broken file may quote it
        raise Problems([unreadable(place)]) from None


def unreadable(place: str) -> Problem:
    """The problem of a file that is no workbook."""
    hint = "open it in a spreadsheet program and save it anew as .xlsx"
    return Problem(place, 0, "sheet-format", "the spreadsheet can't be read", hint)


def _read(archive: zipfile.ZipFile, place: str) -> Package:
    folder, workbook, relations = "xl", _xml(archive, "xl/workbook.xml"), _relations(archive, "xl/workbook.xml")
    problems = [_extra(place, kind) for kind, _ in relations.values() if kind not in _WORKBOOK_RELATIONS_MAY.split()]
    problems += [_extra(place, tag) for tag in map(_local, workbook) if tag not in _WORKBOOK_MAY.split()]
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        problems.append(_extra(place, "vbaProject"))
    for name in _all(workbook, "definedName"):
        if not name.get("name", "").startswith("_xlnm."):  # those that Excel makes for filters and print-outs
            problems.append(Problem(place, 0, "sheet-extra", "a name is defined for cells or a value", _HINT))
    sheets: list[SheetPart] = []
    notes: list[ElementTree.Element] = []
    for sheet in _all(workbook, "sheet"):
        id = next(value for key, value in sheet.items() if key.endswith("}id"))
        kind, target = relations[id]
        path = _path(folder, target)
        hidden = sheet.get("state", "visible") != "visible"
        if hidden:
            at, hint = f"{place}, sheet {len(sheets) + 1}", "show it or delete it"
            problems.append(Problem(at, 0, "sheet-hidden", "the sheet is hidden", hint))
        beside = _relations(archive, path).values()
        xml = _xml(archive, path) if kind == "worksheet" else ElementTree.Element("none")
        sheets.append(SheetPart(sheet.get("name", ""), hidden, xml, tuple(kind for kind, _ in beside)))
        notes += [_xml(archive, _path(posixpath.dirname(path), to)) for kind, to in beside if kind == "comments"]
    every = [element for part in (*(sheet.xml for sheet in sheets), *notes) for element in part.iter()]
    areas = sum(_area(element.get("ref", "A1")) for element in every if _local(element) in _WIDE)
    if areas > _MOST_CELLS or len(every) > 3 * _MOST_CELLS:
        raise Problems([too_large(place)])
    return Package(tuple(sheets), tuple(problems))


def find_extras(sheet: SheetPart, place: str) -> Iterator[Problem]:
    """Everything that stands in a sheet beside its cells: `sheet-extra`. Comments are found with their cells."""
    for element in sheet.xml:
        tag = _local(element)
        where = [one for child in (element, *element.iter()) for one in _where(child)]
        if tag == "extLst":
            kinds = {_local(part) for extension in element for part in extension}
            yield from (_extra(place, kind) for kind in sorted(kinds - _EXTENSIONS_MAY))
        elif tag == "headerFooter":
            if any((part.text or "").strip() for part in element.iter()):
                yield _extra(place, tag)
        elif tag == "legacyDrawing":
            if "comments" not in sheet.relations:
                yield _extra(place, "drawing")
        elif tag == "sheetFormatPr" and element.get("zeroHeight") in ("1", "true"):
            yield Problem(place, 0, "sheet-hidden", "all rows without a height of their own are hidden", "show them")
        elif tag == "dataValidations" and not list(element):
            continue
        elif tag not in _SHEET_MAY.split():
            yield from (_extra(place, tag, one) for one in where or [""])
    yield from (_extra(place, kind) for kind in sheet.relations if kind not in _SHEET_RELATIONS_MAY.split())


def _area(cells: str) -> int:
    """How many cells lie between two. Raises `ValueError` for what names no cells."""
    match = _CELLS.fullmatch(cells)
    if match is None:
        raise ValueError
    first, last = (_column(match[n] or match[1]) for n in (1, 3))
    return (abs(last - first) + 1) * (abs(int(match[4] or match[2]) - int(match[2])) + 1)


def _column(letters: str) -> int:
    """The number of a column, from 1."""
    return sum((ord(letter) - 64) * 26**n for n, letter in enumerate(reversed(letters)))


def _where(element: ElementTree.Element) -> list[str]:
    """The cells that an element is about; none where it does not say."""
    ranges = (element.get("ref") or element.get("sqref") or "").split()
    return [one.replace("$", "") for one in ranges if _CELLS.fullmatch(one)]


def _extra(place: str, kind: str, where: str = "") -> Problem:
    what = _WORDS.get(kind, "a part that this program does not know")
    line = int(re.sub(r"[A-Z]", "", where.split(":")[0])) if where else 0
    at = f"cell {where}" if where and ":" not in where else f"cells {where}" if where else _whole(place)
    return Problem(place, line, "sheet-extra", f"{at} has {what}", _HINT)


def _whole(place: str) -> str:
    return "the sheet" if re.search(r", sheet \d+$", place) else "the file"


def _path(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target)).removeprefix("/")


def _relations(archive: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """What belongs to a part, by id: its kind, and where it is."""
    folder, name = posixpath.split(path)
    beside = f"{folder}/_rels/{name}.rels"
    if beside not in archive.namelist():
        return {}
    found = _all(_xml(archive, beside), "Relationship")
    return {one.get("Id", ""): (one.get("Type", "").rsplit("/", 1)[-1], one.get("Target", "")) for one in found}


def _xml(archive: zipfile.ZipFile, path: str) -> ElementTree.Element:
    if archive.getinfo(path).file_size > MOST_BYTES:
        raise ValueError
    if archive.getinfo(path).file_size > MOST_BYTES:
        raise ValueError
    return ElementTree.fromstring(archive.read(path))  # noqa: S314 - no part declares anything that could grow


def _check_plain(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a part that declares something: the library reads more parts than are looked into here."""
    if member.file_size <= MOST_BYTES and member.filename.lower().endswith((".xml", ".rels", ".vml")):
        data = archive.read(member)
        if b"<!DOCTYPE" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # no program writes either
            raise ValueError


def _all(element: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return [one for one in element.iter() if _local(one) == tag]


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]
