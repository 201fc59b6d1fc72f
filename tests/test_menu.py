"""What is offered to a role: nothing that is closed to it; and the menu says on each page where one is."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from interchange.accounts.roles import Role
from tests.rights import holders
from tests.samples import ROUTES, tried
from tests.world import World

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
IN_THE_MENU = re.compile(r'class="ic-menu__link" href="([^"]+)"( aria-current="page")?')
OPENED = set[str]()
"""What was opened for one role is not opened for the next."""


@pytest.mark.parametrize("role", Role, ids=lambda role: role.name)
def test_nothing_is_offered_that_the_role_may_not_use(world: World, role: Role):
    browser = world.browser_of(world.people[role])
    welcome = tried(browser, "get", "/welcome/").content.decode()
    offered = {unescape(address) for address in LINK.findall(welcome)}
    listed = {unescape(address) for address, _ in IN_THE_MENU.findall(welcome)}
    assert listed <= offered
    assert {address for address in offered if role not in may_open(address)} == set()
    for address in sorted(offered - OPENED):
        answer = tried(browser, "get", address)
        assert answer.status_code == 200, address
        if address in listed:
            found = IN_THE_MENU.findall(answer.content.decode())
            assert [unescape(one) for one, current in found if current] == [address]
        OPENED.add(address)


def may_open(address: str) -> frozenset[Role]:
    """Who may open what stands at an address, by the table of rights."""
    needs = ROUTES[resolve(urlsplit(address).path).view_name].needs
    return frozenset(Role) if needs is None else holders(needs)
