"""Transferred candidates in the shapes that the API sends, and what a program sends as the form has it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.api.queries.paging import page_of
from interchange.api.schemas.common import Page
from interchange.api.schemas.transfers import (
    HostedOut,
    PaperOut,
    TransferIn,
    TransferLine,
    TransferOut,
)
from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.codes import code_key
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.queries import live_entries
from interchange.transfers.queries import hosting
from interchange.transfers.queries import transfers as cases
from interchange.transfers.queries.papers import Paper, candidate_of, kept_papers, papers_of_candidate
from interchange.transfers.services.transfers import Wanted


def transfers(actor: Actor, *, series: str, page: int) -> Page[TransferLine]:
    """The centre's transfers of a series, the newest first, 200 at a time."""
    found = cases.transfers(actor).filter(series=catalogue.series_by_code(series))
    return page_of(found.order_by("-started_at", "-pk"), page, _line)


def _facts(case: Any) -> dict[str, Any]:
    return {
        "transfer": case.pk, "reference": case.reference, "series": case.series.code,
        "candidate_number": case.candidate.number, "candidate_name": case.candidate.name, "uci": case.candidate.uci,
        "host": case.host.number, "host_name": case.host.name, "state": case.state, "sent_at": case.sent_at,
        "decided_at": case.decided_at,
    }  # fmt: skip


def _line(case: Any) -> TransferLine:
    return TransferLine(**_facts(case))


def transfer(actor: Actor, transfer_id: UUID) -> TransferOut:
    """One of them with its papers; `Http404` where it is another centre's. Why a candidate sits elsewhere only for
    who makes entries."""
    case = cases.transfer_by_id(actor, transfer_id)
    papers = cases.papers_of(actor, case)
    return TransferOut(
        **_facts(case), papers=_papers(papers), fee_pence=cases.fee_of(case, len(papers)).pence,
        ground=case.ground if cases.sees_why(actor) else "", answer=case.answer, decision=case.decision,
    )  # fmt: skip


def _papers(papers: Iterable[Paper]) -> list[PaperOut]:
    return [
        PaperOut(code=one.code, title=one.title, on=one.on, starts=one.starts, minutes=one.minutes)
        for one in papers
    ]


def wanted(actor: Actor, body: TransferIn) -> tuple[UUID, Wanted]:
    """Whose transfer a program begins, and the form of it; refused where nobody is entered by that number, and for a
    paper that the candidate is not entered for."""
    entered = live_entries(actor).filter(
        series=catalogue.series_by_code(body.series), candidate__number=body.candidate_number
    )
    found = entered.values_list("candidate", flat=True).first()
    if found is None:
        said = f"Candidate {body.candidate_number} is not entered for anything in {body.series}."
        raise Refused("candidate_number", said)
    candidate = candidate_of(actor, found)
    offered = {code_key(one.code): str(one.component) for one in papers_of_candidate(actor, candidate)}
    unknown = [code for code in body.papers if code_key(code) not in offered]
    if unknown:
        raise Refused("papers", f"{unknown[0]} is no written paper that the candidate is entered for.")
    papers = [offered[code_key(code)] for code in body.papers]
    return candidate.pk, Wanted(body.ground, body.details, body.host, papers)


def hosted(actor: Actor, *, series: str, page: int) -> Page[HostedOut]:
    """What the centre is asked to host in a series, the newest first, 200 at a time."""
    found = hosting.requests_to_host(actor).filter(series=catalogue.series_by_code(series))
    return page_of(found.order_by("-asked_at", "-pk"), page, _hosted)


def _hosted(one: Any) -> HostedOut:
    return HostedOut(
        hosting=one.pk, reference=one.reference, series=one.series.code, from_centre=one.from_number,
        from_name=one.from_name, candidate_number=one.candidate_number, candidate_name=one.candidate_name, uci=one.uci,
        state=one.state, asked_at=one.asked_at, papers=_papers(kept_papers(one.papers)),
    )  # fmt: skip


def hosted_one(actor: Actor, hosting_id: UUID) -> HostedOut:
    """One of them; `Http404` where another centre is asked."""
    return _hosted(get_object_or_404(hosting.requests_to_host(actor), pk=hosting_id))
