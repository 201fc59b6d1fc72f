"""The list of vocational entries as a file, for a centre and for staff."""

from django.http import HttpResponse

from interchange.accounts.access import ActorRequest, prove_for_export
from interchange.core.downloads import list_answer
from interchange.vocational import queries


def entries_taken(request: ActorRequest, kind: str) -> HttpResponse:
    """What the filter of the page finds; of many it asks for the second factor first (5.3.6)."""
    query = request.GET.dict()
    found, _ = queries.entries_matching(request.actor, query)
    prove_for_export(request, candidates=found.count())
    headings, rows, about = queries.rows_for_file(request.actor, query)
    return list_answer(f"vocational-entries.{kind}", headings, rows, by=request.actor, about=about)
