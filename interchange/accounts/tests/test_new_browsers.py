"""A browser that is new asks for a link, and one that is remembered for no code (5.3.5, 5.3.8)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from interchange.accounts.factories import code_for, make_actor, sign_in_by_form
from interchange.accounts.models import (
    KnownBrowser,
    OneUseLink,
    Person,
    SignedIn,
)
from interchange.accounts.roles import Role
from interchange.accounts.tests.at_stages import (
    CODE,
    SET_UP,
    give,
    is_in,
    newcomer,
    options_in,
    password,
    with_passkey,
)
from interchange.audit.events import Event
from interchange.core import clock
from interchange.notifications.models import Notice

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- a new browser (5.3.8)


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
