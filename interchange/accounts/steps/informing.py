"""Telling the people whom a change to somebody's account concerns (section 10)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from interchange.accounts.models import Membership, Person
from interchange.accounts.queries.administrators import OFFICE
from interchange.accounts.roles import Role
from interchange.accounts.rules.names import in_words
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

MOST_NAMED = 10
OF_THE_HEAD_TOO = frozenset({Kind.EXAMS_OFFICE_CHANGED, Kind.REVIEW_OVERDUE})


def tell_person(
    membership: Membership, kind: Kind, *, words: Mapping[str, Any], link: str = "", secret_link: str = ""
) -> None:
    """Tell somebody of their own account at a centre."""
    people, centre_id = [membership.person_id], membership.centre_id
    notices.tell(people, kind, words=words, link=link, secret_link=secret_link, centre_id=centre_id)


def tell_people(memberships: Iterable[Membership], kind: Kind, *, words: Mapping[str, Any]) -> None:
    """Tell each of the same centre of their own account, in the same words."""
    people: dict[int | None, list[UUID]] = defaultdict(list)
    for one in memberships:
        people[one.centre_id].append(one.person_id)
    for centre_id, told in people.items():
        notices.tell(told, kind, words=words, centre_id=centre_id)


def tell_office(
    centre_id: int, kind: Kind, *, words: Mapping[str, Any], link: str = "/users/",
    about: Sequence[Membership] | None = None,
) -> None:  # fmt: skip
    """Tell a centre's administrators, and the head where it is one of the exams office (1.14).

    `about` are those whom it is about: by name, all in one notice; who is the only one is not told besides. With
    nobody to tell about, nothing is told.
    """
    if about is not None and not about:
        return
    roles = [*OFFICE, Role.HEAD.value] if kind in OF_THE_HEAD_TOO else OFFICE
    found = Membership.objects.usable().filter(centre_id=centre_id, roles__overlap=roles)
    if about:
        found = found.exclude(person_id=about[0].person_id) if len(about) == 1 else found
        words = {**words, "name": in_words([str(one.person) for one in about], most=MOST_NAMED)}
    notices.tell(found.values_list("person_id", flat=True), kind, words=words, link=link, centre_id=centre_id)


def sign_in_words(person: Person) -> dict[str, Any]:
    """How a notice names the account that it is about."""
    return {"login_id": person.login_id, "username": person.username}
