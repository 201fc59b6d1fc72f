"""The doors behind links that work once: the Agreement, the head's confirmation, the nominee's consent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from interchange.accounts.access import public
from interchange.centres import forms
from interchange.centres.services import administrators, agreements, by_link
from interchange.core.errors import Refused


@public
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, token: str) -> HttpResponse:
    """Read the exact Agreement, nominate an administrator, and return it (1.5, 1.6, 1.9)."""
    page, values, error = by_link.agreement_page(token), {}, None
    if request.method == "POST":
        values = forms.typed(request.POST)
        try:
            agreements.return_agreement(
                token, forms.read_return(request.POST), visitor=forms.visitor_of(request)
            )
        except Refused as refusal:
            if refusal.code == "link-ended":
                raise
            error = forms.wrong(refusal)
        else:
            return redirect("centres:thanks", "returned")
    page |= {"values": values, "chosen": request.POST.getlist("scopes"), "error": error}
    return render(request, "centres/agreement_by_link.html", page, status=422 if error else 200)


@public
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The head of centre sees exactly what there is to confirm, and says yes or no (1.7)."""
    page, error = by_link.head_page(token), None
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        try:
            administrators.confirm_by_link(
                token, verb=verb, reason=request.POST.get("reason", "")[: forms.LONGEST],
                is_head="is_head" in request.POST, visitor=forms.visitor_of(request),
            )  # fmt: skip
        except Refused as refusal:
            if refusal.code == "link-ended":
                raise
            error = forms.wrong(refusal)
        else:
            return redirect("centres:thanks", "confirmed" if verb == "confirm" else "refused")
    page |= {"values": forms.typed(request.POST), "error": error}
    return render(request, "centres/confirm_by_link.html", page, status=422 if error else 200)


@public
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """The nominee agrees to manage other people's accounts (1.8)."""
    page, error = by_link.nominee_page(token), None
    if request.method == "POST":
        try:
            administrators.agree_to_nomination(
                token, agreed="agree" in request.POST, visitor=forms.visitor_of(request)
            )
        except Refused as refusal:
            if refusal.code == "link-ended":
                raise
            error = forms.wrong(refusal)
        else:
            return redirect("centres:thanks", "agreed")
    return render(
        request, "centres/agree_by_link.html", {**page, "error": error}, status=422 if error else 200
    )
