"""A file that a centre sends, whatever its form: who it says it is of, and its records one by one."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from interchange.core.record import Record
from interchange.exchange.rules import json_form, spelling, tree
from interchange.exchange.rules.layouts import NotCompleted
from interchange.exchange.rules.names import CHANGED, HOLDS, SHAPE, BadName, Letter, SeriesKey, read_name
from interchange.exchange.rules.reading import (
    MOST_FAULTS,
    MOST_LINES,
    TOO_MANY,
    Detail,
    Fault,
    File,
    Unreadable,
    lines_of,
)
from interchange.exchange.rules.sets import Sent
from interchange.exchange.rules.tree import AMENDMENTS_KIND, ENTRIES_FORM, LARGEST
from interchange.exchange.rules.xml_form import Document

CSV, EDI, XML, JSON = "csv", "edi", "xml", "json"
MARK = b"\xef\xbb\xbf"
TABLES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
FIRST_LINE = re.compile(rb"[A-Za-z][13579][0-9A-Za-z_]{5}[0-9 ]{2}")
TABLE_NAME = re.compile(r".*\.(csv|tsv|tab|txt|xlsx|xlsm|xlsb|xls|ods)", re.IGNORECASE | re.DOTALL)
MOST_OF_ONE = 500
"""Records of one candidate: they are held in memory together."""
NO_KIND = (
    "This is no file that is taken here. Send a file of the common format (such as E1234501.X01), a spreadsheet or CSV "
    "file, or XML or JSON of the published form."
)


class NoKind(ValueError):
    """The bytes are of no form that is read."""


def kind_of(name: str, begins: bytes) -> str:
    """Which form a file has: its bytes decide, and its name where they do not; `NoKind` where neither does."""
    content = begins.removeprefix(MARK).lstrip()
    last = name.replace("\\", "/").rpartition("/")[2]
    if content.startswith(TABLES):
        return CSV
    if content.startswith(b"<"):
        return XML
    if content.startswith((b"{", b"[")):
        return JSON
    if FIRST_LINE.match(content) or SHAPE.fullmatch(last.upper()):
        return EDI
    if TABLE_NAME.fullmatch(last):
        return CSV
    if CHANGED.fullmatch(last):
        return EDI
    raise NoKind(NO_KIND)


class Problem(NamedTuple):
    """What is wrong with one record, in which line of the file, and in which field or column."""

    line: int
    field: str
    sentence: str


class SentGrade(NamedTuple):
    """One candidate's forecast grade as a record of a file gives it (R-EG-1)."""

    line: int
    number: str
    code: str
    """Entry code and option, joined as files have them."""
    grade: str


@dataclass
class Intake:
    """What a file is, as far as it has been read: go through `records` first."""

    route: str
    letter: str = ""
    sequence: int | None = None
    centre: str = ""
    body: str = ""
    series: str = ""
    """Year and month, such as 2027-06."""
    records_read: int = 0
    broken: bool = False
    """Whether something is wrong with the whole file: then nothing of it is taken."""
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    most: int = MOST_FAULTS
    more: int = 0
    """Problems beyond the `most` that are told."""

    @property
    def whole_set(self) -> bool:
        """Whether it has everything that the centre enters, and not only what changes."""
        return self.letter == Letter.ENTRIES.value

    @property
    def of_forecasts(self) -> bool:
        """Whether it has forecast grades in place of entries."""
        return self.letter == Letter.FORECASTS.value

    def read_one(self) -> None:
        """Count a record; `Unreadable` where there are far too many."""
        self.records_read += 1
        if self.records_read > MOST_LINES:
            raise Unreadable(TOO_MANY)

    def wrong(self, line: int, column: str, sentence: str, *, whole: bool = False) -> None:
        """Note a fault."""
        self.broken = self.broken or whole
        if len(self.problems) < self.most:
            self.problems.append(Problem(line, column, sentence))
        else:
            self.more += 1

    def note(self, line: int, column: str, sentence: str) -> None:
        """Note what was read, and may not be meant."""
        if len(self.warnings) < MOST_FAULTS:
            self.warnings.append(Problem(line, column, sentence))


Layout = Callable[[Letter], Record]
One = TypeVar("One")


def few_of_each(intake: Intake, records: Iterable[One], whose: Callable[[One], str]) -> Iterator[One]:
    """The records, until one candidate has more of them than anybody can have: then nothing of the file is taken."""
    counted: Counter[str] = Counter()
    for record in records:
        number = whose(record)
        counted[number] += 1
        if counted[number] > MOST_OF_ONE:
            said = f"Candidate {number} has more than {MOST_OF_ONE} records. Look at what wrote the file."
            intake.wrong(0, "", said, whole=True)
            return
        yield record


def of_common_format(
    intake: Intake, name: str, chunks: Iterable[bytes], layout: Layout
) -> Iterator[Sent | SentGrade]:
    """The records of a file of entries, amendments or forecast grades in the common format."""
    try:
        named = read_name(name)
        intake.letter, intake.centre, intake.body = named.letter.value, named.centre, named.body
        file = File(named, _layout_of(named.letter, layout))
        read = _grade if intake.of_forecasts else _sent
        for detail in file.read(lines_of(chunks)):
            if sent := read(intake, detail):
                yield sent
    except (BadName, Unreadable, NotCompleted) as reason:
        intake.wrong(0, "", str(reason), whole=True)
        return
    for fault in file.faults:
        intake.wrong(fault.line, _column(fault), fault.sentence, whole=not fault.of_detail)
    for fault in file.warnings:
        intake.note(fault.line, _column(fault), fault.sentence)
    intake.broken = intake.broken or file.broken
    intake.more += file.more_faults
    intake.sequence, intake.records_read = file.sequence, file.whole.details
    intake.series = _series(intake, file.header)


