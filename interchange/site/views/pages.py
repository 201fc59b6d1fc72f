"""The doors to the site's own pages: welcome, news, search, history, help, and what machines ask."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from prometheus_client import CONTENT_TYPE_LATEST

from interchange.accounts.access import ActorRequest, public, requires
from interchange.accounts.roles import Capability
from interchange.core import health
from interchange.site import forms, services
from interchange.site import metrics as measured
from interchange.site.answers import wants_json
from interchange.site.guides import GUIDES
from interchange.site.queries import news as posted_news
from interchange.site.queries import searching
from interchange.site.queries import welcome as welcome_page
from interchange.support.queries.audiences import choices as audience_choices


@public
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """The address without a page: to one's work, or to the front door."""
    return redirect("site:welcome" if getattr(request, "actor", None) else "accounts:sign-in")


@requires(Capability.WELCOME)
@require_GET
def welcome(request: ActorRequest) -> HttpResponse:
    """What there is to do, what is new, and what falls due (B1, A4)."""
    return render(request, "site/welcome.html", welcome_page.welcome(request.actor))


@requires(Capability.NEWS_POST)
@require_http_methods(["GET", "POST"])
def news(request: ActorRequest) -> HttpResponse:
    """What the welcome page says to whom, and the form to add to it."""
    form = forms.read_news(request.POST) if request.method == "POST" else forms.empty_news()
    if request.method == "GET" or form.errors or form.from_at is None:
        context = {"form": form} | posted_news.news_page(request.GET.dict()) | audience_choices()
        return render(request, "site/news.html", context, status=422 if form.errors else 200)
    typed = form.values
    services.post_news(
        typed["title"], typed["body"], from_at=form.from_at, until_at=form.until_at, audience=form.audience,
        values=form.audience_values, by=request.actor,
    )  # fmt: skip
    messages.success(request, "Posted.")
    return redirect("site:news")


@requires(Capability.NEWS_POST)
@require_POST
def take_news_down(request: ActorRequest, news_id: UUID) -> HttpResponse:
    taken = services.withdraw_news(news_id, by=request.actor)
    messages.success(request, f"“{taken.title}” has been taken down.")
    return redirect("site:news")


@requires(Capability.NEWS_POST)
@require_http_methods(["GET", "POST"])
def key_reminders(request: ActorRequest) -> HttpResponse:
    """The reminders of the welcome page, and the form to add one."""
    form = forms.read_reminder(request.POST) if request.method == "POST" else forms.empty_reminder()
    if request.method == "GET" or form.errors or form.on is None:
        context = {"form": form} | posted_news.reminders_page(request.GET.dict()) | audience_choices()
        return render(request, "site/key_reminders.html", context, status=422 if form.errors else 200)
    services.post_reminder(
        form.values["text"], form.on, link=form.values["link"], audience=form.audience,
        values=form.audience_values, by=request.actor,
    )  # fmt: skip
    messages.success(request, "Posted.")
    return redirect("site:key-reminders")


@requires(Capability.NEWS_POST)
@require_POST
def take_reminder_down(request: ActorRequest, reminder_id: UUID) -> HttpResponse:
    taken = services.withdraw_reminder(reminder_id, by=request.actor)
    messages.success(request, f"“{taken.text}” has been taken down.")
    return redirect("site:key-reminders")


@requires(Capability.SEARCH)
@require_GET
def search(request: ActorRequest) -> HttpResponse:
    """By assessment code, candidate, centre or page; an assessment code goes straight to its sheet (A5)."""
    found = searching.search(request.actor, request.GET.get("q", ""))
    if wants_json(request):
        return JsonResponse(found.jumps(), safe=False)
    if found.straight:
        return redirect(found.straight)
    return render(request, "site/search.html", {"found": found})


@public
@require_GET
def help_index(request: HttpRequest) -> HttpResponse:
    """The guides, and how to reach a person (B4)."""
    return render(request, "site/help/index.html", {"guides": GUIDES})


@public
@require_GET
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """One guide."""
    if name not in GUIDES:
        raise Http404
    page = f"site/help/{name.replace('-', '_')}.html"
    return render(request, page, {"guides": GUIDES, "name": name, "guide_title": GUIDES[name]})


@public
@require_GET
def live(request: HttpRequest) -> HttpResponse:
    """Whether the process answers at all."""
    return HttpResponse("live\n", content_type="text/plain; charset=utf-8")


@public
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """Whether pages can be served: the database, its role and its schema."""
    reason = health.why_not_ready()
    return HttpResponse(
        f"{reason or 'ready'}\n", content_type="text/plain; charset=utf-8", status=503 if reason else 200
    )


@public
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; for nobody else is there anything at this address."""
    if not measured.may_read(request):
        raise Http404
    return HttpResponse(measured.figures(), content_type=CONTENT_TYPE_LATEST)
