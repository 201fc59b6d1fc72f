"""`manage make_world --centres N --candidates M`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config.databases import OWNER
from interchange.demo.cast import PASSWORD
from interchange.demo.national import PEOPLE, WITH_PEOPLE, make_world

MOST_EACH = 9_000


class Command(BaseCommand):
    """Add a synthetic nation to the newest open series, for load and scale work."""

    help = (
        "Add so many centres with so many candidates between them, with entries, marks and submitted sheets."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--centres", type=int, default=6_000)
        parser.add_argument("--candidates", type=int, default=200_000)

    def handle(self, *args: Any, centres: int, candidates: int, **options: Any) -> None:
        if not 0 < centres <= 80_000 or not centres <= candidates <= centres * MOST_EACH:
            raise CommandError("Give 1 to 80,000 centres, and for each of them 1 to 9,000 candidates.")
        for table, number in make_world(centres, candidates).items():
            self.stdout.write(f"{table}: {number:,}")
        if OWNER in connections:
            with connections[OWNER].cursor() as cursor:
                cursor.execute("ANALYZE")
        names = " or ".join(f"“{username}”" for username, *_ in PEOPLE)
        self.stdout.write(
            f"At the first {min(WITH_PEOPLE, centres)} of these centres {names} signs in, with the password: {PASSWORD}"
            " and a code, said by bin/manage sign_in_code"
        )
