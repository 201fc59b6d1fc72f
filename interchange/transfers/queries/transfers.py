"""Transfers as pages read them: the entering centre's own, what it is asked to host, and the awarding body's queue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.profile import last_moment
from interchange.centres import queries as centres
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.money import Money
from interchange.core.paging import listed
from interchange.core.tenancy import Sees
from interchange.entries import queries as entries
from interchange.transfers.models import Transfer, TransferPaper
from interchange.transfers.queries.hosting import requests_to_host
from interchange.transfers.queries.lists import asked_for, narrowed, series_choices, state_choices, told
from interchange.transfers.queries.papers import (
    Paper,
    candidate_of,
    papers_of_candidate,
)
from interchange.transfers.rules import Shown, cases
from interchange.transfers.rules.grounds import NOT_ACCEPTED, Fee, Ground, transfer_fee

A_WEEK = timedelta(days=7)
FOR_STAFF = (cases.SUBMITTED,)
BY_WORDS = ("reference", "candidate__number", "candidate__surname", "candidate__forenames", "host__number")


def transfers(actor: Sees) -> QuerySet[Transfer]:
    """The transfers that an actor may see, with candidate, series and host."""
    return Transfer.objects.visible_to(actor).select_related("candidate", "series", "host")


def transfer_by_id(actor: Sees, transfer_id: UUID) -> Transfer:
    """One of them; `Http404` for any other."""
    return get_object_or_404(transfers(actor), pk=transfer_id)


def sees_why(actor: Actor) -> bool:
    """Whether somebody reads why a candidate sits elsewhere, which may tell of health or family: who makes entries,
    and the awarding body's officer."""
    return holds(actor, Capability.ENTRIES_ENTER) or holds(actor, Capability.ENTRIES_AMEND)


# ---------------------------------------------------------------- the entering centre


@dataclass(frozen=True)
class Line:
    """One transfer as a list shows it."""

    case: Transfer
    state: Shown
    papers: int
    fee: Money | None
    """What it costs, while it may still be charged."""
    waits_long: bool
    """Whether the host has not answered for a week."""
    centre: tuple[str, str] = ("", "")


def _lines(rows: list[Transfer]) -> list[Line]:
    names = centres.names_of({one.centre_id for one in rows})
    return [
        Line(
            one, cases.TRANSFER_SHOWN[one.state], getattr(one, "number_of_papers", 0),
            Money(one.pence) if one.pence is not None and one.state in cases.TRANSFER_OPEN else None,
            _waits_long(one), names.get(one.centre_id, ("", "")),
        )
        for one in rows
    ]  # fmt: skip


def _waits_long(case: Transfer) -> bool:
    return case.state == cases.WITH_HOST and case.sent_at is not None and clock.now() - case.sent_at >= A_WEEK


def _matching(actor: Actor, query: Mapping[str, str]) -> tuple[QuerySet[Transfer], dict[str, str]]:
    asked = asked_for(query, cases.TRANSFER_SHOWN, centre=None)
    if actor.is_staff and not asked["state"]:
        asked["state"] = "waiting"
    found = narrowed(transfers(actor), asked, waiting=FOR_STAFF, by=BY_WORDS)
    if actor.is_staff and asked["centre"]:
        found = found.filter(centre_id__in=centres.centre_ids([asked["centre"]]).values())
    if actor.is_staff:
        found = found.exclude(state=cases.STARTED)
    order = ("sent_at", "pk") if asked["state"] == "waiting" else ("-started_at", "-pk")
    return found.order_by(*order).annotate(number_of_papers=Count("papers")), asked


def transfers_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of the list: a centre's own, or for staff all that were sent, whoever waits longest first."""
    found, asked = _matching(actor, query)
    page = listed(found, asked, query.get("page", ""))
    return {
        "list": page, "filter": asked, "lines": _lines(page.rows), "series": series_choices(),
        "states": state_choices(cases.TRANSFER_SHOWN, waiting="Waiting for us" if actor.is_staff else ""),
        "may_start": holds(actor, Capability.ENTRIES_ENTER), "may_export": holds(actor, Capability.ENTRIES_EXPORT),
        "to_answer": 0 if actor.is_staff else requests_to_host(actor).filter(state=cases.ASKED).count(),
    }  # fmt: skip


TRANSFER_HEADINGS = ["Number", "Centre", "Series", "Candidate number", "Name", "UCI", "Host centre", "Host name",
                     "Papers", "State", "Fee", "Sent", "Decided"]  # fmt: skip


