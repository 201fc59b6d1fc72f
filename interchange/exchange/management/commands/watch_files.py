"""`manage watch_files FOLDER`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interchange.exchange.watching import STILL, Folder, watch


class Command(BaseCommand):
    """Take files from the inbox of a folder, and put acknowledgements into its outbox, until it is stopped."""

    help = "Take files that a transport program puts into FOLDER/inbox, and answer in FOLDER/outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="how often to look")
        parser.add_argument(
            "--still",
            type=float,
            default=STILL,
            metavar="SECONDS",
            help="how long a file must not have changed",
        )
        parser.add_argument("--once", action="store_true", help="end when the inbox is empty")

    def handle(
        self, *args: Any, folder: Path, every: float, still: float, once: bool, **options: Any
    ) -> None:
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        watch(Folder(folder, still), every=every, once=once, tell=self.stdout.write)
