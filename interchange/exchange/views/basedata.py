"""The doors for base data: fetched by centres, and loaded by the awarding body after a comparison."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, gives_file, requires
from interchange.accounts.roles import Capability
from interchange.catalogue.services.loading import compare_files
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.exchange.queries import basedata, issues
from interchange.exchange.queries.formats import record_of
from interchange.exchange.reading_sets import as_files, read_set
from interchange.exchange.rules.basedata import BASE_DATA_FORM
from interchange.exchange.rules.mapping import rows_of
from interchange.exchange.rules.schemas import json_schema, xml_schema
from interchange.exchange.rules.tree import ENTRIES_FORM
from interchange.exchange.services.issuing import issue_base_data
from interchange.exchange.views.files import given

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
    """Base data of every series with its issues, and the schemas of the published forms."""
    return render(request, "exchange/base_data.html", {**issues.issues_page(), "schemas": sorted(SCHEMAS)})


@requires(Capability.WELCOME)
@gives_file
@require_GET
def base_data_file(request: ActorRequest, series: str) -> HttpResponse:
    """The bundle of the last issue of one series; before the first one as the catalogue stands."""
    name, content = issues.issued_file(series)
    return given(content, name)


@requires(Capability.WELCOME)
@gives_file
@require_GET
def base_data_issue(request: ActorRequest, series: str, number: int) -> HttpResponse:
    """The bundle of one issue, as it was given out."""
    name, content = issues.issued_file(series, number)
    return given(content, name)


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


@requires(Capability.CATALOGUE_MANAGE)
@require_GET
def desk_issues(request: ActorRequest) -> HttpResponse:
    """Every series with what was issued of it."""
    return render(request, "exchange/desk_issues.html", issues.issues_page())


@requires(Capability.CATALOGUE_MANAGE)
@require_http_methods(["GET", "POST"])
def desk_issue(request: ActorRequest, series: str) -> HttpResponse:
    """What has changed since the last issue of one series, and giving out the next."""
    sent = {name: request.POST.get(name, "") for name in ("shown", "note")}
    errors = Errors()
    if request.method == "POST":
        try:
            issue = issue_base_data(series, **sent, by=request.actor)
        except Refused as refusal:
            errors = errors_of(refusal, lambda code: code if code == "note" else "")
        else:
            messages.success(request, f"Issue {issue.number:02} is given out, and centres are told.")
            return redirect("exchange:desk-issues")
    with tenancy.reading(request.actor):
        context = issues.issue_page(series) | {"errors": errors, "note": sent["note"]}
        return render(request, "exchange/desk_issue.html", context, status=422 if errors else 200)


def _form(request: ActorRequest, wrong: list[str]) -> HttpResponse:
    errors = [{"text": said, "href": "#files"} for said in wrong]
    return render(request, "exchange/desk_base_data.html", {"errors": errors}, status=422 if errors else 200)
