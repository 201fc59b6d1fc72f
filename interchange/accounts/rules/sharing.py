"""Signs that one account is used by several people (4.11): for staff to look at, never a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from interchange.core.labelled import Labelled

WITHIN = timedelta(hours=1)
MOST_AT_ONCE = 3


class Sign(Labelled):
    """What was seen; `label` is how the trail and the user's page say it."""

    DEVICES = "devices", "two kinds of device within an hour"
    COUNTRIES = "countries", "two countries within an hour"
    SESSIONS = "sessions", "more than three sessions at once"


@dataclass(frozen=True)
class Use:
    """A session: when it was last used, on what, and from which country where that is known."""

    at: datetime
    device: str = ""
    country: str = ""


def signs_of_sharing(uses: Iterable[Use], *, at: datetime, open_sessions: int = 0) -> list[Sign]:
    """What of the last hour makes it look as if an account is shared; what is not known proves nothing."""
    recent = [use for use in uses if timedelta(0) <= at - use.at <= WITHIN]
    found = {
        Sign.DEVICES: len({use.device for use in recent} - {""}) > 1,
        Sign.COUNTRIES: len({use.country for use in recent} - {""}) > 1,
        Sign.SESSIONS: open_sessions > MOST_AT_ONCE,
    }
    return [sign for sign, seen in found.items() if seen]
