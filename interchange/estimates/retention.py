"""What is let go of when its time has passed (8): estimates after three years, forecast grades after one."""

from typing import TYPE_CHECKING
from uuid import UUID

from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.letting_go import Held, Work, months_before
from interchange.estimates.models import Estimate, Forecast, ForecastSheet, ForecastSubmission, Return

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from interchange.catalogue.models import Series

EVERY = Actor.system("retention")
YEARS_OF_ESTIMATES, YEARS_OF_FORECASTS = 3, 1


def _before(years: int) -> "QuerySet[Series]":
    """The series of so many years ago."""
    return catalogue.series_of_months_before(months_before(clock.now(), 12 * years))


def _returns(held: Held) -> list[UUID]:
    old = Return.objects.visible_to(EVERY).filter(series__in=_before(YEARS_OF_ESTIMATES))
    return list(old.exclude(centre_id__in=held.centres).values_list("pk", flat=True))


def _let_go_of_estimates(held: Held) -> int:
    old = _returns(held)
    Estimate.objects.visible_to(EVERY).filter(head__in=old).delete()
    return Return.objects.visible_to(EVERY).filter(pk__in=old).delete()[0]


def _sheets(held: Held) -> list[UUID]:
    old = ForecastSheet.objects.visible_to(EVERY).filter(series__in=_before(YEARS_OF_FORECASTS))
    return list(old.exclude(centre_id__in=held.centres).values_list("pk", flat=True))


def _let_go_of_forecasts(held: Held) -> int:
    old = _sheets(held)
    Forecast.objects.visible_to(EVERY).filter(sheet__in=old).delete()
    ForecastSubmission.objects.visible_to(EVERY).filter(sheet__in=old).delete()
    return ForecastSheet.objects.visible_to(EVERY).filter(pk__in=old).delete()[0]


WORK = (
    Work("estimates", lambda held: len(_returns(held)), _let_go_of_estimates),
    Work("forecasts", lambda held: len(_sheets(held)), _let_go_of_forecasts),
)
