"""The doors to a centre's users: the list, a new one, many at once, the register, who may do what (A5, D5)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interchange.accounts.access import ActorRequest, holds, requires
from interchange.accounts.forms import users as forms
from interchange.accounts.queries import listing
from interchange.accounts.queries.reviews import review_prompt
from interchange.accounts.queries.role_table import role_table
from interchange.accounts.roles import Capability, Role
from interchange.accounts.rules.granting import grantable, roles_of
from interchange.accounts.services import users
from interchange.accounts.services.filters import remove_filter, save_filter
from interchange.accounts.services.memberships import Outcomes, change_many, preview_many
from interchange.accounts.steps.users import CHANGED, Extend
from interchange.audit.events import Event
from interchange.core import tenancy
from interchange.core.downloads import list_answer
from interchange.core.errors import Refused

LIST = "accounts:users"


@requires(Capability.USERS_VIEW)
@require_GET
def users_list(request: ActorRequest) -> HttpResponse:
    """Admin > Manage centre users: everybody, with what there is to do about them."""
    return _list_page(request, request.GET.dict())


def _list_page(request: ActorRequest, query: dict[str, str], refusal: Refused | None = None) -> HttpResponse:
    context = listing.users_page(request.actor, query) | {
        "may_manage": holds(request.actor, Capability.USERS_MANAGE), "doings": forms.DOINGS,
        "review": review_prompt(request.actor), "filter_name": request.POST.get("filter_name", ""),
        "errors": forms.errors_of(refusal, otherwise="filter_name") if refusal else {},
    }  # fmt: skip
    return render(request, "accounts/users/list.html", context, status=422 if refusal else 200)


@requires(Capability.USERS_VIEW)
@require_POST
def keep_filter(request: ActorRequest) -> HttpResponse:
    """Keep the filter of the list under a name (D1)."""
    sent, query = request.POST, request.POST.get("filter", "")
    try:
        kept = save_filter(sent.get("filter_name", ""), query, "shared" in sent, by=request.actor)
    except Refused as refusal:
        with tenancy.reading(request.actor):
            return _list_page(request, QueryDict(query).dict(), refusal)
    messages.success(request, f"The filter “{kept}” has been saved.")
    return redirect(f"{reverse(LIST)}?{kept.query}")


@requires(Capability.USERS_VIEW)
@require_POST
def forget_filter(request: ActorRequest, filter_id: UUID) -> HttpResponse:
    """Forget a filter of one's own."""
    messages.success(request, f"The filter “{remove_filter(filter_id, by=request.actor)}” has been removed.")
    return redirect(LIST)


@requires(Capability.USERS_VIEW, look=Event.USERS_EXPORTED)
@require_GET
def register(request: ActorRequest, kind: str) -> HttpResponse:
    """The account register as a file, under the filter of the list (4.7)."""
    rows, about = listing.register(request.actor, request.GET.dict())
    name = f"users-{request.actor.centre_number}.{kind}"
    return list_answer(name, listing.REGISTER, rows, about=about, by=request.actor)


@requires(Capability.USERS_VIEW)
@require_GET
def role_matrix(request: ActorRequest) -> HttpResponse:
    """Which role may do what, made from the table that decides it (A6)."""
    return render(request, "accounts/users/roles_table.html", {"table": role_table()})


@requires(Capability.USERS_MANAGE, fresh=True)
@require_http_methods(["GET", "POST"])
def new_user(request: ActorRequest) -> HttpResponse:
    """Add new user (4.2)."""
    sent, errors = request.POST, {}
    if request.method == "POST":
        try:
            made = users.add_user(
                sent.get("first_name", ""), sent.get("last_name", ""), sent.get("email", ""), forms.roles_of(sent),
                sent.get("ends_on", ""), by=request.actor,
            )  # fmt: skip
        except Refused as refusal:
            errors = forms.errors_of(refusal, otherwise="first_name")
        else:
            messages.success(
                request, f"{made.person} has been added and invited. The username is {made.person.username}."
            )
            return redirect("accounts:user", made.pk)
    giveable = grantable(by=roles_of(request.actor.roles))
    context = {
        "values": {name: sent.get(name, "") for name in ("first_name", "last_name", "email", "ends_on")},
        "ticked": sent.getlist("roles"), "roles": role_table().described(giveable), "errors": errors,
    }  # fmt: skip
    return render(request, "accounts/users/new.html", context, status=422 if errors else 200)


@requires(Capability.USERS_MANAGE, fresh=True)
@require_POST
def add_to_own_account(request: ActorRequest) -> HttpResponse:
    """One click for Science Co-ordinator or TCUser (note 1)."""
    role: Role = forms.a_role(request.POST)
    users.add_to_own_account(role, by=request.actor)
    messages.success(request, f"You are {role.label} too from now on.")
    return redirect(LIST)


@requires(Capability.USERS_MANAGE, fresh=True)
@require_POST
def update(request: ActorRequest) -> HttpResponse:
    """Extend Password for everybody ticked (A8)."""
    try:
        keys = forms.keys_of(request.POST.getlist("extend"))
        outcomes = change_many(Extend(request.POST.get("why", "")), keys, by=request.actor)
    except Refused as refusal:
        return _many_page(request, Outcomes([]), refusal)
    return _done(request, outcomes)


@requires(Capability.USERS_MANAGE, fresh=True)
@require_POST
def many(request: ActorRequest) -> HttpResponse:
    """The same for many: first what would happen to each, and then just that (D3, B9)."""
    sent, keys = request.POST, _chosen(request)
    try:
        verb = forms.verb_of(sent)
        if sent.get("confirmed"):
            shown = sent.get("shown", "" if sent.get("everybody") else None)
            return _done(request, change_many(verb, keys, shown, by=request.actor))
        return _many_page(request, preview_many(verb, keys, by=request.actor), number=len(keys))
    except Refused as refusal:
        again = preview_many(verb, keys, by=request.actor) if isinstance(refusal, CHANGED) else Outcomes([])
        return _many_page(request, again, refusal, number=len(keys))


def _chosen(request: ActorRequest) -> list[UUID]:
    """Those ticked; or everybody whom the filter of the list finds, on all its pages (D3)."""
    if request.POST.get("everybody"):
        return listing.matching_an_address(request.actor, request.POST.get("filter", ""))
    return forms.keys_of(request.POST.getlist("chosen"))


def _many_page(
    request: ActorRequest, outcomes: Outcomes, refusal: Refused | None = None, *, number: int = 0
) -> HttpResponse:
    sent = request.POST
    context = {
        "outcomes": outcomes, "errors": forms.errors_of(refusal, otherwise="doing") if refusal else {},
        "values": {name: sent.get(name, "") for name in ("doing", "role", "why", "until", "everybody", "filter")},
        "chosen": [] if sent.get("everybody") else sent.getlist("chosen"), "number": number, "doings": forms.DOINGS,
        "roles": [(role.value, role.label) for role in grantable(by=roles_of(request.actor.roles))],
    }  # fmt: skip
    return render(request, "accounts/users/many.html", context, status=422 if refusal else 200)


def _done(request: ActorRequest, outcomes: Outcomes) -> HttpResponse:
    """Back to the list where all went well, and else a line for each."""
    if outcomes.changed == len(outcomes.each):
        number = outcomes.changed
        messages.success(request, f"{number:,} {'user' if number == 1 else 'users'} updated.")
        return redirect(LIST)
    return render(request, "accounts/users/outcomes.html", {"outcomes": outcomes})
