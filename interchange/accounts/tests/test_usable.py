"""Who may be signed in: the rule for one in hand and the rule for the database are one rule (4.4, 1.1); and what else
a session hangs on."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from interchange.accounts.factories import browser_of, make_membership
from interchange.accounts.middleware import is_usable
from interchange.accounts.models import Membership, Person, SignedIn
from interchange.accounts.roles import Role
from interchange.core import clock

pytestmark = pytest.mark.django_db
AT = clock.real().replace(microsecond=0)
TODAY = clock.london(AT).date()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUSPENDED: dict[str, Any] = {"suspended_at": AT - DAY, "suspended_why": "On leave"}
CASES: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"ended_at": AT - HOUR}, False),
    ({"ended_at": AT + HOUR}, False),
    ({"dormant_at": AT - DAY}, False),
    ({"ends_on": TODAY - DAY}, False),
    ({"ends_on": TODAY}, True),
    ({"ends_on": TODAY + DAY}, True),
    (SUSPENDED, False),
    (SUSPENDED | {"suspended_until": AT + HOUR}, False),
    (SUSPENDED | {"suspended_until": AT}, True),
    (SUSPENDED | {"suspended_until": AT - HOUR}, True),
    (SUSPENDED | {"suspended_until": AT - HOUR, "dormant_at": AT}, False),
]


def agree(membership: Membership) -> bool:
    """Both say the same of it; what they say."""
    in_hand = is_usable(Membership.objects.select_related("person", "centre").get(pk=membership.pk), at=AT)
    assert Membership.objects.usable(AT).filter(pk=membership.pk).exists() is in_hand
    return in_hand


@pytest.mark.parametrize("at_a_centre", [True, False])
def test_each_thing_that_ends_access_ends_it(centre, at_a_centre):
    where = (Role.ACM, centre) if at_a_centre else (Role.SUPPORT, None)
    one = make_membership("Joy Webb", where[0], centre=where[1])
    plain = {field.attname: getattr(one, field.attname) for field in Membership._meta.concrete_fields}
    del plain["id"]
    wrong = []
    for facts, usable in CASES:
        Membership.objects.filter(pk=one.pk).update(**plain | facts)
        if agree(one) is not usable:
            wrong.append(facts)
    assert wrong == []


def test_a_closed_person_is_shut_out_everywhere(centre):
    one = make_membership("Joy Webb", Role.ACM, centre=centre)
    Person.objects.filter(pk=one.person_id).update(is_active=False)
    assert not agree(one)


@pytest.mark.parametrize(("state", "admits"), [("live", True), ("security_hold", False), ("closed", False)])
def test_a_centre_lets_its_people_in_or_not(centre, state, admits):
    one = make_membership("Joy Webb", Role.ACM, centre=centre)
    apps.get_model("centres", "Centre").objects.filter(pk=centre.pk).update(state=state, admits=admits)
    assert agree(one) is admits


# ---------------------------------------------------------------- what a session hangs on


def another_password(person: Person) -> None:
    person.set_password("nine otters by the weir")
    person.save(update_fields=["password"])


ENDS = {
    "ended elsewhere": lambda person: SignedIn.objects.update(ended_at=AT),
    "another password": another_password,
    "left": lambda person: Membership.objects.update(ended_at=AT),
    "its last moment": lambda person: SignedIn.objects.update(until=AT),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_session_ends_with_what_it_hangs_on(centre, end):
    """By a change in the database alone: no service has had the chance to end the session as well."""
    one = make_membership("Joy Webb", Role.ACM, centre=centre)
    browser = browser_of(one)
    assert browser.get("/welcome/").status_code == 200
    ENDS[end](one.person)
    assert browser.get("/welcome/").status_code == 302
