"""What is held on one person here, for a copy of it (section 9 of the rules of accounts)."""

from typing import Any
from uuid import UUID

from interchange.core.actor import Actor
from interchange.transfers.models import HostRequest, LateArrival, SiteApplication, Transfer

EVERY = Actor.system("subject access")


def about_person(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What the person started, answered and sent; nothing of the candidates, who are persons of their own. The open
    transaction must be one that sees every centre."""
    started = Transfer.objects.visible_to(EVERY).filter(started_by_id=person_id).order_by("started_at")
    answered = HostRequest.objects.visible_to(EVERY).filter(answered_by_id=person_id).order_by("answered_at")
    sites = SiteApplication.objects.visible_to(EVERY).filter(sent_by_id=person_id).order_by("sent_at")
    late = LateArrival.objects.visible_to(EVERY).filter(sent_by_id=person_id).order_by("sent_at")
    return {
        "Transfers started": [
            dict(row) for row in started.values("reference", "state", "started_at", "sent_at")
        ],
        "Transfers answered for the host centre": [
            dict(row) for row in answered.values("reference", "state", "answered_at")
        ],
        "Alternative sites applied for": [dict(row) for row in sites.values("reference", "state", "sent_at")],
        "Very late arrivals reported": [dict(row) for row in late.values("reference", "state", "sent_at")],
    }
