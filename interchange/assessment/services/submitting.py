"""Submitting a sheet, and the awarding body's receipt of it (6.5)."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.assessment.models import Declaration, MarkSheet, Submission
from interchange.assessment.queries.places import Address, Place, Row, counts_of, fingerprint, rows_at
from interchange.assessment.queries.reach import needs_two_persons
from interchange.assessment.queries.submissions import is_intact, lines_of
from interchange.assessment.rules import sheets
from interchange.assessment.steps.sheets import facts_of, place_for_decision
from interchange.assessment.steps.submitting import Sending, add_version
from interchange.assessment.steps.telling import named, receipt_of, tell_submitted, tell_submitters
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, jobs
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.notifications.rules import Kind


@state_change(needs=Capability.MARKS_SUBMIT)
def submit_sheet(address: Address, *, key: UUID, shown: str, by: Actor) -> Submission:
    """Send a whole sheet to the awarding body, once for each `key`; refused while anything is missing (R-SUB-1).

    `shown` is the fingerprint of what the person checked; refused when the sheet has changed since.
    """
    place = place_for_decision(by, address)
    earlier = Submission.objects.visible_to(by).filter(request_key=key).first()
    if earlier is not None:
        _refuse_for_another(earlier, place)
        audit.nothing_changed()
        return earlier
    if place.is_submitted:
        raise Refused(
            "already-submitted", f"{place.profile.code} has been submitted already. Nothing was sent twice."
        )
    if not place.window.may_submit(at=clock.now()):
        raise Refused("window-closed", place.why_read_only(at=clock.now()) or "The time to submit has ended.")
    rows = rows_at(by, place)
    _refuse_unless_ready(rows, shown)
    _refuse_undeclared(place, by)
    _refuse_alone(place, rows, by)
    sheet = place.sheet
    assert sheet is not None  # noqa: S101  (place_for_decision makes it)
    sent = add_version(place, sheet, rows, Sending(by, clock.now(), key, sheet.reopened_reason), "submit")
    facts = {
        **place.facts,
        "version": sent.version,
        "receipt": sent.receipt,
        **sent.totals,
        "digest": sent.digest,
    }
    audit.record(Event.SHEET_SUBMITTED, subject=place.subject, data=facts)
    tell_submitted(sent)
    jobs.enqueue("assessment.receive", submission_id=str(sent.pk), centre_id=sent.centre_id)
    return sent


def _refuse_for_another(earlier: Submission, place: Place) -> None:
    if place.sheet is None or earlier.sheet_id != place.sheet.pk:
        raise Refused("key-used", "This page was made for another sheet, so nothing was sent. Load it again.")


def _refuse_unless_ready(rows: Sequence[Row], shown: str) -> None:
    counts = counts_of(list(rows))
    if not counts.complete:
        missing = counts.candidates - counts.entered
        unchecked = counts.candidates - counts.checked
        raise Refused(
            "incomplete",
            f"{missing} candidates have no mark and {unchecked} are not checked. Review Incomplete shows each one.",
        )
    if fingerprint(rows) != shown:
        raise Refused(
            "changed-since-check", "A mark has changed since you opened this page. Check it and submit again."
        )


def _refuse_undeclared(place: Place, by: Actor) -> None:
    """Refused where the awarding body requires the declarations of R-NEA-7 and one is missing."""
    if not settings.DECLARATIONS_BLOCK:
        return
    made = Declaration.objects.visible_to(by).filter(centre_id=place.centre_id, sheet=place.sheet)
    missing = sheets.missing_declarations(made.values_list("kind", flat=True))
    if missing:
        raise Refused("undeclared", f"Make the declarations on the sheet first: {'; '.join(missing)}.")


def _refuse_alone(place: Place, rows: Sequence[Row], by: Actor) -> None:
    """Refused where the centre wants two persons, and this one entered every mark (3.2 note 4)."""
    if all(row.saved_by == by.name for row in rows if row.standing) and needs_two_persons(
        by, place.centre_id
    ):
        raise Refused(
            "entered-alone",
            "You entered every mark, and your centre wants a second person to submit it. Ask a colleague.",
        )


@state_change(needs=Capability.OPERATE)
def receive_submission(submission_id: UUID, *, by: Actor) -> Submission:
    """The awarding body takes a submission in, after proving that it arrived whole; doing it twice changes nothing."""
    sent = Submission.objects.visible_to(by).select_for_update(of=("self",)).get(pk=submission_id)
    sheet = MarkSheet.objects.visible_to(by).select_for_update(of=("self",)).get(pk=sent.sheet_id)
    if sent.received_at is not None:
        audit.nothing_changed()
        return sent
    if not is_intact(sent, list(lines_of(by, sent))):
        raise Refused("not-whole", f"{sent.receipt} is not what was submitted.")
    sent.received_at = clock.now()
    sent.save(update_fields=["received_at"])
    if sheet.version == sent.version:
        sheet.state = sheets.MARK_SHEET.after("receive", sheet.state)
        sheet.save(update_fields=["state"])
    audit.record(
        Event.SHEET_RECEIVED, subject=f"sheet:{sheet.pk}", centre_id=sent.centre_id,
        data={**facts_of(sheet), "receipt": sent.receipt, "version": sent.version},
    )  # fmt: skip
    words = {**named(sheet), "receipt": sent.receipt}
    tell_submitters(sent.centre_id, Kind.MARKS_RECEIVED, words=words, link=receipt_of(sent))
    return sent
