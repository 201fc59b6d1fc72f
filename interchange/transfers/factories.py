"""Transfers, alternative sites and very late arrivals for tests, made by the services that pages call."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Component, Sitting
from interchange.centres.models import Centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import Candidate
from interchange.transfers.models import HostRequest, LateArrival, SiteApplication, Transfer
from interchange.transfers.queries.transfers import transfer_page
from interchange.transfers.services.arrivals import NewArrival, report_arrival
from interchange.transfers.services.sites import NewSite, apply_for_site
from interchange.transfers.services.transfers import (
    Wanted,
    answer_request,
    decide_transfer,
    send_transfer,
    start_transfer,
)

if TYPE_CHECKING:
    from interchange.catalogue.models import Series


def make_paper(code: str = "J277/01", *, series: "Series | None" = None, on: date | None = None, minutes: int = 90,
               starts: time | None = time(9, 0), title: str = "Computer systems",
               speaking: bool = False) -> Component:  # fmt: skip
    """A written exam with an option of its own, in the timetable of a series; found where it is there."""
    found = Component.objects.filter(assessment_code=code).first()
    paper = found or make_component(
        code,
        kind=Component.Kind.EXAM,
        route="",
        max_mark=80,
        title=title,
        duration_minutes=minutes,
        speaking=speaking,
    )
    if not paper.options.exists():
        make_option(paper, code=f"E{code[-1]}", route="")
    series = series or make_series()
    on = on or date(series.year, series.month, 7)
    Sitting.objects.get_or_create(
        series=series, component=paper, defaults={"on": on, "session": "A", "starts_at": starts, "minutes": minutes}
    )  # fmt: skip
    return paper


def make_sitter(
    centre: Centre, paper: Component, *, series: "Series | None" = None, number: str = ""
) -> Candidate:
    """A candidate of a centre who is entered for a paper."""
    candidate = make_candidate(centre, number, series=series)
    make_entry(candidate, paper.options.get())
    return candidate


def make_transfer(
    by: Actor, candidate: Candidate, paper: Component, host: str, *, words: str = "Moved to Leeds"
) -> Transfer:
    """A transfer that has not been sent."""
    wanted = Wanted("moved", words, host, [str(paper.pk)])
    return start_transfer(candidate.pk, wanted, key=uuid4(), by=by)


def send(case: Transfer, *, by: Actor) -> HostRequest:
    """Send it at what it costs; what the host centre gets."""
    with tenancy.reading(by):
        fee = transfer_page(by, case.pk)["fee"]
    send_transfer(case.pk, shown=str(fee.pence), by=by)
    with tenancy.for_staff():
        return HostRequest.unscoped.get(transfer=case.pk)


def accept(asked: HostRequest, *, by: Actor, words: str = "Hall 2") -> None:
    """The host says yes."""
    answer_request(asked.pk, "accept", words=words, by=by)


def approve(case: Transfer, *, by: Actor, words: str = "Fine") -> Transfer:
    """The awarding body says yes."""
    return decide_transfer(case.pk, "approve", decision=words, by=by)


def a_site(paper: Component, *, series: str = "2027-06", words: str = "Sports hall") -> NewSite:
    """What the form of an alternative site says."""
    on = Sitting.objects.get(component=paper, series__code=series).on
    return NewSite(
        series, words, "1 River Road", "NR1 4AB", on.isoformat(), "", [str(paper.pk)], everybody=True,
        invigilation=words, ground="room", details=words, only_this=True,
    )  # fmt: skip


def make_site(
    by: Actor, paper: Component, *, series: str = "2027-06", words: str = "Sports hall"
) -> SiteApplication:
    """An application that was sent."""
    return apply_for_site(a_site(paper, series=series, words=words), key=uuid4(), by=by)


def an_arrival(candidate: Candidate, paper: Component, *, words: str = "The train stood still") -> NewArrival:
    """What the form of a very late arrival says: 75 minutes after nine o'clock."""
    return NewArrival(
        candidate.series.code, str(paper.pk), candidate.number, "10:15", "9:30", "10:20", "11:50", words
    )


def make_arrival(
    by: Actor, candidate: Candidate, paper: Component, *, words: str = "The train stood still"
) -> LateArrival:
    """A form that was sent: now, or on the day of the exam where that still lies ahead."""
    on = Sitting.objects.get(component=paper, series=candidate.series).on
    with clock.pretend(max(clock.now(), clock.at_time(on, time(14, 0)))):
        return report_arrival(an_arrival(candidate, paper, words=words), key=uuid4(), by=by)


@dataclass(frozen=True)
class Elsewhere:
    """One of each that belongs to a centre."""

    transfer: Transfer
    hosting: HostRequest
    site: SiteApplication
    arrival: LateArrival
    candidate: Candidate


def make_elsewhere(by: Actor, centre: Centre, third: Actor, *, staff: Actor, words: str) -> Elsewhere:
    """Two transfers of this centre, begun and approved; what a third centre asks of it; a site; a late arrival."""
    paper = make_paper("H240/01", on=clock.today() - timedelta(3), title=words)
    candidate, sitter = make_sitter(centre, paper), make_sitter(centre, paper)
    approved = make_transfer(by, sitter, paper, third.centre_number, words=words)
    accept(send(approved, by=by), by=third, words=words)
    approve(approved, by=staff, words=words)
    theirs = make_transfer(third, make_sitter(_of(third), paper), paper, centre.number, words=words)
    return Elsewhere(
        make_transfer(by, candidate, paper, third.centre_number, words=words), send(theirs, by=third),
        make_site(by, paper, words=words), make_arrival(by, candidate, paper, words=words), candidate,
    )  # fmt: skip


def _of(actor: Actor) -> Centre:
    return Centre.objects.get(number=actor.centre_number)
