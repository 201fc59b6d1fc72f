"""What happens by itself: approvals that lapse (1.2), and what nobody completed."""

from datetime import date, timedelta

import pytest

from interchange.accounts.models import SignedIn
from interchange.centres import tasks
from interchange.centres.factories import begin_application
from interchange.centres.models import Application, Centre, CentreApproval, Link
from interchange.centres.queries import waiting
from interchange.centres.rules.lapse import months_after
from interchange.centres.services import agreements, approvals
from interchange.centres.steps import note_use
from interchange.centres.tests.conftest import EYES, nominations
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.notifications.models import Notice


def on(day: date) -> None:
    """The daily job on that day."""
    with clock.pretend(clock.start_of_day(day) + timedelta(hours=6)):
        tasks.every_day()


def kept() -> list[CentreApproval]:
    with tenancy.reading(EYES):
        return list(CentreApproval.objects.visible_to(EYES).order_by("scope"))


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).exclude(address="").count()


def test_an_idle_centre_is_warned_three_times_and_then_lapses(open_centre: Centre, ann: Actor, signed_in):
    began = kept()[0].granted_on
    browser = signed_in(ann)
    seen = []
    for months in (17, 18, 18, 21, 23, 24, 25):
        on(months_after(began, months) + timedelta(1))
        seen.append((months, Centre.objects.get().state, told("centre-lapsing"), told("centre-lapsed")))
    assert seen == [
        (17, "live", 0, 0), (18, "lapsing", 1, 0), (18, "lapsing", 1, 0), (21, "lapsing", 2, 0),
        (23, "lapsing", 3, 0), (24, "lapsed", 3, 1), (25, "lapsed", 3, 1),
    ]  # fmt: skip
    assert not Centre.objects.get().admits
    assert not SignedIn.objects.filter(ended_at=None).exists()
    assert browser.get("/welcome/").status_code == 302


def test_one_entry_keeps_it(open_centre: Centre):
    began = kept()[0].granted_on
    on(months_after(began, 19))
    assert Centre.objects.get().state == "lapsing"
    with clock.pretend(clock.start_of_day(months_after(began, 20))), tenancy.for_centre(open_centre.pk):
        note_use([open_centre.pk])
    assert Centre.objects.get().state == "live"
    on(months_after(began, 25))
    assert (Centre.objects.get().state, kept()[0].state) == ("live", "granted")


def test_a_vocational_qualification_lapses_by_itself(open_centre: Centre, april: Actor):
    approvals.grant_approval("10001", "VQ", qualification="601/0010/7", title="Digital Skills", by=april)
    began = kept()[0].granted_on
    with clock.pretend(clock.start_of_day(months_after(began, 12))), tenancy.for_centre(open_centre.pk):
        note_use([open_centre.pk])
    for months in (18, 24):
        on(months_after(began, months) + timedelta(1))
    assert [(one.scope, one.state) for one in kept()] == [("GQ", "granted"), ("VQ", "lapsed")]
    assert Centre.objects.get().state == "live"


def test_use_is_noted_for_many_centres_in_two_statements(open_centre: Centre, django_assert_max_num_queries):
    with tenancy.for_staff(), django_assert_max_num_queries(2):
        note_use(range(1, 2000), on=clock.today())


def test_a_nomination_that_nobody_completes_ends_after_four_weeks(open_centre: Centre, ann: Actor, text: str):
    typed = {"capacity": "EO", "first_name": "Nina", "last_name": "Olsen", "email": "n.olsen@c10001.example"}
    agreements.change_administrator(agreements.Return(typed, ["GQ"], accepted=True, shown=text), by=ann)
    on(clock.today() + timedelta(27))
    assert nominations()[0].state == "nominated"
    for _ in range(2):
        on(clock.today() + timedelta(29))
    [one] = nominations()
    assert (one.state, one.agreement.state) == ("expired", "expired")
    assert told("nomination-ended") == 1
    assert not Link.objects.filter(subject_id=one.pk, used_at=None, ended_at=None).exists()


def test_an_agreement_that_is_not_returned_ends_after_four_weeks(open_centre: Centre, sue: Actor):
    agreements.start_change("10001", by=sue)
    on(clock.today() + timedelta(29))
    with tenancy.reading(EYES):
        assert not waiting.agreements_out(EYES).exists()


def test_what_was_never_sent_is_let_go_after_thirty_days(db: None):
    begin_application()
    on(clock.today() + timedelta(29))
    assert Application.objects.count() == 1
    on(clock.today() + timedelta(32))
    assert (Application.objects.count(), Link.objects.count()) == (0, 0)


@pytest.mark.parametrize("days", [0, 400])
def test_a_quiet_day_changes_nothing(open_centre: Centre, days: int):
    on(clock.today() + timedelta(days))
    assert Centre.objects.get().state == "live"
