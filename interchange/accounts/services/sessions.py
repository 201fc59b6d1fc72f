"""Sessions and browsers as their owner manages them, and the centre somebody works for (1.15, 5.4)."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import LONGEST_OF_STAFF, state_change
from interchange.accounts.models import KnownBrowser, Membership, Person, SignedIn
from interchange.accounts.queries.sessions import PRIVILEGED, open_sessions
from interchange.accounts.roles import Capability
from interchange.accounts.steps.sessions import suspect_sharing
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused


@state_change(needs=Capability.OWN_ACCOUNT)
def end_session(session_id: UUID, *, by: Actor) -> None:
    """End one of one's own sessions; it is over at its next request."""
    session = get_object_or_404(SignedIn.objects.select_for_update(), pk=session_id, person=by.person_id)
    if session.ended_at is not None:
        audit.nothing_changed()
        return
    if not by.session:  # still signing in: this one makes room for a fourth (4.11)
        suspect_sharing(Person.objects.get(pk=str(by.person_id)), open_now=_open(by) + 1, by=by)
    session.ended_at, session.ended_why = clock.now(), "ended by its owner"
    session.save(update_fields=["ended_at", "ended_why"])
    audit.record(Event.SESSION_ENDED, data={"browser": session.browser})


def _open(by: Actor) -> int:
    return open_sessions(by.person_id).count() if by.person_id else 0


@state_change(needs=Capability.OWN_ACCOUNT)
def end_other_sessions(session_id: UUID, *, by: Actor) -> int:
    """End all of one's own sessions but this one; how many there were."""
    this = get_object_or_404(SignedIn, pk=session_id, person=by.person_id, ended_at=None)
    others = SignedIn.objects.filter(person_id=this.person_id, ended_at=None).exclude(pk=this.pk)
    ended = others.update(ended_at=clock.now(), ended_why="ended by its owner")
    audit.record(Event.SESSION_ENDED, data={"rows": ended})
    return ended


@state_change(needs=Capability.OWN_ACCOUNT)
def change_centre(membership_id: UUID, session_id: UUID, *, proved: bool, by: Actor) -> Membership:
    """Work for another of one's own centres in the same session (1.15).

    Refused where a remembered browser stood in for the second factor and the other role has to show one (5.3.5).
    """
    session = get_object_or_404(
        SignedIn.objects.select_for_update(), pk=session_id, person=by.person_id, ended_at=None
    )
    usable = Membership.objects.usable().select_related("centre", "person").filter(person=by.person_id)
    membership = get_object_or_404(usable, pk=membership_id)
    if PRIVILEGED & set(membership.roles) and not (
        proved or session.factor in ("totp", "passkey", "recovery")
    ):
        raise Refused("proof-needed", "Sign in again with a code to work there.")
    session.membership = membership
    if membership.centre_id is None:
        session.until = min(session.until, clock.real() + LONGEST_OF_STAFF)
    session.save(update_fields=["membership", "until"])
    centre = membership.centre
    audit.record(Event.MEMBERSHIP_CHOSEN, data={"centre": centre.number if centre else "Awarding body"})
    return membership


@state_change(needs=Capability.OWN_ACCOUNT)
def forget_browser(browser_id: int, *, by: Actor) -> None:
    """From now on that browser is as good as unknown: it is asked for a code, and its link by mail (5.3.5, 5.3.8)."""
    found = get_object_or_404(KnownBrowser, pk=browser_id, person=by.person_id)
    KnownBrowser.objects.filter(pk=found.pk, ended_at=None).update(
        ended_at=clock.now(), remembered_until=None
    )
    audit.record(Event.BROWSER_FORGOTTEN, data={"browser": found.browser})
