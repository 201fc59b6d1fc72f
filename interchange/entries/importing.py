"""A whole file of entries: read line by line, shared out by centre, and merged centre by centre."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from interchange.catalogue import queries as catalogue
from interchange.centres.queries import centre_ids
from interchange.core.actor import Actor
from interchange.core.counting import count_again
from interchange.core.csvfile import Line, lines
from interchange.core.grid import Headings, Problem
from interchange.entries.formats import ENTRIES, Reader
from interchange.entries.queries.holding import around
from interchange.entries.queries.offering import offer_for
from interchange.entries.rules.holdings import EntryRow
from interchange.entries.services import Outcome, load_entries


@dataclass
class Report:
    """What became of a file: each centre's outcome, and all problems and warnings in the order of the lines."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    headings: bool = True
    notes: list[str] = field(default_factory=list)

    @property
    def bad_lines(self) -> dict[int, str]:
        """Why each bad line was left out."""
        told: dict[int, str] = {}
        for problem in self.problems:
            said = f"{problem.column}: {problem.sentence}" if problem.column else problem.sentence
            told[problem.row] = f"{told[problem.row]} {said}" if problem.row in told else said
        return told


def load_file(stream: BinaryIO, *, name: str) -> Report:
    """Load the good lines of a file; with a wrong line of headings none, because a value might go astray."""
    report = Report()
    by_centre: dict[str, list[EntryRow]] = {}
    for row in _read(stream, report):
        by_centre.setdefault(row.centre_number, []).append(row)
    ids = centre_ids(by_centre)
    for number in [number for number in by_centre if number not in ids]:
        said = f"There is no centre {number}."
        report.problems += [Problem(row.line, "centre_number", said) for row in by_centre.pop(number)]
    _spell_as_printed(by_centre)
    rows = [row for group in by_centre.values() for row in group]
    offer = offer_for({row.entry_code for row in rows}, series={row.series for row in rows})
    beyond = around(rows)
    for number, rows in by_centre.items():
        by = Actor.system("load_entries", centre_id=ids[number])
        outcome = load_entries(rows, offer=offer, beyond=beyond, file=name, by=by)
        report.outcomes.append(outcome)
        report.problems += outcome.problems
        report.warnings += outcome.warnings
    if len(by_centre) > 1:  # each centre's load counts for itself, and none alone may have been enough
        added = sum(outcome.added for outcome in report.outcomes)
        count_again(dict.fromkeys(("entries_candidate", "entries_entry", "entries_version"), added))
    report.problems.sort(key=lambda problem: problem.row)
    return report


def _spell_as_printed(by_centre: dict[str, list[EntryRow]]) -> None:
    """Put the catalogue's spelling of an entry code where the file has another."""
    printed = catalogue.entry_codes_spelt({row.entry_code for rows in by_centre.values() for row in rows})
    for number, rows in by_centre.items() if printed else ():
        by_centre[number] = [
            row._replace(entry_code=printed[row.entry_code]) if row.entry_code in printed else row
            for row in rows
        ]


def _read(stream: BinaryIO, report: Report) -> Iterator[EntryRow]:
    records = lines(stream)
    headings = _headings(next(records, Line(1, [])), report)
    if headings is None:
        return
    reader = Reader(headings)
    for number, cells, fault, place in records:
        if fault:
            column = next((name for name, at in headings.places.items() if at == place), "")
            report.problems.append(Problem(number, column, fault))
        elif any(map(str.strip, cells)):
            row = reader.read(number, cells)
            if isinstance(row, list):
                report.problems += row
            else:
                yield row


def _headings(first: Line, report: Report) -> Headings | None:
    if first.fault or not any(first.cells):
        said = first.fault or "The file is empty. Its first line must hold the names of the columns."
        report.problems.append(Problem(1, "", said))
    else:
        headings = ENTRIES.header(first.cells, first.number)
        report.problems += headings.problems
        report.notes += [f"The column “{name}” is not known and was left out." for name in headings.ignored]
        if not headings.problems:
            return headings
    report.headings = False
    return None
