"""Accounts that look as if they were shared (4.11), for the desk and for the user's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.models import Membership, SharingFlag, SignedIn
from interchange.accounts.rules.sharing import WITHIN, Sign
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import Listed, listed

A_MONTH = timedelta(days=30)
WITH = ("membership__person", "membership__centre", "looked_by")
STATES = [("waiting", "Not looked into"), ("looked", "Looked into"), ("all", "All")]
HEADINGS = [
    "Centre", "Name of centre", "Person", "Login ID", "Username", "Seen", "Signs", "Looked into", "By", "Found",
]  # fmt: skip
MOST_EXPORTED, MOST_SHOWN = 10_000, 20


def signs_of_last_month(actor: Actor, person_id: UUID) -> list[str]:
    """What of the last 30 days looks as if several people used this account at the actor's centre, each once."""
    found = SharingFlag.objects.filter(
        membership__person=person_id, membership__centre=actor.centre_id, at__gte=clock.now() - A_MONTH
    )
    return sorted({sign.label for one in found for sign in signs_of(one)})


def signs_seen(person_id: UUID, *, since: datetime) -> list[list[str]]:
    """Which signs together have been flagged since then, so that nothing is flagged again every hour."""
    found = SharingFlag.objects.filter(membership__person=person_id, at__gte=since)
    return list(found.values_list("signs", flat=True))


def signs_of(flag: SharingFlag) -> list[Sign]:
    """What was seen, in the words of the table."""
    return [Sign.of(code) for code in flag.signs]


@dataclass(frozen=True)
class FlagLine:
    """One account that was flagged, as a list shows it."""

    id: UUID
    membership: Membership
    at: datetime
    signs: list[str]
    looked_at: datetime | None
    looked_by: str
    finding: str


def flags_page(query: Mapping[str, str]) -> dict[str, Any]:
    """The accounts that were flagged, the newest first, under the filter; two statements."""
    asked = asked_for(query)
    found: Listed = listed(_filtered(asked), asked, query.get("page", ""))
    return {
        "list": found, "lines": [_line(one) for one in found.rows], "asked": asked, "states": STATES,
        "signs": [("", "Any sign"), *((sign.value, sign.label.capitalize()) for sign in Sign)],
    }  # fmt: skip


def flags_waiting() -> int:
    """How many accounts were flagged that nobody has looked into yet."""
    return SharingFlag.objects.filter(looked_at=None).count()


def asked_for(query: Mapping[str, str]) -> dict[str, str]:
    """The filter of an address; what it does not know is passed over."""
    state, sign = query.get("state", ""), query.get("sign", "")
    return {
        "state": state if state in dict(STATES) else STATES[0][0],
        "sign": sign if sign in {one.value for one in Sign} else "",
        "centre": query.get("centre", "").strip()[:5],
    }  # fmt: skip


def export_rows(query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same as rows of a file, the newest 10,000 at most, and what was asked for."""
    asked = asked_for(query)
    lines = [_line(one) for one in _filtered(asked)[:MOST_EXPORTED]]
    rows = [
        [
            line.membership.centre.number if line.membership.centre else "",
            line.membership.centre.name if line.membership.centre else "", str(line.membership.person),
            line.membership.person.login_id, line.membership.person.username, clock.time_in_words(line.at),
            "; ".join(line.signs), clock.time_in_words(line.looked_at) if line.looked_at else "", line.looked_by,
            line.finding,
        ]
        for line in lines
    ]  # fmt: skip
    return rows, {"Filter": ", ".join(f"{name} {value}" for name, value in asked.items() if value)}


def flag_page(flag_id: UUID) -> dict[str, Any]:
    """One of them, with the sessions of the hour before it; `Http404` where there is none."""
    flag = get_object_or_404(SharingFlag.objects.select_related(*WITH), pk=flag_id)
    near = SignedIn.objects.filter(
        person=flag.membership.person_id, began_at__lte=flag.at, seen_at__gte=flag.at - WITHIN
    )
    return {"line": _line(flag), "sessions": list(near.order_by("-seen_at")[:20])}


def flags_of(membership_id: UUID) -> list[FlagLine]:
    """What was flagged of one account, the newest first; one statement."""
    found = (
        SharingFlag.objects.filter(membership_id=membership_id).select_related(*WITH).order_by("-at", "-id")
    )
    return [_line(one) for one in found[:MOST_SHOWN]]


def _filtered(asked: Mapping[str, str]) -> "QuerySet[SharingFlag]":
    found = SharingFlag.objects.select_related(*WITH).order_by("-at", "-id")
    if asked["state"] != "all":
        found = found.filter(looked_at__isnull=asked["state"] == "waiting")
    if asked["sign"]:
        found = found.filter(signs__contains=[asked["sign"]])
    if asked["centre"]:
        found = found.filter(membership__centre__number=asked["centre"].replace("\x00", ""))
    return found


def _line(flag: SharingFlag) -> FlagLine:
    return FlagLine(
        flag.pk, flag.membership, flag.at, [sign.label for sign in signs_of(flag)], flag.looked_at,
        str(flag.looked_by or ""), flag.finding,
    )  # fmt: skip
