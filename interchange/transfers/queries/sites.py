"""Alternative sites as pages read them, and the list with which inspectors visit them (R-ALT-1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
from interchange.core.errors import Refused
from interchange.core.paging import listed
from interchange.core.tenancy import Sees
from interchange.core.typed import a_day
from interchange.documents.case_sheet import CaseSheet, render_case_sheet
from interchange.transfers.models import SiteApplication, Transfer
from interchange.transfers.queries.lists import asked_for, narrowed, series_choices, state_choices, told
from interchange.transfers.queries.papers import Paper, kept_papers, papers_of_centre
from interchange.transfers.rules import Shown, cases
from interchange.transfers.rules.sites import Why

FOR_STAFF = (cases.SUBMITTED, cases.ACKNOWLEDGED)
BY_WORDS = ("reference", "name", "address", "postcode")


def sites(actor: Sees) -> QuerySet[SiteApplication]:
    """The applications that an actor may see."""
    return SiteApplication.objects.visible_to(actor).select_related("series")


@dataclass(frozen=True)
class Line:
    """One application as a list shows it."""

    site: SiteApplication
    state: Shown
    papers: list[Paper]
    centre: tuple[str, str]

    @property
    def who(self) -> str:
        """Which candidates sit there."""
        return (
            ", ".join(self.site.numbers)
            if self.site.numbers
            else f"all of these papers ({self.site.how_many})"
        )


def _lines(rows: list[SiteApplication]) -> list[Line]:
    names = centres.names_of({one.centre_id for one in rows})
    return [
        Line(one, cases.SITE_SHOWN[one.state], kept_papers(one.papers), names.get(one.centre_id, ("", "")))
        for one in rows
    ]


def _matching(actor: Actor, query: Mapping[str, str]) -> tuple[QuerySet[SiteApplication], dict[str, str]]:
    asked = asked_for(query, cases.SITE_SHOWN, centre=None)
    if actor.is_staff and not asked["state"]:
        asked["state"] = "waiting"
    found = narrowed(sites(actor), asked, waiting=FOR_STAFF, by=BY_WORDS)
    if actor.is_staff and asked["centre"]:
        found = found.filter(centre_id__in=centres.centre_ids([asked["centre"]]).values())
    return found.order_by(*(("sent_at", "pk") if asked["state"] == "waiting" else ("-sent_at", "-pk"))), asked


def sites_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list: a centre's own, or all for staff, whoever waits longest first."""
    found, asked = _matching(actor, query)
    page = listed(found, asked, query.get("page", ""))
    return {
        "list": page, "filter": asked, "lines": _lines(page.rows), "series": series_choices(),
        "states": state_choices(cases.SITE_SHOWN, waiting="Waiting for us" if actor.is_staff else ""),
        "may_start": holds(actor, Capability.ENTRIES_SUBMIT), "may_export": holds(actor, Capability.ENTRIES_EXPORT),
    }  # fmt: skip


SITE_HEADINGS = ["Number", "Centre", "Centre name", "Series", "Site", "Address", "Postcode", "From", "To", "Papers",
                 "Candidates", "How many", "Invigilation", "State", "Sent"]  # fmt: skip


def _row(line: Line) -> list[Any]:
    site = line.site
    return [
        site.reference, *line.centre, site.series.name, site.name, site.address, site.postcode, site.first_on,
        site.last_on, " ".join(paper.code for paper in line.papers), " ".join(site.numbers) or "all", site.how_many,
        site.invigilation, line.state.word, site.sent_at,
    ]  # fmt: skip


def site_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The list as rows of a file."""
    found, asked = _matching(actor, query)
    return [_row(line) for line in _lines(list(found))], told(actor, asked)


def site_page(actor: Actor, site_id: UUID) -> dict[str, Any]:
    """One application."""
    site = get_object_or_404(sites(actor), pk=site_id)
    offered, mine = cases.SITE.offered(site.state), not actor.is_staff
    return {
        "line": _lines([site])[0], "site": site, "ground": Why.of(site.ground).label,
        "may_cancel": mine and "cancel" in offered and holds(actor, Capability.ENTRIES_SUBMIT),
        "may_acknowledge": not mine and "acknowledge" in offered, "may_decide": not mine and "approve" in offered,
    }  # fmt: skip


def site_pdf(actor: Actor, site_id: UUID) -> tuple[str, bytes]:
    """One application as a tagged PDF; its number and the file."""
    page = site_page(actor, site_id)
    site, line = page["site"], page["line"]
    facts = {
        "Centre": " ".join(line.centre), "Series": site.series.name, "Site": site.name,
        "Address": f"{site.address}, {site.postcode}", "From": clock.day_in_words(site.first_on),
        "To": clock.day_in_words(site.last_on), "Candidates": line.who, "Why": page["ground"],
        "Sent": f"{clock.time_in_words(site.sent_at)}, by {site.sent_by}",
    }  # fmt: skip
    rows = [["Paper", "Title", "When"], *([paper.code, paper.title, paper.when] for paper in line.papers)]
    texts = {"Invigilation": site.invigilation, "More on why": site.details, "Decision": site.decision}
    sheet = CaseSheet(
        settings.AWARDING_BODY, "Alternative site", site.reference, line.state.word, facts, actor.name, clock.now(),
        texts, rows,
    )  # fmt: skip
    return site.reference, render_case_sheet(sheet)


def form_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The form: the papers of a series for which the centre has candidates, and the reasons to choose from."""
    open_ones = list(catalogue.series_list().filter(is_open=True))
    chosen = next(
        (one for one in open_ones if one.code == query.get("series", "")), next(iter(open_ones), None)
    )
    return {
        "choices_of_series": [(one.code, one.name) for one in open_ones], "series": chosen,
        "papers": papers_of_centre(actor, chosen.pk) if chosen else [],
        "grounds": [(one.value, one.label) for one in Why],
    }  # fmt: skip


def transferred(actor: Sees, series_id: int) -> set[str]:
    """The numbers of a centre's candidates who are being transferred in a series."""
    open_ones = Transfer.objects.visible_to(actor).filter(series=series_id, state__in=cases.TRANSFER_OPEN)
    return set(open_ones.values_list("candidate__number", flat=True))


# ---------------------------------------------------------------- for inspectors


def _of_inspectors(
    actor: Actor, query: Mapping[str, str]
) -> tuple[QuerySet[SiteApplication], dict[str, str], date]:
    try:
        from_on = a_day(query.get("from", ""), code="from") or clock.today()
    except Refused:
        from_on = clock.today()
    asked = {"from": from_on.isoformat()}
    found = sites(actor).filter(state=cases.APPROVED, last_on__gte=from_on)
    return found.order_by("first_on", "postcode", "pk"), asked, from_on


def inspectors_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The approved sites that are used on a day or after it, by day: to print and take along."""
    found, asked, from_on = _of_inspectors(actor, query)
    page = listed(found, asked, query.get("page", ""))
    return {"list": page, "lines": _lines(page.rows), "from_on": from_on}


def inspector_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same as rows of a file."""
    found, asked, _ = _of_inspectors(actor, query)
    return [_row(line) for line in _lines(list(found))], told(actor, asked)
