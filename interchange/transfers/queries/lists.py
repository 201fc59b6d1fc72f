"""What the lists of this capability share: their filters, the series to choose from, and their files."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.support.queries.showing import chosen
from interchange.transfers.rules import Shown

WAITING = "waiting"
"""In place of a state: everything that somebody has still to decide."""


def series_choices() -> list[tuple[str, str]]:
    """Every series, and all of them."""
    return [("", "All series"), *catalogue.series_list().values_list("code", "name")]


def asked_for(
    query: Mapping[str, str], said: Mapping[str, Shown], **more: "frozenset[str] | None"
) -> dict[str, str]:
    """What the address of a list asks for, without what makes no sense."""
    codes = frozenset(code for code, _ in series_choices())
    return chosen(query, state=frozenset({"", WAITING, "all", *said}), series=codes, q=None, **more)


def narrowed(
    rows: "QuerySet[Any]", asked: Mapping[str, str], *, waiting: Iterable[str], by: Iterable[str]
) -> "QuerySet[Any]":
    """The rows of a state, or all that wait, of a series, and with all these words in one of the fields."""
    if asked["state"] == WAITING:
        rows = rows.filter(state__in=list(waiting))
    elif asked["state"] not in ("", "all"):
        rows = rows.filter(state=asked["state"])
    if asked["series"]:
        rows = rows.filter(series__code=asked["series"])
    for word in asked["q"].split():
        found = Q()
        for field in by:
            found |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(found)
    return rows


def state_choices(said: Mapping[str, Shown], *, waiting: str = "") -> list[tuple[str, str]]:
    """The states as a drop-down offers them, with all that wait where staff begin with those."""
    first = [(WAITING, waiting), ("all", "All states")] if waiting else [("", "All states")]
    return [*first, *((state, shown.word) for state, shown in said.items())]


def told(actor: Actor, asked: Mapping[str, str]) -> dict[str, str]:
    """What a file says about itself: the centre and the filter."""
    words = ", ".join(f"{name} {value}" for name, value in asked.items() if value)
    centre = {} if actor.is_staff else {"Centre": f"{actor.centre_number} {actor.centre_name}"}
    return {**centre, "Filter": words or "everything"}
