"""Sheets as files, and what a file would change on a sheet."""

from interchange.assessment.queries.places import Address, Place, Row, place_at, rows_at
from interchange.assessment.rules import imports
from interchange.assessment.rules.marks import BLANK
from interchange.audit import queries as audit
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.downloads import list_file
from interchange.core.spreadsheets import Table


def preview_of(actor: Actor, address: Address, table: Table, *, start: str = "") -> imports.Preview:
    """What accepting a table would do to a sheet; refused where the sheet may not be written now."""
    place = place_at(actor, address)
    place.refuse_if_read_only(at=clock.now())
    return imports.preview(table, standing(place, rows_at(actor, place)), place.profile, start=start)


def preview_of_earlier(actor: Actor, address: Address, link_number: int) -> imports.Preview:
    """What putting the sheet back to how it stood after a link of its history would change (C5)."""
    place = place_at(actor, address)
    place.refuse_if_read_only(at=clock.now())
    lines = audit.rows_up_to(place.centre_id, place.subject, link_number)
    then = {
        number: imports.value_of_words(words, reason, parts, place.profile)
        for number, (_, _, words, _, reason, *rest) in lines.items()
        for parts in [rest[0] if rest else []]
    }
    return imports.restored(then, standing(place, rows_at(actor, place)))


def standing(place: Place, rows: list[Row]) -> list[imports.Standing]:
    """The rows of a sheet as the import sees them."""
    now = clock.now()
    return [
        imports.Standing(
            row.number, row.name, row.version, row.value, row.checked,
            editable=place.may_edit(row.number, at=now),
        )
        for row in rows
        if row.standing
    ]  # fmt: skip


def rows_of_file(actor: Actor, place: Place) -> list[Row]:
    """The rows that stand on a sheet, one for each candidate of its file."""
    return [row for row in rows_at(actor, place) if row.standing]


def sheet_file(
    actor: Actor, place: Place, found: list[Row], kind: str, *, with_marks: bool
) -> tuple[bytes, str]:
    """The sheet as CSV or XLSX under the headings that the upload reads, with its name; without marks to fill in."""
    rows = found if with_marks else [row._replace(value=BLANK) for row in found]
    lines = imports.template_rows(
        standing(place, rows), {row.number: row.group for row in rows}, place.profile
    )
    header = imports.grid_for(place.profile).titles
    about = {
        "Centre": f"{actor.centre_number} {actor.centre_name}",
        "Assessment": f"{place.profile.code} {place.profile.title}",
        "Series": place.series_name,
    }
    name = f"{place.slug}-{place.series_code}.{kind}"
    return list_file(name, header, lines, about=about, by=actor), name
