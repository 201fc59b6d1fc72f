"""The way in and its dialogs in every state, by axe, in light and dark and on a narrow screen."""

import pytest
from playwright.sync_api import Page, expect

from interchange.accounts.access import new_session
from interchange.accounts.models import Factor, Person
from interchange.accounts.rules.factors import code_of, step_at
from interchange.core import clock
from tests.journeys.axe import faults_in_every_light
from tests.journeys.conftest import College, OpenAs
from tests.journeys.states import State, States, unscripted
from tests.journeys.steps import control, end_session, give_parts, press_save, sign_in

state = States()


@state
def the_dialog_to_sign_in_again(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, college.sheet(candidates=3).url)
    end_session(page)
    control(page, "Mark", "0001").fill("52")
    control(page, "Mark", "0001").press("Enter")
    expect(page.get_by_role("dialog", name="Sign in again")).to_be_visible()
    return page


@state
def a_wrong_sign_in(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, "/sign-in/")
    page.get_by_label("Login ID", exact=True).fill("99999")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def setting_up_a_second_factor(college: College, open_as: OpenAs) -> Page:
    Factor.objects.filter(person=college.ben.person_id).delete()
    page = open_as(college.ben, "/sign-in/")
    give_parts(page, college.ben)
    page.get_by_label("Code that the app shows").fill("000000")
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def recovery_codes_to_put_away(college: College, open_as: OpenAs) -> Page:
    Factor.objects.filter(person=college.ben.person_id).delete()
    page = open_as(college.ben, "/sign-in/")
    give_parts(page, college.ben)
    seed = page.locator(".ic-key").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code_of(seed, step_at(clock.real())))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
    return page


@state
def a_wrong_code(college: College, open_as: OpenAs) -> Page:
    page = open_as(college.ben, "/sign-in/")
    give_parts(page, college.ben)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def the_terms_to_accept(college: College, open_as: OpenAs) -> Page:
    Person.objects.filter(pk=college.ben.person_id).update(terms_version="")
    page = open_as(college.ben, "/sign-in/")
    sign_in(page, college.ben)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    return page


@state
def three_sessions_already(college: College, open_as: OpenAs) -> Page:
    for _ in range(3):
        new_session(college.ben, factor="totp")
    page = open_as(college.ben, "/sign-in/")
    sign_in(page, college.ben)
    expect(page.get_by_role("heading", name="You are signed in three times already")).to_be_visible()
    return page


@state
def work_held_over_the_front_door(college: College, open_as: OpenAs) -> Page:
    page = unscripted(open_as, college, college.sheet(candidates=2).url)
    control(page, "Mark", "0001").fill("58")
    end_session(page)
    press_save(page)
    expect(page.get_by_text("You were signed out before this was saved.")).to_be_visible()
    return page


@pytest.mark.parametrize("state_of_page", state.values(), ids=state.keys())
def test_every_state_can_be_used_by_everybody(college: College, open_as: OpenAs, state_of_page: State):
    assert faults_in_every_light(state_of_page(college, open_as)) == []
