"""The demo world, made once for all the tests that look at it, and once more to see that nothing changes."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from interchange.accounts.queries.reviews import review_page
from interchange.accounts.queries.users import users_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.users import State
from interchange.assessment.queries.asking import changes, extensions
from interchange.assessment.queries.lists import sheets_of_board
from interchange.audit.queries import events_of, verify_chain
from interchange.catalogue.queries import options_for_entry, series_list, tariffs
from interchange.catalogue.queries.look_timetable import papers
from interchange.centres.queries import centre_ids
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.queue import failed_jobs
from interchange.demo import company, filing, world
from interchange.demo.cast import BAR, LOGIN_IDS, PASSWORD, QUARRY, SHOWN_ALONE, STAFF
from interchange.entries.models import AcceptedWarning, Correction
from interchange.entries.queries.batches import batches
from interchange.entries.queries.clashing import clashing
from interchange.estimates.models import Estimate, ForecastSheet, Return
from interchange.estimates.rules.estimates import ESTIMATE
from interchange.notifications.models import Notice
from interchange.notifications.queries import mail_figures
from interchange.site.queries.news import key_reminders, latest_news
from interchange.support.models import Attachment, Guide
from interchange.support.queries import cases, threads
from interchange.support.queries.status import line_of
from interchange.support.queries.status import notices as status_notices
from interchange.support.rules.threads import THREAD
from interchange.transfers.models import HostRequest, LateArrival, SiteApplication, Transfer
from interchange.transfers.rules import cases as elsewhere
from tests import clearing

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
STAFF_EYES = Actor.system("tests")
CASES = {
    Transfer: elsewhere.TRANSFER, HostRequest: elsewhere.HOST_REQUEST, SiteApplication: elsewhere.SITE,
    LateArrival: elsewhere.ARRIVAL,
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The world as it stands at a fixed moment, committed; taken away again after the module."""
    with django_db_blocker.unblock(), clock.pretend(NOW):
        world.prepare()
    yield
    with django_db_blocker.unblock():
        clearing.clear()


@pytest.fixture
def look(made, db):
    with clock.pretend(NOW), tenancy.reading(STAFF_EYES):
        yield STAFF_EYES


def lines(actor):
    this_june = next(one for one in series_list() if one.is_open)
    return sheets_of_board(actor, this_june)


def test_sheets_stand_at_every_stage(look):
    states = Counter(line.state.code for line in lines(look) if line.centre_number in LOGIN_IDS)
    assert set(states) == {"open", "in-progress", "complete", "received", "reopened", "overdue", "not-open"}
    assert 30 <= states.total() <= 60


def test_a_case_of_those_who_sit_elsewhere_stands_in_every_state(look):
    for model, life in CASES.items():
        found = {one.state for one in model.objects.visible_to(look)}  # type: ignore[attr-defined]
        assert found == set(life.states), model


def test_corrections_wait_are_agreed_and_are_refused_and_a_warning_is_accepted(look):
    assert {one.state for one in Correction.objects.visible_to(STAFF_EYES)} == {"asked", "agreed", "refused"}
    assert AcceptedWarning.objects.visible_to(STAFF_EYES).exists()


def test_one_assessment_has_a_thousand_candidates(look):
    [large] = [line for line in lines(look) if (line.centre_number, line.slug) == (QUARRY, "H446-03")]
    assert (large.counts.candidates, large.counts.entered) == (1000, 612)


def test_a_small_school_has_twelve_candidates(look):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM entries_candidate WHERE centre_id = %s", [centre_ids(["20007"])["20007"]]
        )
        assert cursor.fetchone() == (12,)


def test_every_role_of_either_side_is_held_by_somebody(look):
    held = {role for one in company.people() for role in one.roles}
    assert held == set(Role)
    assert {one.person.login_id for one in company.people()} == set(LOGIN_IDS)


def test_requests_wait_are_granted_and_are_refused(look):
    assert Counter(one.state for one in extensions(look)) == {"requested": 1, "granted": 2, "refused": 1}
    asked = Counter((one.state, bool(one.countersigned_by)) for one in changes(look))
    assert asked == {
        ("requested", False): 1,
        ("requested", True): 1,
        ("refused", True): 1,
        ("applied", False): 1,
    }


def test_last_years_series_is_closed_and_has_submitted_sheets(look):
    closed = [one for one in series_list() if not one.is_open]
    assert [one.code for one in closed] == ["2026-06"]
    assert {line.state.code for line in sheets_of_board(look, closed[0]) if line.sheet} == {"received"}


def test_each_trail_holds_and_runs_forward(look):
    for pk in centre_ids(LOGIN_IDS).values():
        assert verify_chain(look, pk).holds
        moments = list(events_of(look, centre_id=pk).values_list("at", flat=True))
        assert moments == sorted(moments, reverse=True)
        assert max(moments) <= NOW


def test_estimated_entries_and_forecast_grades_stand_in_every_state(look):
    states = set(Estimate.objects.visible_to(look).values_list("state", flat=True))
    assert states == set(ESTIMATE.states)
    heads = Return.objects.visible_to(look)
    assert heads.filter(nil=True).exists()
    assert heads.filter(extended_until__isnull=False).exists()
    graded = set(ForecastSheet.objects.visible_to(look).values_list("state", flat=True))
    assert graded == {"entered", "submitted", "amended", "locked"}


