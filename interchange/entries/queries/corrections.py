"""Requests for other details of candidates: of one candidate, of a centre, and the awarding body's queue (R-ID-17)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.profile import band_at
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.core.tenancy import Sees
from interchange.entries.models import Candidate, Correction
from interchange.entries.queries.history import details_page
from interchange.entries.rules import corrections as rules
from interchange.support.queries.showing import chosen

EVERY = "all"
BY_WORDS = ("reference", "candidate__number", "candidate__surname", "candidate__forenames", "candidate__uci")
HEADINGS = (
    "Number", "Centre", "Centre name", "Series", "Candidate number", "Name", "UCI", "Detail", "Held when asked",
    "Asked for", "State", "Asked at", "Decided at",
)  # fmt: skip


def corrections(actor: Sees) -> QuerySet[Correction]:
    """The requests that an actor may see, with candidate and series."""
    return Correction.objects.visible_to(actor).select_related("candidate", "series")


def corrections_to_decide(actor: Actor) -> QuerySet[Correction]:
    """Those that wait for the awarding body."""
    return corrections(actor).filter(state=rules.ASKED)


class Line(NamedTuple):
    """One request as lists show it."""

    asked: Correction
    tag: dict[str, str]
    changes: list[tuple[str, str, str]]
    centre: tuple[str, str] = ("", "")


def _line(one: Correction, centre: tuple[str, str] = ("", "")) -> Line:
    return Line(one, rules.SHOWN[one.state], rules.in_words(one.changes), centre)


def of_candidate(actor: Actor, candidate: Candidate) -> list[Line]:
    """What has been asked for one candidate, the newest first."""
    return [_line(one) for one in corrections(actor).filter(candidate=candidate).order_by("-asked_at")]


def why_not(candidate: Candidate) -> str:
    """Why a centre cannot ask for other details of a candidate now; empty where it can."""
    series, at = candidate.series, clock.now()
    profile = catalogue.profile_of(series)
    return rules.fault(profile, band_at(profile, at), series.name, is_open=series.is_open, at=at)


def may_ask(candidate: Candidate) -> bool:
    """Whether a centre can ask for other details of a candidate now."""
    return not why_not(candidate)


def form_page(actor: Actor, candidate_id: UUID) -> dict[str, Any]:
    """The form with which a centre asks."""
    page = details_page(actor, candidate_id)
    candidate = page["candidate"]
    waits = corrections(actor).filter(candidate=candidate, state=rules.ASKED).first()
    printed = catalogue.profile_of(candidate.series).certificates_printed
    return page | {"why_not": why_not(candidate), "waits": waits, "printed": printed}


# ---------------------------------------------------------------- lists


def _matching(actor: Actor, query: Mapping[str, str]) -> tuple[QuerySet[Correction], dict[str, str]]:
    """What the filter leaves; staff begin with what waits for them."""
    codes = frozenset(catalogue.series_list().values_list("code", flat=True))
    states = frozenset({EVERY, *rules.SHOWN})
    asked = chosen(query, state=states, series=codes, q=None, centre=None)
    if not asked["state"]:
        asked["state"] = rules.ASKED if actor.is_staff else EVERY
    found = corrections(actor)
    if asked["state"] != EVERY:
        found = found.filter(state=asked["state"])
    if asked["series"]:
        found = found.filter(series__code=asked["series"])
    if actor.is_staff and asked["centre"]:
        found = found.filter(centre_id__in=centres.centre_ids([asked["centre"]]).values())
    for word in asked["q"].split():
        matches = Q()
        for path in BY_WORDS:
            matches |= Q(**{f"{path}__icontains": word})
        found = found.filter(matches)
    first = "asked_at" if asked["state"] == rules.ASKED else "-asked_at"
    return found.order_by(first, "pk"), asked


def corrections_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list: a centre's own, or those of all centres, whoever waits longest first."""
    found, asked = _matching(actor, query)
    page = listed(found, asked, query.get("page", ""))
    names = centres.names_of({one.centre_id for one in page.rows}) if actor.is_staff else {}
    return {
        "list": page, "asked": asked, "lines": [_line(one, names.get(one.centre_id, ("", ""))) for one in page.rows],
        "series_choices": [("", "All series"), *catalogue.series_list().values_list("code", "name")],
        "states": [(EVERY, "All states"), *((state, drawn["word"]) for state, drawn in rules.SHOWN.items())],
        "may_export": holds(actor, Capability.ENTRIES_EXPORT), "as_at": clock.now(),
    }  # fmt: skip


def correction_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """One row for each detail that is asked for, as a file has them."""
    found, asked = _matching(actor, query)
    requests = list(found)
    names = centres.names_of({one.centre_id for one in requests})
    rows = [
        [
            one.reference, *names[one.centre_id], one.series.code, one.candidate.number, one.candidate.name,
            one.candidate.uci, *change, rules.SHOWN[one.state]["word"], one.asked_at, one.decided_at,
        ]
        for one in requests for change in rules.in_words(one.changes)
    ]  # fmt: skip
    return rows, {name.capitalize(): value for name, value in asked.items() if value}


# ---------------------------------------------------------------- one request


def sees_why(actor: Actor) -> bool:
    """Whether somebody reads why, which may tell of a family: who makes entries, and the awarding body's officer."""
    return holds(actor, Capability.ENTRIES_ENTER) or holds(actor, Capability.ENTRIES_AMEND)


def correction_page(actor: Actor, correction_id: UUID) -> dict[str, Any]:
    """One request, with what was held when it was asked, what should stand, and what has happened to it."""
    one = get_object_or_404(corrections(actor), pk=correction_id)
    profile = catalogue.profile_of(one.series)
    waits = one.state == rules.ASKED
    return {
        "asked": one, "line": _line(one, centres.names_of([one.centre_id])[one.centre_id]), "candidate": one.candidate,
        "sees_why": sees_why(actor), "steps": _steps(one), "printed_on": profile.certificates_printed,
        "printed": rules.printed_by(profile, clock.now()),
        "may_take_back": waits and not actor.is_staff and holds(actor, Capability.ENTRIES_SUBMIT),
        "may_decide": waits and actor.is_staff,
    }  # fmt: skip


def _steps(one: Correction) -> list[tuple[datetime, str, str]]:
    """What happened, in order: when, what, and who."""
    found = [(one.asked_at, "Asked for", one.asked_by)]
    if one.decided_at:
        found.append((one.decided_at, rules.SHOWN[one.state]["word"], one.decided_by))
    return found
