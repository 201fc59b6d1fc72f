"""What happens by itself each day: approvals that lapse (1.2), links and nominations that run out."""

from datetime import date
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.models import Agreement, Application, Centre, CentreApproval, Link, Nomination
from interchange.centres.queries.showing import approved_for
from interchange.centres.rules import lapse, links, states
from interchange.centres.steps import approvals, nominating, rows
from interchange.centres.steps.telling import tell_centre
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications.rules import Kind


@state_change(needs=Capability.OPERATE)
def let_time_pass(approval_id: UUID, *, on: date, by: Actor) -> str:
    """Warn of an approval that is about to lapse, or let it lapse (1.2); what was done, empty when done before."""
    centre, one = rows.held_with(CentreApproval.objects.visible_to(by), approval_id)
    standing = lapse.standing(granted_on=one.granted_on, last_used_on=one.last_used_on, on=on)
    if one.state not in states.STANDING or centre.state not in states.ADMITTING:
        audit.nothing_changed()
        return ""
    if standing.lapsed:
        return _lapse(centre, one)
    if standing.notice > one.notice_months:
        return _warn(centre, one, standing.notice)
    audit.nothing_changed()
    return ""


def _warn(centre: Centre, one: CentreApproval, months: int) -> str:
    one.state, one.notice_months = states.APPROVAL.after("warn", one.state), months
    one.save(update_fields=["state", "notice_months"])
    approvals.follow_approvals(centre)
    on = lapse.lapses_on(granted_on=one.granted_on, last_used_on=one.last_used_on)
    tell_centre(centre, Kind.CENTRE_LAPSING, {"what": approved_for(one), "months": months, "on": on})
    _record(Event.CENTRE_LAPSING, centre, one, months=months)
    return "warned"


def _lapse(centre: Centre, one: CentreApproval) -> str:
    approvals.end(one, "lapse", "Not used for two years.")
    closed = approvals.follow_approvals(centre) == "lapse"
    tell_centre(centre, Kind.CENTRE_LAPSED, {"what": approved_for(one), "closed": closed})
    if closed:
        approvals.shut(centre, "centre lapsed")
    _record(Event.CENTRE_LAPSED, centre, one)
    return "lapsed"


def _record(event: Event, centre: Centre, one: CentreApproval, **data: int) -> None:
    facts = {"scope": one.scope, "entry_code": one.qualification_number, "number": centre.number, **data}
    audit.record(event, subject=f"centre:{centre.number}", data=facts, centre_id=centre.pk)


@state_change(needs=Capability.OPERATE)
def expire_nomination(nomination_id: UUID, *, by: Actor) -> bool:
    """End a nomination that nobody completed in four weeks; False where somebody was quicker."""
    centre, one = rows.held_with(Nomination.objects.visible_to(by).select_related("agreement"), nomination_id)
    if one.state not in states.OPEN_NOMINATIONS or one.nominated_at > clock.now() - links.NOMINATION_LASTS:
        audit.nothing_changed()
        return False
    why = "It was not completed within four weeks."
    nominating.end_in_vain(centre, one, "expire", why)
    audit.record(
        Event.NOMINATION_ENDED,
        subject=f"nomination:{one.pk}",
        data={"name": one.name},
        centre_id=one.centre_id,
    )
    return True


@state_change(needs=Capability.OPERATE)
def expire_agreement(agreement_id: UUID, *, by: Actor) -> bool:
    """End an Agreement whose link ran out before anybody returned it."""
    centre, one = rows.held_with(Agreement.objects.visible_to(by), agreement_id)
    if one.state != states.SENT or one.sent_at > clock.now() - links.AGREEMENT_LASTS:
        audit.nothing_changed()
        return False
    nominating.end_agreement(one, "expire", "It was not returned within four weeks.")
    if centre.state == states.AGREEMENT_SENT:
        rows.move(centre, "go back")
    audit.record(
        Event.AGREEMENT_ENDED,
        subject=f"agreement:{one.pk}",
        data={"number": centre.number},
        centre_id=one.centre_id,
    )
    return True


@state_change(needs=Capability.OPERATE)
def drop_old_applications(*, by: Actor) -> int:
    """Let go of applications that were begun, never sent, and not touched for 30 days; how many there were."""
    old = Application.objects.filter(state=states.ENQUIRY, saved_at__lt=clock.now() - links.APPLICATION_LASTS)
    keys = list(old.values_list("pk", flat=True))
    if not keys:
        audit.nothing_changed()
        return 0
    Link.objects.filter(subject_id__in=keys).delete()
    old.filter(pk__in=keys).delete()
    audit.record(Event.APPLICATIONS_DROPPED, data={"count": len(keys)})
    return len(keys)
