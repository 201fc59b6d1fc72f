"""The doors that are open to anybody: asking for access, and applying (1.1, 1.3)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from interchange.accounts.access import public
from interchange.centres import forms
from interchange.centres.queries.desk import answers
from interchange.centres.rules import applications
from interchange.centres.services import applying, by_link
from interchange.centres.views.answers import NOTHING_WRONG, shown, tried
from interchange.core.errors import Refused
from interchange.core.forms import Errors

THANKS = {
    "asked": "You have asked for access",
    "sent": "Your application is with us",
    "returned": "The Agreement is returned",
    "confirmed": "Thank you: you have confirmed",
    "refused": "Thank you: nobody is appointed",
    "agreed": "Thank you: you have agreed",
    "changed": "The change is with the head of centre",
}


@public
@require_http_methods(["GET", "POST"])
def get_access(request: HttpRequest) -> HttpResponse:
    """The centre number first; whatever it is, the answer is the same (1.3)."""
    errors = NOTHING_WRONG
    if request.method == "POST":
        sent, visitor = forms.fields(request.POST, "number", "name", "email"), forms.visitor_of(request)
        errors = tried(lambda: applying.ask_for_access(**sent, visitor=visitor))
        if not errors:
            return redirect("centres:thanks", "asked")
    return shown(request, "centres/get_access.html", {}, errors)


@public
@require_GET
def thanks(request: HttpRequest, what: str) -> HttpResponse:
    """What happens next; the same for everybody."""
    if what not in THANKS:
        raise Http404
    return render(request, "centres/thanks.html", {"what": what, "said": THANKS[what]})


@public
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Begin an application: name and address, to which the link goes under which it can be taken up again."""
    if request.method == "GET":
        return shown(request, "centres/apply.html", {}, NOTHING_WRONG)
    name, email = forms.fields(request.POST, "contact_name", "contact_email").values()
    try:
        token = applying.start_application(name, email, visitor=forms.visitor_of(request))
    except Refused as refusal:
        return shown(request, "centres/apply.html", {}, forms.errors(refusal))
    return redirect("centres:application", token)


@public
@require_GET
def application(request: HttpRequest, token: str) -> HttpResponse:
    """Take an application up where it was left."""
    done = dict.fromkeys(by_link.application_of(token).steps_done)
    missing = applications.missing(done)
    return redirect("centres:application-step", token, missing[0].name if missing else applications.CHECK)


@public
@require_http_methods(["GET", "POST"])
def application_step(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """One page of the application, kept when it is answered (B1, B7); the last shows everything and sends it (B5)."""
    if step == applications.CHECK:
        return _check(request, token)
    if step not in applications.BY_NAME:
        raise Http404
    if request.method == "GET":
        page = by_link.application_step(token, step)
        return shown(request, "centres/application_step.html", {**page, "token": token}, NOTHING_WRONG)
    found = applying.save_step(token, step, forms.typed(request.POST), visitor=forms.visitor_of(request))
    if found.errors:
        page = {**by_link.application_step(token, step), "values": found.values, "token": token}
        return shown(request, "centres/application_step.html", page, Errors(found.errors))
    onward = applications.CHECK if "back" in request.GET else applications.after(step)
    return redirect("centres:application-step", token, onward)


def _check(request: HttpRequest, token: str) -> HttpResponse:
    errors = NOTHING_WRONG
    if request.method == "POST":
        errors = tried(
            lambda: applying.send_application(token, visitor=forms.visitor_of(request)), at="missing"
        )
        if not errors:
            return redirect("centres:thanks", "sent")
    one = by_link.application_of(token)
    page = {
        "application": one, "token": token, "answers": answers(one),
        "missing": applications.missing(dict.fromkeys(one.steps_done)),
    }  # fmt: skip
    return shown(request, "centres/application_check.html", page, errors)
