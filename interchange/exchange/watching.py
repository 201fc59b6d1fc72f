"""A folder through which a transport program hands over files and takes what we answer (section 15)."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.base import File

from interchange.accounts.roles import Capability
from interchange.centres.queries import centre_ids
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.exchange.queries.files import acknowledgement_of
from interchange.exchange.rules.acknowledgement import Facts, acknowledged, name_of
from interchange.exchange.rules.names import BadName, read_name
from interchange.exchange.rules.sequence import turn_of
from interchange.exchange.services.receiving import process_file, receive_file
from interchange.exchange.steps.answering import AT_ONCE

INBOX, OUTBOX, DONE, WORKING = "inbox", "outbox", "done", "working"
STILL = 2.0
"""Seconds for which a file must not have changed before it counts as whole."""
UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")
NEEDS = frozenset({
    Capability.ENTRIES_SUBMIT.value, Capability.ENTRIES_VIEW.value, Capability.ESTIMATES_ENTER.value,
})  # fmt: skip


@dataclass
class Folder:
    """The folders below one: what comes in, what is worked on, what was taken, and what we answer."""

    root: Path
    still: float = STILL
    seen: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Size of each file, and since when it has had it."""

    def prepare(self) -> None:
        """Make the folders, and take up what was being worked on when the last watcher ended."""
        for name in (INBOX, OUTBOX, DONE, WORKING):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        for left in sorted((self.root / WORKING).iterdir()):
            left.replace(self.root / INBOX / left.name)

    def whole(self, now: float) -> list[Path]:
        """The files of the inbox that have stopped growing, entries before amendments, each kind by its number."""
        found = []
        for path in sorted((self.root / INBOX).iterdir()):
            if not path.is_file() or path.name.startswith(".") or path.suffix.lower() in UNFINISHED:
                continue
            size = path.stat().st_size
            before, since = self.seen.get(path.name, (-1, now))
            if size != before:
                self.seen[path.name] = size, now
            elif size and now - since >= self.still:
                found.append(path)
        return sorted(found, key=lambda path: turn_of(path.name))

    def take(self, path: Path) -> str:
        """Take one file, and answer it in the outbox; what is told of it. A name is free again once it is taken."""
        self.seen.pop(path.name, None)
        working = self.root / WORKING / path.name
        path.replace(working)
        name, text, told = _answered(working)
        self._put(OUTBOX, name, text)
        working.replace(self._free(DONE, working.name))
        return f"{path.name}: {told}"

    def _put(self, folder: str, name: str, text: bytes) -> None:
        """Written whole before it has its name, so that nobody fetches half of it."""
        hidden = self.root / folder / f".{name}"
        hidden.write_bytes(text)
        hidden.replace(self.root / folder / name)

    def _free(self, folder: str, name: str) -> Path:
        place, number = self.root / folder / name, 1
        while place.exists():
            number += 1
            place = self.root / folder / f"{name}.{number}"
        return place


def _answered(path: Path) -> tuple[str, bytes, str]:
    """Name and text of the acknowledgement of a file, and what it comes to in a line."""
    try:
        by = _centre_of(path.name)
        with path.open("rb") as stream:
            batch = receive_file(File(stream), path.name, by=by)
        if batch.size <= AT_ONCE:
            process_file(batch.pk, by=by)
        with tenancy.reading(by):
            name, text = acknowledgement_of(by, batch.pk)
    except Refused as refusal:
        facts = Facts(
            path.name, "", "Rejected", "Nothing of it was taken", [], "", [[0, "", refusal.message]], [], 0
        )
        return name_of(path.name), acknowledged(facts), f"refused: {refusal.message}"
    return name, text, text.decode().partition("OUTCOME")[2].splitlines()[0].strip()


def _centre_of(name: str) -> Actor:
    """Whose file it is, by its name: a transport program brings files of many centres."""
    try:
        number = read_name(name).centre
    except BadName as reason:
        raise Refused("name", str(reason)) from None
    key = centre_ids([number]).get(number)
    if key is None:
        raise Refused("centre", f"There is no centre {number or 'in the name of this file'} here.")
    return Actor(
        "Watched folder", centre_id=key, centre_number=number, roles=frozenset({"system"}), capabilities=NEEDS
    )


def watch(folder: Folder, *, every: float, once: bool, tell: Callable[[str], object]) -> None:
    """Look, take, and look again; with `once` until nothing is left that has stopped growing."""
    folder.prepare()
    while True:
        whole = folder.whole(time.monotonic())
        for path in whole:
            tell(folder.take(path))
        if once and not whole and not folder.seen:
            return
        time.sleep(every)
