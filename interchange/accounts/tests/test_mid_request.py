"""A role that is taken away while a request of its holder is on its way: what was begun with it leaves no power."""

import re
from datetime import timedelta

import pytest
from django.http import HttpRequest

from interchange.accounts import access
from interchange.accounts.access import holds
from interchange.accounts.factories import make_membership
from interchange.accounts.models import Membership
from interchange.accounts.roles import Capability, Role
from interchange.accounts.services.keys import actor_with_key
from interchange.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def _taken_away(ann, monkeypatch):
    """Once the door has let Ann in, and before the service is called, she is no administrator any more."""

    taken: list[Capability] = []

    def let_in(actor, capability):
        may = holds(actor, capability)
        if not taken:
            taken.append(capability)
            Membership.objects.filter(pk=ann.membership_id).update(roles=[Role.ERO.value])
        return may

    monkeypatch.setattr(access, "holds", let_in)


@pytest.mark.usefixtures("_taken_away")
def test_a_key_made_in_that_moment_opens_nothing(ann, signed_in):
    browser, until = signed_in(ann), (clock.today() + timedelta(30)).strftime("%d/%m/%Y")
    page = browser.post("/keys/", {"name": "Registers", "may": ["marks-view"], "until": until})
    [token] = re.findall(r'value="(ick_[^"]+)"', page.content.decode())
    actor = actor_with_key(token, HttpRequest())
    assert actor is not None
    assert actor.capabilities == {"welcome"}
    assert browser.get("/keys/").status_code == 403


@pytest.mark.usefixtures("_taken_away")
def test_a_user_is_not_changed_by_who_is_no_administrator_any_more(ann, ben, centre, signed_in):
    make_membership("Bea Hunt", Role.CAG, centre=centre)
    browser = signed_in(ann)
    answer = browser.post(f"/users/{ben.membership_id}/roles/save/", {"roles": ["scm"]})
    assert answer.status_code == 403
    assert Membership.objects.get(pk=ben.membership_id).roles == [Role.ACM.value]
    assert browser.get("/users/").status_code == 403
