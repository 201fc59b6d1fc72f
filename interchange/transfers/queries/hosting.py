"""What other centres ask a centre to host, as its pages read it: who, from where, which papers, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.core.tenancy import Sees
from interchange.documents.case_sheet import CaseSheet, render_case_sheet
from interchange.transfers.models import HostRequest
from interchange.transfers.queries.lists import asked_for, narrowed, series_choices, state_choices, told
from interchange.transfers.queries.papers import kept_papers
from interchange.transfers.rules import Shown, cases

HOSTED_BY_WORDS = ("reference", "candidate_number", "candidate_name", "from_number", "from_name")


def requests_to_host(actor: Sees) -> QuerySet[HostRequest]:
    """What a centre is asked to host, or was."""
    return HostRequest.objects.visible_to(actor).select_related("series")


@dataclass(frozen=True)
class HostLine:
    """What a centre is asked to host, as a list shows it."""

    request: HostRequest
    state: Shown
    papers: int


def _matching_hosted(actor: Actor, query: Mapping[str, str]) -> tuple[QuerySet[HostRequest], dict[str, str]]:
    asked = asked_for(query, cases.HOST_SHOWN)
    found = narrowed(requests_to_host(actor), asked, waiting=(cases.ASKED,), by=HOSTED_BY_WORDS)
    return found.order_by("-asked_at", "-pk"), asked


def hosted_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """One page of what a centre is asked to host."""
    found, asked = _matching_hosted(actor, query)
    page = listed(found, asked, query.get("page", ""))
    return {
        "list": page, "filter": asked, "series": series_choices(), "states": state_choices(cases.HOST_SHOWN),
        "lines": [HostLine(one, cases.HOST_SHOWN[one.state], len(one.papers)) for one in page.rows],
        "may_export": holds(actor, Capability.ENTRIES_EXPORT),
    }  # fmt: skip


HOSTED_HEADINGS = ["Number", "Series", "From centre", "Centre name", "Candidate number", "Name", "UCI", "Paper",
                   "Title", "Day", "Starts", "Minutes", "State"]  # fmt: skip


def hosted_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The papers to be sat by other centres' candidates, one a row, as a file."""
    found, asked = _matching_hosted(actor, query)
    rows = [
        [
            one.reference, one.series.name, one.from_number, one.from_name, one.candidate_number, one.candidate_name,
            one.uci, paper.code, paper.title, paper.on, paper.starts, paper.minutes, cases.HOST_SHOWN[one.state].word,
        ]
        for one in found
        for paper in kept_papers(one.papers)
    ]  # fmt: skip
    return rows, told(actor, asked)


def host_request_page(actor: Actor, hosting_id: UUID) -> dict[str, Any]:
    """One request to host: who, from where, which papers and when; nothing else of the other centre."""
    asked = get_object_or_404(requests_to_host(actor), pk=hosting_id)
    may = holds(actor, Capability.ENTRIES_SUBMIT) and asked.state == cases.ASKED
    return {
        "asked": asked, "state": cases.HOST_SHOWN[asked.state], "papers": kept_papers(asked.papers), "may_answer": may,
    }  # fmt: skip


def host_request_pdf(actor: Actor, hosting_id: UUID) -> tuple[str, bytes]:
    """What a centre hosts, for the invigilators, as a tagged PDF; its number and the file."""
    page = host_request_page(actor, hosting_id)
    asked = page["asked"]
    facts = {
        "Series": asked.series.name, "From centre": f"{asked.from_number} {asked.from_name}",
        "Candidate": f"{asked.candidate_number} {asked.candidate_name}", "UCI": asked.uci,
        "Host centre": f"{actor.centre_number} {actor.centre_name}", "Asked": clock.time_in_words(asked.asked_at),
    }  # fmt: skip
    rows = [["Paper", "Title", "When"], *([paper.code, paper.title, paper.when] for paper in page["papers"])]
    sheet = CaseSheet(
        settings.AWARDING_BODY, "Candidate to host", asked.reference, page["state"].word, facts, actor.name,
        clock.now(), {"Your answer": asked.answer}, rows,
    )  # fmt: skip
    return asked.reference, render_case_sheet(sheet)
