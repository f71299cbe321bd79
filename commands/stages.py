"""The stages of a build, in order, for all commands that take a report through some of them.

In: a `Source` and what a command line says. Out: a numbered report with its names replaced, then a cleared folder. The
rule: no stage can be skipped, since each takes what only the one before it makes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from anonymise.alias import check_aliases
from anonymise.detect import Finder, find_in_address
from anonymise.forms import build_index
from anonymise.gate_memory import Memory
from anonymise.lone_word import find_lone_names
from anonymise.parse import Draft, parse, parse_front, parse_home, parse_settings
from anonymise.register import EMPTY, VOCABULARY, Register, is_sealed, load_register, load_words
from anonymise.repeated import find_said
from anonymise.replace import Passed, pseudonymise
from anonymise.schema import ReportFront
from anonymise.sighting import Unanswered, Undecided, merge
from anonymise.source import CASE, PLACE_OF_CASE, Source, place_of, read_home, read_source, report_names, sheet_place
from anonymise.vault import NO_KEYS, Keys
from commands.notice import find_notices
from commands.siblings import find_differences
from report import pdf
from report.document import Document, make_document
from report.edition import check_edition
from report.model import EDITIONS, Card, Cleared, Edition, Front, Report, SafeDraft, SiteSettings
from report.number import number
from report.problems import FAULT, SETTINGS, SOURCE, Problem, Problems
from report.publish import find_styles, read_words

STAGES = ("reading", "replacing names", "numbering", "printing", "building pages", "comparing", "reading it all again")
CHECK_STAGES = STAGES[:3]
Result = TypeVar("Result")
_CUTS = re.compile(r":::\s*only|\.redact")
"""What a text holds from which an edition cuts something."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line says."""

    content: Path
    register: Path
    out: Path
    edition: Edition
    today: datetime.date
    keys: Keys = NO_KEYS


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report with its names replaced and its numbers set."""

    report: Report
    passed: Passed
    register: Register
    site: SiteSettings
    beside: Path
    """The register's file, beside which the log of redactions and the record of the build stand."""
    notices: tuple[Problem, ...]
    """What blocks nothing in this edition."""
    kept: tuple[str, ...] = ()
    """As in `SafeDraft`, of other documents of its case whose words it repeats."""


# --- the stages


def gather(problems: list[Problem], stage: Callable[[], Result]) -> Result | None:
    """Run a stage; keep its problems and give None where it has some. Settings are no problem of a source."""
    try:
        return stage()
    except Problems as found:
        if found.code != SOURCE:
            raise
        problems += found.problems
        return None


def open_register(front: ReportFront, settings: Settings) -> Register:
    """The register that a front matter names. Raises `Problems`: `register-inside`, and as `load_register`."""
    keep_apart(settings.register / front.register_file, settings)
    return load_register(settings.register, front.register_file, (front.author, front.chair), settings.keys)


def read_register(source: Source, settings: Settings) -> tuple[Finder, tuple[str, ...], list[Problem]]:
    """The finder of a report's register, names of its files and spreadsheets that are safe to print, and what is wrong
    with any of them.
    """
    front, _ = parse_front(source, place_of(0))
    register = open_register(front, settings)
    finder = Finder(build_index(register), register)
    problems = check_aliases(finder)
    if settings.edition != "draft" and not register.invented and not is_sealed(front.register_file):
        hint = "seal it by `dhr register seal`, and write `.age` behind its name in the report's index.md"
        sentence = f"a plain register of real people can't be used for the {settings.edition} edition"
        problems.append(Problem("the register", 0, "register-plain", sentence, hint))
    places: list[str] = []
    folder = source.folder or source.name
    for n, file in enumerate(source.files):
        unsafe = find_in_address(folder, finder) or find_in_address(file.path, finder)
        places.append(place_of(n) if unsafe else (settings.content / folder / file.path).as_posix())
        if unsafe:
            sentence = "the name of the file or its folder holds a form of a name"
            problems.append(Problem(place_of(n), 0, "name-in-path", sentence, "rename it"))
    for n, path in enumerate(source.sheets, 1):
        unsafe = find_in_address(folder, finder) or find_in_address(path, finder)
        places.append(sheet_place(n) if unsafe else (settings.content / folder / path).as_posix())
        if unsafe:
            sentence = "the name of the file or a folder holds a form of a name"
            problems.append(Problem(sheet_place(n), 0, "name-in-path", sentence, "rename it"))
    if source.shared:
        safe = not find_in_address(source.case, finder)
        places.append((settings.content / source.case / CASE).as_posix() if safe else PLACE_OF_CASE)
    problems += find_differences(source, front, settings.content, finder, places[0])
    return finder, tuple(places), problems


