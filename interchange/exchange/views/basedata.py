"""The doors for base data: fetched by centres, and loaded by the awarding body after a comparison."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.catalogue.queries import series_by_code
from interchange.catalogue.services.loading import compare_files
from interchange.core import tenancy
from interchange.core.downloads import file_answer
from interchange.core.errors import Refused
from interchange.exchange.queries import basedata
from interchange.exchange.queries.formats import record_of
from interchange.exchange.reading_sets import as_files, read_set
from interchange.exchange.rules.basedata import BASE_DATA_FORM
from interchange.exchange.rules.mapping import rows_of
from interchange.exchange.rules.schemas import json_schema, xml_schema
from interchange.exchange.rules.tree import ENTRIES_FORM

SHOWN = 200
LARGEST = 20_000_000
MOST = 20
SCHEMAS = {
    f"{form.name}.{kind}": write(form)
    for form in (ENTRIES_FORM, BASE_DATA_FORM)
    for kind, write in (("xsd", xml_schema), ("schema.json", json_schema))
}


@requires(Capability.WELCOME)
@require_GET
def base_data(request: ActorRequest) -> HttpResponse:
    """Base data of every series, and the schemas of the published forms."""
    return render(request, "exchange/base_data.html", {**basedata.series_page(), "schemas": sorted(SCHEMAS)})


@requires(Capability.WELCOME)
@gives_file
@require_GET
def base_data_file(request: ActorRequest, series: str) -> HttpResponse:
    """The bundle of one series."""
    name, content = basedata.bundle(series_by_code(series))
    return file_answer(content, name)


@requires(Capability.WELCOME)
@gives_file
@require_GET
def schema(request: ActorRequest, name: str) -> HttpResponse:
    """A schema of a published form."""
    if name not in SCHEMAS:
        raise Http404
    kind = "application/xml" if name.endswith(".xsd") else "application/schema+json"
    answer = HttpResponse(SCHEMAS[name], content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires(Capability.CATALOGUE_MANAGE)
@require_http_methods(["GET", "POST"])
def desk_base_data(request: ActorRequest) -> HttpResponse:
    """Load a set of base data: first a comparison with the catalogue, on the page of the catalogue's own loads."""
    if request.method == "GET":
        return _form(request, [])
    sent = request.FILES.getlist("files")[:MOST]
    if not sent or sum(file.size or 0 for file in sent) > LARGEST:
        return _form(request, ["Choose the files of a set, or a zip of them, of at most 20 MB."])
    try:
        with tenancy.reading(request.actor):
            sets = read_set([(file.name or "", file.read()) for file in sent], record_of)
            rows = rows_of(sets.records, basedata.known(), sets.series)
        made, found = compare_files(as_files(rows), by=request.actor)
    except Refused as refusal:
        return _form(request, [part.message for part in refusal.parts])
    page = {"load": made, "found": found, "most": SHOWN, "problem": ""}
    return render(request, "catalogue/desk_comparison.html", page)


def _form(request: ActorRequest, wrong: list[str]) -> HttpResponse:
    errors = [{"text": said, "href": "#files"} for said in wrong]
    return render(request, "exchange/desk_base_data.html", {"errors": errors}, status=422 if errors else 200)
