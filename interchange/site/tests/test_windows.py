"""What is told before somebody goes who submits marks, and until a second one administers (4.5, 1.13)."""

import pytest

from interchange.accounts.factories import as_actor, make_actor, make_membership
from interchange.accounts.roles import Role
from interchange.assessment.factories import make_sheet
from interchange.centres.services.approvals import grant_approval

pytestmark = pytest.mark.django_db


def test_the_windows_that_are_open_stand_where_the_only_submitter_is_removed(centre, ann, signed_in):
    sam = as_actor(make_membership("Sam Okafor", Role.SCM, centre=centre))
    for code, closes in (("A102/01", 30), ("A101/01", 5), ("A104/01", -30)):
        make_sheet(centre, code, closes=closes)
    sent = make_sheet(centre, "A103/01")
    sent.fill(ann)
    sent.submit(ann)
    page = signed_in(ann).get(f"/users/{sam.membership_id}/do/remove/").content.decode()
    assert "Open now and not submitted yet" in page
    assert page.index("A101/01") < page.index("A102/01")
    assert "A103/01" not in page
    assert "A104/01" not in page


ONE = "only one Centre Administrator for GQ"


@pytest.fixture
def approved(centre):
    """The first centre, approved for general qualifications."""
    grant_approval(centre.number, "GQ", by=make_actor("April Provost", Role.APPROVALS))
    return centre


@pytest.mark.parametrize("path", ["/welcome/", "/users/"])
def test_a_second_administrator_is_asked_for_until_there_is_one(path, approved, ann, signed_in):
    browser = signed_in(ann)
    assert ONE in browser.get(path).content.decode()
    make_membership("Bea Hunt", Role.CAG, centre=approved)
    assert ONE not in browser.get(path).content.decode()


def test_nobody_is_asked_who_nominates_nobody(approved, ann, ben, signed_in):
    assert ONE not in signed_in(ben).get("/welcome/").content.decode()
