"""Accounts that look as if they were shared: flagged, listed for the desk, looked into (4.11)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import browser_of, make_actor, make_membership, sign_in_by_form
from interchange.accounts.models import SharingFlag, SignedIn
from interchange.accounts.queries.sharing import flags_page, flags_waiting, signs_of_last_month
from interchange.accounts.roles import Role
from interchange.accounts.services.sharing import look_into_flag
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.errors import Refused

pytestmark = pytest.mark.django_db
FOUND = "Ann signed in at home on her own laptop; nobody else has the password."


@pytest.fixture
def seb():
    """Seb the security officer."""
    return make_membership("Seb Curie", Role.SECURITY)


@pytest.fixture
def flag_of():
    """Flags somebody's account."""

    def make(actor, *signs, days=0):
        at = clock.now() - timedelta(days=days)
        return SharingFlag.objects.create(membership_id=actor.membership_id, signs=list(signs), at=at)

    return make


def page(browser, **query):
    return browser.get("/desk/flags/", query).content.decode()


def test_the_list_shows_who_was_flagged_where_and_why(ann, cal, seb, flag_of):
    flag_of(ann, "devices")
    flag_of(cal, "sessions", "countries")
    browser = browser_of(seb)
    assert flags_waiting() == 2
    assert "Accounts that may be shared" in browser.get("/welcome/").content.decode()
    shown = page(browser)
    assert "2 accounts flagged" in shown
    assert "Ann Lee" in shown
    assert "two countries within an hour; more than three sessions at once" not in shown
    assert "more than three sessions at once; two countries within an hour" in shown


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"Ann Lee"}),
        ({"state": "looked"}, {"Cal Reid"}),
        ({"state": "all"}, {"Ann Lee", "Cal Reid"}),
        ({"state": "all", "sign": "sessions"}, {"Cal Reid"}),
        ({"state": "all", "centre": "10001"}, {"Ann Lee"}),
        ({"state": "all", "centre": "1000\x00"}, set()),
        ({"state": "nonsense", "sign": "nonsense", "page": "nonsense"}, {"Ann Lee"}),
    ],
)
def test_the_list_is_narrowed_by_state_sign_and_centre(ann, cal, seb, flag_of, query, names):
    flag_of(ann, "devices")
    flag = flag_of(cal, "sessions")
    SharingFlag.objects.filter(pk=flag.pk).update(looked_at=clock.now(), looked_by=seb.person, finding=FOUND)
    assert {str(line.membership.person) for line in flags_page(query)["lines"]} == names


def test_an_empty_list_says_when_an_account_is_flagged(seb):
    assert "Nothing here. An account is flagged when" in page(browser_of(seb))


def test_the_list_takes_as_many_statements_for_many_as_for_one(ann, cal, flag_of):
    def statements():
        with CaptureQueriesContext(connection) as counted:
            [(line.membership.centre.name, line.looked_by) for line in flags_page({})["lines"]]
        return len(counted)

    flag_of(ann, "devices")
    of_one = statements()
    for days in range(60):
        flag_of(cal, "sessions", days=days)
    assert statements() == of_one == 2
    assert flags_page({})["list"].pages == 2


def test_looking_into_one_keeps_who_when_and_why_and_tells_the_trail_of_the_centre(ann, seb, flag_of):
    flag, browser = flag_of(ann, "devices"), browser_of(seb)
    assert browser.post(f"/desk/flags/{flag.pk}/", {"finding": FOUND}).status_code == 302
    flag.refresh_from_db()
    assert (str(flag.looked_by), flag.finding, flag.looked_at is not None) == ("Seb Curie", FOUND, True)
    assert "Ann Lee" not in page(browser)
    with tenancy.for_centre(ann.centre_id):
        event = EventRecord.unscoped.get(name=Event.SHARING_LOOKED_INTO.value)
    assert (event.person_name, event.reason, event.subject) == ("Seb Curie", FOUND, f"person:{ann.person_id}")


def test_what_says_too_little_comes_back_beside_its_field(ann, seb, flag_of):
    flag = flag_of(ann, "devices")
    answer = browser_of(seb).post(f"/desk/flags/{flag.pk}/", {"finding": "<ok>"})
    assert answer.status_code == 422
    assert 'href="#finding"' in answer.content.decode()
    assert "&lt;ok&gt;" in answer.content.decode()


def test_it_is_looked_into_once_and_by_somebody_else(ann, flag_of):
    seb, sid = make_actor("Seb Curie", Role.SECURITY), make_actor("Sid Hale", Role.SECURITY)
    own, flag = flag_of(seb, "sessions"), flag_of(ann, "devices")
    look_into_flag(flag.pk, FOUND, by=seb)
    for one, by, code in ((flag, sid, "looked-already"), (own, seb, "own-account")):
        with pytest.raises(Refused) as refusal:
            look_into_flag(one.pk, FOUND, by=by)
        assert refusal.value.code == code
    look_into_flag(own.pk, FOUND, by=sid)


def test_the_database_keeps_no_half_a_finding(ann, flag_of):
    flag = flag_of(ann, "devices")
    with pytest.raises(IntegrityError), transaction.atomic():
        SharingFlag.objects.filter(pk=flag.pk).update(finding=FOUND)


def test_the_list_as_a_file_is_an_event(ann, seb, flag_of):
    flag_of(ann, "devices")
    browser = browser_of(seb)
    answer = browser.get("/desk/flags.csv", {"state": "all"})
    assert answer["Content-Disposition"] == 'attachment; filename="shared-accounts.csv"'
    assert "two kinds of device within an hour" in answer.content.decode()
    assert browser.get("/desk/flags.pdf").status_code == 404
    with tenancy.for_staff():
        assert EventRecord.unscoped.filter(name=Event.FLAGS_EXPORTED.value).count() == 1


def test_an_administrator_reads_of_the_own_centre_alone(ann, cal, flag_of):
    flag_of(ann, "devices")
    flag_of(ann, "sessions", days=31)
    assert signs_of_last_month(ann, ann.person_id) == ["two kinds of device within an hour"]
    assert signs_of_last_month(cal, ann.person_id) == []


def test_support_reads_the_flags_on_the_account_and_may_not_look_into_them(ann, flag_of):
    flag, sue = flag_of(ann, "devices"), browser_of(make_membership("Sue Porter", Role.SUPPORT))
    shown = sue.get(f"/desk/people/{ann.membership_id}/").content.decode()
    assert "Not looked into yet." in shown
    assert str(flag.pk) not in shown
    assert sue.get("/desk/flags/").status_code == 403


# ---------------------------------------------------------------- countries, where a proxy tells them


@pytest.fixture
def comes_from(monkeypatch):
    """From which country the next requests come, as a proxy that is trusted says."""

    def come(country):
        monkeypatch.setattr("interchange.accounts.middleware.country_of", lambda request: country)

    return come


def test_two_countries_within_an_hour_are_flagged(ann, comes_from):
    for country in ("GB", "FR"):
        comes_from(country)
        assert sign_in_by_form(Client(), ann)["Location"] == "/welcome/"
    assert [flag.signs for flag in SharingFlag.objects.all()] == [["countries"]]
    assert set(SignedIn.objects.values_list("country", flat=True)) == {"GB", "FR"}


def test_where_no_country_is_told_none_is_kept_and_nothing_flagged(ann):
    for _ in range(2):
        sign_in_by_form(Client(), ann)
    assert set(SignedIn.objects.values_list("country", flat=True)) == {""}
    assert not SharingFlag.objects.filter(membership=ann.membership_id).exists()
