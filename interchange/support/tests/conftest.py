"""The people of these tests: somebody who answers messages, and somebody of security."""

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role


@pytest.fixture
def sue(db):
    """Sue of the awarding body: AB support agent."""
    return make_actor("Sue Porter", Role.SUPPORT)


@pytest.fixture
def leo(db):
    """Leo of the awarding body: AB support lead."""
    return make_actor("Leo Lindqvist", Role.SUPPORT_LEAD)


@pytest.fixture
def seb(db):
    """Seb of the awarding body: AB security officer."""
    return make_actor("Seb Curie", Role.SECURITY)
