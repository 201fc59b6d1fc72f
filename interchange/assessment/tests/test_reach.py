"""A teacher's eyes narrowed to components and groups (R-ACT-3, 3.2 note 8), and two persons for a sheet (note 4)."""

import pytest
from django.http import Http404

from interchange.accounts.factories import as_actor, make_actor
from interchange.accounts.models import Membership
from interchange.accounts.roles import Role
from interchange.assessment.factories import make_sheet
from interchange.assessment.queries.lists import sheets_of_centre
from interchange.assessment.services.reach import narrow_teacher, set_two_persons
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.entries.factories import make_cohort
from interchange.entries.models import Entry


@pytest.fixture
def shown(centre):
    """A sheet that Ben is to see."""
    return make_sheet(centre, "H446/03")


@pytest.fixture
def hidden(centre):
    """A sheet that Ben is not to see."""
    return make_sheet(centre, "J277/03")


def now(actor):
    return as_actor(Membership.objects.select_related("person", "centre").get(pk=actor.membership_id))


def narrow(ann, ben, *components, groups=()):
    narrow_teacher(ben.membership_id, components, groups, by=ann)
    return now(ben)


def test_a_teacher_sees_every_mark_until_somebody_narrows_it(ben, shown, hidden):
    assert len(shown.rows(now(ben))) == len(hidden.rows(now(ben))) == 3


def test_what_a_teacher_was_not_given_is_not_there(ann, ben, shown, hidden):
    narrowed = narrow(ann, ben, shown.address.component)
    assert shown.rows(narrowed)
    with pytest.raises(Http404):
        hidden.rows(narrowed)
    with tenancy.reading(narrowed):
        listed = [line.slug for line in sheets_of_centre(narrowed, shown.stored_series())]
    assert listed == [shown.address.component]


@pytest.mark.parametrize(
    "part", ["", "history/", "history/0001/", "review/", "file/csv/", "print/", "cells/"]
)
def test_no_page_of_a_sheet_shows_what_is_not_there(ann, ben, shown, hidden, signed_in, part):
    narrow(ann, ben, shown.address.component)
    assert signed_in(ben).get(f"{hidden.url}{part}").status_code == 404


def test_a_mark_cannot_be_saved_where_nothing_is_seen(ann, ben, shown, hidden):
    narrowed = narrow(ann, ben, shown.address.component)
    with pytest.raises(Http404):
        hidden.give(narrowed, "0001", "3")


def test_a_teaching_group_alone_is_seen_and_saved(ann, ben, centre, shown):
    with tenancy.for_centre(centre.pk):
        Entry.unscoped.filter(candidate__number="0002").update(teaching_group="11B")
    narrowed = narrow(ann, ben, groups=["11B"])
    assert [row.number for row in shown.rows(narrowed)] == ["0002"]
    assert shown.give(narrowed, "0002", "30").kept
    assert not shown.give(narrowed, "0001", "30").kept


def test_another_group_s_history_and_printed_form_are_not_there(ann, ben, sam, shown, signed_in):
    shown.fill(ann)
    sent = shown.submit(sam)
    with tenancy.for_centre(ann.centre_id):
        Entry.unscoped.filter(candidate__number="0002").update(teaching_group="11B")
    narrow(ann, ben, groups=["11B"])
    browser = signed_in(ben)
    assert browser.get(f"{shown.url}history/0001/").status_code == 404
    assert browser.get(f"/submissions/{sent.pk}/").status_code == 404
    assert browser.get(f"{shown.url}history/0002/").status_code == 200


def test_a_search_finds_only_what_is_seen(ann, ben, shown, hidden, signed_in):
    narrow(ann, ben, shown.address.component)
    browser = signed_in(ben)
    assert hidden.url not in browser.get("/search/", {"q": "J277"}).content.decode()
    assert shown.url in browser.get("/search/", {"q": "H446"}, follow=True).content.decode()
    assert browser.get("/coursework/enter/", {"code": "J277/03"}).status_code == 422


def test_nobody_who_submits_is_narrowed(ann, sam, shown):
    with pytest.raises(Refused) as refusal:
        narrow_teacher(sam.membership_id, [shown.address.component], [], by=ann)
    assert refusal.value.code == "sees-all"


def test_a_teacher_who_comes_to_submit_sees_everything_again(ann, ben, shown, hidden):
    narrow(ann, ben, shown.address.component)
    Membership.objects.filter(pk=ben.membership_id).update(roles=["acm", "scm"])
    assert hidden.rows(now(ben))


@pytest.mark.parametrize(("components", "groups", "code"), [
    (["nothing"], [], "components"), ([], ["99Z"], "groups"),
])  # fmt: skip
def test_only_what_the_centre_has_can_be_chosen(ann, ben, shown, components, groups, code):
    with pytest.raises(Refused) as refusal:
        narrow_teacher(ben.membership_id, components, groups, by=ann)
    assert refusal.value.code == code


def test_another_centre_s_teacher_is_not_there(cal, ben, shown, elsewhere):
    make_cohort(elsewhere, shown.component, 2)
    with pytest.raises(Http404):
        narrow_teacher(ben.membership_id, [shown.address.component], [], by=cal)


def test_a_narrowing_stands_in_the_trail_once(ann, ben, shown):
    narrow(ann, ben, shown.address.component)
    narrow(ann, ben, shown.address.component)
    with tenancy.for_centre(ann.centre_id):
        assert EventRecord.unscoped.filter(name=Event.SCOPE_CHANGED.value).count() == 1


def test_the_page_narrows_and_shows_it(ann, ben, shown, signed_in):
    browser = signed_in(ann)
    where = f"/coursework/who-sees/{ben.membership_id}/"
    assert shown.address.component in browser.get(where).content.decode()
    assert browser.post(where, {"components": [shown.address.component]}).status_code == 302
    assert "H446/03" in browser.get("/coursework/who-sees/").content.decode().split("<table")[1]
    assert browser.post(where, {"components": ["nothing"]}).status_code == 422


# ---------------------------------------------------------------- two persons for a sheet


def test_whoever_entered_every_mark_may_submit_them_unless_the_centre_says_otherwise(sam, shown):
    shown.fill(sam)
    assert shown.submit(sam)


def test_with_the_switch_on_somebody_else_submits(ann, sam, shown):
    set_two_persons(True, by=ann)
    shown.fill(sam)
    with pytest.raises(Refused) as refusal:
        shown.submit(sam)
    assert refusal.value.code == "entered-alone"
    assert shown.submit(make_actor("Una Byrne", Role.SCM, centre=shown.centre))


def test_one_mark_of_a_colleague_s_is_enough(ann, ben, sam, shown):
    set_two_persons(True, by=ann)
    shown.fill(sam)
    shown.give(ben, "0001", "11", checked=True)
    assert shown.submit(sam)


def test_the_switch_is_the_centre_s_own_and_goes_off_again(ann, cal, sam, shown):
    set_two_persons(True, by=cal)
    shown.fill(sam)
    assert shown.submit(sam)
    set_two_persons(True, by=ann)
    set_two_persons(False, by=ann)
    with tenancy.for_centre(ann.centre_id):
        assert EventRecord.unscoped.filter(name=Event.CENTRE_SETTING_CHANGED.value).count() == 2
