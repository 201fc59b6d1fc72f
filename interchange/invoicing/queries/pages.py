"""What pages show of invoices, for a centre and for staff."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from interchange.catalogue import queries as catalogue
from interchange.centres import queries as centres
from interchange.core.actor import Actor
from interchange.core.money import Money
from interchange.core.paging import listed, nearest
from interchange.invoicing.models import Charge, Invoice, Line, Run
from interchange.invoicing.queries.waiting import Waiting, totals, totals_by_series, waiting_of

HEADINGS = ("Date", "Candidate", "Code", "What for", "Amount in pounds")


def _in_pounds(pence: int) -> float:
    return pence / 100


def invoices_matching(actor: Actor, query: Mapping[str, str]) -> tuple["QuerySet[Invoice]", dict[str, str]]:
    """The invoices that fit a filter, the newest first, and the filter as it was understood."""
    asked = {
        name: query.get(name, "").replace("\x00", "").strip()[:30] for name in ("series", "centre", "number")
    }
    found = Invoice.objects.visible_to(actor).select_related("series").annotate(count=Count("lines"))
    if asked["series"]:
        found = found.filter(series__code=asked["series"])
    if asked["number"]:
        found = found.filter(number__istartswith=asked["number"])
    if asked["centre"] and actor.is_staff:
        found = found.filter(centre_id=centres.centre_ids([asked["centre"]]).get(asked["centre"], 0))
    return found.order_by("-made_at", "-pk"), asked


def invoices_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """A page of invoices; for staff with their centres."""
    found, asked = invoices_matching(actor, query)
    page = listed(found, asked, query.get("page", ""))
    names = centres.names_of({one.centre_id for one in page.rows}) if actor.is_staff else {}
    return {
        "list": page, "filter": asked, "names": names, "series_choices": _series_choices(),
        "rows": [(one, Money(one.pence)) for one in page.rows],
    }  # fmt: skip


INVOICE_HEADINGS = ("Number", "Centre", "Name", "Series", "Date", "Lines", "Amount in pounds")


def invoice_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str]]:
    """The same list as a file, all of it, and the filter; of the centre itself where it asks."""
    found, asked = invoices_matching(actor, query)
    held: list[Any] = list(found)
    names = centres.names_of({one.centre_id for one in held})
    rows = [
        [one.number, *names[one.centre_id], one.series.name, one.made_at, one.count, _in_pounds(one.pence)]
        for one in held
    ]  # fmt: skip
    return rows, {
        "Filter": ", ".join(f"{name} {value}" for name, value in asked.items() if value) or "everything"
    }


def candidates_on(actor: Actor, invoice_id: UUID) -> int:
    """How many candidates the lines of an invoice name."""
    named = Line.objects.visible_to(actor).filter(invoice=invoice_id).exclude(candidate="")
    return named.order_by().values("candidate").distinct().count()


def _series_choices() -> list[tuple[str, str]]:
    return [("", "All series"), *((one.code, one.name) for one in catalogue.series_list())]


def waiting_by_series(actor: Actor) -> list[tuple[Any, Money, int, int]]:
    """For one centre: each series in which something waits, what it comes to, how many lines, how many unknown fees."""
    waiting = totals_by_series(actor)
    return [
        (series, one.amount, one.lines, one.unknown)
        for series in catalogue.series_list().filter(pk__in=waiting)
        for one in waiting[series.pk]
    ]


def waiting_page(actor: Actor, series_code: str, number: str, *, centre_id: int) -> dict[str, Any]:
    """What a centre would be invoiced for a series now, a page at a time."""
    series = catalogue.series_by_code(series_code)
    waiting: Waiting = waiting_of(actor, series.pk, centre_id)
    page, pages = nearest(len(waiting.items), number, each=EACH)
    shown = [(item, item.amount) for item in waiting.items[(page - 1) * EACH : page * EACH]]
    return {
        "series": series,
        "waiting": waiting,
        "items": shown,
        "list": {"page": page, "pages": pages, "query": ""},
    }


EACH = 200


def invoice_page(actor: Actor, invoice_id: UUID, number: str) -> dict[str, Any]:
    """One invoice with its lines, a page at a time; `Http404` where it is another centre's."""
    invoice = get_object_or_404(Invoice.objects.visible_to(actor).select_related("series"), pk=invoice_id)
    lines = listed(lines_of(actor, invoice), {}, number, each=EACH)
    lines.rows[:] = [(one, Money(one.pence)) for one in lines.rows]
    [(of, name)] = centres.names_of([invoice.centre_id]).values()
    return {"invoice": invoice, "total": Money(invoice.pence), "list": lines, "centre": (of, name)}


