"""Forecast grades in files of the common format come to the same sheets as the page's (R-EG-1)."""

from typing import Any

import pytest
from django.urls import reverse

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Capability, Role
from interchange.catalogue.factories import make_component, make_option, make_qualification
from interchange.catalogue.models import Series
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.estimates.factories import asking_series, enter, forecast, give_grades
from interchange.estimates.models import Forecast
from interchange.exchange.factories import a_file, a_grade, complete_layouts
from interchange.exchange.models import LayoutColumn
from interchange.exchange.services.receiving import send_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def efa(centre):
    return make_actor("Efua Mensah", Role.EFA, centre=centre)


@pytest.fixture
def graded(centre):
    """June 2027, which asks forecast grades for J277, with three candidates entered."""
    complete_layouts()
    make_qualification("J277")
    option = make_option(make_component("J277/03"), code="A")
    give_grades(option.qualification)
    series = asking_series(forecast_grades=["J277"])
    enter(centre, option, 3, series="2027-06")
    return series


def sent(efa, *grades: dict[str, Any], name: str = "F1000101.X01") -> Any:
    [batch] = send_files([a_file(*grades, name=name)], by=efa)
    return batch


def given(centre) -> dict[str, str]:
    with tenancy.for_centre(centre.pk):
        return dict(Forecast.unscoped.values_list("candidate__number", "grade"))


def test_grades_of_a_file_are_kept_good_ones_and_bad_ones_told(centre, efa, graded, signed_in):
    forecast(graded, "J277", {"0001": "7"}, efa)
    batch = sent(
        efa, a_grade("0001", "8"), a_grade("0002", "Z"), a_grade("0003", "8", "J999A"), a_grade("0009", "8"),
        a_grade("0003", "X", second_grade="7"), a_grade("0003", "9"), a_grade("0002", ""),
    )  # fmt: skip
    assert (batch.state, batch.letter, batch.sequence, batch.counts["changed"]) == ("loaded", "F", 1, 2)
    assert [problem[0] for problem in batch.problems] == [4, 5, 6, 8, 9]
    assert [warning[2] for warning in batch.warnings] == [
        "One grade is kept of each candidate; “7” was left out."
    ]
    assert given(centre) == {"0001": "8", "0003": "X"}
    page = signed_in(efa).get(reverse("exchange:file", args=[batch.pk])).content.decode()
    assert "2 forecast grades kept" in page
    assert "not submitted yet" in page
    again = sent(efa, a_grade("0001", "8"), name="F1000101.X02")
    assert (again.state, again.counts["unchanged"]) == ("loaded", 1)
    same = sent(efa, a_grade("0001", "8"), name="F1000101.X02")
    assert "This is the very file" in same.warnings[0][2]
    older = sent(efa, a_grade("0001", "9"), name="F1000101.X01")
    assert older.problems[0][2] == "Sequence 001 has already been received. The next is 003."


@pytest.mark.parametrize(
    ("grades", "said"),
    [
        ([a_grade("0001", "8", centre="20002")], "This record is of centre 20002"),
        ([a_grade("0002", "Z")], "is not a grade of this entry"),
        ([a_grade("0002", "7", "J351B")], "No forecast grades are asked for J351B"),
    ],
)
def test_a_file_of_which_nothing_can_be_kept_is_rejected(centre, efa, graded, grades, said):
    batch = sent(efa, *grades)
    assert (batch.state, said in batch.problems[0][2]) == ("rejected", True)
    assert given(centre) == {}


def test_after_the_deadline_and_without_columns_a_file_is_rejected_with_that_sentence(centre, efa, graded):
    LayoutColumn.objects.filter(letter="F").delete()
    assert "the awarding body has not filled them in" in sent(efa, a_grade("0001", "8")).problems[0][2]
    complete_layouts()
    Series.objects.filter(pk=graded.pk).update(profile={**graded.profile, "forecast_deadline": "2025-01-01"})
    late = sent(efa, a_grade("0001", "8"))
    assert (late.state, "were locked after" in late.problems[0][2]) == ("rejected", True)
    assert given(centre) == {}


def test_who_may_not_give_forecast_grades_sends_no_file_of_them(efa, graded):
    without = efa.capabilities - {Capability.ESTIMATES_ENTER.value}
    narrow = type(efa)(**{**efa.__dict__, "capabilities": without})
    [outcome] = send_files([a_file(a_grade("0001", "8"), name="F1000101.X01")], by=narrow)
    assert isinstance(outcome, Refused)
    assert outcome.code == "no-forecasts"