def _layout_of(letter: Letter, layout: Layout) -> Record:
    if not letter.from_centres:
        raise Unreadable(
            f"A file of {HOLDS[letter]} is base data, which the awarding body publishes. Centres do not send it."
        )
    return layout(letter)


def _column(fault: Fault) -> str:
    return f"column {fault.column}" if fault.column else ""


def _series(intake: Intake, header: dict[str, Any]) -> str:
    if not header:
        return ""
    try:
        key = SeriesKey.of(header["series"], int(header["year"] or 0))
    except ValueError as reason:
        intake.wrong(1, "column 10", f"{reason}.", whole=True)
        return ""
    return f"20{key.year:02}-{key.month:02}"


def _check_centre(intake: Intake, detail: Detail) -> None:
    if (centre := detail.values["centre"]) != intake.centre:
        said = f"This record is of centre {centre}, and the file of centre {intake.centre}."
        intake.wrong(detail.line, "centre", said, whole=True)


def _grade(intake: Intake, detail: Detail) -> SentGrade | None:
    values, line = detail.values, detail.line
    _check_centre(intake, detail)
    missing = {
        "number": "There is no candidate number.", "option": "There is no entry code.",
        "grade": "There is no grade. Write X if you cannot forecast.",
    }  # fmt: skip
    for name, said in missing.items():
        if not values[name]:
            intake.wrong(line, name, said)
            return None
    if second := values.get("second_grade"):
        intake.note(line, "second_grade", f"One grade is kept of each candidate; “{second}” was left out.")
    return SentGrade(line, values["number"], values["option"], values["grade"])


def _sent(intake: Intake, detail: Detail) -> Sent | None:
    values, line = detail.values, detail.line
    _check_centre(intake, detail)
    try:
        surname, forenames, note = spelling.read(values["name"])
    except ValueError as reason:
        intake.wrong(line, "column 13", str(reason))
        return None
    if note:
        intake.note(line, "column 13", note)
    status = "P" if values["status"] == "P" else "S"
    return Sent(
        line, values["centre"], values["number"], surname, forenames, values["sex"], values["born_on"], values["uci"],
        values["uln"], status, values["codes"], in_capitals=True,
    )  # fmt: skip


# ---------------------------------------------------------------- XML and JSON


def of_xml(intake: Intake, chunks: Iterable[bytes]) -> Iterator[Sent]:
    """The candidates of a file in XML."""
    document = Document(ENTRIES_FORM)
    try:
        for _, line, written in document.records(chunks):
            intake.read_one()
            if sent := _candidate(intake, line, written, document.head):
                yield sent
    except Unreadable as reason:
        intake.wrong(0, "", str(reason), whole=True)
    _headed(intake, document.head, document.faults)


def of_json(intake: Intake, chunks: Iterable[bytes]) -> Iterator[Sent]:
    """The candidates of a file in JSON; the place of a candidate in the list stands for the line."""
    content = b"".join(chunks)
    try:
        read = json_form.Read(ENTRIES_FORM, content)
        for line, written in enumerate(read.lists["candidates"], 1):
            intake.read_one()
            if sent := _candidate(intake, line, written, read.head):
                yield sent
    except Unreadable as reason:
        intake.wrong(0, "", str(reason), whole=True)
        return
    _headed(intake, read.head, read.faults)


def _candidate(intake: Intake, line: int, written: Any, head: dict[str, Any]) -> Sent | None:
    values, wrong = ENTRIES_FORM.lists[0].read(written)
    for name, sentence in wrong:
        intake.wrong(line, name, sentence)
    if wrong:
        return None
    born_on: date | None = values["date_of_birth"]
    return Sent(
        line, str(head.get("centre", "")), values["number"], values["surname"], values["forenames"], values["sex"],
        born_on, values["uci"], values["uln"], values["status"], values["codes"],
    )  # fmt: skip


def _headed(intake: Intake, head: dict[str, Any], faults: Iterable[tree.Wrong]) -> None:
    for fault in faults:
        intake.wrong(fault.line, fault.field, fault.sentence, whole=True)
    kind = head.get("kind", "")
    amends = kind == AMENDMENTS_KIND
    intake.letter = Letter.AMENDMENTS.value if amends else Letter.ENTRIES.value if kind else ""
    intake.sequence, intake.series = head.get("sequence"), head.get("series", "")
    intake.centre, intake.body = head.get("centre", ""), head.get("awarding_body", "")


def too_large(route: str, size: int) -> str:
    """Why a file is too large for its form, or ""."""
    most = {XML: LARGEST, JSON: LARGEST}.get(route, LARGEST_OF_ALL)
    if size <= most:
        return ""
    return f"The file is larger than {most // 1_000_000} MB. Split it, or send it in the common format."


LARGEST_OF_ALL = 300_000_000
"""A million records of the common format are 195 MB."""
