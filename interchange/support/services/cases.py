"""Something suspicious: reported by anybody, worked on by the security officers, and one's own account locked (9)."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from interchange.accounts import steps as accounts
from interchange.accounts.access import state_change
from interchange.accounts.queries.administrators import staff_who_may
from interchange.accounts.queries.people import names_of
from interchange.accounts.roles import Capability
from interchange.accounts.rules.tries import network_of
from interchange.accounts.steps.telling import tell_staff
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, tenancy, watching
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.identifiers import new_id
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind
from interchange.support.models import CaseNote, SecurityCase
from interchange.support.queries.cases import link_to
from interchange.support.rules import cases as rules
from interchange.support.rules.threads import reference_of
from interchange.support.rules.words import checked, one_line, page_of

ONE_HOUR, MOST_AN_HOUR = timedelta(hours=1), 20
LONGEST_CONTACT = 254


@dataclass(frozen=True)
class Report:
    """What somebody saw, and on which page; how to reach them where they are not signed in."""

    what: str
    page: str = ""
    contact: str = ""


def report_suspicion(report: Report, *, by: Actor) -> SecurityCase:
    """Open a security case; the security officers are told at once. Refused without words, or as the twenty-first of
    an hour from one person or network.

    Anybody may, signed in or not. It stands in the awarding body's trail and not in the centre's: whoever reports a
    colleague is not found out by it.
    """
    now, key = clock.now(), new_id()
    network = network_of(by.address)
    case = SecurityCase(
        id=key, reference=reference_of(key.int, letter="S"), page=page_of(report.page), reported_at=now, aware_at=now,
        what=checked(report.what, field="what", what="what you saw", longest=rules.LONGEST_REPORT),
        contact=one_line(report.contact, field="contact", what="an address", longest=LONGEST_CONTACT, needed=False),
        reported_by=by.name, reporter_id=by.person_id, centre_number=by.centre_number, browser=by.browser[:60],
        network=network,
    )  # fmt: skip
    as_awarding_body = replace(by, centre_id=None, is_staff=True, roles=frozenset(), capabilities=frozenset())
    with tenancy.writing(as_awarding_body), audit.trail(as_awarding_body):
        _refuse_a_flood(case)
        case.save(force_insert=True)
        words = {"reference": case.reference, "by": case.reported_by, "centre": case.centre_number}
        tell_staff(Capability.SECURITY_CASES, Kind.SUSPICION_REPORTED, words, link=link_to(case))
        audit.record(
            Event.SUSPICION_REPORTED, subject=_subject(case),
            data={"number": case.reference, "centre": case.centre_number, "page": case.page},
        )  # fmt: skip
    return case


def _refuse_a_flood(case: SecurityCase) -> None:
    same = Q(reporter_id=case.reporter_id) if case.reporter_id else Q(reporter_id=None, network=case.network)
    lately = SecurityCase.objects.filter(same, reported_at__gt=case.reported_at - ONE_HOUR)
    if lately.count() >= MOST_AN_HOUR:
        watching.warn("suspicions reported too often")
        raise Refused("too-many-reports", "We have had many reports from you in this hour. Ring us instead.")


@state_change(needs=Capability.OWN_ACCOUNT)
def lock_own_account(*, by: Actor) -> None:
    """End everything by which somebody is signed in as oneself, and ask for a new password before anybody is again.

    Sessions, links, keys and remembered browsers end, this one too; the person is told how to come back.
    """
    assert by.person_id is not None  # noqa: S101  (only people have accounts)
    accounts.lock(by.person_id, "locked by its owner")
    lately = clock.now() - ONE_HOUR
    own = SecurityCase.objects.filter(reporter_id=by.person_id, reported_at__gt=lately, locked_at=None)
    own.update(locked_at=clock.now())
    notices.tell([by.person_id], Kind.ACCOUNT_LOCKED, words={"at": clock.now()}, centre_id=by.centre_id)
    audit.record(Event.LOCKED_OWN_ACCOUNT, subject=f"person:{by.person_id}")


# ---------------------------------------------------------------- the security officers' work


@state_change(needs=Capability.SECURITY_CASES)
def move_case(case_id: UUID, verb: str, *, why: str, by: Actor) -> SecurityCase:
    """Use a verb of the lifecycle, with words for the log; refused where the state does not offer it, and closing
    while one of the clocks runs."""
    case = _held(case_id)
    if verb not in rules.VERBS:
        raise Refused("verb", "Choose what to do.")
    if verb == "close" and not (case.ofqual and case.ico):
        raise Refused("clocks", "Say first whether Ofqual and the ICO were told, or why they need not be.")
    case.state = rules.SECURITY_CASE.after(verb, case.state)
    case.closed_at = clock.now() if case.state == rules.CLOSED else None
    case.save(update_fields=["state", "closed_at"])
    _note(case, f"{rules.VERBS[verb]}: {_words(why)}", by)
    _record(case, state=case.state)
    return case


@state_change(needs=Capability.SECURITY_CASES)
def note_case(case_id: UUID, text: str, *, by: Actor) -> SecurityCase:
    """Add a line to the log of a case; refused without words."""
    case = _held(case_id)
    _note(case, _words(text), by)
    _record(case, noted=True)
    return case


@state_change(needs=Capability.SECURITY_CASES)
def give_case(case_id: UUID, person_id: UUID | None, *, by: Actor) -> SecurityCase:
    """Give a case to one of the security officers, who is told, or to nobody; refused for anybody else."""
    case = _held(case_id)
    if person_id is not None and person_id not in staff_who_may(Capability.SECURITY_CASES):
        raise Refused("person", "Choose one of the security officers.")
    if case.assigned_to_id == person_id:
        audit.nothing_changed()
        return case
    case.assigned_to_id, case.assigned_to = person_id, names_of([person_id])[person_id] if person_id else ""
    case.save(update_fields=["assigned_to_id", "assigned_to"])
    if person_id not in (None, by.person_id):
        notices.tell([person_id], Kind.CASE_ASSIGNED, words={"reference": case.reference}, link=link_to(case))
    _note(case, f"Given to {case.assigned_to or 'nobody'}", by)
    _record(case, to=case.assigned_to or "nobody")
    return case


@state_change(needs=Capability.SECURITY_CASES)
def judge_case(case_id: UUID, severity: str, *, by: Actor) -> SecurityCase:
    """Say how bad it is."""
    case = _held(case_id)
    if severity not in {one.value for one in rules.Severity}:
        raise Refused("severity", "Choose how bad it is.")
    if severity == case.severity:
        audit.nothing_changed()
        return case
    case.severity = severity
    case.save(update_fields=["severity"])
    _note(case, f"Severity: {rules.Severity.of(severity).label}", by)
    _record(case, severity=severity)
    return case


@state_change(needs=Capability.SECURITY_CASES)
def decide_clock(case_id: UUID, which: str, outcome: str, *, why: str, by: Actor) -> SecurityCase:
    """Say that Ofqual or the ICO was told, or why they need not be; refused without the words."""
    case = _held(case_id)
    if which not in {one.value for one in rules.Clock} or outcome not in (
        rules.Outcome.TOLD,
        rules.Outcome.NOT_NEEDED,
    ):
        raise Refused("outcome", "Choose whether they were told, or need not be.")
    said, at = _words(why), clock.now()
    values = {which: outcome, f"{which}_at": at, f"{which}_why": said}
    for name, value in values.items():
        setattr(case, name, value)
    case.save(update_fields=list(values))
    _note(case, f"{rules.Clock.of(which).label}: {rules.Outcome.of(outcome).label.casefold()}. {said}", by)
    _record(case, clock=which, outcome=outcome)
    return case


def _held(case_id: UUID) -> SecurityCase:
    return get_object_or_404(SecurityCase.objects.select_for_update(), pk=case_id)


def _words(typed: str) -> str:
    return checked(typed, field="text", what="a few words for the log", longest=rules.LONGEST_NOTE)


def _note(case: SecurityCase, text: str, by: Actor) -> None:
    CaseNote.objects.create(case=case, at=clock.now(), by=by.name, by_id=by.person_id, text=text)


def _subject(case: SecurityCase) -> str:
    return f"case:{case.pk}"


def _record(case: SecurityCase, **more: object) -> None:
    audit.record(Event.SECURITY_CASE_CHANGED, subject=_subject(case), data={"number": case.reference, **more})
