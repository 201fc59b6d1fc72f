"""From a nomination to an administrator: the nominee agrees, the head confirms, the awarding body appoints."""

from uuid import UUID

from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.queries.administrators import address_of
from interchange.accounts.roles import Capability
from interchange.accounts.steps.telling import tell_staff
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.models import Agreement, Centre, Link, Nomination
from interchange.centres.rules import names, states
from interchange.centres.steps import appointing, heads, nominating, rows
from interchange.centres.steps import links as link_steps
from interchange.centres.steps.doors import Visitor, acting
from interchange.centres.steps.telling import head_of
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.notifications.rules import Kind

HEAD = "Head of centre"


def agree_to_nomination(token: str, *, agreed: bool, visitor: Visitor) -> Nomination:
    """The nominee agrees, by a link to their own address, to manage other people's accounts (1.8)."""
    if not agreed:
        raise Refused(
            "agree", "Tick the box to agree. If you do not want to, close this page: nothing happens."
        )
    link = link_steps.open_link(token, Link.Purpose.NOMINEE)
    with acting(link.address, visitor, centre_id=link.centre_id) as by:
        centre, one = _held(link.subject_id, by=by)
        link_steps.use_link(link)
        one.agreed_at, one.agreed_from = clock.now(), visitor.address
        one.save(update_fields=["agreed_at", "agreed_from"])
        audit.record(Event.NOMINEE_AGREED, subject=f"nomination:{one.pk}", data={"name": one.name})
        _tell_when_ready(centre, one)
    return one


def confirm_by_link(token: str, *, verb: str, reason: str, is_head: bool, visitor: Visitor) -> Nomination:
    """The head of centre confirms, or refuses with a reason, by the link to the address held (1.7).

    Refused where the link is used or over, or the box that says who acts is not ticked.
    """
    link = link_steps.open_link(token, Link.Purpose.HEAD)
    with acting(HEAD, visitor, centre_id=link.centre_id) as by:
        centre, one = _held(link.subject_id, by=by)
        form, name = Together(), heads.head_of_link(link).name
        form.read(lambda: _check_head(name, is_head=is_head))
        why = form.read(lambda: _why(verb, reason))
        form.end()
        link_steps.use_link(link)
        _answer(centre, one, verb, why, by=by, name=name)
    return one


@state_change(needs=Capability.ADMINISTRATORS_CONFIRM)
def confirm_as_head(nomination_id: UUID, *, verb: str, reason: str = "", by: Actor) -> Nomination:
    """The same by the head of centre who is signed in; the role alone does not do, the address held decides (1.7)."""
    centre, one = _held(nomination_id, by=by)
    head = head_of(centre.pk)
    if head is None or address_of(by.person_id).casefold() != head.email.casefold():
        raise Refused(
            "not-the-head",
            "Your address is not the one that we hold for the head of centre. Use the link we mailed.",
        )
    _answer(centre, one, verb, _why(verb, reason), by=by, name=by.name)
    return one


def _held(key: UUID, *, by: Actor) -> tuple[Centre, Nomination]:
    return rows.held_with(Nomination.objects.visible_to(by).select_related("agreement"), key)


def _check_head(name: str, *, is_head: bool) -> None:
    if not is_head:
        raise Refused("is_head", f"Tick the box to say that you are {name}.")


def _why(verb: str, reason: str) -> str:
    """Why the head says no; nothing for a yes. Refused where it is neither."""
    if verb not in ("confirm", "refuse"):
        raise Refused("verb", "Choose what to do: confirm, or say no.")
    return names.reason(reason) if verb == "refuse" else ""


def _answer(centre: Centre, one: Nomination, verb: str, why: str, *, by: Actor, name: str) -> None:
    if verb == "confirm":
        _confirm(centre, one, by=by, name=name)
    else:
        nominating.end_in_vain(centre, one, "refuse", f"The head of centre said no: {why}")
        audit.record(Event.HEAD_REFUSED, subject=f"nomination:{one.pk}", reason=why, data={"name": one.name})


