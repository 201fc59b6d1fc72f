"""Two hundred random courses of work with faults: no acknowledged mark is lost, doubled or half applied."""

from collections.abc import Iterator

import pytest

from interchange.assessment.factories import ASheet, make_sheet
from interchange.assessment.queries.places import Address
from interchange.centres.factories import make_centre
from interchange.entries.factories import make_cohort
from tests.faults.model import Schedule, let_go

BLOCKS, IN_A_BLOCK, STEPS, CANDIDATES = 4, 50, 6, 3


@pytest.fixture
def first(transactional_db: None) -> Iterator[ASheet]:
    """The sheet of a first centre, whose component and window all others share."""
    yield make_sheet(make_centre("10001"), candidates=1)
    let_go()


@pytest.mark.parametrize("block", range(BLOCKS))
def test_what_was_acknowledged_is_what_there_is_whatever_happens(first, block):
    for seed in range(block * IN_A_BLOCK, (block + 1) * IN_A_BLOCK):
        centre = make_centre(f"2{seed:04d}")
        make_cohort(centre, first.component, CANDIDATES, series=first.stored_series())
        address = Address(first.address.series, first.address.component)
        Schedule(ASheet(centre, first.component, address), seed).run(STEPS)
