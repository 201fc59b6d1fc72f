"""The awarding body's own people: one asks, another approves; ending access needs nobody else (3.3)."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.http import Http404

from interchange.accounts.access import state_change
from interchange.accounts.models import Approval, Membership
from interchange.accounts.roles import Capability, Role
from interchange.accounts.rules.approvals import tidy_reason
from interchange.accounts.steps.adding import tidy_email, tidy_name
from interchange.accounts.steps.approvals import ask_second_person, carries_out
from interchange.accounts.steps.persons import new_person
from interchange.accounts.steps.users.access import put_left
from interchange.accounts.steps.users.inviting import send_invitation
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused, Together

MANAGE = Capability.STAFF_MANAGE


@state_change(needs=MANAGE)
def ask_to_add_staff(
    first_name: str, last_name: str, email: str, roles: Iterable[str], why: str, *, by: Actor
) -> Approval:  # fmt: skip
    """Ask for a new colleague; refused without name, address, roles and reason, or where the address is known."""
    form = Together()
    first = form.read(lambda: tidy_name(first_name, what="first-name"))
    last = form.read(lambda: tidy_name(last_name, what="last-name"))
    address = form.read(lambda: tidy_email(email))
    titles = form.read(lambda: _titles(roles))
    form.read(lambda: tidy_reason(why))
    form.end()
    if Membership.objects.current().filter(centre=None, person__email__iexact=address).exists():
        raise Refused("email-taken", "A colleague has this e-mail address already.")
    return ask_second_person(
        "add-staff", subject=f"staff:{address.casefold()}"[:80], title=f"{first} {last} as {titles}", reason=why, by=by,
        data={"first_name": first, "last_name": last, "email": address, "roles": sorted(roles)},
    )  # fmt: skip


@carries_out("add-staff")
def _add_staff(asked: Approval, by: Actor) -> None:
    data, login_id = asked.data, settings.AWARDING_BODY_LOGIN_ID
    person = new_person(login_id, data["first_name"], data["last_name"], data["email"])
    membership = Membership.objects.create(person=person, roles=data["roles"], added_at=clock.now())
    audit.record(Event.PERSON_ADDED, subject=f"person:{person.pk}", data={"roles": data["roles"]})
    send_invitation(membership, by_name=by.name)


@state_change(needs=MANAGE)
def ask_to_change_staff(membership_id: UUID, roles: Iterable[str], why: str, *, by: Actor) -> Approval:
    """Ask for other roles of a colleague; nobody changes their own."""
    membership, form = _colleague(membership_id, by), Together()
    if membership.person_id == by.person_id:
        raise Refused("own-account", "Nobody changes their own roles. Ask a colleague.")
    titles = form.read(lambda: _titles(roles))
    form.read(lambda: tidy_reason(why))
    form.end()
    if set(membership.roles) == set(roles):
        raise Refused("roles-same", "These are the roles that your colleague has already.")
    return ask_second_person(
        "change-staff", subject=f"membership:{membership.pk}", title=f"{membership} as {titles}", reason=why, by=by,
        data={"membership": str(membership.pk), "roles": sorted(roles)},
    )  # fmt: skip


@carries_out("change-staff")
def _change_staff(asked: Approval, by: Actor) -> None:
    membership = _colleague(UUID(asked.data["membership"]), by)
    before, after = set(membership.roles), set(asked.data["roles"])
    Membership.objects.filter(pk=membership.pk).update(roles=sorted(after))
    for event, changed in ((Event.ROLE_GRANTED, after - before), (Event.ROLE_REVOKED, before - after)):
        for role in sorted(changed):
            audit.record(event, subject=f"person:{membership.person_id}", data={"role": role})


@state_change(needs=Capability.STAFF_END)
def end_staff(membership_id: UUID, why: str, *, by: Actor) -> Membership:
    """End a colleague's access at once (4.4): taking away needs no second person."""
    membership, why = _colleague(membership_id, by), tidy_reason(why)
    if membership.person_id == by.person_id:
        raise Refused("own-account", "Ask a colleague to end your own access.")
    put_left(AWARDING_BODY, membership, why, by_name=by.name)
    return membership


def _colleague(membership_id: UUID, by: Actor) -> Membership:
    held = (
        Membership.objects.current()
        .select_for_update(of=("self",), no_key=True)
        .select_related("person", "centre")
    )
    found = held.filter(pk=membership_id, centre=None).first()
    if found is None or not by.is_staff:
        raise Http404
    return found


def _titles(roles: Iterable[str]) -> str:
    known = {role.value: role.label for role in Role if role.is_staff}
    wanted = sorted(roles)
    if not wanted or not set(wanted) <= set(known):
        raise Refused("roles", "Choose at least one role of the awarding body's people.")
    return ", ".join(known[role] for role in wanted)
