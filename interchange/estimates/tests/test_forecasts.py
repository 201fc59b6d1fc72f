"""Forecast grades (R-EG-1 to 3): asked by series and code, one per candidate with a live entry, sent when whole."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError
from django.http import Http404

from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.catalogue.factories import make_option
from interchange.catalogue.models import Qualification
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed, Refused
from interchange.entries.models import Entry
from interchange.estimates.factories import SYSTEM, asking_series, enter, forecast, give_grades
from interchange.estimates.models import ForecastSheet, ForecastSubmission
from interchange.estimates.queries import forecasting, national_grades
from interchange.estimates.queries.asking import asking_at, award_at
from interchange.estimates.rules.saving import Outcome
from interchange.estimates.services.daily import lock_what_is_over, remind_centres
from interchange.estimates.services.forecasts import save_forecasts
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db

WHOLE = {"0001": "7", "0002": "4", "0003": "X"}


def rows(actor, series, code="J277"):
    with tenancy.reading(actor):
        asking = asking_at(series.code)
        return forecasting.rows_of(actor, asking, award_at(asking, code), actor.centre_id)


def given(actor, series):
    return {row.number: row.grade for row in rows(actor, series)}


def state(actor, series):
    with tenancy.reading(actor):
        return ForecastSheet.objects.visible_to(actor).get(series=series).state


def withdraw(actor, series, number):
    with tenancy.for_centre(actor.centre_id):
        Entry.unscoped.filter(candidate__number=number, series=series).update(withdrawn_at=clock.now())


def test_grades_are_entered_submitted_amended_and_locked(graded, efa, ann):
    first = forecast(graded, "J277", {"0001": "7", "0002": "12"}, efa)
    assert [(one.outcome, one.message) for one in first.answers] == [
        (Outcome.SAVED, ""),
        (
            Outcome.PROBLEM,
            "“12” is not a grade of this entry. Choose one of 9, 8, 7, 6, 5, 4, 3, 2, 1, U, X.",
        ),
    ]
    assert state(efa, graded) == "entered"
    refused = forecast(graded, "J277", {"0002": "u"}, efa, submit=True)
    assert refused.not_submitted == "1 candidate has no forecast grade. Enter X if you cannot forecast."
    assert given(efa, graded) == {"0001": "7", "0002": "U", "0003": ""}
    sent = forecast(graded, "J277", {"0003": "x"}, efa, submit=True)
    assert (sent.not_submitted, state(efa, graded)) == ("", "submitted")
    again = save_forecasts(graded.code, "J277", [], submit=True, by=efa)
    assert again.not_submitted == ""
    assert Notice.objects.filter(kind=Kind.FORECASTS_RECEIVED.value).count() == 2
    amended = forecast(graded, "J277", {"0001": "8", "0002": ""}, efa, version=1)
    assert [one.outcome for one in amended.answers] == [Outcome.SAVED, Outcome.PROBLEM]
    assert "cannot be empty" in amended.answers[1].message
    assert state(efa, graded) == "amended"
    with clock.pretend(clock.now() + timedelta(61)):
        with pytest.raises(Refused, match="were locked after"):
            forecast(graded, "J277", {"0001": "9"}, efa, version=2)
        assert lock_what_is_over(graded.code, by=SYSTEM) == 1
        assert state(efa, graded) == "locked"
    with tenancy.reading(efa):
        names = [event.name for event in events_of(efa)]
    assert names.count(Event.FORECASTS_SUBMITTED.value) == 1
    assert names.count(Event.FORECASTS_SAVED.value) == 4


def copies(actor):
    with tenancy.reading(actor):
        found = ForecastSubmission.objects.visible_to(actor).order_by("version")
        return [(one.version, one.changed, [row[5] for row in one.grades], one.sent_by) for one in found]


def test_the_centre_keeps_a_copy_of_each_sending(graded, efa, ann, cal):
    forecast(graded, "J277", {"0001": "7"}, efa)
    assert copies(efa) == []
    forecast(graded, "J277", {"0002": "4", "0003": "X"}, efa, submit=True)
    save_forecasts(graded.code, "J277", [], submit=True, by=efa)
    forecast(graded, "J277", {"0001": "8"}, ann, version=1)
    assert copies(efa) == [(1, 3, ["7", "4", "X"], "Efua Mensah"), (2, 1, ["8", "4", "X"], "Ann Lee")]
    assert copies(cal) == []
    with pytest.raises(ProgrammingError, match="permission denied"), tenancy.writing(efa):
        ForecastSubmission.objects.visible_to(efa).update(sent_by="Somebody else")


def test_who_is_withdrawn_is_not_asked_for_and_who_comes_late_is(graded, efa, centre, computing):
    forecast(graded, "J277", WHOLE, efa, submit=True)
    withdraw(efa, graded, "0002")
    assert list(given(efa, graded)) == ["0001", "0003"]
    enter(centre, computing, 1, series=graded.code)
    assert given(efa, graded)["0004"] == ""
    with tenancy.for_staff():
        assert national_grades.missing_by_centre(SYSTEM, asking_at(graded.code)) == {centre.pk: [("J277", 1)]}
    forecast(graded, "J277", {"0004": "5"}, efa)
    assert state(efa, graded) == "amended"


def test_nobody_left_is_nothing_to_submit(graded, efa):
    for number in ("0001", "0002", "0003"):
        withdraw(efa, graded, number)
    assert (
        "no candidate has an entry"
        in save_forecasts(graded.code, "J277", [], submit=True, by=efa).not_submitted
    )


def test_a_forecast_is_at_the_level_of_the_entry(graded, efa, centre, computing):
    qualification = Qualification.objects.get(entry_code="J277")
    give_grades(qualification, code="GCSE-9-1-F", names=("5", "4", "3", "2", "1", "U"))
    give_grades(qualification, code="GCSE-9-1")
    Qualification.objects.filter(pk=qualification.pk).update(tiers=["F", "H"])
    foundation = make_option(*computing.components.all(), code="F", tier="F")
    enter(centre, foundation, 1, series=graded.code)
    saved = forecast(graded, "J277", {"0001": "9", "0004": "9"}, efa)
    assert [one.outcome for one in saved.answers] == [Outcome.SAVED, Outcome.PROBLEM]
    with tenancy.for_centre(centre.pk):
        Entry.unscoped.filter(candidate__number="0001").update(option=foundation)
    changed = rows(efa, graded)[0]
    assert (changed.grade, changed.given) == ("9", False)
    whole = forecast(graded, "J277", {"0002": "9", "0003": "9", "0004": "5"}, efa, submit=True)
    assert whole.not_submitted.startswith("1 candidate has no forecast grade.")


def test_two_editors_see_both_grades(graded, efa, ann):
    forecast(graded, "J277", {"0001": "7"}, ann)
    (answer,) = forecast(graded, "J277", {"0001": "6"}, efa).answers
    assert answer.outcome is Outcome.CONFLICT
    assert answer.message.startswith("Ann Lee saved 7 at")
    assert given(efa, graded)["0001"] == "7"
    assert forecast(graded, "J277", {"0001": "7"}, efa).answers[0].outcome is Outcome.UNCHANGED


def test_nothing_is_asked_unless_the_series_names_the_code(graded, efa, cal, tut):
    with pytest.raises(Http404):
        forecast(graded, "J316", {}, efa)
    with pytest.raises(Http404):
        forecast(asking_series("2027-11"), "J277", {}, efa)
    assert rows(cal, graded) == []
    assert "There is no candidate 0001" in forecast(graded, "J277", {"0001": "9"}, cal).answers[0].message
    with pytest.raises(NotAllowed):
        forecast(graded, "J277", {}, tut)


def test_centres_are_reminded_of_what_is_missing_and_not_of_what_was_sent(
    graded, efa, cal, elsewhere, computing
):
    enter(elsewhere, computing, 1, series=graded.code)
    forecast(graded, "J277", {"0001": "5"}, cal, submit=True)
    due = clock.today() + timedelta(60)
    for days in (15, 14, 3, 3):
        remind_centres(on=due - timedelta(days), by=SYSTEM)
    notices = Notice.objects.filter(kind=Kind.FORECASTS_DUE.value)
    assert [one.person_id for one in notices] == [efa.person_id] * 2
    assert "3 candidates have no forecast grade." in notices[0].body
