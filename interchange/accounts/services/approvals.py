"""The second person's part: approving or refusing what another has asked for (3.3)."""

from uuid import UUID

from django.http import Http404

from interchange.accounts.access import holds, state_change
from interchange.accounts.models import Approval
from interchange.accounts.roles import Capability
from interchange.accounts.rules.approvals import KINDS, refuse_same_person, tidy_reason
from interchange.accounts.steps.approvals import EFFECTS
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


@state_change(needs=Capability.SECOND_PERSON)
def decide_approval(approval_id: UUID, *, approve: bool, note: str = "", by: Actor) -> Approval:
    """Approve, which does it at once, or refuse, which needs a reason; by somebody else than who asked."""
    asked = _held(approval_id, by)
    if not holds(by, KINDS[asked.kind].approves):
        raise Http404  # not among what this person is shown
    refuse_same_person(asked_by=asked.started_by_id, decides=by.person_id)
    note = note.strip()[:2000] if approve else tidy_reason(note)
    _decide(asked, "approved" if approve else "refused", note, by)
    event = Event.APPROVAL_GIVEN if approve else Event.APPROVAL_REFUSED
    audit.record(event, subject=asked.subject, data={"kind": asked.kind, "title": asked.title}, reason=note)
    if approve:
        EFFECTS[asked.kind](asked, by)
    words = {"title": asked.title, "outcome": asked.outcome, "who": by.name, "note": note}
    notices.tell([asked.started_by_id], Kind.APPROVAL_DECIDED, words=words, link="/desk/approvals/")
    return asked


@state_change(needs=Capability.STAFF_DESK)
def withdraw_approval(approval_id: UUID, *, by: Actor) -> Approval:
    """Take back what one has asked for oneself, before anybody has decided it; 404 where it is another's."""
    asked = _held(approval_id, by)
    if asked.started_by_id != by.person_id:
        raise Http404
    _decide(asked, "withdrawn", "", by)
    about = {"kind": asked.kind, "title": asked.title}
    audit.record(Event.APPROVAL_REFUSED, subject=asked.subject, data=about, reason="withdrawn")
    return asked


def _held(approval_id: UUID, by: Actor) -> Approval:
    if not by.is_staff:
        raise Http404
    found = Approval.objects.select_for_update(of=("self",)).filter(pk=approval_id).first()
    if found is None:
        raise Http404
    if found.outcome:
        raise Refused("approval-decided", "Somebody has decided this already.")
    return found


def _decide(asked: Approval, outcome: str, note: str, by: Actor) -> None:
    asked.outcome, asked.note, asked.decided_at = outcome, note, clock.now()
    asked.decided_by_id = by.person_id
    asked.save(update_fields=["outcome", "note", "decided_at", "decided_by"])
