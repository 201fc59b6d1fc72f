"""Roles given and taken (3.2 notes 1 to 3)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from interchange.accounts.models import Membership
from interchange.accounts.queries.users import User
from interchange.accounts.roles import ADMINISTRATORS, Role
from interchange.accounts.rules import granting
from interchange.accounts.rules.granting import in_order, roles_of
from interchange.accounts.steps.informing import tell_office, tell_people
from interchange.accounts.steps.offices import Office
from interchange.accounts.steps.users.verbs import VerbOfMany, check_here, words_of
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.notifications.rules import Kind


@dataclass(frozen=True)
class SetRoles(VerbOfMany):
    """Roles as they are to be, worked out from those held (3.2 notes 1 to 3)."""

    wanted: Callable[[frozenset[Role]], frozenset[Role]]

    def check(self, office: Office, user: User) -> str:
        before, after = self._both(user)
        if before == after:
            return ""
        check_here(user)
        stepping_down = user.target.own and after < before and (before - after) <= ADMINISTRATORS
        if not stepping_down:
            granting.check_roles(before, after, by=office.mine, own=user.target.own)
        if lost := before - after & ADMINISTRATORS:
            granting.check_not_last(lost, office.others(user.key))
        gained, lost = after - before, before - after
        parts = [f"gets {words_of(gained)}" if gained else "", f"loses {words_of(lost)}" if lost else ""]
        return " and ".join(filter(None, parts))

    def carry_out_all(self, office: Office, users: Sequence[User]) -> None:
        changes = [Change(user.membership, *self._both(user), own=user.target.own) for user in users]
        put_roles(office.centre_id, changes, by_name=office.by.name)
        for user, change in zip(users, changes, strict=True):
            office.without(user.key, *change.lost)

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


@dataclass(frozen=True)
class Change:
    """Somebody's roles as they were and as they are to be."""

    membership: Membership
    before: frozenset[Role]
    after: frozenset[Role]
    own: bool = False

    @property
    def gained(self) -> frozenset[Role]:
        """Roles that come."""
        return self.after - self.before

    @property
    def lost(self) -> frozenset[Role]:
        """Roles that go."""
        return self.before - self.after


def put_roles(centre_id: int, changes: Sequence[Change], *, by_name: str) -> None:
    """Roles in the place of those held, with an event for each that came or went, and the notices (1.14; section 10):
    who gained and lost the same is told in one notice.

    Who may, and whether somebody is left, was asked before.
    """
    alike: dict[tuple[frozenset[Role], frozenset[Role]], list[Membership]] = defaultdict(list)
    becoming: dict[frozenset[Role], list[Membership]] = defaultdict(list)
    for one in changes:
        becoming[one.after].append(one.membership)
        alike[one.gained, one.lost].append(one.membership)
        given = Event.ROLE_SELF_ADDED if one.own else Event.ROLE_GRANTED
        for role in in_order(one.gained):
            _note(given, one, role, centre_id)
        for role in in_order(one.lost):
            _note(Event.ROLE_REVOKED, one, role, centre_id)
    for after, memberships in becoming.items():
        codes = [role.value for role in in_order(after)]
        Membership.objects.filter(pk__in=[one.pk for one in memberships]).update(roles=codes)
        for membership in memberships:
            membership.roles = codes
    for (gained, lost), memberships in alike.items():
        words = {"by": by_name, "gained": words_of(gained), "lost": words_of(lost)}
        tell_people(memberships, Kind.ROLES_CHANGED, words=words)
        important = (gained | lost) & granting.OF_THE_EXAMS_OFFICE
        kind = Kind.EXAMS_OFFICE_CHANGED if important else Kind.USER_ROLES_CHANGED
        tell_office(centre_id, kind, words=words, about=memberships)


def _note(event: Event, change: Change, role: Role, centre_id: int) -> None:
    data = {"role": role.value, "title": role.label}
    audit.record(event, subject=f"person:{change.membership.person_id}", data=data, centre_id=centre_id)
