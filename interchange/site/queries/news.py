"""Latest developments."""

from django.db.models import Q, QuerySet

from interchange.core import clock
from interchange.site.models import News

MOST_SHOWN = 6


def latest_news() -> QuerySet[News]:
    """What is shown to everybody now, the newest first (B1)."""
    now = clock.now()
    standing = Q(until_at=None) | Q(until_at__gt=now)
    return News.objects.filter(standing, from_at__lte=now)[:MOST_SHOWN]


def all_news() -> QuerySet[News]:
    """Everything that was posted, also what is to come and what was taken down."""
    return News.objects.all()[:200]
