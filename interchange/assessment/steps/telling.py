"""Telling a centre's people what became of a sheet (section 10). No notice names a candidate or says a mark."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from interchange.accounts.queries import people as accounts
from interchange.accounts.roles import WHO_MAY, Capability
from interchange.assessment.models import MarkSheet, Submission
from interchange.assessment.queries.places import Place
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind


def tell_submitters(centre_id: int, kind: Kind, *, words: Mapping[str, Any], link: str) -> None:
    """Tell those of a centre who may submit marks: three statements, whoever and however many they are."""
    people = accounts.people_with(WHO_MAY[Capability.MARKS_SUBMIT], [centre_id])[centre_id]
    notices.tell(people, kind, words=words, link=link, centre_id=centre_id)


def named(sheet: MarkSheet) -> dict[str, str]:
    """What every notice about a sheet calls it."""
    return {"code": sheet.component.code, "series": sheet.series.name}


def tell_of_place(place: Place, kind: Kind) -> None:
    """The awarding body did something with a sheet; the notice leads to it."""
    words = {"code": place.profile.code, "series": place.series_name}
    link = reverse("assessment:sheet", args=[place.series_code, place.slug])
    tell_submitters(place.centre_id, kind, words=words, link=link)


def receipt_of(sent: Submission) -> str:
    """The address of a receipt for its centre."""
    return reverse("assessment:receipt", args=[sent.pk])


def tell_submitted(sent: Submission) -> None:
    """A version of a sheet was sent to the awarding body."""
    words = {"by": sent.submitted_by, "version": sent.version, "receipt": sent.receipt}
    heading = {"code": sent.heading["code"], "series": sent.heading["series"]}
    tell_submitters(sent.centre_id, Kind.MARKS_SUBMITTED, words=words | heading, link=receipt_of(sent))
