"""`manage load_catalogue FOLDER`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interchange.catalogue import formats
from interchange.catalogue.folder import read_folder
from interchange.catalogue.services import Report, load_catalogue
from interchange.core.actor import Actor


class Command(BaseCommand):
    """Load the files that the folder holds. Exit 1 if a row was bad; the good ones are loaded."""

    help = "Load qualifications, components, options, dates and grades from a folder of CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        sheets = read_folder(folder)
        if not sheets:
            names = ", ".join(shape.name for shape in formats.FORMATS)
            raise CommandError(f"{folder} holds none of the files of a catalogue: {names}.")
        report = load_catalogue(sheets, folder=folder, by=Actor.system("load_catalogue"))
        self._tell(report)
        if report.problems:
            raise CommandError(f"{len(report.problems)} problems; the good rows were loaded.")

    def _tell(self, report: Report) -> None:
        for problem in report.problems:
            self.stderr.write(str(problem))
        for note in dict.fromkeys(report.notes):
            self.stdout.write(f"note: {note}")
        for name, counts in report.counts.items():
            self.stdout.write(
                f"{name}: {counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged"
            )
        if not report.changed_anything:
            self.stdout.write("nothing changed")
