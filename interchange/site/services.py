"""What people do on the site's own pages: post news and take it down, and verify the trail."""

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.audit.queries import Verdict, verify_chain
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.site.models import News


@state_change(needs=Capability.NEWS_POST)
def post_news(
    title: str, body: str, *, from_at: datetime, until_at: datetime | None = None, by: Actor
) -> News:
    """Tell everybody something on the welcome page, from a moment on."""
    news = News.objects.create(title=title, body=body, from_at=from_at, until_at=until_at, posted_by=by.name)
    audit.record(Event.NEWS_POSTED, subject=f"news:{news.pk}", data={"title": title})
    return news


@state_change(needs=Capability.NEWS_POST)
def withdraw_news(news_id: UUID, *, by: Actor) -> News:
    """Take a piece of news down now; refused when it is down already."""
    news = get_object_or_404(News.objects.select_for_update(), pk=news_id)
    if news.until_at and news.until_at <= clock.now():
        raise Refused("news-down", "This has been taken down already.")
    news.until_at = clock.now()
    news.save(update_fields=["until_at"])
    audit.record(Event.NEWS_WITHDRAWN, subject=f"news:{news.pk}", data={"title": news.title})
    return news


@state_change(needs=Capability.HISTORY)
def verify_trail(*, by: Actor) -> Verdict:
    """Recompute the whole chain of the actor's own centre, and record what was found."""
    verdict = verify_chain(by, by.chain)
    audit.record(Event.TRAIL_VERIFIED, data=_facts(verdict))
    return verdict


@state_change(needs=Capability.TRAIL_INSPECT)
def verify_trail_of(centre_id: int, number: str, *, by: Actor) -> Verdict:
    """The same for a centre's chain, by the awarding body, in whose own trail the verdict stands."""
    verdict = verify_chain(by, centre_id)
    audit.record(Event.TRAIL_VERIFIED, data={"centre": number, **_facts(verdict)})
    return verdict


def _facts(verdict: Verdict) -> dict[str, int | bool | None]:
    return {
        "links": verdict.links,
        "events": verdict.events,
        "holds": verdict.holds,
        "broken_at": verdict.broken_at,
    }