def read_documents(
    source: Source, draft: Draft, own: SafeDraft, settings: Settings, place: str
) -> Mapping[str, Document]:
    """The documents of a report's case to which it refers, and itself, by their folders; empty where it refers to none.

    Raises `Problems` (`document-unready`) where one of them has problems: nobody knows then what its things are called.
    """
    if not draft.documents:
        return {}
    documents = {source.document: make_document(own)}
    problems: list[Problem] = []
    for folder in draft.documents:
        if folder in documents:
            continue
        try:
            other = read_source(settings.content, f"{source.case}-{folder}")
            documents[folder] = make_document(_pass_other(other, settings).safe)
        except Problems:
            hint = "mend that document first; `dhr check` shows what is wrong with it"
            sentence = "a document of the case to which this one refers has problems of its own"
            problems.append(Problem(place, 0, "document-unready", sentence, hint))
    if problems:
        raise Problems(problems)
    return documents


def prepare(source: Source, settings: Settings, step: Callable[[str], None]) -> Prepared:
    """Everything up to the numbered report. Raises `Problems`; `Unanswered` once the pass has seen the whole text."""
    step(STAGES[0])
    finder, places, problems = read_register(source, settings)
    draft = gather(problems, lambda: parse(source, places))
    if draft is None:
        raise Problems(problems)
    file, line = draft.where("signoff")
    problems += check_edition(draft.front, settings.edition, settings.today, places[file], line)
    step(STAGES[1])
    try:
        passed = pseudonymise(draft, finder, settings.edition, places, source.images)
    except Unanswered as found:
        raise Unanswered((*problems, *found.problems), found.undecided, published(draft.front)) from None
    judged = find_notices(passed, finder.register, lambda key: draft.lines.line((key,)), settings.today)
    problems += (*judged.problems, *find_said_elsewhere(source, passed.safe, settings))
    step(STAGES[2])
    documents = gather(problems, lambda: read_documents(source, draft, passed.safe, settings, places[0])) or {}
    report = gather(problems, lambda: number(passed.safe, documents))
    if report is not None:
        problems += pdf.check_characters(report, passed.safe.paths)
    if problems or report is None:
        raise Unanswered(problems, passed.undecided, published(draft.front))
    front, _ = parse_front(source, places[0])
    shared = read_settings(settings)
    kept = tuple(sorted({word for document in documents.values() for word in document.draft.kept}))
    notices, beside = (*draft.notices, *judged.notices), settings.register / front.register_file
    return Prepared(report, passed, finder.register, shared, beside, notices, kept)


def find_said_elsewhere(source: Source, safe: SafeDraft, settings: Settings) -> list[Problem]:
    """A problem for each place of a document that says what this edition of another document of its case leaves out.

    What is wrong with the other document says nothing here: it is told, and stopped, where that is built itself.
    """
    problems: list[Problem] = []
    for folder in source.documents:
        if folder == source.document:
            continue
        with suppress(Problems):
            other = read_source(settings.content, f"{source.case}-{folder}")
            if other.sheets or any(_CUTS.search(file.text) for file in other.files):  # else nothing can be cut from it
                problems += find_said(safe, _pass_other(other, settings).withheld)
    return problems


def _pass_other(source: Source, settings: Settings) -> Passed:
    """Another document of the case, as its own readers see it. Raises `Problems` with all that keeps it from them."""
    finder, places, problems = read_register(source, settings)
    if problems:
        raise Problems(problems)
    draft = parse(source, places)
    passed = pseudonymise(draft, finder, settings.edition, places, source.images)
    judged = find_notices(passed, finder.register, lambda key: draft.lines.line((key,)), settings.today)
    if judged.problems:
        raise Problems(judged.problems)
    return passed


def read_settings(settings: Settings) -> SiteSettings:
    """What the library's home page sets for all pages. Raises `Problems`."""
    return parse_settings(read_home(settings.content), (settings.content / "index.md").as_posix())