def transfer_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The list as rows of a file; why somebody sits elsewhere is in none."""
    found, asked = _matching(actor, query)
    rows = [
        [
            one.case.reference, one.centre[0], one.case.series.name, one.case.candidate.number, one.case.candidate.name,
            one.case.candidate.uci, one.case.host.number, one.case.host.name, one.papers, one.state.word,
            str(one.fee) if one.fee is not None else "", one.case.sent_at, one.case.decided_at,
        ]
        for one in _lines(list(found))
    ]  # fmt: skip
    return rows, told(actor, asked)


def transfer_page(actor: Actor, transfer_id: UUID) -> dict[str, Any]:
    """One case: for its own centre, and for staff once it was sent."""
    case = transfer_by_id(actor, transfer_id)
    papers = papers_of(actor, case)
    fee = fee_of(case, len(papers))
    offered = cases.TRANSFER.offered(case.state)
    mine = not actor.is_staff
    return {
        "case": case, "state": cases.TRANSFER_SHOWN[case.state], "candidate": case.candidate, "papers": papers,
        "gone": gone_papers(actor, case, papers), "fee": fee, "total": Money(fee.pence), "each": Money(fee.each),
        "deadline": last_moment(catalogue.profile_of(case.series), catalogue.profile_of(case.series).transfer_deadline),
        "ground": Ground.of(case.ground).label, "sees_why": sees_why(actor), "waits_long": _waits_long(case),
        "centre": centres.names_of([case.centre_id])[case.centre_id], "steps": _steps(case),
        "may_change": mine and case.state == cases.STARTED and holds(actor, Capability.ENTRIES_ENTER),
        "may_send": mine and "send" in offered and holds(actor, Capability.ENTRIES_SUBMIT),
        "may_cancel": mine and case.state in (cases.STARTED, cases.WITH_HOST, cases.SUBMITTED)
        and holds(actor, Capability.ENTRIES_SUBMIT),
        "may_decide": actor.is_staff and case.state == cases.SUBMITTED,
        "may_undo": actor.is_staff and case.state == cases.APPROVED,
    }  # fmt: skip


def _steps(case: Transfer) -> list[tuple[datetime, str, str]]:
    """What happened, in order: when, what, and who or which centre."""
    host = f"{case.host.number} {case.host.name}"
    found: list[tuple[datetime | None, str, str]] = [
        (case.started_at, "Started", case.started_by),
        (case.sent_at, "Sent to the host centre", host),
    ]
    if case.answered_at:
        refused = case.state == cases.DECLINED and case.decided_at is None
        found.append(
            (
                case.answered_at,
                "Refused by the host centre" if refused else "Accepted by the host centre",
                host,
            )
        )
    if case.decided_at:
        found.append((case.decided_at, cases.TRANSFER_SHOWN[case.state].word, case.decided_by))
    return [(at, what, who) for at, what, who in found if at is not None]


def papers_of(actor: Actor, case: Transfer) -> list[Paper]:
    """The papers of a case, as the timetable has them now; those that are no longer entered are left out."""
    wanted = set(_chosen(actor, case).values_list("component", flat=True))
    return [
        one for one in papers_of_candidate(actor, case.candidate, besides=case.pk) if one.component in wanted
    ]


def gone_papers(actor: Actor, case: Transfer, papers: Iterable[Paper]) -> list[str]:
    """The codes of those papers of a case for which the candidate is no longer entered: all but `papers`."""
    here = {one.component for one in papers}
    wanted = _chosen(actor, case).select_related("component__qualification")
    return [one.component.code for one in wanted if one.component_id not in here]


def _chosen(actor: Actor, case: Transfer) -> QuerySet[TransferPaper]:
    return TransferPaper.objects.visible_to(actor).filter(transfer=case.pk)


def fee_of(case: Transfer, papers: int) -> Fee:
    """What a case costs: as it was promised when it was sent, before that as it would be now (R-TRF-4)."""
    if case.each_pence is not None and case.pence is not None:
        return Fee(case.pence // case.each_pence if case.each_pence else papers, case.each_pence, case.late)
    return transfer_fee(catalogue.profile_of(case.series), papers=papers, at=clock.now())


# ---------------------------------------------------------------- choosing a candidate, and the form

MOST_FOUND = 50


def choose_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Candidates with entries whom words or a number may mean, to start a transfer with."""
    typed = " ".join(query.get("q", "").split())[:100]
    found = entries.candidates_matching(actor, typed) if typed else None
    open_ones = [] if found is None else list(
        found.filter(series__is_open=True, entries__withdrawn_at=None, entries__id__isnull=False)
        .select_related("series").distinct()[: MOST_FOUND + 1]
    )  # fmt: skip
    return {
        "q": typed,
        "found": open_ones[:MOST_FOUND],
        "more": len(open_ones) > MOST_FOUND,
        "most": MOST_FOUND,
    }


def form_page(actor: Actor, candidate_id: UUID, case: Transfer | None = None) -> dict[str, Any]:
    """The form of a transfer: the candidate, the papers to choose from, what each costs and until when."""
    candidate = case.candidate if case else candidate_of(actor, candidate_id)
    profile = catalogue.profile_of(candidate.series)
    fee = transfer_fee(profile, papers=1, at=clock.now())
    return {
        "candidate": candidate, "papers": papers_of_candidate(actor, candidate, besides=case.pk if case else None),
        "grounds": [(one.value, one.label) for one in Ground], "not_accepted": NOT_ACCEPTED, "fee": fee,
        "each": Money(fee.each), "later": Money(profile.transfer_late_pence),
        "deadline": last_moment(profile, profile.transfer_deadline), "case": case,
    }  # fmt: skip


def values_of(actor: Actor, case: Transfer) -> dict[str, Any]:
    """What the form of a case that was started holds."""
    chosen = _chosen(actor, case).values_list("component", flat=True)
    return {
        "ground": case.ground, "details": case.details, "host": case.host.number,
        "papers": [str(key) for key in chosen],
    }  # fmt: skip


# ---------------------------------------------------------------- waiting


def waiting_for_hosts(actor: Sees, *, at: datetime) -> QuerySet[Transfer]:
    """The cases of all centres whose host has had a week and has not answered."""
    return transfers(actor).filter(state=cases.WITH_HOST, sent_at__lte=at - A_WEEK).order_by("sent_at", "pk")
