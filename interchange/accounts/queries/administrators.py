"""Who administers a centre, and whom of the awarding body something concerns."""

from uuid import UUID

from django.db.models import QuerySet

from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import WHO_MAY, Capability, Role

ROLE_OF = {"GQ": Role.CAG.value, "VQ": Role.CAV.value}
OFFICE = list(ROLE_OF.values())
"""The roles of administrators, as memberships hold them."""


def administrators(centre_id: int) -> QuerySet[Membership]:
    """The memberships of a centre's administrators in office, with their people; by name."""
    current = Membership.objects.current().filter(centre_id=centre_id).select_related("person")
    held = current.filter(roles__overlap=OFFICE)
    return held.order_by("person__last_name", "person__first_name", "pk")


def administrators_by_scope(centre_id: int) -> dict[str, int]:
    """How many administrators a centre has for GQ and for VQ (1.10)."""
    held = list(administrators(centre_id).values_list("roles", flat=True))
    return {scope: sum(role in roles for roles in held) for scope, role in ROLE_OF.items()}


def staff_who_may(capability: Capability) -> list[UUID]:
    """The awarding body's people whose roles give this."""
    roles = [role.value for role in WHO_MAY[capability] if role.is_staff]
    usable = Membership.objects.usable().filter(centre=None, roles__overlap=roles)
    return list(usable.values_list("person_id", flat=True))


def address_of(person_id: UUID | None) -> str:
    """A person's e-mail address; empty where there is none."""
    found = (
        Person.objects.filter(pk=str(person_id)).values_list("email", flat=True).first() if person_id else ""
    )
    return found or ""


def members_of(centre_id: int) -> QuerySet[Membership]:
    """Everybody who belongs to a centre at present, with their people; by name."""
    current = Membership.objects.current().filter(centre_id=centre_id).select_related("person")
    return current.order_by("person__last_name", "person__first_name", "pk")


def in_office(scope: str) -> QuerySet[Membership]:
    """The administrators of a scope at every centre, to ask of one whether there is any."""
    return Membership.objects.current().filter(roles__contains=[ROLE_OF[scope]])


def former(scope: str) -> QuerySet[Membership]:
    """Those who have been administrators of a scope and have left, the last first."""
    ended = Membership.objects.filter(roles__contains=[ROLE_OF[scope]], ended_at__isnull=False)
    return ended.order_by("-ended_at")
