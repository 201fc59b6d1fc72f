"""`manage add_centre NUMBER NAME`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interchange.centres.models import Centre
from interchange.centres.services import add_centre
from interchange.core.actor import Actor
from interchange.core.errors import Refused


class Command(BaseCommand):
    """Add a centre; exit 1 with a sentence where it cannot be added."""

    help = "Add a centre, known by its five-digit National Centre Number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number")
        parser.add_argument("name")
        parser.add_argument("--kind", choices=[kind for kind in Centre.Kind.values if kind], default="")
        parser.add_argument("--email", default="", help="the address on the national register")

    def handle(self, *args: Any, number: str, name: str, kind: str, email: str, **options: Any) -> None:
        by = Actor.system("add_centre")
        try:
            centre = add_centre(number, name, kind=kind, register_email=email, by=by)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Added centre {centre}.")
