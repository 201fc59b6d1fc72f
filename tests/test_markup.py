"""What people type is shown as they typed it and never becomes part of a page."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.utils.html import escape

from interchange.accounts.models import Membership
from tests.rights import holders
from tests.samples import ROUTES, Route, address, looks_allowed, tried
from tests.world import MARKUP, Half, World

RAW = re.compile(rb"<u x>|\"'(>|&gt;)&lt;u|\"'>")
FORM = "application/x-www-form-urlencoded"
ASKED = ["q", "series", "group", "family", "number", "kind"]
TYPED = [
    "q", "why", "reason", "decision", "title", "body", "evidence", "numbers", "until", "receipt", "code", "verb",
    "mark", "grade", "number", "text", "rows",
    "from_on", "until_on", "current", "new", "shown",
]  # fmt: skip


def raw_in(answer: Any) -> list[bytes]:
    """Where the page holds what was typed as it was typed."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [answer.content[max(0, hit.start() - 60) : hit.end() + 20] for hit in RAW.finditer(answer.content)]


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
@pytest.mark.parametrize("side", ["centre", "staff"])
def test_who_may_everything_gets_a_page_everywhere_and_no_name_in_it_is_markup(
    world: World, route: Route, side: str
):
    """As whole pages (tests/test_access.py asks as a script does): opened, asked, and with a form sent."""
    person = world.here.everybody if side == "centre" else world.staff
    if route.needs is not None and not set(person.roles) & holders(route.needs):
        answer = tried(world.browser_of(person), "get", address(route, world, world.here))
        assert answer.status_code == 403
        assert b"Your roles do not open this" in answer.content
        return
    for answer in opened_asked_and_sent(world, route, person):
        assert looks_allowed(answer), answer.status_code
        assert raw_in(answer) == []


def opened_asked_and_sent(world: World, route: Route, person: Membership) -> Iterator[Any]:
    browser, where = world.browser_of(person), address(route, world, world.here)
    also = address(route, world, _with_what_was_sent(world.here))
    for opened in dict.fromkeys((where, also)):  # most name no sheet: once
        yield tried(browser, "get", opened)
    yield tried(browser, "get", f"{where}?{urlencode(dict.fromkeys(ASKED, MARKUP))}")
    yield tried_form(world, where, dict.fromkeys(TYPED, MARKUP), person)


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


def tried_form(world: World, where: str, sent: dict[str, Any], person: Membership | None = None) -> Any:
    browser = world.browser_of(person or world.here.everybody)
    return tried(browser, "post", where, data=urlencode(sent), content_type=FORM)
