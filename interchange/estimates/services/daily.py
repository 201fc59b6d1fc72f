"""What happens to estimated entries and forecast grades by itself. All of it may run twice."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres import queries as centres
from interchange.centres.rules.administrators import GQ
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries import national, national_grades
from interchange.estimates.queries.asking import Asked, Asking
from interchange.estimates.rules.reminders import is_reminded_on
from interchange.estimates.steps import estimates as steps
from interchange.estimates.steps import forecasts as forecast_steps
from interchange.estimates.steps import reminding


class Prefilled(NamedTuple):
    """How many centres were filled in from last year's entries, and how many others are asked that had none."""

    filled: int
    asked: int


@state_change(needs=Capability.SERIES_MANAGE)
def prefill_estimates(series: str, *, by: Actor) -> Prefilled:
    """Fill in each centre's estimates from its entries of the same month a year before (R-EST-3).

    A centre that has been filled in is left alone, and so is every line that a centre wrote. Whoever is approved for
    GQ and had no entries is asked too, with a list that has no line yet: it may start this year.
    """
    asking = asks.asking_at(series)
    if not asking.profile.estimated_entries or asking.window().has_closed(at=clock.now()):
        audit.nothing_changed()
        return Prefilled(0, 0)
    filled = steps.prefill(_last_year(asking, by), series_id=asking.series.pk, at=clock.now())
    asked = steps.ask(centres.approved_centres(by, GQ), series_id=asking.series.pk)
    if filled or asked:
        data = {
            "series": asking.code,
            "centres": len(filled),
            "lines": sum(filled.values()),
            "without_entries": asked,
        }
        audit.record(Event.ESTIMATES_PREFILLED, subject=f"estimates:{asking.code}", data=data)
    else:
        audit.nothing_changed()
    return Prefilled(len(filled), asked)


def _last_year(asking: Asking, by: Actor) -> Mapping[int, list[tuple[Asked, int]]]:
    """What each centre that has not been filled in had entered a year before."""
    counted: defaultdict[int, list[tuple[Asked, int]]] = defaultdict(list)
    before = asking.before()
    if before is not None:
        done = national.prefilled_centres(by, asking)
        for centre, asked, number in national.entries_by_centre(by, asking, before):
            if centre not in done:
                counted[centre].append((asked, number))
    return counted


@state_change(needs=Capability.SERIES_MANAGE)
def lock_what_is_over(series: str, *, by: Actor) -> int:
    """Lock the estimates of a series after its entry deadline, and its forecast grades after theirs; how many.

    A centre that was given longer is left open until then. The pages go by the clock alone: this makes it last.
    """
    asking, now, locked = asks.asking_at(series), clock.now(), 0
    if asking.window().has_closed(at=now):
        locked += steps.lock(asking.series.pk, but_not=national.centres_with_time_left(by, asking))
    if asking.deadline.has_passed(at=now):
        locked += forecast_steps.lock(asking.series.pk)
    if locked:
        audit.record(
            Event.ESTIMATES_LOCKED,
            subject=f"estimates:{asking.code}",
            data={"series": asking.code, "lines": locked},
        )
    else:
        audit.nothing_changed()
    return locked


def remind_centres(*, on: date, by: Actor) -> int:
    """Tell each centre that has not answered, 14 and 3 days before; once a day however often it is asked for."""
    told = 0
    with tenancy.writing(by):
        for asking in asks.askings():
            if asking.series.is_open:
                told += _remind(asking, on, by)
    return told


def _remind(asking: Asking, on: date, by: Actor) -> int:
    told = 0
    if asking.profile.estimated_entries and is_reminded_on(on, clock.london(asking.window().due_at).date()):
        told += reminding.of_estimates(asking, national.waiting_by_centre(by, asking), once=f":{on}")
    if asking.profile.forecast_grades and is_reminded_on(on, clock.london(asking.deadline.due_at).date()):
        told += reminding.of_forecasts(asking, national_grades.missing_by_centre(by, asking), once=f":{on}")
    return told
