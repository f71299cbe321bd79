"""Files broken on purpose: what goes wrong in a PDF's structure is seen by the validator or by our own comparison."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import page
import pikepdf
import pytest
import sample
from pikepdf import Array, Dictionary, Name, Operator, Pdf, String
from test_same import build

from report import same

Element: TypeAlias = Any  # of the structure tree: a dictionary whose values pikepdf does not type


def below(parent: Element) -> Iterator[Element]:
    """Every structure element below one, in order."""
    kids = parent.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from below(kid)


def find(file: Pdf, kind: str, number: int = 0) -> Element:
    """One of the elements of a kind, in order."""
    return [element for element in below(file.Root.StructTreeRoot) if kind == element.S][number]


def attribute(element: Element, name: str) -> Element:
    """The attributes of an element that hold a name."""
    attributes = element.A if isinstance(element.A, Array) else [element.A]
    return next(each for each in attributes if name in each)


def leave(element: Element) -> None:
    """Take an element out of its parent; what it marks is marked still, and belongs to nothing."""
    parent = element.P
    parent.K = Array([kid for kid in parent.K if not (isinstance(kid, Dictionary) and kid.objgen == element.objgen)])


def rename(kind: str, other: str, number: int = 0) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        find(file, kind, number).S = Name(other)

    return change


def header_cells_are_data(file: Pdf) -> None:
    for cell in [element for element in below(find(file, "/Table")) if element.S == "/TH"]:
        cell.S = Name.TD


def row_header_lost(file: Pdf) -> None:
    heads = [element for element in below(file.Root.StructTreeRoot) if element.S == "/TH"]
    cell = next(head for head in heads if attribute(head, "/Scope").Scope == "/Row")
    attribute(cell, "/Scope").Scope = Name.Column


def scope_gone(file: Pdf) -> None:
    del attribute(find(file, "/TH"), "/Scope")["/Scope"]


def caption_outside(file: Pdf) -> None:
    caption = next(child for child in find(file, "/Table").K if child.S == "/Caption")
    table = caption.P
    leave(caption)
    caption.P = table.P
    table.P.K.insert(0, caption)


def item_flattened(file: Pdf) -> None:
    item = find(file, "/LI")
    body = next(child for child in item.K if child.S == "/LBody")
    item.P.K = Array([*(kid for kid in item.P.K if kid.objgen != item.objgen), *body.K])


def order_wrong(file: Pdf) -> None:
    document = find(file, "/Document")
    headings = [at for at, kid in enumerate(document.K) if kid.get("/S") == "/H2"]
    at = headings[-2]
    kids = list(document.K)
    kids[at], kids[at + 1] = kids[at + 1], kids[at]
    document.K = Array(kids)


def change_marks(file: Pdf, number: int, change: Callable[[Any], tuple[Any, Operator]], most: int) -> None:
    """Change the first numbered marks of a page, at most so many."""
    changed: list[Any] = []
    for part in pikepdf.parse_content_stream(file.pages[number]):
        operands = list(part.operands)
        numbered = str(part.operator) == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]
        if numbered and most:
            changed.append(change(operands))
            most -= 1
        else:
            changed.append((operands, part.operator))
    file.pages[number].Contents = file.make_stream(pikepdf.unparse_content_stream(changed))


def page_is_artifact(file: Pdf) -> None:
    """Turn all that a page marks into artifacts, as a wrong template would."""
    change_marks(file, -1, lambda _: ([Name.Artifact], Operator("BMC")), most=1000)


def number_of_mark_gone(file: Pdf) -> None:
    change_marks(file, 2, lambda operands: ([operands[0], Dictionary()], Operator("BDC")), most=1)


def no_identification(file: Pdf) -> None:
    data = file.Root.Metadata.read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    file.Root.Metadata.write(data.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


def note_without_id(file: Pdf) -> None:
    del find(file, "/Note")["/ID"]


def note_gone(file: Pdf) -> None:
    leave(find(file, "/Note"))


def row_gone(file: Pdf) -> None:
    leave(find(file, "/TR", 1))


def heading_twice(file: Pdf) -> None:
    heading = find(file, "/H2", 3)
    heading.P.K.append(heading)


def figure_without_words(file: Pdf) -> None:
    del find(file, "/Figure")["/Alt"]


def figures_changed_over(file: Pdf) -> None:
    one, other = find(file, "/Figure"), find(file, "/Figure", 1)
    one.Alt, other.Alt = String(str(other.Alt)), String(str(one.Alt))


def language_gone(file: Pdf) -> None:
    del file.Root["/Lang"]


def title_hidden(file: Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def order_of_tabs_gone(file: Pdf) -> None:
    for each in file.pages:
        if "/Tabs" in each.obj:
            del each.obj["/Tabs"]


def role_gone(file: Pdf) -> None:
    del file.Root.StructTreeRoot.RoleMap["/Strong"]


def not_marked(file: Pdf) -> None:
    file.Root.MarkInfo.Marked = False


def link_without_words(file: Pdf) -> None:
    for each in file.pages:
        for annotation in each.obj.get("/Annots", Array()):
            if "/Contents" in annotation:
                del annotation["/Contents"]


def tree_gone(file: Pdf) -> None:
    del file.Root["/StructTreeRoot"]


BROKEN: dict[str, Callable[[Pdf], None]] = {
    "the header cells of a table are data cells": header_cells_are_data,
    "the first cell of a row heads the column": row_header_lost,
    "a header cell has no scope": scope_gone,
    "a caption stands outside of its table": caption_outside,
    "a row of a table is gone": row_gone,
    "a table is a part of the document": rename("/Table", "/Sect"),
    "an item of a list is flattened": item_flattened,
    "a list is a part of the document": rename("/L", "/Div"),
    "a heading is a paragraph": rename("/H2", "/P", 2),
    "a level of headings is skipped": rename("/H2", "/H3", 2),
    "a heading stands there twice": heading_twice,
    "the reading order is wrong": order_wrong,
    "a quotation is a set-off part": rename("/BlockQuote", "/Sect"),
    "a page is an artifact": page_is_artifact,
    "a mark has no number": number_of_mark_gone,
    "a figure has no alternative": figure_without_words,
    "two figures have each other's alternative": figures_changed_over,
    "a figure is a paragraph": rename("/Figure", "/P"),
    "a note has no id": note_without_id,
    "a note is gone": note_gone,
    "an entry of the contents is a paragraph": rename("/TOCI", "/P"),
    "the language is gone": language_gone,
    "the title is not shown": title_hidden,
    "the order of tabs is gone": order_of_tabs_gone,
    "a role is not mapped": role_gone,
    "the file is not marked as tagged": not_marked,
    "the links have no description": link_without_words,
    "the tree is gone": tree_gone,
    "the metadata does not claim PDF/UA": no_identification,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages and the PDF of a report with every kind of block."""
    path = tmp_path_factory.mktemp("good")
    build(sample.every_block("public"), path)
    return path


def findings(folder: Path, data: bytes, path: Path) -> list[str]:
    """What the validator and our own comparison say about a PDF; a rule or a sentence each."""
    path.write_bytes(data)
    valid = [failure.rule_id for failure in page.validate_pdf_bytes(data, profile="ua1").failures]
    return valid + [problem.sentence for problem in same.check(sample.every_block("public"), folder, path)]


def test_the_file_is_good_before_it_is_broken(folder: Path, tmp_path: Path) -> None:
    assert findings(folder, (folder / "peter.pdf").read_bytes(), tmp_path / "good.pdf") == []


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_seen(change: Callable[[Pdf], None], folder: Path, tmp_path: Path) -> None:
    with pikepdf.open(folder / "peter.pdf") as file:
        change(file)
        target = io.BytesIO()
        file.save(target, deterministic_id=True)
    assert findings(folder, target.getvalue(), tmp_path / "broken.pdf") != []
