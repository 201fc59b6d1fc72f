"""Very late arrivals: reported by a centre, decided by the awarding body (R-VLA-1)."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import steps as centre_steps
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.identifiers import new_id
from interchange.core.typed import a_reason
from interchange.entries import queries as entries
from interchange.notifications.rules import Kind
from interchange.support.rules.threads import reference_of
from interchange.transfers.models import LateArrival
from interchange.transfers.queries.arrivals import arrivals
from interchange.transfers.queries.papers import Paper, papers_of_centre
from interchange.transfers.rules import arrivals as rules
from interchange.transfers.rules import cases
from interchange.transfers.steps import deciding, telling

if TYPE_CHECKING:
    from interchange.catalogue.models import Series
    from interchange.entries.models import Entry

DECISIONS = {"accept": "the script is accepted", "decline": "the script is not accepted"}


@dataclass(frozen=True)
class NewArrival:
    """What the form of a very late arrival says, as it was typed."""

    series: str = ""
    paper: str = ""
    number: str = ""
    arrived: str = ""
    supervised: str = ""
    began: str = ""
    finished: str = ""
    reason: str = ""


@state_change(needs=Capability.ENTRIES_SUBMIT)
def report_arrival(new: NewArrival, *, key: UUID, by: Actor) -> LateArrival:
    """Report that a candidate came very late to a paper; the awarding body's entries officers are told.

    Refused, with all that is wrong, for who is not entered for it, where the candidate was not very late, and for
    times out of order (R-VLA-1). A form that comes after its last day is taken and marked. The same form again makes
    no second one; refused where the candidate has one for this paper already.
    """
    centre_steps.hold(by.chain)
    earlier = LateArrival.objects.visible_to(by).filter(request_key=key).first()
    if earlier is not None:
        audit.nothing_changed()
        return earlier
    arrival = _read(new, key, by)
    if (
        LateArrival.objects.visible_to(by)
        .filter(candidate=arrival.candidate_id, component=arrival.component_id)
        .exclude(state=cases.CANCELLED)
        .exists()
    ):
        raise Refused("number", "There is a form for this candidate and this paper already.")
    arrival.save(force_insert=True)
    link = reverse("transfers:desk-arrival", args=[arrival.pk])
    telling.tell_desk("Very late arrival", arrival.reference, link=link, by=by)
    audit.record(Event.ARRIVAL_REPORTED, subject=_subject(arrival), data=_facts(arrival))
    return arrival


def _read(new: NewArrival, key: UUID, by: Actor) -> LateArrival:
    form = Together()
    series = catalogue.series_list().filter(code=new.series).first()
    if series is None:
        form.note(Refused("series", "Choose the series."))
    paper = form.read(lambda: _paper(new, series, by)) if series else None
    entry = form.read(lambda: _entry(new, series, paper, by)) if series else None
    times: rules.Times | None = form.read(lambda: _times(new, paper))
    if series and paper and paper.published and times is not None:
        profile = catalogue.profile_of(series)
        form.read(lambda: rules.check_times(times, paper.published, profile))  # type: ignore[arg-type]
    reason = form.read(lambda: a_reason(new.reason, ask="Say why the candidate came so late."))
    form.end()
    assert series and paper and paper.published and paper.on and times and entry  # noqa: S101, PT018  (refused above)
    due, made = rules.due_on(paper.on, catalogue.profile_of(series)), new_id()
    return LateArrival(
        id=made, centre_id=by.chain, series=series, candidate=entry.candidate, component_id=paper.component,
        reference=reference_of(made.int, letter="V"), published_at=paper.published.start,
        minutes=paper.published.minutes,
        arrived_at=times.arrived, supervised_from=times.supervised, began_at=times.began, finished_at=times.finished,
        reason=reason, due_on=due, overdue=rules.is_overdue(due, at=clock.now()), request_key=key, sent_at=clock.now(),
        touched_at=clock.now(), sent_by=by.name, sent_by_id=by.person_id,
    )  # fmt: skip


def _paper(new: NewArrival, series: "Series", by: Actor) -> Paper:
    found = next((one for one in papers_of_centre(by, series.pk) if str(one.component) == new.paper), None)
    if found is None:
        raise Refused("paper", "Choose the paper.")
    if found.published is None:
        raise Refused("paper", f"The time of {found.code} is not in the timetable. Write to us instead.")
    if found.published.start > clock.now():
        raise Refused("paper", f"{found.code} has not begun yet.")
    return found


def _entry(new: NewArrival, series: "Series", paper: Paper | None, by: Actor) -> "Entry":
    typed = "".join(new.number.split())
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
        raise Refused("number", "Enter the candidate number: four digits.")
    entered = entries.live_entries(by).filter(series=series.pk, candidate__number=typed.zfill(4))
    if paper is not None:
        entered = entered.filter(option__components=paper.component)
    found = entered.select_related("candidate").first()
    if found is None:
        what = paper.code if paper else f"anything in {series.name}"
        raise Refused("number", f"Candidate {typed.zfill(4)} is not entered for {what}.")
    return found


ASKED = {
    "arrived": "the candidate arrived", "supervised": "the candidate came under supervision",
    "began": "the candidate started the exam", "finished": "the candidate finished the exam",
}  # fmt: skip


def _times(new: NewArrival, paper: Paper | None) -> rules.Times:
    form = Together()
    walls = {
        name: form.read(partial(rules.read_time, getattr(new, name), code=name, what=what))
        for name, what in ASKED.items()
    }
    form.end()
    on = paper.on if paper and paper.on else clock.today()
    return rules.Times(**{name: clock.at_time(on, wall) for name, wall in walls.items()})


@state_change(needs=Capability.ENTRIES_SUBMIT)
def cancel_arrival(arrival_id: UUID, *, by: Actor) -> LateArrival:
    """Take a form back before it is decided, to send another."""
    arrival = deciding.held(arrivals(by), arrival_id)
    if cases.settled(cases.ARRIVAL, "cancel", arrival.state):
        audit.nothing_changed()
        return arrival
    deciding.decide(
        arrival, cases.moved(cases.ARRIVAL, "cancel", arrival.state, cases.ARRIVAL_SHOWN), "", by=by
    )
    audit.record(Event.ARRIVAL_CANCELLED, subject=_subject(arrival), data=_facts(arrival))
    return arrival


@state_change(needs=Capability.ENTRIES_AMEND)
def decide_arrival(arrival_id: UUID, verb: str, *, decision: str, by: Actor) -> LateArrival:
    """Accept the script, or do not and say why; the centre is told. The same again changes nothing; refused where
    somebody else decided otherwise meanwhile."""
    arrival = deciding.held(arrivals(by), arrival_id)
    if verb not in DECISIONS:
        raise Refused("verb", "Choose whether the script is accepted.")
    if cases.settled(cases.ARRIVAL, verb, arrival.state):
        audit.nothing_changed()
        return arrival
    state = cases.moved(cases.ARRIVAL, verb, arrival.state, cases.ARRIVAL_SHOWN)
    reason = deciding.words_for_centre(decision, needed=verb == "decline")
    deciding.decide(arrival, state, reason, by=by)
    words = {"reference": arrival.reference, "series": arrival.series.name, "decided": DECISIONS[verb]}
    link = reverse("transfers:arrival", args=[arrival.pk])
    telling.tell_officers(arrival.centre_id, Kind.ARRIVAL_DECIDED, words, link=link)
    audit.record(
        Event.ARRIVAL_DECIDED, subject=_subject(arrival), data=_facts(arrival) | {"decision": verb}, reason=reason,
        centre_id=arrival.centre_id,
    )  # fmt: skip
    return arrival


def _subject(arrival: LateArrival) -> str:
    return f"arrival:{arrival.pk}"


def _facts(arrival: LateArrival) -> dict[str, object]:
    return {
        "number": arrival.reference, "candidate": arrival.candidate.number, "paper": arrival.component.code,
        "late": arrival.overdue,
    }  # fmt: skip
