"""Narrowing what a teacher sees, inside the transaction of whoever does it (R-ACT-3)."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404

from interchange.accounts.models import Membership
from interchange.accounts.rules.granting import roles_of
from interchange.accounts.rules.reach import is_narrowed
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core.actor import Actor
from interchange.core.errors import Refused


def put_reach(
    membership_id: UUID, components: Iterable[str], groups: Iterable[str], *, by: Actor
) -> Membership:
    """These components and teaching groups, or, without any, all; `Http404` for another centre's user."""
    held = Membership.objects.current().select_for_update(of=("self",), no_key=True).select_related("person")
    found = held.filter(pk=membership_id, centre_id=by.centre_id or 0).first()
    if found is None:
        raise Http404
    if not is_narrowed(roles_of(found.roles)):
        raise Refused("sees-all", f"{found} may submit marks or manages users, and sees every mark.")
    before = (found.reach_components, found.reach_groups)
    found.reach_components, found.reach_groups = sorted(set(components)), sorted(set(groups))
    if before == (found.reach_components, found.reach_groups):
        audit.nothing_changed()
        return found
    found.save(update_fields=["reach_components", "reach_groups"])
    data = {"components": found.reach_components, "groups": found.reach_groups}
    audit.record(Event.SCOPE_CHANGED, subject=f"person:{found.person_id}", data=data)
    return found
