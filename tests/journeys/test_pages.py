"""Every page: no fault that axe finds, in light and dark, and no sideways scroll at 320 px (E5).

The pages are those of the routes, walked as in `tests/test_access.py`: a new page is here without being added.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Response

from interchange.accounts.roles import STAFF_ROLES, WHO_MAY
from tests.journeys.axe import SCRIPT, faults_in_every_light
from tests.journeys.steps import ready, session_cookie
from tests.samples import ROUTES, address
from tests.world import World

NO_PAGES = {
    "accounts:sign-out", "accounts:still-here", "assessment:cells", "entries:cells",
    "demo:sign-in-as", "demo:set-clock",
    "site:health", "site:live", "site:ready", "site:metrics",
}  # fmt: skip
"""What answers with no page of its own; files to download are told by their type."""


@pytest.fixture(scope="module")
def pages(
    server: str, browser: Browser, browser_context_args: dict[str, Any], world: World
) -> Iterator[dict[str, Page]]:
    """One page for each side, which goes from address to address: an officer, a member of staff, and nobody."""
    side = {"officer": world.here.everybody, "staff": world.staff, "nobody": None}
    opened = {}
    for name, who in side.items():
        context = browser.new_context(**browser_context_args, base_url=server)
        context.add_init_script(SCRIPT)
        if who:
            context.add_cookies([session_cookie(who, server)])
        opened[name] = context.new_page()
    yield opened
    for page in opened.values():
        page.context.close()


def looked_at_by(name: str) -> str:
    """From which side a page is looked at: whoever may open it."""
    needs = ROUTES[name].needs
    if needs is None:
        return "nobody"
    return "staff" if WHO_MAY[needs] <= STAFF_ROLES else "officer"


def shown(page: Page, where: str) -> bool:
    """Open an address; whether there is a page. A file is put away, and what only takes forms answers with nothing."""
    answers: list[Response] = []

    def heard(answer: Response) -> None:
        answers.append(answer)

    page.on("response", heard)
    try:
        return is_page(page.goto(where))
    except Error:
        assert not is_page(answers[-1])
        return False
    finally:
        page.remove_listener("response", heard)


def is_page(answer: Response | None) -> bool:
    assert answer is not None
    return answer.headers.get("content-type", "").startswith("text/html") and answer.status != 405


@pytest.mark.parametrize("name", sorted(set(ROUTES) - NO_PAGES))
def test_every_page_can_be_used_by_everybody(name: str, world: World, pages: dict[str, Page]):
    where = address(ROUTES[name], world, world.here)
    page = pages[looked_at_by(name)]
    if not shown(page, where):
        return
    ready(page)
    assert faults_in_every_light(page) == []


SAME_FOR_BOTH = ["site:welcome", "site:search", "site:help", "accounts:change-password"]


@pytest.mark.parametrize("name", SAME_FOR_BOTH)
def test_shared_pages_can_be_used_by_staff_too(name: str, world: World, pages: dict[str, Page]):
    pages["staff"].goto(address(ROUTES[name], world, world.here))
    assert faults_in_every_light(pages["staff"]) == []
