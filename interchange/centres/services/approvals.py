"""What a centre is approved for (1.1)."""

from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.models import CentreApproval
from interchange.centres.rules import names, states
from interchange.centres.rules.administrators import GQ, VQ
from interchange.centres.rules.applications import qualification_number
from interchange.centres.steps import approvals, rows
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together


@state_change(needs=Capability.CENTRES_APPROVE)
def grant_approval(
    number: str, scope: str, *, qualification: str = "", title: str = "", by: Actor
) -> CentreApproval:
    """Approve a centre for GQ, or for one vocational qualification (1.1); refused where it stands already."""
    centre = rows.held_by_number(number)
    if centre.state == states.CLOSED:
        raise Refused("not-now", "The centre is closed.")
    if scope not in (GQ, VQ):
        raise Refused("scope", "Choose general qualifications, or one vocational qualification.")
    code, named = _vocational(qualification, title) if scope == VQ else ("", "")
    one = approvals.grant(centre.pk, scope, code, named, by=by.name)
    if one is None:
        raise Refused("qualification", "The centre is approved for this already.")
    approvals.follow_approvals(centre)
    audit.record(
        Event.APPROVAL_GRANTED, subject=f"centre:{number}", centre_id=centre.pk,
        data={"scope": scope, "entry_code": code, "title": named},
    )  # fmt: skip
    return one


def _vocational(qualification: str, title: str) -> tuple[str, str]:
    form, example = Together(), "Enter the number of the qualification, such as 601/0010/7."
    code = form.read(lambda: qualification_number(qualification, example, code="qualification"))
    named = form.read(lambda: names.line_of_text(title, "the title", longest=200, code="title"))
    form.end()
    return code, named


@state_change(needs=Capability.CENTRES_APPROVE)
def withdraw_approval(approval_id: UUID, *, reason: str, by: Actor) -> CentreApproval:
    """Withdraw an approval, with a reason; refused where it has ended. Without any a centre cannot stay open."""
    why = names.reason(reason)
    centre, one = rows.held_with(CentreApproval.objects.visible_to(by), approval_id)
    standing = CentreApproval.objects.visible_to(by).filter(centre_id=centre.pk, state__in=states.STANDING)
    if centre.admits and standing.count() == 1 and one.state in states.STANDING:
        raise Refused("last-approval", "This is the centre's last approval. Close the centre instead.")
    approvals.end(one, "withdraw", why)
    approvals.follow_approvals(centre)
    audit.record(
        Event.APPROVAL_WITHDRAWN, subject=f"centre:{centre.number}", reason=why, centre_id=centre.pk,
        data={"scope": one.scope, "entry_code": one.qualification_number, "title": one.title},
    )  # fmt: skip
    return one
