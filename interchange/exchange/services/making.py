"""Files of what the awarding body holds, for a centre's own system (R-WAY-3)."""

import hashlib
from collections.abc import Iterator

from django.core.files.base import ContentFile

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.catalogue import queries as catalogue
from interchange.centres.queries import names_of
from interchange.core import clock, uploads
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.record import Several
from interchange.core.spreadsheets import write_csv
from interchange.entries.formats import ENTRIES
from interchange.exchange.models import Outgoing
from interchange.exchange.queries import held
from interchange.exchange.queries.formats import convention, manner, record_of
from interchange.exchange.rules import json_form, xml_form
from interchange.exchange.rules.layouts import NotCompleted
from interchange.exchange.rules.names import FileName, Letter, SeriesKey
from interchange.exchange.rules.tree import ENTRIES_FORM
from interchange.exchange.rules.writing import OfCentre, write
from interchange.exchange.steps.keeping import keep_made

FORMS = {
    "A": "Amendments, common format",
    "E": "Entries, common format",
    "csv": "CSV",
    "xml": "XML",
    "json": "JSON",
}


@state_change(needs=Capability.ENTRIES_EXPORT)
def make_file(series_code: str, form: str, *, by: Actor) -> Outgoing:
    """Write everything that is held of the centre's entries in a series, and keep the file as it goes out.

    Refused where nothing is entered, where the columns of the format are not filled in, and where a code does not fit.
    """
    if form not in FORMS:
        raise Refused("form", "Choose a form of file.")
    series = catalogue.series_by_code(series_code)
    wholes = list(held.held_sets(by, by.chain, series.pk))
    if not wholes:
        raise Refused("nothing", f"Nothing is entered for {series.name}, so there is nothing to write.")
    number = names_of([by.chain])[by.chain][0]
    earlier = Outgoing.objects.visible_to(by).filter(series=series, name__startswith=f"{form}{number}")
    sequence = earlier.count() + 1
    try:
        name, pieces = _written(form, number, series.year, series.month, series.code, sequence, wholes)
        content = b"".join(pieces)
    except NotCompleted as reason:
        raise Refused("not-completed", str(reason)) from None
    except ValueError as reason:
        said = f"{str(reason)[:200]} Choose another form."
        raise Refused("does-not-fit", f"Not everything fits in this form of file: {said}") from None
    kept = uploads.keep_stream(ContentFile(content), "made", form.lower())
    made = keep_made(
        centre_id=by.chain, series=series, name=name, sequence=sequence, size=len(content), kept=kept,
        digest=hashlib.sha256(content).hexdigest(), candidates=len(wholes), by=by.name[:200], by_id=by.person_id,
    )  # fmt: skip
    audit.record(
        Event.FILE_MADE,
        subject=f"file:{made.pk}",
        data={"file": name, "candidates": len(wholes), "bytes": len(content)},
    )
    return made


def _written(
    form: str, centre: str, year: int, month: int, code: str, sequence: int, wholes: list[held.Whole]
) -> tuple[str, Iterator[bytes]]:
    if form == "csv":
        rows = held.rows(iter(wholes), centre, code)
        columns = [column.name for column in ENTRIES.columns]
        lines = [
            ENTRIES.write({name: value or None for name, value in zip(columns, row.cells, strict=True)})
            for row in rows
        ]
        return f"entries-{centre}-{code}.csv", iter([write_csv(ENTRIES.titles, lines)])
    told = convention()
    body = told.bodies[0]
    if form in ("xml", "json"):
        head = {
            "kind": "entries", "centre": centre, "awarding_body": body, "series": code, "sequence": sequence,
            "made_on": clock.today(), "made_by": "Interchange",
        }  # fmt: skip
        lists = {"candidates": held.candidates(iter(wholes))}
        name = f"entries-{centre}-{code}.{form}"
        return name, (
            xml_form.write(ENTRIES_FORM, head, lists)
            if form == "xml"
            else iter([json_form.write(ENTRIES_FORM, head, lists)])
        )
    letter = Letter(form)
    record = record_of(letter)
    most = next(field.most for field in record.fields if isinstance(field, Several))
    blank = {field.name: "" for field in record.fields} | {"entries": None}
    records = (
        {**blank, **one, "entries": len(one["codes"])} for one in held.records(iter(wholes), centre, most)
    )
    key = SeriesKey(month, told.character, year % 100)
    named = FileName(letter, centre, body, sequence % 100)
    of_centre = OfCentre(centre, sequence % 1000, "", records)
    return str(named), write(
        named, record, key.code, f"{key.year:02}", [of_centre], made_on=clock.today(), manner=manner()
    )
