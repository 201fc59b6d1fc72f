"""The catalogue of a series as base data: records of the common format, and a bundle of files (section 7)."""

import io
import zipfile
from operator import itemgetter
from typing import Any, NamedTuple

from interchange.catalogue import queries as catalogue
from interchange.catalogue.rules.codes import code_key
from interchange.core import clock
from interchange.core.record import Field
from interchange.exchange.queries.formats import convention, manner, record_of
from interchange.exchange.rules import json_form, xml_form
from interchange.exchange.rules.basedata import BASE_DATA_FORM, LISTS, ORDER, Set
from interchange.exchange.rules.layouts import NotCompleted
from interchange.exchange.rules.mapping import (
    LONGEST_COMPONENT,
    LONGEST_OPTION,
    Known,
    KnownComponent,
    KnownOption,
    plain,
)
from interchange.exchange.rules.names import FileName, Letter, SeriesKey
from interchange.exchange.rules.records import BASE_DATA
from interchange.exchange.rules.writing import OfCentre, write


class Held(NamedTuple):
    """The base data of a series, and the codes that no file of the common format can hold."""

    sets: Set
    left_out: list[str]


def _blank(fields: tuple[Field, ...], **values: Any) -> dict[str, Any]:
    empty = {field.name: field.read(" " * field.width) for field in fields}
    return empty | values


def base_data(series: Any) -> Held:
    """Everything that can be entered in a series, as records."""
    options = list(
        catalogue.options_for_entry().prefetch_related("components").order_by("entry_code", "code")
    )
    fees = catalogue.tariffs(series.pk)
    due = dict(catalogue.mark_windows(series).values_list("component_id", "closes_on"))
    sat = {one.component_id: one for one in catalogue.sittings(series.pk)}
    fits = [one for one in options if len(str(one)) <= LONGEST_OPTION]
    parts = {part.pk: part for one in fits for part in one.components.all()}
    codes = {key: code_key(part.code) for key, part in parts.items()}
    codes = {key: code for key, code in codes.items() if 0 < len(code) <= LONGEST_COMPONENT}
    left_out = sorted({*(str(one) for one in options if one not in fits),
                       *(parts[key].code for key in parts.keys() - codes.keys())})  # fmt: skip
    shapes = BASE_DATA
    sets: dict[Letter, list[dict[str, Any]]] = {
        Letter.SYLLABUSES: [
            _blank(shapes[Letter.SYLLABUSES], code=code, title=plain(title, 35))
            for code, title in sorted({one.qualification.entry_code: one.qualification.title for one in fits}.items())
        ],
        Letter.OPTIONS: [
            _blank(
                shapes[Letter.OPTIONS], code=str(one), syllabus=one.qualification.entry_code,
                accreditation=code_key(one.qualification.number)[:8],
                title=plain(one.label or one.qualification.title, 36) or str(one),
                fee=fees.get((one.entry_code, one.code)), components=len(one.components.all()),
            )
            for one in fits
        ],
        Letter.COMPONENTS: [
            _component(parts[key], code, due.get(key), sat.get(key))
            for key, code in sorted(codes.items(), key=itemgetter(1))
        ],
        Letter.LINKS: [
            {"option": str(one), "component": codes[part.pk]}
            for one in fits for part in one.components.all() if part.pk in codes
        ],
    }  # fmt: skip
    pairs = [
        pair for pair in catalogue.disallowed_pairs(series.pk) if max(len(pair.first), len(pair.second)) <= 6
    ]
    if pairs:
        sets[Letter.DISALLOWED] = [
            {"first": pair.first, "second": pair.second, "of_syllabuses": "O"} for pair in pairs
        ]
    return Held(sets, left_out)


def _component(part: Any, code: str, due: Any, sitting: Any) -> dict[str, Any]:
    minutes = sitting.minutes if sitting and sitting.minutes else part.duration_minutes
    return _blank(
        BASE_DATA[Letter.COMPONENTS], code=code, title=plain(part.title, 36) or code,
        teacher_marks="G" if part.is_graded else "", maximum=part.max_mark if (part.max_mark or 0) < 1000 else None,
        due_on=due, timetabled="Y" if sitting else "N", sat_on=sitting.on if sitting else None,
        session=sitting.session if sitting else "", minutes=minutes if (minutes or 0) < 1000 else None,
    )  # fmt: skip


def bundle(series: Any, held: Held, number: int) -> tuple[str, bytes]:
    """Name and bytes of the zip of an issue: a file for each kind of record, and the same as XML and as JSON."""
    told = convention()
    key = SeriesKey(series.month, told.character, series.year % 100)
    place = f"{key.code}{key.year:02}_"
    packed = io.BytesIO()
    notes = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for letter in ORDER:
            if letter not in held.sets:
                continue
            name = FileName(letter, place, told.bodies[0], number)
            try:
                record = record_of(letter)
            except NotCompleted as reason:
                notes.append(str(reason))
                continue
            of_all = OfCentre(place, number, "", _filled(record.fields, held.sets[letter]))
            lines = write(
                name, record, key.code, f"{key.year:02}", [of_all], made_on=clock.today(), distribution="B",
                manner=manner(),
            )  # fmt: skip
            archive.writestr(str(name), b"".join(lines))
        stem = f"basedata-{series.code}"
        document = _document(series, held, number)
        archive.writestr(f"{stem}.xml", b"".join(xml_form.write(BASE_DATA_FORM, *document)))
        archive.writestr(f"{stem}.json", json_form.write(BASE_DATA_FORM, *document))
        if held.left_out:
            notes.append(
                f"Too long for files of the common format, and left out of them: {', '.join(held.left_out)}."
            )
        archive.writestr(
            "READ-ME.txt", "\r\n".join([f"Base data for {series.name}, issue {number:02}.", *notes, ""])
        )
    return f"Z{place[:4]}_{told.bodies[0]}.zip", packed.getvalue()


def _filled(fields: tuple[Field, ...], records: Any) -> list[dict[str, Any]]:
    return [{**{field.name: "" for field in fields}, **record} for record in records]


def _document(series: Any, held: Held, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    head = {
        "awarding_body": convention().bodies[0], "series": series.code, "issue": number, "made_on": clock.today(),
    }  # fmt: skip
    return head, {LISTS[letter][0]: records for letter, records in held.sets.items()}


def known() -> Known:
    """What the catalogue has already, by the codes of files."""
    options = list(catalogue.options_for_entry())
    components = [(one, one.qualification) for one in catalogue.components() if code_key(one.code)]
    return Known(
        {one.qualification.entry_code: (one.qualification.board, one.qualification.title) for one in options}
        | {own.entry_code: (own.board, own.title) for _, own in components},
        {
            str(one).upper(): KnownOption(
                one.qualification.board, one.entry_code, one.unit_code, one.code, one.label, tuple(one.component_codes),
                one.qualification.entry_code,
            )
            for one in options
        },
        {
            code_key(one.code): KnownComponent(
                own.board, own.entry_code, one.unit_code, one.component_code, one.assessment_code, one.title, one.kind,
                one.max_mark, one.duration_minutes,
            )
            for one, own in components
        },
    )  # fmt: skip
