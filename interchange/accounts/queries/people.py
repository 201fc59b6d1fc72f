"""What pages read of people."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.models import Membership, Person
from interchange.accounts.queries.administrators import administrators
from interchange.accounts.roles import Role


def administrators_of(centre_id: int) -> list[str]:
    """The names of a centre's Centre Administrators, who give roles there (A5)."""
    return [str(one.person) for one in administrators(centre_id)]


def people_of(centre_id: int) -> list[tuple[UUID, str]]:
    """Everybody who is or was of a centre: key and name, in order of the names."""
    held = Membership.objects.filter(centre_id=centre_id).select_related("person")
    found = {
        one.person_id: str(one.person) for one in held.order_by("person__last_name", "person__first_name")
    }
    return list(found.items())


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The name of each person, by key."""
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=set(ids))}


def names_of_accounts(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The name of the person of each membership, by the membership's key."""
    wanted = set(ids)
    found = Membership.objects.filter(pk__in=wanted).select_related("person") if wanted else ()
    return {one.pk: str(one.person) for one in found}


def people_with(roles: Collection[Role], centres: Collection[int]) -> dict[int, list[UUID]]:
    """Who could sign in now with one of these roles, by centre: whom a notice of that centre goes to."""
    usable = Membership.objects.usable().filter(
        centre_id__in=centres, roles__overlap=[role.value for role in roles]
    )
    found: dict[int, list[UUID]] = {centre: [] for centre in centres}
    for centre, person in usable.values_list("centre_id", "person_id"):
        found[centre or 0].append(person)
    return found


def may_still_sign_in(membership_id: UUID) -> bool:
    """Whether somebody could sign in now by this membership: what they made works no longer than that (4.4)."""
    return Membership.objects.usable().filter(pk=membership_id).exists()


def everybody() -> list[UUID]:
    """All who could sign in now, of centres and of the awarding body, for what concerns everybody."""
    return list(Membership.objects.usable().order_by().values_list("person_id", flat=True).distinct())


def current_memberships() -> QuerySet[Membership]:
    """What everybody is at present, with person and centre; by Login ID and name."""
    current = Membership.objects.filter(ended_at=None, person__is_active=True).select_related(
        "person", "centre"
    )
    return current.order_by("person__login_id", "person__last_name", "person__first_name")


def centre_with_number(number: str) -> int | None:
    """The key of the centre whose people sign in with this number, if there is one."""
    return (
        apps.get_model("centres", "Centre").objects.filter(number=number).values_list("pk", flat=True).first()
    )


MOST_OF_A_NAME = 200


def keys_of_people_called(words: str) -> list[UUID]:
    """The keys of those whose names, username or e-mail address have all the words; of at most 200 of them."""
    people = Person.objects.all()
    for word in words.split():
        named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        people = people.filter(named | Q(username__icontains=word) | Q(email__icontains=word))
    return list(people.order_by("last_name", "id").values_list("pk", flat=True)[:MOST_OF_A_NAME])


def membership_to_look_through(membership_id: UUID) -> Membership:
    """A user of a centre whom staff may look through (3.3); `Http404` where there is none who can sign in."""
    users = Membership.objects.usable().exclude(centre=None).select_related("person", "centre")
    return get_object_or_404(users, pk=membership_id)
