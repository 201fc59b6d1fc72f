"""The appointment itself: a step for the desk, and for whatever is approved by two persons (1.10, 3.3)."""

from interchange.accounts.queries.administrators import administrators_by_scope
from interchange.accounts.steps.administrators import Appointed
from interchange.accounts.steps.administrators import appoint_administrator as give_role
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.models import Agreement, Centre, Nomination
from interchange.centres.queries.showing import scope_words
from interchange.centres.rules import administrators, states
from interchange.centres.steps import heads, rows
from interchange.centres.steps.nominating import held_of
from interchange.centres.steps.telling import tell_centre
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


def why_not_yet(one: Nomination) -> str:
    """What an appointment still waits for; empty where nothing is missing."""
    if one.state != states.CONFIRMED:
        return "The head of centre has not confirmed yet."
    if one.agreed_at is None:
        return "The nominee has not agreed yet."
    change = one.agreement.occasion == Agreement.Occasion.CHANGE
    if change and not heads.called_back(one.centre_id, since=one.nominated_at):
        return "Call the head of centre back first, on the number we hold, and note the call."
    return ""


def appoint(one: Nomination, *, by: str) -> Appointed:
    """Make the nominee administrator, within the transaction of whoever may.

    Refused while something is missing, where the centre has three already (1.10), where the nominee is the head of
    centre by now (1.11), or the centre is not open for it. A centre that joins is live with its first administrator.
    """
    reason = why_not_yet(one)
    if reason:
        raise Refused("not-yet", reason)
    centre = rows.held(one.centre_id)
    held = held_of(centre)
    administrators.check_not_head(one.email, head_email=held.head_email, exempt=held.head_exempt)
    administrators.check_room(administrators_by_scope(centre.pk), one.scopes)
    if centre.state == states.HOC_CONFIRMED:
        rows.move(centre, "open")
        audit.record(Event.CENTRE_WENT_LIVE, subject=f"centre:{centre.number}", centre_id=centre.pk)
    if not centre.admits:
        raise Refused("not-now", "The centre is not open. Nobody can be appointed there now.")
    made = give_role(centre.pk, centre.login_id, one.first_name, one.last_name, one.email, one.scopes)
    _note(one, made, by=by)
    _tell(centre, one, made)
    return made


def _comes(made: Appointed) -> str:
    """How the mail says that they come in: with a new account, one of another centre (1.15), or the one they have."""
    if made.invitation is None:
        return "as before"
    return "by joining" if made.invitation.joins else "anew"


def _note(one: Nomination, made: Appointed, *, by: str) -> None:
    one.state = states.NOMINATION.after("appoint", one.state)
    one.appointed_at, one.appointed_by, one.membership_id = clock.now(), by, made.membership.pk
    one.save(update_fields=["state", "appointed_at", "appointed_by", "membership_id"])
    audit.record(
        Event.ADMINISTRATOR_APPOINTED, subject=f"person:{made.membership.person_id}", centre_id=one.centre_id,
        data={"name": one.name, "scopes": list(one.scopes), "nomination": str(one.pk)},
    )  # fmt: skip


def _tell(centre: Centre, one: Nomination, made: Appointed) -> None:
    person, scopes = made.membership.person, scope_words(one.scopes)
    words = {"number": centre.number, "centre": centre.name, "scopes": scopes}
    notices.tell(
        [person.pk], Kind.ADMINISTRATOR_INVITED, centre_id=centre.pk,
        words={**words, "comes": _comes(made), "login_id": person.login_id, "username": person.username},
        secret_link=made.invitation.path if made.invitation else "",
    )  # fmt: skip
    tell_centre(
        centre,
        Kind.ADMINISTRATOR_APPOINTED,
        {"nominee": one.name, "scopes": scopes, "confirmed": one.confirmed_at},
    )