def published(front: Front) -> tuple[str, ...]:
    """The names that a front matter publishes: the chair's and the author's; empty where it gives none."""
    return tuple(dict.fromkeys(filter(None, (front.chair, front.author))))


def build_report(prepared: Prepared, work: Path, step: Callable[[str], None], memory: Memory | None = None) -> Cleared:
    """Render a report, prove that both renderings say the same, and clear them. Raises `Problems`."""
    report = prepared.report
    step(STAGES[3])
    with ThreadPoolExecutor(1) as printer:
        printing = printer.submit(pdf.render, report)
        # The rooms behind the printer take half of all start-up time, and the printer is no Python: both at once.
        from anonymise.gate import clear
        from report import link, same, single, site

        printed = printing.result()
    step(STAGES[4])
    artefacts = site.build(report, printed, work, prepared.site)
    step(STAGES[5])
    problems = same.check(report, artefacts.folder, artefacts.folder / f"{report.name}.pdf")
    problems += same.check_single(report, artefacts.folder, artefacts.folder / single.name_of(report))
    beside = [f"../{page}" for page in report.elsewhere]
    problems += link.check_links(artefacts.folder, [*link.list_above(prepared.site), *beside])
    step(STAGES[6])
    kept = (*prepared.passed.safe.kept, *prepared.kept)
    cleared = clear(artefacts, [prepared.register], kept, prepared.passed.withheld, memory)
    if problems:
        raise Problems(problems, FAULT)
    return cleared


def build_home(
    settings: Settings, shown: Mapping[Path, Card], work: Path, memory: Memory | None = None
) -> Cleared | None:
    """Build and clear the library's home page; `shown` are the reports by their built folders.

    None where a register can't be read: nobody could check it then. Raises `Problems`.
    """
    from anonymise.gate import clear  # see build_report
    from report import link, site

    registers: list[Register] = []
    for name in report_names(settings.content):
        try:
            source = read_source(settings.content, name)
            front, _ = parse_front(source, place_of(0))
            registers.append(open_register(front, settings))
        except Problems:
            return None
    passed = pass_home(settings)
    counted = read_words({card.name: folder for folder, card in shown.items()})
    lone = find_lone_names({word for words in counted.values() for word in words}, registers)
    cards = tuple(shown.values())
    shared = read_settings(settings)
    artefacts = site.build_home(number(passed.safe), cards, work, shared, find_styles(settings.out), counted, lone)
    problems = link.check_links(artefacts.folder, link.list_below(card.name for card in cards))
    # One review's alias may be a name in another.
    aliases = tuple(alias for register in registers for _, alias in register.aliases())
    cleared = clear(artefacts, registers, aliases, passed.withheld, memory)
    if problems:
        raise Problems(problems, FAULT)
    return cleared


def pass_home(settings: Settings) -> Passed:
    """The pass over the library's home page, which is about nobody: whatever the shared vocabulary does not account for
    is undecided. Raises `Problems` as `parse_home` and `pseudonymise` do.
    """
    place = (settings.content / "index.md").as_posix()
    draft: Draft = parse_home(read_home(settings.content), place)
    nobody = replace(EMPTY, vocabulary=load_words(settings.register / VOCABULARY))
    return pseudonymise(draft, Finder(build_index(nobody), nobody), settings.edition, (place,), {})


def keep_apart(register: Path, settings: Settings) -> None:
    """Stop where a register, or the folder of them, lies in a folder that is published: `register-inside`."""
    if any(register.resolve().is_relative_to(folder.resolve()) for folder in (settings.content, settings.out)):
        sentence, hint = (
            "it lies in the content or the output",
            "keep them apart, so that a register is never published",
        )
        raise Problems([Problem("--register", 0, "register-inside", sentence, hint)], SETTINGS)


def scan_report(name: str, settings: Settings) -> tuple[Undecided, ...]:
    """What nobody has decided in a report as it stands on the disk, in any edition of it; as `group` has it.

    Raises `Problems` where the pass can't begin.
    """
    source = read_source(settings.content, name)
    finder, places, problems = read_register(source, settings)
    draft = gather(problems, lambda: parse(source, places))
    if draft is None:
        raise Problems(problems)
    found: list[Undecided] = []
    for edition in EDITIONS:  # a part that only one of them shows has to be decided too
        try:
            found += pseudonymise(draft, finder, edition, places, source.images).undecided
        except Unanswered as unanswered:
            found += unanswered.undecided
    return merge(found)
