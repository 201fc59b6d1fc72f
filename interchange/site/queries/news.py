"""Latest developments and key reminders, each for those whom they concern (B1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from interchange.core import clock
from interchange.core.paging import listed
from interchange.site.models import KeyReminder, News
from interchange.support.queries.audiences import in_words

MOST_SHOWN, MOST_REMINDERS, ON_A_PAGE = 6, 6, 25
EVERYBODY = Q()


def latest_news(concerning: Q = EVERYBODY) -> QuerySet[News]:
    """What is shown now, the newest first; `concerning` is for whom."""
    now = clock.now()
    standing = Q(until_at=None) | Q(until_at__gt=now)
    return News.objects.filter(concerning, standing, from_at__lte=now)[:MOST_SHOWN]


def key_reminders(concerning: Q = EVERYBODY) -> QuerySet[KeyReminder]:
    """The reminders whose day has not passed, the nearest first."""
    return KeyReminder.objects.filter(concerning, withdrawn_at=None, on__gte=clock.today())[:MOST_REMINDERS]


def all_news() -> QuerySet[News]:
    """Everything that was posted, also what is to come and what was taken down."""
    return News.objects.all()[:200]


@dataclass(frozen=True)
class Posted:
    """A piece of news or a reminder in the list of those who post them."""

    one: Any
    audience: str
    stands: bool


SHOWN, COMING, OVER = "shown", "coming", "over"
STATES = [("", "All"), (SHOWN, "Shown now"), (COMING, "To come"), (OVER, "No longer shown")]


def news_page(query: Mapping[str, str]) -> dict[str, Any]:
    """What was posted, by whether it is shown, and by words."""
    now = clock.now()
    over = Q(until_at__isnull=False, until_at__lte=now)
    by_state = {SHOWN: Q(from_at__lte=now) & ~over, COMING: Q(from_at__gt=now) & ~over, OVER: over}
    found = _with_words(
        News.objects.filter(by_state.get(query.get("state", ""), Q())), query, "title", "body"
    )
    return _listed(found, query, lambda one: one.until_at is None or one.until_at > now) | {"states": STATES}


def reminders_page(query: Mapping[str, str]) -> dict[str, Any]:
    """The reminders that were posted."""
    today = clock.today()
    over = Q(withdrawn_at__isnull=False) | Q(on__lt=today)
    by_state = {SHOWN: ~over, OVER: over}
    found = _with_words(KeyReminder.objects.filter(by_state.get(query.get("state", ""), Q())), query, "text")
    page = _listed(
        found.order_by("-on", "-id"), query, lambda one: one.withdrawn_at is None and one.on >= today
    )
    return page | {"states": [STATES[0], STATES[1], STATES[3]]}


def _with_words(found: Any, query: Mapping[str, str], *fields: str) -> Any:
    for word in query.get("q", "").split():
        named = Q()
        for field in fields:
            named |= Q(**{f"{field}__icontains": word})
        found = found.filter(named)
    return found


def _listed(found: Any, query: Mapping[str, str], stands: Any) -> dict[str, Any]:
    asked = {name: query.get(name, "")[:100] for name in ("state", "q")}
    page = listed(found, asked, query.get("page", ""), each=ON_A_PAGE)
    posted = [Posted(one, in_words(one.audience, one.audience_values), stands(one)) for one in page.rows]
    return {"posted": posted, "list": page, "filter": asked}
