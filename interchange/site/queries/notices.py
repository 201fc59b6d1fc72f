"""The page Notices and the page on which somebody chooses what is mailed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed, query_of
from interchange.notifications import queries as notifications
from interchange.notifications.rules import How, Kind, kinds_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from interchange.notifications.models import Notice

ON_A_PAGE = 20
LABELS = {kind.value: kind.label for kind in Kind}
THEMES = {
    "assessment": "Marks",
    "entries": "Entries",
    "accounts": "Accounts and people",
    "centres": "The centre",
    "support": "Messages and service",
    "site": "News",
}
"""The parts of the matrix of choices, by the capability that tells."""


@dataclass(frozen=True)
class Line:
    """One notice as the page shows it."""

    id: UUID
    title: str
    paragraphs: list[str]
    at: datetime
    kind: str
    centre: str
    is_read: bool
    link: str
    elsewhere: bool
    """Whether it leads to a page of another centre than the one the person is signed in for."""
    mailed: str


@dataclass(frozen=True)
class Filter:
    """What of it all is shown."""

    kind: str = ""
    centre: str = ""
    state: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Filter":
        """What an address or a form asks for, without what makes no sense."""
        kind, centre, state = (asked.get(name, "") for name in ("kind", "centre", "state"))
        return cls(
            kind if kind in LABELS else "", centre if centre.isascii() and centre.isdigit() else "",
            state if state == "unread" else "",
        )  # fmt: skip

    @property
    def address(self) -> str:
        """The same as part of an address."""
        return query_of(vars(self))


def chosen(actor: Actor, asked: Filter) -> "QuerySet[Notice]":
    """The notices of a person that fit a filter."""
    found = notifications.notices_of(actor)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.centre:
        known = centres.centre_ids([asked.centre])
        found = found.filter(centre_id=known.get(asked.centre, 0))
    return found.filter(read_at=None) if asked.state else found


def inbox(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page shows; as many statements for ten thousand notices as for one."""
    asked = Filter.read(query)
    everything = notifications.notices_of(actor).order_by()
    kinds = set(everything.values_list("kind", flat=True).distinct())
    places = everything.exclude(centre_id=None).values_list("centre_id", flat=True).distinct()
    names = centres.names_of(place for place in places if place is not None)
    page = listed(chosen(actor, asked), vars(asked), query.get("page", ""), each=ON_A_PAGE)
    return {
        "filter": asked, "list": page, "lines": [_line(notice, actor, names) for notice in page.rows],
        "unread": notifications.unread(actor), "any": bool(kinds),
        "kinds": [("", "All"), *((kind, label) for kind, label in LABELS.items() if kind in kinds)],
        "centres": [("", "All"), *((number, f"{number} {name}") for number, name in sorted(names.values()))],
    }  # fmt: skip


def is_elsewhere(notice: "Notice", actor: Actor) -> bool:
    """Whether it leads to a page of another centre than the one the person is signed in for (2.8)."""
    return notice.centre_id is not None and not actor.is_staff and notice.centre_id != actor.centre_id


def _line(notice: "Notice", actor: Actor, names: Mapping[int, tuple[str, str]]) -> Line:
    number, name = names.get(notice.centre_id or 0, ("", ""))
    elsewhere = is_elsewhere(notice, actor)
    return Line(
        notice.pk, notice.title, notice.body.split("\n\n"), notice.made_at, LABELS.get(notice.kind, ""),
        f"{number} {name}".strip(), notice.read_at is not None, notice.link, elsewhere, _mailed(notice),
    )  # fmt: skip


def _mailed(notice: "Notice") -> str:
    """What became of its mail."""
    if notice.sent_at is not None:
        return f"Mailed {clock.time_in_words(notice.sent_at)}"
    if notice.how == How.OFF:
        return "Not mailed, as you have chosen"
    if notice.mail_due_at is None:
        return f"Not mailed. {notice.last_problem}".strip()
    if not notice.tries and notice.mail_due_at <= clock.now():
        return "Being mailed"
    again = " again" if notice.tries else ""
    trouble = "The mail server did not take it. " if notice.tries else ""
    return f"{trouble}To be mailed{again} {clock.time_in_words(notice.mail_due_at)}"


@dataclass(frozen=True)
class Choice:
    """One line of the matrix."""

    kind: Kind
    how: How


def choices(actor: Actor) -> dict[str, Any]:
    """The matrix of kinds and ways, by theme, and the kinds that are always mailed; those of the person's side."""
    chosen_ways, kinds = notifications.choices_of(actor.person_id), kinds_for(staff=actor.is_staff)
    themes: dict[str, list[Choice]] = {}
    for kind in kinds:
        if not kind.security:
            themes.setdefault(THEMES.get(kind.capability, "Other"), []).append(
                Choice(kind, chosen_ways[kind])
            )
    return {"themes": themes, "ways": list(How), "always": [kind for kind in kinds if kind.security]}


def read_choices(sent: Mapping[str, str]) -> dict[Kind, How]:
    """What a form says of each kind; what it leaves out, or what makes no sense, stays as it is."""
    known = {how.value: how for how in How}
    return {kind: known[sent[kind.value]] for kind in Kind if sent.get(kind.value, "") in known}
