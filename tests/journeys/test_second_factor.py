"""Setting up a second factor and signing in with it, by keyboard alone (5.3)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from interchange.accounts.models import Factor, Membership
from tests.journeys.conftest import College, OpenAs
from tests.journeys.steps import follow, menu, tab_to, type_into, type_parts

pytestmark = pytest.mark.usefixtures("by_keyboard")

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
PASSKEY = "Use a passkey or security key"


def plug_in(page: Page) -> None:
    """A device that makes passkeys, and whose owner agrees at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def newcomer(who: Membership) -> Membership:
    """Somebody with nothing set up yet."""
    Factor.objects.filter(person=who.person_id).delete()
    return who


def at_the_door(new_browser: Callable[..., BrowserContext], who: Membership) -> Page:
    page = new_browser().new_page()
    plug_in(page)
    page.goto("/sign-in/")
    type_parts(page, who)
    return page


def test_a_passkey_is_set_up_and_opens_the_account(
    college: College, new_browser: Callable[..., BrowserContext]
):
    page = at_the_door(new_browser, newcomer(college.ben))
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    follow(page, page.get_by_role("button", name="Set up a passkey or security key"))
    expect(page.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
    assert page.get_by_role("listitem").filter(has_text=" ").count() >= 10
    follow(page, page.get_by_role("button", name="I have put them away"))
    expect(menu(page)).to_be_visible()

    follow(page, page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    type_parts(page, college.ben)
    follow(page, page.get_by_role("button", name=PASSKEY))
    expect(menu(page)).to_be_visible()


def test_a_second_factor_is_asked_for_again_before_another_is_added(college: College, open_as: OpenAs):
    page = open_as(college.ben, "/account/security/")
    plug_in(page)
    follow(page, page.get_by_role("link", name="Add another second factor"))
    tab_to(page, page.get_by_role("button", name="Set up a passkey or security key"))
    page.keyboard.press("Enter")
    codes = page.get_by_role("heading", name="Recovery codes")
    expect(codes).to_be_visible()
    follow(page, page.get_by_role("button", name="I have put them away"))
    expect(page.get_by_role("row").filter(has_text="Passkey or security key")).to_be_visible()


def test_without_scripts_a_code_is_enough(college: College, new_browser: Callable[..., BrowserContext]):
    page = new_browser(java_script_enabled=False).new_page()
    page.goto("/sign-in/")
    type_parts(page, newcomer(college.ben))
    expect(page.get_by_role("button", name="Set up a passkey or security key")).to_have_count(0)
    type_into(page, "Code that the app shows", "000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="That is not the code your app should show now")).to_be_visible()
