"""Forecast grades as they were submitted: the copies that a centre keeps, and staff look at (R-EG-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from interchange.centres import queries as centres
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.estimates.models import ForecastSubmission
from interchange.estimates.queries import asking as asks
from interchange.estimates.queries.asking import Asking

EACH = 50


@dataclass(frozen=True)
class Copy:
    """One version of what was submitted for an award, with the candidates as they were called then."""

    asking: Asking
    entry_code: str
    sent: ForecastSubmission

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """Number, name, UCI, teaching group, option and grade of each candidate."""
        rows: Sequence[Sequence[str]] = self.sent.grades
        return rows


def _of_award(actor: Actor, asking: Asking, entry_code: str, centre_id: int) -> QuerySet[ForecastSubmission]:
    sent = ForecastSubmission.objects.visible_to(actor).filter(centre_id=centre_id)
    return sent.filter(sheet__series=asking.series, sheet__entry_code=entry_code).order_by("-version")


def submitted_page(
    actor: Actor, asking: Asking, entry_code: str, number: str, *, centre_id: int
) -> dict[str, Any]:
    """Every version of one award, the newest first; two statements however many."""
    found = _of_award(actor, asking, entry_code, centre_id).defer("grades")
    return {
        "asking": asking, "entry_code": entry_code, "list": listed(found, {}, number, each=EACH),
    }  # fmt: skip


def copy_of(actor: Actor, series: str, entry_code: str, version: int, *, centre_id: int) -> Copy:
    """One version; `Http404` where there is none."""
    asking = asks.asking_at(series)
    sent = _of_award(actor, asking, entry_code, centre_id).filter(version=version).first()
    if sent is None:
        raise Http404
    return Copy(asking, entry_code, sent)


def desk_submitted_page(
    actor: Actor, series: str, centre: str, entry_code: str, number: str
) -> dict[str, Any]:
    """The versions of one centre's award for staff; `Http404` where there is no such centre or series."""
    whose, asking = centres.centre_by_number(centre), asks.asking_at(series)
    page = submitted_page(actor, asking, entry_code, number, centre_id=whose.pk)
    return page | {"centre_number": whose.number, "centre_name": whose.name}


def copy_of_centre(actor: Actor, series: str, centre: str, entry_code: str, version: int) -> Copy:
    """One version of a centre's award for staff; `Http404` where there is none."""
    return copy_of(actor, series, entry_code, version, centre_id=centres.centre_by_number(centre).pk)


COPY_HEADINGS = ["Candidate number", "Name", "UCI", "Teaching group", "Option", "Forecast grade"]
