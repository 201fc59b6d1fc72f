"""What pages read of what waits for a second person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from interchange.accounts.access import holds
from interchange.accounts.models import AccountCall, Approval
from interchange.accounts.rules.approvals import KINDS
from interchange.core.actor import Actor

MOST_SHOWN = 100
WITH = ("started_by", "decided_by", "call__by")


@dataclass(frozen=True)
class ApprovalLine:
    """One thing asked for, as a list shows it to one person."""

    id: UUID
    kind: str
    title: str
    reason: str
    asked_by: str
    asked_at: datetime
    outcome: str
    decided_by: str
    decided_at: datetime | None
    note: str
    mine: bool
    may_decide: bool
    call: AccountCall | None
    """The call to the head of centre on which it rests (5.3.7)."""


def approvals_waiting(actor: Actor) -> list[ApprovalLine]:
    """What waits and this person may decide or has asked for, the oldest first; one statement."""
    found = Approval.objects.filter(_concerns(actor), outcome="").order_by("started_at")
    return [_line(one, actor) for one in found.select_related(*WITH)[:MOST_SHOWN]]


def approvals_decided(actor: Actor) -> list[ApprovalLine]:
    """What was decided lately of the same, the newest first; one statement."""
    found = Approval.objects.filter(_concerns(actor)).exclude(outcome="").order_by("-decided_at")
    return [_line(one, actor) for one in found.select_related(*WITH)[:MOST_SHOWN]]


def count_waiting_for(actor: Actor) -> int:
    """How many things this person can decide now."""
    found = Approval.objects.filter(kind__in=_decidable(actor), outcome="")
    return found.exclude(started_by=actor.person_id).count()


def _concerns(actor: Actor) -> Q:
    return Q(kind__in=_decidable(actor)) | Q(started_by=actor.person_id)


def _decidable(actor: Actor) -> list[str]:
    return [kind.code for kind in KINDS.values() if holds(actor, kind.approves)]


def _line(one: Approval, actor: Actor) -> ApprovalLine:
    kind, mine = KINDS[one.kind], one.started_by_id == actor.person_id
    return ApprovalLine(
        one.pk, kind.label, one.title, one.reason, str(one.started_by), one.started_at, one.outcome,
        str(one.decided_by or ""), one.decided_at, one.note, mine, holds(actor, kind.approves) and not mine,
        getattr(one, "call", None),
    )  # fmt: skip
