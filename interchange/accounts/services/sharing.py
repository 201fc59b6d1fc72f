"""Looking into an account that may be shared (4.11)."""

from uuid import UUID

from django.http import Http404

from interchange.accounts.access import state_change
from interchange.accounts.models import SharingFlag
from interchange.accounts.queries.sharing import signs_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules.approvals import tidy_reason
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused


@state_change(needs=Capability.SHARING_WATCH)
def look_into_flag(flag_id: UUID, finding: str, *, by: Actor) -> SharingFlag:
    """Note what was found out about an account that was flagged; once, and never about one's own account."""
    flag = (
        SharingFlag.objects.select_for_update(of=("self",))
        .select_related("membership")
        .filter(pk=flag_id)
        .first()
    )
    if flag is None or not by.is_staff:
        raise Http404
    if flag.membership.person_id == by.person_id:
        raise Refused("own-account", "This is your own account. A colleague has to look into it.")
    if flag.looked_at is not None:
        raise Refused("looked-already", "A colleague has looked into this already.")
    flag.finding, flag.looked_at, flag.looked_by_id = tidy_reason(finding), clock.now(), by.person_id
    flag.save(update_fields=["finding", "looked_at", "looked_by"])
    centre_id = flag.membership.centre_id
    audit.record(
        Event.SHARING_LOOKED_INTO, subject=f"person:{flag.membership.person_id}", reason=flag.finding,
        data={"signs": [sign.label for sign in signs_of(flag)], "flagged": flag.at.isoformat()},
        centre_id=AWARDING_BODY if centre_id is None else centre_id,
    )  # fmt: skip
    return flag
