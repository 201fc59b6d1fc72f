"""Looking at the site through a user's eyes, and broken glass: what staff may do for an hour, with a reason (3.3)."""

from uuid import UUID

from django.http import Http404

from interchange.accounts.access import state_change
from interchange.accounts.models import ActingAs, Approval, Membership, SignedIn
from interchange.accounts.roles import Capability
from interchange.accounts.rules.approvals import ACTING_LASTS, GLASS_LASTS, GLASS_ROLES, tidy_reason
from interchange.accounts.steps.approvals import ask_second_person, carries_out
from interchange.accounts.steps.telling import tell_staff
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind


@state_change(needs=Capability.ACT_AS)
def start_acting(membership_id: UUID, reason: str, *, session: SignedIn, by: Actor) -> ActingAs:
    """From now on this session sees what a centre's user sees, for an hour at most, and changes nothing.

    Refused without a reason, and for the awarding body's own people. The centre finds it in its History.
    """
    reason = tidy_reason(reason)
    users = Membership.objects.usable().select_related("person", "centre").exclude(centre=None)
    membership = users.filter(pk=membership_id).first()
    if not by.is_staff or membership is None or membership.centre is None:
        raise Http404
    now = clock.now()
    acting = ActingAs.objects.create(
        staff_id=str(by.membership_id), membership=membership, reason=reason, began_at=now, until=now + ACTING_LASTS,
    )  # fmt: skip
    if not SignedIn.objects.filter(pk=session.pk, ended_at=None, acting=None).update(acting=acting):
        raise Refused("acting-already", "You are looking through somebody's eyes already. Stop that first.")
    audit.record(
        Event.ACT_AS_STARTED, subject=f"person:{membership.person_id}", reason=reason,
        data={"person": str(membership.person)}, centre_id=membership.centre_id,
    )  # fmt: skip
    return acting


def stop_acting(session: SignedIn, *, by: Actor) -> None:
    """Back to one's own eyes; nothing where nobody looked through another's. `by` is the staff member's own actor."""
    acting = session.acting
    if acting is None:
        return
    with tenancy.writing(by), audit.trail(by):
        SignedIn.objects.filter(pk=session.pk).update(acting=None)
        ActingAs.objects.filter(pk=acting.pk, ended_at=None).update(ended_at=clock.now())
        audit.record(
            Event.ACT_AS_ENDED, subject=f"person:{acting.membership.person_id}",
            data={"person": str(acting.membership.person)}, centre_id=acting.membership.centre_id,
        )  # fmt: skip


# ---------------------------------------------------------------- broken glass


@state_change(needs=Capability.BREAK_GLASS)
def ask_for_glass(reason: str, *, by: Actor) -> Approval:
    """Ask a second person for the candidate screens for an hour."""
    return ask_second_person(
        "break-glass", subject=f"membership:{by.membership_id}", title=f"{by.name}: candidate screens for an hour",
        reason=reason, by=by, data={"membership": str(by.membership_id)},
    )  # fmt: skip


@carries_out("break-glass")
def _break_glass(asked: Approval, by: Actor) -> None:
    """The hour begins, and everybody who minds security is told (3.3, "alert")."""
    until = clock.now() + GLASS_LASTS
    changed = Membership.objects.usable().filter(pk=asked.data["membership"], centre=None)
    if not changed.update(glass_roles=[role.value for role in GLASS_ROLES], glass_until=until):
        raise Refused("glass-left", "Whoever asked has no access any more.")
    about = {"until": until.isoformat()}
    audit.record(Event.BREAK_GLASS_STARTED, subject=asked.subject, reason=asked.reason, data=about)
    words = {"title": asked.title, "reason": asked.reason, "who": by.name, "until": until}
    tell_staff(Capability.SECURITY_CASES, Kind.GLASS_BROKEN, words, link="/desk/approvals/")


@state_change(needs=Capability.BREAK_GLASS)
def close_glass(*, by: Actor) -> None:
    """End the hour early; nothing where it is over."""
    mine = Membership.objects.filter(pk=str(by.membership_id)).exclude(glass_roles=[])
    if not mine.update(glass_roles=[], glass_until=None):
        audit.nothing_changed()
        return
    audit.record(Event.BREAK_GLASS_ENDED, subject=f"membership:{by.membership_id}")
