"""The head of centre: changed only after a call back on the number held (1.16), and the rules that are waived."""

from collections.abc import Collection
from uuid import UUID

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.accounts.rules.calls import Outcome
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.centres.models import CallBack, Centre, HeadChange, Waiver
from interchange.centres.rules import addresses, names, states
from interchange.centres.steps import heads, rows
from interchange.centres.steps.telling import head_of, tell_centre
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused, Together
from interchange.notifications.rules import Kind


@state_change(needs=Capability.ADMINISTRATORS_NOMINATE)
def ask_head_change(name: str, email: str, phone: str, *, why: str, by: Actor) -> HeadChange:
    """Ask, from inside the portal and nowhere else, for another head of centre or another way to reach the head.

    Refused while another such request waits. Nothing changes before the awarding body has called back.
    """
    head = heads.read(name, email, phone, why, asked="why it changes")
    centre = rows.held(by.chain)
    if HeadChange.objects.visible_to(by).filter(state=states.REQUESTED).exists():
        raise Refused(
            "asked-already", "A change is asked for already. We call the head of centre before we decide."
        )
    one = HeadChange(
        centre_id=centre.pk, name=head.name, email=head.email, phone=head.phone, why=head.source,
        asked_at=clock.now(), asked_by=by.name, asked_by_id=by.person_id,
    )  # fmt: skip
    one.save(force_insert=True)
    tell_centre(centre, Kind.HEAD_CHANGE_ASKED, {"by": by.name})
    audit.record(Event.HEAD_CHANGE_ASKED, subject=f"head-change:{one.pk}", reason=head.source)
    return one


@state_change(needs=Capability.ADMINISTRATORS_APPROVE)
def decide_head_change(change_id: UUID, verb: str, *, reason: str, by: Actor) -> HeadChange:
    """Make the change, or refuse it with a reason; made only after the head has confirmed by telephone (1.16)."""
    why = names.reason(reason)
    centre, one = rows.held_with(HeadChange.objects.visible_to(by), change_id)
    if verb not in states.HEAD_CHANGE.moves:
        raise Refused("verb", "Choose what to do: make the change, or refuse it.")
    one.state = states.HEAD_CHANGE.after(verb, one.state)
    one.decided_at, one.decided_by, one.decision = clock.now(), by.name, why
    one.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    if verb == "make":
        if head_of(centre.pk) is not None and not heads.called_back(centre.pk, since=one.asked_at):
            raise Refused(
                "no-call", "Call the head of centre back first, on the number we hold, and note the call."
            )
        _change(
            centre, heads.Head(one.name, one.email, one.phone, f"Asked for by {one.asked_by}: {why}"), by=by
        )
    else:
        audit.record(
            Event.HEAD_CHANGE_REFUSED, subject=f"head-change:{one.pk}", reason=why, centre_id=centre.pk
        )
    return one


@state_change(needs=Capability.CENTRES_APPROVE)
def enter_head(number: str, name: str, email: str, phone: str, source: str, *, by: Actor) -> Centre:
    """Enter the head of centre where none is held; who is held already is changed by request and call back alone."""
    head = heads.read(name, email, phone, source)
    centre = rows.held_by_number(number)
    if head_of(centre.pk) is not None:
        raise Refused(
            "head-held", "A head of centre is held already. The centre asks for a change inside the portal."
        )
    _change(centre, head, by=by)
    return centre


def _change(centre: Centre, head: heads.Head, *, by: Actor) -> None:
    before = head_of(centre.pk)
    heads.put(centre, head, by=by.name)
    tell_centre(centre, Kind.HEAD_CHANGED, {"head": head.name}, besides=before.email if before else "")
    audit.record(
        Event.HEAD_CHANGED, subject=f"centre:{centre.number}", reason=head.source, centre_id=centre.pk,
        data={"name": head.name, "before": before.name if before else ""},
    )  # fmt: skip


@state_change(needs=Capability.ADMINISTRATORS_START)
def note_call_back(number: str, *, spoke_to: str, outcome: str, note: str, by: Actor) -> CallBack:
    """Note a call to the head of centre on the number held; refused where none is held (1.16)."""
    centre = rows.held_by_number(number)
    head = head_of(centre.pk)
    if head is None:
        raise Refused("no-head", "We hold no head of centre, and so no number to call.")
    form, may_be_empty = Together(), outcome == Outcome.NOT_REACHED
    form.read(
        lambda: _check_chosen(
            outcome, [one.value for one in Outcome], "outcome", "Choose what came of the call."
        )
    )
    one = CallBack(
        centre_id=centre.pk, phone=head.phone, outcome=outcome, at=clock.now(), by=by.name, by_id=by.person_id,
        spoke_to=form.read(lambda: names.line_of_text(
            spoke_to, "whom you spoke to", longest=200, code="spoke_to", may_be_empty=may_be_empty
        )),
        note=form.read(lambda: names.text(note, "a note", longest=1_000, code="note", may_be_empty=True)),
    )  # fmt: skip
    form.end()
    one.save(force_insert=True)
    audit.record(
        Event.CALLED_BACK, subject=f"centre:{centre.number}", reason=one.note, centre_id=centre.pk,
        data={"outcome": outcome},
    )  # fmt: skip
    return one


def _check_chosen(chosen: str, known: Collection[str], code: str, what_to_do: str) -> None:
    if chosen not in known:
        raise Refused(code, what_to_do)


@state_change(needs=Capability.CENTRES_APPROVE)
def waive_rule(number: str, rule: str, *, about: str = "", reason: str, by: Actor) -> Waiver:
    """Allow a centre what 1.9 or 1.11 refuses, with a reason; refused where it is allowed already."""
    form, needs_address = Together(), rule == Waiver.Rule.ADDRESS
    form.read(lambda: _check_chosen(rule, Waiver.Rule.values, "rule", "Choose which rule is waived."))
    address = form.read(lambda: addresses.address(about, code="about") if needs_address else "")
    why = form.read(lambda: names.reason(reason))
    form.end()
    centre = rows.held_by_number(number)
    standing = Waiver.objects.visible_to(by).filter(
        centre_id=centre.pk, rule=rule, about=address, ended_at=None
    )
    if standing.exists():
        raise Refused("about", "This is allowed already.")
    one = Waiver(centre_id=centre.pk, rule=rule, about=address, reason=why, at=clock.now(), by=by.name)
    one.save(force_insert=True)
    audit.record(
        Event.RULE_WAIVED,
        subject=f"centre:{centre.number}",
        reason=why,
        data={"rule": rule},
        centre_id=centre.pk,
    )
    return one


@state_change(needs=Capability.CENTRES_APPROVE)
def end_waiver(waiver_id: UUID, *, reason: str, by: Actor) -> Waiver:
    """The rule holds again; administrators in office stay."""
    why = names.reason(reason)
    _, one = rows.held_with(Waiver.objects.visible_to(by).filter(ended_at=None), waiver_id)
    one.ended_at = clock.now()
    one.save(update_fields=["ended_at"])
    audit.record(
        Event.RULE_WAIVED, subject=f"waiver:{one.pk}", reason=why, data={"rule": one.rule, "ended": True},
        centre_id=one.centre_id,
    )  # fmt: skip
    return one
