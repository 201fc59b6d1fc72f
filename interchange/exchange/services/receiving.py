"""Files that centres send, from the first byte to what they come to (R-WAY-3, R-WAY-7)."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.db import transaction

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, jobs, uploads
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.uploads.scanning import scan
from interchange.entries.queries.batches import batches as batches_of
from interchange.entries.steps import batches
from interchange.entries.steps.batches import Batch, Route
from interchange.exchange.rules import sets
from interchange.exchange.rules.intake import NoKind, kind_of, too_large
from interchange.exchange.rules.names import LONGEST_SHOWN
from interchange.exchange.steps.loading import process

if TYPE_CHECKING:
    Stream: TypeAlias = File[bytes]
else:
    Stream = File  # which Python itself cannot subscript

AT_ONCE = 2_000_000
"""Bytes of a file that is taken while the sender waits; a larger one is left to the worker."""
LARGEST_SCANNED = 25_000_000
MOST_AN_HOUR = 500
SET_ASIDE = "set-aside"


@state_change(needs=Capability.ENTRIES_SUBMIT)
def receive_file(content: bytes | Stream, name: str, *, by: Actor) -> Batch:
    """Keep a file of entries as it came, and acknowledge it; what becomes of it is the next step.

    Refused where it is of no known form, empty, too large, or the five-hundredth within an hour.
    """
    file: Stream = ContentFile(content) if isinstance(content, bytes) else content
    shown = _shown(name)
    route = _route(file, shown)
    if (
        len(
            batches_of(by)
            .filter(received_at__gt=clock.now() - timedelta(hours=1))
            .values("pk")[:MOST_AN_HOUR]
        )
        == MOST_AN_HOUR
    ):
        raise Refused("too-many", f"At most {MOST_AN_HOUR} files in an hour. Send this one a little later.")
    if file.size <= LARGEST_SCANNED:
        file.seek(0)
        scan(file.read())
    kept = uploads.keep_stream(file, "entries", route.value)
    try:
        with transaction.atomic():
            batch = batches.begin(
                centre_id=by.chain, route=route, by=by, name=shown, size=file.size, digest=_digest(file), kept=kept,
                counts={},
            )  # fmt: skip
            data = {"file": shown, "bytes": file.size, "form": route.value}
            audit.record(Event.FILE_RECEIVED, subject=f"file:{batch.pk}", data=data)
            jobs.enqueue("exchange.process", batch_id=str(batch.pk), centre_id=batch.centre_id)
    except BaseException:
        uploads.discard(kept)
        raise
    return batch


def _shown(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter if letter.isprintable() else " " for letter in last).strip()
    return plain[: LONGEST_SHOWN * 2] or "a file without a name"


def _route(file: Stream, name: str) -> Route:
    if not file.size:
        raise Refused("empty", f"{name} is empty. Choose the file again.")
    file.seek(0)
    try:
        route = Route(kind_of(name, file.read(4096)))
    except NoKind as reason:
        raise Refused("no-kind", str(reason)) from None
    if fault := too_large(route.value, file.size):
        raise Refused("too-large", fault)
    return route


def _digest(file: Stream) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


@state_change(needs=Capability.ENTRIES_SUBMIT)
def process_file(batch_id: UUID, *, by: Actor) -> Batch:
    """Take a file that was received as far as it goes, in one transaction; one that was taken stays as it is."""
    batch = batches.held(batch_id, by=by)
    if batch.state != "received":
        audit.nothing_changed()
        return batch
    process(batch, by=by)
    return batch


@state_change(needs=Capability.ENTRIES_SUBMIT)
def answer_differences(batch_id: UUID, answer: str, *, by: Actor) -> Batch:
    """Say what becomes of what a file does not contain: keep it, withdraw it, or do not load the file at all.

    Refused where the file asks nothing (any more). It asks again where something was added meanwhile.
    """
    batch = batches.held(batch_id, by=by)
    if batch.state != "asking":
        raise Refused("not-asking", "This file asks nothing any more. Somebody may have answered already.")
    if answer == SET_ASIDE:
        batches.move(batch, "reject", answer=answer)
        why = "Set aside by the centre"
        audit.record(Event.FILE_REJECTED, subject=f"file:{batch.pk}", data={"file": batch.name, "why": why})
    elif answer in (sets.KEEP, sets.TAKE_AWAY):
        process(batch, by=by, answer=answer)
    else:
        raise Refused("answer", "Choose whether to keep these entries or to withdraw them.")
    for waiting in waiting_files(by, batch.centre_id):
        jobs.enqueue("exchange.process", batch_id=str(waiting), centre_id=batch.centre_id)
    return batch


def waiting_files(by: Actor, centre_id: int) -> list[UUID]:
    """The files that were received and not taken yet, in the order in which they have to be."""
    found = batches_of(by).filter(centre_id=centre_id, state="received", size__lte=AT_ONCE)
    return list(found.order_by("letter", "sequence", "received_at").values_list("pk", flat=True)[:100])


def send_files(files: Iterable[tuple[bytes | Stream, str]], *, by: Actor) -> "list[Batch | Refused]":
    """Several files, in the order of their sequence whatever the order in which they came; what became of each.

    Small ones are taken at once, the others by the worker. Entries come before amendments.
    """
    outcomes: list[Batch | Refused] = []
    for content, name in sorted(files, key=lambda file: _turn(file[1])):
        try:
            batch = receive_file(content, name, by=by)
            outcomes.append(process_file(batch.pk, by=by) if batch.size <= AT_ONCE else batch)
        except Refused as refusal:
            outcomes.append(refusal)
    return outcomes


def _turn(name: str) -> tuple[str, str]:
    """E before A, each kind by its number; other forms as they are called, after them."""
    letter = name[:1].upper()
    return {"E": "0", "A": "1"}.get(letter, "2") if ".X" in name.upper() else "2", name.upper()
