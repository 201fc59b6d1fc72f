"""Asking a second person, and what happens when that person approves (3.3)."""

from collections.abc import Callable
from typing import Any

from interchange.accounts.models import Approval
from interchange.accounts.rules.approvals import KINDS, tidy_reason
from interchange.accounts.steps.telling import tell_staff
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind

Effect = Callable[[Approval, Actor], None]
EFFECTS: dict[str, Effect] = {}
"""What each kind does once it is approved, in the transaction of the approval."""


def carries_out(kind: str) -> Callable[[Effect], Effect]:
    """Declare what happens when something of this kind is approved; `KeyError` for a kind that is not in the table."""

    def declare(effect: Effect) -> Effect:
        EFFECTS[KINDS[kind].code] = effect
        return effect

    return declare


def ask_second_person(
    kind: str, *, subject: str, title: str, reason: str, by: Actor, data: dict[str, Any] | None = None,
    centre_id: int | None = None,
) -> Approval:  # fmt: skip
    """Put something before a second person; refused without a reason, or where the same waits already."""
    reason, waiting = tidy_reason(reason), Approval.objects.filter(kind=kind, subject=subject, outcome="")
    if waiting.exists():
        raise Refused("approval-waiting", "This waits for a second person already.")
    asked = Approval.objects.create(
        kind=kind, subject=subject, title=title[:300], data=data or {}, reason=reason, centre_id=centre_id,
        started_by_id=str(by.person_id), started_at=clock.now(),
    )  # fmt: skip
    about = {"kind": kind, "title": asked.title}
    audit.record(Event.APPROVAL_REQUESTED, subject=subject, data=about, reason=reason)
    words = {"kind": KINDS[kind].label, "title": asked.title, "who": by.name, "reason": reason}
    tell_staff(
        KINDS[kind].approves, Kind.APPROVAL_WAITS, words, link="/desk/approvals/", but_not=by.person_id
    )
    return asked
