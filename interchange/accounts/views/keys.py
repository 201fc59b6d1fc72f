"""The doors to keys for a centre's own systems."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.queries.keys import in_words, keys_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules.keys import FOR_PROGRAMS
from interchange.accounts.services.keys import make_key, revoke_key
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of


@requires(Capability.KEYS_MANAGE, fresh=True)
@require_http_methods(["GET", "POST"])
def keys(request: ActorRequest) -> HttpResponse:
    """Admin > Keys for your systems: all keys of the centre, and a form for a new one."""
    if request.method == "GET":
        return _page(request, QueryDict())
    try:
        sent = request.POST
        token = make_key(sent.get("name", ""), sent.getlist("may"), sent.get("until", ""), by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _page(request, request.POST, refusal)
    with tenancy.reading(request.actor):
        return _page(request, QueryDict(), token=token)


def _page(
    request: ActorRequest, sent: QueryDict, refusal: Refused | None = None, *, token: str = ""
) -> HttpResponse:
    errors = errors_of(refusal, lambda code: code.removeprefix("key-")) if refusal else Errors()
    choices = [(code, in_words(code)) for code in FOR_PROGRAMS if code in request.actor.capabilities]
    values = {"name": sent.get("name", ""), "until": sent.get("until", ""), "may": sent.getlist("may")}
    context = {
        "keys": keys_of(request.actor), "choices": choices, "values": values, "token": token,
        "errors": errors,
    }  # fmt: skip
    return render(request, "accounts/keys.html", context, status=422 if errors else 200)


@requires(Capability.KEYS_MANAGE, fresh=True)
@require_POST
def revoke(request: ActorRequest, key_id: UUID) -> HttpResponse:
    """End a key at once."""
    key = revoke_key(key_id, by=request.actor)
    messages.success(request, f"The key “{key.name}” no longer works.")
    return redirect("accounts:keys")