def test_there_is_news(look):
    assert {one.audience for one in latest_news()} == {"all", "scopes", "kinds"}
    assert {one.audience for one in key_reminders()} == {"roles", "scopes", "centre"}


def test_messages_stand_in_every_state_and_some_carry_files(look):
    assert {one.state for one in threads.of(look)} == set(THREAD.states)
    assert {one.kind for one in Attachment.objects.visible_to(look)} == {"pdf", "xlsx"}


def test_security_has_two_cases_people_have_guides_and_work_is_planned(look):
    assert [one.state for one in cases.open_cases().order_by("reported_at")] == ["investigated", "reported"]
    assert Guide.objects.filter(withdrawn_at=None).count() == 3
    assert {one.stage for one in map(line_of, status_notices())} == {"coming", "over"}


def test_everybody_signs_in_with_the_password_that_is_printed(made, capsys):
    assert {one.person.check_password(PASSWORD) for one in company.people()} == {True}
    with clock.pretend(NOW):
        call_command("prepare_demo")
    said = capsys.readouterr().out
    assert f"{BAR}     annlee         Ann Lee, Centre Administrator (GQ), Bar School" in said
    assert f"{STAFF}       olugrant" in said
    assert PASSWORD in said


def test_another_start_adds_nothing(made):
    before = counts()
    with clock.pretend(NOW):
        world.prepare()
    assert counts() == before


def test_a_start_nine_days_later_moves_every_date(made):
    with clock.pretend(NOW):
        before = days()
    with clock.pretend(NOW + timedelta(9)):
        world.prepare()
        assert days() == before


def days():
    """How many days each sheet has left, and where it stands."""
    with tenancy.reading(STAFF_EYES):
        return [(line.centre_id, line.slug, line.days_left, line.state.code) for line in lines(STAFF_EYES)]


def counts():
    """How many rows each table has."""
    tables = [
        "audit_eventrecord",
        "assessment_mark",
        "assessment_submission",
        "entries_entry",
        "accounts_person",
    ]
    with tenancy.for_staff(), connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        return found


def test_the_cast_has_notices_of_all_ages_most_of_them_read(look):
    told = list(Notice.objects.exclude(person=None))
    ages = sorted((NOW - one.made_at).days for one in told)
    assert ages[0] <= 1
    assert ages[-1] >= 28
    assert 0 < sum(one.read_at is None for one in told) < len(told) / 2
    assert all(
        NOW - one.mail_due_at < timedelta(days=1) for one in told if one.sent_at is None and one.mail_due_at
    )


def test_the_system_administrator_sees_a_job_that_failed_and_mail_that_was_not_sent(look):
    [job] = failed_jobs(first=0, most=9)
    assert job.task == "notifications.deliver"
    figures = mail_figures()
    assert (figures.failing, figures.given_up) == (1, 1)


def test_bar_school_has_a_user_in_every_state_and_a_review_under_way(look):
    ann = company.actors()["ann"]
    found = Counter(user.state for user in users_of(ann, left=True))
    assert set(found) == set(State) - {State.LOCKED, State.ANONYMISED}
    assert {user.age.standing for user in users_of(ann)} == {"fine", "soon", "expired"}
    page = review_page(ann)
    assert page["review"].completed_at is None
    assert page["progress"].decided == 3


def test_the_cast_comes_in(look):
    assert {user.state for user in users_of(company.actors()["ann"]) if user.name not in SHOWN_ALONE} == {
        State.ACTIVE
    }


def test_the_timetable_is_near_today_and_four_candidates_of_one_school_have_papers_that_clash(look):
    series = next(one for one in series_list() if one.is_open)
    sat = papers(series.pk).values()
    assert (
        NOW.date() - timedelta(days=7) <= min(paper.on for paper in sat) < NOW.date() < max(p.on for p in sat)
    )
    found = clashing(look, series.pk, centre_id=centre_ids([BAR])[BAR])
    assert {one.clash.key for one in found} == {one.clash.key for one in found[:1]}
    assert [one.number for one in found] == ["1040", "1041", "1042", "1043"]
    assert [paper.code for paper in found[0].clash.papers] == ["H420/02", "H472/01"]
    assert found[0].clash.long_sessions


def test_every_option_has_a_fee(look):
    series = next(one for one in series_list() if one.is_open)
    held = tariffs(series.pk)
    assert {(one.entry_code, one.code) for one in options_for_entry()} <= held.keys()


def test_a_centre_has_sent_a_file_in_every_state_and_sends_none_twice(made):
    with clock.pretend(NOW), tenancy.reading(STAFF_EYES):
        sent = {batch.name: batch.state for batch in batches(STAFF_EYES).filter(route="edi")}
        again = filing.scenes("2027-06", company.actors(), now=NOW)
    assert (sent, again) == ({
        "A5432101.X01": "loaded", "A5432101 (1).X02": "rejected", "A5432101.X02": "loaded",
        "A5432101.X03": "asking", "A5432101.X04": "received",
    }, [])  # fmt: skip
