"""`manage apply_retention [--dry-run]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.privacy.queries import schedule_now
from interchange.privacy.services import let_go


class Command(BaseCommand):
    """Let go of what is no longer kept, record by record of the schedule."""

    help = "Let go of what is no longer kept (docs/privacy/retention.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and let go of nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        with tenancy.for_staff():
            lines = schedule_now()
        for line in lines:
            if line.due is None:
                self.stdout.write(f"{line.record.key}: {line.record.doing.label.lower()}")
            elif dry_run:
                self.stdout.write(f"{line.record.key}: {line.due} would go")
            else:
                self.stdout.write(
                    f"{line.record.key}: {let_go(line.record.key, by=Actor.system('apply_retention'))} gone"
                )
