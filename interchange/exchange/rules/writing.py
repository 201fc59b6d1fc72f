"""A whole file, written line by line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from interchange.core.record import Record
from interchange.exchange.rules.names import FileName
from interchange.exchange.rules.reading import Counts
from interchange.exchange.rules.records import (
    CENTRE_HEADER,
    CENTRE_TRAILER,
    FILE_HEADER,
    FILE_TRAILER,
    VERSION,
    frame,
)


@dataclass(frozen=True)
class Manner:
    """How files are written where the booklet leaves room, or could not be read."""

    width: int = 193
    """To which every line is filled with spaces."""
    line_end: str = "\r\n"
    counts_all: bool = False
    """Whether trailers count headers and trailers too."""
    package: str = "INTERCH"
    package_version: str = "01"


class OfCentre(NamedTuple):
    """The part of a file that is one centre's."""

    key: str
    sequence: int
    postcode: str
    details: Iterable[Mapping[str, Any]]


def write(
    name: FileName, record: Record, series: str, year: str, centres: Iterable[OfCentre], *, made_on: Any,
    distribution: str = "S", manner: Manner | None = None,
) -> Iterator[bytes]:  # fmt: skip
    """The lines of a file, one by one; `ValueError` with the field where a value does not fit."""
    manner = manner or Manner()
    letter, counts = name.letter, Counts()
    whose = {"key": name.key, "body": name.body, "series": series, "year": year}

    def line(record: Record, values: Mapping[str, Any]) -> bytes:
        counts.records += 1
        return (record.write(values).ljust(manner.width) + manner.line_end).encode("ascii")

    package = {"package": manner.package, "package_version": manner.package_version, "version": VERSION}
    yield line(frame(letter, FILE_HEADER), {**whose, **package, "distribution": distribution})
    for centre in centres:
        counts.centres += 1
        before, records = counts.details, counts.records
        theirs = {**whose, "key": centre.key, "sequence": centre.sequence, "postcode": centre.postcode}
        yield line(frame(letter, CENTRE_HEADER), theirs)
        for values in centre.details:
            counts.details += 1
            yield line(record, values)
        inside = counts.records - records + 1 if manner.counts_all else counts.details - before
        yield line(frame(letter, CENTRE_TRAILER), {"key": centre.key, "records": inside, "made_on": made_on})
    every = counts.records + 1 if manner.counts_all else counts.details
    yield line(frame(letter, FILE_TRAILER), {"key": name.key, "records": every, "centres": counts.centres})
