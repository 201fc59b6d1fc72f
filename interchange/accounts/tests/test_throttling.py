"""Many wrong tries by many roads: what slows, what locks, what alarms, and who comes in all the same (5.2)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import PASSWORD, make_actor
from interchange.accounts.models import Membership, Person, SignedIn, SignInHour, SignInTries
from interchange.accounts.roles import Role
from interchange.accounts.rules.tries import Tries
from interchange.accounts.services import signing_in
from interchange.accounts.services.throttling import alarm_if_flooded, clear_old_tries
from interchange.accounts.steps import tries
from interchange.accounts.tests.conftest import Door
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("tests")
FROM = "192.0.2.7"


def guess(
    door: Door, *, username: str = "annlee", typed: str = "a guess of theirs", address: str = FROM
) -> bool:
    """One try at the service itself, in a browser that nobody knows; whether it let in."""
    try:
        with clock.pretend(door.now):
            signing_in.sign_in("10001", username, typed, address=address, request_id="")
    except Refused:
        return False
    return True


def looked_at(told: Any) -> int:
    """How many guesses were compared with a password."""
    return len([one for one in told(Event.SIGN_IN_REFUSED) if one["why"] != "waiting"])


def test_of_a_hundred_guesses_in_five_minutes_ten_are_looked_at(door, ann, told):
    for _ in range(100):
        guess(door.wait(seconds=3))
    assert looked_at(told) <= 10
    assert len(told(Event.SIGN_IN_LOCKED)) == 1


def test_the_person_is_told_when_and_from_what_network(door, ann):
    SignedIn.objects.create(
        person_id=ann.person_id, membership_id=ann.membership_id, began_at=clock.now(), seen_at=clock.now(),
        until=clock.now(), proved_at=clock.now(), address="192.0.2.99",
    )  # fmt: skip
    for _ in range(10):
        guess(door.wait(seconds=20))
    said = Notice.objects.get(person=ann.person_id, kind=Kind.SIGN_IN_LOCKED.value).body
    assert "a network that you have signed in from before (192.0.2.0/24)" in said
    assert FROM not in said


def test_from_one_address_guesses_at_many_accounts_are_slowed(door, ann, told):
    for number in range(60):
        guess(door.wait(seconds=0.5), username=f"user{number}")
    assert 30 <= looked_at(told) <= 45


def test_a_neighbour_at_the_same_address_waits_seconds_and_comes_in(door, ann, ben):
    for number in range(40):
        guess(door, username=f"user{number}")
    assert not guess(door, username=ben.username, typed=PASSWORD)
    assert guess(door.wait(seconds=4), username=ben.username, typed=PASSWORD)


def test_a_browser_that_is_known_comes_in_whatever_others_try(door, ann, told):
    """5.2.4: a right password and a right second factor from a known device always get in."""
    assert door.sign_in(ann)["Location"] == "/welcome/"
    door.browser.post("/sign-out/")
    for number in range(15):
        guess(door, address="127.0.0.1")
        for other in range(3):
            guess(door, username=f"user{number}{other}", address="127.0.0.1")
    assert not guess(door, typed=PASSWORD, address="127.0.0.1")
    assert door.sign_in(ann)["Location"] == "/welcome/"


def test_a_guesser_in_a_known_browser_is_slowed_as_well(door, ann):
    """Somebody else at the same computer: that browser counts for itself, and locks."""
    door.sign_in(ann)
    door.browser.post("/sign-out/")
    for _ in range(10):
        door.wait(seconds=20).sign_in(ann, password="a guess of theirs")
    assert door.sign_in(ann).status_code == 422


def test_an_unlocked_account_opens_at_once(door, ann):
    for _ in range(10):
        guess(door.wait(seconds=20))
    assert not guess(door, typed=PASSWORD)
    person = Person.objects.get(pk=str(ann.person_id))
    assert tries.forgive(tries.key_of_account(person.login_id, person.username))
    assert guess(door, typed=PASSWORD, address="198.51.100.1")


@pytest.mark.parametrize(
    "reason", ["locked", "unknown", "suspended", "left", "dormant", "closed", "centre on hold", "never set"]
)
def test_every_refusal_asks_the_database_as_much(door, another_door, ann, centre, reason):
    """2.4: a statement more or less would tell in time what the page does not."""
    change = {
        "suspended": lambda: memberships(ann).update(suspended_at=door.now, suspended_why="test"),
        "left": lambda: memberships(ann).update(ended_at=door.now),
        "dormant": lambda: memberships(ann).update(dormant_at=door.now),
        "closed": lambda: Person.objects.filter(pk=str(ann.person_id)).update(is_active=False),
        "centre on hold": lambda: (
            type(centre).objects.filter(pk=centre.pk).update(state="security_hold", admits=False)
        ),
        "never set": lambda: Person.objects.filter(pk=str(ann.person_id)).update(password="!never"),
        "locked": lambda: tries.keep(
            tries.key_of_account("10001", ann.username),
            Tries(0, None, door.now + timedelta(hours=1), door.now),
        ),
    }
    with CaptureQueriesContext(connection) as usual:
        assert not guess(door)
    SignInTries.objects.all().delete()
    change.get(reason, lambda: None)()
    with CaptureQueriesContext(connection) as asked:
        assert not guess(door, username="nobody" if reason == "unknown" else ann.username, typed=PASSWORD)
    assert kinds_of(asked) == kinds_of(usual)


def memberships(actor: Actor) -> Any:
    return Membership.objects.filter(person=actor.person_id)


def kinds_of(captured: Any) -> list[str]:
    """What was asked, without what was asked for."""
    return [one["sql"].split()[0] for one in captured.captured_queries]


# ---------------------------------------------------------------- all together


def failed(hour: Any, failures: int) -> None:
    SignInHour.objects.create(hour=hour, failures=failures)


@pytest.mark.parametrize(("failures", "alarms"), [(200, False), (201, True)])
def test_ten_times_the_usual_alarms_the_security_officers_once(door, failures, alarms, told):
    officer = make_actor("Sol Kerr", Role.SECURITY)
    make_actor("Olu Ade", Role.SUPPORT)
    hour = door.now.replace(minute=0)
    for days in range(1, 29):
        failed(clock.at_time(clock.london(hour).date() - timedelta(days), clock.london(hour).time()), 20)
    failed(hour, failures)
    with clock.pretend(hour + timedelta(minutes=40)):
        assert [alarm_if_flooded(by=SYSTEM) for _ in range(2)] == [alarms, False]
    notices = Notice.objects.filter(kind=Kind.SIGN_IN_ALARM.value)
    assert [notice.person_id for notice in notices] == [officer.person_id] * alarms
    assert len(told(Event.SIGN_IN_ALARM)) == int(alarms)


def test_every_failure_counts_for_its_hour_and_no_success_does(door, ann):
    guess(door)
    guess(door, typed=PASSWORD)
    guess(door.wait(hours=1))
    assert sorted(SignInHour.objects.values_list("failures", flat=True)) == [1, 1]


def test_what_was_tried_is_let_go_when_nothing_follows_from_it(door, ann):
    for _ in range(10):
        guess(door.wait(seconds=20))
    with clock.pretend(door.now + timedelta(hours=2)):
        clear_old_tries(by=SYSTEM)
        assert SignInTries.objects.filter(locked_at__isnull=False).count() == 1, "a second lock lasts longer"
    with clock.pretend(door.now + timedelta(hours=49)):
        assert clear_old_tries(by=SYSTEM) == 1
    assert not SignInTries.objects.exists()
