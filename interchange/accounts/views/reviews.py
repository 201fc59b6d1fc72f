"""The doors to the yearly review of users (4.8)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.forms import users as forms
from interchange.accounts.queries.reviews import review_page
from interchange.accounts.roles import Capability
from interchange.accounts.rules.reviews import Decision
from interchange.accounts.services import reviews
from interchange.core.errors import Refused

PAGE = "accounts:review"


@requires(Capability.USERS_MANAGE, fresh=True)
@require_http_methods(["GET", "POST"])
def review(request: ActorRequest) -> HttpResponse:
    """Keep, change or remove, user by user; a removal is asked about once more (B9)."""
    if request.method == "GET":
        return _page(request)
    try:
        decisions = forms.decisions_of(request.POST)
        leaving = [key for key, decision in decisions.items() if decision is Decision.REMOVE]
        if leaving and not request.POST.get("confirmed"):
            return _page(request, asking={str(key): decision.value for key, decision in decisions.items()})
        removed = reviews.decide_lines(decisions, by=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    gone = f", of whom {len(removed)} removed" if removed else ""
    messages.success(request, f"Saved: {len(decisions)} decided{gone}.")
    return redirect(PAGE)


def _page(
    request: ActorRequest, refusal: Refused | None = None, *, asking: dict[str, str] | None = None
) -> HttpResponse:
    context = review_page(request.actor) | {
        "errors": [{"text": refusal.message, "href": "#lines"}] if refusal else [], "asking": asking or {},
        "typed": {name.removeprefix("user-"): value for name, value in request.POST.items()},
    }  # fmt: skip
    context["leaving"] = [
        line for line in context["lines"] if context["asking"].get(str(line.user.key)) == Decision.REMOVE
    ]
    page = "accounts/users/review_confirm.html" if asking else "accounts/users/review.html"
    return render(request, page, context, status=422 if refusal else 200)


@requires(Capability.USERS_MANAGE, fresh=True)
@require_POST
def keep_the_rest(request: ActorRequest) -> HttpResponse:
    """Keep everybody who is not decided about yet."""
    kept = reviews.keep_the_rest(by=request.actor)
    messages.success(request, f"Saved: {kept} kept.")
    return redirect(PAGE)


@requires(Capability.USERS_MANAGE, fresh=True)
@require_POST
def complete_review(request: ActorRequest) -> HttpResponse:
    """Certify the list."""
    try:
        reviews.complete_review(by=request.actor)
    except Refused as refusal:
        return _page(request, refusal)
    messages.success(request, "The yearly review is complete.")
    return redirect(PAGE)
