"""The second factor again, before what 5.3.6 names; a form that was sent meanwhile is kept."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods

from interchange.accounts.access import ActorRequest, requires
from interchange.accounts.queries.proofs import factors_of, passkeys_of
from interchange.accounts.roles import Capability
from interchange.accounts.services import proving
from interchange.accounts.steps.holding import STEP_UP, held_for_step_up, unpack
from interchange.accounts.views.pending import WELCOME, is_ours
from interchange.accounts.views.showing import asked_for, given_in, token_of


@requires(Capability.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def step_up(request: ActorRequest) -> HttpResponse:
    """Asks for a code or a passkey, and then goes on to where the person was going (5.3.6)."""
    if request.method == "GET":
        return _page(request, request.GET.get("next", ""))
    onto = request.POST.get("next", "")
    proof = proving.step_up(
        given_in(request), request.signed_in.pk, token=token_of(request), by=request.actor
    )
    if not proof.kind:
        return _page(request, onto, error=proof.why_not)
    request.session.cycle_key()
    held = held_for_step_up(request.session, onto)
    if held:
        del request.session[STEP_UP]
        return render(request, "accounts/go_on.html", {"path": onto, "fields": unpack(held)})
    if not is_ours(request, onto):
        return redirect(WELCOME)
    return render(request, "accounts/get_file.html", {"path": onto}) if _is_file(onto) else redirect(onto)


def _is_file(onto: str) -> bool:
    """Whether a file comes from there: no page would follow this one then, so that it has to say that it went well."""
    try:
        return hasattr(resolve(onto.partition("?")[0]).func, "gives_file")
    except Resolver404:
        return False


def _page(request: ActorRequest, onto: str, error: str = "") -> HttpResponse:
    person_id = request.signed_in.person_id
    context = {
        "onto": onto, "held": bool(held_for_step_up(request.session, onto)), "error": error,
        "passkey": asked_for(request, passkeys_of(person_id)), "enrolled": factors_of(person_id).exists(),
    }  # fmt: skip
    return render(request, "accounts/step_up.html", context, status=422 if error else 200)
