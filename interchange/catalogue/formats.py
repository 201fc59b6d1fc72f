"""The files of a catalogue folder: their columns, and what each may hold. Blank means not known."""

from dataclasses import dataclass

from interchange.catalogue.cells import Clock, GradeMarks, Items, Parts, Pounds, SeriesCode, YesNo
from interchange.core.grid import Column, Grid, choice, day, text, whole_number
from interchange.core.grid.kinds import Kind, Number

MOST = 2_000_000_000
"""More than anything counted here, and within what a column of the database holds."""


COUNT = whole_number(0, MOST)


def known(name: str, kind: Kind) -> Column:
    """A column whose cell must be filled."""
    return Column(name, kind, heading=name)


def maybe(name: str, kind: Kind) -> Column:
    """A column that may be blank, or missing altogether."""
    return Column(name, kind, optional=True, heading=name)


@dataclass(frozen=True)
class Format:
    """One file: its columns, and which of those that may be blank must nevertheless be there."""

    name: str
    grid: Grid
    headed: tuple[str, ...] = ()

    @property
    def required(self) -> list[str]:
        """The columns that the file must have."""
        return [c.name for c in self.grid.columns if not c.optional or c.name in self.headed]


SOURCED = (maybe("source_kind", text(20)), maybe("source", text(2000)), maybe("note", text(4000)))

GRADE_SETS = Format("grade_sets.csv", Grid(
    known("set_code", text(40)), maybe("set_title", text(200)), known("position", whole_number(1, MOST)),
    known("grade", text(40)), maybe("edi_code", text(10)), maybe("printed_meaning", text(200)), *SOURCED,
))  # fmt: skip

QUALIFICATIONS = Format("qualifications.csv", Grid(
    maybe("board", text(20)), known("entry_code", text(20)), maybe("qualification_number", text(20)),
    maybe("title", text(200)), maybe("subject", text(100)), maybe("level", text(20)), maybe("family", text(60)),
    maybe("grading_model", choice(["linear", "ums"])), maybe("grade_set", text(40)),
    maybe("structure_complete", YesNo()), maybe("tiers", Items(10)), maybe("rule", text(2000)), *SOURCED,
), headed=("title",))  # fmt: skip

COMPONENTS = Format("components.csv", Grid(
    maybe("board", text(20)), known("entry_code", text(20)), maybe("unit_code", text(20)),
    maybe("component_code", text(20)), maybe("assessment_code", text(40)), maybe("title", text(200)),
    known("assessment", choice(["exam", "nea_internal", "nea_external", "endorsement"])), maybe("speaking", YesNo()),
    maybe("max_mark", whole_number(1, 9999)), maybe("weight_percent", Number(0, 100)),
    maybe("scaled_max", Number(0, 9999)), maybe("duration_minutes", COUNT), maybe("tier", text(10)),
    maybe("grade_list", Items(40)), maybe("route", text(40)), maybe("marks_due", text(60)),
    maybe("marks_due_basis", text(20)), maybe("ums_max", COUNT), maybe("guided_learning_hours", COUNT),
    maybe("mandatory", text(60)), maybe("half_marks", YesNo()), maybe("parts", Parts()),
    maybe("absent_allowed", YesNo()), maybe("group_required", YesNo()), maybe("sample_scheme", text(40)),
    *SOURCED,
), headed=("title",))  # fmt: skip

OPTIONS = Format("options.csv", Grid(
    maybe("board", text(20)), known("entry_code", text(20)), maybe("unit_code", text(20)),
    maybe("option_code", text(10)), maybe("option_label", text(200)), maybe("route", text(40)),
    maybe("tier", text(10)), maybe("components", Items(20)), maybe("carried_forward", YesNo()),
    maybe("certification", YesNo()), maybe("assigned", YesNo()), *SOURCED,
), headed=("option_code", "components"))  # fmt: skip

KEY_DATES = Format("key_dates.csv", Grid(
    maybe("board", text(20)), known("series", text(60)), maybe("applies_to", text(200)),
    known("event", text(60)), maybe("date", day()), maybe("time", Clock()), maybe("date_printed", text(200)),
    *SOURCED,
))  # fmt: skip

VOCATIONAL = (
    maybe("board", text(20)), known("qualification_key", text(40)), maybe("qualification_code", text(20)),
    maybe("qualification_number", text(20)), maybe("qualification_title", text(200)),
    maybe("level", text(20)),
)  # fmt: skip

VOCATIONAL_UNITS = Format("vocational_units.csv", Grid(
    *VOCATIONAL, maybe("unit_number", text(20)), maybe("unit_reference", text(20)),
    maybe("unit_title", text(300)), maybe("credits", COUNT), maybe("guided_learning_hours", COUNT),
    maybe("group", text(40)), maybe("mandatory", YesNo()), maybe("grade_list", Items(40)), *SOURCED,
), headed=("unit_title",))  # fmt: skip

VOCATIONAL_RULES = Format("vocational_rules.csv", Grid(
    *VOCATIONAL, known("rule_number", whole_number(0, MOST)), known("rule_kind", text(40)),
    maybe("group", text(120)), maybe("minimum", COUNT), maybe("maximum", COUNT), maybe("measure", text(20)),
    maybe("printed_rule", text(4000)), *SOURCED,
))  # fmt: skip

FEES = Format("fees.csv", Grid(
    known("series", SeriesCode()), known("entry_code", text(20)), maybe("option_code", text(10)),
    known("fee", Pounds()), *SOURCED,
))  # fmt: skip

DISALLOWED = Format("disallowed.csv", Grid(
    maybe("series", SeriesCode()), known("first", text(30)), known("second", text(30)),
    maybe("severity", choice({"block": "Refused", "warn": "Warned about"})), maybe("why", text(200)), *SOURCED,
))  # fmt: skip

TERMINAL_RULES = Format("terminal_rules.csv", Grid(
    maybe("board", text(20)), known("entry_code", text(20)), maybe("unit_code", text(20)),
    maybe("percent", whole_number(1, 100)), maybe("from_year", whole_number(2000, 2099)), *SOURCED,
))  # fmt: skip

TIMETABLE = Format("timetable.csv", Grid(
    known("series", SeriesCode()), known("component", text(120)), known("date", day()),
    maybe("session", choice({"A": "Morning", "P": "Afternoon"})), maybe("starts_at", Clock()),
    maybe("minutes", whole_number(1, 1440)), *SOURCED,
))  # fmt: skip

BOUNDARIES = Format("boundaries.csv", Grid(
    maybe("board", text(20)), maybe("series", text(60)), maybe("family", text(60)), maybe("code", text(20)),
    maybe("title", text(200)), maybe("tier", text(10)),
    known("scale", choice({"raw": "Raw marks", "ums": "Uniform marks", "weighted": "Weighted marks"})),
    maybe("max_mark", whole_number(1, 9999)), known("marks", GradeMarks()), *SOURCED,
))  # fmt: skip

FORMATS = (
    GRADE_SETS, QUALIFICATIONS, COMPONENTS, OPTIONS, KEY_DATES, VOCATIONAL_UNITS, VOCATIONAL_RULES, FEES, DISALLOWED,
    TERMINAL_RULES, TIMETABLE, BOUNDARIES,
)  # fmt: skip
"""In the order in which they are loaded: what is referred to comes first."""
