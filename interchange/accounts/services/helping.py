"""The awarding body's help with somebody's account (3.3): what one may do alone, and what needs a second person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404

from interchange.accounts.access import holds, state_change
from interchange.accounts.models import AccountCall, Approval, Membership
from interchange.accounts.queries.calls import calls_made, head_held
from interchange.accounts.roles import Capability
from interchange.accounts.rules.approvals import tidy_reason
from interchange.accounts.rules.calls import Typed, read_call, refuse_denied
from interchange.accounts.rules.helping import ASKED
from interchange.accounts.steps import end_sessions, reset_factors
from interchange.accounts.steps.addresses import ask_there, read_another_address
from interchange.accounts.steps.approvals import ask_second_person, carries_out
from interchange.accounts.steps.calls import refuse_unless_called, rest_on_call
from interchange.accounts.steps.informing import tell_person
from interchange.accounts.steps.resets import require_reset
from interchange.accounts.steps.tries import forgive, key_of_account, key_of_factor
from interchange.accounts.steps.users.access import put_left, put_restored, put_suspension
from interchange.accounts.steps.users.inviting import send_invitation
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind

HELP, SUSPEND, RESET = Capability.PEOPLE_HELP, Capability.PEOPLE_SUSPEND, Capability.PEOPLE_RESET


@state_change(needs=HELP)
def send_link(membership_id: UUID, *, by: Actor) -> Membership:
    """Mail the person a link to set a password; the awarding body's answer to an administrator who forgot it (A7)."""
    membership = _held(membership_id, by)
    if not membership.person.email:
        raise Refused(
            "no-address", "There is no e-mail address to send a link to. Ask for a change of address."
        )
    if membership.activated_at is None:
        send_invitation(membership, by_name=by.name)
    else:
        require_reset(membership.person, by_name=by.name)
        _record(Event.PASSWORD_RESET_REQUIRED, membership)
    return membership


@state_change(needs=HELP)
def unlock(membership_id: UUID, *, by: Actor) -> Membership:
    """End a lock after too many wrong tries (5.2.5)."""
    membership = _held(membership_id, by)
    person = membership.person
    forgive(key_of_account(person.login_id, person.username), key_of_factor(person.pk))
    _record(Event.PERSON_UNLOCKED, membership)
    return membership


@state_change(needs=HELP)
def end_all_sessions(membership_id: UUID, *, by: Actor) -> Membership:
    """Sign somebody out everywhere (5.4)."""
    membership = _held(membership_id, by)
    ended = end_sessions([membership.person], "ended by the awarding body")
    _record(Event.SESSION_ENDED, membership, sessions=ended)
    return membership


@state_change(needs=SUSPEND)
def suspend_account(membership_id: UUID, why: str, *, by: Actor) -> Membership:
    """Suspend somebody's access, of whatever role (4.6); every way in ends at once (4.4)."""
    membership, why = _held(membership_id, by), tidy_reason(why)
    if membership.suspended_at is not None:
        raise Refused("suspended-already", "This account is suspended already.")
    put_suspension(_chain(membership), membership, why)
    return membership


@state_change(needs=SUSPEND)
def restore_account(membership_id: UUID, *, by: Actor) -> Membership:
    """End a suspension."""
    membership = _held(membership_id, by)
    if membership.suspended_at is None:
        raise Refused("not-suspended", "This account is not suspended.")
    put_restored(_chain(membership), membership)
    return membership


@state_change(needs=SUSPEND)
def close_account(membership_id: UUID, why: str, *, by: Actor) -> Membership:
    """Close somebody's account at a centre for good, also that of its last administrator (4.6, 4.3)."""
    membership, why = _held(membership_id, by), tidy_reason(why)
    put_left(_chain(membership), membership, why, by_name=by.name)
    return membership


HELPING: dict[str, Callable[..., Membership]] = {
    "send-link": send_link, "unlock": unlock, "end-sessions": end_all_sessions, "suspend": suspend_account,
    "restore": restore_account, "close": close_account,
}  # fmt: skip


# ---------------------------------------------------------------- with a second person, after a call


