"""Reminding the security officers of the clocks of their cases before they run out (section 9)."""

from collections.abc import Collection
from uuid import UUID

from interchange.accounts.queries.administrators import staff_who_may
from interchange.accounts.roles import Capability
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind
from interchange.support.models import SecurityCase
from interchange.support.queries.cases import clocks_of, link_to, with_running_clocks
from interchange.support.rules.cases import Reading


def remind_officers(*, by: Actor) -> int:
    """Tell who has a case, or all security officers where nobody has, of each clock that comes near its end or has
    run out; how many clocks. Whoever was told of a clock at one of its times is not told again of that time."""
    with tenancy.writing(by):
        officers = staff_who_may(Capability.SECURITY_CASES)
        every = [(case, reading) for case in with_running_clocks() for reading in clocks_of(case)]
        near = [(case, reading) for case, reading in every if reading.reminder is not None]
        for case, reading in near:
            _remind(case, reading, officers)
    return len(near)


def _remind(case: SecurityCase, reading: Reading, officers: Collection[UUID]) -> None:
    people = [one for one in officers if one == case.assigned_to_id] or officers
    words = {
        "reference": case.reference, "who": reading.which.label, "left": reading.in_words,
        "due": clock.time_in_words(reading.due_at),
    }  # fmt: skip
    once = f"case-clock:{case.pk}:{reading.which.value}:{reading.reminder}"
    notices.tell(people, Kind.CASE_CLOCK, words=words, link=link_to(case), once=once)
