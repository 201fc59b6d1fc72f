"""What the awarding body's entries officers do about estimates and forecast grades."""

from datetime import date

from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.estimates.models import Return
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries import national, national_grades
from interchange.estimates.steps import estimates as steps
from interchange.estimates.steps import reminding
from interchange.estimates.steps.telling import tell_centre
from interchange.notifications.rules import Kind


@state_change(needs=Capability.SERIES_MANAGE)
def extend_estimates(series: str, centre: str, *, until: date | None, why: str, by: Actor) -> Return:
    """Give one centre longer, to a day that is still to come, with a reason that it reads (R-ACT-4).

    What was locked is open again, as the centre had left it. `Http404` where there is no such centre.
    """
    asking, whose = asks.asking_at(series), centres.centre_by_number(centre)
    if not asking.profile.estimated_entries:
        raise Refused("until", f"No estimated entries are asked for in {asking.name}.")
    if until is None:
        raise Refused("until", "Enter the last day, such as 15/01/2027.")
    if until < clock.today() or clock.end_of_day(until) <= asking.window().due_at:
        raise Refused("until", "Enter a day that is still to come, after the present deadline.")
    if until > asking.profile.results_on:
        raise Refused("until", "Enter a day before the results of the series.")
    head = steps.hold_return(asking, whose.pk)
    head.extended_until, head.extended_why = until, why
    head.save(update_fields=["extended_until", "extended_why"])
    steps.reopen(head)
    data = {"series": asking.code, "until": until.isoformat()}
    audit.record(
        Event.ESTIMATES_EXTENDED,
        subject=f"estimates:{asking.code}",
        data=data,
        reason=why,
        centre_id=whose.pk,
    )
    words = {"series": asking.name, "until": until, "why": why}
    link = f"{reverse('estimates:estimates')}?series={asking.code}"
    tell_centre(whose.pk, Kind.ESTIMATES_EXTENDED, words=words, link=link)
    return head


@state_change(needs=Capability.SERIES_MANAGE)
def remind_now(series: str, what: str, *, by: Actor) -> int:
    """Remind every centre that has not answered, at once; how many. A second time on one day tells nobody again.

    `what` is `estimates` or `forecasts`.
    """
    asking, once = asks.asking_at(series), f":by-hand:{clock.today()}"
    if what == "estimates" and asking.profile.estimated_entries:
        told = reminding.of_estimates(asking, national.waiting_by_centre(by, asking), once=once)
    elif what == "forecasts":
        told = reminding.of_forecasts(asking, national_grades.missing_by_centre(by, asking), once=once)
    else:
        raise Refused("what", "Choose what to remind of: estimated entries or forecast grades.")
    data = {"series": asking.code, "what": what, "centres": told}
    audit.record(Event.ESTIMATES_REMINDED, subject=f"estimates:{asking.code}", data=data)
    return told
