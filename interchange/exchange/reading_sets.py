"""Sets of base data that staff upload: files of the common format, a zip of them, or XML or JSON."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from interchange.core.errors import Refused, Together
from interchange.core.record import Record
from interchange.core.spreadsheets import write_csv
from interchange.core.spreadsheets.container import Container
from interchange.core.uploads import Checked
from interchange.exchange.rules import json_form
from interchange.exchange.rules.basedata import BASE_DATA_FORM, LISTS, ORDER, faults_of
from interchange.exchange.rules.intake import JSON, XML, kind_of
from interchange.exchange.rules.layouts import NotCompleted
from interchange.exchange.rules.mapping import Rows
from interchange.exchange.rules.names import SHAPE, BadName, Letter, SeriesKey, read_name
from interchange.exchange.rules.reading import File, Unreadable, lines_of
from interchange.exchange.rules.xml_form import Document

LETTERS = {name: letter for letter, (name, _) in LISTS.items()}
Layout = Callable[[Letter], Record]


class Sets:
    """The records of a set as they are read, and the series that it is for."""

    def __init__(self) -> None:
        self.records: dict[Letter, list[Mapping[str, Any]]] = {}
        self.series = ""

    def of_series(self, series: str, name: str) -> None:
        """Refused where two files of a set are for two series."""
        if self.series and series != self.series:
            raise Refused("files", f"{name} is for {series}, and another file of the set for {self.series}.")
        self.series = series


def read_set(files: Iterable[tuple[str, bytes]], layout: Layout) -> Sets:
    """Every file of a set; refused with all that is wrong in them, and where they do not go together."""
    sets, together = Sets(), Together()
    for name, content in _unpacked(files):
        together.read(lambda name=name, content=content: _read(sets, name, content, layout))  # type: ignore[misc]
    for fault in faults_of(sets.records):
        together.note(Refused("files", fault))
    if not sets.records and not together.found:
        together.note(Refused("files", "There is no base data in these files."))
    together.end()
    return sets


def _unpacked(files: Iterable[tuple[str, bytes]]) -> Iterable[tuple[str, bytes]]:
    for name, content in files:
        if content.startswith(b"PK\x03\x04"):
            inside = Container(content, what="zip")
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = [one.filename for one in archive.infolist() if not one.is_dir()]
            plain = [one for one in names if SHAPE.fullmatch(one.rpartition("/")[2].upper())]
            yield from ((one.rpartition("/")[2], inside.read(one)) for one in plain)
        else:
            yield name, content


def _read(sets: Sets, name: str, content: bytes, layout: Layout) -> None:
    try:
        kind = kind_of(name, content[:4096])
        if kind == XML:
            _read_xml(sets, name, content)
        elif kind == JSON:
            read = json_form.Read(BASE_DATA_FORM, content)
            _take(
                sets,
                name,
                read.head,
                read.faults,
                [(part, 0, one) for part in read.lists for one in read.lists[part]],
            )
        else:
            _read_lines(sets, name, content, layout)
    except (BadName, Unreadable, NotCompleted, ValueError) as reason:
        raise Refused("files", f"{name}: {reason}") from None


def _read_xml(sets: Sets, name: str, content: bytes) -> None:
    document = Document(BASE_DATA_FORM)
    records = list(document.records([content]))
    _take(sets, name, document.head, document.faults, records)


def _take(
    sets: Sets, name: str, head: Mapping[str, Any], faults: Iterable[Any], records: Iterable[Any]
) -> None:
    wrong = [fault.sentence for fault in faults]
    for listed, line, written in records:
        part = BASE_DATA_FORM.part(listed)
        values, bad = part.read(written) if part else ({}, [])
        wrong += [f"line {line}: {sentence}" for _, sentence in bad]
        if not bad:
            values |= {"unread": ""} if LETTERS[listed] is Letter.SYLLABUSES else {}
            sets.records.setdefault(LETTERS[listed], []).append(values)
    if wrong:
        raise ValueError(" ".join(wrong[:10]))
    sets.of_series(str(head["series"]), name)


def _read_lines(sets: Sets, name: str, content: bytes, layout: Layout) -> None:
    named = read_name(name)
    if named.letter not in ORDER:
        raise Refused("files", f"{name} is no base data.")
    file = File(named, layout(named.letter))
    records = [detail.values for detail in file.read(lines_of([content]))]
    if file.faults:
        raise ValueError(" ".join(f"line {one.line}: {one.sentence}" for one in file.faults[:10]))
    key = SeriesKey.of(file.header["series"], int(file.header["year"] or 0))
    sets.of_series(f"20{key.year:02}-{key.month:02}", name)
    sets.records.setdefault(named.letter, []).extend(records)


def as_files(rows: Rows) -> list[Checked]:
    """Rows of the catalogue as the files that its own page compares."""
    files = []
    for name, lines in rows.items():
        headings = list(lines[0])
        data = write_csv(headings, [[line[heading] for heading in headings] for line in lines])
        files.append(Checked(name, "csv", data, hashlib.sha256(data).hexdigest(), scanned=False))
    return files
