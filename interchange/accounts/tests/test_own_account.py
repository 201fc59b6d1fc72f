"""Sign-in and security: one's own factors, sessions and browsers, and the second factor asked for again (5.3, 5.4)."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.accounts.access import new_session
from interchange.accounts.factories import SEED, browser_of, code_for, give_app, sign_in_by_form
from interchange.accounts.models import Factor, KnownBrowser, Membership, SignedIn
from interchange.accounts.rules.factors import code_of, step_at
from interchange.audit.events import Event
from interchange.core import clock
from interchange.notifications.models import Notice

pytestmark = pytest.mark.django_db

PAGE, ADD, NEW_CODES = "/account/security/", "/account/factors/add/", "/account/recovery-codes/"
FORM = "application/x-www-form-urlencoded"
OTHER_SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def hers(ann) -> Client:
    """Ann is signed in, and has just shown her second factor."""
    return browser_of(Membership.objects.select_related("person", "centre").get(pk=ann.membership_id))


@pytest.fixture
def second(ann) -> Factor:
    """Another app of hers."""
    return give_app(Membership.objects.get(pk=ann.membership_id).person, OTHER_SEED)


def long_ago(actor) -> None:
    """The second factor was shown eleven minutes ago."""
    SignedIn.objects.filter(person=actor.person_id).update(proved_at=clock.real() - timedelta(minutes=11))


def code_now(actor) -> dict[str, str]:
    return {"code": code_for(actor.person_id)}


# ---------------------------------------------------------------- asked for again (5.3.6)


def test_what_is_protected_asks_for_the_factor_again_and_goes_on(hers, ann, told):
    long_ago(ann)
    asked = hers.get(ADD)
    assert (asked.status_code, asked["Location"]) == (303, f"/step-up/?next={ADD}")
    page = hers.get(asked["Location"]).content
    assert b"will never ask for this code" in page
    before = hers.cookies["sessionid"].value
    assert hers.post("/step-up/", {"next": ADD, **code_now(ann)})["Location"] == ADD
    assert hers.cookies["sessionid"].value != before
    assert hers.get(ADD).status_code == 200
    assert told(Event.STEPPED_UP) == [{"how": "totp"}]


def test_a_form_that_was_sent_is_kept_and_sent_on(hers, ann, second):
    long_ago(ann)
    where = f"/account/factors/{second.pk}/remove/"
    asked = hers.post(
        where, "why=%C3%A9t%C3%A9&csrfmiddlewaretoken=x", content_type="application/x-www-form-urlencoded"
    )
    assert asked["Location"] == f"/step-up/?next={where}"
    assert b"What you typed is kept" in hers.get(asked["Location"]).content
    assert hers.post("/step-up/", {"next": where, "code": "000000"}).status_code == 422
    offered = hers.post("/step-up/", {"next": where, **code_now(ann)}).content.decode()
    assert f'action="{where}"' in offered
    assert 'name="why" value="\u00e9t\u00e9"' in offered
    assert second.pk in Factor.objects.filter(ended_at=None).values_list("pk", flat=True)
    assert hers.post(where)["Location"] == PAGE
    assert Factor.objects.get(pk=second.pk).ended_at is not None


def test_a_script_is_told_with_a_code(hers, ann):
    long_ago(ann)
    answer = hers.get(ADD, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (401, "proof-needed")


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "evil", ""])
def test_nobody_is_led_to_another_site(hers, ann, where):
    assert hers.post("/step-up/", {"next": where, **code_now(ann)})["Location"] == "/welcome/"


def test_wrong_codes_are_events_and_ten_an_hour_lock(hers, ann, told):
    for _ in range(10):
        assert hers.post("/step-up/", {"next": PAGE, "code": "000000"}).status_code == 422
    assert b"Too many wrong codes" in hers.post("/step-up/", {"next": PAGE, **code_now(ann)}).content
    assert told(Event.STEP_UP_REFUSED) == [{"why": "second factor"}] * 10 + [{"why": "waiting"}]
    assert len(told(Event.SIGN_IN_LOCKED)) == 1


def test_ten_minutes_are_counted_by_the_real_clock(hers, ann):
    with clock.pretend(clock.now() + timedelta(minutes=25)):
        assert hers.get(ADD).status_code == 200


# ---------------------------------------------------------------- factors


def test_another_app_is_added_and_named_and_the_owner_is_told(hers, ann, told):
    page = hers.get(ADD).content.decode()
    [key] = re.findall(r'class="ic-key">([A-Z2-7 ]+)<', page)
    seed = key.replace(" ", "")
    answer = hers.post(ADD, {"code": code_of(seed, step_at(clock.real())), "label": "Office"})
    assert answer["Location"] == NEW_CODES
    assert len(re.findall(r'ic-key">([0-9 ]{23})<', hers.get(NEW_CODES).content.decode())) == 10
    hers.post(NEW_CODES, {"kept": "1"})
    assert b"ic-key" not in hers.get(NEW_CODES).content
    app = Factor.objects.get(label="Office")
    assert hers.post(f"/account/factors/{app.pk}/name/", {"label": "Room 12 <b>"})["Location"] == PAGE
    assert b"Room 12 &lt;b&gt;" in hers.get(PAGE).content
    assert len(told(Event.FACTOR_ADDED)) == len(told(Event.FACTOR_NAMED)) == 1
    assert {one.kind for one in Notice.objects.filter(person=ann.person_id)} == {"factor-added"}


def test_the_last_second_factor_cannot_be_removed(hers, ann, second):
    first, other = Factor.objects.filter(person=ann.person_id).order_by("added_at")
    assert hers.post(f"/account/factors/{first.pk}/remove/")["Location"] == PAGE
    refused = hers.post(f"/account/factors/{other.pk}/remove/")
    assert (refused.status_code, b"only second factor" in refused.content) == (409, True)
    assert Notice.objects.filter(person=ann.person_id, kind="factor-removed").count() == 1
    assert Factor.objects.get(pk=first.pk).sealed == ""


def test_a_removed_app_opens_nothing(hers, ann, second):
    first = Factor.objects.filter(person=ann.person_id).order_by("added_at")[0]
    hers.post(f"/account/factors/{first.pk}/remove/")
    other = Client()
    answer = sign_in_by_form(other, ann)
    assert answer.status_code == 422
    assert (
        other.post("/sign-in/code/", {"code": code_of(OTHER_SEED, step_at(clock.real()))}).status_code == 302
    )
    assert code_of(SEED, 1) != code_of(OTHER_SEED, 1)


def test_somebody_else_s_factor_is_not_there(hers, ben):
    theirs = Factor.objects.get(person=ben.person_id)
    assert hers.post(f"/account/factors/{theirs.pk}/remove/").status_code == 404
    assert hers.post(f"/account/factors/{theirs.pk}/name/", {"label": "x"}).status_code == 404


def test_new_recovery_codes_end_the_old_ones(hers, ann, told):
    shown = []
    for _ in range(2):
        assert hers.post(NEW_CODES)["Location"] == NEW_CODES
        shown.append(re.findall(r'ic-key">([0-9 ]{23})<', hers.get(NEW_CODES).content.decode()))
    assert len(told(Event.RECOVERY_CODES_MADE)) == 2
    other = Client()
    sign_in_by_form(other, ann, login_id=ann.centre_number)
    other = Client()
    parts = {
        "login_id": ann.centre_number,
        "username": ann.username,
        "password": "quiet heron borrows marmalade",
    }
    other.post("/sign-in/", parts)
    assert other.post("/sign-in/code/", {"code": shown[0][0]}).status_code == 422
    assert other.post("/sign-in/code/", {"code": shown[1][0]}).status_code == 302


# ---------------------------------------------------------------- sessions and browsers


def test_one_s_own_sessions_are_listed_and_ended(hers, ann, told):
    elsewhere = Client(
        HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/130.0", REMOTE_ADDR="192.0.2.17"
    )
    sign_in_by_form(elsewhere, ann)
    page = unescape(hers.get(PAGE).content.decode())
    assert "Firefox on Windows" in page
    assert "192.0.2.0/24" in page
    assert "192.0.2.17" not in page
    [key] = re.findall(r"/account/sessions/([0-9a-f-]{36})/end/", page)
    assert hers.post(f"/account/sessions/{key}/end/")["Location"] == PAGE
    assert elsewhere.get("/welcome/").status_code == 302
    assert hers.get("/welcome/").status_code == 200
    assert len(told(Event.SESSION_ENDED)) == 1


def test_all_other_sessions_end_at_once(hers, ann):
    others = [Client(), Client()]
    for other in others:
        sign_in_by_form(other, ann)
    assert hers.post("/account/sessions/end-others/")["Location"] == PAGE
    assert [other.get("/welcome/").status_code for other in others] == [302, 302]
    assert hers.get(PAGE).status_code == 200


def test_somebody_else_s_session_is_not_there(hers, ben):
    theirs = new_session(Membership.objects.select_related("person").get(pk=ben.membership_id))
    assert hers.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert SignedIn.objects.get(pk=theirs.pk).ended_at is None


def test_a_browser_that_is_forgotten_is_a_new_one(hers, ann, told):
    browser = Client()
    sign_in_by_form(browser, ann)
    known = KnownBrowser.objects.get(person=ann.person_id)
    assert hers.post(f"/account/browsers/{known.pk}/forget/")["Location"] == PAGE
    assert b"None yet" in hers.get(PAGE).content
    assert len(told(Event.BROWSER_FORGOTTEN)) == 1


def test_the_page_asks_the_database_as_often_with_many_rows(hers, ann):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert hers.get(PAGE).status_code == 200
        return len(asked)

    statements()
    before = statements()
    now = clock.now()
    KnownBrowser.objects.bulk_create(
        KnownBrowser(person_id=ann.person_id, token_hash=str(number), first_seen_at=now, last_seen_at=now)
        for number in range(60)
    )
    membership = Membership.objects.select_related("person").get(pk=ann.membership_id)
    give_app(membership.person)
    new_session(membership)
    assert statements() == before


def test_the_terms_can_be_read_by_anybody(client):
    assert b"Your account is yours alone" in client.get("/terms/").content
