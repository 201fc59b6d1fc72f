"""Telling a centre's people what has become of its entries (R-DOC, Notices)."""

from typing import TYPE_CHECKING
from uuid import UUID

from interchange.accounts.queries.people import people_with
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.accounts.steps.telling import tell_staff
from interchange.core.actor import Actor
from interchange.core.money import Money
from interchange.entries.models import FILES, Batch, Correction, Route
from interchange.entries.rules.holdings import Merge
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

if TYPE_CHECKING:
    from interchange.catalogue.models import Series

UNSEEN = (*FILES, Route.API)
"""Ways by which entries come while nobody of the centre looks on."""


def tell_of_batch(batch: Batch, *, taken: int, refused: int) -> None:
    """Entries of a file or a program have been received, and how many rows could not be taken."""
    if batch.route not in UNSEEN:
        return
    kind = Kind.ENTRIES_REJECTED if refused else Kind.ENTRIES_RECEIVED
    words = {"name": str(batch), "taken": taken, "refused": refused}
    where = "/entries/not-taken/" if refused else "/entries/view/"
    notices.tell(exams_officers(batch.centre_id), kind, words=words, link=where, centre_id=batch.centre_id)


def tell_of_refund(centre_id: int, merge: Merge) -> None:
    """Withdrawals have given something back: to exams officers and to those who see invoices."""
    refund = -sum(version.pence or 0 for version in merge.versions if version.action == "withdraw")
    if refund <= 0:
        return
    number = sum(version.action == "withdraw" and bool(version.pence) for version in merge.versions)
    to = people_with(WHO_MAY[Capability.ENTRIES_SUBMIT] | WHO_MAY[Capability.INVOICES], [centre_id])
    words = {"number": number, "amount": str(Money(refund))}
    notices.tell(to[centre_id], Kind.ENTRIES_REFUND, words=words, centre_id=centre_id)


def tell_of_changes(centre_id: int, series: "Series | str", number: int, reason: str) -> None:
    """The awarding body has changed entries or details of the centre, with its reason (R-ACT-4)."""
    words = {"series": str(series), "number": number, "reason": reason}
    notices.tell(exams_officers(centre_id), Kind.ENTRIES_CHANGED, words=words, centre_id=centre_id)


def tell_of_uci(centre_id: int, gone: str, kept: str, reason: str) -> None:
    """Two UCIs of a candidate have become one: the centre's own system has to follow."""
    words = {"gone": gone, "kept": kept, "reason": reason}
    notices.tell(exams_officers(centre_id), Kind.UCI_MERGED, words=words, centre_id=centre_id)


def tell_staff_of_correction(asked: Correction, *, by: Actor) -> None:
    """A centre asks for other details of a candidate: the awarding body's entries officers decide."""
    words = {"reference": asked.reference, "centre": f"{by.centre_number} {by.centre_name}"}
    link = f"/desk/entries/corrections/{asked.pk}/"
    tell_staff(Capability.ENTRIES_AMEND, Kind.CORRECTION_ASKED, words, link=link, but_not=by.person_id)


def tell_of_correction(asked: Correction, *, agreed: bool) -> None:
    """The awarding body has decided what the centre asked for."""
    words = {
        "reference": asked.reference, "series": asked.series.name, "agreed": agreed, "decision": asked.decision,
    }  # fmt: skip
    notices.tell(
        exams_officers(asked.centre_id), Kind.CORRECTION_DECIDED, words=words, centre_id=asked.centre_id,
        link=f"/entries/corrections/{asked.pk}/",
    )  # fmt: skip


def exams_officers(centre_id: int) -> list[UUID]:
    """Who submits entries for a centre."""
    return people_with(WHO_MAY[Capability.ENTRIES_SUBMIT], [centre_id])[centre_id]
