"""What has not been invoiced yet, and what it comes to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from interchange.catalogue import queries as catalogue
from interchange.catalogue.queries.terms import tariffs
from interchange.core.money import Money
from interchange.core.tenancy import Sees
from interchange.entries.queries import billing
from interchange.entries.queries.billing import Costing
from interchange.entries.rules.fees import Fee
from interchange.invoicing.models import Charge
from interchange.invoicing.rules.pricing import Past, Route, known_since


@dataclass(frozen=True)
class Item:
    """What becomes a line of an invoice: the fee of a change, or a charge."""

    at: datetime
    told: str
    pence: int
    candidate: str = ""
    code: str = ""
    version_id: UUID | None = None
    charge_id: UUID | None = None

    @property
    def amount(self) -> Money:
        """As people read it; a credit with a minus sign."""
        return Money(self.pence)


@dataclass(frozen=True)
class Waiting:
    """What one centre would be invoiced for a series now."""

    items: list[Item]
    free: list[UUID]
    """Changes that cost nothing."""
    unknown: int
    """How many changes have a fee that nobody has told us."""

    @property
    def total(self) -> Money:
        """What it comes to."""
        return Money(sum(item.pence for item in self.items))


def charges_waiting(actor: Sees, series_id: int | None, *, centre_id: int | None = None) -> QuerySet[Charge]:
    """The charges of a series, or of all, that are on no invoice."""
    found = Charge.objects.visible_to(actor).filter(invoiced=None)
    if series_id is not None:
        found = found.filter(series_id=series_id)
    return found if centre_id is None else found.filter(centre_id=centre_id)


def waiting_of(actor: Sees, series_id: int, centre_id: int) -> Waiting:
    """What a centre would be invoiced now: in order of candidate and code, the charges after them; three statements."""
    changes = list(billing.costings(billing.not_invoiced(actor, series_id, centre_id=centre_id)))
    codes = _routes({one.after_id or one.before_id for one in changes})
    items = [_item(one, codes) for one in changes if one.pence]
    items += [
        Item(charge.at, charge.told, charge.pence, code=charge.about, charge_id=charge.pk)
        for charge in charges_waiting(actor, series_id, centre_id=centre_id).order_by("at", "pk")
    ]
    free = [one.id for one in changes if one.pence == 0]
    return Waiting(items, free, sum(one.pence is None for one in changes))


def _item(one: Costing, routes: dict[int, Route]) -> Item:
    route = routes.get(one.after_id or one.before_id or 0)
    code = f"{one.entry_code} {route.code}".strip() if route else one.entry_code
    return Item(one.at, one.told, one.pence or 0, one.candidate, code, version_id=one.id)


def _routes(ids: set[int | None]) -> dict[int, Route]:
    found = catalogue.options_by_id({pk for pk in ids if pk})
    return {
        one.pk: Route(
            one.entry_code, one.code, one.tier,
            one.qualification.family.code if one.qualification.family else "", one.certification,
        )
        for one in found
    }  # fmt: skip


def fees_now_known(actor: Sees, series: Any, centre_id: int) -> list[tuple[UUID, Fee]]:
    """The fees of a centre's changes that were not known when they were made, and are now; five statements."""
    histories = billing.histories(actor, series.pk, centre_id=centre_id)
    if not histories:
        return []
    every = [one for history in histories.values() for one in history]
    routes = _routes({one.before_id for one in every} | {one.after_id for one in every})
    fees, profile = tariffs(series.pk), catalogue.profile_of(series)
    found: list[tuple[UUID, Fee]] = []
    for history in histories.values():
        found += known_since([_past(one, routes) for one in history], fees, profile)
    return found


def _past(one: Costing, routes: dict[int, Route]) -> Past:
    before, after = (routes.get(pk) if pk else None for pk in (one.before_id, one.after_id))
    return Past(one.id, one.action, before, after, one.band, one.pence, one.at, one.how)


@dataclass(frozen=True)
class Total:
    """What waits for one centre, counted in the database."""

    centre_id: int
    lines: int
    unknown: int
    pence: int

    @property
    def amount(self) -> Money:
        """As people read it."""
        return Money(self.pence)


def totals(actor: Sees, series_id: int) -> list[Total]:
    """What waits for each centre that has something waiting in a series; two statements."""
    return totals_by_series(actor, series_id).get(series_id, [])


def totals_by_series(actor: Sees, series_id: int | None = None) -> dict[int, list[Total]]:
    """The same of every series in which something waits, by its key; two statements however many series."""
    lines: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    grouped = billing.not_invoiced(actor, series_id).exclude(pence=0).order_by()
    for row in grouped.values("entry__series_id", "centre_id").annotate(
        known=Count("pk", filter=Q(pence__isnull=False)), all=Count("pk"), sum=Sum("pence")
    ):
        place = row["entry__series_id"], row["centre_id"]
        lines[place] = [row["known"], row["all"] - row["known"], row["sum"] or 0]
    charged = charges_waiting(actor, series_id).order_by().values("series_id", "centre_id")
    for by_hand in charged.annotate(all=Count("pk"), sum=Sum("pence")):
        found = lines[by_hand["series_id"], by_hand["centre_id"]]
        found[0] += by_hand["all"]
        found[2] += by_hand["sum"]
    by_series: defaultdict[int, list[Total]] = defaultdict(list)
    for (series, centre), numbers in sorted(lines.items()):
        by_series[series].append(Total(centre, *numbers))
    return by_series
