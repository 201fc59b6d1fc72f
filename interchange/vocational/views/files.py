"""The list of vocational entries as a file, for a centre and for staff."""

from django.http import HttpResponse

from interchange.accounts.access import ActorRequest, list_with_proof
from interchange.vocational import queries


def entries_taken(request: ActorRequest, kind: str) -> HttpResponse:
    """What the filter of the page finds; of many it asks for the second factor first (5.3.6)."""
    query = request.GET.dict()
    found, _ = queries.entries_matching(request.actor, query)
    headings, rows, about = queries.rows_for_file(request.actor, query)
    name = f"vocational-entries.{kind}"
    return list_with_proof(request, name, headings, rows, about=about, candidates=found.count())
