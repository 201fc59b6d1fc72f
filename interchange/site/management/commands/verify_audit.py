"""`manage verify_audit [--centre NUMBER]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from interchange.audit import services
from interchange.centres import queries as centres
from interchange.core import tenancy
from interchange.core.actor import AWARDING_BODY, Actor


class Command(BaseCommand):
    """Verify the trail; exit 1 with the first link of each chain that does not hold."""

    help = "Verify every chain of the trail, or one centre's, and the signed roots."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--centre", default="", help="a centre's number; without it, every chain")

    def handle(self, *args: Any, centre: str, **options: Any) -> None:
        found = services.verify_all(_key(centre), by=Actor.system("verify_audit"))
        with tenancy.for_staff():
            names = {key: number for key, (number, _) in centres.names_of(set(found.chains)).items()}
        names[AWARDING_BODY] = "awarding body"
        for key, verdict in found.chains.items():
            state = "holds" if verdict.holds else f"BROKEN at link {verdict.broken_at}"
            gone = f", {verdict.pruned} let go" if verdict.pruned else ""
            self.stdout.write(
                f"{names.get(key, key)}: {state} ({verdict.links} links, {verdict.events} events{gone})"
            )
        for sentence in found.wrong:
            self.stdout.write(f"WRONG: {sentence}")
        self.stdout.write(
            f"Signed roots: {found.roots}; without a file on this machine: {found.without_file}."
        )
        if not found.holds:
            raise CommandError("The trail does not hold.")
        self.stdout.write("The trail holds.")


def _key(number: str) -> int | None:
    if not number:
        return None
    try:
        with tenancy.for_staff():
            return centres.centre_by_number(number).pk
    except Http404:
        raise CommandError(f"There is no centre {number}.") from None
