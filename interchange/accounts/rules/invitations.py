"""When somebody is told that an invitation runs out (section 10)."""

from collections.abc import Callable
from datetime import datetime, timedelta

BEFORE_THE_END = timedelta(hours=24)
ONE_HOUR = timedelta(hours=1)


def warning_due(until: datetime, *, is_quiet: Callable[[datetime], bool]) -> datetime:
    """24 hours before the end; where nobody is written to at that hour, the last hour before it that is not quiet."""
    moment = until - BEFORE_THE_END
    while is_quiet(moment):
        moment -= ONE_HOUR
    return moment
