"""Reminding centres that have not answered: one notice for each centre, to all who may answer."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from interchange.core import clock
from interchange.estimates.queries.asking import Asking
from interchange.estimates.rules.forecasts import missing_sentence
from interchange.estimates.steps.telling import people_of
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

CODES_NAMED = 10


def of_estimates(asking: Asking, waiting: Mapping[int, int], *, once: str) -> int:
    """Tell these centres, each with how many lines wait; how many. `once` makes it the same when it is told again."""
    people = people_of(set(waiting))
    link = f"{reverse('estimates:estimates')}?series={asking.code}"
    due_at = asking.window().due_at
    for centre, lines in waiting.items():
        words = {"series": asking.name, "lines": lines, "due": due_at, "late": clock.now() > due_at}
        notices.tell(
            people[centre], Kind.ESTIMATES_DUE, words=words, link=link, centre_id=centre,
            once=f"estimates-due:{asking.code}:{centre}{once}",
        )  # fmt: skip
    return len(waiting)


def of_forecasts(asking: Asking, missing: Mapping[int, Collection[tuple[str, int]]], *, once: str) -> int:
    """Tell these centres, each with the awards and how many candidates have no grade; how many."""
    people = people_of(set(missing))
    link = f"{reverse('estimates:forecasts')}?series={asking.code}"
    due_at = asking.deadline.due_at
    for centre, awards in missing.items():
        codes = sorted(code for code, _ in awards)
        words = {
            "series": asking.name, "codes": codes[:CODES_NAMED], "more": len(codes[CODES_NAMED:]),
            "sentence": missing_sentence(sum(number for _, number in awards)), "due": due_at,
            "late": clock.now() > due_at,
        }  # fmt: skip
        notices.tell(
            people[centre], Kind.FORECASTS_DUE, words=words, link=link, centre_id=centre,
            once=f"forecasts-due:{asking.code}:{centre}{once}",
        )  # fmt: skip
    return len(missing)
