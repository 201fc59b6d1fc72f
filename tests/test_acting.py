"""Whoever looks through a user's eyes finds no link that is refused: only what reading allows is offered (3.3)."""

import re
from html import unescape

import pytest
from django.urls import Resolver404, resolve

from tests.world import World

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')


def route_of(address: str) -> str:
    """The route that answers at an address; the address itself where none does."""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return address


@pytest.mark.usefixtures("_undone")
def test_every_link_that_is_shown_to_who_is_acting_opens(world: World):
    browser = world.browser_of(world.staff)
    began = browser.post(
        f"/desk/act-as/{world.here.everybody.pk}/", {"reason": "asked by telephone about it"}
    )
    assert began.status_code == 302
    sheet = world.here.open_sheet.url
    waiting = ["/welcome/", sheet, f"{sheet}review/", f"{sheet}print/", world.here.sent_sheet.url]
    seen, refused = set[str](), list[str]()
    while waiting:
        where = waiting.pop()
        if route_of(where) in seen:
            continue
        seen.add(route_of(where))
        answer = browser.get(where)
        if answer.status_code == 403:
            refused.append(where)
        elif answer.headers["Content-Type"].startswith("text/html"):
            waiting += [unescape(found) for found in LINK.findall(answer.content.decode())]
    assert not refused
    assert {"assessment:sheet", "assessment:review", "accounts:user", "site:history"} <= seen
