"""Reminding centres of their mark sheets: once for each day, series and reminder, however often it is asked for."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from interchange.accounts.queries import people as accounts
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.assessment.queries.lists import Brief, briefs_of_board
from interchange.assessment.rules.reminders import Reminder, in_days, reminder_on
from interchange.catalogue import queries as catalogue
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

KINDS = {
    Reminder.OPEN: Kind.MARKS_OPEN,
    Reminder.CLOSING: Kind.MARKS_CLOSING,
    Reminder.MISSING: Kind.MARKS_MISSING,
}
CODES_NAMED = 10


class Told(NamedTuple):
    """One notice for a centre: everything of one series that opens today, or is due on one day."""

    centre_id: int
    reminder: Reminder
    series_code: str
    series_name: str
    due_on: date

    def name(self, on: date) -> str:
        """What makes it the same when it is told again on this day."""
        return f"{self.reminder}:{self.series_code}:{self.due_on}:{on}:{self.centre_id}"


def remind_centres(*, on: date, by: Actor) -> int:
    """Tell ACM, SCM and CAG of each centre with entries what opens, closes soon or is late; how many notices."""
    with tenancy.reading(by):
        due = _due(on, by)
        people = accounts.people_with(WHO_MAY[Capability.MARKS_ENTER], {told.centre_id for told in due})
    for told, codes in due.items():
        with tenancy.for_centre(told.centre_id):
            notices.tell(
                people[told.centre_id], KINDS[told.reminder], words=_words(told, codes, on), link=_page(told),
                centre_id=told.centre_id, once=told.name(on),
            )  # fmt: skip
    return len(due)


def _due(on: date, by: Actor) -> dict[Told, list[str]]:
    due: defaultdict[Told, list[str]] = defaultdict(list)
    for series in catalogue.series_list():
        if series.is_open:
            for told, code in _of_series(briefs_of_board(by, series), on, series.code, series.name):
                due[told].append(code)
    return due


def _of_series(briefs: Iterable[Brief], on: date, code: str, name: str) -> Iterable[tuple[Told, str]]:
    for one in briefs:
        due_on = clock.london(one.window.submit_until).date()
        reminder = reminder_on(
            on, opens_on=one.window.opens_on, due_on=due_on, submitted=one.state in ("sending", "received")
        )
        if reminder is not None:
            together = on if reminder is Reminder.OPEN else due_on
            yield Told(one.centre_id, reminder, code, name, together), one.code


def _words(told: Told, codes: list[str], on: date) -> dict[str, object]:
    named = sorted(set(codes))
    return {
        "codes": named[:CODES_NAMED], "more": len(named[CODES_NAMED:]), "series": told.series_name,
        "closes_on": told.due_on, "when": in_days((told.due_on - on).days),
    }  # fmt: skip


def _page(told: Told) -> str:
    return f"{reverse('assessment:enter')}?series={told.series_code}"
