"""When a row is Checked, and what it still lacks (R-MK-3, R-MK-9, R-RI-2)."""

from decimal import Decimal

import pytest

from interchange.assessment.rules.marks import Value, checked_after, gap

NOTHING, FIFTY, SIXTY = Value(), Value(mark=Decimal(50)), Value(mark=Decimal(60))
ABSENT, PASS = Value(absent=True), Value(grade="P")
ZERO, ZERO_SAID = Value(mark=Decimal(0)), Value(mark=Decimal(0), reason="nothing-creditable")
SIXTY_IN_PARTS = Value(mark=Decimal(60), parts=(Decimal(10), Decimal(50)))


@pytest.mark.parametrize(
    ("old", "new", "was_checked", "ticked", "fresh", "checked"),
    [
        # nobody ticks
        (NOTHING, FIFTY, False, False, True, False),
        (FIFTY, FIFTY, True, False, True, False),
        (FIFTY, FIFTY, True, False, False, False),
        # the same value, ticked
        (FIFTY, FIFTY, False, True, True, True),
        (FIFTY, FIFTY, False, True, False, True),
        (FIFTY, FIFTY, True, True, False, True),
        (ABSENT, ABSENT, False, True, False, True),
        (PASS, PASS, False, True, False, True),
        # a changed value unticks, unless the tick was surely made for it
        (FIFTY, SIXTY, True, True, False, False),
        (FIFTY, SIXTY, True, True, True, True),
        (FIFTY, SIXTY, False, True, False, True),
        (NOTHING, FIFTY, False, True, False, True),
        (FIFTY, ABSENT, True, True, False, False),
        (SIXTY, SIXTY_IN_PARTS, True, True, False, False),
        # what can never be checked
        (FIFTY, NOTHING, True, True, True, False),
        (NOTHING, NOTHING, False, True, True, False),
        (FIFTY, ZERO, False, True, True, False),
        (ZERO, ZERO, False, True, True, False),
        (ZERO, ZERO_SAID, False, True, True, True),
        (ZERO_SAID, ZERO_SAID, True, True, False, True),
    ],
)
def test_a_row_is_checked_only_by_a_tick_made_for_its_value(old, new, was_checked, ticked, fresh, checked):
    assert checked_after(old, new, was_checked=was_checked, ticked=ticked, fresh=fresh) is checked


@pytest.mark.parametrize(
    ("value", "checked", "said"),
    [
        (NOTHING, False, "No mark, grade or absent yet"),
        (NOTHING, True, "No mark, grade or absent yet"),
        (ZERO, False, "Say why this mark is 0."),
        (ZERO, True, "Say why this mark is 0."),
        (FIFTY, False, "Not checked yet"),
        (ABSENT, False, "Not checked yet"),
        (PASS, False, "Not checked yet"),
        (FIFTY, True, ""),
        (ABSENT, True, ""),
        (PASS, True, ""),
        (ZERO_SAID, True, ""),
    ],
)
def test_each_row_says_the_first_thing_that_it_lacks(value, checked, said):
    assert gap(value, checked=checked) == said
