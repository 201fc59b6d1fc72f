"""What the welcome page says of estimates and forecast grades to those who may give them (mission B1)."""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.estimates.models import Return
from interchange.estimates.queries import forecasting
from interchange.estimates.queries.asking import Asking, askings
from interchange.estimates.queries.lines import unanswered
from interchange.estimates.rules.forecasts import missing_sentence

SOON = timedelta(30)


class Prompt(NamedTuple):
    """One thing that waits for somebody, and where it is done."""

    sentence: str
    address: str
    link: str


def prompts(actor: Actor) -> list[Prompt]:
    """What is due within 30 days, or overdue, and has not been answered; the same statements however many lines."""
    if actor.is_staff or not holds(actor, Capability.ESTIMATES_ENTER):
        return []
    every = [one for one in askings() if one.series.is_open]
    return [*_estimates(actor, every), *_forecasts(actor, every)]


def _estimates(actor: Actor, every: list[Asking]) -> list[Prompt]:
    now = clock.now()
    asked = {
        one.series.pk: one
        for one in every
        if one.window().is_open(at=now) and now > one.window().due_at - SOON
    }
    if not asked:
        return []
    own = Return.objects.visible_to(actor).filter(centre_id=actor.centre_id or 0, series__in=asked)
    return [
        _of_lines(asked[series], number) for series, number in unanswered(own).values_list("series_id", "waiting")
    ]  # fmt: skip


def _of_lines(asking: Asking, number: int) -> Prompt:
    due_at, late = asking.window().due_at, asking.window().is_overdue(at=clock.now())
    lines = "1 line has" if number == 1 else f"{number:,} lines have"
    rest = f"{lines} not been answered." if number else "Give a number for each code, or a nil return."
    said = f"{'were' if late else 'are'} due by {clock.time_in_words(due_at)}. {rest}"
    address = f"{reverse('estimates:estimates')}?series={asking.code}"
    return Prompt(f"Estimated entries for {asking.name} {said}", address, "Estimated entries")


def _forecasts(actor: Actor, every: list[Asking]) -> list[Prompt]:
    now, found = clock.now(), []
    for one in every:
        near = one.profile.forecast_grades and one.deadline.due_at - SOON < now
        if near and not one.deadline.why_closed(one.name, at=now):
            missing = sum(line.missing for line in forecasting.overviews(actor, one, actor.centre_id or 0))
            if missing:
                said = (
                    f"Forecast grades for {one.name} are due by {clock.time_in_words(one.deadline.due_at)}."
                )
                address = f"{reverse('estimates:forecasts')}?series={one.code}"
                found.append(Prompt(f"{said} {missing_sentence(missing)}", address, "Forecast grades"))
    return found
