"""A turn lasts as long as its transaction, on a connection that goes on living."""

import pytest
from django.db import DatabaseError, connection, transaction

from interchange.centres.factories import make_centre
from interchange.centres.models import Centre
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.entries.factories import make_candidate
from interchange.entries.models import Candidate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ours() -> Centre:
    """A centre with a candidate."""
    return make_candidate_at("10001")


@pytest.fixture
def theirs() -> Centre:
    """Another one."""
    return make_candidate_at("20002")


def make_candidate_at(number: str) -> Centre:
    centre = make_centre(number)
    make_candidate(centre)
    return centre


def centres_seen() -> set[int]:
    return set(Candidate.unscoped.values_list("centre_id", flat=True))


def test_the_next_transaction_sees_nothing(ours, theirs):
    with tenancy.for_centre(ours.pk):
        assert centres_seen() == {ours.pk}
    with transaction.atomic():
        assert settings_now() == ("none", "")
        assert centres_seen() == set()


def test_staff_s_turn_ends_too(ours, theirs):
    with tenancy.for_staff():
        assert settings_now() == (tenancy.STAFF_ROLE, "")
        assert centres_seen() == {ours.pk, theirs.pk}
    assert centres_seen() == set()


def test_a_turn_that_fails_leaves_nothing_behind(ours, theirs):
    with pytest.raises(ZeroDivisionError), tenancy.for_staff():
        1 / 0  # noqa: B018
    assert centres_seen() == set()


def test_a_turn_within_a_turn_ends_with_itself(ours, theirs):
    with tenancy.for_centre(ours.pk):
        with tenancy.for_staff():
            assert len(centres_seen()) == 2
        assert centres_seen() == {ours.pk}
        with pytest.raises(ZeroDivisionError), tenancy.for_centre(theirs.pk):
            1 / 0  # noqa: B018
        assert centres_seen() == {ours.pk}


def test_who_reads_cannot_write(ours, theirs):
    reader = Actor("Ann", centre_id=ours.pk)
    with pytest.raises(DatabaseError, match="read-only transaction"), tenancy.reading(reader):
        Candidate.unscoped.update(surname="Lee")


def test_a_change_is_never_part_of_another(ours, theirs):
    writer = Actor("Ann", centre_id=ours.pk)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), tenancy.writing(writer):
        pass  # pragma: no cover


def settings_now() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('app.centre', true)")
        role, centre = cursor.fetchone()
    return role, centre
