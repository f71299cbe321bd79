"""What an author has decided, and where the format keeps it.

In: answers. Out: a changed register, and a changed vocabulary beside it. The rule: all answers are written or none;
nothing replaces a file before the result was checked, or after somebody else changed it; no message shows a name.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from anonymise.lexicon import MONTHS, TITLES
from anonymise.plain_file import file_problem, read_bytes, swap_in
from anonymise.register import VOCABULARY
from anonymise.schema import RegisterEntry, Vocabulary, check_shape
from anonymise.sealing import check_register, open_register, save_register
from anonymise.vault import PLACE, Keys, Lock
from anonymise.yaml_reader import read_yaml
from anonymise.yaml_writer import Value, add
from report.problems import Problem, Problems

Decision: TypeAlias = Literal[
    "person",
    "form",
    "named",
    "ordinary",
    "term",
    "address",
    "date",
    "agency",
    "place",
    "acronym",
    "word",
    "later",
]
"""A new person; a form of somebody listed; published on purpose; an ordinary word here; three kinds of what readers see
in general words; four of the vocabulary; look again."""
Where: TypeAlias = tuple[str, tuple[str, ...], Value]
"""The file (`PLACE` or `VOCABULARY`), the path in it, and what is added there."""

_LISTS: dict[Decision, str] = {"agency": "agencies", "place": "places", "word": "words"}
_NEEDED: dict[Decision, tuple[str, ...]] = {
    "person": ("alias", "role"),
    "form": ("person",),
    "term": ("alias",),
    "address": ("alias",),
    "date": ("alias", "day"),
    "acronym": ("meaning",),
}


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What one thing is."""

    decision: Decision
    text: str
    """As it was seen; whatever white space stands in it is one space in what is written."""
    alias: str = ""
    """What readers see instead: of a new person, a term, an address, a day."""
    role: str = ""
    """Of a new person: one of the register's words."""
    name: str = ""
    """The full name of a new person, or of one who is published; "" for the text itself."""
    person: str = ""
    """The id of the person of whom this is a form."""
    why: str = ""
    """Why somebody is published by name; may be ""."""
    meaning: str = ""
    """Of an acronym."""
    day: datetime.date | None = None
    """The day that is written there; None for anything else."""
    line: int = 0
    """Where the answer stands in a file of answers, from 1; 0 for one that was given otherwise."""

    def __repr__(self) -> str:
        return f"Answer({self.decision})"


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """What a writing changed: each file as it was, or was not, and as it is now."""

    files: tuple[tuple[Path, bytes | None, bytes], ...]
    """None for a file that did not exist. Empty where nothing changed."""

    def __repr__(self) -> str:
        return f"Written({len(self.files)} files)"


def check_answers(answers: Iterable[Answer], people: Iterable[str], file: str) -> list[Problem]:
    """What the answers lack; empty for none. `people` are the register's ids, `file` is safe to print.

    Rules: `answer-incomplete`, `person-unknown`.
    """
    known = set(people)
    problems: list[Problem] = []
    for answer in answers:
        for needed in _NEEDED.get(answer.decision, ()):
            if not getattr(answer, needed):
                key = {"day": "date"}.get(needed, needed)
                sentence = f"the decision `{answer.decision}` needs `{key}`"
                problems.append(Problem(file, answer.line, "answer-incomplete", sentence, f"write `{key}: …`"))
        if answer.person and answer.person not in known:
            sentence = "nobody in the register has the id that the answer gives"
            problems.append(Problem(file, answer.line, "person-unknown", sentence, "look into `people`"))
    return problems


def write_answers(
    register: Path, answers: tuple[Answer, ...], lock: Lock, keys: Keys, file: str = "the answer"
) -> Written:
    """Write answers into a register and the vocabulary beside it: all of them, or nothing.

    `register` is plain or sealed; `lock` holds the recipients, a passphrase stays what it is. `file` is where the
    answers come from, safe to print. What stands there already is not written again. Raises `Problems`:
    `answer-incomplete`, `answer-unwritten`, whatever is wrong with the result, and as `save_register`.
    """
    opened = open_register(register, lock, keys)
    vocabulary = register.parent / VOCABULARY
    words = read_bytes(vocabulary) if vocabulary.exists() or vocabulary.is_symlink() else None
    before = {PLACE: _decoded(opened.text, PLACE), VOCABULARY: _decoded(words or b"", VOCABULARY)}
    entry = check_shape(RegisterEntry, read_yaml(before[PLACE], PLACE), PLACE)
    check_shape(Vocabulary, read_yaml(before[VOCABULARY], VOCABULARY), VOCABULARY)
    problems = check_answers(answers, entry.people, file)
    if problems:
        raise Problems(problems)
    after = _changed(before, answers)
    check_register(after[PLACE].encode())
    check_shape(Vocabulary, read_yaml(after[VOCABULARY], VOCABULARY), VOCABULARY)
    files: list[tuple[Path, bytes | None, bytes]] = []
    if after[VOCABULARY] != before[VOCABULARY]:
        if words is not None and read_bytes(vocabulary) != words:
            raise file_problem("somebody else changed the vocabulary meanwhile", "do it again")
        data = _encoded(after[VOCABULARY], words or b"")
        swap_in(vocabulary, data)
        files.append((vocabulary, words, data))
    if after[PLACE] != before[PLACE]:
        try:
            files.append((register, opened.data, save_register(opened, _encoded(after[PLACE], opened.text), keys)))
        except BaseException:
            undo(Written(tuple(files)))
            raise
    return Written(tuple(files))


