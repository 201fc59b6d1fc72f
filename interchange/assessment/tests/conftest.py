from collections.abc import Callable
from functools import partial

import pytest

from interchange.assessment.factories import ASheet, make_sheet
from interchange.centres.models import Centre


@pytest.fixture
def a_sheet(centre: Centre) -> Callable[..., ASheet]:
    """Makes a sheet of the first centre."""
    return partial(make_sheet, centre)
