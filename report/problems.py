"""What is wrong with a source, a setting or a result, in words that an author understands.

In: facts found by a stage. Out: `Problem` values, sorted and printed, all at once. The rule: a problem blocks; its
words come from this program, never from the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PUBLISHED, SOURCE, SETTINGS, LEAK, FAULT = range(5)
"""The exit codes of the command: published, problems in the source, wrong command or settings, a leak was stopped, a
fault of this program."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, and what to do about it."""

    file: str
    """A path that is safe to print, or the name of a place ("section 3 of the report")."""
    line: int
    """From 1; 0 where the whole file is meant."""
    rule: str
    """One of `RULES`."""
    sentence: str
    """The fact: lower case, present tense, no full stop."""
    hint: str = ""
    """The remedy; may be empty."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.rule}: {self.sentence}" + (f"\n  hint: {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something to decide: shown in a draft, and a problem of other editions unless a line of the report waives it."""

    problem: Problem
    about: str
    """What a waiver has to name: a person's id, or a mark as readers would see it."""


class Problems(Exception):  # noqa: N818 - what an author has to mend is no error of the program
    """Raised by a stage once, with every problem that it found."""

    def __init__(self, problems: Iterable[Problem], code: int = SOURCE) -> None:
        """Keep the problems sorted by place and without doubles; `code` is the exit code they stand for."""
        self.problems = tuple(sorted(set(problems)))
        self.code = code
        super().__init__(f"{len(self.problems)} problems")


