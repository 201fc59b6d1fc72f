"""Rows that were sent and could not be taken, until they are mended or set aside (4.5)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from interchange.catalogue.queries.look_series import choices, chosen_series, words_of
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.entries.models import FILES, Candidate, Rejection, Route
from interchange.entries.queries.listing import head_of

PAGE = 50
HEADINGS = (
    "Sent at", "Sent as", "Line", "Candidate number", "Name", "Code", "Option", "What it asked for", "Column",
    "What is wrong", "Settled on",
)  # fmt: skip


def _found(actor: Actor, query: Mapping[str, str]) -> tuple[Any, dict[str, str], QuerySet[Rejection]]:
    """The rows of a series; those of no series too, because nobody could read theirs."""
    series = chosen_series(query)
    settled = "settled" if query.get("show") == "settled" else ""
    asked = {"series": series.code if series else "", "q": words_of(query), "show": settled}
    found = Rejection.objects.visible_to(actor).filter(Q(series=series) | Q(series=None))
    found = found.filter(settled_at__isnull=not settled).select_related("batch")
    for word in asked["q"].split():
        found = found.filter(
            Q(candidate_number__icontains=word) | Q(name__icontains=word) | Q(entry_code__icontains=word)
            | Q(sentence__icontains=word)
        )  # fmt: skip
    return series, asked, found.order_by("-at", "line", "pk")


def rejected_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The rows that wait, a page at a time, each with where it can be mended."""
    series, asked, found = _found(actor, query)
    known = Candidate.objects.visible_to(actor).filter(
        series=OuterRef("series_id"), number=OuterRef("candidate_number"), centre_id=OuterRef("centre_id")
    )
    page = listed(found.annotate(is_known=Exists(known)), asked, query.get("page", ""), each=PAGE)
    lines = [{
        "row": one, "of_file": one.batch.route in FILES, "way": Route(one.batch.route).label,
        "mend": _grid(series.code, one) if series and one.entry_code else "",
    } for one in page.rows]  # fmt: skip
    return {**choices(series), "asked": asked, "list": page, "lines": lines, "as_at": clock.now()}


def _grid(series: str, one: Rejection) -> str:
    """The grid at this code; what is known by a number is looked for by it."""
    find = {"find": one.candidate_number} if getattr(one, "is_known", False) else {}
    return f"{reverse('entries:grid', args=[series])}?{urlencode({'codes': one.entry_code, **find})}"


def rejected_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same as rows of a file."""
    series, asked, found = _found(actor, query)
    rows: list[list[Any]] = [
        [
            f"{clock.london(one.at):%Y-%m-%d %H:%M}", str(one.batch), one.line or None, one.candidate_number, one.name,
            one.entry_code, one.option_code, one.action, one.column, one.sentence,
            clock.london(one.settled_at).date() if one.settled_at else None,
        ]
        for one in found
    ]  # fmt: skip
    return rows, head_of(actor, series, find=asked["q"])
