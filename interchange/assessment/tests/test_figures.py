"""The figures at the foot of a sheet, and what looks odd in them (6.3; C11, B4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.assessment.rules.figures import Figures, figures_of, oddities
from interchange.assessment.rules.marks import Profile

OUT_OF_70 = Profile("H446/03", "Programming project", 70)
NO_MAXIMUM = Profile("H446/03", "Programming project")


def marks(*values):
    return [Decimal(str(value)) for value in values]


@pytest.mark.parametrize(
    ("given_marks", "figures"),
    [
        ([], Figures(0)),
        ([54], Figures(1, "54.0", "54", "54", "0.0")),
        ([10, 20, 30], Figures(3, "20.0", "30", "10", "8.2")),
        ([0, 70], Figures(2, "35.0", "70", "0", "35.0")),
        (["10.5", 11], Figures(2, "10.8", "11", "10.5", "0.2")),
    ],
)
def test_figures_by_hand(given_marks, figures):
    assert figures_of(marks(*given_marks)) == figures


@given(st.lists(st.integers(0, 140), min_size=1, max_size=60))
def test_the_mean_lies_between_the_lowest_and_the_highest(doubled):
    found = figures_of([Decimal(mark) / 2 for mark in doubled])
    assert Decimal(found.lowest) - 1 <= Decimal(found.mean) <= Decimal(found.highest) + 1
    assert found.count == len(doubled)


@pytest.mark.parametrize(
    ("given_marks", "said"),
    [
        ([5] * 30, ["All 30 marks are 5. Is that right?"]),
        ([0] * 5, ["All 5 marks are 0. Is that right?"]),
        (["5.5"] * 6, ["All 6 marks are 5.5. Is that right?"]),
        ([5] * 4, []),
        ([0, 0, 10, 20, 30, 40, 50, 60, 61, 62], []),
        ([0, 0, 0, 20, 30, 40, 50, 60, 61, 62], ["3 candidates have 0."]),
        ([70, 70, 70, 20, 30, 40, 50, 60, 61, 62], ["3 candidates have 70."]),
        ([0, 0, 70, 70, 40], ["2 candidates have 0.", "2 candidates have 70."]),
        ([0, 0, 20], []),
        ([], []),
    ],
)
def test_a_fifth_of_the_group_at_either_end_is_usual_and_more_is_worth_a_look(given_marks, said):
    assert oddities(marks(*given_marks), OUT_OF_70) == said


def test_without_a_maximum_only_zeros_are_counted():
    assert oddities(marks(70, 70, 70, 1, 2), NO_MAXIMUM) == []


@pytest.mark.parametrize(
    ("absent", "said"), [(5, ["All 5 candidates are absent. Is that right?"]), (4, []), (0, [])]
)
def test_everybody_absent_is_worth_a_look(absent, said):
    assert oddities([], OUT_OF_70, absent=absent) == said
