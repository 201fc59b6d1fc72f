"""What follows from wrong tries beyond the account: an alarm when there are far too many, and their end (5.2.2)."""

from datetime import datetime, timedelta

from interchange.accounts.access import state_change
from interchange.accounts.models import SignInHour, SignInTries
from interchange.accounts.roles import Capability
from interchange.accounts.rules.tries import DAYS_OF_NORM, HOUR, KEPT_FOR, is_alarming, norm_of
from interchange.accounts.steps.telling import tell_staff
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications.rules import Kind

HOURS_KEPT = timedelta(days=2 * DAYS_OF_NORM)


@state_change(needs=Capability.OPERATE)
def alarm_if_flooded(*, by: Actor) -> bool:
    """Tell the security officers, once for an hour, when ten times as many sign-ins fail as usual in that hour."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    row = SignInHour.objects.select_for_update().filter(hour=hour, alarmed_at=None).first()
    usual = _same_hour_before(hour)
    if row is None or not is_alarming(row.failures, usual):
        audit.nothing_changed()
        return False
    SignInHour.objects.filter(pk=row.pk).update(alarmed_at=clock.now())
    words = {"failures": row.failures, "usual": round(norm_of(usual)), "since": hour}
    tell_staff(Capability.SECURITY_CASES, Kind.SIGN_IN_ALARM, words, link="/desk/trail/")
    audit.record(
        Event.SIGN_IN_ALARM,
        data={"failures": row.failures, "usual": round(norm_of(usual)), "hour": hour.isoformat()},
    )
    return True


def _same_hour_before(hour: datetime) -> list[int]:
    """How many failed in the same hour of each of the last 28 days, by the clock of London."""
    days = [
        clock.at_time(clock.london(hour).date() - timedelta(back), clock.london(hour).time())
        for back in range(1, DAYS_OF_NORM + 1)
    ]
    return list(SignInHour.objects.filter(hour__in=days).values_list("failures", flat=True))


@state_change(needs=Capability.OPERATE)
def clear_old_tries(*, by: Actor) -> int:
    """Let go of wrong tries from which nothing follows any more; how many there were."""
    now = clock.now()
    old = SignInTries.objects.exclude(since__gt=now - HOUR).exclude(blocked_until__gt=now)
    ended, _ = old.exclude(locked_at__gt=now - KEPT_FOR).delete()
    SignInHour.objects.filter(hour__lt=now - HOURS_KEPT).delete()
    audit.nothing_changed()
    return ended
