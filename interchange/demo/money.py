"""What the demo's centres owe: the invoices of last June, and a credit that waits."""

from collections.abc import Callable, Mapping
from datetime import datetime

from interchange.catalogue.queries import series_by_code
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.demo.cast import BAR
from interchange.demo.director import moment_of
from interchange.invoicing.models import Run
from interchange.invoicing.queries.waiting import totals
from interchange.invoicing.services.charging import charge_by_hand
from interchange.invoicing.services.runs import carry_out, start_run
from interchange.webhooks.rules import Message
from interchange.webhooks.services.hooks import add_hook

Act = tuple[datetime, Callable[[], object]]
Actors = Mapping[str, Actor]


def scenes(this_june: str, last_june: str, actors: Actors, *, now: datetime) -> list[Act]:
    """Enzo invoices last June and credits Bar School by hand; its own system is told of entries. Once."""
    if Run.objects.exists():
        return []
    enzo, ann = actors["enzo"], actors["ann"]
    return [
        (moment_of(25, now=now), lambda: _invoice(last_june, enzo)),
        (moment_of(12, now=now), lambda: _listen(ann)),
        (moment_of(2, now=now), lambda: charge_by_hand(
            BAR, this_june, "-15.00", "Goodwill credit", "The timetable came out late.", by=enzo
        )),
    ]  # fmt: skip


def _invoice(series: str, enzo: Actor) -> None:
    with tenancy.reading(enzo):
        waits = bool(totals(enzo, series_by_code(series).pk))
    if waits:
        carry_out(start_run(series, by=enzo).pk)


def _listen(ann: Actor) -> None:
    add_hook(
        "Registers", "https://registers.barschool.example/interchange",
        [Message.ENTRIES_ACCEPTED.value, Message.FILE_PROCESSED.value], by=ann,
    )  # fmt: skip
