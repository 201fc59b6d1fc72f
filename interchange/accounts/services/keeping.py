"""What happens to accounts by the calendar (4.2, 4.9, section 4): one centre at a time, found by state."""

from datetime import datetime

from django.db.models import QuerySet

from interchange.accounts.access import state_change
from interchange.accounts.models import Membership
from interchange.accounts.queries import keeping
from interchange.accounts.roles import Capability
from interchange.accounts.steps import users
from interchange.accounts.steps.ending import end_access_of
from interchange.accounts.steps.informing import tell_person
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications.rules import Kind

BY_ITSELF = "Interchange"


def centres_due(at: datetime) -> set[int | None]:
    """The centres at which something is to be done, and None where it is to be done at the awarding body."""
    closing, resting = keeping.memberships_unused(at)
    ended = keeping.memberships_past_their_end(clock.london(at).date())
    found = [ended, keeping.suspensions_over(at), closing, resting]
    return {key for one in found for key in one.values_list("centre_id", flat=True)}


@state_change(needs=Capability.OPERATE)
def keep_accounts(*, by: Actor) -> None:
    """At one centre, or at the awarding body: close what has reached its last day or was not used for two years, put
    to rest what was not used for long, and end suspensions that are over."""
    now = clock.now()
    closing, resting = keeping.memberships_unused(now)
    ended = keeping.memberships_past_their_end(clock.london(now).date())
    done = [
        _close(_here(ended, by), "the last day has passed", by),
        _restore(_here(keeping.suspensions_over(now), by), by),
        _close(_here(closing, by), "not used for two years", by),
        _rest(_here(resting, by), by),
    ]
    if not any(done):
        audit.nothing_changed()


def _here(found: QuerySet[Membership], by: Actor) -> list[Membership]:
    held = found.filter(centre=by.centre_id).select_related("person", "centre")
    return list(held.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _close(found: list[Membership], why: str, by: Actor) -> int:
    if found:
        users.close_all(by.chain, found, why, by_name=BY_ITSELF)
    return len(found)


def _restore(found: list[Membership], by: Actor) -> int:
    if found:
        users.restore_all(by.chain, found)
    return len(found)


def _rest(found: list[Membership], by: Actor) -> int:
    Membership.objects.filter(pk__in=[one.pk for one in found]).update(dormant_at=clock.now())
    end_access_of(found, "not used for long")
    for one in found:
        since = one.last_signed_in_at or one.activated_at
        audit.record(Event.PERSON_DORMANT, subject=f"person:{one.person_id}", centre_id=by.chain)
        words = {"since": clock.london(since).date() if since else "the beginning"}
        tell_person(one, Kind.ACCESS_DORMANT, words=words)
    return len(found)
