"""Printed dates, and vocational qualifications with their units and rules."""

from interchange.catalogue.folder import Sheet
from interchange.catalogue.models import KeyDate, VocationalQualification, VocationalRule, VocationalUnit
from interchange.catalogue.steps.rows import Resolved, given, unique_rows
from interchange.catalogue.upsert import Counts, upsert
from interchange.core.grid import Row


def key_dates(sheet: Sheet) -> Resolved:
    """The printed dates of a file."""

    def key(row: Row) -> object:
        return tuple(row[name] for name in ("board", "series", "applies_to", "event", "date", "date_printed"))

    names = {"series": "series", "event": "event", "time": "at"}
    written = [
        given(sheet, KeyDate, row, names)
        | {"board": row["board"] or "", "applies_to": row["applies_to"] or ""}
        | {"on": row["date"], "printed": row["date_printed"] or ""}
        for row in unique_rows(sheet, "event", key)
    ]
    return Resolved(written)


def vocational_units(sheet: Sheet) -> Resolved:
    """The units of a file; what it says of their qualifications overrules what is stored."""

    def key(row: Row) -> object:
        return row["qualification_key"], row["unit_number"], row["unit_reference"], row["unit_title"]

    rows = unique_rows(sheet, "unit_number", key)
    parents, ids = _vocational_qualifications(sheet, rows, overrule=True)
    names = {
        name: name
        for name in ("level", "credits", "guided_learning_hours", "group", "mandatory", "grade_list")
    }
    written = [
        given(sheet, VocationalUnit, row, names)
        | {"qualification_id": ids[row["qualification_key"]], "number": row["unit_number"] or ""}
        | {"reference": row["unit_reference"] or "", "title": row["unit_title"] or ""}
        for row in rows
    ]
    return Resolved(written, parents=parents)


def vocational_rules(sheet: Sheet) -> Resolved:
    """The rules of combination of a file; what it says of their qualifications fills what is blank."""
    rows = unique_rows(sheet, "rule_number", lambda row: (row["qualification_key"], row["rule_number"]))
    parents, ids = _vocational_qualifications(sheet, rows, overrule=False)
    names = {
        "rule_number": "position", "rule_kind": "kind", "level": "level", "group": "group",
        "minimum": "minimum", "maximum": "maximum", "measure": "measure", "printed_rule": "printed",
    }  # fmt: skip
    written = [
        given(sheet, VocationalRule, row, names) | {"qualification_id": ids[row["qualification_key"]]}
        for row in rows
    ]
    return Resolved(written, parents=parents)


VOCATIONAL_NAMES = {
    "board": "board", "qualification_code": "code", "qualification_number": "number",
    "qualification_title": "title",
}  # fmt: skip


def _vocational_qualifications(
    sheet: Sheet, rows: list[Row], *, overrule: bool
) -> tuple[Counts, dict[str, int]]:
    """The qualifications that the rows describe. One of two files overrules, the other fills blanks."""
    stored = VocationalQualification.objects.filter(key__in={row["qualification_key"] for row in rows})
    known = {found["key"]: found for found in stored.values("key", *VOCATIONAL_NAMES.values())}
    said: dict[str, dict[str, str]] = {}
    for row in rows:
        words = said.setdefault(row["qualification_key"], dict.fromkeys(VOCATIONAL_NAMES.values(), ""))
        words.update({to: words[to] or row[name] or "" for name, to in VOCATIONAL_NAMES.items()})
    written = []
    for key, words in said.items():
        before = known.get(key, dict.fromkeys(words, ""))
        first, second = (words, before) if overrule else (before, words)
        written.append({"key": key} | {name: first[name] or second[name] for name in words})
    counts = upsert(VocationalQualification, written, key=["key"])
    return counts, dict(VocationalQualification.objects.values_list("key", "id"))
