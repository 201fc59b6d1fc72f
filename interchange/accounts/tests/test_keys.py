"""Keys for a centre's own systems: who makes them, what ends them, and what the page shows."""

from datetime import date, timedelta

import pytest
from django.http import Http404, HttpRequest

from interchange.accounts.factories import make_actor
from interchange.accounts.models import ApiKey, Membership, Person
from interchange.accounts.roles import Role
from interchange.accounts.rules.keys import LONGEST_LIFE, new_token, read_token, why_not_until
from interchange.accounts.services.keys import actor_with_key, make_key, revoke_key
from interchange.core import clock
from interchange.core.errors import Refused

TODAY = date(2027, 3, 1)
MONTH = timedelta(days=30)


def key_by(actor, *may, days=30):
    return make_key("Registers", may or ["marks-view"], str(clock.today() + timedelta(days)), by=actor)


def opens(token):
    return actor_with_key(token, HttpRequest())


@pytest.mark.parametrize(("until", "said"), [
    (None, "Give the last day"), (TODAY, "after today"), (TODAY - MONTH, "after today"),
    (TODAY + LONGEST_LIFE + timedelta(1), "a year at most"), (TODAY + LONGEST_LIFE, ""), (TODAY + timedelta(1), ""),
])  # fmt: skip
def test_a_key_works_from_tomorrow_to_a_year_at_most(until, said):
    why = why_not_until(until, today=TODAY)
    assert (said in why) if said else why == ""


def test_a_key_is_read_back_and_no_two_are_alike():
    keys = {new_token() for _ in range(200)}
    assert len(keys) == 200
    assert all(read_token(str(key)) == key for key in keys)


def test_a_key_asks_as_its_maker_with_no_more_than_both_may(ann):
    actor = opens(key_by(ann))
    assert (actor.person_id, actor.centre_id, actor.capabilities) == (
        ann.person_id,
        ann.centre_id,
        {"marks-view", "welcome"},
    )


@pytest.mark.parametrize("change", [
    {"ended_at": clock.now()}, {"suspended_at": clock.now(), "suspended_why": "away"}, {"dormant_at": clock.now()},
    {"ends_on": date(2020, 1, 1)},
])  # fmt: skip
def test_a_key_opens_nothing_once_its_maker_could_not_sign_in(ann, change):
    token = key_by(ann)
    Membership.objects.filter(pk=ann.membership_id).update(**change)
    assert opens(token) is None


def test_a_key_opens_nothing_once_its_maker_s_account_or_centre_is_closed(ann, centre):
    token = key_by(ann)
    held = type(centre).objects.filter(pk=centre.pk)
    held.update(state="security_hold", admits=False)
    assert opens(token) is None
    held.update(state="live", admits=True)
    Person.objects.filter(pk=ann.person_id).update(is_active=False)
    assert opens(token) is None


def test_a_key_opens_nothing_after_its_last_day(ann):
    token = key_by(ann, days=3)
    with clock.pretend(clock.end_of_day(clock.today() + timedelta(3)) - timedelta(seconds=1)):
        assert opens(token)
    with clock.pretend(clock.end_of_day(clock.today() + timedelta(3)) + timedelta(seconds=1)):
        assert opens(token) is None


def test_a_key_opens_nothing_once_it_was_revoked_and_never_by_half(ann):
    token = key_by(ann)
    known = read_token(token)
    assert known is not None
    assert opens(str(new_token()._replace(prefix=known.prefix))) is None
    revoke_key(ApiKey.objects.get().pk, by=ann)
    assert opens(token) is None


def test_nobody_gives_a_key_what_they_may_not_do_themselves(centre):
    vera = make_actor("Vera Lund", Role.CAV, centre=centre)
    with pytest.raises(Refused) as refusal:
        key_by(vera, "marks-view")
    assert refusal.value.code == "key-may"


def test_a_role_taken_away_is_taken_from_the_key_too(ann):
    token = key_by(ann)
    Membership.objects.filter(pk=ann.membership_id).update(roles=["efa"])
    assert opens(token).capabilities == {"welcome"}


@pytest.mark.parametrize(("name", "may", "code"), [
    ("", ["marks-view"], "key-name"), ("x" * 81, ["marks-view"], "key-name"), ("a\x07b", ["marks-view"], "key-name"),
    ("Registers", [], "key-may"), ("Registers", ["users-manage"], "key-may"), ("Registers", ["operate"], "key-may"),
])  # fmt: skip
def test_a_key_needs_a_name_and_something_that_it_may_do(ann, name, may, code):
    with pytest.raises(Refused) as refusal:
        make_key(name, may, str(clock.today() + MONTH), by=ann)
    assert refusal.value.code == code


def test_all_that_is_wrong_with_a_key_is_told_at_once_each_beside_its_field(ann, signed_in):
    answer = signed_in(ann).post("/keys/", {"name": "", "until": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [page.count(f'href="#{field}"') for field in ("name", "may", "until")] == [1, 1, 1]
    assert page.count('class="govuk-error-message"') == 3


def test_another_centre_s_key_is_not_there_to_be_revoked(ann, cal):
    key_by(ann)
    with pytest.raises(Http404):
        revoke_key(ApiKey.objects.get().pk, by=cal)
    assert ApiKey.objects.get().ended_at is None


def test_the_page_shows_a_new_key_once_and_a_list_never(ann, signed_in):
    browser = signed_in(ann)
    sent = {"name": "Registers", "may": ["marks-view"], "until": (clock.today() + MONTH).strftime("%d/%m/%Y")}
    page = browser.post("/keys/", sent).content.decode()
    [key] = ApiKey.objects.all()
    assert f'value="ick_{key.prefix}_' in page
    again = browser.get("/keys/").content.decode()
    assert f"ick_{key.prefix}…" in again
    assert f"ick_{key.prefix}_" not in again
    assert "Revoked" in browser.post(f"/keys/{key.pk}/revoke/", follow=True).content.decode()


def test_what_was_typed_comes_back_with_what_is_wrong(ann, signed_in):
    answer = signed_in(ann).post(
        "/keys/", {"name": "Registers", "may": ["marks-view"], "until": "32/13/2027"}
    )
    assert answer.status_code == 422
    assert b'value="32/13/2027"' in answer.content
    assert b"is not in the calendar. Enter a date such as" in answer.content