RULES: dict[str, str] = {
    # source.py, register.py, build.py
    "report-unknown": "there is no such report, or none at all",
    "report-name": "the name of a report's folder can't be part of an address",
    "folder-missing": "the content folder does not exist",
    "file-encoding": "a file is not UTF-8 text",
    "file-link": "a file of the report is a folder, or a link to somewhere else",
    "nested-deep": "too many things stand inside each other",
    "file-control": "a control character stands in a file",
    "section-missing": "a report has no section",
    "case-folder": "a case's folder has no document, a text of its own, or a document with another report's name",
    "case-differs": "two documents of one case, or a document and its case, state a fact otherwise",
    "document-unknown": "the case has no document in such a folder",
    "document-unready": "a document of the case to which this one refers has problems of its own",
    "document-unpublished": "a published document leads to another one of its case that is not published",
    "register-missing": "the register can't be read",
    "register-outside": "the register lies outside the register folder",
    "register-inside": "a register lies inside the content or the output",
    "register-plain": "a plain register of real people is used for more than a draft",
    # vault.py, sealing.py, plain_file.py
    "register-locked": "a sealed register can't be opened with the keys that are given",
    "register-key": "a key or a passphrase is missing, damaged or too short",
    "register-file": "the file of a register can't be read, written or removed, or is in the way",
    "register-open": "a plain register or a key may not be written there",
    "register-edit": "the editor failed",
    # decide.py, yaml_writer.py
    "answer-incomplete": "a decision lacks something that it needs",
    "answer-unwritten": "a decision can't be added to the file that keeps it",
    # yaml_reader.py, schema.py, parse.py
    "front-open": "the front matter is never closed",
    "yaml-syntax": "this is not valid YAML",
    "yaml-twice": "a key stands twice in one mapping",
    "yaml-alias": "a YAML anchor, alias or tag is used",
    "key-unknown": "a key is not known",
    "key-missing": "a key that is needed is missing",
    "value-wrong": "a value is not of the expected kind",
    # parse_block.py, parse_inline.py, parse.py
    "html": "raw HTML stands in the text",
    "section-empty": "nothing stands in a section or under a heading",
    "heading-level": "a heading of level 1 stands in the text",
    "heading-empty": "a heading has no words",
    "heading-nested": "a heading stands inside another block",
    "item-empty": "an item of a list is empty",
    "attribute-unknown": "attributes are not understood",
    "language-unknown": "words are marked as a language that is not known",
    "attribute-misplaced": "attributes belong to nothing",
    "block-unknown": "no block has this name",
    "block-open": "a block is never closed",
    "block-stray": "`:::` closes nothing or names no block",
    "block-code": "text stands on the line that opens a block of code",
    "block-empty": "a block is empty",
    "block-filled": "text stands in a block that the product builds",
    "figure-alternative": "a figure has no alternative text",
    "figure-missing": "a figure's file is not in the report's folder",
    "figure-inline": "a figure stands inside a text",
    "figure-format": "a figure's file is no picture that can be published",
    "link-empty": "a link has no text",
    "link-target": "a link leads to nothing in the report",
    "note-missing": "a footnote mark has no note",
    "note-unused": "a footnote has no mark in the text",
    "note-twice": "two footnotes have the same mark",
    "note-empty": "a footnote has no text",
    # parse_table.py
    "table-cells": "a row has more cells than the table has columns",
    "table-column": "a term is no column of the table",
    "table-records": "a block is not one list of terms and texts",
    "table-twice": "a term stands twice in one record",
    # parse_timeline.py, timeline.py
    "timeline-record": "a record of a time line lacks its date, its text or its agency",
    "timeline-date": "a date of a time line can't be read",
    "status-wrong": "the status of a recommendation is none that there is, or does not fit what stands beside it",
    # sheet.py, sheet_csv.py, sheet_package.py, sheet_xlsx.py, grid.py
    "sheet-missing": "a spreadsheet, or the sheet of it that is meant, is not there",
    "sheet-format": "a file can't be read as a table",
    "sheet-hidden": "a sheet, a row or a column is hidden",
    "sheet-extra": "a spreadsheet holds something beside its cells",
    "sheet-formula": "a cell holds a formula",
    "sheet-cell": "what a cell shows can't be published",
    "sheet-merged": "cells are merged beside each other",
    # parse_chronology.py, chronology.py
    "chronology-date": "a date of a chronology can't be read",
    "chronology-record": "a record or a file of a chronology lacks its date, event or, of several files, its agency",
    "chronology-twice": "records of a chronology stand in it twice, and are shown once",
    # table_form.py, table.py
    "table-missing": "the table that is meant is not in the file",
    "table-form": "a table can't be written in another form without a loss",
    "table-unwritten": "the file of a table can't be read or written",
    "only-edition": "a part for some editions names none, or one that does not exist",
    "redact-reason": "a redaction gives no reason",
    "note-in-part": "a footnote is written inside a part that some editions do not show",
    # cut.py, replace.py
    "redact-nested": "a redaction stands inside a redaction",
    "redact-place": "a redaction stands where none can be made",
    "cut-empty": "what an edition leaves out leaves nothing where something is needed",
    "cut-repeated": "words that an edition leaves out stand in what it shows",
    "reference-cut": "a reference leads to something that the edition leaves out",
    # record.py
    "record-unwritten": "the record of a build can't be written",
    # redaction_log.py
    "log-unwritten": "the log of redactions can't be written",
    # alias.py, alias_quality.py, question.py, replace.py
    "alias-twice": "two people have one alias",
    "alias-is-name": "an alias is somebody's real name or a form of it",
    "alias-near-name": "an alias is one letter away from a real name",
    "alias-initial": "an alias begins like the real name",
    "alias-shape": "an alias ends like the real name, or has its hyphen or apostrophe",
    "alias-published": "an alias is the given name of somebody who is published by name",
    "age-unknown": "ages at the time of the death are asked for, and nobody says when that was",
    "person-absent": "somebody in the register is never named in the texts",
    "named-is-person": "somebody is both published by name and replaced",
    "person-unknown": "nobody in the register has this id",
    "person-nameless": "somebody has other forms but no name",
    "name-shared": "a form that several people share stands alone",
    "name-weak": "a part of a name stands alone and may mean somebody else",
    "name-title": "a title stands before a surname and tells nobody of that title alone",
    "name-plural": "a surname stands in the plural",
    "name-lower-case": "a form of a name is written without its capital",
    "name-or-word": "a form of a name may also be an ordinary word",
    "name-joined": "a form of a name stands right beside another capitalised word, as if both were one name",
    "name-undecided": "nobody has said what a name or another identifier is",
    "day-in-row": 'a protected day stands in a row of days, such as "5 and 6 November"',
    "day-in-cells": "a protected day is told in parts: by cells, by a heading and the text below it, or as 3/7",
    "span-part": "the brackets around a name cut a word in two",
    "word-span": "`{.word}` stands at what is no single ordinary word",
    "place-number": "a number stands before a form of a place, so that it may be another address",
    "name-in-path": "the name of a file or folder holds a form of a name",
    "name-in-address": "an id or an address holds a form of a name",
    # mark.py, waiver.py
    "mark-left": "a mark of a draft, of secrecy or of a comment is left in a text",
    "waiver-wrong": "a waiver is incomplete, of the future, or for a rule that can't be waived",
    "waiver-unused": "a waiver waives nothing",
    # edition.py
    "signoff-missing": "a sign-off that the edition needs has no date",
    "signoff-future": "the date of a sign-off is in the future",
    # gate.py, build.py
    "file-unread": "a built file can't be read, so nobody knows what is in it",
    "fault": "the program failed",
    # number.py
    "reference-unknown": "a reference leads to nothing",
    "id-twice": "two things have the same id",
    "heading-skips": "a heading is more than one level below the one before it",
    "recommendations-none": "recommendations are to be listed, and there are none",
    "reference-unnumbered": "a reference asks for the number of something that has none",
    "id-reserved": "an id belongs to a page that is built, or to a part of one",
    "id-unfit": "an id holds a character that does not belong in an address",
    # pdf.py, same.py, site.py, structure.py
    "character-unknown": "a character that the report's fonts do not have",
    "words-differ": "the site, the PDF and the report in one file do not say the same",
    "structure-differs": "the PDF is not tagged as the report is built",
    # link.py
    "link-dead": "a link of the built pages leads nowhere",
    # gate.py
    "leak": "a built file holds a form of a name, or words that its edition leaves out",
    # publish.py, workspace.py
    "out-folder": "the output folder is not one that this program may write",
    "out-in-use": "another build is writing the output folder, or the port is taken",
    "out-damaged": "a published file is missing or spoilt",
    "statement-missing": "the public edition of the library has no accessibility statement",
    "not-cleared": "a built file is not the one that the gate has read",
}
"""Every rule, with what breaks it. A new rule is a line here and a line in `docs/problems.md`."""
