"""What waits for somebody: for staff to decide, and for a centre to answer."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.core.actor import Actor
from interchange.transfers.models import LateArrival, SiteApplication, Transfer
from interchange.transfers.queries import arrivals, hosting, sites, transfers
from interchange.transfers.rules import cases


def transfers_to_decide(actor: Actor) -> QuerySet[Transfer]:
    """Those that a host has accepted."""
    return transfers.transfers(actor).filter(state__in=transfers.FOR_STAFF)


def sites_to_decide(actor: Actor) -> QuerySet[SiteApplication]:
    """Those that were neither approved nor declined."""
    return sites.sites(actor).filter(state__in=sites.FOR_STAFF)


def arrivals_to_decide(actor: Actor) -> QuerySet[LateArrival]:
    """Those of which nobody has said whether the script is accepted."""
    return arrivals.arrivals(actor).filter(state__in=arrivals.FOR_STAFF)


class Prompt(NamedTuple):
    """One thing that waits for somebody, and where it is done."""

    sentence: str
    address: str
    link: str


def requests_to_answer(actor: Actor) -> list[Prompt]:
    """What the welcome page says to those who may answer other centres' requests to host; one statement."""
    if actor.is_staff or not holds(actor, Capability.ENTRIES_SUBMIT):
        return []
    number = hosting.requests_to_host(actor).filter(state=cases.ASKED).count()
    if not number:
        return []
    said = "1 other centre asks" if number == 1 else f"{number:,} requests of other centres ask"
    address = f"{reverse('transfers:hosted')}?state={cases.ASKED}"
    return [Prompt(f"{said} you to host a candidate for written exams.", address, "Candidates we host")]
