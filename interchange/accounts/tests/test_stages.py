"""From the password to the welcome page: the code, setting up, recovery codes (2.7, 5.2.3, 5.3)."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from interchange.accounts.factories import SEED, code_for, sign_in_by_form
from interchange.accounts.models import (
    Factor,
    Membership,
    Person,
    SignedIn,
)
from interchange.accounts.rules.factors import code_of, step_at
from interchange.accounts.tests.at_stages import (
    CODE,
    CODES,
    FIREFOX,
    PHONE,
    SET_UP,
    TERMS,
    give,
    is_in,
    key_shown,
    newcomer,
    password,
    session_of,
    set_up,
)
from interchange.audit.events import Event
from interchange.core import clock
from interchange.notifications.models import Notice

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- the code


def test_a_right_password_alone_opens_nothing(visitor, ann):
    assert password(visitor, ann)["Location"] == CODE
    assert not is_in(visitor)
    assert not SignedIn.objects.exists()
    assert visitor.get("/account/security/").status_code == 302


def test_the_page_says_that_staff_never_ask(visitor, ann):
    password(visitor, ann)
    page = visitor.get(CODE).content
    assert b"will never ask for this code" in page
    assert b'autocomplete="one-time-code"' in page
    assert b"inputmode=numeric" in page


def test_each_code_is_taken_once(visitor, ann, nick):
    other = Client()
    code = code_for(ann.person_id)
    password(visitor, ann)
    password(other, ann)
    assert give(visitor, f" {code[:3]} {code[3:]} ")["Location"] == "/welcome/"
    assert give(other, code).status_code == 422
    nick(30)
    assert give(other, code_of(SEED, step_at(clock.real())))["Location"] == "/welcome/"


@pytest.mark.parametrize(("off", "status"), [(-2, 422), (-1, 302), (0, 302), (1, 302), (2, 422)])
def test_a_device_s_clock_may_be_one_step_off(visitor, ann, nick, off, status):
    password(visitor, ann)
    assert give(visitor, code_of(SEED, step_at(clock.real()) + off)).status_code == status


def test_codes_go_by_the_real_clock_also_where_another_is_pretended(visitor, ann):
    with clock.pretend(clock.now() + timedelta(days=200)):
        password(visitor, ann)
        assert give(visitor, code_for(ann.person_id)).status_code == 302


def test_a_form_sent_twice_signs_in_once(visitor, ann):
    password(visitor, ann)
    code = code_for(ann.person_id)
    assert give(visitor, code)["Location"] == "/welcome/"
    assert give(visitor, code)["Location"] == "/welcome/"
    assert SignedIn.objects.count() == 1


def test_five_wrong_codes_lead_back_to_the_password(visitor, ann, told):
    password(visitor, ann)
    assert [give(visitor, "000000").status_code for _ in range(4)] == [422] * 4
    assert give(visitor, "000000")["Location"] == "/sign-in/?why=tries"
    assert b"Begin again with your password" in visitor.get("/sign-in/?why=tries").content
    assert give(visitor, code_for(ann.person_id))["Location"] == "/sign-in/?why=time"
    assert told(Event.SIGN_IN_REFUSED) == [{"why": "second factor"}] * 5


def test_ten_wrong_codes_within_an_hour_lock_and_the_owner_is_told(visitor, ann, told):
    for _ in range(2):
        password(visitor, ann)
        for _ in range(5):
            give(visitor, "000000")
    password(visitor, ann)
    assert b"Too many wrong codes" in give(visitor, code_for(ann.person_id)).content
    assert told(Event.SIGN_IN_LOCKED) == [{"what": "second factor"}]
    assert [one.kind for one in Notice.objects.filter(person=ann.person_id)] == ["sign-in-locked"]
    with clock.pretend(clock.now() + timedelta(minutes=16)):
        assert give(visitor, code_for(ann.person_id)).status_code == 302


def test_a_browser_that_is_known_gets_in_whatever_happens_elsewhere(visitor, ann):
    sign_in_by_form(visitor, ann)
    visitor.post("/sign-out/")
    stranger = Client()
    with clock.pretend(clock.now()):
        for _ in range(4):
            password(stranger, ann, password="wrong horse wrong battery")
        assert password(stranger, ann).status_code == 422
    assert sign_in_by_form(visitor, ann)["Location"] == "/welcome/"


def test_a_pending_sign_in_lasts_ten_minutes(visitor, ann, nick):
    password(visitor, ann)
    nick(601)
    assert give(visitor, code_for(ann.person_id))["Location"] == "/sign-in/?why=time"


def test_a_pending_sign_in_is_one_browser_s(ann):
    visitor = Client(HTTP_USER_AGENT=FIREFOX)
    password(visitor, ann)
    thief = Client(HTTP_USER_AGENT=PHONE)
    thief.cookies["sessionid"] = session_of(visitor)
    assert give(thief, code_for(ann.person_id))["Location"] == "/sign-in/?why=time"


def test_a_pending_sign_in_ends_with_the_password_and_with_the_membership(visitor, ann, ben):
    password(visitor, ann)
    Person.objects.filter(pk=ann.person_id).update(password="md5$x$changed")
    assert give(visitor, code_for(ann.person_id))["Location"] == "/sign-in/?why=time"
    password(visitor, ben)
    Membership.objects.filter(person=ben.person_id).update(
        suspended_at=clock.now(), suspended_why="Left school"
    )
    assert give(visitor, code_for(ben.person_id))["Location"] == "/sign-in/?why=time"


def test_the_key_of_the_session_changes_with_the_password_and_again_with_the_code(visitor, ann):
    visitor.get("/sign-in/")
    visitor.cookies["sessionid"] = "plantedplantedplantedplantedplan"
    password(visitor, ann)
    between = session_of(visitor)
    give(visitor, code_for(ann.person_id))
    assert len({"plantedplantedplantedplantedplan", between, session_of(visitor)}) == 3
    thief = Client()
    thief.cookies["sessionid"] = between
    assert not is_in(thief)


@pytest.mark.parametrize(
    "page", [CODE, SET_UP, CODES, TERMS, "/sign-in/new-browser/", "/sign-in/centre/", "/sign-in/sessions/"]
)
def test_no_stage_can_be_skipped_or_entered_by_itself(visitor, ann, page):
    assert visitor.get(page)["Location"] == "/sign-in/?why=time"
    password(visitor, ann)
    answer = visitor.post(page, {"accept": "1", "version": "1", "membership": str(ann.membership_id)})
    assert answer.status_code == 422 if page == CODE else answer["Location"] == CODE
    assert not is_in(visitor)


def test_a_code_from_another_site_s_form_is_refused(ann):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(CODE, {"code": "123456"}).status_code == 403


# ---------------------------------------------------------------- setting up


def test_who_has_no_second_factor_sets_one_up_before_anything_else(visitor, ann, told):
    assert password(visitor, newcomer(ann))["Location"] == SET_UP
    page = visitor.get(SET_UP)
    assert b"No phone?" in page.content
    assert b"will never ask for a code" in page.content
    assert set_up(visitor, label="My  phone\n")["Location"] == CODES
    shown = re.findall(r'ic-key">([0-9 ]{23})<', visitor.get(CODES).content.decode())
    assert len(set(shown)) == 10
    assert visitor.post(CODES)["Location"] == "/welcome/"
    app = Factor.objects.get(person=ann.person_id, kind="totp")
    assert (app.label, told(Event.FACTOR_ADDED)) == ("My phone", [{"what": "Authenticator app"}])
    assert Notice.objects.filter(person=ann.person_id, kind="factor-added").count() == 1


def test_the_picture_stays_the_same_until_a_code_is_right(visitor, ann):
    password(visitor, newcomer(ann))
    first = key_shown(visitor.get(SET_UP))
    assert visitor.post(SET_UP, {"code": "000000"}).status_code == 422
    assert key_shown(visitor.get(SET_UP)) == first
    password(visitor, ann)
    assert key_shown(visitor.get(SET_UP)) != first


def test_the_seed_and_the_codes_are_kept_sealed(visitor, ann):
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    password(visitor, newcomer(ann))
    seed = key_shown(visitor.get(SET_UP))
    set_up(visitor)
    code = re.findall(r'ic-key">([0-9 ]{23})<', visitor.get(CODES).content.decode())[0].replace(" ", "")
    kept = str(Session.objects.get(session_key=session_of(visitor)).get_decoded())
    kept += str(list(Factor.objects.values()))
    assert seed not in kept
    assert code not in kept


def test_setting_up_twice_at_once_makes_one_app(visitor, ann):
    password(visitor, newcomer(ann))
    seed = key_shown(visitor.get(SET_UP))
    sent = {"code": code_of(seed, step_at(clock.real()))}
    assert visitor.post(SET_UP, sent)["Location"] == CODES
    assert visitor.post(SET_UP, sent)["Location"] == CODES
    assert Factor.objects.filter(person=ann.person_id, kind="totp").count() == 1


def test_after_a_reset_the_old_app_opens_nothing(visitor, ann):
    Person.objects.filter(pk=ann.person_id).update(factor_lost_at=clock.now())
    assert password(visitor, ann)["Location"] == SET_UP
    assert set_up(visitor)["Location"] == CODES
    person = Person.objects.get(pk=ann.person_id)
    assert person.factor_lost_at is None
    assert Factor.objects.filter(person=person, kind="totp", ended_at=None).count() == 1


# ---------------------------------------------------------------- recovery codes


def test_each_recovery_code_opens_once_and_the_owner_is_told_how_many_are_left(visitor, ann, told):
    password(visitor, newcomer(ann))
    set_up(visitor)
    codes = re.findall(r'ic-key">([0-9 ]{23})<', visitor.get(CODES).content.decode())
    visitor.post(CODES)
    visitor.post("/sign-out/")
    password(visitor, ann)
    assert give(visitor, codes[3])["Location"] == "/welcome/"
    assert told(Event.RECOVERY_CODE_USED) == [{"left": 9}]
    assert Notice.objects.get(person=ann.person_id, kind="recovery-code-used").title.endswith("9 left")
    visitor.post("/sign-out/")
    password(visitor, ann)
    assert give(visitor, codes[3]).status_code == 422
    assert give(visitor, codes[4].replace(" ", ""))["Location"] == "/welcome/"
