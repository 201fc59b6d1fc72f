"""People of all centres, and of the awarding body, as its staff find them (3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from interchange.accounts.models import AccountCall, Approval, Membership, SignedIn
from interchange.accounts.queries.calls import calls_about
from interchange.accounts.queries.sharing import FlagLine, flags_of
from interchange.accounts.queries.users import User, users_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.granting import in_order
from interchange.accounts.rules.users import State
from interchange.core.actor import Actor
from interchange.core.paging import listed


def people_found(query: Mapping[str, str]) -> dict[str, Any]:
    """Users of centres by name, username, e-mail address, Login ID or the centre's number; two statements."""
    typed, left = query.get("q", "")[:100], "left" in query
    found = Membership.objects.exclude(centre=None).select_related("person", "centre")
    found = found if left else found.current()
    for word in typed.replace("\x00", "").split()[:6]:
        found = found.filter(_matches(word))
    ordered = found.order_by("centre__number", "person__last_name", "person__first_name", "pk")
    asked = {"q": typed, "left": "1" if left else ""}
    return {"list": listed(ordered, asked, query.get("page", "")), "typed": typed, "left": left}


def _matches(word: str) -> Q:
    person = Q(person__first_name__istartswith=word) | Q(person__last_name__istartswith=word)
    signs_in = Q(person__username__istartswith=word) | Q(person__login_id=word.upper())
    return person | signs_in | Q(person__email__istartswith=word) | Q(centre__number=word)


@dataclass(frozen=True)
class Account:
    """One account as the awarding body's staff see it."""

    user: User
    sessions: list[SignedIn]
    elsewhere: list[Membership]
    waiting: list[Approval]
    calls: list[AccountCall]
    flags: list[FlagLine]

    @property
    def membership(self) -> Membership:
        """What the account is of."""
        return self.user.membership

    @property
    def has_left(self) -> bool:
        """Whether nothing can be done to it any more."""
        return self.user.state in (State.LEFT, State.ANONYMISED)


def account_of(membership_id: UUID) -> Account:
    """A user's account with all that helps to help; `Http404` where there is no such user of a centre."""
    membership = (
        Membership.objects.exclude(centre=None).filter(pk=membership_id).select_related("centre").first()
    )
    if membership is None:
        raise Http404
    eyes = Actor.system("the desk", centre_id=membership.centre_id)
    [user] = users_of(eyes, left=True, keys=[membership_id])
    person = user.person
    sessions = SignedIn.objects.filter(person=person, ended_at=None).select_related("membership__centre")
    others = Membership.objects.filter(person=person).exclude(pk=membership_id).select_related("centre")
    waiting = Approval.objects.filter(subject=f"person:{person.pk}", outcome="").select_related("started_by")
    calls = calls_about(membership_id)
    flags = flags_of(membership_id)
    return Account(user, list(sessions.order_by("-seen_at")), list(others), list(waiting), calls, flags)


@dataclass(frozen=True)
class Colleague:
    """One of the awarding body's people."""

    membership: Membership
    roles: list[Role]
    has_factor: bool
    waiting: bool


def colleagues() -> list[Colleague]:
    """Everybody of the awarding body, by name; three statements."""
    found = list(
        Membership.objects.current().filter(centre=None).select_related("person").prefetch_related("person__factors")
        .order_by("person__last_name", "person__first_name")
    )  # fmt: skip
    asked = set(Approval.objects.filter(kind="change-staff", outcome="").values_list("subject", flat=True))
    return [
        Colleague(
            one, roles_of_staff(one.roles),
            any(factor.ended_at is None and factor.confirmed_at for factor in one.person.factors.all()),
            f"membership:{one.pk}" in asked,
        )
        for one in found
    ]  # fmt: skip


def colleague(membership_id: UUID) -> Membership:
    """One of them; `Http404` where there is none."""
    found = (
        Membership.objects.current().filter(centre=None, pk=membership_id).select_related("person").first()
    )
    if found is None:
        raise Http404
    return found


def roles_of_staff(codes: list[str]) -> list[Role]:
    """Roles of the awarding body's side, in the order of the table."""
    return in_order(role for role in Role if role.value in codes and role.is_staff)
