"""The doors to signing in with the awarding body's own provider; shut unless there is one."""

from dataclasses import asdict
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_POST

from interchange.accounts import openid
from interchange.accounts.access import (
    ActorRequest,
    address_of,
    browser_of,
    is_fresh,
    public,
    request_id_of,
    requires,
)
from interchange.accounts.openid import Asked, Known
from interchange.accounts.queries.sessions import memberships_of
from interchange.accounts.roles import Capability
from interchange.accounts.services import identities
from interchange.accounts.views.pending import Pending, onward, start
from interchange.core import clock
from interchange.core.errors import Refused

KEY, LASTS = "openid", 600
PAGE = "accounts:security"
VOUCHED = "provider"
"""In place of a second factor's kind, where the provider's word for it is taken."""


@public
@require_GET
def sign_in_with(request: HttpRequest) -> HttpResponse:
    """To the provider, to sign in."""
    return _to_provider(request, linking=False)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_GET
def link_identity(request: ActorRequest) -> HttpResponse:
    """To the provider, to link its account to one's own; the second factor was given a moment ago."""
    return _to_provider(request, linking=True)


@requires(Capability.OWN_ACCOUNT, fresh=True)
@require_POST
def unlink_identity(request: ActorRequest) -> HttpResponse:
    """The provider's word counts no more."""
    identities.unlink_identity(by=request.actor)
    messages.success(request, f"{settings.OIDC_NAME} cannot sign you in any more.")
    return redirect(PAGE)


@public
@require_GET
def back_from_provider(request: HttpRequest) -> HttpResponse:
    """Back from the provider with its answer, which is looked at once and then forgotten."""
    _must_be_on()
    kept = request.session.pop(KEY, None)
    known = _answered(request, kept)
    if kept["linking"]:
        return _linked(cast(ActorRequest, request), known)
    person = identities.person_known_as(
        known, address=address_of(request), request_id=request_id_of(request), browser=browser_of(request)
    )
    response = start(request, memberships_of(person.pk))
    pending = Pending.of(request)
    if pending is None or not (settings.OIDC_MFA_TRUSTED and known.several_factors):
        return response
    pending.keep(request, proved=VOUCHED)
    return onward(request)


def _to_provider(request: HttpRequest, *, linking: bool) -> HttpResponse:
    _must_be_on()
    address, asked = openid.begin(_back())
    request.session[KEY] = {**asdict(asked), "linking": linking, "at": clock.real().timestamp()}
    return redirect(address)


def _must_be_on() -> None:
    if not openid.is_on():
        raise Http404


def _back() -> str:
    """The one address to which the provider may send people back."""
    return f"{settings.SITE_ADDRESS}{reverse('accounts:openid-back')}"


def _answered(request: HttpRequest, kept: Any) -> Known:
    """Whom the answer vouches for; refused where this browser did not ask, asked too long ago, or asked for another."""
    sent = request.GET
    if not isinstance(kept, dict) or clock.real().timestamp() - kept["at"] > LASTS:
        raise openid.refused()
    same_issuer = sent.get("iss", settings.OIDC_ISSUER) == settings.OIDC_ISSUER  # RFC 9207
    if not constant_time_compare(kept["state"], sent.get("state", "")) or not same_issuer:
        raise openid.refused()
    if "error" in sent or not sent.get("code"):
        raise openid.refused()
    asked = Asked(kept["state"], kept["nonce"], kept["verifier"])
    return openid.finish(sent["code"], asked, _back())


def _linked(request: ActorRequest, known: Known) -> HttpResponse:
    """Signed in still, and with a second factor of the last ten minutes."""
    if cast(Any, request).actor is None or not is_fresh(request):
        raise Refused("signed-out", "You were signed out meanwhile. Sign in, and link the account again.")
    identities.link_identity(known, by=request.actor)
    messages.success(request, f"Linked. From now on you can sign in with {settings.OIDC_NAME}.")
    return redirect(PAGE)
