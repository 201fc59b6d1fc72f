"""Who came very late to an exam, and until when the form is due (R-VLA-1)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from interchange.catalogue.rules.profile import Profile
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.core.working_days import next_working_day

LONG = 60
"""Minutes: of an exam that is no longer than this, whoever comes after its finish is very late (R-VLA-1)."""
WRITTEN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?", re.IGNORECASE)


@dataclass(frozen=True)
class Published:
    """When a paper was to be sat: its start, as published, and its length in minutes."""

    start: datetime
    minutes: int

    @property
    def finish(self) -> datetime:
        """The published finish."""
        return self.start + timedelta(minutes=self.minutes)


def very_late_after(paper: Published, profile: Profile) -> datetime:
    """After which moment an arrival is very late: an hour after the start of an exam longer than an hour (the profile
    may say otherwise), the finish of a shorter one (R-VLA-1)."""
    if paper.minutes > LONG:
        return paper.start + timedelta(minutes=profile.very_late_arrival_minutes)
    return paper.finish


def is_very_late(paper: Published, profile: Profile, *, arrived: datetime) -> bool:
    """Whether somebody who came at this moment came very late: later than the last moment, not at it (R-VLA-1)."""
    return arrived > very_late_after(paper, profile)


def due_on(exam_on: date, profile: Profile) -> date:
    """The last day on which the form is in time: so many working days after the exam (R-VLA-1)."""
    on = exam_on
    for _ in range(profile.very_late_arrival_working_days):
        on = next_working_day(on)
    return on


def is_overdue(due: date, *, at: datetime) -> bool:
    """Whether a form that is sent at this moment comes too late: after the last second of its day (R-FEE-7)."""
    return at > clock.end_of_day(due)


@dataclass(frozen=True)
class Times:
    """When a candidate came, came under supervision, began and finished, on the day of the exam."""

    arrived: datetime
    supervised: datetime
    began: datetime
    finished: datetime


def read_time(typed: str, *, code: str, what: str) -> time:
    """A time of day as people write it: 10:45, 10.45, 1:30pm; refused where it is none."""
    found = WRITTEN.fullmatch(typed.strip())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").casefold()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 24
        if hour < 24 and minute < 60 and (found[2] or half):
            return time(hour, minute)
    raise Refused(code, f"Enter when {what}, such as 10:45.")


def check_times(times: Times, paper: Published, profile: Profile) -> None:
    """Refused where the candidate was not very late, or the times are out of order."""
    if not is_very_late(paper, profile, arrived=times.arrived):
        last = clock.wall_time(very_late_after(paper, profile))
        raise Refused(
            "arrived", f"This is no very late arrival: the candidate came by {last}. The form is not needed."
        )
    if times.supervised > times.began:
        raise Refused(
            "supervised", "The candidate came under supervision before the start of their own exam."
        )
    if times.began < times.arrived:
        raise Refused("began", "The candidate cannot have started before they arrived.")
    if times.finished <= times.began:
        raise Refused("finished", "The finish has to be later than the start.")
