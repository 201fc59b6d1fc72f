"""From the password to the welcome page (2.7, 5.2.3, 5.3, 5.4)."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client

from interchange.accounts.factories import PASSWORD, SEED, code_for, make_actor, sign_in_by_form
from interchange.accounts.models import (
    Factor,
    KnownBrowser,
    Membership,
    OneUseLink,
    Person,
    SharingFlag,
    SignedIn,
)
from interchange.accounts.roles import Role
from interchange.accounts.rules.factors import code_of, step_at
from interchange.accounts.tests.a_key import SoftKey
from interchange.audit.events import Event
from interchange.core import clock
from interchange.notifications.models import Notice

pytestmark = pytest.mark.django_db

CODE, SET_UP, CODES, TERMS = (
    "/sign-in/code/",
    "/sign-in/set-up/",
    "/sign-in/recovery-codes/",
    "/sign-in/terms/",
)
FIREFOX, PHONE = "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0", "Mozilla/5.0 (iPhone) Safari/600"


@pytest.fixture
def visitor() -> Client:
    """At the name that passkeys belong to."""
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


@pytest.fixture
def nick(ann, monkeypatch):
    """The real clock stands still, in the middle of a step; `nick(30)` moves it on."""
    real = [clock.real()]
    real[0] = real[0].replace(second=15)
    monkeypatch.setattr(clock, "real", lambda: real[0])

    def move(seconds: float = 0):
        real[0] += timedelta(seconds=seconds)

    return move


def password(visitor, actor, **more):
    parts = {"login_id": actor.centre_number or "AB1", "username": actor.username, "password": PASSWORD}
    return visitor.post("/sign-in/", parts | more)


def give(visitor, code, **more):
    return visitor.post(CODE, {"code": code, **more})


def is_in(visitor) -> bool:
    return bool(visitor.get("/welcome/").status_code == 200)


def newcomer(actor):
    """Nothing set up yet."""
    Factor.objects.filter(person=actor.person_id).delete()
    return actor


def key_shown(page) -> str:
    [key] = re.findall(r'class="ic-key">([A-Z2-7 ]+)<', page.content.decode())
    return str(key).replace(" ", "")


def options_in(page) -> str:
    [options] = re.findall(r'data-options="([^"]*)"', page.content.decode())
    return unescape(options)


def session_of(visitor) -> str:
    return str(visitor.cookies["sessionid"].value)


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


def set_up(visitor, **parts):
    seed = key_shown(visitor.get(SET_UP))
    return visitor.post(SET_UP, {"code": code_of(seed, step_at(clock.real())), **parts})


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


# ---------------------------------------------------------------- passkeys


@pytest.fixture
def key() -> SoftKey:
    return SoftKey()


def with_passkey(visitor, actor, key):
    password(visitor, newcomer(actor))
    answer = visitor.post(SET_UP, {"passkey": key.made(options_in(visitor.get(SET_UP))), "label": "Desk"})
    assert answer["Location"] == CODES
    visitor.post(CODES)
    visitor.post("/sign-out/")


def test_a_passkey_is_set_up_and_signs_in(visitor, ann, key, told):
    with_passkey(visitor, ann, key)
    password(visitor, ann)
    assert (
        visitor.post(CODE, {"passkey": key.proved(options_in(visitor.get(CODE)))})["Location"] == "/welcome/"
    )
    assert told(Event.SIGNED_IN)[-1] == {"how": "passkey"}
    assert SignedIn.objects.filter(ended_at=None).get().factor == "passkey"


def broken(answer: str) -> list[str]:
    return ["", "[]", "null", "{", "x" * 30_000, answer.replace("signature", "sig"), answer[:-40] + '"}}']


def test_no_other_answer_proves_a_passkey(visitor, ann, key):
    with_passkey(visitor, ann, key)
    password(visitor, ann)
    used = options_in(visitor.get(CODE))
    stranger = SoftKey(name=key.name)
    for answer in (stranger.proved(used), key.proved(used.replace("challenge", "challenge"))[:-9]):
        assert visitor.post(CODE, {"passkey": answer}).status_code == 422
        used = options_in(visitor.get(CODE))
    for number, answer in enumerate(broken(key.proved(used))):
        if number % 3 == 0:
            password(visitor, ann)
        visitor.get(CODE)
        assert visitor.post(CODE, {"passkey": answer}).status_code == 422


def test_an_answer_counts_once_and_a_copied_key_not_at_all(visitor, ann, key):
    with_passkey(visitor, ann, key)
    password(visitor, ann)
    answer = key.proved(options_in(visitor.get(CODE)))
    assert visitor.post(CODE, {"passkey": answer}).status_code == 302
    password(visitor, ann)
    visitor.get(CODE)
    assert visitor.post(CODE, {"passkey": answer}).status_code == 422
    key.counter = 0
    copied = key.proved(options_in(visitor.get(CODE)))
    assert visitor.post(CODE, {"passkey": copied}).status_code == 422


def test_a_passkey_of_another_site_is_no_use_here(visitor, ann):
    password(visitor, newcomer(ann))
    elsewhere = SoftKey(origin="https://evil.example", host="evil.example")
    assert (
        visitor.post(SET_UP, {"passkey": elsewhere.made(options_in(visitor.get(SET_UP)))}).status_code == 422
    )
    assert not Factor.objects.filter(person=ann.person_id).exists()


def test_a_passkey_is_one_person_s(visitor, ann, ben, key):
    with_passkey(visitor, ann, key)
    password(visitor, newcomer(ben))
    answer = visitor.post(SET_UP, {"passkey": key.made(options_in(visitor.get(SET_UP)))})
    assert answer.status_code == 422
    assert b"in use already" in answer.content


def test_where_the_site_has_no_name_no_passkey_is_offered(ann):
    visitor = Client(SERVER_NAME="127.0.0.1")
    password(visitor, newcomer(ann))
    page = visitor.get(SET_UP).content
    assert b"data-options" not in page
    assert b"Use an authenticator app" in page


# ---------------------------------------------------------------- a new visitor (5.3.8)


@pytest.fixture
def checking(settings, ann):
    settings.NEW_BROWSER_CHECK = True
    Person.objects.filter(pk=ann.person_id).update(email="ann.lee@school.example")
    return ann


def link_of(person_id) -> str:
    from interchange.core.sealed import unseal  # noqa: PLC0415

    return unseal(
        Notice.objects.filter(person=person_id, kind="browser-check").latest("made_at").sealed_secret
    )


def test_a_code_in_an_unknown_browser_needs_a_link_from_the_mailbox(visitor, checking, told):
    answer = sign_in_by_form(visitor, checking)
    assert answer["Location"] == "/sign-in/new-browser/"
    assert b"a\xe2\x80\xa6@school.example" in visitor.get("/sign-in/new-browser/").content
    assert not is_in(visitor)
    visitor.post("/sign-in/new-browser/")
    link = link_of(checking.person_id)
    assert b"Yes, continue" in visitor.get(link).content
    assert not is_in(visitor)
    assert visitor.post(link)["Location"] == "/welcome/"
    assert len(told(Event.BROWSER_CHALLENGED)) == len(told(Event.BROWSER_CONFIRMED)) == 1
    visitor.post("/sign-out/")
    assert sign_in_by_form(visitor, checking)["Location"] == "/welcome/"


def test_the_mail_may_take_half_an_hour_and_five_an_hour_are_sent(visitor, checking, nick):
    sign_in_by_form(visitor, checking)
    assert [visitor.post("/sign-in/new-browser/").status_code for _ in range(6)] == [302] * 5 + [409]
    nick(29 * 60)
    assert visitor.post(link_of(checking.person_id))["Location"] == "/welcome/"


def test_the_link_works_in_no_other_browser(visitor, checking):
    sign_in_by_form(visitor, checking)
    visitor.post("/sign-in/new-browser/")
    link, other = link_of(checking.person_id), Client()
    assert b"Nobody is signing in in this browser" in other.get(link).content
    assert b"Nobody is signing in in this browser" in other.post(link).content
    sign_in_by_form(other, checking)
    assert other.post(link).status_code == 409
    assert not is_in(other)
    assert OneUseLink.objects.filter(used_at=None, ended_at=None).count() == 1


def test_who_has_no_factor_confirms_the_browser_before_setting_one_up(visitor, checking):
    assert password(visitor, newcomer(checking))["Location"] == "/sign-in/new-browser/"
    assert visitor.get(SET_UP)["Location"] == "/sign-in/new-browser/"


def test_a_passkey_needs_no_link(visitor, ann, key, settings):
    with_passkey(visitor, ann, key)
    settings.NEW_BROWSER_CHECK = True
    Person.objects.filter(pk=ann.person_id).update(email="ann.lee@school.example")
    visitor.cookies.clear()
    password(visitor, ann)
    answer = visitor.post(CODE, {"passkey": key.proved(options_in(visitor.get(CODE)))})
    assert answer["Location"] == "/welcome/"
    assert Notice.objects.filter(person=ann.person_id, kind="new-browser").count() == 1


# ---------------------------------------------------------------- terms, centres, sessions


def test_the_terms_are_accepted_once_and_again_when_they_change(visitor, ann, settings, told):
    settings.TERMS_VERSION = "2"
    assert sign_in_by_form(visitor, ann)["Location"] == TERMS
    assert b"have changed" in visitor.get(TERMS).content
    assert visitor.post(TERMS, {"version": "2"}).status_code == 422
    assert visitor.post(TERMS, {"version": "1", "accept": "1"}).status_code == 422
    assert visitor.post(TERMS, {"version": "2", "accept": "1"})["Location"] == "/welcome/"
    assert told(Event.TERMS_ACCEPTED) == [{"version": "2"}]
    visitor.post("/sign-out/")
    assert sign_in_by_form(visitor, ann)["Location"] == "/welcome/"


@pytest.fixture
def of_two(ann, elsewhere):
    """Ann works at a second centre as well."""
    Membership.objects.create(person_id=ann.person_id, centre=elsewhere, roles=["acm"])
    return ann


def test_who_works_at_two_centres_chooses_one_and_changes_later(visitor, of_two, elsewhere, told):
    assert sign_in_by_form(visitor, of_two)["Location"] == "/sign-in/centre/"
    page = visitor.get("/sign-in/centre/").content.decode()
    assert "10001 Long Road College" in page
    there = Membership.objects.get(person=of_two.person_id, centre=elsewhere)
    assert visitor.post("/sign-in/centre/", {"membership": str(there.pk)})["Location"] == "/welcome/"
    assert b"20002" in visitor.get("/welcome/").content
    before = session_of(visitor)
    assert (
        visitor.post("/change-centre/", {"membership": str(of_two.membership_id)})["Location"] == "/welcome/"
    )
    assert b"10001" in visitor.get("/welcome/").content
    assert session_of(visitor) != before
    assert told(Event.MEMBERSHIP_CHOSEN) == [{"centre": "10001"}]


def test_nobody_chooses_a_centre_that_is_not_theirs(visitor, of_two, ben):
    sign_in_by_form(visitor, of_two)
    for other in (str(ben.membership_id), "", "nonsense"):
        assert visitor.post("/sign-in/centre/", {"membership": other}).status_code == 422
    assert not is_in(visitor)


def test_where_one_of_two_centres_is_on_hold_the_other_is_left(visitor, of_two, elsewhere):
    apps.get_model("centres", "Centre").objects.filter(pk=elsewhere.pk).update(
        state="security_hold", admits=False
    )
    assert sign_in_by_form(visitor, of_two)["Location"] == "/welcome/"


def test_a_fourth_session_asks_which_to_end(ann, told):
    browsers = [Client(HTTP_USER_AGENT=FIREFOX) for _ in range(4)]
    answers = [sign_in_by_form(visitor, ann)["Location"] for visitor in browsers]
    assert answers == ["/welcome/"] * 3 + ["/sign-in/sessions/"]
    page = browsers[3].get("/sign-in/sessions/").content.decode()
    keys = re.findall(r'name="session" value="([^"]+)"', page)
    assert len(keys) == 3
    assert browsers[3].post("/sign-in/sessions/", {"session": "nonsense"}).status_code == 422
    assert browsers[3].post("/sign-in/sessions/", {"session": keys[-1]})["Location"] == "/welcome/"
    assert [is_in(visitor) for visitor in browsers] == [False, True, True, True]
    assert told(Event.SHARING_SUSPECTED) == [{"signs": ["more than three sessions at once"]}]


def test_sessions_that_were_left_do_not_count(ann, told):
    browsers = [Client() for _ in range(4)]
    for visitor in browsers[:3]:
        sign_in_by_form(visitor, ann)
    with clock.pretend(clock.now() + timedelta(minutes=31)):
        assert sign_in_by_form(browsers[3], ann)["Location"] == "/welcome/"
    assert told(Event.SESSION_EXPIRED) == [{"why": "not used"}] * 3


def test_two_kinds_of_device_within_an_hour_are_noted_once(ann, told):
    for device in (FIREFOX, PHONE):
        assert sign_in_by_form(Client(HTTP_USER_AGENT=device), ann)["Location"] == "/welcome/"
    assert told(Event.SHARING_SUSPECTED) == [{"signs": ["two kinds of device within an hour"]}]
    assert [flag.signs for flag in SharingFlag.objects.filter(membership=ann.membership_id)] == [["devices"]]
    page = Client()
    sign_in_by_form(page, ann)
    answer = page.get(f"/users/{ann.membership_id}/access/")
    assert b"This account may be shared" in answer.content


# ---------------------------------------------------------------- remembering a browser (5.3.5)


def test_a_browser_is_remembered_for_seven_days_where_the_awarding_body_allows_it(visitor, ben, settings):
    settings.REMEMBER_BROWSERS = True
    password(visitor, ben)
    assert b"for 7 days" in visitor.get(CODE).content
    give(visitor, code_for(ben.person_id), remember="1")
    visitor.post("/sign-out/")
    assert password(visitor, ben)["Location"] == "/welcome/"
    assert SignedIn.objects.filter(ended_at=None).get().factor == "browser"
    with clock.pretend(clock.now() + timedelta(days=7, seconds=1)):
        assert password(visitor, ben)["Location"] == CODE
    settings.REMEMBER_BROWSERS = False
    assert password(visitor, ben)["Location"] == CODE


@pytest.mark.parametrize("who", ["ann", "olu", "hana"])
def test_nobody_who_may_much_is_remembered(visitor, who, centre, request, settings):
    settings.REMEMBER_BROWSERS = True
    actor = (
        make_actor("Hana Day", Role.HEAD, centre=centre) if who == "hana" else request.getfixturevalue(who)
    )
    password(visitor, actor)
    assert b"for 7 days" not in visitor.get(CODE).content
    give(visitor, code_for(actor.person_id), remember="1")
    assert KnownBrowser.objects.get(person=actor.person_id).remembered_until is None
    visitor.post("/sign-out/")
    assert password(visitor, actor)["Location"] == CODE


def test_a_remembered_browser_proves_nothing_where_proof_is_asked(visitor, ben, settings):
    settings.REMEMBER_BROWSERS = True
    password(visitor, ben)
    give(visitor, code_for(ben.person_id), remember="1")
    visitor.post("/sign-out/")
    password(visitor, ben)
    assert visitor.get("/account/factors/add/")["Location"].startswith("/step-up/?next=")


def test_the_token_of_a_browser_is_kept_hashed(visitor, ann):
    sign_in_by_form(visitor, ann)
    cookie = visitor.cookies["interchange_browser"]
    assert cookie["httponly"]
    assert KnownBrowser.objects.get().token_hash != cookie.value
    assert not mail.outbox or cookie.value not in mail.outbox[-1].body
