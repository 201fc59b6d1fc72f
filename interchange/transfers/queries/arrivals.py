"""Very late arrivals as pages read them (R-VLA-1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.catalogue import queries as catalogue
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.core.tenancy import Sees
from interchange.documents.case_sheet import CaseSheet, render_case_sheet
from interchange.transfers.models import LateArrival
from interchange.transfers.queries.lists import asked_for, narrowed, series_choices, state_choices, told
from interchange.transfers.queries.papers import papers_of_centre
from interchange.transfers.queries.transfers import sees_why
from interchange.transfers.rules import Shown, cases
from interchange.transfers.rules.arrivals import Published

FOR_STAFF = (cases.SUBMITTED,)
BY_WORDS = (
    "reference",
    "candidate__number",
    "candidate__surname",
    "candidate__forenames",
    "component__assessment_code",
)


def arrivals(actor: Sees) -> QuerySet[LateArrival]:
    """The forms that an actor may see, with candidate, paper and series."""
    return LateArrival.objects.visible_to(actor).select_related(
        "candidate", "component__qualification", "series"
    )


@dataclass(frozen=True)
class Line:
    """One form as a list shows it."""

    arrival: LateArrival
    state: Shown
    centre: tuple[str, str]

    @property
    def minutes_late(self) -> int:
        """How long after the published start the candidate came."""
        return int((self.arrival.arrived_at - self.arrival.published_at).total_seconds() // 60)


def _lines(rows: list[LateArrival]) -> list[Line]:
    names = centres.names_of({one.centre_id for one in rows})
    return [Line(one, cases.ARRIVAL_SHOWN[one.state], names.get(one.centre_id, ("", ""))) for one in rows]


def _matching(actor: Actor, query: Mapping[str, str]) -> tuple[QuerySet[LateArrival], dict[str, str]]:
    asked = asked_for(query, cases.ARRIVAL_SHOWN, centre=None)
    if actor.is_staff and not asked["state"]:
        asked["state"] = "waiting"
    found = narrowed(arrivals(actor), asked, waiting=FOR_STAFF, by=BY_WORDS)
    if actor.is_staff and asked["centre"]:
        found = found.filter(centre_id__in=centres.centre_ids([asked["centre"]]).values())
    return found.order_by(*(("sent_at", "pk") if asked["state"] == "waiting" else ("-sent_at", "-pk"))), asked


def arrivals_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list: a centre's own, or all for staff, whoever waits longest first."""
    found, asked = _matching(actor, query)
    page = listed(found, asked, query.get("page", ""))
    return {
        "list": page, "filter": asked, "lines": _lines(page.rows), "series": series_choices(),
        "states": state_choices(cases.ARRIVAL_SHOWN, waiting="Waiting for us" if actor.is_staff else ""),
        "may_start": holds(actor, Capability.ENTRIES_SUBMIT), "may_export": holds(actor, Capability.ENTRIES_EXPORT),
    }  # fmt: skip


ARRIVAL_HEADINGS = ["Number", "Centre", "Series", "Paper", "Candidate number", "Name", "UCI", "Published start",
                    "Arrived", "Minutes late", "Under supervision from", "Started", "Finished", "Due", "In time",
                    "State", "Sent"]  # fmt: skip


def arrival_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The list as rows of a file, without the reasons."""
    found, asked = _matching(actor, query)
    rows = []
    for line in _lines(list(found)):
        one = line.arrival
        rows.append([
            one.reference, line.centre[0], one.series.name, one.component.code, one.candidate.number,
            one.candidate.name, one.candidate.uci, one.published_at, one.arrived_at, line.minutes_late,
            one.supervised_from, one.began_at, one.finished_at, one.due_on,
            "no" if one.overdue else "yes", line.state.word, one.sent_at,
        ])  # fmt: skip
    return rows, told(actor, asked)


def arrival_page(actor: Actor, arrival_id: UUID) -> dict[str, Any]:
    """One form with what was decided."""
    one = get_object_or_404(arrivals(actor), pk=arrival_id)
    mine = not actor.is_staff
    return {
        "line": _lines([one])[0], "arrival": one, "published": Published(one.published_at, one.minutes),
        "sees_why": sees_why(actor), "may_decide": not mine and one.state == cases.SUBMITTED,
        "may_cancel": mine and one.state == cases.SUBMITTED and holds(actor, Capability.ENTRIES_SUBMIT),
    }  # fmt: skip


def form_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The form: the papers of a series that have been sat, the last first, with until when the form is due."""
    open_ones = list(catalogue.series_list())
    newest = next((one for one in open_ones if one.is_open), next(iter(open_ones), None))
    chosen = next((one for one in open_ones if one.code == query.get("series", "")), newest)
    papers = papers_of_centre(actor, chosen.pk) if chosen else []
    at = clock.now()
    sat = [one for one in papers if one.published and one.published.start <= at]
    return {
        "choices_of_series": [(one.code, one.name) for one in open_ones], "series": chosen,
        "papers": [("", "Choose a paper"), *((str(one.component), f"{one.words}: {one.when}") for one in sat[::-1])],
        "none_sat": not sat, "profile": catalogue.profile_of(chosen) if chosen else None,
    }  # fmt: skip


def arrival_pdf(actor: Actor, arrival_id: UUID) -> tuple[str, bytes]:
    """One form as a tagged PDF, to go with the script; its number and the file."""
    page = arrival_page(actor, arrival_id)
    one, line, when = page["arrival"], page["line"], clock.time_in_words
    facts = {
        "Centre": " ".join(line.centre), "Series": one.series.name,
        "Candidate": f"{one.candidate.number} {one.candidate.name}", "UCI": one.candidate.uci,
        "Paper": f"{one.component.code} {one.component.title}",
        "Published": f"{when(one.published_at)} to {clock.wall_time(page['published'].finish)}",
        "Arrived": f"{when(one.arrived_at)}, {line.minutes_late} minutes after the start",
        "Under supervision from": clock.wall_time(one.supervised_from),
        "Started": clock.wall_time(one.began_at), "Finished": clock.wall_time(one.finished_at),
        "Form due": clock.day_in_words(one.due_on),
        "Form sent": f"{when(one.sent_at)}{', too late' if one.overdue else ''}",
        "Sent by": one.sent_by,
    }  # fmt: skip
    texts = {"Reason": one.reason if page["sees_why"] else "", "Decision": one.decision}
    sheet = CaseSheet(
        settings.AWARDING_BODY, "Very late arrival", one.reference, line.state.word, facts, actor.name, clock.now(),
        texts,
    )  # fmt: skip
    return one.reference, render_case_sheet(sheet)
