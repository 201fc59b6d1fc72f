"""What pages read of notices: a person's own, and of those only what concerns where the person still is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Min, Q, QuerySet

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.prepared import Prepared, given
from interchange.notifications.models import Notice, NoticeChoice
from interchange.notifications.rules import How, Kind

MOST_COUNTED = 100


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What this person has been told, newest first; nothing of a centre to which the person no longer belongs."""
    own = Notice.objects.filter(person_id=str(actor.person_id)).order_by("-made_at", "-id")
    return own if actor.is_staff else _where_still(own, actor.person_id, _memberships())


def _where_still(own: QuerySet[Notice], person: Any, memberships: Any) -> QuerySet[Notice]:
    still = memberships.filter(person_id=person, centre_id__isnull=False).values("centre_id")
    return own.filter(Q(centre_id=None) | Q(centre_id__in=still))


def _memberships(at: Any = None, day: Any = None) -> Any:
    """The memberships that count at present; of accounts, which stands above us."""
    return apps.get_model("accounts", "Membership").objects.usable(at=at, day=day)


def _unread() -> QuerySet[Notice]:
    return Notice.objects.filter(person_id=given("person"), read_at=None).order_by()


UNREAD_OF_STAFF = Prepared(lambda: _unread().values_list("pk")[:MOST_COUNTED])
UNREAD = Prepared(
    lambda: _where_still(_unread(), given("person"), _memberships(given("at"), given("day"))).values_list(
        "pk"
    )[:MOST_COUNTED]
)


def places_of(people: Collection[UUID | None]) -> frozenset[tuple[UUID | None, int | None]]:
    """Where each of these people is at present: person and centre, which is None for the awarding body."""
    if not people:
        return frozenset()
    return frozenset(_memberships().filter(person_id__in=people).values_list("person_id", "centre_id"))


def unread(actor: Actor) -> int:
    """How many notices the person has not read; `MOST_COUNTED` stands for that many or more."""
    person = str(actor.person_id)
    if actor.is_staff:
        return len(UNREAD_OF_STAFF(person=person))
    return len(UNREAD(person=person, at=clock.now(), day=clock.today()))


def choices_of(person_id: UUID | None) -> dict[Kind, How]:
    """How the person wants to be told of each kind; what was never chosen is mailed at once."""
    chosen = dict(NoticeChoice.objects.filter(person_id=str(person_id)).values_list("kind", "how"))
    ways = {how.value: how for how in How}
    return {kind: ways[chosen.get(kind.value, How.NOW.value)] for kind in Kind if not kind.security}


@dataclass(frozen=True)
class MailFigures:
    """How the mail stands, for those who run the site."""

    waiting: int
    """Still to be mailed: for quiet hours, for a digest, or for the mail server."""
    failing: int
    """Of these, tried at least once without success."""
    given_up: int
    """Never to be mailed any more, each with its reason; they stand on the page Notices."""
    oldest_due_at: datetime | None
    """Since when the oldest that waits should have been mailed, or when it will be due; none where nothing waits."""


def mail_figures() -> MailFigures:
    """What waits to be mailed and what could not be; one statement."""
    waits, failed = Q(mail_due_at__isnull=False), ~Q(last_problem="")
    found = Notice.objects.filter(sent_at=None).aggregate(
        waiting=Count("pk", filter=waits), failing=Count("pk", filter=waits & failed),
        given_up=Count("pk", filter=~waits & failed), oldest_due_at=Min("mail_due_at"),
    )  # fmt: skip
    return MailFigures(**found)


def told_since(at: datetime, kind: Kind) -> frozenset[UUID]:
    """Who was told something of this kind at this moment or after it, for jobs that tell each person once."""
    told = Notice.objects.filter(kind=kind.value, made_at__gte=at, person__isnull=False)
    return frozenset(told.values_list("person_id", flat=True))


TOLD = ("kind", "title", "body", "made_at", "how", "sent_at", "read_at")


def about_person(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What a person was told and how they want to be told, for a copy of what is held on them."""
    told = Notice.objects.filter(person_id=person_id).order_by("made_at")
    chosen = NoticeChoice.objects.filter(person_id=person_id).order_by("kind")
    return {
        "Notices": [dict(row) for row in told.values(*TOLD)],
        "Choices of notices": [dict(row) for row in chosen.values("kind", "how")],
    }
