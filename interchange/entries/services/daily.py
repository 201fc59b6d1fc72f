"""What is looked at every night, and who is told of what comes (R-ENT-10, 4.11): once, however often it runs."""

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from interchange.accounts.queries.people import people_with
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.catalogue import queries as catalogue
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.entries.queries.standing import accepted_warnings, centres_with_candidates, standing_problems
from interchange.entries.rules.standing import Standing, days_left, sentences, unaccepted
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

LINES_NAMED = 10


def recheck(*, on: date, by: Actor) -> int:
    """Look again at all that stands in open series; how many centres were told.

    A centre is told when something stands that would be refused today and was not told before, and of all that is
    odd, and that nobody has accepted, 7 and 2 days before the entry deadline.
    """
    told = 0
    for series in catalogue.series_list():
        if not series.is_open or catalogue.profile_of(series).results_on < on:
            continue
        near = days_left(catalogue.profile_of(series), on)
        with tenancy.reading(by):
            centres = centres_with_candidates(by, series.pk)
        for centre_id in centres:
            told += _tell_of_problems(centre_id, series, near)
    return told


def _tell_of_problems(centre_id: int, series: "Series", near: tuple[date, int] | None) -> bool:
    own = Actor.system("Interchange", centre_id=centre_id)
    with tenancy.reading(own):
        found = standing_problems(own, centre_id, series)
        found = unaccepted(found, accepted_warnings(own, series.pk)) if found else found
        people = people_with(WHO_MAY[Capability.ENTRIES_SUBMIT], [centre_id])[centre_id]
    found = found if near else [each for each in found if each.serious]
    if not found:
        return False
    profile = catalogue.profile_of(series)
    deadline = near[0] if near else profile.entry_deadline
    with tenancy.for_centre(centre_id):
        notices.tell(
            people, Kind.ENTRIES_WARNED, words=_words(found, series.name, deadline, near), centre_id=centre_id,
            link=f"/entries/warnings/?series={series.code}",
            once=f"entries:{series.code}:{near or _digest(found)}:{centre_id}",
        )  # fmt: skip
    return True


def _words(
    found: list[Standing], series: str, deadline: date, near: tuple[date, int] | None
) -> dict[str, Any]:
    lines = sentences(found)
    return {
        "series": series, "number": len(found), "deadline": clock.day_in_words(deadline),
        "when": f"in {near[1]} days" if near else clock.day_in_words(deadline), "lines": lines[:LINES_NAMED],
        "more": len(lines[LINES_NAMED:]), "odd": any(not each.serious for each in found),
    }  # fmt: skip


def _digest(found: list[Standing]) -> str:
    said = "\n".join(f"{each.number} {each.code} {each.sentence}" for each in found)
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def tell_of_deadlines(*, on: date, by: Actor) -> int:
    """Who makes entries is told 7 and 2 days before they cost more; how many centres."""
    told = 0
    for series in catalogue.series_list():
        profile = catalogue.profile_of(series)
        near = days_left(profile, on) if series.is_open else None
        if near is None:
            continue
        last = near[0] == profile.very_late
        times = profile.very_late_multiple if last else profile.late_multiple
        words = {"series": series.name, "deadline": clock.day_in_words(near[0]), "times": times, "last": last}
        with tenancy.reading(by):
            centres = centres_with_candidates(by, series.pk)
            people = people_with(WHO_MAY[Capability.ENTRIES_ENTER], centres)
        for centre_id in centres:
            with tenancy.for_centre(centre_id):
                notices.tell(
                    people[centre_id], Kind.ENTRIES_DEARER, words=words, centre_id=centre_id,
                    once=f"dearer:{series.code}:{near[0]}:{near[1]}:{centre_id}",
                )  # fmt: skip
        told += len(centres)
    return told
