"""What the day's round has to look after: found by its state, so that doing it twice does nothing twice."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from interchange.accounts.models import Membership, Review
from interchange.accounts.queries.administrators import OFFICE
from interchange.accounts.rules.users import closed_before, dormant_before


def memberships_past_their_end(on: date) -> QuerySet[Membership]:
    """Whose last day was before this one (4.2)."""
    return Membership.objects.filter(ended_at=None, ends_on__lt=on)


def suspensions_over(at: datetime) -> QuerySet[Membership]:
    """Whose suspension had an end that has passed."""
    return Membership.objects.filter(ended_at=None, suspended_until__lte=at)


def memberships_unused(at: datetime) -> tuple[QuerySet[Membership], QuerySet[Membership]]:
    """Those to be closed, unused for two years (4.9), and those to be put to rest (section 4).

    What is suspended has a reason of its own for not being used, and is not put to rest besides.
    """
    used = Membership.objects.filter(ended_at=None, person__is_active=True, activated_at__isnull=False)
    oldest = closed_before(at=at)
    older, old = dormant_before(administrator=False, at=at), dormant_before(administrator=True, at=at)
    resting = _used_before(older) | _used_before(old) & Q(roles__overlap=OFFICE)
    waking = used.filter(dormant_at=None, suspended_at=None)
    return used.filter(_used_before(oldest)), waking.filter(resting).exclude(_used_before(oldest))


def _used_before(moment: datetime) -> Q:
    """Last used before this moment; who never signed in, since the account was activated."""
    return Q(last_signed_in_at__lt=moment) | Q(last_signed_in_at=None, activated_at__lt=moment)


def centres_with_administrators() -> list[int]:
    """The centres at which somebody could do a review."""
    found = Membership.objects.usable().filter(centre__isnull=False, roles__overlap=OFFICE)
    return sorted(set(found.values_list("centre_id", flat=True)))


def centres_reviewed(year: int) -> set[int]:
    """The centres whose review of that year was opened."""
    return set(Review.objects.filter(year=year).values_list("centre_id", flat=True))


def reviews_unfinished() -> list[tuple[UUID, int]]:
    """Reviews that are open, each with its centre."""
    found = Review.objects.filter(completed_at=None, overdue_at=None)
    return list(found.values_list("pk", "centre_id"))
