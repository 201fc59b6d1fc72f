"""What people type is shown as they typed it and never becomes part of a page."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.utils.html import escape

from interchange.accounts.models import Membership
from tests.rights import holders
from tests.samples import LOCKED, Route, address, tried
from tests.world import MARKUP, Half, World

RAW = re.compile(rb"<u x>|\"'(>|&gt;)&lt;u|\"'>")
FORM = "application/x-www-form-urlencoded"


def people(world: World, route: Route) -> list[Membership]:
    """Who holds everything on each side, where that is enough for the route."""
    both = [world.here.everybody, world.staff]
    return [person for person in both if set(person.roles) & holders(route.needs)]


def raw_in(answer: Any) -> list[bytes]:
    """Where the page holds what was typed as it was typed."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [answer.content[max(0, hit.start() - 60) : hit.end() + 20] for hit in RAW.finditer(answer.content)]


@pytest.mark.parametrize("route", LOCKED, ids=lambda route: route.name)
def test_no_page_takes_a_name_for_markup(world: World, route: Route):
    for person in people(world, route):
        halves = (world.here, _with_what_was_sent(world.here))
        for where in dict.fromkeys(
            address(route, world, half) for half in halves
        ):  # most name no sheet: once
            assert raw_in(tried(world.browser_of(person), "get", where)) == []


@pytest.mark.parametrize("body", [MARKUP, f'<a title="{MARKUP}">', MARKUP.replace("<", "&lt;")])
def test_a_page_that_does_take_it_for_markup_is_told(body: str):
    assert raw_in(HttpResponse(body)) != []
    assert raw_in(HttpResponse(escape(body))) == []


def _with_what_was_sent(half: Half) -> Half:
    """The same half of the world, whose sheet to look at is the one that was submitted."""
    parts = {**vars(half), "open_sheet": half.sent_sheet}
    return Half(**parts)


def test_the_name_is_there_as_text(world: World):
    page = tried(world.browser_of(world.here.everybody), "get", world.here.open_sheet.url).content
    assert page.count(b"&lt;u x&gt;") > 3


@pytest.mark.parametrize("cell", ["m", "z", "q", "g"])
def test_what_is_typed_into_a_sheet_comes_back_as_text(world: World, cell: str):
    rows = [row for row in world.here.open_sheet.rows(world.here.actor) if row.standing]
    sent = {f"m{row.number}": "7" for row in rows} | {f"{cell}{row.number}": MARKUP for row in rows}
    frame = {
        "rows": len(rows),
        "versions": " ".join(f"{row.number}:{row.version}" for row in rows),
        "end": "1",
    }
    answer = tried_form(world, world.here.open_sheet.url, sent | frame)
    assert answer.status_code == (422 if cell == "m" else answer.status_code) < 500
    assert raw_in(answer) == []


@pytest.mark.parametrize("route", LOCKED, ids=lambda route: route.name)
def test_what_is_typed_into_a_form_comes_back_as_text(world: World, route: Route):
    names = "q why reason decision title body evidence numbers until receipt code verb mark grade number text rows"
    for person in people(world, route):
        sent = dict.fromkeys([*names.split(), "from_on", "until_on", "current", "new", "shown"], MARKUP)
        where = address(route, world, world.here)
        assert raw_in(tried_form(world, where, sent, person)) == []
        asked = f"{where}?{urlencode(dict.fromkeys(['q', 'series', 'group', 'family', 'number', 'kind'], MARKUP))}"
        assert raw_in(tried(world.browser_of(person), "get", asked)) == []


def tried_form(world: World, where: str, sent: dict[str, Any], person: Membership | None = None) -> Any:
    browser = world.browser_of(person or world.here.everybody)
    return tried(browser, "post", where, data=urlencode(sent), content_type=FORM)
