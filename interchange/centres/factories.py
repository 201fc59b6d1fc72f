"""Centres for tests."""

from typing import Any

from interchange.centres.models import Centre
from interchange.centres.rules import states

NAMES = ("Long Road College", "Hillside School", "St Anne's School", "Park Academy", "Riverside College")


def make_centre(number: str = "", name: str = "", **values: Any) -> Centre:
    """A centre; without a number the next free one from 10001 on, each with its own name."""
    made = Centre.objects.count()
    number = number or f"{10001 + made}"
    named = {"name": name or NAMES[made % len(NAMES)], "login_id": number}
    values.setdefault("admits", values.get("state", states.LIVE) in states.ADMITTING)
    return Centre.objects.create(number=number, **named | values)
