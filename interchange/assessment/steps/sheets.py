"""Reaching a sheet with the lock that the change needs."""

from interchange.assessment.models import MarkSheet
from interchange.assessment.queries.places import Address, Place, place_without_sheet, with_sheet
from interchange.core.actor import Actor


def place_for_marks(actor: Actor, address: Address) -> Place:
    """The place with its sheet, made if need be, and held against submission until the transaction ends.

    Many people may hold it so at once; each row's version tells them apart. `place_for_decision` waits for them all.
    """
    return _locked(actor, address, "FOR SHARE")


def place_for_decision(actor: Actor, address: Address) -> Place:
    """The place with its sheet, made if need be, and held alone until the transaction ends."""
    return _locked(actor, address, "FOR UPDATE")


def _locked(actor: Actor, address: Address, lock: str) -> Place:
    place = place_without_sheet(actor, address)
    sheet = _held(place, lock)
    if sheet is None:
        _make(place)
        sheet = _held(place, lock)
    return with_sheet(place, sheet)


def _held(place: Place, lock: str) -> MarkSheet | None:
    """The sheet with its lock, which Django's own `select_for_update` has not: it knows no FOR SHARE."""
    found = MarkSheet.unscoped.raw(
        f"SELECT * FROM assessment_marksheet WHERE centre_id = %s AND series_id = %s AND component_id = %s {lock}",  # noqa: S608
        [place.centre_id, place.series_id, place.component_id],
    )  # fmt: skip
    return next(iter(found), None)


def _make(place: Place) -> None:
    sheet = MarkSheet(centre_id=place.centre_id, series_id=place.series_id, component_id=place.component_id)
    MarkSheet.unscoped.bulk_create([sheet], ignore_conflicts=True)


def facts_of(sheet: MarkSheet) -> dict[str, str]:
    """What an event about a sheet says of it, where there is no place in hand."""
    component = sheet.component
    return {"series": sheet.series.code, "code": component.code, "component": component.slug}
