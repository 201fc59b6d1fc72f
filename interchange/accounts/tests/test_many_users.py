"""Many users changed at once: more than a page holds, in as many statements as a few (D3, 4.12)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import as_actor, make_membership
from interchange.accounts.models import Membership, Person
from interchange.accounts.queries.users import user_of, users_of
from interchange.accounts.roles import Role
from interchange.accounts.rules.names import in_words
from interchange.accounts.rules.users import State
from interchange.accounts.services.memberships import LISTED, change_many, preview_many
from interchange.accounts.steps.users import Extend, Remove, Restore, Suspend, with_role, without_role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy
from interchange.core.errors import Refused
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_of(centre):
    """Makes so many users of the centre at once."""

    def hire(
        number: int, *, called: str = "Kit", roles: tuple[Role, ...] = (Role.ACM, Role.EFA)
    ) -> list[Membership]:
        now = clock.now()
        people = Person.objects.bulk_create(
            Person(login_id="10001", username=f"{called.lower()}{n}", first_name=called, last_name=f"N{n:04}",
                   email=f"{called.lower()}{n}@school.example", added_at=now, password_changed_at=now)
            for n in range(number)
        )  # fmt: skip
        codes = [role.value for role in roles]
        return Membership.objects.bulk_create(
            Membership(person=one, centre=centre, roles=codes, activated_at=now, last_signed_in_at=now)
            for one in people
        )  # fmt: skip

    return hire


VERBS = {
    "give a role": lambda: with_role(Role.TUT),
    "take a role": lambda: without_role(Role.EFA),
    "suspend": lambda: Suspend("School is closed"),
    "restore": Restore,
    "extend": Extend,
    "remove": Remove,
}


def test_what_is_done_to_many_takes_the_statements_of_what_is_done_to_few(ann, staff_of):
    few, many = staff_of(3), staff_of(90, called="Lee")
    for what, verb in VERBS.items():
        spent = []
        for group in (few, many):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                done = change_many(verb(), [one.pk for one in group], by=ann)
            assert done.changed == len(group), what
            spent.append(len(captured))
        assert spent[1] <= spent[0], (what, spent)
    assert Membership.objects.filter(ended_why="removed").count() == 93


def test_each_of_many_has_an_event_and_a_notice_and_the_office_has_one_for_all(ann, centre, staff_of):
    as_actor(make_membership("Bea Hunt", Role.CAG, centre=centre))
    change_many(with_role(Role.SCM), [one.pk for one in staff_of(12)], by=ann)
    with tenancy.for_staff():
        events = EventRecord.unscoped.filter(name=Event.ROLE_GRANTED.value)
        assert len(set(events.values_list("subject", flat=True))) == 12
    assert Notice.objects.filter(kind=Kind.ROLES_CHANGED.value).count() == 12
    told = Notice.objects.filter(kind=Kind.EXAMS_OFFICE_CHANGED.value)
    assert told.count() == 2
    assert "Kit N0000, Kit N0001" in told[0].body
    assert "and 2 more" in told[0].body


def test_what_was_shown_is_what_is_done_or_nothing_is(ann, staff_of):
    keys = [one.pk for one in staff_of(5)]
    shown = preview_many(Suspend("Leave"), keys, by=ann).digest
    change_many(Remove(), keys[:1], by=ann)
    with pytest.raises(Refused) as refusal:
        change_many(Suspend("Leave"), keys, shown, by=ann)
    assert refusal.value.code == "changed-meanwhile"
    assert {user.state for user in users_of(ann)} == {State.ACTIVE}


@pytest.fixture
def found(ann, staff_of, signed_in):
    """Ann's browser, at a centre with more users than a page holds, and what she would send for all of a filter."""
    staff_of(LISTED + 20)
    staff_of(2, called="Zoe")
    sent = {"everybody": "yes", "filter": "q=kit", "doing": "role-add", "role": "tut"}
    return signed_in(ann), sent


def digest_in(page) -> str:
    digest: str = re.findall(r'name="shown" value="(\w+)"', page.content.decode())[0]
    return digest


def test_all_that_match_are_changed_and_nobody_else(ann, found):
    browser, sent = found
    assert "All 120 users that match, on every page" in browser.get("/users/?q=kit").content.decode()
    page = browser.post("/users/many/", sent)
    assert "120 users of 120 would be changed" in page.content.decode()
    assert "120 users: Kit N0000" in page.content.decode()
    assert len(page.content) < 60_000
    answer = browser.post("/users/many/", sent | {"confirmed": "yes", "shown": digest_in(page)}, follow=True)
    assert "120 users updated." in answer.content.decode()
    with_it = Membership.objects.filter(roles__contains=["tut"])
    assert with_it.count() == with_it.filter(person__first_name="Kit").count() == 120


def test_who_came_after_the_look_is_not_changed_unseen(ann, found, staff_of):
    browser, sent = found
    digest = digest_in(browser.post("/users/many/", sent))
    staff_of(1, called="Kitty")
    answer = browser.post("/users/many/", sent | {"confirmed": "yes", "shown": digest})
    assert answer.status_code == 422
    assert "Something has changed since this was shown" in answer.content.decode()
    assert "121 users of 121 would be changed" in answer.content.decode()
    assert not Membership.objects.filter(roles__contains=["tut"]).exists()


def test_all_at_once_without_a_look_is_refused(ann, found):
    browser, sent = found
    assert browser.post("/users/many/", sent | {"confirmed": "yes"}).status_code == 422
    assert not Membership.objects.filter(roles__contains=["tut"]).exists()


def test_what_cannot_be_done_to_some_of_many_is_told_by_name(ann, found):
    browser, _ = found
    page = browser.post(
        "/users/many/", {"everybody": "yes", "filter": "", "doing": "remove"}
    ).content.decode()
    assert "122 users of 123 would be changed" in page
    assert "Left out: You cannot suspend or remove yourself." in page
    assert user_of(ann, ann.membership_id).state is State.ACTIVE


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C"),
     (["A", "B", "C", "D"], "A, B, C and 1 more")],
)  # fmt: skip
def test_names_in_one_line(names, words):
    assert in_words(names, most=3) == words
