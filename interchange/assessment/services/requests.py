"""Requests of a centre about a sheet: to change a submitted mark (6.7), and for more time (6.8)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.assessment.models import ChangeRequest, ExtensionRequest, MarkSheet
from interchange.assessment.queries.places import Address, Place, Row, rows_at
from interchange.assessment.rules import sheets
from interchange.assessment.rules.marks import NotTaken, Typed, Value, read_value
from interchange.assessment.steps.changes import apply_change
from interchange.assessment.steps.sheets import facts_of, place_for_decision
from interchange.assessment.steps.telling import named, tell_submitted, tell_submitters
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind

DECIDED = {
    "accept": "accepted",
    "refuse": "refused",
    "ask for work": "waits for the work",
    "grant": "granted",
}


@state_change(needs=Capability.MARKS_CHANGE_REQUEST)
def request_change(
    address: Address, typed: Typed, *, why: str, evidence: str, key: UUID, by: Actor
) -> ChangeRequest:
    """Ask for one submitted mark to be changed (R-CHG-4).

    Before moderation it is applied at once, as a new version of the submission; after that it waits for a second
    signature of the centre and for the awarding body's decision.
    """
    place = place_for_decision(by, address)
    earlier = ChangeRequest.objects.visible_to(by).filter(request_key=key).first()
    if earlier is not None:
        audit.nothing_changed()
        return earlier
    row, value = _change_wanted(place, by, typed)
    sheet = _sheet(place)
    asked = ChangeRequest(
        centre_id=place.centre_id, sheet=sheet, entry_id=row.entry_id, number=row.number, name=row.name,
        old=row.value.words, why=why, evidence=evidence, request_key=key, requested_at=clock.now(),
        requested_by=by.name, requested_by_id=by.person_id, **(value._asdict() | {"parts": list(value.parts)}),
    )  # fmt: skip
    facts = {**place.facts, "number": row.number, "old": row.value.words, "new": value.words}
    audit.record(Event.CHANGE_REQUESTED, subject=place.subject, data=facts, reason=why)
    if sheet.moderation_began_at is None:
        asked.state = sheets.CHANGE_REQUEST.after("accept", asked.state)
        asked.decision, asked.decided_at = "Applied at once: moderation had not begun.", clock.now()
        tell_submitted(apply_change(place, row, value, key=key, why=why, by=by, at=clock.now()))
    asked.save(force_insert=True)
    return asked


def _sheet(place: Place) -> MarkSheet:
    sheet = place.sheet
    assert sheet is not None  # noqa: S101  (place_for_decision makes it)
    return sheet


def _change_wanted(place: Place, by: Actor, typed: Typed) -> tuple[Row, Value]:
    if place.state != sheets.RECEIVED:
        raise Refused(
            "not-received", "A change can be asked for once the awarding body has received the marks."
        )
    row = next((row for row in rows_at(by, place) if row.number == typed.number and row.standing), None)
    if row is None:
        raise Refused("no-such-candidate", f"There is no candidate {typed.number[:10]} on this sheet.")
    try:
        value = read_value(typed, place.profile)
    except NotTaken as reason:
        raise Refused("value", str(reason)) from None
    if value.is_blank:
        raise Refused("value", "Enter the mark or grade that it should be, or tick Absent.")
    if value.lacks_reason:
        raise Refused("value", "Say why this mark is 0.")
    if value == row.value:
        raise Refused("value", f"{value.words} is what was submitted. Enter the value that it should be.")
    return row, value


def _request_to_decide(request_id: UUID, by: Actor) -> ChangeRequest:
    found = ChangeRequest.objects.visible_to(by).select_for_update().filter(pk=request_id).first()
    if found is None:
        raise Http404
    return found


@state_change(needs=Capability.MARKS_CHANGE_REQUEST)
def countersign_change(request_id: UUID, *, by: Actor) -> ChangeRequest:
    """The centre's second signature, by another person than the one who asked (R-CHG-4)."""
    asked = _request_to_decide(request_id, by)
    if asked.countersigned_by:
        audit.nothing_changed()
        return asked
    if asked.requested_by_id == by.person_id:
        raise Refused(
            "same-person", "A second person of your centre has to sign. Ask a colleague who may submit marks."
        )
    if asked.state not in (sheets.REQUESTED, sheets.NEEDS_WORK):
        raise Refused("decided", "This request has been decided already.")
    asked.countersigned_by, asked.countersigned_at = by.name, clock.now()
    asked.save(update_fields=["countersigned_by", "countersigned_at"])
    audit.record(
        Event.CHANGE_REQUESTED,
        subject=f"sheet:{asked.sheet_id}",
        data={**facts_of(asked.sheet), "number": asked.number, "signed": "second"},
    )
    return asked


