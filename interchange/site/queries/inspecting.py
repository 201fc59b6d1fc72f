"""The trails of all centres for the awarding body's auditors: searched, page by page, and exported."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from interchange.accounts.queries import people as accounts
from interchange.audit.events import Group
from interchange.audit.queries.searching import Asked, Place, of_own_account, search
from interchange.audit.rules import Outcome
from interchange.centres import queries as centres
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.forms import Errors
from interchange.site.queries.telling import Told, told
from interchange.site.queries.trail import DAYS, KINDS, exportable, last_verification, read_days

if TYPE_CHECKING:
    from interchange.audit.models import EventRecord

PAGE = 100
FIELDS = (
    "group", "kind", "outcome", "person", "object", "address", "request", "session", *DAYS, "reason",
)  # fmt: skip
"""The filters besides the centre, as the address names them."""

GROUPS = [("", "Every group"), *((group.value, group.label) for group in Group)]
OUTCOMES = [("", "Done or refused"), *((outcome.value, outcome.label) for outcome in Outcome)]


@dataclass
class Search:
    """A search as it was typed and as it was understood; `errors` by field, each a sentence."""

    typed: dict[str, str]
    centre: str = ""
    asked: Asked = field(default_factory=Asked)
    errors: Errors = field(default_factory=Errors)

    @property
    def address(self) -> str:
        """The search as the query of an address, without the page."""
        return urlencode({name: value for name, value in self.typed.items() if value})


def read_search(query: Mapping[str, str], centre: str = "") -> Search:
    """A search from the parts of an address; errors where parts make no sense, 404 where there is no such centre."""
    found = Search({name: query.get(name, "").strip() for name in FIELDS}, centre)
    typed = found.typed
    since, until, found.errors = read_days(typed)
    found.asked = Asked(
        group=next((group for group in Group if group.value == typed["group"]), None), kind=typed["kind"],
        outcome=typed["outcome"], centre_id=centres.centre_by_number(centre).pk if centre else None,
        people=_people(typed["person"]), subject=typed["object"], network=_network(found), request_id=typed["request"],
        session=typed["session"], since=since, until=until,
        words=typed["reason"],
    )  # fmt: skip
    for name, choices in (("group", GROUPS), ("kind", KINDS), ("outcome", OUTCOMES)):
        if typed[name] not in dict(choices):
            found.errors[name] = "Choose one from the list."
    return found


def _people(typed: str) -> frozenset[UUID] | None:
    """A person by key, or everybody whose name, username or e-mail address has all the words."""
    if not typed:
        return None
    try:
        return frozenset({UUID(typed)})
    except ValueError:
        return frozenset(accounts.keys_of_people_called(typed))


def _network(found: Search) -> str:
    """An address, or a network such as 192.0.2.0/24: after 90 days only that much of an address is left."""
    try:
        return (
            str(ipaddress.ip_network(found.typed["address"], strict=False)) if found.typed["address"] else ""
        )
    except ValueError:
        found.errors["address"] = (
            "Enter a network address such as 192.0.2.7, or a network such as 192.0.2.0/24."
        )
        return ""


def trail_of_centres(actor: Actor, query: Mapping[str, str], centre: str = "") -> dict[str, Any]:
    """For the awarding body's staff: one page of the trails of all centres, or of one, newest first."""
    wanted = read_search(query, centre)
    events: list[EventRecord] = []
    if not wanted.errors:
        events = list(search(actor, wanted.asked, read_place(query.get("before", "")))[: PAGE + 1])
    return {
        "lines": told(actor, events[:PAGE]), "search": wanted, "centre": centre, "kinds": KINDS, "groups": GROUPS,
        "outcomes": OUTCOMES, "verified": last_verification(actor),
        "older": _place_in_address(events[PAGE - 1]) if len(events) > PAGE else "",
    }  # fmt: skip


def own_account(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """What happened to the actor's own account, at every centre, newest first."""
    with tenancy.for_staff():
        events = list(of_own_account(actor, read_place(query.get("before", "")))[: PAGE + 1])
    return {
        "lines": told(actor, events[:PAGE], sheets=False),
        "older": _place_in_address(events[PAGE - 1]) if len(events) > PAGE else "",
    }  # fmt: skip


def read_place(text: str) -> Place | None:
    """Where the page before ended, from its address; 404 where that makes no sense."""
    if not text:
        return None
    moment, _, key = text.partition("_")
    try:
        return datetime.fromtimestamp(int(moment) / 1_000_000, UTC), UUID(key)
    except (ValueError, OverflowError, OSError):
        raise Http404 from None


def _place_in_address(event: "EventRecord") -> str:
    return f"{round(event.at.timestamp() * 1_000_000)}_{event.pk}"


def address_of(centre: str, query: Mapping[str, str]) -> str:
    """Where the page of one centre's trail is, or of all, with the rest of the search; 404 for an unknown centre."""
    parts = [centres.centre_by_number(centre).number] if centre else []
    page = reverse("site:desk-trail-of" if parts else "site:desk-trail", args=parts)
    kept = {name: query[name] for name in FIELDS if query.get(name)}
    return f"{page}?{urlencode(kept)}" if kept else page


EXPORT_HEADINGS = [
    "When (UK time)", "Centre", "Who", "In which role", "What", "About", "Reason", "Outcome", "Address", "Browser",
    "Session", "Request", "Link", "Kind", "Object", "Event",
]  # fmt: skip


def rows_of_search(actor: Actor, wanted: Search) -> list[list[Any]]:
    """Every event of a search as rows; refused where the search has an error or finds too many."""
    if wanted.errors:
        raise Refused("search-wrong", " ".join(wanted.errors.values()))
    events = exportable(search(actor, wanted.asked))
    return [_row(one, event) for one, event in zip(told(actor, events), events, strict=True)]


def _row(one: Told, event: "EventRecord") -> list[Any]:
    return [
        one.at, one.centre, one.who, ", ".join(event.roles), one.sentence, one.about, one.reason, event.outcome,
        event.address or "", event.browser, event.session, event.request_id, one.place, event.name, event.subject,
        str(event.pk),
    ]  # fmt: skip
