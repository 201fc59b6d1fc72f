"""Days before which a centre looks once more at who has access (4.8): entries, exams, results."""

from datetime import datetime, timedelta

from interchange.catalogue import queries as catalogue
from interchange.core import clock

LOOK_AHEAD = timedelta(14)
WORDS = {
    "final_entries": "Entries are due", "contingency_day": "The last day of exams is",
    "results_restricted": "Results come to the exams office", "results_candidates": "Results come to candidates",
}  # fmt: skip


def milestones(at: datetime) -> list[str]:
    """The next such day within two weeks, in one line; usually none."""
    today = clock.london(at).date()
    found = [
        (one.on, WORDS[one.event])
        for one in catalogue.key_dates().filter(event__in=WORDS, on__range=(today, today + LOOK_AHEAD))
        if one.on is not None
    ]
    return [f"{words} on {clock.day_in_words(on)}." for on, words in sorted(found)[:1]]
