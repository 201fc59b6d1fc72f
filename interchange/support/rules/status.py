"""Service problems and planned work: what is affected, and whether it is now (section 10)."""

from datetime import datetime, timedelta

from interchange.core.labelled import Labelled


class Kind(Labelled):
    """What is told on the status page."""

    PROBLEM = "problem", "Problem"
    WORK = "work", "Planned work"


class Part(Labelled):
    """What of the service may be affected."""

    EVERYTHING = "everything", "All of Interchange"
    SIGN_IN = "sign-in", "Signing in"
    MARKS = "marks", "Entering and submitting marks"
    FORMS = "forms", "Forms and receipts (PDF)"
    ENTRIES = "entries", "Entries"
    MESSAGES = "messages", "Messages and files"
    MAIL = "mail", "Mail from us"
    API = "api", "Programs of centres (API)"


STANDING, COMING, OVER = "standing", "coming", "over"
SAID = {
    (Kind.PROBLEM, STANDING): ("danger", "warning", "Problem now"),
    (Kind.WORK, STANDING): ("warning", "clock", "Work going on"),
    (Kind.PROBLEM, COMING): ("info", "calendar", "Expected"), (Kind.WORK, COMING): ("info", "calendar", "Planned"),
    (Kind.PROBLEM, OVER): ("success", "tick", "Solved"), (Kind.WORK, OVER): ("success", "tick", "Done"),
}  # fmt: skip

HISTORY = timedelta(days=90)
ANNOUNCED = timedelta(hours=24)
"""How long before planned work every page says so."""
LONGEST_TITLE, LONGEST_UPDATE = 120, 2_000


def stage(*, from_at: datetime, until_at: datetime | None, ended_at: datetime | None, at: datetime) -> str:
    """Whether it is to come, stands, or is over. A problem stands until somebody says that it is solved; planned work
    also ends by itself, when its time has come."""
    if ended_at is not None and ended_at <= at:
        return OVER
    if at < from_at:
        return COMING
    return OVER if until_at is not None and until_at <= at else STANDING


def is_on_every_page(kind: Kind, now: str, *, from_at: datetime, at: datetime) -> bool:
    """Whether a banner tells of it: a problem or work that stands, and work of the next 24 hours."""
    return now == STANDING or (kind is Kind.WORK and now == COMING and from_at - at <= ANNOUNCED)
