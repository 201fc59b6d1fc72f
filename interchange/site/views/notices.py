"""The doors to what somebody is told: the page Notices, the choice of mail, and the calendar."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from interchange.accounts.access import ActorRequest, public, requires
from interchange.accounts.queries.calendar import calendar_of
from interchange.accounts.roles import Capability
from interchange.accounts.services.calendar import actor_of_calendar, end_calendar, make_calendar
from interchange.core import tenancy
from interchange.site import services
from interchange.site.queries import deadlines
from interchange.site.queries import notices as page_of


@requires(Capability.OWN_ACCOUNT)
@require_GET
def notices(request: ActorRequest) -> HttpResponse:
    """What the person has been told, newest first, by kind and centre (D7)."""
    return render(request, "site/notices.html", page_of.inbox(request.actor, request.GET.dict()))


@requires(Capability.OWN_ACCOUNT)
@require_POST
def notice(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """Follow a notice to its page, or note that it has been read, or has not."""
    verb = request.POST.get("do", "")
    found = services.read_notice(notice_id, read=verb != "unread", by=request.actor)
    leads = verb == "open" and found.link and not page_of.is_elsewhere(found, request.actor)
    return redirect(found.link) if leads else _back(request)


@requires(Capability.OWN_ACCOUNT)
@require_POST
def read_notices(request: ActorRequest) -> HttpResponse:
    """Note that all that the filter shows has been read."""
    number = services.read_all_notices(page_of.Filter.read(request.POST.dict()), by=request.actor)
    messages.success(request, f"{number:,} {'notice' if number == 1 else 'notices'} marked as read.")
    return _back(request)


def _back(request: ActorRequest) -> HttpResponse:
    asked = page_of.Filter.read(request.POST.dict()).address
    page = request.POST.get("page", "")
    query = "&".join(
        part for part in (asked, f"page={page}" if page.isascii() and page.isdigit() else "") if part
    )
    return redirect(reverse("site:notices") + (f"?{query}" if query else ""))


@requires(Capability.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def notice_choices(request: ActorRequest) -> HttpResponse:
    """For each kind of notice: mail now, the daily digest, or no mail (D7)."""
    if request.method == "GET":
        return render(request, "site/notice_choices.html", page_of.choices(request.actor))
    services.choose_notices(page_of.read_choices(request.POST.dict()), by=request.actor)
    messages.success(request, "Saved. It counts from now on.")
    return redirect("site:notice-choices")


@requires(Capability.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def calendar(request: ActorRequest) -> HttpResponse:
    """The personal, secret address of a calendar of deadlines: made, shown once, ended."""
    address = ""
    if request.method == "POST" and request.POST.get("do") == "end":
        end_calendar(by=request.actor)
        messages.success(request, "The address no longer works.")
        return redirect("site:calendar")
    if request.method == "POST":
        path = reverse("site:calendar-feed", args=[make_calendar(by=request.actor)])
        address = f"{settings.SITE_ADDRESS}{path}"
    with tenancy.reading(request.actor):
        context = {"address": address, "standing": calendar_of(request.actor)}
        return render(request, "site/calendar.html", context)


@public
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, for the program that shows it; whoever has the address reads it."""
    actor = actor_of_calendar(token, request)
    if actor is None:
        raise Http404
    with tenancy.reading(actor):
        body = deadlines.calendar(actor)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="interchange.ics"'
    response["ETag"] = quote_etag(deadlines.digest(body))
    patch_cache_control(response, private=True, max_age=3600)
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer if answer is not None else response
