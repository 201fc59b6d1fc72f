"""What a Centre Administrator does to one user's account (mission A5, A7, A8; 4.1 to 4.12)."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.models import Membership, OneUseLink
from interchange.accounts.queries.users import User
from interchange.accounts.roles import Capability, Role
from interchange.accounts.rules import granting
from interchange.accounts.steps import adding, users
from interchange.accounts.steps.addresses import ask_there, read_another_address
from interchange.accounts.steps.informing import sign_in_words
from interchange.accounts.steps.links import open_link, use_link
from interchange.accounts.steps.offices import Office, hold_office, hold_users
from interchange.accounts.steps.users import Verb
from interchange.accounts.steps.visitors import visitor
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

MANAGE = Capability.USERS_MANAGE


@state_change(needs=MANAGE)
def add_user(
    first_name: str, last_name: str, email: str, roles: Iterable[Role], ends_on: str = "", *, by: Actor
) -> Membership:  # fmt: skip
    """A new user of the actor's centre, who is mailed an invitation (4.2, 5.1.10, 1.15). All that was typed; refused
    with everything that is wrong with it, where a role is not the actor's to give too, or a user of the centre has the
    address already."""
    office = hold_office(by)
    typed = adding.Typed(first_name, last_name, email, frozenset(roles), ends_on)
    return adding.put_new(office, adding.read_new(office, typed, known=adding.addresses_at(office.centre_id)))


@state_change(needs=MANAGE)
def change_roles(membership_id: UUID, roles: Iterable[Role], *, by: Actor) -> User:
    """A user's roles as they are to be from now on; refused where one that comes or goes is not the actor's to give
    (3.2 notes 1 to 3), and where an administrator steps down as the last one (4.6)."""
    return _one(users.exactly(roles), membership_id, by)


@state_change(needs=MANAGE)
def add_to_own_account(role: Role, *, by: Actor) -> User:
    """Science Co-ordinator or TCUser for oneself (note 1, A6); no other role can be had this way."""
    own = by.membership_id
    if own is None:
        raise Refused("no-account", "Only a person has an own account.")
    return _one(users.with_role(role), own, by)


@state_change(needs=MANAGE)
def copy_roles(membership_id: UUID, from_id: UUID, *, by: Actor) -> User:
    """The roles of one user for another one too, as far as they are the actor's to give (4.12)."""
    office = hold_office(by)
    user, pattern = _two(membership_id, from_id, by)
    return _carry_out(users.like(pattern.roles, mine=office.mine), user, office)


@state_change(needs=MANAGE)
def rename_user(membership_id: UUID, first_name: str, last_name: str, *, by: Actor) -> User:
    """A name as it is written; the username stays (2.3)."""
    form = Together()
    first = form.read(lambda: adding.tidy_name(first_name, what="first-name"))
    last = form.read(lambda: adding.tidy_name(last_name, what="last-name"))
    form.end()
    return _one(users.Rename(first, last), membership_id, by)


@state_change(needs=MANAGE)
def end_on(membership_id: UUID, on: date | None, *, by: Actor) -> User:
    """The last day of a user's access, or none (4.2); refused for the last administrator (4.6)."""
    return _one(users.EndOn(on), membership_id, by)


@state_change(needs=MANAGE)
def note_training(membership_id: UUID, on: date | None, *, by: Actor) -> User:
    """The day of a user's last yearly training (section 9)."""
    return _one(users.NoteTraining(on), membership_id, by)


@state_change(needs=MANAGE)
def suspend_user(membership_id: UUID, why: str, until: datetime | None = None, *, by: Actor) -> User:
    """Nobody comes in by this account until it is restored; every way in ends at once (4.4)."""
    return _one(users.Suspend(why, until), membership_id, by)


@state_change(needs=MANAGE)
def restore_user(membership_id: UUID, *, by: Actor) -> User:
    """The end of a suspension."""
    return _one(users.Restore(), membership_id, by)


@state_change(needs=MANAGE)
def confirm_user(membership_id: UUID, *, by: Actor) -> User:
    """Somebody whose account was put to rest is still here."""
    return _one(users.Confirm(), membership_id, by)


@state_change(needs=MANAGE)
def remove_user(membership_id: UUID, hand_over_to: UUID | None = None, *, by: Actor) -> User:
    """Somebody leaves: every way in ends at once and the row stays (4.3, 4.4); refused for the last administrator.

    `hand_over_to` is somebody of the centre who submits marks from now on, in the place of who leaves (4.5); refused
    where the role is not the actor's to give, or where they cannot come in.
    """
    if hand_over_to is None:
        return _one(users.Remove(), membership_id, by)
    office = hold_office(by)
    if hand_over_to == membership_id:
        raise Refused("heir", "Choose somebody else than the user who leaves.")
    leaver, heir = _two(membership_id, hand_over_to, by)
    if not heir.counts:
        raise Refused("heir", f"{heir.name} cannot sign in now. Choose somebody else.")
    _carry_out(users.with_role(Role.SCM), heir, office)
    return _carry_out(users.Remove(), leaver, office)


