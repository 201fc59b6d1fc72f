"""Components: the marked parts of qualifications."""

from interchange.catalogue.folder import Sheet
from interchange.catalogue.models import Component
from interchange.catalogue.rules.codes import slug_for
from interchange.catalogue.steps.qualifications import Qualifications
from interchange.catalogue.steps.rows import Resolved, given, unique_rows
from interchange.core.grid import Row

COMPONENT_NAMES = {
    name: name
    for name in (
        "unit_code", "component_code", "title", "speaking", "max_mark", "weight_percent", "scaled_max",
        "duration_minutes", "tier", "grade_list", "route", "marks_due_basis", "ums_max",
        "guided_learning_hours", "mandatory", "half_marks", "parts", "group_required", "sample_scheme",
    )
} | {"assessment": "kind", "marks_due": "marks_due_printed"}  # fmt: skip
ComponentKey = tuple[int, str, str, str]


def components(sheet: Sheet) -> Resolved:
    """The components of a file. Refused, row by row, where sub-marks do not add up to the maximum."""
    qualifications = Qualifications(sheet)

    def key(row: Row) -> ComponentKey:
        own = row["component_code"] or row["assessment_code"] or row["title"] or ""
        return qualifications[row], row["unit_code"] or "", row["component_code"] or "", own

    rows = _with_matching_parts(sheet, unique_rows(sheet, "assessment_code", key))
    slugs, taken = _slugs()
    written = []
    for row in rows:
        code = _code_of(row)
        slug = slugs.get(key(row)) or slug_for(
            code, row["unit_code"] or row["entry_code"], row["title"] or "", taken=taken
        )
        taken.add(slug)
        written.append(
            given(sheet, Component, row, COMPONENT_NAMES)
            | {"qualification_id": qualifications[row], "assessment_code": code, "slug": slug}
            | {"absent_allowed": _absent_allowed(row)}
        )
    kept = [] if "absent_allowed" in sheet.columns else ["absent_allowed"]
    return Resolved(written, kept)


def _code_of(row: Row) -> str:
    """The assessment code, joined from its parts where the file leaves it out."""
    joined = (
        f"{row['unit_code'] or row['entry_code']}/{row['component_code']}" if row["component_code"] else ""
    )
    return row["assessment_code"] or joined[:40]


def _absent_allowed(row: Row) -> bool:
    """An endorsement has no absent box (R-MK-2), unless the file says so."""
    said: bool | None = row["absent_allowed"]
    return row["assessment"] != Component.Kind.ENDORSEMENT if said is None else said


def _slugs() -> tuple[dict[ComponentKey, str], set[str]]:
    stored = Component.objects.values_list(
        "qualification_id", "unit_code", "component_code", "assessment_code", "title", "slug"
    )
    slugs = {
        (q, unit, code, code or printed or title): slug for q, unit, code, printed, title, slug in stored
    }
    return slugs, set(slugs.values())


def _with_matching_parts(sheet: Sheet, rows: list[Row]) -> list[Row]:
    accepted = []
    for row in rows:
        total = sum(part["max"] for part in row["parts"] or [])
        if total and row["max_mark"] and total != row["max_mark"]:
            sheet.refuse(
                row["line"], "parts", f"The parts add to {total}; the maximum mark is {row['max_mark']}."
            )
        else:
            accepted.append(row)
    return accepted
