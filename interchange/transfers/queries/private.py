"""Private candidates: who is entered through a centre and is not on its roll (R-PRIV-1)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.entries import queries as entries
from interchange.support.queries.showing import chosen
from interchange.transfers.queries.lists import series_choices, told

PRIVATE = "P"
MARKED_BY_CENTRES = ("nea_internal", "endorsement")


def _matching(actor: Actor, query: Mapping[str, str]) -> tuple[Any, dict[str, str]]:
    codes = frozenset(code for code, _ in series_choices())
    asked = chosen(query, series=codes, q=None)
    live = entries.live_entries(actor).filter(candidate__status=PRIVATE)
    if asked["series"]:
        live = live.filter(series__code=asked["series"])
    for word in asked["q"].split():
        named = Q(candidate__surname__icontains=word) | Q(candidate__forenames__icontains=word)
        live = live.filter(named | Q(candidate__number__icontains=word) | Q(candidate__uci__iexact=word))
    by_centres = Q(option__components__kind__in=MARKED_BY_CENTRES, option__carried_forward=False)
    rows = live.order_by().values(
        "candidate_id", "series__code", "series__name", number=F("candidate__number"),
        surname=F("candidate__surname"), forenames=F("candidate__forenames"), uci=F("candidate__uci"),
    ).annotate(
        entries=Count("id", distinct=True),
        to_authenticate=Count("option__components", filter=by_centres, distinct=True)
    )  # fmt: skip
    return rows.order_by("-series__code", "number"), asked


def private_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of a centre's private candidates, with how many entries each has and how much work to authenticate."""
    found, asked = _matching(actor, query)
    return {
        "list": listed(found, asked, query.get("page", "")), "filter": asked, "series": series_choices(),
        "may_export": holds(actor, Capability.ENTRIES_EXPORT),
    }  # fmt: skip


PRIVATE_HEADINGS = [
    "Series",
    "Candidate number",
    "Surname",
    "Forenames",
    "UCI",
    "Entries",
    "Work to authenticate",
]


def private_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The list as rows of a file."""
    found, asked = _matching(actor, query)
    names = ("series__name", "number", "surname", "forenames", "uci", "entries", "to_authenticate")
    return [[one[name] for name in names] for one in found], told(actor, asked)
