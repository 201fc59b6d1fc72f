"""The people and the paperwork that tests of joining need."""

from typing import Any

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.centres.factories import enter_a_head, publish_text
from interchange.centres.models import Centre, Nomination
from interchange.centres.services import approvals
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.sealed import unseal
from interchange.notifications.models import Notice

EYES = Actor.system("tests")


@pytest.fixture
def april(db: None) -> Actor:
    """April of the awarding body, who approves centres."""
    return make_actor("April Provost", Role.APPROVALS)


@pytest.fixture
def leo(db: None) -> Actor:
    """Leo, support lead, who appoints."""
    return make_actor("Leo Lindqvist", Role.SUPPORT_LEAD)


@pytest.fixture
def sue(db: None) -> Actor:
    """Sue, support agent, who starts changes and calls back."""
    return make_actor("Sue Porter", Role.SUPPORT)


@pytest.fixture
def text(april: Actor) -> str:
    """The fingerprint of the text in force."""
    return publish_text(april).text_hash


@pytest.fixture
def open_centre(centre: Centre, april: Actor, text: str) -> Centre:
    """Long Road College, approved for GQ, with a head on record; its mail is at c10001.example."""
    enter_a_head(centre.number, april)
    approvals.grant_approval(centre.number, "GQ", by=april)
    return centre


def token_of(kind: str, address: str = "") -> str:
    """The token of the link in the last mail of this kind."""
    found = Notice.objects.filter(kind=kind)
    last = (found.filter(address=address) if address else found).latest("made_at", "id")
    return unseal(last.sealed_secret).rstrip("/").rpartition("/")[2]


def nominations(**wanted: Any) -> list[Nomination]:
    """Nominations as the awarding body sees them."""
    with tenancy.reading(EYES):
        return list(Nomination.objects.visible_to(EYES).filter(**wanted).select_related("agreement"))
