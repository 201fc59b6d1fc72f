"""The welcome page: a person's work by deadline, what is new, and what falls due soon (A4, B1)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.assessment.queries.lists import (
    COMING,
    TO_DO,
    WAITING,
    SheetLine,
    Task,
    sheets_of_centre,
    tasks_of,
)
from interchange.catalogue import queries as catalogue
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.site.queries.desk import queues_for
from interchange.site.queries.news import latest_news

if TYPE_CHECKING:
    from interchange.catalogue.models import KeyDate, Series

SOON = timedelta(days=28)
GROUPS = {
    TO_DO: "Nothing is due within 14 days.",
    COMING: "Nothing further: mark sheets appear here once candidates are entered.",
    WAITING: "What you submit stands here until it has been received.",
}
"""The groups of the to-do list in order, each with what it says while it is empty."""


@dataclass(frozen=True)
class Reminder:
    """A day within the next four weeks by which something has to be done."""

    on: date
    what: str

    @property
    def days_left(self) -> int:
        """Whole days from today."""
        return (self.on - clock.today()).days


def welcome(actor: Actor) -> dict[str, Any]:
    """Everything the page shows; how many statements that takes depends on the open series, not on the sheets."""
    series = [one for one in catalogue.series_list() if one.is_open]
    marker = not actor.is_staff and holds(actor, Capability.MARKS_VIEW)
    lines = [line for one in series for line in sheets_of_centre(actor, one)] if marker else []
    dates = [*_days_of(_closing(series, lines if marker else None)), *_printed(catalogue.key_dates())]
    return {
        "groups": _grouped(tasks_of(lines)) if marker else [], "received": _received(lines), "sheets": len(lines),
        "queues": queues_for(actor, series), "news": list(latest_news()), "series": series,
        "reminders": sorted(dates, key=lambda reminder: (reminder.on, reminder.what)), "marker": marker,
    }  # fmt: skip


def _grouped(tasks: list[Task]) -> list[tuple[str, list[Task], str]]:
    return [(name, [task for task in tasks if task.group == name], empty) for name, empty in GROUPS.items()]


def _received(lines: Iterable[SheetLine]) -> int:
    return sum(line.state.code == "received" for line in lines)


def _closing(series: "list[Series]", lines: list[SheetLine] | None) -> Counter[date]:
    """On which days marks fall due: of the centre's own sheets that are not in yet, or, without any, of all."""
    if lines is not None:
        return Counter(
            clock.london(line.window.submit_until).date() for line in lines if not line.is_submitted
        )
    return Counter(window.closes_on for one in series for window in catalogue.mark_windows(one))


def _days_of(due: Counter[date]) -> list[Reminder]:
    said = "{:,} {} {} due by 11:59pm"
    return [
        Reminder(on, said.format(number, *(("mark sheet", "is") if number == 1 else ("mark sheets", "are"))))
        for on, number in due.items()
        if _is_soon(on)
    ]


def _printed(dates: "Iterable[KeyDate]") -> list[Reminder]:
    """The printed dates of the catalogue, of which only some name a day."""
    return [
        Reminder(one.on, f"{one.event.replace('_', ' ').capitalize()}: {one.applies_to or one.series}")
        for one in dates
        if one.on is not None and _is_soon(one.on)
    ]


def _is_soon(on: date) -> bool:
    return clock.today() <= on <= clock.today() + SOON
