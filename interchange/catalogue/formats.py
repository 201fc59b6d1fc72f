"""The seven files of a catalogue folder: their columns, and what each may hold. Blank means not known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from interchange.core.grid import Column, Grid, choice, day, text, whole_number
from interchange.core.grid.kinds import Kind, Number
from interchange.core.grid.noise import compacted, shown, tidied

MOST = 2_000_000_000
"""More than anything counted here, and within what a column of the database holds."""


@dataclass(frozen=True)
class Items:
    """A list in one cell, separated by semicolons."""

    width: int
    hint: str = "a list separated by semicolons"

    def read(self, written: str) -> list[str]:
        items = [item for part in written.split(";") if (item := tidied(part))]
        if any(len(item) > self.width for item in items):
            raise ValueError(f"An item of this list is longer than {self.width} characters. Shorten it.")
        return items

    def write(self, value: Sequence[str]) -> str:
        return ";".join(value)


@dataclass(frozen=True)
class YesNo:
    """Yes or no; blank is neither."""

    hint: str = "yes or no"

    def read(self, written: str) -> bool:
        found = {"yes": True, "no": False}.get(compacted(written).casefold())
        if found is None:
            raise ValueError(f"{shown(tidied(written))} was not understood. Enter {self.hint}.")
        return found

    def write(self, value: bool) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True)
class Clock:
    """A time of day, 08:30."""

    hint: str = "a time such as 08:30"

    def read(self, written: str) -> str:
        found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", compacted(written), re.ASCII)
        if not found:
            raise ValueError(f"{shown(tidied(written))} was not understood. Enter {self.hint}.")
        return f"{int(found[1]):02d}:{found[2]}"

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Parts:
    """Sub-marks: `Portfolio:60; Test:20`."""

    hint: str = "names and maximum marks, such as Portfolio:60; Test:20"

    def read(self, written: str) -> list[dict[str, Any]]:
        parts = []
        for item in Items(100).read(written):
            name, _, most = item.rpartition(":")
            if not name.strip() or not re.fullmatch(r"[1-9]\d{0,3}", most.strip(), re.ASCII):
                raise ValueError(f"{shown(item)} was not understood. Enter {self.hint}.")
            parts.append({"name": name.strip(), "max": int(most)})
        return parts

    def write(self, value: Sequence[dict[str, Any]]) -> str:
        return ";".join(f"{part['name']}:{part['max']}" for part in value)


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
    maybe("title", text(200)), maybe("level", text(20)), maybe("family", text(60)),
    maybe("grading_model", choice(["linear", "ums"])), maybe("grade_set", text(40)),
    maybe("structure_complete", YesNo()), maybe("tiers", Items(10)), maybe("rule", text(2000)), *SOURCED,
), headed=("title",))  # fmt: skip

COMPONENTS = Format("components.csv", Grid(
    maybe("board", text(20)), known("entry_code", text(20)), maybe("unit_code", text(20)),
    maybe("component_code", text(20)), maybe("assessment_code", text(40)), maybe("title", text(200)),
    known("assessment", choice(["exam", "nea_internal", "nea_external", "endorsement"])),
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
    maybe("tier", text(10)), maybe("components", Items(20)), maybe("carried_forward", YesNo()), *SOURCED,
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

FORMATS = (GRADE_SETS, QUALIFICATIONS, COMPONENTS, OPTIONS, KEY_DATES, VOCATIONAL_UNITS, VOCATIONAL_RULES)
"""In the order in which they are loaded: what is referred to comes first."""