def undo(written: Written) -> None:
    """Bring back what a writing changed. Raises `Problems`: `register-file`, also where it was changed since."""
    if any(read_bytes(path) != after for path, _, after in written.files):
        raise file_problem("somebody else changed the file meanwhile", "take the answer out by hand")
    for path, before, _ in written.files:
        if before is None:
            path.unlink()
        else:
            swap_in(path, before)


def name_in(text: str) -> tuple[str, str]:
    """A title at the start of a text, and the name behind it; either may be ""."""
    words = text.split()
    count = 0
    while count < len(words) and words[count].casefold().rstrip(".") in TITLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def day_in(text: str) -> datetime.date | None:
    """The day that a text writes, with its year, in the British order; None where it writes none, or not so."""
    small = text.casefold()
    figures = re.search(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b", small)
    turned = re.search(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", small)
    words = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?,? (\d{4})\b", small)
    parts = (0, 0, 0)
    if turned:
        parts = (int(turned[1]), int(turned[2]), int(turned[3]))
    elif figures:
        parts = (int(figures[3]), int(figures[2]), int(figures[1]))
    elif words:
        month = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(words[2])), 0)
        parts = (int(words[3]), month, int(words[1]))
    try:
        return datetime.date(*parts)
    except ValueError:
        return None


def _changed(before: dict[str, str], answers: tuple[Answer, ...]) -> dict[str, str]:
    after = dict(before)
    for answer in answers:
        people = check_shape(RegisterEntry, read_yaml(after[PLACE], PLACE), PLACE).people
        for file, path, value in _additions(answer, tuple(people)):
            if not _stands(read_yaml(after[file], file).data, path, value):
                after[file] = add(after[file], path, value, file)
    return after


def _additions(answer: Answer, people: tuple[str, ...]) -> Iterator[Where]:
    """Where an answer goes; nowhere for one that is put off."""
    text, alias = " ".join(answer.text.split()), " ".join(answer.alias.split())
    match answer.decision:
        case "person":
            yield PLACE, ("people",), {_next_id(people): _person(answer, text)}
        case "form":
            yield PLACE, ("people", answer.person, "also"), text
        case "named":
            entry = {"name": " ".join(answer.name.split()) or text, "why": " ".join(answer.why.split())}
            yield PLACE, ("named",), {key: value for key, value in entry.items() if value}
        case "ordinary":
            yield PLACE, ("ordinary",), text
        case "term":
            yield PLACE, ("terms",), {"text": text, "alias": alias}
        case "address":
            yield PLACE, ("places",), {"name": text, "alias": alias}
        case "date" if answer.day is not None:
            yield PLACE, ("dates",), {"date": answer.day, "as": alias}
        case "acronym":
            yield VOCABULARY, ("acronyms",), {text: " ".join(answer.meaning.split())}
        case "agency" | "place" | "word":
            yield VOCABULARY, (_LISTS[answer.decision],), text


def _person(answer: Answer, text: str) -> dict[str, Value]:
    """A new person; the text is another form where the full name does not have its words."""
    title, bare = name_in(text)
    name = " ".join(answer.name.split()) or bare or text
    entry: dict[str, Value] = {"name": name, "alias": " ".join(answer.alias.split()), "role": answer.role}
    if title and bare and " " not in title:
        entry["title"] = title
    missing = set(bare.casefold().split()) - set(name.casefold().split())
    return entry | ({"also": [bare]} if missing else {})


def _next_id(people: tuple[str, ...]) -> str:
    """The id behind the last one, by the letters of the last one."""
    letters = people[-1].rstrip("0123456789") if people else "P"
    numbers = [int(id.removeprefix(letters)) for id in people if id.rstrip("0123456789") == letters]
    return f"{letters}{max(numbers, default=0) + 1}"


def _stands(data: object, path: tuple[str, ...], value: Value) -> bool:
    """Whether a text stands in the list at a path, or a key of a mapping in the mapping there."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    if isinstance(data, dict) and isinstance(value, dict):
        return all(data.get(key) == child for key, child in value.items())
    return isinstance(data, list) and isinstance(value, str) and value in data


def _decoded(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problems([Problem(place, 0, "file-encoding", "the file is not UTF-8 text", "save it as UTF-8")]) from None


def _encoded(text: str, before: bytes) -> bytes:
    mark = b"\xef\xbb\xbf"
    return (mark if before.startswith(mark) else b"") + text.encode()
