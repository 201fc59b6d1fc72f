"""A person's own password: changed, renewed when it has ended, given up when it was stolen (5.1)."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher

from interchange.accounts.factories import PASSWORD, browser_of, make_actor
from interchange.accounts.models import Membership, OldPassword, Person, SignedIn
from interchange.accounts.roles import Role
from interchange.accounts.services import passwords
from interchange.accounts.services.expiring import tell_of_invitations, tell_of_passwords
from interchange.accounts.services.passwords import set_password
from interchange.accounts.services.people import invite_person
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db

NEW = "nine otters by the weir"
SYSTEM = Actor.system("tests")


def person_of(actor: Actor) -> Person:
    return Person.objects.get(pk=str(actor.person_id))


def changed_ago(actor: Actor, **parts: Any) -> None:
    Person.objects.filter(pk=str(actor.person_id)).update(**parts)


def kinds_told(actor: Actor) -> list[str]:
    return list(Notice.objects.filter(person=actor.person_id).order_by("id").values_list("kind", flat=True))


# ---------------------------------------------------------------- changing it


def test_changing_it_ends_every_other_session_and_tells_the_person(ann, told):
    membership = Membership.objects.get(person=ann.person_id)
    here, elsewhere = browser_of(membership), browser_of(membership)
    answer = here.post("/change-password/", {"current": PASSWORD, "new": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    assert here.get("/change-password/").status_code == 200
    assert elsewhere.get("/change-password/").status_code == 302
    assert SignedIn.objects.filter(ended_at=None).count() == 1
    assert kinds_told(ann) == [Kind.PASSWORD_CHANGED]
    assert len(told(Event.PASSWORD_CHANGED)) == 1


def test_a_wrong_current_password_is_told_and_keeps_the_old_one(signed_in, ann):
    page = signed_in(ann).post("/change-password/", {"current": "wrong", "new": NEW})
    assert page.status_code == 422
    assert b"The current password is not right" in page.content
    assert person_of(ann).check_password(PASSWORD)


def test_wrong_current_passwords_are_slowed_and_locked_as_at_the_front_door(ann, door, told):
    """The tenth locks both: who sits at somebody's open screen gains no other way to guess."""
    at = door.now
    for _ in range(10):
        at += timedelta(seconds=20)
        with clock.pretend(at), pytest.raises(Refused) as refusal:
            passwords.change_password("wrong", NEW, by=ann)
    assert refusal.value.code == "current-password-waits"
    with clock.pretend(at + timedelta(minutes=14)), pytest.raises(Refused, match="Wait until"):
        passwords.change_password(PASSWORD, NEW, by=ann)
    assert {"what": "current password"} in told(Event.LIMIT_REACHED)
    door.now = at + timedelta(minutes=14)
    assert door.sign_in(ann).status_code == 422
    with clock.pretend(at + timedelta(minutes=15, seconds=1)):
        passwords.change_password(PASSWORD, NEW, by=ann)


FRUIT = ["plum", "fig", "sloe", "pear", "quince", "medlar", "damson", "cherry"]
HAD = [PASSWORD, *(f"{word} ladder under seven" for word in FRUIT)]


def test_the_last_eight_passwords_are_not_taken_again(ann):
    for current, new in pairwise(HAD):
        passwords.change_password(current, new, by=ann)
    for old in HAD:
        with pytest.raises(Refused) as refusal:
            passwords.change_password(HAD[-1], old, by=ann)
        assert refusal.value.code == "password-used"
    passwords.change_password(HAD[-1], NEW, by=ann)
    passwords.change_password(NEW, PASSWORD, by=ann)
    assert OldPassword.objects.filter(person=ann.person_id).count() == 8


def test_a_common_password_is_refused_and_that_is_noted(signed_in, ann, told):
    page = signed_in(ann).post(
        "/change-password/", {"current": PASSWORD, "new": "Correct Horse Battery Staple"}
    )
    assert (page.status_code, b"Many people use this password" in page.content) == (422, True)
    assert told(Event.PASSWORD_REFUSED) == [{"why": "password-common"}]


def test_names_of_the_person_and_the_centre_are_refused(ann):
    for new in ("annlee under the ladder", "the Long Road College plums", "10001 plums and a ladder"):
        with pytest.raises(Refused) as refusal:
            passwords.change_password(PASSWORD, new, by=ann)
        assert refusal.value.code == "password-guessable"


# ---------------------------------------------------------------- renewing it


@pytest.mark.parametrize("why", ["password_changed_at", "reset_required_at"])
def test_what_has_ended_is_renewed_after_the_second_factor(door, ann, why, told):
    changed_ago(ann, **{why: "2020-01-01T00:00Z"})
    assert door.sign_in(ann)["Location"] == "/sign-in/new-password/"
    assert not door.is_in()
    page = door.browser.get("/sign-in/new-password/").content
    assert b"has expired" in page or b"have asked for it" in page
    refused = door.browser.post("/sign-in/new-password/", {"new": PASSWORD})
    assert (refused.status_code, b"You have had this password before" in refused.content) == (422, True)
    with clock.pretend(door.now):
        assert door.browser.post("/sign-in/new-password/", {"new": NEW})["Location"] == "/welcome/"
    assert door.is_in()
    assert person_of(ann).reset_required_at is None
    assert len(told(Event.PASSWORD_CHANGED)) == 1


def test_nobody_renews_a_password_that_is_still_good(ann):
    with pytest.raises(Refused) as refusal:
        passwords.renew_password(NEW, by=ann)
    assert refusal.value.code == "password-good"


