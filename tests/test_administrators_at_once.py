"""Two administrators at the same moment (4.6): a centre that had one keeps one, and nobody acts who is none by then."""

from functools import partial

import pytest

from interchange.accounts.factories import as_actor, make_membership
from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.services import users
from interchange.accounts.services.imports import import_users, preview_import
from interchange.assessment.tests.conftest import together
from interchange.centres.factories import make_centre
from interchange.core.errors import NotAllowed, Refused
from interchange.core.spreadsheets import Table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(transactional_db):
    """Ann and Bea, the two administrators of one centre."""
    centre = make_centre("10001")
    return [as_actor(make_membership(name, Role.CAG, centre=centre)) for name in ("Ann Lee", "Bea Hunt")]


def active(pair) -> int:
    return Membership.objects.usable().filter(centre_id=pair[0].centre_id, roles__contains=["cag"]).count()


@pytest.mark.parametrize("times", range(3))
def test_of_two_who_remove_each_other_one_stays(pair, times):
    ann, bea = pair
    found = together(
        partial(users.remove_user, bea.membership_id, by=ann),
        partial(users.remove_user, ann.membership_id, by=bea),
    )
    assert [type(one) for one in found if isinstance(one, Exception)] == [NotAllowed]
    assert active(pair) == 1


def test_of_two_who_step_down_at_once_one_stays(pair):
    found = together(*[partial(users.change_roles, one.membership_id, [], by=one) for one in pair])
    assert [one.code for one in found if isinstance(one, Refused)] == ["last-administrator"]
    assert active(pair) == 1


def test_one_who_steps_down_while_the_other_suspends_her(pair):
    ann, bea = pair
    together(
        partial(users.change_roles, bea.membership_id, [], by=bea),
        partial(users.suspend_user, bea.membership_id, "Leave", by=ann),
    )
    assert active(pair) == 1


def test_two_people_of_one_name_added_at_once_have_two_usernames(pair):
    calls = [
        partial(users.add_user, "Joy", "Webb", f"joy{n}@school.example", [Role.TUT], by=one)
        for n, one in enumerate(pair)
    ]
    together(*calls)
    assert set(Person.objects.filter(last_name="Webb").values_list("username", flat=True)) == {
        "joywebb",
        "joywebb2",
    }


def test_one_address_added_twice_at_once_is_one_user(pair):
    calls = [partial(users.add_user, "Joy", "Webb", "joy@school.example", [Role.TUT], by=one) for one in pair]
    found = together(*calls)
    assert [one.code for one in found if isinstance(one, Refused)] == ["already-here"]


def test_one_file_taken_in_twice_at_once_is_taken_in_once(pair):
    table = Table(
        [["First name", "Last name", "E-mail", "Roles"], ["Joy", "Webb", "joy@school.example", "TUT"]]
    )
    plan = preview_import(table, by=pair[0])
    found = together(*[partial(import_users, plan.rows, plan.digest, by=one) for one in pair])
    assert [one.code for one in found if isinstance(one, Refused)] == ["changed-meanwhile"]
    assert Person.objects.filter(last_name="Webb").count() == 1
