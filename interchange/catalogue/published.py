"""Grade boundaries as awarding bodies publish them: three shapes of file, each turned into rows of `boundaries.csv`."""

from collections.abc import Callable
from dataclasses import dataclass

from interchange.catalogue.cells import GradeMarks, in_order
from interchange.catalogue.formats import BOUNDARIES, COUNT, SOURCED, Format, known, maybe
from interchange.core.grid import Grid, Row, choice, text, whole_number

MARK = whole_number(1, 9999)
LETTERS = {"a_star": "A*", "a": "A", "b": "B", "c": "C", "d": "D", "e": "E", "f": "F", "g": "G"}


@dataclass(frozen=True)
class Published(Format):
    """A file of another shape that holds rows of a file we know; `turn` gives such a row, or says why it is none."""

    of: Format = BOUNDARIES
    turn: Callable[[Row], Row] = dict


def _linear(row: Row) -> Row:
    return {"family": row["qualification"], "scale": "weighted", "marks": row["boundaries_json"]} | _kept(
        row, "board", "series", "title", "tier", "max_mark"
    )


def _unit(row: Row) -> Row:
    marks = [(LETTERS[column], row[column]) for column in LETTERS if row[column] is not None]
    if not marks:
        raise ValueError("There is no mark for any grade. Fill in the columns a_star to g.")
    told = {
        "code": row["unit_code"],
        "title": row["unit_title"],
        "family": row["level"],
        "marks": in_order(marks),
    }
    return told | _kept(row, "board", "series", "tier", "scale", "max_mark")


def _award(row: Row) -> Row:
    told = {"code": row["spec"], "max_mark": row["max_ums"], "scale": "ums", "marks": row["boundaries_json"]}
    return told | _kept(row, "title")


def _kept(row: Row, *columns: str) -> Row:
    return {name: row[name] for name in (*columns, "source_kind", "source")}


LINEAR = Published("linear_grade_boundaries.csv", Grid(
    maybe("board", text(20)), known("series", text(60)), known("qualification", text(60)), known("title", text(200)),
    maybe("tier", text(10)), maybe("max_mark", MARK), known("boundaries_json", GradeMarks()), *SOURCED,
), turn=_linear)  # fmt: skip

UNITS = Published("ums_unit_boundaries.csv", Grid(
    maybe("board", text(20)), known("series", text(60)), known("unit_code", text(20)), maybe("unit_title", text(200)),
    maybe("level", text(60)), maybe("tier", text(10)), known("scale", choice(["raw", "ums"])), maybe("max_mark", MARK),
    *(maybe(column, COUNT) for column in LETTERS), *SOURCED,
), turn=_unit)  # fmt: skip

AWARDS = Published("ums_specification_boundaries.csv", Grid(
    known("spec", text(20)), maybe("title", text(200)), maybe("max_ums", MARK),
    known("boundaries_json", GradeMarks()), *SOURCED,
), turn=_award)  # fmt: skip

PUBLISHED = (LINEAR, UNITS, AWARDS)
