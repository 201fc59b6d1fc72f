"""What holds in a series or for an award: fees, combinations, terminal rules, the timetable, and boundaries."""

from collections import defaultdict

from interchange.catalogue.folder import Sheet
from interchange.catalogue.kinds import component_name
from interchange.catalogue.models import (
    Boundary,
    Component,
    Disallowed,
    Option,
    Qualification,
    Series,
    Sitting,
    Tariff,
    TerminalRule,
    VocationalQualification,
)
from interchange.catalogue.rules.codes import code_key, unit_codes
from interchange.catalogue.steps.rows import Resolved, given, unique_rows
from interchange.core.grid import Row
from interchange.core.grid.noise import shown


def fees(sheet: Sheet) -> Resolved:
    """The fees of a file. Refused, row by row, for a series, an entry code or an option that is not there."""
    series, codes = _series(), _Codes()
    written = []
    for row in unique_rows(
        sheet, "entry_code", lambda row: (row["series"], row["entry_code"], row["option_code"])
    ):
        entry, option = row["entry_code"], row["option_code"] or ""
        if row["series"] not in series:
            _no_series(sheet, row)
        elif entry not in codes.entries:
            sheet.refuse(row["line"], "entry_code", f"There is no entry code {shown(entry)}.")
        elif option and option not in codes.options[entry]:
            sheet.refuse(row["line"], "option_code", f"{entry} has no option {shown(option)}.")
        else:
            written.append(
                given(sheet, Tariff, row, {"entry_code": "entry_code", "fee": "pence"})
                | {"series_id": series[row["series"]], "option_code": option}
            )
    return Resolved(written)


def disallowed(sheet: Sheet) -> Resolved:
    """The combinations of a file, each with its codes in order. Refused for a code that is not there, and one twice."""
    series, codes = _series(), _Codes()
    written = []
    for row in unique_rows(
        sheet, "first", lambda row: (row["series"], *sorted([row["first"], row["second"]]))
    ):
        first, second = sorted([row["first"], row["second"]])
        unknown = next((name for name in ("first", "second") if row[name] not in codes.all), "")
        if row["series"] and row["series"] not in series:
            _no_series(sheet, row)
        elif unknown:
            said = f"There is no code {shown(row[unknown])}: give an entry code, or one with its option."
            sheet.refuse(row["line"], unknown, said)
        elif first == second:
            sheet.refuse(row["line"], "second", "Give two codes that differ.")
        else:
            written.append(
                given(sheet, Disallowed, row, {"severity": "severity", "why": "why"})
                | {"series_id": series.get(row["series"]), "first": first, "second": second}
            )
    return Resolved(written)


def terminal_rules(sheet: Sheet) -> Resolved:
    """The terminal rules of a file. Refused for a qualification or a unit that is not there, and a rule of nothing."""
    known: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for board, code, pk in Qualification.objects.values_list("board", "entry_code", "pk"):
        known[code][board] = pk
    units = _units()
    written = []
    for row in unique_rows(
        sheet, "entry_code", lambda row: tuple(row[name] for name in ("board", "entry_code", "unit_code", "percent"))
    ):  # fmt: skip
        boards, unit = known[row["entry_code"]], row["unit_code"] or ""
        board = row["board"] or ""
        of = next(iter(boards.values())) if not board and len(boards) == 1 else boards.get(board)
        if of is None:
            sheet.refuse(
                row["line"],
                "entry_code",
                f"There is no qualification {shown(row['entry_code'])} of this board.",
            )
        elif unit and unit not in units[of]:
            sheet.refuse(row["line"], "unit_code", f"{row['entry_code']} has no unit {shown(unit)}.")
        elif not unit and row["percent"] is None:
            sheet.refuse(
                row["line"], "percent", "Give a unit, or the share of the award that must be taken then."
            )
        else:
            written.append(
                given(sheet, TerminalRule, row, {"from_year": "from_year"})
                | {"qualification_id": of, "unit_code": unit, "percent": row["percent"]}
            )
    return Resolved(written)


def sittings(sheet: Sheet) -> Resolved:
    """The timetable of a file. Refused, row by row, for a series or a component that is not there."""
    series, components = _series(), _Components()
    written = []
    for row in unique_rows(
        sheet, "component", lambda row: (row["series"], components.find(row["component"]))
    ):
        component = components.find(row["component"])
        if row["series"] not in series:
            _no_series(sheet, row)
        elif component is None:
            said = (
                f"There is no component {shown(row['component'])}. Give its assessment code or its address."
            )
            sheet.refuse(row["line"], "component", said)
        else:
            names = {"date": "on", "session": "session", "starts_at": "starts_at", "minutes": "minutes"}
            written.append(
                given(sheet, Sitting, row, names)
                | {"series_id": series[row["series"]], "component_id": component}
            )
    return Resolved(written)


def boundaries(sheet: Sheet) -> Resolved:
    """The grade boundaries of a file. Refused, row by row, where a mark is above the maximum."""
    names = ("board", "series", "family", "code", "title", "tier")
    written = []
    for row in unique_rows(sheet, "code", lambda row: tuple(row[name] or "" for name in (*names, "scale"))):
        most = row["max_mark"]
        if most is not None and any(mark > most for _, mark in row["marks"]):
            sheet.refuse(row["line"], "marks", f"One of the marks is above the maximum of {most}.")
        elif not row["code"] and not row["title"]:
            sheet.refuse(row["line"], "code", "Give a code or a title.")
        else:
            written.append(
                given(sheet, Boundary, row, {"max_mark": "max_mark", "marks": "marks", "scale": "scale"})
                | {name: row[name] or "" for name in names}
            )
    return Resolved(written)


# ---------------------------------------------------------------- what the rows name


def _series() -> dict[str, int]:
    return dict(Series.objects.order_by().values_list("code", "pk"))


def _no_series(sheet: Sheet, row: Row) -> None:
    sheet.refuse(row["line"], "series", f"There is no series {row['series']}. Open it first.")


def _units() -> dict[int, set[str]]:
    units: defaultdict[int, set[str]] = defaultdict(set)
    for of, printed in Component.objects.order_by().values_list("qualification_id", "unit_code").distinct():
        units[of].update(unit_codes(printed))
    return units


class _Codes:
    """Every code that an entry may name, alone and with its options."""

    def __init__(self) -> None:
        self.options: defaultdict[str, set[str]] = defaultdict(set)
        for entry, option in Option.objects.order_by().values_list("entry_code", "code"):
            self.options[entry].add(option)
        self.entries = {
            *self.options, *(unit for units in _units().values() for unit in units if unit),
            *Qualification.objects.order_by().values_list("entry_code", flat=True),
            *VocationalQualification.objects.order_by().values_list("key", flat=True),
        }  # fmt: skip
        joined = {f"{entry}{option}" for entry, options in self.options.items() for option in options}
        self.all = self.entries | joined


class _Components:
    """Finds a component by its address, or by its code in any spelling where that is the address of one."""

    def __init__(self) -> None:
        self.by_slug: dict[str, int] = {}
        self.by_key: dict[str, int] = {}
        for pk, code, slug in Component.objects.order_by().values_list("pk", "assessment_code", "slug"):
            self.by_slug[slug.lower()] = pk
            if component_name(code, slug) == code:
                self.by_key[code_key(code)] = pk

    def find(self, written: str) -> int | None:
        """The component that is meant; none where there is none."""
        return self.by_slug.get(written.lower()) or self.by_key.get(code_key(written))