@state_change(needs=Capability.CHANGES_DECIDE)
def decide_change(request_id: UUID, verb: str, *, decision: str, by: Actor) -> ChangeRequest:
    """The awarding body accepts (and applies), refuses, or asks for the work (R-CHG-2); the centre reads why."""
    found = _request_to_decide(request_id, by)
    address = _address_of(found.sheet, found.centre_id)
    place = place_for_decision(by, address)
    asked = _request_to_decide(request_id, by)
    asked.state = sheets.CHANGE_REQUEST.after(verb, asked.state)
    if verb == "accept" and not asked.countersigned_by:
        raise Refused(
            "one-signature", "The centre's second signature is missing. It has to be there before you accept."
        )
    asked.decided_at, asked.decided_by, asked.decision = clock.now(), by.name, decision
    asked.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    facts = {**place.facts, "number": asked.number, "decision": verb}
    audit.record(
        Event.CHANGE_DECIDED, subject=place.subject, data=facts, reason=decision, centre_id=asked.centre_id
    )
    if verb == "accept":
        row = next((row for row in rows_at(by, place) if row.entry_id == asked.entry_id), None)
        if row is None or not row.standing:
            raise Refused(
                "no-such-candidate", f"{asked.name} has been withdrawn, so there is no mark to change."
            )
        value = Value(asked.mark, asked.absent, asked.grade, asked.reason, tuple(asked.parts))
        apply_change(place, row, value, key=asked.request_key, why=asked.why, by=by, at=clock.now())
    words = {
        **named(asked.sheet),
        "decided": DECIDED[verb],
        "asked_for_work": asked.state == sheets.NEEDS_WORK,
    }
    tell_submitters(asked.centre_id, Kind.CHANGE_DECIDED, words=words, link=reverse("assessment:requests"))
    return asked


def _address_of(sheet: MarkSheet, centre_id: int) -> Address:
    return Address(sheet.series.code, sheet.component.slug, centre_id)


@state_change(needs=Capability.EXTENSION_REQUEST)
def request_extension(
    address: Address, until: date, *, numbers: Sequence[str], why: str, key: UUID, by: Actor
) -> ExtensionRequest:
    """Ask for more time for the whole sheet, or for named candidates (R-DL-2)."""
    place = place_for_decision(by, address)
    earlier = ExtensionRequest.objects.visible_to(by).filter(request_key=key).first()
    if earlier is not None:
        audit.nothing_changed()
        return earlier
    _refuse_extension(place, until, numbers, by)
    asked = ExtensionRequest(
        centre_id=place.centre_id, sheet=_sheet(place), numbers=sorted(set(numbers)), until=until, why=why,
        request_key=key, requested_at=clock.now(), requested_by=by.name,
    )  # fmt: skip
    asked.save(force_insert=True)
    facts = {**place.facts, "until": until.isoformat(), "numbers": asked.numbers}
    audit.record(Event.EXTENSION_REQUESTED, subject=place.subject, data=facts, reason=why)
    return asked


def _refuse_extension(place: Place, until: date, numbers: Sequence[str], by: Actor) -> None:
    if place.is_submitted:
        raise Refused("sheet-submitted", "These marks have been submitted, so no more time is needed.")
    reason = sheets.refused_extension(until, place.window, on=clock.today())
    if reason:
        raise Refused("until", reason)
    known = {row.number for row in rows_at(by, place) if row.standing}
    strange = [number for number in numbers if number not in known]
    if strange:
        raise Refused("numbers", f"There is no candidate {', '.join(strange)[:60]} on this sheet.")
    waiting = ExtensionRequest.objects.visible_to(by).filter(
        sheet_id=_sheet(place).pk, state=sheets.REQUESTED
    )
    if waiting.exists():
        raise Refused(
            "already-asked", "More time has been asked for already, and the request is being looked at."
        )


@state_change(needs=Capability.EXTENSIONS_DECIDE)
def decide_extension(
    request_id: UUID, verb: str, *, until: date | None, decision: str, by: Actor
) -> ExtensionRequest:
    """The awarding body grants a day, which may differ from the one asked for, or refuses with a reason (R-DL-2)."""
    asked = ExtensionRequest.objects.visible_to(by).select_for_update().filter(pk=request_id).first()
    if asked is None:
        raise Http404
    asked.state = sheets.EXTENSION_REQUEST.after(verb, asked.state)
    asked.granted_until = (until or asked.until) if verb == "grant" else None
    if asked.granted_until and asked.granted_until < clock.today():
        raise Refused("until", "Grant a day that is not over yet.")
    asked.decided_at, asked.decided_by, asked.decision = clock.now(), by.name, decision
    asked.save(update_fields=["state", "granted_until", "decided_at", "decided_by", "decision"])
    granted = asked.granted_until.isoformat() if asked.granted_until else ""
    audit.record(
        Event.EXTENSION_DECIDED, subject=f"sheet:{asked.sheet_id}", reason=decision, centre_id=asked.centre_id,
        data={**facts_of(asked.sheet), "decision": verb, "until": granted, "numbers": asked.numbers},
    )  # fmt: skip
    words = {
        **named(asked.sheet),
        "decided": DECIDED[verb],
        "until": asked.granted_until,
        "some": bool(asked.numbers),
    }
    tell_submitters(asked.centre_id, Kind.EXTENSION_DECIDED, words=words, link=reverse("assessment:requests"))
    return asked
