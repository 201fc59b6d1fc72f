"""When papers are sat, and which of them one candidate cannot sit as they are timetabled (4.4, R-DOC-1).

Two papers clash when they are in the same session of the same day, or when their times overlap. Where no time is
printed, a morning paper is taken to start at 09:00 and an afternoon paper at 13:30: these times are ours (O), and
`Paper.assumed` says where they were used.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from interchange.core.labelled import Labelled


class Session(Labelled):
    """The two parts of an exam day."""

    MORNING = "A", "Morning"
    AFTERNOON = "P", "Afternoon"


USUAL_START = {Session.MORNING: time(9, 0), Session.AFTERNOON: time(13, 30)}
"""Where a timetable prints the session alone (O)."""
NOON = time(12, 0)
LONGEST_SESSION = 180
"""Minutes of papers in one session of one candidate; more is noted (O)."""


@dataclass(frozen=True)
class Paper:
    """One sitting: `key` tells one component from another, the rest is as the timetable prints it, or not known."""

    key: Hashable
    code: str
    on: date
    session: str = ""
    starts_at: time | None = None
    minutes: int | None = None
    title: str = ""

    @property
    def assumed(self) -> bool:
        """Whether its start is ours, because the timetable prints the session alone."""
        return self.starts_at is None and bool(self.session)

    @property
    def start(self) -> time | None:
        """When it starts, as the clocks of London show it; none where neither time nor session is known."""
        return self.starts_at or (USUAL_START[Session.of(self.session)] if self.session else None)

    @property
    def part_of_day(self) -> str:
        """Its session: as printed, else by its start; empty where neither is known."""
        if self.session or self.start is None:
            return self.session
        return Session.MORNING if self.start < NOON else Session.AFTERNOON

    @property
    def ends(self) -> time | None:
        """When it ends; none where its start or its length is not known."""
        if self.start is None or self.minutes is None:
            return None
        return (datetime.combine(self.on, self.start) + timedelta(minutes=self.minutes)).time()

    def minutes_of_day(self) -> tuple[int, int] | None:
        """From which minute of the day to which; a paper of unknown length takes the minute in which it starts."""
        if self.start is None:
            return None
        first = self.start.hour * 60 + self.start.minute
        return first, first + max(self.minutes or 0, 1)


@dataclass(frozen=True)
class Clash:
    """Papers of one day, each of which clashes with another of them, in the order of their starts."""

    on: date
    papers: tuple[Paper, ...]

    @cached_property
    def minutes(self) -> int | None:
        """How long they take together; none where the length of one is not known."""
        lengths = [paper.minutes for paper in self.papers]
        return None if None in lengths else sum(length or 0 for length in lengths)

    @cached_property
    def long_sessions(self) -> tuple[str, ...]:
        """The sessions in which their known lengths come to more than three hours."""
        return tuple(
            session
            for session in Session
            if sum(paper.minutes or 0 for paper in self.papers if paper.part_of_day == session)
            > LONGEST_SESSION
        )

    @property
    def key(self) -> tuple[Hashable, ...]:
        """The papers by their keys: candidates with the same papers have the same clash."""
        return tuple(paper.key for paper in self.papers)


def clash(first: Paper, second: Paper) -> bool:
    """Whether one candidate cannot sit both as timetabled: same session of the same day, or times that overlap."""
    if first.on != second.on or first.key == second.key:
        return False
    if first.session and first.session == second.session:
        return True
    one, other = first.minutes_of_day(), second.minutes_of_day()
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def clashes(papers: Iterable[Paper]) -> list[Clash]:
    """Every clash among the papers of one candidate, by day; the same paper twice is one paper."""
    by_day: dict[date, dict[Hashable, Paper]] = {}
    for paper in papers:
        by_day.setdefault(paper.on, {})[paper.key] = paper
    return [
        Clash(on, tuple(sorted(group, key=_in_order)))
        for on in sorted(by_day)
        for group in _groups(list(by_day[on].values()))
    ]


def _in_order(paper: Paper) -> tuple[tuple[int, int], str, str]:
    return paper.minutes_of_day() or (0, 0), paper.code, str(paper.key)


def _groups(papers: list[Paper]) -> Iterator[list[Paper]]:
    """The papers of one day that hang together by clashes; those without any are left out."""
    groups: list[list[Paper]] = []
    for paper in sorted(papers, key=_in_order):
        touched = [group for group in groups if any(clash(paper, other) for other in group)]
        groups = [group for group in groups if group not in touched]
        groups.append([paper, *(other for group in touched for other in group)])
    yield from (group for group in groups if len(group) > 1)


def sentence(found: Clash) -> str:
    """What a warning says (4.4): `2 papers clash on 12 June 2027.`"""
    return f"{len(found.papers)} papers clash on {found.on.day} {found.on:%B %Y}."


def length_in_words(minutes: int | None) -> str:
    """How long a paper is, as people write it: 1 hour 30 minutes; a dash where nobody knows."""
    if minutes is None:
        return "–"
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{number} {word}{'s' * (number > 1)}" for number, word in parts if number) or "0 minutes"
