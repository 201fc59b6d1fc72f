"""What is let go of people and of how they came in, when its time has passed (8)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce

from interchange.accounts.models import (
    AccountCall,
    ApiKey,
    CalendarKey,
    Factor,
    Identity,
    KnownBrowser,
    Membership,
    OldPassword,
    OneUseLink,
    Person,
    SavedFilter,
    SharingFlag,
    SignedIn,
    SignInHour,
    SignInTries,
)
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.letting_go import Held, Work, months_before

YEARS_OF_A_PERSON = 7
OF_NO_MORE_USE = (Factor, OldPassword, OneUseLink, KnownBrowser, Identity, SignedIn)


def to_anonymise(held: Held) -> QuerySet[Person]:
    """Those who left every centre seven years ago or earlier."""
    before = months_before(clock.now(), 12 * YEARS_OF_A_PERSON)
    somewhere = Membership.objects.filter(ended_at=None).values("person_id")
    left = Person.objects.filter(anonymised_at=None).exclude(pk__in=somewhere)
    left = left.annotate(left_at=Coalesce(Max("memberships__ended_at"), "added_at")).filter(
        left_at__lte=before
    )
    kept = Membership.objects.filter(centre_id__in=held.centres).values("person_id")
    return left.exclude(pk__in=held.people).exclude(pk__in=kept)


def anonymise(held: Held) -> int:
    """Take from people who left long ago all that tells who they were, and keep the identifier (4, `left`, 8)."""
    people = list(to_anonymise(held).values_list("pk", flat=True))
    for model in OF_NO_MORE_USE:
        _rows(model).filter(person_id__in=people).delete()
    CalendarKey.objects.filter(membership__person_id__in=people).delete()
    SavedFilter.objects.filter(membership__person_id__in=people).delete()
    Membership.objects.filter(person_id__in=people).update(ended_why="", purpose="")
    for person in Person.objects.filter(pk__in=people).select_for_update():
        person.first_name, person.last_name, person.email = "Former", "user", ""
        person.username = f"gone{person.pk.hex}"
        person.is_active, person.anonymised_at = False, clock.now()
        person.set_unusable_password()
        person.save()
        audit.record(Event.PERSON_ANONYMISED, subject=f"person:{person.pk}")
    return len(people)


def _rows(model: Any) -> QuerySet[Any]:
    return QuerySet(model)


def _days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days)


def _links(held: Held) -> QuerySet[Any]:
    return OneUseLink.objects.filter(until__lt=_days_ago(30)).exclude(person_id__in=held.people)


def _sessions(held: Held) -> QuerySet[Any]:
    over = Q(ended_at__lt=_days_ago(90)) | Q(ended_at=None, until__lt=_days_ago(90))
    return SignedIn.objects.filter(over).exclude(person_id__in=held.people)


def _tries(held: Held) -> QuerySet[Any]:
    return SignInTries.objects.filter(since__lt=_days_ago(30)).exclude(blocked_until__gt=clock.now())


def _hours(held: Held) -> QuerySet[Any]:
    return SignInHour.objects.filter(hour__lt=_days_ago(90))


def _browsers(held: Held) -> QuerySet[Any]:
    return KnownBrowser.objects.filter(last_seen_at__lt=months_before(clock.now(), 12)).exclude(
        person_id__in=held.people
    )


def _calendar_keys(held: Held) -> QuerySet[Any]:
    ended = CalendarKey.objects.filter(ended_at__lt=_days_ago(30))
    return ended.exclude(membership__person_id__in=held.people)


def _api_keys(held: Held) -> QuerySet[Any]:
    before = months_before(clock.now(), 24)
    over = ApiKey.objects.filter(Q(ended_at__lt=before) | Q(expires_at__lt=before))
    return _of_nobody_held(over, held)


def _calls(held: Held) -> QuerySet[Any]:
    return _of_nobody_held(
        AccountCall.objects.filter(at__lt=months_before(clock.now(), 12 * YEARS_OF_A_PERSON)), held
    )


def _flags(held: Held) -> QuerySet[Any]:
    return _of_nobody_held(SharingFlag.objects.filter(at__lt=months_before(clock.now(), 24)), held)


def _of_nobody_held(found: QuerySet[Any], held: Held) -> QuerySet[Any]:
    return found.exclude(membership__person_id__in=held.people).exclude(
        membership__centre_id__in=held.centres
    )


def _deleting(record: str, rows: Any) -> Work:
    """Rows are let go of by deleting them."""
    return Work(record, lambda held: rows(held).count(), lambda held: rows(held).delete()[0])


WORK = (
    Work("people", lambda held: to_anonymise(held).count(), anonymise),
    _deleting("links", _links),
    _deleting("sessions", _sessions),
    _deleting("tries", _tries),
    _deleting("tries-by-hour", _hours),
    _deleting("browsers", _browsers),
    _deleting("calendar-keys", _calendar_keys),
    _deleting("api-keys", _api_keys),
    _deleting("calls", _calls),
    _deleting("sharing-flags", _flags),
)
