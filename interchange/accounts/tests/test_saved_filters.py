"""Filters of the list of users under a name, for oneself or for the centre (D1)."""

import pytest
from django.utils.html import strip_tags

from interchange.accounts.factories import as_actor, make_membership
from interchange.accounts.models import SavedFilter
from interchange.accounts.queries.about import about_person
from interchange.accounts.queries.listing import filters_of
from interchange.accounts.roles import Role
from interchange.accounts.services import filters, users
from interchange.core.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db
LEAVERS = {"filter_name": "Leavers", "filter": "state=left&sort=-last"}


def text(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.fixture
def bea(centre):
    """Bea, who sees the list too."""
    return as_actor(make_membership("Bea Hunt", Role.CAV, centre=centre))


def test_a_filter_is_saved_used_and_removed(ann, signed_in):
    browser = signed_in(ann)
    assert "Save this filter" not in text(browser.get("/users/"))
    assert "Save this filter" in text(browser.get("/users/?state=left"))
    answer = browser.post("/users/filters/", LEAVERS, follow=True)
    assert answer.redirect_chain[-1][0] == "/users/?state=left&sort=-last"
    assert 'href="?state=left&amp;sort=-last" aria-current="true">Leavers</a>' in answer.content.decode()
    [kept] = filters_of(ann)
    browser.post(f"/users/filters/{kept.pk}/remove/")
    assert filters_of(ann) == []


def test_another_sees_it_only_where_it_is_shared_and_removes_it_never(ann, bea, cal, signed_in):
    own = filters.save_filter("Mine", "role=acm", by=ann)
    shared = filters.save_filter("Ours", "role=scm", True, by=ann)
    assert filters_of(bea) == [shared]
    assert filters_of(cal) == []
    page = text(signed_in(bea).get("/users/"))
    assert "Ours of Ann Lee" in page
    for kept in (own, shared):
        assert signed_in(bea).post(f"/users/filters/{kept.pk}/remove/").status_code == 404
    assert SavedFilter.objects.count() == 2


def test_what_is_shared_goes_with_who_shared_it(ann, bea, centre):
    make_membership("Vik Rao", Role.CAV, centre=centre)
    filters.save_filter("Ours", "role=scm", True, by=bea)
    users.remove_user(bea.membership_id, by=ann)
    assert filters_of(ann) == []


def test_the_same_name_again_takes_the_place_of_the_first(ann):
    filters.save_filter("Teachers", "role=tut", by=ann)
    filters.save_filter(" Teachers ", "role=acm&page=3&evil=1", by=ann)
    assert [one.query for one in filters_of(ann)] == ["role=acm"]


@pytest.mark.parametrize(
    ("name", "address", "sentence"),
    [
        (" ", "state=left", "Enter a name"),
        ("x" * 61, "state=left", "Use at most 60"),
        ("Everybody", "", "Nothing is filtered"),
        ("Everybody", "state=nonsense&sort=-last", "Nothing is filtered"),
    ],
)
def test_what_cannot_be_saved_is_told_and_the_list_stays(ann, signed_in, name, address, sentence):
    answer = signed_in(ann).post("/users/filters/", {"filter_name": name, "filter": address})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert '<a href="#filter_name">' in answer.content.decode()


def test_a_name_in_any_letters_and_the_longest_filter_are_kept(ann):
    kept = filters.save_filter("Прощай", f"q={'é' * 200}&state=left", by=ann)
    assert filters_of(ann)[0].query == kept.query
    assert about_person(ann.person_id)["Saved filters"][0]["name"] == "Прощай"


def test_thirty_are_enough(ann):
    for n in range(filters.MOST):
        SavedFilter.objects.create(membership_id=str(ann.membership_id), name=f"No. {n}", query="state=left")
    with pytest.raises(Refused, match="Remove one first"):
        filters.save_filter("One more", "state=left", by=ann)
    filters.save_filter("No. 1", "state=active", by=ann)


def test_who_does_not_see_the_list_saves_no_filter(ben):
    with pytest.raises(NotAllowed):
        filters.save_filter("Mine", "role=acm", by=ben)
