"""What is held on one person here, for a copy of it (section 9 of the rules of accounts)."""

from collections.abc import Collection
from uuid import UUID

from interchange.core.about import About, rows
from interchange.core.actor import Actor
from interchange.transfers.models import HostRequest, LateArrival, SiteApplication, Transfer

EVERY = Actor.system("subject access")


def about_person(person_id: UUID) -> About:
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


def about_candidates(keys: Collection[UUID]) -> About:
    """Where these candidates sat elsewhere or came very late, with the reasons given, and what host centres were shown
    of it. The open transaction must be one that sees every centre."""
    own = Transfer.objects.visible_to(EVERY).filter(candidate__in=keys).order_by("started_at")
    hosted = HostRequest.objects.visible_to(EVERY).filter(transfer__in=own.order_by().values("pk"))
    late = LateArrival.objects.visible_to(EVERY).filter(candidate__in=keys).order_by("sent_at")
    return {
        "Transfers": rows(
            own, "series__code", "reference", "state", "ground", "details", "started_at", "answer", "decided_at",
            "decision",
        ),
        "What host centres were shown": rows(
            hosted.order_by("asked_at"), "reference", "candidate_number", "candidate_name", "uci", "papers",
            "asked_at", "answer",
        ),
        "Very late arrivals": rows(
            late, "series__code", "reference", "state", "arrived_at", "supervised_from", "began_at", "finished_at",
            "reason", "decided_at", "decision",
        ),
    }  # fmt: skip
