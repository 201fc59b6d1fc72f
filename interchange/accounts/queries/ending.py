"""Whose passwords and invitations come to an end, for the jobs that tell of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from interchange.accounts.models import Membership, OneUseLink
from interchange.accounts.rules.passwords import NOTICES_AT_DAYS, ends_at, months_later
from interchange.core import clock


@dataclass(frozen=True)
class Ending:
    """Somebody's password and the last instant of it."""

    membership: Membership
    ends: datetime

    def days_left(self, on: date) -> int:
        """How many days after this one it ends; less than 0 where it has ended."""
        return (clock.london(self.ends).date() - on).days


def passwords_ending(on: date) -> Iterator[Ending]:
    """The passwords that end 21, 7 or 1 days after this day, or ended the day before it (section 10).

    One line for each person, by a membership with which they may sign in.
    """
    months = settings.PASSWORD_MAX_AGE_MONTHS
    days = {on + timedelta(days) for days in (*NOTICES_AT_DAYS, -1)}
    seen = set()
    for membership in _near(on, months) if months else []:
        person = membership.person
        ends = ends_at(person.password_changed_at, person.password_extended_to, months=months)
        if ends is not None and clock.london(ends).date() in days and person.pk not in seen:
            seen.add(person.pk)
            yield Ending(membership, ends)


def _near(on: date, months: int) -> QuerySet[Membership]:
    """Whoever may have such a password: changed about so long ago, or extended to about now."""
    first, last = on - timedelta(2), on + timedelta(NOTICES_AT_DAYS[0] + 1)
    changed = Q(
        person__password_extended_to=None,
        person__password_changed_at__gte=clock.start_of_day(months_later(first, -months) - timedelta(3)),
        person__password_changed_at__lte=clock.end_of_day(months_later(last, -months) + timedelta(3)),
    )
    extended = Q(
        person__password_extended_to__gte=clock.start_of_day(first),
        person__password_extended_to__lte=clock.end_of_day(last),
    )
    usable = Membership.objects.usable().filter(changed | extended).select_related("person", "centre")
    return usable.order_by("centre_id", "person__last_name", "person__first_name", "pk")


def invitations_open() -> QuerySet[OneUseLink]:
    """Invitations that nobody has used, and that were not put to an end by another one."""
    inviting = [OneUseLink.Purpose.ACTIVATE, OneUseLink.Purpose.JOIN]
    links = OneUseLink.objects.filter(purpose__in=inviting, used_at=None, ended_at=None)
    return links.exclude(person=None).select_related("person", "membership__centre").order_by("until")
