"""The welcome page: a person's work by deadline, what is new, and what falls due soon (A4, B1)."""

from collections.abc import Iterable
from typing import Any

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
from interchange.centres.queries.own import administrators_prompt
from interchange.core.actor import Actor
from interchange.estimates.queries.prompts import prompts
from interchange.site.queries import reminders
from interchange.site.queries.desk import queues_for
from interchange.site.queries.news import key_reminders, latest_news
from interchange.support.queries.audiences import fits
from interchange.transfers.queries.waiting import requests_to_answer

MOST_REMINDERS = 6
GROUPS = {
    TO_DO: "Nothing is due within 14 days.",
    COMING: "Nothing further: mark sheets appear here once candidates are entered.",
    WAITING: "What you submit stands here until it has been received.",
}
"""The groups of the to-do list in order, each with what it says while it is empty."""


def welcome(actor: Actor) -> dict[str, Any]:
    """Everything the page shows; how many statements that takes depends on the open series, not on the sheets."""
    series = [one for one in catalogue.series_list() if one.is_open]
    marker = not actor.is_staff and holds(actor, Capability.MARKS_VIEW)
    lines = [line for one in series for line in sheets_of_centre(actor, one)] if marker else []
    concerning = fits(actor)
    due = reminders.of_centre(lines) if marker else reminders.of_everybody(series)
    return {
        "groups": _grouped(tasks_of(lines)) if marker else [], "received": _received(lines), "sheets": len(lines),
        "administrators_prompt": administrators_prompt(actor), "prompts": [*prompts(actor), *requests_to_answer(actor)],
        "queues": queues_for(actor, series),
        "news": list(latest_news(concerning)),
        "marker": marker, "key_reminders": list(key_reminders(concerning)),
        "reminders": due[:MOST_REMINDERS], "later": len(due[MOST_REMINDERS:]),
    }  # fmt: skip


def _grouped(tasks: list[Task]) -> list[tuple[str, list[Task], str]]:
    return [(name, [task for task in tasks if task.group == name], empty) for name, empty in GROUPS.items()]


def _received(lines: Iterable[SheetLine]) -> int:
    return sum(line.state.code == "received" for line in lines)
