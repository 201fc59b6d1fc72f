"""Asking for access, and applying to become a centre: what anybody may do, and what follows at the desk (1.1, 1.3)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.queries.administrators import administrators
from interchange.accounts.roles import Capability
from interchange.accounts.steps.telling import tell_staff
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.models import AccessRequest, Application, Centre, Link
from interchange.centres.rules import addresses, applications, links, names, states
from interchange.centres.rules.administrators import GQ, VQ
from interchange.centres.steps import approvals, heads, rows
from interchange.centres.steps import links as link_steps
from interchange.centres.steps.doors import Visitor, acting
from interchange.core import clock, jobs, watching
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.core.identifiers import base32
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

TOO_OFTEN = "This has been asked from your network too often. Try again in an hour, or call us."


# ---------------------------------------------------------------- get access (1.3)


def ask_for_access(number: str, name: str, email: str, *, visitor: Visitor) -> None:
    """Note that somebody asked. Nothing is looked up here: the same statements run whether or not there is a centre."""
    form = Together()
    number = form.read(partial(names.centre_number, number))
    name = form.read(partial(names.line_of_text, name, "your name", longest=120, code="name"))
    email = form.read(partial(addresses.address, email))
    form.end()
    with acting("Somebody who asked for access", visitor):
        _not_too_often(visitor)
        asked = AccessRequest.objects.create(number=number, name=name, email=email, address=visitor.address)
        jobs.enqueue("centres.pass-on", request_id=str(asked.pk))
        audit.record(Event.ACCESS_ASKED, subject=f"access:{asked.pk}", data={"number": number})


def _not_too_often(visitor: Visitor) -> None:
    recent = AccessRequest.objects.filter(address=visitor.address, asked_at__gt=clock.now() - links.ONE_HOUR)
    if recent.count() >= links.MOST_ASKED_AN_HOUR and visitor.address:
        watching.warn("access asked for too often")
        raise Refused("too-often", TOO_OFTEN)


@state_change(needs=Capability.OPERATE)
def pass_access_request_on(request_id: UUID, *, by: Actor) -> str:
    """Tell the centre's administrators, if it is registered and has any: once a day, however often it is asked for."""
    asked = AccessRequest.objects.select_for_update().get(pk=request_id)
    if asked.outcome:
        audit.nothing_changed()
        return asked.outcome
    centre = Centre.objects.filter(number=asked.number).first()
    asked.outcome = "unknown" if centre is None else _pass_on(asked, centre)
    asked.save(update_fields=["outcome"])
    audit.nothing_changed()  # that somebody asked is in the trail already, and the answer is not for it
    return asked.outcome


def _pass_on(asked: AccessRequest, centre: Centre) -> str:
    earlier = AccessRequest.objects.filter(
        number=asked.number, outcome="told", asked_at__gt=clock.now() - links.ONE_DAY
    )
    if earlier.count() >= links.MOST_TOLD_A_DAY:
        return "told before"
    people = [one.person_id for one in administrators(centre.pk)]
    words = {"name": asked.name, "email": asked.email, "number": centre.number, "centre": centre.name}
    notices.tell(
        people, Kind.ACCESS_ASKED, words=words, link=reverse("centres:your-centre"), centre_id=centre.pk
    )
    return "told" if people else "nobody"


# ---------------------------------------------------------------- the application


def start_application(name: str, email: str, *, visitor: Visitor) -> str:
    """Begin an application: the token of the link under which it is filled in, which is mailed as well."""
    form = Together()
    name = form.read(partial(applications.READERS["contact_name"], name))
    email = form.read(partial(applications.READERS["contact_email"], email))
    form.end()
    with acting(name, visitor):
        now = clock.now()
        if visitor.address:
            recent = Application.objects.filter(
                started_from=visitor.address, started_at__gt=now - links.ONE_HOUR
            )
            if recent.count() >= links.MOST_ASKED_AN_HOUR:
                watching.warn("applications begun too often")
                raise Refused("too-often", TOO_OFTEN)
        same = Application.objects.filter(contact_email=email, started_at__gt=now - links.ONE_DAY)
        if same.count() >= links.MOST_STARTED_A_DAY:
            raise Refused(
                "too-often",
                "This address has begun enough applications for one day. Use the link in our mail.",
            )
        one = Application.objects.create(
            reference=f"A-{base32(secrets.randbits(40), 8)}", contact_name=name, contact_email=email,
            started_from=visitor.address, started_at=now, saved_at=now,
        )  # fmt: skip
        token = link_steps.make_link(
            Link.Purpose.APPLICATION, one.pk, address=email, lasts=links.APPLICATION_LASTS
        )
        notices.write_to(
            email, Kind.APPLICATION_STARTED, secret_link=reverse("centres:application", args=[token]),
            words={"reference": one.reference, "until": now + links.APPLICATION_LASTS},
        )  # fmt: skip
        audit.record(Event.APPLICATION_SAVED, subject=f"application:{one.pk}")
    return token


def save_step(token: str, step: str, typed: Mapping[str, str], *, visitor: Visitor) -> applications.Answers:
    """Keep the answers of one page when all are right; with errors nothing is kept."""
    found = applications.read(step, typed)
    if found.errors:
        return found
    with acting("Applicant", visitor):
        link = link_steps.open_link(token, Link.Purpose.APPLICATION)
        one = _open(link)
        for name, value in found.values.items():
            setattr(one, name, value == "yes" if name == "wants_gq" else value)
        one.steps_done = list(dict.fromkeys([*one.steps_done, step]))
        one.saved_at = clock.now()
        one.save(update_fields=[*found.values, "steps_done", "saved_at"])
        Link.objects.filter(pk=link.pk).update(until=clock.now() + links.APPLICATION_LASTS)
        audit.record(Event.APPLICATION_SAVED, subject=f"application:{one.pk}", data={"step": step})
    return found


