"""Who of a centre sees which marks (R-ACT-3)."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from interchange.accounts.models import Membership
from interchange.accounts.rules.granting import roles_of
from interchange.accounts.rules.reach import NARROWED, is_narrowed
from interchange.core.actor import Actor


@dataclass(frozen=True)
class Reach:
    """One teacher, and the components and groups that the teacher sees; without any, all."""

    key: UUID
    name: str
    components: list[str]
    groups: list[str]


def teachers(actor: Actor) -> list[Reach]:
    """Everybody of the centre whose eyes can be narrowed, by name; one statement."""
    codes = [role.value for role in NARROWED]
    found = Membership.objects.current().filter(centre_id=actor.centre_id or 0, roles__overlap=codes)
    found = found.select_related("person").order_by("person__last_name", "person__first_name")
    return [_reach(one) for one in found if is_narrowed(roles_of(one.roles))]


def teacher(actor: Actor, membership_id: UUID) -> Reach:
    """One of them; `Http404` where there is none."""
    for one in teachers(actor):
        if one.key == membership_id:
            return one
    raise Http404


def _reach(one: Membership) -> Reach:
    return Reach(one.pk, str(one.person), one.reach_components, one.reach_groups)
