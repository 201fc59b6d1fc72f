"""Raw marks as uniform marks: what awarding bodies have printed, worked cases, and what holds for any boundaries."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.catalogue.rules.ums import Unit, unit
from interchange.core.errors import Refused

PUBLISHED = Path(__file__).resolve().parents[3] / "demo_data" / "catalogue"
COLUMNS = {"a_star": "A*", "a": "A", "b": "B", "c": "C", "d": "D", "e": "E", "f": "F", "g": "G"}


def rows_of(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def marks_of(row: dict[str, str]) -> list[tuple[str, int]]:
    return [(grade, int(row[column])) for column, grade in COLUMNS.items() if row[column]]


def published() -> dict[tuple[str, str], Unit]:
    """Every unit whose boundaries were printed, by series and code."""
    rows = rows_of("ums_unit_boundaries.csv")
    return {
        (raw["series"], raw["unit_code"]): unit(
            marks_of(raw), marks_of(ums), raw_max=int(raw["max_mark"]), ums_max=int(ums["max_mark"]),
            level=raw["level"], tier=raw["tier"],
        )
        for raw, ums in zip(rows[::2], rows[1::2], strict=True)
    }  # fmt: skip


UNITS = published()


def test_every_printed_boundary_has_the_printed_uniform_mark_and_no_mark_contradicts_it():
    assert len(UNITS) == 14
    for one in UNITS.values():
        assert [one.ums(step.raw) for step in one.steps] == [step.ums for step in one.steps]
        assert one.faults() == []
        assert one.ums(0) == 0


def test_the_paper_s_maximum_has_the_most_uniform_marks_but_on_foundation_tier():
    for one in UNITS.values():
        assert one.ums(one.raw_max) == one.most
        assert (one.most == one.ums_max) == (one.tier != "F" or one.ums_max == 83)


@pytest.mark.parametrize("row", rows_of("ums_published_points.csv"), ids=lambda row: row["unit"])
def test_a_printed_conversion_comes_out_as_printed(row: dict[str, str]):
    marks = {side: row[f"boundaries_{side}"].split() for side in ("raw", "ums")}
    raw, ums = ([(mark[0], int(mark[1:])) for mark in marks[side]] for side in ("raw", "ums"))
    if (
        not raw
    ):  # the guide prints the cap alone: 73 = A + 2 x (A - B), of which A = 59 and B = 52 is one case
        raw, ums = [("A", 59), ("B", 52)], [("A", 96), ("B", 84)]
    one = unit(raw, ums, raw_max=int(row["raw_max"]), ums_max=int(row["ums_max"]))
    assert one.ums(int(row["raw_mark"])) == int(row["published_ums"])


@pytest.mark.parametrize(
    ("code", "conversions"),
    [
        ("F012", {74: 72, 80: 78, 110: 108, 25: 24, 120: 120}),
        ("F013", {72: 69, 74: 72, 79: 80, 80: 80}),
        ("F014", {100: 104, 104: 108, 110: 114, 116: 120, 120: 120}),
        ("F144", {79: 80, 99: 100, 98: 99, 100: 100}),
    ],
)
def test_the_worked_units_of_june_2014(code: str, conversions: dict[int, int]):
    one = UNITS["June 2014", code]
    assert {raw: one.ums(raw) for raw in conversions} == conversions


def test_foundation_tier_stops_one_below_the_grade_that_it_does_not_have():
    ocr, edexcel = UNITS["November 2015", "A633/F"], UNITS["June 2016", "ADDSCI-pair1/F"]
    assert (ocr.most, ocr.ums(80), edexcel.most, edexcel.ums(60)) == (83, 83, 55, 55)


def test_a_table_has_every_mark_with_its_grade_the_highest_first():
    lines = UNITS["June 2014", "F011"].table()
    assert [(line.raw, line.ums, line.grade) for line in (lines[0], lines[-1])] == [
        (80, 80, "A"),
        (0, 0, "U"),
    ]
    assert [(line.grade, line.raw) for line in lines if line.begins] == [
        ("A", 68), ("B", 61), ("C", 54), ("D", 47), ("E", 41),
    ]  # fmt: skip


@pytest.mark.parametrize("row", rows_of("ums_specification_boundaries.csv"), ids=lambda row: row["spec"])
def test_an_award_s_boundaries_are_the_shares_of_its_uniform_marks(row: dict[str, str]):
    shares = {"A": 80, "B": 70, "C": 60, "D": 50, "E": 40, "P2": 60, "P1": 30}
    printed = json.loads(row["boundaries_json"])
    assert printed == {grade: int(row["max_ums"]) * shares[grade] // 100 for grade in printed}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"raw_max": None}, "no-maximum"),
        ({"ums_max": None}, "no-maximum"),
        ({"raw": []}, "two-scales"),
        ({"ums": [("A", 80), ("C", 60)]}, "two-scales"),
        ({"raw": [("A", 40), ("B", 40)]}, "not-in-order"),
        ({"raw": [("A", 61), ("B", 40)]}, "not-in-order"),
        ({"raw": [("A", 40), ("B", 0)]}, "not-in-order"),
        ({"ums": [("A", 70), ("B", 80)]}, "not-in-order"),
    ],
)
def test_what_cannot_be_a_scale_is_refused(changes: dict[str, Any], code: str):
    good: dict[str, Any] = {
        "raw": [("A", 40), ("B", 30)], "ums": [("A", 80), ("B", 70)], "raw_max": 60, "ums_max": 100,
    }  # fmt: skip
    unit(**good)
    with pytest.raises(Refused) as refusal:
        unit(**good | changes)
    assert refusal.value.code == code


@pytest.mark.parametrize("raw", [-1, 61])
def test_a_mark_beyond_the_paper_is_refused(raw: int):
    one = unit([("A", 40)], [("A", 80)], raw_max=60, ums_max=100)
    assert (one.ums(50), one.ums(60)) == (90, 100)
    with pytest.raises(Refused, match="from 0 to 60"):
        one.ums(raw)


@st.composite
def units(draw: Any) -> Unit:
    """A unit with any boundaries that fall."""
    raw_max, ums_max = draw(st.integers(8, 150)), draw(st.integers(8, 300))
    grades = draw(
        st.sampled_from([["A", "B", "C", "D", "E"], ["A*", "A", "B"], ["C", "D"], ["P"], ["*2", "D2"]])
    )
    raw, ums = (
        sorted(draw(st.sets(st.integers(1, most), min_size=len(grades), max_size=len(grades))), reverse=True)
        for most in (raw_max, ums_max)
    )
    return unit(
        list(zip(grades, raw, strict=True)), list(zip(grades, ums, strict=True)), raw_max=raw_max, ums_max=ums_max,
        level=draw(st.sampled_from(["AS", "A2", ""])), tier=draw(st.sampled_from(["", "F", "H"])),
    )  # fmt: skip


@given(units())
def test_uniform_marks_never_fall_stay_within_bounds_and_keep_every_printed_boundary(one: Unit):
    marks = [one.ums(raw) for raw in range(one.raw_max + 1)]
    assert all(low <= high for low, high in pairwise(marks))
    assert (marks[0], max(marks) <= one.most <= one.ums_max) == (0, True)
    assert [marks[step.raw] for step in one.steps] == [step.ums for step in one.steps]
    assert [line.grade for line in one.table() if line.begins] == [step.grade for step in one.steps]
    assert not any("falls" in fault for fault in one.faults())


def test_two_scales_too_far_apart_are_told():
    one = unit([("A", 40), ("B", 10)], [("A", 12), ("B", 11)], raw_max=60, ums_max=100)
    assert one.faults() == [
        f"Raw mark {raw} has another grade than its uniform mark." for raw in range(25, 40)
    ]
