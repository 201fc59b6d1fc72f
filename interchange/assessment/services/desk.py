"""What the awarding body's staff do with a sheet (3.3)."""

from dataclasses import dataclass

from django.conf import settings

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.assessment.models import Submission
from interchange.assessment.queries.places import Address, Place
from interchange.assessment.queries.submissions import is_intact, lines_of
from interchange.assessment.rules import receipts, sheets
from interchange.assessment.steps.sheets import place_for_decision
from interchange.assessment.steps.telling import tell_of_place
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import AWARDING_BODY, Actor
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind


@state_change(needs=Capability.SHEETS_REOPEN)
def reopen_sheet(address: Address, *, reason: str, by: Actor) -> Place:
    """Give a received sheet back to its centre, with a reason that the centre reads (R-ACT-4)."""
    place = place_for_decision(by, address)
    sheet = place.sheet
    assert sheet is not None  # noqa: S101  (place_for_decision makes it)
    sheet.state = sheets.MARK_SHEET.after("reopen", sheet.state)
    sheet.reopened_reason, sheet.moderation_began_at = reason, None
    sheet.save(update_fields=["state", "reopened_reason", "moderation_began_at"])
    audit.record(
        Event.SHEET_REOPENED,
        subject=place.subject,
        data=place.facts,
        reason=reason,
        centre_id=place.centre_id,
    )
    tell_of_place(place, Kind.MARKS_REOPENED)
    return place


@state_change(needs=Capability.SHEETS_REOPEN)
def begin_moderation(address: Address, *, by: Actor) -> Place:
    """Note that the sample has been asked for: from now on changes wait for a decision (R-CHG-2, R-SUB-4)."""
    place = place_for_decision(by, address)
    sheet = place.sheet
    assert sheet is not None  # noqa: S101  (place_for_decision makes it)
    if sheet.state != sheets.RECEIVED:
        raise Refused(
            "not-received", "Moderation begins when the marks have been received (all of a component's)."
        )
    if sheet.moderation_began_at is not None:
        audit.nothing_changed()
        return place
    sheet.moderation_began_at = clock.now()
    sheet.save(update_fields=["moderation_began_at"])
    audit.record(Event.MODERATION_BEGAN, subject=place.subject, data=place.facts, centre_id=place.centre_id)
    tell_of_place(place, Kind.SAMPLE_REQUESTED)
    return place


@dataclass(frozen=True)
class Verdict:
    """Whether a printed form is genuine, and the submission it belongs to when it is."""

    submission: Submission | None

    @property
    def genuine(self) -> bool:
        """Whether receipt, check code and stored marks agree."""
        return self.submission is not None


def _sealed_with(code: str, sent: Submission) -> bool:
    """Whether the code is one that this server's key, or one it had before, makes for these marks."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return any(
        receipts.same_code(code, receipts.check_code(key, sent.receipt, sent.version, sent.digest))
        for key in keys
    )


@state_change(needs=Capability.FORMS_VERIFY)
def verify_form(receipt: str, code: str, *, by: Actor) -> Verdict:
    """Compare the receipt number and check code of a printed iMS1 with the record (R-IMS-2)."""
    wanted = receipts.tidy_receipt(receipt)
    sent = Submission.objects.visible_to(by).filter(receipt=wanted).first()
    genuine = sent is not None and _sealed_with(code, sent) and is_intact(sent, list(lines_of(by, sent)))
    chain = sent.centre_id if sent else AWARDING_BODY
    audit.record(Event.FORM_VERIFIED, data={"receipt": wanted[:20], "genuine": genuine}, centre_id=chain)
    return Verdict(sent if genuine else None)
