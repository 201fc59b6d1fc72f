"""The schedule is whole, and what it says is done every night is done (8)."""

import pytest

from interchange.core import tenancy
from interchange.core.letting_go import Held
from interchange.privacy.queries import all_work
from interchange.privacy.rules import BY_KEY, SCHEDULE, Doing


def test_every_record_is_there_once_and_says_all():
    assert len(BY_KEY) == len(SCHEDULE)
    for record in SCHEDULE:
        assert all([record.what, record.keep, record.counted, record.why])
        assert record.mark in {"S", "C", "I"}


def test_what_is_let_go_of_every_night_has_somebody_who_does_it_and_nothing_else_has():
    """A record whose kind is not kept yet says so, until the capability that keeps it lets go of it too."""
    nightly = {record.key for record in SCHEDULE if record.doing is Doing.NIGHTLY}
    assert {work.record for work in all_work()} == nightly


@pytest.mark.django_db
def test_a_hold_on_what_is_no_key_holds_nothing_back_and_stops_nothing():
    """Whoever places a hold on an object types what the trail calls it."""
    kinds = (
        "transfer",
        "hosting",
        "site",
        "arrival",
        "thread",
        "case",
        "file",
        "batch",
        "entry",
        "learner",
        "invoice",
    )
    held = Held(
        subjects=frozenset(f"{kind}:{name}" for kind in (*kinds, "correction") for name in ("no key", ""))
    )
    with tenancy.for_staff():
        assert {work.due(held) for work in all_work()} == {0}
