"""Calls to heads of centres about accounts, and the numbers that are held for them (5.3.7)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps

from interchange.accounts.models import AccountCall
from interchange.accounts.rules.calls import Made, Outcome
from interchange.core.actor import Actor

MOST_SHOWN = 50


@dataclass(frozen=True)
class Head:
    """A head of centre, and the number on which the awarding body calls."""

    name: str
    phone: str


def head_held(actor: Actor, centre_id: int | None) -> Head | None:
    """The head of a centre as the awarding body holds it; of centres, which stands above us."""
    if centre_id is None:
        return None
    heads: Any = apps.get_model("centres", "HeadOfCentre")
    held = heads.objects.visible_to(actor).filter(centre_id=centre_id, until_at=None).first()
    return Head(held.name, held.phone) if held else None


def calls_about(membership_id: UUID) -> list[AccountCall]:
    """The calls about an account, the newest first; one statement."""
    found = AccountCall.objects.filter(membership_id=membership_id).select_related("by")
    return list(found.order_by("-at", "-id")[:MOST_SHOWN])


def calls_made(membership_id: UUID, about: str) -> list[Made]:
    """The same for one kind of request, as the rule reads them."""
    found = AccountCall.objects.filter(membership_id=membership_id, about=about)
    return [
        Made(Outcome.of(one.outcome), one.at, one.approval_id is not None) for one in found.order_by("-at")
    ]
