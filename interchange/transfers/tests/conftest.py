"""A paper, a candidate who sits it, and the officer who decides."""

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.models import Component
from interchange.centres.models import Centre
from interchange.core.actor import Actor
from interchange.entries.models import Candidate
from interchange.transfers.factories import make_paper, make_sitter


@pytest.fixture
def enzo(db: None) -> Actor:
    """Enzo of the awarding body: AB entries officer."""
    return make_actor("Enzo Ricci", Role.ENTRIES)


@pytest.fixture
def paper(db: None) -> Component:
    """J277/01: 7 June 2027, nine o'clock, an hour and a half."""
    return make_paper()


@pytest.fixture
def candidate(centre: Centre, paper: Component) -> Candidate:
    """Candidate 0001 of Long Road College, who sits it."""
    return make_sitter(centre, paper)
