"""Each way in against each way out: whatever ends somebody's access leaves no way to come in (4.4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from interchange.accounts.factories import as_actor, make_membership
from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.rules.reviews import Decision
from interchange.accounts.services import helping, keeping, memberships, users
from interchange.accounts.services.reviews import decide_lines, open_review
from interchange.accounts.steps import end_everything_of
from interchange.accounts.steps import users as steps
from interchange.accounts.tests.conftest import Door
from interchange.accounts.tests.test_ending import give_everything, still_open
from interchange.centres.services.centres import close_centre, hold_centre
from interchange.core import clock
from interchange.core.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(centre, ann) -> Membership:
    """Joy, who is about to have no access any more."""
    make_membership("Bea Hunt", Role.CAG, centre=centre)
    return make_membership("Joy Webb", Role.ACM, Role.SCM, centre=centre)


def system(centre) -> Actor:
    return Actor.system("tests", centre_id=centre.pk)


def by_the_last_day(leaver, centre, ann, staff) -> None:
    Membership.objects.filter(pk=leaver.pk).update(ends_on=clock.today() - timedelta(1))
    keeping.keep_accounts(by=system(centre))


def by_disuse(leaver, centre, ann, staff) -> None:
    Membership.objects.filter(pk=leaver.pk).update(last_signed_in_at=clock.now() - timedelta(400))
    keeping.keep_accounts(by=system(centre))


def by_the_review(leaver, centre, ann, staff) -> None:
    open_review(centre.pk, 2027, by=system(centre))
    decide_lines({leaver.pk: Decision.REMOVE}, by=ann)


def by_many(leaver, centre, ann, staff) -> None:
    memberships.change_many(steps.Remove(), [leaver.pk], by=ann)


WAYS_OUT: dict[str, Callable[..., object]] = {
    "removed": lambda leaver, centre, ann, staff: users.remove_user(leaver.pk, by=ann),
    "removed with others": by_many,
    "removed in the review": by_the_review,
    "suspended": lambda leaver, centre, ann, staff: users.suspend_user(leaver.pk, "On leave", by=ann),
    "suspended by staff": lambda leaver, centre, ann, staff: helping.suspend_account(
        leaver.pk, "Misuse of the account", by=staff
    ),
    "closed by staff": lambda leaver, centre, ann, staff: helping.close_account(
        leaver.pk, "Left the school", by=staff
    ),
    "last day": by_the_last_day,
    "not used": by_disuse,
    "centre on hold": lambda leaver, centre, ann, staff: hold_centre(
        centre.number, reason="Attack", by=staff
    ),
    "centre closed": lambda leaver, centre, ann, staff: close_centre(
        centre.number, reason="Merged", by=staff
    ),
    "person closed": lambda leaver, centre, ann, staff: end_everything_of(leaver.person, "closed"),
}


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_nothing_stays_open(leaver, centre, ann, way_out):
    staff = make_membership("Sue Stone", Role.SUPPORT, Role.APPROVALS, Role.SECURITY)
    ways_in = give_everything(leaver, seen_by=staff)
    assert still_open(ways_in) == set(ways_in)
    WAYS_OUT[way_out](leaver, centre, ann, as_actor(staff))
    assert still_open(ways_in) == set()


@pytest.mark.parametrize("way_out", [way for way in WAYS_OUT if way != "person closed"])
def test_nobody_signs_in_again_by_the_form(leaver, centre, ann, way_out):
    staff = make_membership("Sue Stone", Role.SUPPORT, Role.APPROVALS, Role.SECURITY)
    WAYS_OUT[way_out](leaver, centre, ann, as_actor(staff))
    door = Door()
    door.now = clock.now()
    assert door.sign_in(as_actor(leaver)).status_code == 422


def test_a_right_that_ended_does_not_come_back_with_the_person(leaver, centre, ann):
    Person.objects.filter(pk=leaver.person_id).update(email="joy@school.example")
    users.remove_user(leaver.pk, by=ann)
    again = users.add_user("Joy", "Webb", "joy@school.example", [Role.TUT], by=ann)
    assert again.person_id == leaver.person_id
    assert again.roles == ["tut"]