def test_the_page_of_renewing_is_for_who_is_at_that_stage(door, ann):
    assert door.browser.get("/sign-in/new-password/")["Location"].startswith("/sign-in/")
    with clock.pretend(door.now):
        door.browser.post("/sign-in/", {"login_id": "10001", "username": ann.username, "password": PASSWORD})
        assert door.browser.post("/sign-in/new-password/", {"new": NEW})["Location"] == "/sign-in/code/"
    assert person_of(ann).check_password(PASSWORD)


def test_where_passwords_do_not_expire_an_old_one_lets_in(door, ann, settings):
    settings.PASSWORD_MAX_AGE_MONTHS = 0
    changed_ago(ann, password_changed_at="2020-01-01T00:00Z")
    assert door.sign_in(ann)["Location"] == "/welcome/"


def test_a_stolen_password_has_to_go_when_it_is_next_used(door, ann, settings, tmp_path, told):
    digest = hashlib.sha1(PASSWORD.encode()).hexdigest().upper()  # noqa: S324
    (tmp_path / digest[:5]).write_text(f"{digest[5:]}:7\n", "ascii")
    settings.PASSWORD_BREACH_LIST, settings.PASSWORD_MAX_AGE_MONTHS = str(tmp_path), 0
    assert door.sign_in(ann)["Location"] == "/sign-in/new-password/"
    assert told(Event.PASSWORD_RESET_REQUIRED) == [{"why": "in a list of stolen ones"}]
    assert kinds_told(ann) == [Kind.PASSWORD_BREACHED]
    refused = door.browser.post("/sign-in/new-password/", {"new": PASSWORD})
    assert b"in a list of stolen passwords" in refused.content


def test_when_hashing_costs_more_a_password_is_hashed_anew_as_it_is_shown(door, ann, settings):
    """5.1.9: from the hasher of yesterday to that of today, at the sign-in that shows the password."""
    settings.PASSWORD_HASHERS = ["interchange.accounts.hashers.Argon2Modest", *settings.PASSWORD_HASHERS[:1]]
    changed_at = person_of(ann).password_changed_at
    assert person_of(ann).password.startswith("md5$")
    assert door.sign_in(ann, password="wrong password of ann").status_code == 422
    assert person_of(ann).password.startswith("md5$")
    assert door.sign_in(ann).status_code == 302
    after = person_of(ann)
    assert get_hasher("argon2").decode(after.password)["variety"] == "argon2id"
    assert (after.password_changed_at, door.is_in()) == (changed_at, True)


def test_what_hashing_costs_is_a_setting(door, ann, settings):
    settings.PASSWORD_HASHERS = ["interchange.accounts.hashers.Argon2Modest"]
    set_password(person_of(ann), NEW)
    assert "m=19456,t=2,p=1" in person_of(ann).password
    settings.PASSWORD_HASH_ROUNDS = 3
    assert door.sign_in(ann, password=NEW)["Location"] == "/welcome/"
    assert "m=19456,t=3,p=1" in person_of(ann).password


# ---------------------------------------------------------------- told in time


@pytest.fixture
def ending(ann: Actor, ben: Actor) -> date:
    """The day on which Ann's password ends; Ben's lasts longer."""
    changed_ago(ann, password_changed_at="2027-01-12T12:00Z")
    changed_ago(ben, password_changed_at="2027-05-12T12:00Z")
    return date(2027, 7, 12)


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (22, []),
        (21, [Kind.PASSWORD_ENDING]),
        (8, []),
        (7, [Kind.PASSWORD_ENDING]),
        (1, [Kind.PASSWORD_ENDING]),
        (0, []),
        (-1, [Kind.PASSWORD_EXPIRED, Kind.PASSWORDS_EXPIRED]),
        (-2, []),
    ],
)
def test_people_are_told_21_7_and_1_days_before_and_once_it_has_ended(ann, ben, ending, days, kinds, told):
    """Ann administers the centre, so that she is also told of the users whose passwords have ended."""
    on = ending - timedelta(days)
    with clock.pretend(clock.start_of_day(on) + timedelta(hours=8)):
        for _ in range(2):
            tell_of_passwords(on, by=SYSTEM)
    assert (kinds_told(ann), kinds_told(ben)) == (kinds, [])
    assert len(told(Event.PASSWORD_EXPIRED)) == kinds.count(Kind.PASSWORD_EXPIRED)


def test_where_passwords_do_not_expire_nobody_is_told(ann, ending, settings):
    settings.PASSWORD_MAX_AGE_MONTHS = 0
    assert tell_of_passwords(ending - timedelta(7), by=SYSTEM) == 0


def test_who_has_left_is_told_nothing(ann, ending):
    Membership.objects.filter(person=ann.person_id).update(ended_at=clock.now())
    assert tell_of_passwords(ending - timedelta(7), by=SYSTEM) == 0


def test_an_invitation_that_ends_tomorrow_is_told_once_and_its_end_is_noted(centre, told):
    jo = make_actor("Jo Bell", Role.ACM, centre=centre)
    made = datetime(2027, 5, 12, 12, tzinfo=UTC)
    with clock.pretend(made):
        invite_person(person_of(jo), by=SYSTEM)
    counts = []
    for hours in (20, 49, 50, 73, 74):
        with clock.pretend(made + timedelta(hours=hours)):
            tell_of_invitations(by=SYSTEM)
        counts.append((kinds_told(jo).count(Kind.INVITATION_ENDING), len(told(Event.INVITATION_EXPIRED))))
    assert counts == [(0, 0), (1, 0), (1, 0), (1, 1), (1, 1)]
