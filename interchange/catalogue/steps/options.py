"""Options: the routes through components, and the numbers given to those that have none in print."""

from collections import defaultdict
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from interchange.catalogue.folder import Sheet
from interchange.catalogue.models import Component, Option, Qualification
from interchange.catalogue.rules.codes import free_numbers, unit_codes
from interchange.catalogue.steps.qualifications import Qualifications
from interchange.catalogue.steps.rows import Resolved, given, unique_rows
from interchange.catalogue.upsert import Counts, upsert
from interchange.core.grid import Row

OPTION_NAMES = {
    "option_label": "label",
    "route": "route",
    "tier": "tier",
    "carried_forward": "carried_forward",
    "certification": "certification",
}


def options(sheet: Sheet) -> Resolved:
    """The printed options; those without a printed code get the number they had, or the next that is free.

    Where the file says outright that a code was not assigned, a blank one stays blank: so we write the single
    option of an entry code. Refused, row by row, where a component is not known.
    """
    qualifications = Qualifications(sheet)

    def key(row: Row) -> object:
        own = (
            (row["option_code"],)
            if row["option_code"] or row["assigned"] is False
            else ("", row["option_label"], tuple(row["components"] or ()))
        )
        return qualifications[row], row["unit_code"] or row["entry_code"], own

    rows = _with_known_components(sheet, unique_rows(sheet, "option_code", key), qualifications)
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[qualifications[row]].append(row)
    stored: defaultdict[int, list[Option]] = defaultdict(list)
    for option in Option.objects.filter(qualification_id__in=groups).exclude(code=""):
        stored[option.qualification_id].append(option)
    written = []
    for qualification_id, group in groups.items():
        codes = option_codes(group, stored[qualification_id])
        for row, code in zip(group, codes, strict=True):
            written.append(
                given(sheet, Option, row, OPTION_NAMES)
                | {"qualification_id": qualification_id, "entry_code": row["unit_code"] or row["entry_code"]}
                | {"unit_code": row["unit_code"] or "", "component_codes": row["components"] or []}
                | {"code": code, "assigned": _is_assigned(row)}
            )
    return Resolved(written)


def _is_assigned(row: Row) -> bool:
    """Whether the code is ours, as the file says or else as its being blank does."""
    said: bool | None = row["assigned"]
    return not row["option_code"] if said is None else said


def option_codes(rows: list[Row], stored: list[Option]) -> list[str]:
    """The code of each of one qualification's rows, in file order; a stored number stays with its option."""
    codes: dict[int, str] = {
        at: row["option_code"] or ""
        for at, row in enumerate(rows)
        if row["option_code"] or row["assigned"] is False
    }
    ours = [option for option in stored if option.assigned]
    for likeness in (_same, _same_components, _same_label):
        for at, row in enumerate(rows):
            match = None if at in codes else next((option for option in ours if likeness(row, option)), None)
            if match:
                codes[at] = match.code
                ours.remove(match)
    free = free_numbers([*codes.values(), *(option.code for option in stored)])
    return [codes[at] if at in codes else next(free) for at in range(len(rows))]


def _same(row: Row, option: Option) -> bool:
    same_words = (row["option_label"] or "") == option.label and (
        row["components"] or []
    ) == option.component_codes
    return same_words and _same_entry(row, option)


def _same_components(row: Row, option: Option) -> bool:
    same = bool(option.component_codes) and bool(row["components"] == option.component_codes)
    return same and _same_entry(row, option)


def _same_label(row: Row, option: Option) -> bool:
    return bool(option.label) and bool(row["option_label"] == option.label) and _same_entry(row, option)


def _same_entry(row: Row, option: Option) -> bool:
    return bool((row["unit_code"] or row["entry_code"]) == option.entry_code)


def _with_known_components(sheet: Sheet, rows: list[Row], qualifications: Qualifications) -> list[Row]:
    """A code must be a component's where components are known; where none is, they may follow later."""
    known: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for qualification, unit, *printed in Component.objects.values_list(
        "qualification_id", "unit_code", "component_code", "assessment_code"
    ):
        known[qualification, unit].update(printed)
        known[qualification, ""].update(printed)
    accepted = []
    for row in rows:
        codes = known[qualifications[row], row["unit_code"] or ""] - {""}
        unknown = [code for code in row["components"] or [] if codes and code not in codes]
        if unknown:
            entry = row["unit_code"] or row["entry_code"]
            sheet.refuse(row["line"], "components", f"{entry} has no component {' or '.join(unknown)}.")
        else:
            accepted.append(row)
    return accepted


WANTED = """
    SELECT o.id AS option_id, c.id AS component_id
    FROM catalogue_option o JOIN catalogue_component c ON c.qualification_id = o.qualification_id
        AND NOT o.certification AND (o.unit_code = '' OR o.unit_code = c.unit_code)
        AND (o.component_codes = '[]' OR o.component_codes @> to_jsonb(c.component_code)
             OR o.component_codes @> to_jsonb(c.assessment_code))
"""
LINK = f"""
    INSERT INTO catalogue_option_components (option_id, component_id)
    {WANTED} EXCEPT SELECT option_id, component_id FROM catalogue_option_components
"""  # noqa: S608
UNLINK = f"""
    DELETE FROM catalogue_option_components WHERE (option_id, component_id) NOT IN ({WANTED})
"""  # noqa: S608


def complete_options() -> Counts:
    """Give each entry code without a printed option its single one, and every option its components.

    A unitised qualification also has one by which its award is asked for, without components (R-CERT-1).
    """
    covered = set(Option.objects.values_list("qualification_id", "entry_code"))
    single: dict[tuple[int, str], dict[str, Any]] = {}
    for qualification, unit, code, award in [*_entry_codes(), *_certifications()]:
        if (qualification, code) not in covered:
            values = {"qualification_id": qualification, "entry_code": code, "unit_code": unit, "code": ""}
            single.setdefault((qualification, code), values | {"certification": award})
    counts = upsert(Option, list(single.values()), key=["qualification_id", "entry_code", "code"])
    with connection.cursor() as cursor:
        cursor.execute(UNLINK)
        unlinked = cursor.rowcount
        cursor.execute(LINK)
        return counts + Counts(changed=unlinked + cursor.rowcount)


def _entry_codes() -> list[tuple[int, str, str, bool]]:
    """Qualification, unit as printed, and code, for everything that an entry may name to be assessed."""
    units = set(Component.objects.values_list("qualification_id", "unit_code"))
    linear = Qualification.objects.exclude(grading_model=Qualification.GradingModel.UMS)
    bare = linear.filter(components=None).values_list("id", flat=True)
    names = dict(Qualification.objects.values_list("id", "entry_code"))
    found = sorted(units | {(pk, "") for pk in bare})
    return [
        (pk, unit, code, False) for pk, unit in found for code in (unit_codes(unit) if unit else [names[pk]])
    ]


def _certifications() -> list[tuple[int, str, str, bool]]:
    """The same for the awards of unitised qualifications: those with uniform marks, and those of which no more is
    known than that they have units. A linear one that is entered by unit has none (R-ENT-2)."""
    by_marks = Q(grading_model=Qualification.GradingModel.UMS)
    by_units = Q(grading_model=Qualification.GradingModel.NOT_KNOWN) & Exists(
        Component.objects.filter(qualification=OuterRef("pk")).exclude(unit_code="")
    )
    whole = Component.objects.filter(qualification=OuterRef("pk"), unit_code="")
    unitised = Qualification.objects.filter(by_marks | by_units).exclude(Exists(whole))
    return [(pk, "", code, True) for pk, code in unitised.order_by("pk").values_list("pk", "entry_code")]