def lines_of(actor: Actor, invoice: Invoice) -> "QuerySet[Line]":
    """The lines of an invoice, in order."""
    return Line.objects.visible_to(actor).filter(invoice=invoice).order_by("place")


def lines_for_file(actor: Actor, invoice_id: UUID) -> tuple[Invoice, list[str], Iterator[list[Any]]]:
    """An invoice, and its lines as a file has them; the last one is the total."""
    invoice = get_object_or_404(Invoice.objects.visible_to(actor).select_related("series"), pk=invoice_id)
    return invoice, list(HEADINGS), _rows(actor, invoice)


def _rows(actor: Actor, invoice: Invoice) -> Iterator[list[Any]]:
    for one in lines_of(actor, invoice).iterator(chunk_size=2_000):
        yield [one.at, one.candidate, one.code, one.told, _in_pounds(one.pence)]
    yield ["", "", "", "Total", _in_pounds(invoice.pence)]


# ---------------------------------------------------------------- staff


def desk_page(actor: Actor) -> dict[str, Any]:
    """Each series with what waits and what has been invoiced, and the last runs."""
    rows, by_series = [], totals_by_series(actor)
    for series in catalogue.series_list().filter(pk__in=by_series):
        waiting = by_series[series.pk]
        amount = Money(sum(one.pence for one in waiting))
        rows.append((series, amount, len(waiting), sum(one.unknown for one in waiting)))
    runs = [
        (run, Money(run.pence)) for run in Run.objects.select_related("series").order_by("-asked_at")[:20]
    ]
    return {"rows": rows, "runs": runs, "running": {run.series_id for run, _ in runs if run.ended_at is None}}


def desk_series(actor: Actor, series_code: str, number: str) -> dict[str, Any]:
    """What waits in one series, centre by centre, a page at a time."""
    series = catalogue.series_by_code(series_code)
    waiting = totals(actor, series.pk)
    page, pages = nearest(len(waiting), number, each=EACH)
    shown = waiting[(page - 1) * EACH : page * EACH]
    names = centres.names_of([one.centre_id for one in shown])
    return {
        "series": series, "rows": [(one, *names[one.centre_id]) for one in shown],
        "list": {"page": page, "pages": pages, "query": ""}, "centres": len(waiting),
        "total": Money(sum(one.pence for one in waiting)),
    }  # fmt: skip


def desk_rows(actor: Actor, series_code: str) -> list[list[Any]]:
    """The same as a file has it."""
    series = catalogue.series_by_code(series_code)
    waiting = totals(actor, series.pk)
    names = centres.names_of([one.centre_id for one in waiting])
    return [[*names[one.centre_id], one.lines, one.unknown, _in_pounds(one.pence)] for one in waiting]


def account_page(actor: Actor, number: str, series_code: str, page: str) -> dict[str, Any]:
    """One centre's account in a series: what waits, what was charged by hand, and its invoices."""
    centre = centres.centre_by_number(number)
    context = waiting_page(actor, series_code, page, centre_id=centre.pk)
    invoices = Invoice.objects.visible_to(actor).filter(centre_id=centre.pk, series=context["series"])
    charges = (
        Charge.objects.visible_to(actor)
        .filter(centre_id=centre.pk, series=context["series"])
        .exclude(reason="")
    )
    return context | {
        "centre": centre, "invoices": [(one, Money(one.pence)) for one in invoices.order_by("-made_at")],
        "charges": [(one, Money(one.pence)) for one in charges.order_by("-at")],
    }  # fmt: skip
