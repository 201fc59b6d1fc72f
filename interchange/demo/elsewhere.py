"""Who of the demo's candidates sits elsewhere or came very late, and where exams are held: a case in every state."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from interchange.catalogue.models import Option
from interchange.catalogue.queries import series_by_code
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.demo.cast import ALDHELM, BAR, QUARRY, TY_GWYN
from interchange.demo.director import moment_of
from interchange.entries.models import Candidate
from interchange.entries.queries import live_entries
from interchange.transfers.models import HostRequest
from interchange.transfers.queries.papers import Paper, papers_of_candidate, papers_of_centre
from interchange.transfers.queries.transfers import transfer_page, transfers
from interchange.transfers.services.arrivals import NewArrival, cancel_arrival, decide_arrival, report_arrival
from interchange.transfers.services.sites import NewSite, apply_for_site, cancel_site, decide_site
from interchange.transfers.services.transfers import (
    Wanted,
    answer_request,
    cancel_transfer,
    decide_transfer,
    send_transfer,
    start_transfer,
)

READER = Actor.system("demo")
Act = tuple[datetime, Callable[[], object]]
Actors = Mapping[str, Actor]
OFFICER = {BAR: "ann", QUARRY: "cal", TY_GWYN: "nia", ALDHELM: "joan"}
MANY = 40


@dataclass
class Case:
    """A transfer whose story is told step by step: how many days ago each step was taken."""

    start: float
    by: str
    host: str
    ground: str
    details: str
    steps: tuple[tuple[float, str, str], ...] = ()
    """Days ago, the verb, and what was said."""
    most: int = 2
    key: UUID = field(default_factory=lambda: UUID(int=0))

    def begin(self, sitters: Iterator[Candidate], actors: Actors) -> None:
        """The next candidate with written papers."""
        by = actors[self.by]
        candidate, papers = _next(sitters, by)
        wanted = Wanted(
            self.ground, self.details, self.host, [str(one.component) for one in papers[: self.most]]
        )
        self.key = start_transfer(candidate.pk, wanted, key=uuid4(), by=by).pk

    def go_on(self, verb: str, words: str, actors: Actors) -> None:
        """What happens next, by whoever does that."""
        by = actors[self.by]
        if verb == "send":
            with tenancy.reading(by):
                fee = transfer_page(by, self.key)["fee"]
            send_transfer(self.key, shown=str(fee.pence), by=by)
        elif verb in ("accept", "refuse"):
            with tenancy.for_staff():
                asked = HostRequest.unscoped.get(transfer=self.key)
            answer_request(asked.pk, verb, words=words, by=actors[OFFICER[self.host]])
        elif verb == "take back":
            cancel_transfer(self.key, why=words, by=by)
        else:
            decide_transfer(self.key, verb, decision=words, by=actors["enzo"])


def stories() -> tuple[Case, ...]:
    """One transfer in every state, and two that others ask of Bar School."""
    return (
        Case(34, "ann", ALDHELM, "moved", "The family has moved to Nether Wallop.", (
            (33.5, "send", ""), (32.2, "accept", "The candidate reports at reception at 8:30am."),
            (31.1, "approve", ""))),
        Case(30, "ann", QUARRY, "clash", "Takes Computer Science with us and Latin at Quarry Bank.", (
            (29.5, "send", ""), (28.1, "accept", ""), (27.4, "approve", ""),
            (20.2, "cancel", "The candidate takes all papers at Bar School after all."))),
        Case(26, "ann", TY_GWYN, "sport", "At a training camp.", (
            (25.6, "send", ""), (24.3, "accept", "Gallwn."),
            (23.2, "decline", "A training camp is no competition. Ask for special consideration instead."))),
        Case(21, "ann", QUARRY, "excluded", "Excluded from the site.", (
            (20.6, "send", ""), (19.1, "refuse", "Our hall is full on both days."))),
        Case(18, "ann", TY_GWYN, "moved", "Moves to Wales.", (
            (17.5, "send", ""), (16.4, "take back", "The family stays until July."))),
        Case(12, "ann", TY_GWYN, "hospital", "In hospital in Bangor until the end of the series.", (
            (11.5, "send", ""),)),
        Case(6, "ann", ALDHELM, "armed-forces", "The father is posted to Middle Wallop.", (
            (5.4, "send", ""), (3.2, "accept", "Please send the modified papers to us."))),
        Case(1.4, "ann", QUARRY, "moved", "Has moved; the new address is with us."),
        Case(9, "cal", BAR, "clash", "Takes a subject at Bar School that clashes.", (
            (8.6, "send", ""), (7.2, "accept", ""), (6.3, "approve", "")), most=1),
        Case(2.6, "nia", BAR, "moved", "The family moves in March.", ((2.4, "send", ""),), most=1),
    )  # fmt: skip


def scenes(series: str, actors: Actors, *, now: datetime) -> list[Act]:
    """Everything that happened, each at its moment; nothing the second time."""
    with tenancy.reading(READER):
        if transfers(READER).exists():
            return []
    sitters = {each: _sitters(series, actors[each]) for each in ("ann", "cal", "nia")}
    acts: list[Act] = []
    for case in stories():
        acts.append((moment_of(case.start, now=now), _beginning(case, sitters[case.by], actors)))
        acts += [
            (moment_of(days, now=now), _step(case, verb, words, actors)) for days, verb, words in case.steps
        ]
    return [*acts, *_sites(series, actors, now=now), *_arrivals(series, actors, now=now)]


def _beginning(case: Case, sitters: Iterator[Candidate], actors: Actors) -> Callable[[], None]:
    return lambda: case.begin(sitters, actors)


def _step(case: Case, verb: str, words: str, actors: Actors) -> Callable[[], None]:
    return lambda: case.go_on(verb, words, actors)


def _sitters(series: str, by: Actor) -> Iterator[Candidate]:
    """Candidates of a centre who are entered for an exam, each once.

    Asked in two steps: a database that has not yet counted what was just loaded plans the joins of one badly.
    """
    with tenancy.reading(by):
        examined = list(
            Option.objects.filter(components__kind="exam").values_list("pk", flat=True).distinct()
        )
        live = live_entries(by).filter(series__code=series, option_id__in=examined)
        keys = [key for _, key in sorted(live.order_by().values_list("candidate__number", "candidate_id"))][
            ::7
        ]
        people = Candidate.objects.visible_to(by).select_related("series").in_bulk(keys[:MANY])
    yield from (people[key] for key in dict.fromkeys(keys[:MANY]))


def _next(sitters: Iterator[Candidate], by: Actor) -> tuple[Candidate, list[Paper]]:
    candidate = next(sitters)
    with tenancy.reading(by):
        return candidate, papers_of_candidate(by, candidate)


# ---------------------------------------------------------------- sites

SITES = (
    (22.0, "ann", "Riverside Sports Hall", "building", "The roof of our hall is being mended.",
     ((21.4, "acknowledge", ""), (20.5, "approve", "An inspector may visit."))),
    (15.0, "ann", "Bar Village Hall", "room", "", ((14.2, "decline", "The room is too small for so many."),)),
    (10.0, "joan", "The Old Rectory", "candidate", "One candidate cannot come to the school.",
     ((9.4, "acknowledge", ""), (8.3, "approve", ""))),
    (7.0, "cal", "Quarry Bank Annexe", "room", "", ((6.2, "take back", "The annexe has been let."),)),
    (4.0, "cal", "Town Hall, Great Room", "room", "", ((3.4, "acknowledge", "Send us a plan of the room, please."),)),
    (0.8, "ann", "Minster Centre", "safety", "Works in the street beside our hall.", ()),
)  # fmt: skip


def _sites(series: str, actors: Actors, *, now: datetime) -> Iterator[Act]:
    kept: dict[str, UUID] = {}
    for days, by, name, ground, details, steps in SITES:
        yield moment_of(days, now=now), _applying(kept, actors[by], series, (name, ground, details))
        for later, verb, words in steps:
            yield moment_of(later, now=now), _deciding(kept, name, verb, words, actors, by)


def _applying(
    kept: dict[str, UUID], by: Actor, series: str, said: tuple[str, str, str]
) -> Callable[[], None]:
    def apply() -> None:
        name, ground, details = said
        with tenancy.reading(by):
            papers = [one for one in papers_of_centre(by, series_by_code(series).pk) if one.on][-2:]
        days = [one.on.isoformat() for one in papers if one.on]
        kept[name] = apply_for_site(
            NewSite(
                series, name, "12 River Road, Barchester", "BA2 7QX", min(days), max(days),
                [str(one.component) for one in papers], everybody=True,
                invigilation="Four invigilators, led by the exams officer, who brings the papers in a locked case.",
                ground=ground, details=details, only_this=True,
            ),
            key=uuid4(), by=by,
        ).pk  # fmt: skip

    return apply


def _deciding(
    kept: dict[str, UUID], name: str, verb: str, words: str, actors: Actors, by: str
) -> Callable[[], object]:
    if verb == "take back":
        return lambda: cancel_site(kept[name], why=words, by=actors[by])
    return lambda: decide_site(kept[name], verb, decision=words, by=actors["enzo"])


# ---------------------------------------------------------------- very late arrivals

LATE = (
    ("ann", "The train from Leeds stood still for two hours.", "accept", ""),
    (
        "ann",
        "Thought that the paper was in the afternoon.",
        "decline",
        "Nobody was with the candidate since nine.",
    ),
    ("cal", "Was in hospital with a broken arm.", "", ""),
    ("ann", "Missed the bus.", "take back", ""),
)


def _arrivals(series: str, actors: Actors, *, now: datetime) -> Iterator[Act]:
    for place, (by, reason, verb, words) in enumerate(LATE):
        yield moment_of(1.2 - place / 10, now=now), _reporting(actors, by, series, reason, place, verb, words)


def _reporting(
    actors: Actors, who: str, series: str, reason: str, place: int, verb: str, words: str
) -> Callable[[], None]:
    def report() -> None:
        by = actors[who]
        with tenancy.reading(by):
            papers = papers_of_centre(by, series_by_code(series).pk)
            sat = [one for one in papers if one.published and one.published.finish < clock.now()]
            if not sat or sat[0].published is None:
                return
            paper, start = sat[0], sat[0].published.start
            entered = live_entries(by).filter(series__code=series, option__components=paper.component)
            number = entered.order_by("candidate__number")[place].candidate.number
        wall = {
            name: f"{clock.london(start + timedelta(minutes=more)):%H:%M}"
            for name, more in (("arrived", 200), ("supervised", 130), ("began", 205), ("finished", 290))
        }
        new = NewArrival(series, str(paper.component), number, **wall, reason=reason)
        arrival = report_arrival(new, key=uuid4(), by=by)
        if verb == "take back":
            cancel_arrival(arrival.pk, by=by)
        elif verb:
            decide_arrival(arrival.pk, verb, decision=words, by=actors["enzo"])

    return report
