"""The doors behind links that work once: the Agreement, the head's confirmation, the nominee's consent."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from interchange.accounts.access import public
from interchange.centres import forms
from interchange.centres.services import administrators, agreements, by_link
from interchange.centres.views.answers import NOTHING_WRONG, shown, tried


@public
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, token: str) -> HttpResponse:
    """Read the exact Agreement, nominate an administrator, and return it (1.5, 1.6, 1.9)."""
    page, errors = by_link.agreement_page(token), NOTHING_WRONG
    if request.method == "POST":
        sent, visitor = forms.read_return(request.POST), forms.visitor_of(request)
        errors = tried(partial(agreements.return_agreement, token, sent, visitor=visitor))
        if not errors:
            return redirect("centres:thanks", "returned")
    page |= {"chosen": request.POST.getlist("scopes")}
    return shown(request, "centres/agreement_by_link.html", page, errors)


@public
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The head of centre sees exactly what there is to confirm, and says yes or no (1.7)."""
    page, errors = by_link.head_page(token), NOTHING_WRONG
    if request.method == "POST":
        sent = forms.typed(request.POST)
        verb, reason, is_head = sent.get("verb", ""), sent.get("reason", ""), "is_head" in sent
        errors = tried(
            lambda: administrators.confirm_by_link(
                token, verb=verb, reason=reason, is_head=is_head, visitor=forms.visitor_of(request)
            )
        )
        if not errors:
            return redirect("centres:thanks", "confirmed" if verb == "confirm" else "refused")
    return shown(request, "centres/confirm_by_link.html", page, errors)


@public
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """The nominee agrees to manage other people's accounts (1.8)."""
    page, errors = by_link.nominee_page(token), NOTHING_WRONG
    if request.method == "POST":
        agreed, visitor = "agree" in request.POST, forms.visitor_of(request)
        errors = tried(partial(administrators.agree_to_nomination, token, agreed=agreed, visitor=visitor))
        if not errors:
            return redirect("centres:thanks", "agreed")
    return shown(request, "centres/agree_by_link.html", page, errors)
