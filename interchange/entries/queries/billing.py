"""What changes of entries cost, for whoever invoices it: as values, one row for each version."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from interchange.core.tenancy import Sees
from interchange.entries.models import Version


class Costing(NamedTuple):
    """One change of one entry: whose, of what, when, and what it costs as far as that is known."""

    id: UUID
    centre_id: int
    entry_id: UUID
    action: str
    before_id: int | None
    after_id: int | None
    band: str
    pence: int | None
    told: str
    at: datetime
    number: str
    surname: str
    forenames: str
    entry_code: str
    how: str
    invoiced: UUID | None

    @property
    def candidate(self) -> str:
        """Number and name, as a line shows them."""
        name = f"{self.surname}, {self.forenames}" if self.forenames else self.surname
        return f"{self.number} {name}"


VALUES = (
    "id", "centre_id", "entry_id", "action", "before_id", "after_id", "band", "pence", "told", "at",
    "entry__candidate__number", "entry__candidate__surname", "entry__candidate__forenames", "entry__entry_code",
    "entry__withdrawn_how", "invoiced",
)  # fmt: skip


def _of_series(actor: Sees, series_id: int | None) -> QuerySet[Version]:
    found = Version.objects.visible_to(actor)
    return found if series_id is None else found.filter(entry__series_id=series_id)


def versions_of(actor: Sees, series: "QuerySet[Any]") -> QuerySet[Version]:
    """The versions of the entries of these series."""
    return Version.objects.visible_to(actor).filter(entry__series__in=series).order_by()


def not_invoiced(
    actor: Sees, series_id: int | None = None, *, centre_id: int | None = None
) -> QuerySet[Version]:
    """The changes of a series' entries, or of all series', that no invoice has taken into account, whether their fee is
    known or not."""
    found = _of_series(actor, series_id).filter(invoiced=None)
    return found if centre_id is None else found.filter(centre_id=centre_id)


def costings(found: QuerySet[Version]) -> Iterator[Costing]:
    """These changes in order of candidate, code and time."""
    ordered = found.order_by("centre_id", "entry__candidate__number", "entry__entry_code", "at", "id")
    return (Costing(*row) for row in ordered.values_list(*VALUES).iterator(chunk_size=2_000))


def histories(actor: Sees, series_id: int, *, centre_id: int) -> dict[UUID, list[Costing]]:
    """All changes of those of a centre's entries of which some fee is not known, by entry, the oldest first."""
    unknown = not_invoiced(actor, series_id, centre_id=centre_id).filter(pence=None).values("entry_id")
    found: dict[UUID, list[Costing]] = {}
    whole = _of_series(actor, series_id).filter(centre_id=centre_id, entry_id__in=unknown)
    for one in whole.order_by("at", "id").values_list(*VALUES):
        costing = Costing(*one)
        found.setdefault(costing.entry_id, []).append(costing)
    return found


def centres_with_fees(actor: Sees, series_id: int) -> QuerySet[Version, int]:
    """The centres of which some change has not been taken into account by an invoice and costs something."""
    costs = Q(pence=None) | ~Q(pence=0)
    found = _of_series(actor, series_id).filter(costs, invoiced=None)
    return found.order_by().values_list(F("centre_id"), flat=True).distinct()
