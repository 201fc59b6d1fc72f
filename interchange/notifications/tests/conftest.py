"""People who are told something, and the worker that mails it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.notifications.models import Notice
from interchange.notifications.services import send_digests, send_due

NOON = datetime(2027, 5, 12, 12, tzinfo=clock.LONDON)
"""A Wednesday."""


@pytest.fixture
def noon() -> Any:
    """Everything in the test happens at noon on a school day, until the test says otherwise."""
    with clock.pretend(NOON):
        yield NOON


@pytest.fixture
def addressed(ann: Actor, ben: Actor, cal: Actor) -> None:
    """Ann, Ben and Cal have e-mail addresses."""
    for actor in (ann, ben, cal):
        name = actor.name.split()[0].lower()
        get_user_model().objects.filter(pk=str(actor.person_id)).update(email=f"{name}@school.example")


@pytest.fixture
def worker() -> Callable[..., int]:
    """Sends what is due at a moment: noon if nothing else is said."""

    def work(at: datetime = NOON) -> int:
        return send_due(at=at) + send_digests(at=at)

    return work


def the_notice() -> Notice:
    """The one that there is."""
    return Notice.objects.get()
