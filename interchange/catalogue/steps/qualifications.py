"""Grade sets, families and qualifications."""

from collections import defaultdict
from collections.abc import Iterable

from interchange.catalogue import formats
from interchange.catalogue.folder import Sheet
from interchange.catalogue.models import Family, Grade, GradeSet, Qualification
from interchange.catalogue.rules.codes import slug_for
from interchange.catalogue.steps.rows import Resolved, given, unique_rows
from interchange.catalogue.upsert import upsert
from interchange.core.grid import Row


def grades(sheet: Sheet) -> Resolved:
    """The grades of a file; their sets are made or renamed."""
    rows = unique_rows(sheet, "position", lambda row: (row["set_code"], row["position"]))
    titles = {row["set_code"]: row["set_title"] or "" for row in reversed(rows)}
    sets = upsert(GradeSet, [{"code": code, "title": title} for code, title in titles.items()], key=["code"])
    ids = dict(GradeSet.objects.values_list("code", "id"))
    names = {"position": "position", "grade": "name", "edi_code": "edi_code", "printed_meaning": "meaning"}
    written = [given(sheet, Grade, row, names) | {"grade_set_id": ids[row["set_code"]]} for row in rows]
    return Resolved(written, parents=sets)


def qualifications(sheet: Sheet) -> Resolved:
    """The qualifications of a file; their families are made. Refused, row by row, where a grade set is not known."""
    rows = unique_rows(sheet, "entry_code", lambda row: (row["board"], row["entry_code"]))
    rows = _with_known_grade_sets(sheet, rows)
    families = _families(row["family"] for row in rows if row["family"])
    sets = dict(GradeSet.objects.values_list("code", "id"))
    names = {
        "entry_code": "entry_code", "qualification_number": "number", "title": "title", "subject": "subject",
        "level": "level", "grading_model": "grading_model", "structure_complete": "structure_complete",
        "tiers": "tiers", "rule": "rule",
    }  # fmt: skip
    written = []
    for row in rows:
        values = given(sheet, Qualification, row, names) | {"board": row["board"] or ""}
        if "family" in sheet.columns:
            values["family_id"] = families.get(row["family"])
        if "grade_set" in sheet.columns:
            values["grade_set_id"] = sets.get(row["grade_set"])
        written.append(values)
    return Resolved(written)


def _with_known_grade_sets(sheet: Sheet, rows: list[Row]) -> list[Row]:
    """Without any list of grades the sets are known by their codes alone; with one, a code must be in it."""
    known = set(GradeSet.objects.values_list("code", flat=True))
    if not known:
        codes = {row["grade_set"]: None for row in rows if row["grade_set"]}
        upsert(GradeSet, [{"code": code} for code in codes], key=["code"])
        return rows
    for row in rows:
        if row["grade_set"] and row["grade_set"] not in known:
            sheet.refuse(
                row["line"],
                "grade_set",
                f"There is no grade set “{row['grade_set']}” in {formats.GRADE_SETS.name}.",
            )
    return [row for row in rows if not row["grade_set"] or row["grade_set"] in known]


def _families(names: Iterable[str]) -> dict[str, int]:
    known = dict(Family.objects.values_list("name", "id"))
    codes = set(Family.objects.values_list("code", flat=True))
    new = []
    for position, name in enumerate(name for name in dict.fromkeys(names) if name not in known):
        code = slug_for(name, "family", "", taken=codes).lower()
        codes.add(code)
        new.append({"code": code, "name": name, "position": len(known) + position + 1})
    upsert(Family, new, key=["code"])
    return dict(Family.objects.values_list("name", "id")) if new else known


class Qualifications:
    """Finds the qualification that a row names; one that no file describes is made, known by its code."""

    def __init__(self, sheet: Sheet) -> None:
        self.ids = self._read()
        missing = {}
        for row in sheet.rows:
            if self._find(row) is None:
                missing[row["board"] or "", row["entry_code"]] = row["entry_code"]
        if missing:
            upsert(
                Qualification,
                [{"board": b, "entry_code": c} for b, c in missing],
                key=["board", "entry_code"],
            )
            self.ids = self._read()
            for code in missing.values():
                sheet.notes.append(
                    f"{sheet.format.name}: {code} has no row in {formats.QUALIFICATIONS.name}."
                )

    def __getitem__(self, row: Row) -> int:
        found = self._find(row)
        assert found is not None  # noqa: S101  (each row's was found or made above)
        return found

    def _find(self, row: Row) -> int | None:
        boards = self.ids.get(row["entry_code"], {})
        board = row["board"] or ""
        return next(iter(boards.values())) if not board and len(boards) == 1 else boards.get(board)

    def _read(self) -> dict[str, dict[str, int]]:
        ids: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for board, code, pk in Qualification.objects.values_list("board", "entry_code", "id"):
            ids[code][board] = pk
        return ids
