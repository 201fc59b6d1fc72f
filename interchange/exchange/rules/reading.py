"""A whole file: its lines in their order, what its headers and trailers promise, and its detail records one by one.

A file may have a million lines. It is read as it comes, and what is kept of it does not grow with them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from interchange.core.record import Record
from interchange.exchange.rules.names import HOLDS, FileName
from interchange.exchange.rules.records import (
    CENTRE_HEADER,
    CENTRE_TRAILER,
    DETAIL,
    FILE_HEADER,
    FILE_TRAILER,
    ORDER,
    VERSION,
    frame,
)

LONGEST_LINE = 1000
MOST_LINES = 250_000
"""Twenty-five for each candidate that a centre can have: what has more is no file of one centre."""
TOO_MANY = (
    f"The file has more than {MOST_LINES:,} lines, and no centre enters so much. Look at what wrote it."
)
MOST_FAULTS = 200
"""So many are told; the rest are counted."""
END = re.compile(rb"\r\n|\n|\r")
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
UTF_8_MARK = b"\xef\xbb\xbf"
END_OF_DOS = b"\x1a"
NEXT = {
    "": FILE_HEADER, FILE_HEADER: CENTRE_HEADER, CENTRE_HEADER: DETAIL + CENTRE_TRAILER,
    DETAIL: DETAIL + CENTRE_TRAILER, CENTRE_TRAILER: CENTRE_HEADER + FILE_TRAILER, FILE_TRAILER: "",
}  # fmt: skip
"""Which kinds of record may come after each."""


class Fault(NamedTuple):
    """What is wrong with a file, and where: line and column count from 1, and 0 is the whole of it."""

    line: int
    column: int
    sentence: str
    of_detail: bool = False
    """Whether it is about one detail record alone, and the rest of the file stands without it."""


class Detail(NamedTuple):
    """One detail record that could be read."""

    line: int
    values: dict[str, Any]
    centre: str


class Unreadable(ValueError):
    """The bytes are no such file at all."""


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a file without their ends, whichever way each ends; `Unreadable` where one never does, and where
    there are far too many."""
    rest, count = b"", 0
    for chunk in chunks:
        rest += chunk
        if rest.endswith(b"\r"):  # its other half may be in the next chunk
            held, rest = rest, b""
            found = END.split(held[:-1])
            tail = found.pop() + b"\r"
        else:
            found = END.split(rest)
            tail = found.pop()
        count += len(found)
        if count > MOST_LINES:
            raise Unreadable(TOO_MANY)
        yield from found
        rest = tail
        if len(rest) > LONGEST_LINE:
            raise Unreadable(
                f"A line has more than {LONGEST_LINE:,} characters. This is no file of the common format."
            )
    if rest.rstrip(b"\r"):
        yield rest.rstrip(b"\r")


@dataclass
class Counts:
    """How many there are, of one centre or of the whole file."""

    details: int = 0
    records: int = 0
    """Headers and trailers too."""
    centres: int = 0


