"""Plays the stories: every scene of every sheet, in the order in which it happened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from interchange.assessment.queries.lists import sheets_of_board
from interchange.assessment.queries.places import Address
from interchange.catalogue.queries import series_by_code
from interchange.centres.queries import centre_ids
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.demo.scenes import Stage
from interchange.demo.stories import Story

JUST_NOW = timedelta(seconds=30)
SCHOOL_ENDS, SCHOOL_DAY = timedelta(hours=17), timedelta(hours=8)


def play(
    stories: Sequence[Story], series: str, actors: Mapping[str, Actor], *, now: datetime,
    besides: Iterable[tuple[datetime, Callable[[], object]]] = (),
) -> None:  # fmt: skip
    """Each scene at its moment, and what happens besides at its own. A sheet about which something is stored already
    is left as it is."""
    numbers = centre_ids(story.centre for story in stories)
    touched = _touched(series, numbers.values())
    played: list[tuple[datetime, Callable[[], object]]] = list(besides)
    for story in stories:
        centre_id = numbers[story.centre]
        if (centre_id, story.slug) not in touched:
            stage = Stage(centre_id, Address(series, story.slug), actors)
            played += [(moment_of(scene.days, now=now), partial(scene.play, stage)) for scene in story.scenes]
    for moment, act in sorted(played, key=lambda each: each[0]):
        with clock.pretend(moment):
            act()


def moment_of(days: float, *, now: datetime) -> datetime:
    """So many days before `now`, in school hours; the more the earlier, and never later than now."""
    whole = int(days)
    midnight = clock.start_of_day(clock.london(now).date() - timedelta(whole))
    return min(midnight + SCHOOL_ENDS - (days - whole) * SCHOOL_DAY, now - JUST_NOW)


def _touched(series: str, centres: Iterable[int]) -> set[tuple[int, str]]:
    """Centre and component of every sheet of these centres that is stored."""
    reader = Actor.system("demo")
    with tenancy.reading(reader):
        lines = [
            line
            for one in set(centres)
            for line in sheets_of_board(reader, series_by_code(series), centre_id=one)
        ]
    return {(line.centre_id, line.slug) for line in lines if line.sheet}
