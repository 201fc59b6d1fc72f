"""A transfer at the entering centre and at the awarding body: started, sent, decided, cancelled (R-TRF-1 to 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres import queries as centres
from interchange.centres import steps as centre_steps
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.identifiers import new_id
from interchange.core.money import Money
from interchange.core.typed import a_reason
from interchange.notifications.rules import Kind
from interchange.support.rules.threads import reference_of
from interchange.transfers.models import Transfer
from interchange.transfers.queries.papers import Paper, candidate_of, papers_of_candidate
from interchange.transfers.queries.transfers import gone_papers, papers_of, transfers
from interchange.transfers.rules import cases, grounds
from interchange.transfers.steps import across, deciding, telling
from interchange.transfers.steps.charging import charge
from interchange.transfers.steps.papers import put_papers

DECISIONS = {"approve": "approved", "decline": "declined", "cancel": "cancelled"}


@dataclass(frozen=True)
class Wanted:
    """What the form of a transfer says, as it was typed."""

    ground: str = ""
    details: str = ""
    host: str = ""
    papers: Sequence[str] = ()


@state_change(needs=Capability.ENTRIES_ENTER)
def start_transfer(candidate_id: UUID, wanted: Wanted, *, key: UUID, by: Actor) -> Transfer:
    """Begin a transfer, which nobody is told of until it is sent; the same form again makes no second one.

    Refused, with all that is wrong, without one of the grounds (R-TRF-1), a host that can take candidates, and written
    papers that the candidate is entered for and that are in no other transfer (R-TRF-4).
    """
    centre_steps.hold(by.chain)
    earlier = Transfer.objects.visible_to(by).filter(request_key=key).first()
    if earlier is not None:
        audit.nothing_changed()
        return earlier
    candidate, made = candidate_of(by, candidate_id), new_id()
    case = Transfer(
        id=made, centre_id=by.chain, series=candidate.series, candidate=candidate, request_key=key,
        reference=reference_of(made.int, letter="T"), started_at=clock.now(), started_by=by.name,
        started_by_id=by.person_id,
    )  # fmt: skip
    _fill(case, wanted, by=by)
    audit.record(Event.TRANSFER_STARTED, subject=_subject(case), data=_facts(case))
    return case


@state_change(needs=Capability.ENTRIES_ENTER)
def change_transfer(transfer_id: UUID, wanted: Wanted, *, by: Actor) -> Transfer:
    """Change what has not been sent; refused as when it is begun, and once the host has been asked."""
    centre_steps.hold(by.chain)
    case = deciding.held(transfers(by), transfer_id)
    if case.state != cases.STARTED:
        raise Refused(
            "not-now", "This transfer has been sent and cannot be changed. Cancel it and start another."
        )
    _fill(case, wanted, by=by)
    audit.record(Event.TRANSFER_CHANGED, subject=_subject(case), data=_facts(case))
    return case


def _fill(case: Transfer, wanted: Wanted, *, by: Actor) -> None:
    form = Together()
    ground = form.read(lambda: grounds.read_ground(wanted.ground))
    details = form.read(
        lambda: a_reason(
            wanted.details, code="details", ask="Say what has happened.", longest=grounds.LONGEST_DETAILS
        )
    )
    host = form.read(lambda: _host(wanted.host, by))
    papers = form.read(lambda: _papers(case, wanted.papers, by))
    form.end()
    case.ground, case.details, case.host_id, case.touched_at = ground.value, details, host, clock.now()
    case.save()
    put_papers(case, papers)


def _host(typed: str, by: Actor) -> int:
    number = grounds.read_host(typed, own=by.centre_number)
    found = centres.centres().filter(number=number, admits=True).first()
    if found is None:
        raise Refused("host", f"Centre {number} cannot take candidates with us. Check the number.")
    return found.pk


def _papers(case: Transfer, typed: Sequence[str], by: Actor) -> list[Paper]:
    offered = {one.component: one for one in papers_of_candidate(by, case.candidate, besides=case.pk)}
    chosen = [offered[key] for key in grounds.read_papers(typed, list(offered))]
    taken = [one for one in chosen if one.taken]
    if taken:
        raise Refused("papers", f"{taken[0].code} is in transfer {taken[0].taken} already.")
    return chosen


@state_change(needs=Capability.ENTRIES_SUBMIT)
def send_transfer(transfer_id: UUID, *, shown: str, by: Actor) -> Transfer:
    """Ask the host centre, at the fee that was shown before the button (R-TRF-2, R-TRF-4).

    Refused where the fee has changed meanwhile, or the candidate is no longer entered for one of the papers.
    """
    case = deciding.held(transfers(by), transfer_id)
    if cases.settled(cases.TRANSFER, "send", case.state):
        audit.nothing_changed()
        return case
    state = cases.moved(cases.TRANSFER, "send", case.state, cases.TRANSFER_SHOWN)
    papers = _still_entered(case, by)
    if not case.host.admits:
        raise Refused(
            "host", f"Centre {case.host.number} cannot take candidates any more. Choose another host."
        )
    fee = grounds.transfer_fee(catalogue.profile_of(case.series), papers=len(papers), at=clock.now())
    if shown != str(fee.pence):
        raise Refused(
            "fee",
            f"The fee is {Money(fee.pence)} now: {Money(fee.each)} for each paper. Look again, then send.",
        )
    case.state, case.sent_at, case.touched_at = state, clock.now(), clock.now()
    case.each_pence, case.pence, case.late = fee.each, fee.pence, fee.late
    case.save(update_fields=["state", "sent_at", "touched_at", "each_pence", "pence", "late"])
    asked = across.ask_host(case, papers, by=by)
    words = telling.words_of(case, (by.centre_number, by.centre_name))
    telling.tell_officers(case.host_id, Kind.TRANSFER_ASKED, words, link=telling.at_host(asked))
    audit.record(
        Event.TRANSFER_SENT,
        subject=_subject(case),
        data=_facts(case) | {"pence": fee.pence, "papers": len(papers)},
    )
    return case


def _still_entered(case: Transfer, by: Actor) -> list[Paper]:
    """The papers of a case; refused where the candidate is no longer entered for one of them."""
    papers = papers_of(by, case)
    gone = gone_papers(by, case, papers)
    if gone:
        raise Refused(
            "papers",
            f"The candidate is no longer entered for {', '.join(gone)[:100]}, so that it cannot be transferred.",
        )
    return papers


@state_change(needs=Capability.ENTRIES_SUBMIT)
def cancel_transfer(transfer_id: UUID, *, why: str, by: Actor) -> Transfer:
    """Take a transfer back before it is approved; a host that was asked is told why. Refused without a reason."""
    case = deciding.held(transfers(by), transfer_id)
    if cases.settled(cases.TRANSFER, "cancel", case.state):
        audit.nothing_changed()
        return case
    if case.state == cases.APPROVED:
        raise Refused("not-now", "This transfer has been approved. Write to us to have it cancelled.")
    asked = case.state != cases.STARTED
    state = cases.moved(cases.TRANSFER, "cancel", case.state, cases.TRANSFER_SHOWN)
    reason = a_reason(why, code="why", ask="Say why you cancel it: the host centre waits.") if asked else ""
    deciding.decide(case, state, reason, by=by)
    request = across.follow_at_host(case, "cancel") if asked else None
    if request is not None:
        words = telling.words_of(case, (by.centre_number, by.centre_name))
        words |= {"decided": "cancelled", "cancelled_by": words["centre"]}
        telling.tell_officers(case.host_id, Kind.TRANSFER_DECIDED, words, link=telling.at_host(request))
        audit.record_elsewhere(
            Event.TRANSFER_MOVED, centre_id=case.host_id, subject=f"hosting:{request}",
            data={"number": case.reference, "state": state},
        )  # fmt: skip
    audit.record(Event.TRANSFER_CANCELLED, subject=_subject(case), data=_facts(case), reason=reason)
    return case


@state_change(needs=Capability.ENTRIES_SUBMIT)
def answer_request(hosting_id: UUID, verb: str, *, words: str, by: Actor) -> None:
    """The host accepts, or refuses with words that the entering centre reads (R-TRF-2); both are told.

    The same answer again changes nothing; refused once the entering centre has cancelled, or another answer was given.
    """
    own = across.own_request(hosting_id, by)
    if verb not in ("accept", "refuse"):
        raise Refused("verb", "Choose whether you accept or refuse.")
    if cases.settled(cases.HOST_REQUEST, verb, own.state):
        audit.nothing_changed()
        return
    said = a_reason(words, code="words", ask="Say why you refuse.", shortest=1 if verb == "refuse" else 0)
    case, asked = across.move_case(hosting_id, verb, said, by=by)
    told = telling.words_of(case, (asked.from_number, asked.from_name))
    told |= {"answered": "accepted" if verb == "accept" else "refused", "accepted": verb == "accept"}
    telling.tell_officers(case.centre_id, Kind.TRANSFER_ANSWERED, told, link=telling.at_entering(case))
    telling.tell_officers(by.chain, Kind.TRANSFER_ANSWERED, told, link=telling.at_host(asked.pk), by=by)
    if verb == "accept":
        link = reverse("transfers:desk-transfer", args=[case.pk])
        telling.tell_desk("Transfer", case.reference, link=link, by=by)
    audit.record(
        Event.TRANSFER_ANSWERED, subject=f"hosting:{asked.pk}", reason=said,
        data=across.facts_of_request(asked) | {"answer": verb},
    )  # fmt: skip


@state_change(needs=Capability.ENTRIES_AMEND)
def decide_transfer(transfer_id: UUID, verb: str, *, decision: str, by: Actor) -> Transfer:
    """The awarding body approves, which adds the fee to the invoice, declines, or cancels what was approved, with its
    credit (R-TRF-2, R-TRF-4). Both centres are told; the entering one reads why.

    The same decision again changes nothing; refused where somebody else decided otherwise meanwhile, and approving
    where the candidate is no longer entered.
    """
    case = deciding.held(transfers(by), transfer_id)
    if case.state == cases.STARTED:
        raise Http404
    if verb not in DECISIONS:
        raise Refused("verb", "Choose whether to approve or to decline.")
    if cases.settled(cases.TRANSFER, verb, case.state):
        audit.nothing_changed()
        return case
    if verb == "cancel" and case.state != cases.APPROVED:
        raise Refused("not-now", "Only what was approved is cancelled here. Decline it instead.")
    state = cases.moved(cases.TRANSFER, verb, case.state, cases.TRANSFER_SHOWN)
    reason = deciding.words_for_centre(decision, needed=verb != "approve", whose="the entering centre")
    if verb == "approve":
        _still_entered(case, by)
    deciding.decide(case, state, reason, by=by)
    if verb != "decline":
        charge(case, by=by, back=verb == "cancel")
    _tell_of_decision(case, verb)
    audit.record(
        Event.TRANSFER_DECIDED, subject=_subject(case), data=_facts(case) | {"decision": verb}, reason=reason,
        centre_id=case.centre_id,
    )  # fmt: skip
    return case


def _tell_of_decision(case: Transfer, verb: str) -> None:
    """Both centres hear what the awarding body decided; the host's request follows, and its trail says so."""
    request = across.follow_at_host(case, verb)
    words = telling.words_of(case, centres.names_of([case.centre_id])[case.centre_id])
    words |= {"decided": DECISIONS[verb], "cancelled_by": "the awarding body" if verb == "cancel" else ""}
    telling.tell_officers(case.centre_id, Kind.TRANSFER_DECIDED, words, link=telling.at_entering(case))
    if request is not None:
        telling.tell_officers(case.host_id, Kind.TRANSFER_DECIDED, words, link=telling.at_host(request))
        audit.record(
            Event.TRANSFER_DECIDED, subject=f"hosting:{request}", data={"number": case.reference, "decision": verb},
            centre_id=case.host_id,
        )  # fmt: skip


def _subject(case: Transfer) -> str:
    return f"transfer:{case.pk}"


def _facts(case: Transfer) -> dict[str, object]:
    return {"number": case.reference, "candidate": case.candidate.number, "host": case.host.number}
