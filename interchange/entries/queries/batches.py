"""What came together, and who touched an entry last: for whoever takes files in (R-WAY-3, R-WAY-7)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from interchange.core.tenancy import Sees
from interchange.entries.models import Batch, Candidate, Entry, Route, Version
from interchange.entries.rules.holdings import Details


def batches(actor: Sees) -> QuerySet[Batch]:
    """Every batch that the actor may see, the newest first."""
    return Batch.objects.visible_to(actor).select_related("series")


class Touched(NamedTuple):
    """A live entry, with the route by which it was last made or changed, and when."""

    entry_id: UUID
    candidate_number: str
    entry_code: str
    option_code: str
    route: str
    at: datetime

    @property
    def way(self) -> str:
        """The route in words."""
        return str(Route(self.route).label)


def last_touched(
    actor: Sees, centre_id: int, series_id: int, *, numbers: Collection[str] | None = None
) -> Iterator[Touched]:
    """The live entries of these candidates, or of all, in order of candidate and code."""
    last = (
        Version.objects.visible_to(actor)
        .filter(entry=OuterRef("pk"), centre_id=centre_id)
        .order_by("-at", "-id")
    )
    live = Entry.objects.visible_to(actor).filter(centre_id=centre_id, series_id=series_id, withdrawn_at=None)
    if numbers is not None:
        live = live.filter(candidate__number__in=numbers)
    rows = live.order_by("candidate__number", "entry_code").values_list(
        "id", "candidate__number", "entry_code", "option__code",
        Coalesce(Subquery(last.values("route")[:1]), F("route")),
        Coalesce(Subquery(last.values("at")[:1]), F("entered_at")),
    )  # fmt: skip
    return (Touched(*row) for row in rows)


def persons(
    actor: Sees, centre_id: int, series_id: int, *, numbers: Collection[str] | None = None
) -> Iterator[tuple[str, Details]]:
    """These candidates, or all, by their numbers."""
    found = Candidate.objects.visible_to(actor).filter(centre_id=centre_id, series_id=series_id)
    if numbers is not None:
        found = found.filter(number__in=numbers)
    rows = found.order_by("number").values_list(
        "number", "uci", "uln", "surname", "forenames", "born_on", "sex", "status"
    )
    return ((row[0], Details(*row[1:])) for row in rows)