def send_application(token: str, *, visitor: Visitor) -> Application:
    """Send it; refused while a page is missing. Sent twice it stays sent once."""
    with acting("Applicant", visitor):
        link = link_steps.open_link(token, Link.Purpose.APPLICATION)
        one = _open(link)
        if applications.missing(dict.fromkeys(one.steps_done)):
            raise Refused("not-complete", "Answer every page first. The list below says what is missing.")
        link_steps.use_link(link)
        one.state = states.CENTRE.after("apply", one.state)
        one.sent_at = clock.now()
        one.save(update_fields=["state", "sent_at"])
        words = {"reference": one.reference, "centre": one.name}
        notices.write_to(one.contact_email, Kind.APPLICATION_RECEIVED, words=words)
        tell_staff(
            Capability.CENTRES_APPROVE,
            Kind.APPLICATION_WAITS,
            words,
            link=reverse("centres:desk-application", args=[one.pk]),
        )
        audit.record(
            Event.CENTRE_APPLIED,
            subject=f"application:{one.pk}",
            data={"title": one.name, "number": one.number},
        )
    return one


def _open(link: Link) -> Application:
    return Application.objects.select_for_update().get(pk=link.subject_id)


# ---------------------------------------------------------------- what the desk decides (1.1)


@dataclass(frozen=True)
class Decision:
    """What an approval needs besides the application: the number, and the head as the awarding body found them."""

    number: str
    head_name: str
    head_email: str
    head_phone: str
    head_source: str
    gq: bool
    qualifications: str = ""
    """The vocational ones, one a line: number, then title."""


@state_change(needs=Capability.CENTRES_APPROVE)
def approve_application(application_id: UUID, decision: Decision, *, by: Actor) -> Centre:
    """Make the applicant a centre; refused where it is decided already or the number belongs to an open centre.

    How the head is reached must come from elsewhere: the applicant's own address is refused (1.7).
    """
    one = get_object_or_404(Application.objects.select_for_update(), pk=application_id)
    one.state = states.CENTRE.after("approve", one.state)
    form = Together()
    place = form.read(lambda: _number_for(decision.number))
    head = form.read(lambda: _head_for(one, decision))
    wanted = form.read(lambda: _approved_for(decision))
    form.end()
    number, there = place
    centre = _centre_for(one, number, there, head.email)
    heads.put(centre, head, by=by.name)
    if decision.gq:
        approvals.grant(centre.pk, GQ, by=by.name)
    for qualification, title in wanted:
        approvals.grant(centre.pk, VQ, qualification, title, by=by.name)
    one.number, one.decided_at, one.decided_by = number, clock.now(), by.name
    one.save(update_fields=["state", "number", "decided_at", "decided_by"])
    audit.record(
        Event.CENTRE_APPROVED, subject=f"centre:{number}", centre_id=centre.pk,
        data={"number": number, "title": centre.name, "application": one.reference, "gq": decision.gq,
              "qualifications": [code for code, _ in wanted]},
    )  # fmt: skip
    return centre


def _number_for(typed: str) -> tuple[str, Centre | None]:
    """The number of the centre to be, and the centre that had it before and has lapsed; refused where it is open."""
    number = names.centre_number(typed)
    there = Centre.objects.select_for_update(no_key=True).filter(number=number).first()
    if there is not None and there.state != states.LAPSED:
        raise Refused("number", f"{number} is {there.name} already. Check the number.")
    return number, there


def _head_for(one: Application, decision: Decision) -> heads.Head:
    """The head as the desk found them; refused with the applicant's own address (1.7)."""
    head = heads.read(decision.head_name, decision.head_email, decision.head_phone, decision.head_source)
    if head.email == one.contact_email:
        raise Refused(
            "head-email",
            "This is the applicant's own address. Find the head's address in the national register.",
        )
    return head


def _approved_for(decision: Decision) -> list[tuple[str, str]]:
    """The vocational qualifications, if any; refused where the centre would be approved for nothing."""
    wanted = applications.qualifications(decision.qualifications, code="qualifications")
    if not (decision.gq or wanted):
        raise Refused("gq", "Choose what the centre is approved for.")
    return wanted


def _centre_for(one: Application, number: str, there: Centre | None, email: str) -> Centre:
    """A new centre with this number, or the one that had lapsed."""
    if there is None:
        return Centre.objects.create(
            number=number, name=one.name, login_id=number, kind=one.kind, register_email=email,
            state=states.APPROVED, admits=False, state_since=clock.now(),
        )  # fmt: skip
    rows.move(there, "approve")
    return there


@state_change(needs=Capability.CENTRES_APPROVE)
def refuse_application(application_id: UUID, *, reason: str, by: Actor) -> Application:
    """Refuse an application, with the reason that the applicant reads; refused where it is decided already."""
    why = names.reason(reason)
    one = get_object_or_404(Application.objects.select_for_update(), pk=application_id)
    one.state = states.CENTRE.after("refuse", one.state)
    one.decided_at, one.decided_by, one.decision = clock.now(), by.name, why
    one.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    words = {"reference": one.reference, "centre": one.name, "reason": why}
    notices.write_to(one.contact_email, Kind.APPLICATION_REFUSED, words=words)
    audit.record(
        Event.APPLICATION_REFUSED, subject=f"application:{one.pk}", reason=why, data={"title": one.name}
    )
    return one
