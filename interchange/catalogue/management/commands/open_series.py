"""`manage open_series 2027-06 --opens 2027-02-01`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interchange.catalogue.services import open_series
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused


class Command(BaseCommand):
    """Open a series; exit 1 with a sentence where it cannot be opened."""

    help = "Open a series with a mark window for every component that centres mark."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="year and month, such as 2027-06")
        parser.add_argument(
            "--opens", type=date.fromisoformat, help="first day for marks; today unless given"
        )
        parser.add_argument(
            "--closes", type=date.fromisoformat, help="one last day for all, instead of each its own"
        )

    def handle(self, *args: Any, code: str, opens: date | None, closes: date | None, **options: Any) -> None:
        by = Actor.system("open_series")
        try:
            series = open_series(code, opens_on=opens or clock.today(), closes_on=closes, by=by)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{series.name} is open, with {series.mark_windows.count()} mark windows.")
