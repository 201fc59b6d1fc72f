"""Estimates go three years after their series and forecast grades after one, but not while a hold keeps them."""

from datetime import timedelta

import pytest

from interchange.core import clock, tenancy
from interchange.core.letting_go import Held
from interchange.estimates.factories import estimate, forecast
from interchange.estimates.models import Estimate, Forecast, ForecastSheet, ForecastSubmission, Return
from interchange.estimates.retention import EVERY, WORK

pytestmark = pytest.mark.django_db


def let_go(**held):
    with tenancy.for_staff():
        due = {work.record: work.due(Held(**held)) for work in WORK}
        assert {work.record: work.let_go(Held(**held)) for work in WORK} == due
        return due


def left():
    with tenancy.for_staff():
        return [
            model.objects.visible_to(EVERY).count()
            for model in (Return, Estimate, ForecastSheet, Forecast, ForecastSubmission)
        ]


def test_each_goes_in_its_time(graded, efa, centre):
    estimate(graded, efa, J277A=3)
    forecast(graded, "J277", {"0001": "7", "0002": "7", "0003": "X"}, efa, submit=True)
    assert let_go() == {"estimates": 0, "forecasts": 0}
    june = clock.start_of_day(clock.today().replace(year=2027, month=6, day=15))
    with clock.pretend(june + timedelta(400)):
        assert let_go(centres=frozenset({centre.pk})) == {"estimates": 0, "forecasts": 0}
        assert let_go() == {"estimates": 0, "forecasts": 1}
        assert left() == [1, 1, 0, 0, 0]
    with clock.pretend(june + timedelta(1130)):
        assert let_go() == {"estimates": 1, "forecasts": 0}
        assert left() == [0, 0, 0, 0, 0]
