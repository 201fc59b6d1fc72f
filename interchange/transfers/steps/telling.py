"""Who is told what about transfers, alternative sites and very late arrivals. No notice names a candidate."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from interchange.accounts.queries.people import people_with
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.accounts.steps.telling import tell_staff
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind
from interchange.transfers.models import Transfer


def tell_officers(
    centre_id: int,
    kind: Kind,
    words: Mapping[str, Any],
    *,
    link: str,
    by: Actor | None = None,
    once: str = "",
) -> None:
    """Tell those of a centre who may submit entries, its exams officers, but not whoever does it."""
    people = set(people_with(WHO_MAY[Capability.ENTRIES_SUBMIT], [centre_id])[centre_id])
    people -= {by.person_id} if by and by.person_id else set()
    notices.tell(people, kind, words=words, link=link, centre_id=centre_id, once=once)


def tell_desk(what: str, reference: str, *, link: str, by: Actor) -> None:
    """Tell the awarding body's entries officers that something waits for them."""
    words = {"what": what, "reference": reference, "centre": f"{by.centre_number} {by.centre_name}"}
    tell_staff(Capability.ENTRIES_AMEND, Kind.ENTRIES_CASE, words, link=link, but_not=by.person_id)


def at_entering(case: Transfer) -> str:
    """The page of a transfer at its own centre."""
    return reverse("transfers:transfer", args=[case.pk])


def at_host(request_id: UUID) -> str:
    """The page of a request at the host."""
    return reverse("transfers:host-request", args=[request_id])


def words_of(case: Transfer, centre: tuple[str, str]) -> dict[str, Any]:
    """What every notice about a transfer calls it; `centre` is the number and name of the entering one."""
    return {
        "reference": case.reference, "series": case.series.name, "host": f"{case.host.number} {case.host.name}",
        "centre": " ".join(centre),
    }  # fmt: skip
