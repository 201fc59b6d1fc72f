"""The doors to webhooks: addresses of a centre's own systems that are told of what happens."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.roles import Capability
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.webhooks import queries
from interchange.webhooks.rules import CHOICES
from interchange.webhooks.services import hooks as services

NEEDS = Capability.KEYS_MANAGE


@requires(NEEDS, fresh=True)
@require_http_methods(["GET", "POST"])
def hooks(request: ActorRequest) -> HttpResponse:
    """Admin > Webhooks: all of the centre, and a form for a new one."""
    sent = request.POST
    if request.method == "GET":
        return _page(request, QueryDict())
    try:
        _, secret = services.add_hook(
            sent.get("name", ""), sent.get("address", ""), sent.getlist("messages"), by=request.actor
        )
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _page(request, sent, refusal)
    with tenancy.reading(request.actor):
        return _page(request, QueryDict(), secret=secret)


def _page(
    request: ActorRequest, sent: QueryDict, refusal: Refused | None = None, *, secret: str = ""
) -> HttpResponse:
    errors = errors_of(refusal, lambda code: code.removeprefix("hook-")) if refusal else Errors()
    values = {
        "name": sent.get("name", ""),
        "address": sent.get("address", ""),
        "messages": sent.getlist("messages"),
    }
    context = {
        "hooks": queries.hooks_of(request.actor), "choices": CHOICES, "values": values, "errors": errors,
        "secret": secret,
    }  # fmt: skip
    return render(request, "webhooks/hooks.html", context, status=422 if errors else 200)


@requires(NEEDS, fresh=True)
@require_GET
def hook(request: ActorRequest, hook_id: UUID) -> HttpResponse:
    """One webhook and the log of what was sent to it."""
    return _log(request, hook_id)


def _log(request: ActorRequest, hook_id: UUID, *, secret: str = "") -> HttpResponse:
    context = {
        "hook": queries.hook_of(request.actor, hook_id), "secret": secret,
        "listed": queries.deliveries_of(request.actor, hook_id, request.GET.get("page", "")),
    }  # fmt: skip
    return render(request, "webhooks/hook.html", context)


@requires(NEEDS, fresh=True)
@require_POST
def change(request: ActorRequest, hook_id: UUID, verb: str) -> HttpResponse:
    """Try it, start it again, replace its secret, or remove it."""
    if verb == "secret":
        _, secret = services.replace_secret(hook_id, by=request.actor)
        with tenancy.reading(request.actor):
            return _log(request, hook_id, secret=secret)
    done = {
        "test": (services.send_test, "A test is on its way. Load this page again to see how it went."),
        "start": (services.start_again, "Messages are sent again."),
        "remove": (services.end_hook, "The webhook was removed."),
    }.get(verb)
    if done is None:
        raise Http404
    service, said = done
    service(hook_id, by=request.actor)
    messages.success(request, said)
    return redirect("webhooks:hooks") if verb == "remove" else redirect("webhooks:hook", hook_id)


@requires(NEEDS, fresh=True)
@require_POST
def again(request: ActorRequest, delivery_id: UUID) -> HttpResponse:
    """Send one message once more."""
    delivery = services.send_again(delivery_id, by=request.actor)
    messages.success(request, "The message is on its way again.")
    return redirect("webhooks:hook", delivery.hook_id)
