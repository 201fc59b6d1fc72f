"""Roles given and taken (3.2 notes 1 to 3)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from interchange.accounts.models import Membership
from interchange.accounts.queries.users import User
from interchange.accounts.roles import Role
from interchange.accounts.rules import granting
from interchange.accounts.rules.granting import in_order, roles_of
from interchange.accounts.steps.informing import tell_office, tell_person
from interchange.accounts.steps.offices import Office
from interchange.accounts.steps.users.verbs import Verb, check_here, words_of
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.notifications.rules import Kind


@dataclass(frozen=True)
class SetRoles(Verb):
    """Roles as they are to be, worked out from those held (3.2 notes 1 to 3)."""

    wanted: Callable[[frozenset[Role]], frozenset[Role]]

    def check(self, office: Office, user: User) -> str:
        before, after = self._both(user)
        if before == after:
            return ""
        check_here(user)
        stepping_down = user.target.own and after < before and (before - after) <= granting.ADMINISTRATORS
        if not stepping_down:
            granting.check_roles(before, after, by=office.mine, own=user.target.own)
        if lost := before - after & granting.ADMINISTRATORS:
            granting.check_not_last(lost, office.others(user.key))
        gained, lost = after - before, before - after
        parts = [f"gets {words_of(gained)}" if gained else "", f"loses {words_of(lost)}" if lost else ""]
        return " and ".join(filter(None, parts))

    def carry_out(self, office: Office, user: User) -> None:
        before, after = self._both(user)
        put_roles(office.centre_id, user.membership, after, by_name=office.by.name, own=user.target.own)
        office.without(user.key, *(before - after))

    def expect(self, office: Office, user: User) -> None:
        before, after = self._both(user)
        office.without(user.key, *(before - after))

    def _both(self, user: User) -> tuple[frozenset[Role], frozenset[Role]]:
        before = roles_of(user.membership.roles)
        return before, self.wanted(before)


def exactly(roles: Iterable[Role]) -> SetRoles:
    """These roles and no others."""
    wanted = frozenset(roles)
    return SetRoles(lambda _: wanted)


def with_role(role: Role) -> SetRoles:
    """One role more."""
    return SetRoles(lambda before: before | {role})


def without_role(role: Role) -> SetRoles:
    """One role less."""
    return SetRoles(lambda before: before - {role})


def like(pattern: Iterable[Role], *, mine: Iterable[Role]) -> SetRoles:
    """The roles of another user, as far as they are for `mine` to give; what is not theirs to change stays (4.12)."""
    changeable = frozenset(granting.grantable(by=frozenset(mine)))
    wanted = frozenset(pattern) & changeable
    return SetRoles(lambda before: before - changeable | wanted)


def put_roles(
    centre_id: int, membership: Membership, after: Iterable[Role], *, by_name: str, own: bool = False
) -> None:
    """Roles in the place of those held, with an event for each that came or went, and the notices (1.14; section 10).

    For whoever gives roles, the awarding body too: who may, and whether somebody is left, was asked before.
    """
    before, now = roles_of(membership.roles), frozenset(after)
    Membership.objects.filter(pk=membership.pk).update(roles=[role.value for role in in_order(now)])
    subject, name = f"person:{membership.person_id}", str(membership.person)
    for role in in_order(now - before):
        event = Event.ROLE_SELF_ADDED if own else Event.ROLE_GRANTED
        audit.record(
            event, subject=subject, data={"role": role.value, "title": role.label}, centre_id=centre_id
        )
    for role in in_order(before - now):
        audit.record(
            Event.ROLE_REVOKED,
            subject=subject,
            data={"role": role.value, "title": role.label},
            centre_id=centre_id,
        )
    if before != now:
        words = {"by": by_name, "gained": words_of(now - before), "lost": words_of(before - now)}
        tell_person(membership, Kind.ROLES_CHANGED, words=words)
        important = (before ^ now) & granting.OF_THE_EXAMS_OFFICE
        kind = Kind.EXAMS_OFFICE_CHANGED if important else Kind.USER_ROLES_CHANGED
        tell_office(centre_id, kind, words=words | {"name": name}, but=membership.person_id)
    membership.roles = [role.value for role in in_order(now)]
