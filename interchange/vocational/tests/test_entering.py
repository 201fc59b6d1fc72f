"""What lines about learners do to the vocational entries of a centre."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.grid import Grid
from interchange.vocational.rules.entering import (
    Held,
    Learner,
    Person,
    Row,
    Scheme,
    Unit,
    approval_names,
    decide,
    is_whole_change,
)
from interchange.vocational.rules.learners import LEARNERS

UNITS = [
    Unit(1, "201", "A/601/1429", "Plan"),
    Unit(2, "202", "", "Do"),
    Unit(3, "", "B/601/1430", "Look back"),
]
BUSINESS = Scheme("05878", "Business", UNITS)
ADA = Person("1234567899", "Adeyemi", "Ada", date(2001, 5, 15), "F", "17")
BEN = Person("", "Brown", "Ben", date(2002, 6, 16), "M", "")


def row(person=ADA, *wanted, line=2):
    return Row(line, person, wanted)


def after(*rows):
    """What is held once these rows have been taken."""
    plan = decide(rows, Held(), BUSINESS)
    entries: dict[UUID, set[int | None]] = {}
    for learner, unit in plan.added:
        entries.setdefault(learner, set()).add(unit)
    return Held(list(plan.learners.values()), {key: frozenset(units) for key, units in entries.items()})


def said(held, *rows):
    plan = decide(rows, held, BUSINESS)
    return [line.effect or line.problem for line in plan.lines]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row()], ["New learner; entered for the award"]),
        ([row(ADA, "201", "B/601/1430")], ["New learner; entered for 201, b/601/1430"]),
        ([row(ADA, "999", "201")], ["Business has no unit 999."]),
        (
            [row(), row(ADA, line=3)],
            ["New learner; entered for the award", "This learner stands in line 2 already."],
        ),
    ],
)
def test_a_new_learner_is_entered_for_the_award_or_for_units(rows, told):
    assert [line[: len(want)] for line, want in zip(said(Held(), *rows), told, strict=True)] == told


@pytest.mark.parametrize(
    ("held", "then", "told"),
    [
        (row(), row(), ""),
        (row(ADA, "201"), row(ADA, "201"), ""),
        (row(ADA, "201"), row(ADA, "201", "202"), "Entered for 202"),
        (row(), row(ADA, "201"), "Adeyemi, Ada is entered for the full award. Withdraw that first"),
        (row(ADA, "201"), row(), "Adeyemi, Ada is entered for units. Withdraw them first"),
        (row(BEN), row(BEN._replace(uln="1000000043")), "Details changed"),
        (
            row(),
            row(ADA._replace(surname="Brown", forenames="Bo")),
            "ULN 1234567899 belongs to Adeyemi, Ada.",
        ),
        (row(), row(ADA._replace(uln="")), ""),
        (row(), row(ADA._replace(uln="1000000043")), "New learner; entered for the award"),
        (row(), row(ADA._replace(sex="M")), "Details changed"),
    ],
)
def test_a_line_about_somebody_held_changes_only_what_it_says(held, then, told):
    found = said(after(held), then)[0]
    assert found.startswith(told) if told else found == ""


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        (ADA, ADA._replace(surname="Smith"), False),
        (ADA, ADA._replace(forenames="Adaeze"), False),
        (ADA, ADA._replace(surname="Smith", forenames="Bo"), True),
        (ADA, ADA._replace(surname="ADEYEMI", forenames="ada"), False),
    ],
)
def test_the_whole_name_changes_where_both_parts_do(before, after, whole):
    assert is_whole_change(before, after) is whole


@pytest.mark.parametrize(
    ("number", "code", "names"),
    [("600/6205/8", "", {"60062058"}), ("", "05878", {"05878"}), ("", "j834", {"J834"}), ("", "", set())],
)
def test_an_approval_names_a_scheme_by_number_or_code(number, code, names):
    assert approval_names(number, code) == names


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("award", ()),
        ("Award ", ()),
        ("201", ("201",)),
        ("201; 202,203", ("201", "202", "203")),
        ("201;201", ("201",)),
    ],
)
def test_what_a_learner_is_entered_for_is_read(typed, read):
    assert wanted().columns[0].read(typed) == read


@pytest.mark.parametrize("typed", ["award; 201", ";", "9" * 21, "; ".join(map(str, range(61)))])
def test_award_and_units_together_are_refused(typed):
    with pytest.raises(ValueError, match="Enter award, or the numbers of units"):
        wanted().columns[0].read(typed)


def wanted():
    return Grid(LEARNERS.columns[-1])


PEOPLE = st.builds(
    Person, st.sampled_from(["", "1234567899", "1000000043"]), st.sampled_from(["Lee", "Webb"]),
    st.sampled_from(["", "Ann"]), st.sampled_from([date(2001, 1, 1), date(2002, 2, 2)]), st.sampled_from("FM"),
    st.just(""),
)  # fmt: skip
ROWS = st.lists(st.tuples(PEOPLE, st.sampled_from([(), ("201",), ("201", "202")])), max_size=8)


@given(ROWS)
def test_the_same_lines_again_do_nothing_and_nobody_has_award_and_units(lines):
    rows = [Row(number, person, units) for number, (person, units) in enumerate(lines, start=2)]
    first = decide(rows, Held(), BUSINESS)
    held = after(*rows)
    again = decide(rows, held, BUSINESS)
    assert again.added == []
    assert all(None not in units or len(units) == 1 for units in held.entries.values())
    assert len(first.lines) == len(rows)
    ulns = [one.person.uln for one in held.learners if one.person.uln]
    assert len(ulns) == len(set(ulns))
    assert all(isinstance(one, Learner) for one in held.learners)