@dataclass
class File:
    """What was read of a file besides its details: fill it by going through `read`."""

    name: FileName
    record: Record
    """Of its details."""
    header: dict[str, Any] = field(default_factory=dict)
    centre: dict[str, Any] = field(default_factory=dict)
    """The header of the centre whose records are being read."""
    made_on: Any = None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    broken: bool = False
    """Whether something is wrong with the whole of it, and not with single details alone."""
    whole: Counts = field(default_factory=Counts)
    of_centre: Counts = field(default_factory=Counts)
    last: str = ""
    """The kind of the record before."""

    @property
    def sequence(self) -> int | None:
        """The sequence number, once the header of a centre was read."""
        return self.centre.get("sequence")

    def read(self, lines: Iterable[bytes]) -> Iterator[Detail]:
        """The details that can be read, one by one; everything that is wrong is in `faults` at the end."""
        line = 0
        for line, raw in enumerate(lines, start=1):
            text = self._text(line, raw)
            if text.strip(" "):
                yield from self._record(line, text)
        if self.last != FILE_TRAILER:
            wanted = " or ".join(ORDER[kind] for kind in NEXT[self.last])
            self.fault(line, 0, f"The file ends where {wanted} should come. Part of it may be missing.")

    def fault(self, line: int, column: int, sentence: str, *, of_detail: bool = False) -> None:
        """Note what is wrong."""
        self.broken = self.broken or not of_detail
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, column, sentence, of_detail))
        else:
            self.more_faults += 1

    # ---------------------------------------------------------------- lines

    def _text(self, line: int, raw: bytes) -> str:
        if line == 1:
            for mark, kind in MARKS.items():
                if raw.startswith(mark):
                    raise Unreadable(
                        f"An editor has saved this file as {kind}. Send it as your system wrote it."
                    )
            raw = raw.removeprefix(UTF_8_MARK)
        raw = raw.rstrip(END_OF_DOS)
        try:
            text = raw.decode("ascii")
        except UnicodeDecodeError:
            text = self._more_than_ascii(line, raw)
        if not text.isprintable():
            unprintable = next(at for at, one in enumerate(text, start=1) if not one.isprintable())
            self.fault(line, unprintable, f"Column {unprintable} holds a character that cannot be printed.")
            return ""
        return self._in_capitals(line, text) if self.name.letter.from_centres else text

    def _in_capitals(self, line: int, text: str) -> str:
        capitals = text.upper()
        if len(capitals) > len(text):  # the capitals of one letter may be two, and columns are counted
            capitals = "".join(upper if len(upper := one.upper()) == 1 else one for one in text)
        if capitals != text and len(self.warnings) < MOST_FAULTS:
            at = next(
                at for at, (one, other) in enumerate(zip(text, capitals, strict=True), 1) if one != other
            )
            self.warnings.append(Fault(line, at, "Small letters were read as capitals."))
        return capitals

    def _more_than_ascii(self, line: int, raw: bytes) -> str:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
        at = next(at for at, one in enumerate(text, start=1) if not one.isascii())
        if len(self.warnings) < MOST_FAULTS:
            said = f"Column {at} holds “{text[at - 1]}”. The format has plain capitals; it was read as it is."
            self.warnings.append(Fault(line, at, said))
        return text

    def _record(self, line: int, text: str) -> Iterator[Detail]:
        letter, kind = text[0], text[1:2]
        if letter != self.name.letter.value:
            own = self.name.letter
            self.fault(
                line, 1, f"The line begins with “{letter}”; lines of {HOLDS[own]} begin with “{own.value}”."
            )
            return
        if kind not in ORDER or not kind:
            self.fault(line, 2, f"“{kind}” is no kind of record; there are {', '.join(ORDER)}.")
            return
        self._count(kind)
        if kind not in NEXT[self.last]:
            expected = " or ".join(ORDER[one] for one in NEXT[self.last]) or "nothing more"
            self.fault(line, 2, f"Here is {ORDER[kind]}, where {expected} should come.")
        self.last = kind
        if kind == DETAIL:
            values = self._values(line, self.record, text)
            if values is not None:
                yield Detail(line, values, self.centre.get("key", ""))
        else:
            readers = {
                FILE_HEADER: self._file_header, CENTRE_HEADER: self._centre_header,
                CENTRE_TRAILER: self._centre_trailer, FILE_TRAILER: self._file_trailer,
            }  # fmt: skip
            readers[kind](line, text)

    def _count(self, kind: str) -> None:
        if kind == CENTRE_HEADER:
            self.of_centre = Counts()
            self.whole.centres += 1
        for counts in (self.whole, self.of_centre):
            counts.details += kind == DETAIL
            counts.records += 1

    def _values(self, line: int, record: Record, text: str) -> dict[str, Any] | None:
        values, wrong = record.read_all(text)
        for one in wrong:
            self.fault(line, one.start, one.sentence, of_detail=record is self.record)
        return None if wrong else values

    # ---------------------------------------------------------------- headers and trailers

    def _file_header(self, line: int, text: str) -> None:
        values = self._values(line, frame(self.name.letter, FILE_HEADER), text) or {}
        self.header = values
        if values and values["version"] != VERSION:
            said = f"The file has version {values['version'] or 'none'} of the formats. Version {VERSION} is read here."
            self.fault(line, 24, said)
        self._agrees(line, values)

    def _centre_header(self, line: int, text: str) -> None:
        values = self._values(line, frame(self.name.letter, CENTRE_HEADER), text) or {}
        self.centre = values
        self._agrees(line, values)
        number = values.get("sequence")
        if values and number is None:
            self.fault(line, 14, "There is no sequence number.")
        if number is not None and number % 100 != self.name.number:
            self.fault(
                line,
                14,
                f"The sequence number is {number:03}; the name of the file ends with {self.name.number:02}.",
            )
        if self.whole.centres > 1 and self.header.get("distribution") == "S":
            self.fault(line, 3, "The header of the file says that it is of one centre, and here is another.")

    def _agrees(self, line: int, values: Mapping[str, Any]) -> None:
        if not values:
            return
        one_centre = self.header.get("distribution", "S") != "M"
        if one_centre and values["key"].upper() != self.name.key:
            self.fault(
                line,
                3,
                f"The name of the file says {self.name.key}; here stands {values['key'] or 'nothing'}.",
            )
        if values["body"] != self.name.body:
            said = f"The name of the file says awarding body {self.name.body}"
            self.fault(line, 8, f"{said}; here stands {values['body'] or 'nothing'}.")
        if self.header and any(values[part] != self.header[part] for part in ("series", "year")):
            self.fault(line, 10, "The series and year are not those of the header of the file.")

    def _centre_trailer(self, line: int, text: str) -> None:
        values = self._values(line, frame(self.name.letter, CENTRE_TRAILER), text)
        if values is None:
            return
        self.made_on = values["made_on"]
        if self.centre and values["key"] != self.centre["key"]:
            self.fault(
                line, 3, f"The trailer is of centre {values['key']}, the header of {self.centre['key']}."
            )
        counts = self.of_centre
        self._promised(line, 8, values["records"], {counts.details, counts.records}, counts.details)

    def _file_trailer(self, line: int, text: str) -> None:
        values = self._values(line, frame(self.name.letter, FILE_TRAILER), text)
        if values is None:
            return
        counts = self.whole
        ways = {counts.details, counts.details + 2 * counts.centres, counts.records}
        self._promised(line, 8, values["records"], ways, counts.details)
        if values["centres"] != counts.centres:
            said = f"The trailer says {values['centres'] or 0} centres, and the file has {counts.centres}."
            self.fault(line, 15, f"{said} Part of it may be missing.")

    def _promised(self, line: int, column: int, said: int | None, ways: set[int], found: int) -> None:
        """What a trailer counts is not published: details alone, or headers and trailers with them."""
        if said not in ways:
            self.fault(
                line, column,
                f"The trailer says {said or 0:,} records, and there are {found:,}. Part of the file may be missing.",
            )  # fmt: skip