@state_change(needs=MANAGE)
def end_sessions_of(membership_id: UUID, *, by: Actor) -> User:
    """Sign a user out everywhere (5.4)."""
    return _one(users.EndSessions(), membership_id, by)


@state_change(needs=MANAGE)
def extend_password(membership_id: UUID, why: str = "", *, by: Actor) -> User:
    """Another six months for a password (A8); a second time in a row needs a reason (5.1.4)."""
    return _one(users.Extend(why), membership_id, by)


@state_change(needs=MANAGE)
def reset_password(membership_id: UUID, *, by: Actor) -> User:
    """A forgotten password: the user is mailed a link to set a new one; nobody else ever sees it (A7, 5.1.11)."""
    return _one(users.Reset(), membership_id, by)


@state_change(needs=MANAGE)
def reset_factor(membership_id: UUID, how: str, *, by: Actor) -> User:
    """A lost second factor, once it is sure that it is this person (5.3.7)."""
    return _one(users.ResetFactor(how), membership_id, by)


@state_change(needs=MANAGE)
def unlock_user(membership_id: UUID, *, by: Actor) -> User:
    """The end of a lock after too many wrong tries (5.2.5)."""
    return _one(users.Unlock(), membership_id, by)


@state_change(needs=MANAGE)
def invite_again(membership_id: UUID, *, by: Actor) -> User:
    """A new invitation in place of one that was lost or has run out (section 4)."""
    return _one(users.InviteAgain(), membership_id, by)


def _one(verb: Verb, membership_id: UUID, by: Actor) -> User:
    office = hold_office(by)
    return _carry_out(verb, hold_users([membership_id], by)[0], office)


def _two(membership_id: UUID, other_id: UUID, by: Actor) -> tuple[User, User]:
    found = {user.key: user for user in hold_users({membership_id, other_id}, by)}
    return found[membership_id], found[other_id]


def _carry_out(verb: Verb, user: User, office: Office) -> User:
    if verb.check(office, user):
        verb.carry_out(office, user)
    else:
        audit.nothing_changed()
    return user


# ---------------------------------------------------------------- addresses


@state_change(needs=MANAGE)
def change_email(membership_id: UUID, email: str, *, by: Actor) -> User:
    """Ask for another address: it counts from when it is confirmed by a link mailed there; the old one is told (4.10).

    Refused for administrators and people of several centres, whose account would be in the hands of whoever has the
    new address.
    """
    hold_office(by)
    user = hold_users([membership_id], by)[0]
    granting.allow(granting.why_not_email(user.target))
    users.check_here(user)
    ask_there(user.membership, read_another_address(user.membership, email), by_name=by.name)
    return user


@state_change(needs=Capability.OWN_ACCOUNT)
def change_own_email(email: str, *, by: Actor) -> str:
    """Ask for another address for oneself; the same way: confirmed there, told to the old one (4.10)."""
    own = Membership.objects.select_related("person", "centre").get(pk=str(by.membership_id))
    address = read_another_address(own, email)
    ask_there(own, address, by_name=by.name)
    return address


def confirm_email(token: str, *, address: str | None, request_id: str) -> str:
    """The address behind the link counts from now on; whoever had the old one is told there (4.10)."""
    link = open_confirmation(token)
    person, membership = link.person, link.membership
    if person is None or membership is None:
        raise Refused("link-ended", "This link has been used or has run out.")
    by = visitor(membership.person, membership, address=address, request_id=request_id)
    with tenancy.writing(by), audit.trail(by):
        use_link(link)
        old, person.email = person.email, link.address
        person.save(update_fields=["email"])
        audit.record(Event.EMAIL_CHANGED, subject=f"person:{person.pk}")
        if old:
            words = sign_in_words(person) | {"by": str(person), "at": clock.now(), "done": True}
            notices.write_to(old, Kind.EMAIL_CHANGED, words=words)
    return link.address


def open_confirmation(token: str) -> OneUseLink:
    """The new address behind a link; refused when it was used, has run out or never was."""
    return open_link(token, OneUseLink.Purpose.EMAIL)


# ---------------------------------------------------------------- people of several centres


def open_joining(token: str) -> OneUseLink:
    """The invitation to another centre behind a link; refused when it was used, has run out or never was."""
    return open_link(token, OneUseLink.Purpose.JOIN)


def join(token: str, *, by: Actor) -> Membership:
    """Somebody who has an account already comes to another centre with it, after a full sign-in (1.15).

    The account that the invitation made is theirs from now on, and the person made for it is nobody. Refused where
    the invitation went to another address than theirs.
    """
    link = open_joining(token)
    membership, person_id = link.membership, by.person_id
    if membership is None or person_id is None or by.acting or by.key_id:
        raise Refused("link-ended", "This link has been used or has run out.")
    joining = Actor(
        name=by.name, person_id=person_id, username=by.username, centre_id=membership.centre_id, address=by.address,
        request_id=by.request_id, session=by.session, browser=by.browser,
    )  # fmt: skip
    with tenancy.writing(joining), audit.trail(joining):
        return users.take_over(link, person_id)
