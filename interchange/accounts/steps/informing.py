"""Telling the people whom a change to somebody's account concerns (section 10)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

OFFICE = [Role.CAG.value, Role.CAV.value]
OF_THE_HEAD_TOO = frozenset({Kind.EXAMS_OFFICE_CHANGED, Kind.REVIEW_OVERDUE})


def tell_person(
    membership: Membership, kind: Kind, *, words: Mapping[str, Any], link: str = "", secret_link: str = ""
) -> None:
    """Tell somebody of their own account at a centre."""
    notices.tell(
        [membership.person_id],
        kind,
        words=words,
        link=link,
        secret_link=secret_link,
        centre_id=membership.centre_id,
    )


def tell_office(
    centre_id: int, kind: Kind, *, words: Mapping[str, Any], link: str = "/users/", but: UUID | None = None
) -> None:
    """Tell a centre's administrators, and the head where it is one of the exams office (1.14)."""
    roles = [*OFFICE, Role.HEAD.value] if kind in OF_THE_HEAD_TOO else OFFICE
    found = Membership.objects.usable().filter(centre_id=centre_id, roles__overlap=roles)
    found = found.exclude(person_id=but) if but else found
    notices.tell(found.values_list("person_id", flat=True), kind, words=words, link=link, centre_id=centre_id)


def sign_in_words(person: Person) -> dict[str, Any]:
    """How a notice names the account that it is about."""
    return {"login_id": person.login_id, "username": person.username}
