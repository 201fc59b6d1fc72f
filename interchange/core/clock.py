"""The one clock. Rules are handed a moment; doors and services ask `now()`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LAST_INSTANT_OF_A_DAY = time(23, 59, 59)
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)

_pretended: ContextVar[datetime | None] = ContextVar("pretended_moment", default=None)


def now() -> datetime:
    """The present moment, aware and in UTC; the pretended one inside `pretend`."""
    return _pretended.get() or datetime.now(UTC)


def real() -> datetime:
    """The present moment whatever is pretended: for codes of authenticator apps and the ages of sessions alone."""
    return datetime.now(UTC)


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` (aware) for a test or a rehearsal; nests, and ends with the block."""
    if moment.tzinfo is None:
        raise ValueError("pretend() needs an aware moment")
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)


def london(moment: datetime) -> datetime:
    """The same moment as a clock on a wall in London shows it."""
    return moment.astimezone(LONDON)


def today() -> date:
    """The calendar day in London."""
    return london(now()).date()


def start_of_day(on: date) -> datetime:
    """The first instant of a London day, in UTC."""
    return datetime.combine(on, time(0), LONDON).astimezone(UTC)


def at_time(on: date, wall: time) -> datetime:
    """The instant, in UTC, at which the clocks of London show this time on this day."""
    return datetime.combine(on, wall, LONDON).astimezone(UTC)


def end_of_day(on: date) -> datetime:
    """The last permitted instant of a London day, 23:59:59 (R-FEE-7), in UTC."""
    return datetime.combine(on, LAST_INSTANT_OF_A_DAY, LONDON).astimezone(UTC)


def wall_time(moment: datetime) -> str:
    """The time of day in London as people write it: 2:03pm."""
    local = london(moment)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def day_in_words(on: date | datetime) -> str:
    """A calendar day as people write it: 15 May 2027."""
    return f"{on.day} {on:%B %Y}"


def time_in_words(moment: datetime) -> str:
    """An instant as people write it: 15 May 2027, 11:59pm (E2)."""
    return f"{day_in_words(london(moment))}, {wall_time(moment)}"


def microseconds(moment: datetime) -> int:
    """An instant as whole microseconds since 1970: exact, and quick to read in thousands of rows."""
    return round((moment - EPOCH) / MICROSECOND)


def from_microseconds(number: int) -> datetime:
    """The instant, in UTC, so many microseconds after 1970."""
    return EPOCH + number * MICROSECOND
