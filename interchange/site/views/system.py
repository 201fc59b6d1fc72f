"""The doors to the page of the system, and to a job that failed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.site import services
from interchange.site.queries import system as page_of


@requires(Capability.CONFIGURE)
@require_GET
def system(request: ActorRequest) -> HttpResponse:
    """How the system stands: jobs, mail, the trail, what is kept (3.3)."""
    return render(request, "site/system.html", page_of.system(request.actor, request.GET.dict()))


@requires(Capability.CONFIGURE)
@require_GET
def system_settings(request: ActorRequest) -> HttpResponse:
    """Every setting in force, with what it means; of a secret only that it is set."""
    return render(request, "site/system_settings.html", {"settings": page_of.settings_in_force()})


@requires(Capability.CONFIGURE)
@require_http_methods(["GET", "POST"])
def job(request: ActorRequest, job_id: int) -> HttpResponse:
    """One job with what has happened to it; where it failed, the form to try it again, with the reason."""
    typed, errors = request.POST.get("reason", ""), Errors()
    if request.method == "POST":
        try:
            tried = services.try_job_again(job_id, typed, by=request.actor)
        except Refused as refusal:
            errors = errors_of(refusal, lambda code: code if code == "reason" else "")
        else:
            messages.success(request, f"{tried.task} is in the queue again.")
            return redirect("site:system")
    with tenancy.reading(request.actor):
        page = page_of.job(job_id) | {"reason": typed, "errors": errors}
    return render(request, "site/job.html", page, status=422 if errors else 200)
