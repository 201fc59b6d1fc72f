"""Whatever somebody could come in by ends with their access, in the same transaction (4.4)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from interchange.accounts.factories import browser_of, make_membership
from interchange.accounts.models import (
    ActingAs,
    ApiKey,
    Approval,
    CalendarKey,
    KnownBrowser,
    Membership,
    OneUseLink,
    Person,
    SignedIn,
)
from interchange.accounts.roles import Role
from interchange.accounts.steps import end_access, end_access_of, end_everything_of, make_link
from interchange.core import clock

pytestmark = pytest.mark.django_db


def give_everything(membership: Membership, *, seen_by: Membership) -> dict[str, Callable[[], bool]]:
    """One of each way in, and how to ask whether it is still open."""
    person, now = membership.person, clock.now()
    browser_of(membership)
    make_link(OneUseLink.Purpose.ACTIVATE, lasts=timedelta(hours=72), person=person, membership=membership)
    make_link(OneUseLink.Purpose.RESET, lasts=timedelta(minutes=30), person=person)
    KnownBrowser.objects.create(person=person, token_hash=str(person.pk), first_seen_at=now, last_seen_at=now)
    key = str(membership.pk)
    ApiKey.objects.create(
        membership=membership, name="MIS", prefix=key[-12:], token_hash=key, capabilities=[], expires_at=now
    )
    CalendarKey.objects.create(token_hash=key, membership=membership)
    hour = now + timedelta(hours=1)
    ActingAs.objects.create(staff=seen_by, membership=membership, reason="Help", until=hour)
    Approval.objects.create(
        kind="administrator", subject=key, title="A new administrator", reason="Leaves", started_by=person,
        started_at=now, centre_id=membership.centre_id,
    )  # fmt: skip
    Membership.objects.filter(pk=membership.pk).update(glass_roles=["cag"], glass_until=hour)

    def is_open(model: Any, **which: Any) -> Callable[[], bool]:
        return lambda: model.objects.filter(ended_at=None, **which).exists()

    return {
        "session": is_open(SignedIn, membership=membership),
        "invitation": is_open(OneUseLink, membership=membership),
        "reset link": is_open(OneUseLink, purpose="reset", person=person),
        "known browser": is_open(KnownBrowser, person=person),
        "API key": is_open(ApiKey, membership=membership),
        "calendar": is_open(CalendarKey, membership=membership),
        "acting": is_open(ActingAs, membership=membership),
        "approval": lambda: Approval.objects.filter(started_by=person, outcome="").exists(),
        "glass": lambda: Membership.objects.filter(pk=membership.pk).exclude(glass_roles=[]).exists(),
    }


def still_open(ways: dict[str, Callable[[], bool]]) -> set[str]:
    return {name for name, is_open in ways.items() if is_open()}


@pytest.fixture
def helper(db) -> Membership:
    return make_membership("Sam Stone", Role.SUPPORT)


def test_ending_access_leaves_no_way_in(centre, helper):
    ways = give_everything(make_membership("Ben Hill", Role.ACM, centre=centre), seen_by=helper)
    assert still_open(ways) == set(ways)
    end_access(Membership.objects.get(centre=centre), "left")
    assert still_open(ways) == set()


def test_what_is_somebody_else_s_stays(centre, helper):
    ben = make_membership("Ben Hill", Role.ACM, centre=centre)
    ways = give_everything(make_membership("Joy Webb", Role.ACM, centre=centre), seen_by=helper)
    end_access(ben, "left")
    assert still_open(ways) == set(ways)


def test_with_elsewhere_left_only_what_hangs_on_this_one_ends(centre, elsewhere, helper):
    ben = make_membership("Ben Hill", Role.ACM, centre=centre)
    Membership.objects.create(person=ben.person, centre=elsewhere, roles=["acm"])
    ways = give_everything(ben, seen_by=helper)
    end_access(ben, "left")
    assert still_open(ways) == {"reset link", "known browser"}


def test_where_the_other_centre_is_on_hold_nothing_is_left(centre, elsewhere, helper):
    ben = make_membership("Ben Hill", Role.ACM, centre=centre)
    Membership.objects.create(person=ben.person, centre=elsewhere, roles=["acm"])
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(state="security_hold", admits=False)
    ways = give_everything(ben, seen_by=helper)
    end_access(ben, "left")
    assert still_open(ways) == set()


def test_a_person_s_everything_ends_at_every_centre(centre, elsewhere, helper):
    ben = make_membership("Ben Hill", Role.ACM, centre=centre)
    there = Membership.objects.create(person=ben.person, centre=elsewhere, roles=["acm"])
    CalendarKey.objects.create(token_hash="there", membership=there)
    ways = give_everything(ben, seen_by=helper)
    end_everything_of(Person.objects.get(pk=ben.person_id), "password known")
    assert still_open(ways) == set()
    assert not CalendarKey.objects.filter(membership=there, ended_at=None).exists()


def test_what_staff_began_ends_with_them(centre, helper):
    ben = make_membership("Ben Hill", Role.ACM, centre=centre)
    ActingAs.objects.create(staff=helper, membership=ben, reason="Help", until=clock.now())
    Approval.objects.create(
        kind="administrator", subject="x", title="A", reason="B", started_by=helper.person,
        started_at=clock.now(), centre=centre,
    )  # fmt: skip
    end_access(helper, "left")
    assert not ActingAs.objects.filter(ended_at=None).exists()
    assert not Approval.objects.filter(outcome="").exists()


def test_many_end_in_as_few_statements_as_one(centre, django_assert_max_num_queries):
    many = [make_membership(f"User Number{n}", Role.ACM, centre=centre) for n in range(5)]
    with django_assert_max_num_queries(12):
        end_access_of(many, "left")