@state_change(needs=RESET)
def note_account_call(membership_id: UUID, call: Typed, *, by: Actor) -> AccountCall:
    """Note a call to the head of centre on the number held, about somebody's account (1.16, 5.3.7).

    Refused where no head is held, and so no number: none is taken from who asks.
    """
    membership, made = _held(membership_id, by), read_call(call, about=ASKED)
    head = head_held(by, membership.centre_id)
    if head is None:
        raise Refused("no-head", "We hold no head of centre, and so no number to call.")
    noted = AccountCall.objects.create(
        membership=membership, about=made.about, head=head.name, phone=head.phone, spoke_to=made.spoke_to,
        outcome=made.outcome, reference=made.reference, note=made.note, at=clock.now(), by_id=str(by.person_id),
    )  # fmt: skip
    _record(
        Event.CALLED_BACK, membership, reason=made.note, about=made.about, outcome=made.outcome,
        spoke_to=made.spoke_to, reference=made.reference,
    )  # fmt: skip
    return noted


@state_change(needs=RESET)
def ask_factor_reset(membership_id: UUID, why: str, *, by: Actor) -> Approval:
    """Ask for the reset of somebody's second factor, an administrator's above all; refused before the head of centre
    has confirmed it by telephone, on the number held (5.3.7)."""
    membership = _held(membership_id, by)
    return _ask(membership, "reset-factor", "reset the second factor", why, by)


@carries_out("reset-factor")
def _reset_factor(asked: Approval, by: Actor) -> None:
    membership = _held(UUID(asked.data["membership"]), by)
    refuse_denied(calls_made(membership.pk, asked.kind))
    reset_factors(membership.person)
    end_sessions([membership.person], "second factor reset")
    _record(Event.FACTOR_RESET, membership, reason=asked.reason)
    tell_person(membership, Kind.FACTOR_RESET, words={"who": by.name, "at": clock.now()})


@state_change(needs=RESET)
def ask_address_change(membership_id: UUID, why: str, email: str, *, by: Actor) -> Approval:
    """Ask for another e-mail address of somebody whom a Centre Administrator may not change (4.10); refused before the
    head of centre has confirmed it by telephone, on the number held (1.16)."""
    membership = _held(membership_id, by)
    email = read_another_address(membership, email)
    return _ask(membership, "change-address", "change the address", why, by, email=email)


def _ask(membership: Membership, kind: str, what: str, why: str, by: Actor, **data: str) -> Approval:
    """Put it before a second person, with the call on which it rests."""
    refuse_unless_called(membership, kind)
    asked = ask_second_person(
        kind, subject=f"person:{membership.person_id}", title=f"{_named(membership)}: {what}", reason=why, by=by,
        data={"membership": str(membership.pk), **data}, centre_id=membership.centre_id,
    )  # fmt: skip
    rest_on_call(asked, membership)
    return asked


@carries_out("change-address")
def _change_address(asked: Approval, by: Actor) -> None:
    """The new address counts once it is confirmed there; the old one is told (4.10)."""
    membership, email = _held(UUID(asked.data["membership"]), by), asked.data["email"]
    refuse_denied(calls_made(membership.pk, asked.kind))
    ask_there(membership, email, by_name=by.name, reason=asked.reason)


ASKING: dict[str, Callable[..., Approval]] = {
    "reset-factor": ask_factor_reset, "change-address": ask_address_change,
}  # fmt: skip


def _held(membership_id: UUID, by: Actor) -> Membership:
    """An account that has not been closed, held; a colleague's only for security officers, and never one's own."""
    current = Membership.objects.current().select_for_update(of=("self", "person"), no_key=True)
    found = current.select_related("person").filter(pk=membership_id).first()
    if found is None or not by.is_staff:
        raise Http404
    if found.person_id == by.person_id:
        raise Refused("own-account", "This is your own account. Ask a colleague.")
    if found.centre_id is None and not holds(by, Capability.SECURITY_CASES):
        raise Refused("colleague", "This is a colleague's account. Ask a security officer.")
    return found


def _chain(membership: Membership) -> int:
    return AWARDING_BODY if membership.centre_id is None else membership.centre_id


def _record(event: Event, membership: Membership, *, reason: str = "", **data: Any) -> None:
    audit.record(
        event,
        subject=f"person:{membership.person_id}",
        data=data,
        reason=reason,
        centre_id=_chain(membership),
    )


def _named(membership: Membership) -> str:
    person = membership.person
    return f"{person} ({person.login_id} {person.username})"