def _confirm(centre: Centre, one: Nomination, *, by: Actor, name: str) -> None:
    now, agreement = clock.now(), one.agreement
    one.state = states.NOMINATION.after("confirm", one.state)
    one.confirmed_at, one.confirmed_by, one.confirmed_from = now, name, by.address
    one.save(update_fields=["state", "confirmed_at", "confirmed_by", "confirmed_from"])
    link_steps.end_links(one.pk, Link.Purpose.HEAD)
    agreement.state = states.AGREEMENT.after("accept", agreement.state)
    agreement.accepted_at, agreement.accepted_by, agreement.accepted_from = now, name, by.address
    agreement.accepted_capacity = HEAD
    agreement.save()
    if centre.state in states.JOINING:
        rows.move(centre, "confirm")
    subject = f"nomination:{one.pk}"
    audit.record(Event.HEAD_CONFIRMED, subject=subject, data={"name": one.name, "scopes": list(one.scopes)})
    audit.record(
        Event.AGREEMENT_ACCEPTED,
        subject=f"agreement:{agreement.pk}",
        data={"hash": agreement.text_hash, "capacity": HEAD},
    )
    _tell_when_ready(centre, one)


def _tell_when_ready(centre: Centre, one: Nomination) -> None:
    if one.state == states.CONFIRMED and one.agreed_at:
        words = {"number": centre.number, "centre": centre.name, "nominee": one.name}
        tell_staff(
            Capability.ADMINISTRATORS_APPROVE,
            Kind.NOMINATION_READY,
            words,
            link=reverse("centres:desk-centre", args=[centre.number]),
        )


# ---------------------------------------------------------------- at the desk


@state_change(needs=Capability.ADMINISTRATORS_APPROVE)
def appoint_administrator(nomination_id: UUID, *, by: Actor) -> Nomination:
    """Make the nominee Centre Administrator, and open a centre that joins with it.

    Refused before the head has confirmed and the nominee agreed, without a call back where a change is made (1.16),
    where three are in office already (1.10), and to whoever started the change (3.3).
    """
    _, one = _held(nomination_id, by=by)
    started_by = one.agreement.sent_by_id if one.agreement.occasion == Agreement.Occasion.CHANGE else None
    if started_by is not None and started_by == by.person_id:
        raise Refused("second-person", "You started this change. A second person has to appoint.")
    appointing.appoint(one, by=by.name)
    return one


@state_change(needs=Capability.ADMINISTRATORS_APPROVE)
def decline_nomination(nomination_id: UUID, *, reason: str, by: Actor) -> Nomination:
    """End a nomination at the desk, with the reason that the centre reads."""
    why = names.reason(reason)
    centre, one = _held(nomination_id, by=by)
    nominating.end_in_vain(centre, one, "refuse", why)
    audit.record(
        Event.NOMINATION_ENDED, subject=f"nomination:{one.pk}", reason=why, data={"name": one.name},
        centre_id=centre.pk,
    )  # fmt: skip
    return one


@state_change(needs=Capability.ADMINISTRATORS_START)
def send_links_again(nomination_id: UUID, *, by: Actor) -> Nomination:
    """New links, to the same addresses, where those before were lost or have run out."""
    centre, one = _held(nomination_id, by=by)
    _again(centre, one)
    audit.record(
        Event.LINK_SENT_AGAIN,
        subject=f"nomination:{one.pk}",
        data={"name": one.name},
        centre_id=one.centre_id,
    )
    return one


# ---------------------------------------------------------------- at the centre


@state_change(needs=Capability.ADMINISTRATORS_NOMINATE)
def ask_again(nomination_id: UUID, *, by: Actor) -> Nomination:
    """The centre has the links sent again."""
    centre, one = _held(nomination_id, by=by)
    _again(centre, one)
    audit.record(Event.LINK_SENT_AGAIN, subject=f"nomination:{one.pk}", data={"name": one.name})
    return one


def _again(centre: Centre, one: Nomination) -> None:
    if one.state not in states.OPEN_NOMINATIONS:
        raise Refused("not-now", "This nomination has ended.")
    if one.state == states.NOMINATED:
        nominating.ask_head(centre, one)
    if one.agreed_at is None:
        nominating.ask_nominee(centre, one)


@state_change(needs=Capability.ADMINISTRATORS_NOMINATE)
def withdraw_nomination(nomination_id: UUID, *, by: Actor) -> Nomination:
    """The centre takes a nomination back before the appointment."""
    centre, one = _held(nomination_id, by=by)
    nominating.end_in_vain(centre, one, "withdraw", f"{by.name} took it back.")
    audit.record(Event.NOMINATION_ENDED, subject=f"nomination:{one.pk}", data={"name": one.name})
    return one
