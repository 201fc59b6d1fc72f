"""The doors to statements of entry and to the reports: as a page, as a file, and on paper (R-DOC-1, R-DOC-3)."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from interchange.accounts.access import (
    ActorRequest,
    gives_file,
    holds,
    list_with_proof,
    prove_for_export,
    requires,
)
from interchange.accounts.roles import Capability
from interchange.audit.events import Event
from interchange.catalogue.queries.look_series import chosen_series
from interchange.core.actor import Actor
from interchange.core.downloads import file_answer, list_answer
from interchange.documents.report import Report, render_report
from interchange.documents.statement import render_statements
from interchange.entries.queries import history, reports, statements
from interchange.entries.queries.viewing import OPTION_HEADINGS
from interchange.entries.views.lists import ids_of


@requires(Capability.ENTRIES_VIEW)
@require_GET
def statements_and_reports(request: ActorRequest) -> HttpResponse:
    """What leads to them all."""
    return _page(request, "entries/reports.html", reports.reports_page(request.actor, request.GET.dict()))


def _page(request: ActorRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(
        request, template, context | {"may_export": holds(request.actor, Capability.ENTRIES_EXPORT)}
    )


# ---------------------------------------------------------------- statements of entry


@requires(Capability.ENTRIES_VIEW)
@require_GET
def statements_of_entry(request: ActorRequest) -> HttpResponse:
    """The candidates, to choose whose statements to print."""
    return _page(
        request, "entries/statements.html", statements.statements_page(request.actor, request.GET.dict())
    )


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def statements_pdf(request: ActorRequest) -> HttpResponse:
    """The statements of those who were ticked, or of all whom the filter leaves, in one PDF."""
    query = request.GET.dict()
    series = chosen_series(query)
    found = statements.chosen(request.actor, query, ids_of(request.GET.getlist("candidate")))
    candidates = statements.part_of(found, query.get("part", ""))
    if series is None or not candidates:
        raise Http404
    prove_for_export(request, candidates=len(candidates))
    made = statements.statements_of(request.actor, series, candidates)
    return file_answer(render_statements(made), f"statements-of-entry-{series.code}.pdf")


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def statements_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file: one row for each paper."""
    candidates, rows, about = statements.statement_rows(request.actor, request.GET.dict())
    name = f"statements-of-entry.{kind}"
    return list_with_proof(request, name, statements.HEADINGS, rows, about=about, candidates=candidates)


@requires(Capability.ENTRIES_VIEW)
@require_GET
def statement(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """One candidate's statement of entry as a page."""
    one = history.candidate_of(request.actor, candidate_id)
    made = statements.statements_of(request.actor, one.series, [one])
    return _page(
        request, "entries/statement.html", {"made": made, "statement": made.candidates[0], "candidate": one}
    )


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@require_GET
def statement_pdf(request: ActorRequest, candidate_id: UUID) -> HttpResponse:
    """The same on paper."""
    one = history.candidate_of(request.actor, candidate_id)
    made = statements.statements_of(request.actor, one.series, [one])
    return file_answer(render_statements(made), f"statement-of-entry-{one.series.code}-{one.number}.pdf")


# ---------------------------------------------------------------- reports


@requires(Capability.ENTRIES_VIEW)
@require_GET
def summary(request: ActorRequest) -> HttpResponse:
    """All that the centre has entered, with sums."""
    return _page(request, "entries/summary.html", reports.summary_page(request.actor, request.GET.dict()))


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def summary_file(request: ActorRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    rows, about = reports.summary_rows(request.actor, request.GET.dict())
    name = f"summary-of-entries.{kind}"
    return list_answer(name, OPTION_HEADINGS, rows, by=request.actor, about=about)


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def summary_pdf(request: ActorRequest) -> HttpResponse:
    """The same on paper."""
    return printed(request, reports.summary_report, "summary-of-entries.pdf")


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def clashes_file(request: ActorRequest, kind: str) -> HttpResponse:
    """Who clashes on which day, as a file."""
    rows, about = reports.clash_rows(request.actor, request.GET.dict())
    name, candidates = f"timetable-clashes.{kind}", len({row[1] for row in rows})
    return list_with_proof(request, name, reports.CLASH_HEADINGS, rows, about=about, candidates=candidates)


@requires(Capability.ENTRIES_EXPORT, look=Event.ENTRIES_EXPORTED)
@gives_file
@require_GET
def clashes_pdf(request: ActorRequest) -> HttpResponse:
    """The same on paper."""
    return printed(request, reports.clash_report, "timetable-clashes.pdf")


def printed(
    request: ActorRequest, made: Callable[[Actor, dict[str, str]], Report], name: str
) -> HttpResponse:
    """A report as a PDF; of more than 500 candidates it asks for the second factor first."""
    report = made(request.actor, request.GET.dict())
    prove_for_export(request, candidates=report.facts["Candidates"])
    return file_answer(render_report(report), name)
