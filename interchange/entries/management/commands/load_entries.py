"""`manage load_entries FILE.csv`."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interchange.core.csvfile import lines
from interchange.entries.importing import Report, load_file


class Command(BaseCommand):
    """Load entries; exit 1 if a row was bad, and the good ones are loaded."""

    help = "Load entries from a CSV file: one row for each candidate and code, to add, amend or withdraw."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--bad", type=Path, metavar="FILE", help="write the bad rows here, with what is wrong"
        )

    def handle(self, *args: Any, file: Path, bad: Path | None, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is not a file.")
        with file.open("rb") as stream:
            report = load_file(stream, name=file.name)
        self._tell(report)
        if bad and report.headings:
            write_bad_rows(file, report, bad)
        if report.problems:
            kept = "the good rows were loaded" if report.headings else "nothing was loaded"
            raise CommandError(f"{len(report.bad_lines)} bad lines; {kept}.")

    def _tell(self, report: Report) -> None:
        for problem in report.problems:
            column = f", column {problem.column}" if problem.column else ""
            self.stderr.write(f"line {problem.row}{column}: {problem.sentence}")
        for warning in report.warnings:
            self.stdout.write(f"warning: line {warning.row}, column {warning.column}: {warning.sentence}")
        for note in report.notes:
            self.stdout.write(f"note: {note}")
        for each in report.outcomes:
            self.stdout.write(
                f"{each.centre_number}: {each.added} added, {each.changed} changed, {each.withdrawn} withdrawn, "
                f"{each.unchanged} unchanged, {len({problem.row for problem in each.problems})} bad"
            )


def write_bad_rows(file: Path, report: Report, target: Path) -> None:
    """The bad lines as they came, with a column `error`, to be put right and loaded again (R-WAY-8)."""
    told = report.bad_lines
    with (
        file.open("rb") as stream,
        target.open("w", encoding="utf-8-sig", newline="", errors="replace") as out,
    ):
        writer = csv.writer(out)
        records = lines(stream)
        headings = next(records).cells
        writer.writerow([*headings, "error"])
        for number, cells, *_ in records:
            if number in told:
                writer.writerow([*cells, *[""] * (len(headings) - len(cells)), told[number]])
