"""What is kept of a file as it comes in, before anything of it is read."""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from django.core.files.base import ContentFile, File
from django.db import transaction

from interchange.accounts.access import holds
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
from interchange.exchange.rules.intake import NoKind, kind_of, too_large
from interchange.exchange.rules.names import LONGEST_SHOWN, BadName, Letter, read_name

if TYPE_CHECKING:
    Stream: TypeAlias = File[bytes]
else:
    Stream = File  # which Python itself cannot subscript

LARGEST_SCANNED = 25_000_000
MOST_AN_HOUR = 500
NO_FORECASTS = "You may not give forecast grades. Ask somebody who may to send this file."


def receive(content: bytes | Stream, name: str, *, centre_id: int, by: Actor, reason: str = "") -> Batch:
    """Keep a file as it came, acknowledge it, and queue what becomes of it.

    Refused where it is of no known form, empty, too large, or the five-hundredth of the centre within an hour; forecast
    grades from whoever may not give them.
    """
    file: Stream = ContentFile(content) if isinstance(content, bytes) else content
    shown = _shown(name)
    route = _route(file, shown)
    _check_forecasts(shown, by)
    _check_how_many(centre_id, by)
    if file.size <= LARGEST_SCANNED:
        file.seek(0)
        scan(file.read())
    kept = uploads.keep_stream(file, "entries", route.value)
    try:
        with transaction.atomic():
            batch = batches.begin(
                centre_id=centre_id, route=route, by=by, name=shown, size=file.size, digest=_digest(file), kept=kept,
                counts={}, reason=reason,
            )  # fmt: skip
            data = {"file": shown, "bytes": file.size, "form": route.value}
            audit.record(
                Event.FILE_RECEIVED, subject=f"file:{batch.pk}", data=data, reason=reason, centre_id=centre_id
            )
            jobs.enqueue("exchange.process", batch_id=str(batch.pk), centre_id=centre_id)
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


def _check_forecasts(name: str, by: Actor) -> None:
    """Forecast grades come from whoever may give them on their page; the awarding body's officer gives a reason."""
    try:
        letter = read_name(name).letter
    except BadName:
        return
    may = holds(by, Capability.ESTIMATES_ENTER) or holds(by, Capability.ENTRIES_AMEND)
    if letter is Letter.FORECASTS and not may:
        raise Refused("no-forecasts", NO_FORECASTS)


def _check_how_many(centre_id: int, by: Actor) -> None:
    lately = batches_of(by).filter(centre_id=centre_id, received_at__gt=clock.now() - timedelta(hours=1))
    if len(lately.values("pk")[:MOST_AN_HOUR]) == MOST_AN_HOUR:
        raise Refused("too-many", f"At most {MOST_AN_HOUR} files in an hour. Send this one a little later.")


def _digest(file: Stream) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()
