"""States of the pages of accounts, joining and the desk that the walk through all routes does not meet, by axe."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from interchange.accounts.factories import as_actor, make_call, make_membership
from interchange.accounts.models import Membership, Person, Review, SharingFlag, SignedIn
from interchange.accounts.roles import Role
from interchange.accounts.services.helping import ask_factor_reset
from interchange.accounts.services.people import invite_person
from interchange.centres.factories import begin_application
from interchange.centres.services.applying import send_application
from interchange.centres.steps import heads
from interchange.centres.steps.doors import Visitor
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.support.factories import make_matter
from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.states import State, States, click, wrong
from tests.journeys.steps import a_file, at, sign_in

state = States()
A_FILE = (
    "First name\tLast name\tE-mail\tRoles\nNia\tPrice\tn.price@c.example\tACM\nBad\t\tnowhere\tNone such\n"
)


def staff(*roles: Role) -> Membership:
    return make_membership(f"Staff {'-'.join(sorted(roles))}".title(), *roles)


# ---------------------------------------------------------------- signing in


@state
def a_choice_of_two_centres(college: College, open_as: OpenAs) -> Page:
    elsewhere = make_membership("Ben Elsewhere", Role.ACM, centre=college.sheet(candidates=1).centre)
    Membership.objects.create(
        person=college.ben.person, centre=None, roles=[Role.SUPPORT.value], activated_at=clock.now()
    )
    page = open_as(elsewhere, "/sign-in/")
    sign_in(page, college.ben)
    at(page, "Choose a centre")
    return page


@state
def an_expired_password_and_a_new_one_too_short(college: College, open_as: OpenAs) -> Page:
    Person.objects.filter(pk=college.ben.person_id).update(password_changed_at=clock.now() - timedelta(400))
    page = open_as(college.ben, "/sign-in/")
    sign_in(page, college.ben)
    page.get_by_label("New password", exact=True).fill("short")
    click(page, "Set password and go on")
    return wrong(page)


@state
def an_invitation_and_a_password_too_short(college: College, open_as: OpenAs) -> Page:
    newcomer = college.hire("Nia Price", Role.ACM)
    Membership.objects.filter(pk=newcomer.pk).update(activated_at=None)
    page = open_as(college.ben, f"/activate/{invite_person(newcomer.person, by=Actor.system('tests'))}/")
    page.get_by_label("New password", exact=True).fill("short")
    click(page, "Set password and go on")
    return wrong(page)


@state
def the_second_factor_asked_for_again(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ann, "/users/new/")
    SignedIn.objects.filter(membership=college.ann).update(proved_at=clock.real() - timedelta(hours=1))
    page.get_by_label("First name").fill("Nia")
    click(page, "Add user and send the invitation")
    at(page, "Show again that it is you")
    page.get_by_label("Code", exact=True).fill("000000")
    click(page, "Continue")
    return wrong(page)


# ---------------------------------------------------------------- users


def busy(college: College) -> None:
    """Users in every state, more than a page of them."""
    people = Person.objects.bulk_create(
        Person(login_id=college.centre.login_id, username=f"user{number}", first_name="User",
               last_name=f"Number{number:02}", added_at=clock.now(), password_changed_at=clock.now())
        for number in range(52)
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(person=one, centre=college.centre, roles=[Role.ACM.value], activated_at=clock.now())
        for one in people
    )
    states: tuple[dict[str, Any], ...] = (
        {"activated_at": None}, {"suspended_at": clock.now(), "suspended_why": "left early"},
        {"dormant_at": clock.now()}, {"ends_on": clock.today() + timedelta(3)}, {"roles": []},
    )  # fmt: skip
    for one, values in zip(
        Membership.objects.filter(centre=college.centre).order_by("person__last_name"), states, strict=False
    ):
        Membership.objects.filter(pk=one.pk).update(**values)
    ages = {"Number06": 400, "Number07": 179}
    for name, days in ages.items():
        found = Person.objects.filter(last_name=name, memberships__centre=college.centre)
        found.update(password_changed_at=clock.now() - timedelta(days))


@state
def users_in_every_state(college: College, open_as: OpenAs) -> Page:
    busy(college)
    page = open_as(college.ann, "/users/")
    expect(page.get_by_text("page 1 of 2")).to_be_visible()
    return page


@state
def a_filter_that_no_user_fits(college: College, open_as: OpenAs) -> Page:
    return open_as(college.ann, "/users/?q=nobody&state=locked")


@state
def a_new_user_with_nothing_filled_in(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ann, "/users/new/")
    click(page, "Add user and send the invitation")
    return wrong(page)


@state
def the_roles_of_one_s_own_account(college: College, open_as: OpenAs) -> Page:
    return open_as(college.ann, f"/users/{college.ann.pk}/roles/")


@state
def a_removal_that_leaves_nobody_to_submit(college: College, open_as: OpenAs) -> Page:
    return open_as(college.ann, f"/users/{college.sam.pk}/do/remove/")


@state
def what_would_happen_to_many(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ann, f"/users/?q={college.ben.person.first_name}")
    page.get_by_role("checkbox", name="Choose Ben Shaw").check()
    page.get_by_label("With the users chosen").select_option("remove")
    click(page, "Go on")
    expect(page.get_by_text("Nothing has been done yet.")).to_be_visible()
    return page


@state
def the_preview_of_a_file_of_users(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ann, "/users/import/")
    page.get_by_label("Or paste from a spreadsheet").fill(A_FILE)
    click(page, "Show what would change by the paste")
    expect(page.get_by_role("table", name="Lines that would be left out")).to_be_visible()
    return page


@state
def a_review_that_removes_somebody(college: College, open_as: OpenAs) -> Page:
    _ = college.ben
    due = clock.today() - timedelta(3)
    Review.objects.create(centre=college.centre, year=due.year, opened_at=clock.now(), due_on=due)
    page = open_as(college.ann, "/users/review/")
    page.get_by_role("group", name="Ben Shaw").get_by_label("Remove").check()
    click(page, "Save decisions")
    at(page, "Remove 1 user")
    return page


# ---------------------------------------------------------------- joining


@state
def access_asked_for_without_a_number(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, "/get-access/")
    click(page, "Ask for access")
    return wrong(page)


@state
def an_application_with_nothing_filled_in(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, f"/apply/{begin_application(email=f'{uuid4().hex}@new.example')}/place/")
    page.get_by_label("Name of the school").fill("")
    click(page, "Save and go on")
    return wrong(page)


@state
def a_link_that_has_ended(college: College, open_as: OpenAs) -> Page:
    return open_as(college.ben, "/confirm/nothing/")


@state
def an_approval_without_a_head(college: College, open_as: OpenAs) -> Page:
    one = send_application(begin_application(email=f"{uuid4().hex}@new.example"), visitor=Visitor())
    page = open_as(staff(Role.APPROVALS), f"/desk/applications/{one.pk}/")
    click(page, re.compile("^Approve"))
    return wrong(page)


@state
def a_hold_without_a_reason(college: College, open_as: OpenAs) -> Page:
    page = open_as(staff(Role.SECURITY), f"/desk/centres/{college.centre.number}/hold/")
    click(page, re.compile("^Put on security hold"))
    return wrong(page)


@state
def lists_of_the_desk_with_nothing_in_them(college: College, open_as: OpenAs) -> Page:
    return open_as(staff(Role.APPROVALS), "/desk/centres/?q=nowhere")


# ---------------------------------------------------------------- support and the desk


@state
def a_message_with_a_file_left_out(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, "/messages/new/")
    page.get_by_label("Choose files").set_input_files([a_file("a.exe", b"MZ"), a_file("a.txt", b"Words.\n")])
    click(page, re.compile("^Send to"))
    expect(page.get_by_text("1 file was left out.")).to_be_visible()
    return page


@state
def no_messages_yet(college: College, open_as: OpenAs) -> Page:
    return open_as(college.ann, "/messages/")


@state
def an_answer_without_words(college: College, open_as: OpenAs) -> Page:
    matter = make_matter(as_actor(college.ann))
    page = open_as(staff(Role.SUPPORT), f"/desk/messages/{matter.thread.pk}/")
    click(page, "Send the answer")
    return wrong(page)


@state
def a_report_without_words(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, "/report/")
    page.get_by_role("main").get_by_role("button").last.click()
    return wrong(page)


@state
def somebody_waits_for_a_second_person(college: College, open_as: OpenAs) -> Page:
    agent = as_actor(staff(Role.SUPPORT))
    make_call(college.ann, by=agent)
    ask_factor_reset(college.ann.pk, "Called back on the number we hold.", by=agent)
    return open_as(staff(Role.SUPPORT_LEAD), "/desk/approvals/")


@state
def a_call_to_the_head_that_lacks_something(college: College, open_as: OpenAs) -> Page:
    with tenancy.for_staff():
        heads.put(college.centre, heads.Head("Hana Novák", "hana@c.example", "01632 960 310"), by="April")
    page = open_as(staff(Role.SUPPORT), f"/desk/people/{college.ann.pk}/call/")
    click(page, "Note the call")
    return wrong(page)


@state
def accounts_that_may_be_shared(college: College, open_as: OpenAs) -> Page:
    SharingFlag.objects.create(membership=college.ann, signs=["devices", "sessions"])
    return open_as(staff(Role.SECURITY), f"/desk/flags/?centre={college.centre.number}")


@state
def an_account_that_was_looked_into(college: College, open_as: OpenAs) -> Page:
    officer = staff(Role.SECURITY)
    flag = SharingFlag.objects.create(
        membership=college.ann,
        signs=["devices"],
        looked_at=clock.now(),
        looked_by=officer.person,
        finding="One user",
    )
    return open_as(officer, f"/desk/flags/{flag.pk}/")


@state
def a_mark_sheet_through_a_user_s_eyes(college: College, open_as: OpenAs) -> Page:
    sheet = college.sheet(candidates=2)
    page = open_as(staff(Role.SUPPORT), f"/desk/act-as/{college.ben.pk}/")
    page.get_by_label("Why").fill("Asked by telephone about it.")
    click(page, "See what they see")
    expect(page.get_by_role("region", name="Looking through a user's eyes")).to_be_visible()
    page.goto(sheet.url)
    return page


@pytest.mark.parametrize("state_of_page", state.values(), ids=state.keys())
def test_every_state_can_be_used_by_everybody(college: College, open_as: OpenAs, state_of_page: State):
    assert faults_in_every_light(state_of_page(college, open_as)) == []


def test_a_new_browser_can_be_confirmed_by_everybody(college: College, open_as: OpenAs, settings: Any):
    settings.NEW_BROWSER_CHECK = True
    Person.objects.filter(pk=college.ben.person_id).update(email="b.shaw@c.example")
    page = open_as(college.ben, "/sign-in/")
    sign_in(page, college.ben)
    at(page, "Confirm this browser")
    click(page, "Send the link")
    expect(page.get_by_text("We have sent a mail to")).to_be_visible()
    assert faults_in_every_light(page) == []
