"""Withdrawing one entry, and finding candidates."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component
from interchange.centres.factories import make_centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed, Refused
from interchange.core.identifiers import new_id
from interchange.entries import queries
from interchange.entries.factories import make_candidate, make_cohort, make_entry
from interchange.entries.models import Entry
from interchange.entries.services import withdraw_entry

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_a_withdrawn_entry_stays_on_record_and_no_longer_stands() -> None:
    centre = make_centre()
    entry = make_entry(centre=centre)
    by = Actor.system("withdraw", centre_id=centre.pk)
    with clock.pretend(NOON):
        withdraw_entry(entry.pk, by=by)
    with tenancy.reading(by):
        assert list(queries.live_entries(by)) == []
        assert Entry.objects.visible_to(by).get().withdrawn_at == NOON
        assert (
            EventRecord.objects.visible_to(by).get(name=Event.ENTRY_WITHDRAWN.value).subject
            == f"entry:{entry.pk}"
        )


def test_it_is_withdrawn_once() -> None:
    centre = make_centre()
    entry = make_entry(centre=centre, withdrawn_at=NOON)
    with pytest.raises(Refused) as refusal:
        withdraw_entry(entry.pk, by=Actor.system("withdraw", centre_id=centre.pk))
    assert (refusal.value.code, refusal.value.message) == (
        "withdrawn",
        "This entry was withdrawn on 1 March 2027.",
    )


def test_another_centres_entry_is_not_there() -> None:
    entry = make_entry(centre=make_centre())
    stranger = Actor.system("withdraw", centre_id=make_centre().pk)
    with pytest.raises(Http404):
        withdraw_entry(entry.pk, by=stranger)
    with pytest.raises(Http404):
        withdraw_entry(new_id(), by=stranger)


def test_only_who_submits_entries_withdraws() -> None:
    centre = make_centre()
    entry = make_entry(centre=centre)
    with pytest.raises(NotAllowed):
        withdraw_entry(entry.pk, by=Actor(name="Ann", centre_id=centre.pk))


def test_the_database_keeps_one_live_entry_per_candidate_and_code() -> None:
    entry = make_entry(centre=make_centre())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(entry.candidate)


def test_the_database_keeps_one_candidate_per_number() -> None:
    centre = make_centre()
    make_candidate(centre, "0001")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_candidate(centre, "0001", uci="101010260001C")


def test_an_entry_cannot_point_at_another_centres_candidate() -> None:
    mine, other = make_centre(), make_centre()
    stranger = make_candidate(other)
    stranger.centre_id = mine.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(stranger)


# ---------------------------------------------------------------- finding candidates


def found(centre_id: int | None, typed: str) -> list[str]:
    by = Actor.system("search", centre_id=centre_id)
    with tenancy.reading(by):
        return [candidate.number for candidate in queries.candidates_matching(by, typed)]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("0001", ["0001"]),
        ("1", ["0001"]),
        ("fox", ["0001"]),
        ("ada fox", ["0001"]),
        ("cruz", ["0002"]),
        ("ben", ["0002"]),
        ("ada cruz", []),
        ("101010260001c", ["0001"]),
        ("", []),
        ("\x00", []),
        ("%", []),
    ],
)
def test_candidates_are_found_by_number_code_or_the_beginnings_of_names(
    typed: str, numbers: list[str]
) -> None:
    centre = make_centre()
    make_candidate(centre, "0001", surname="Fox", forenames="Ada", uci="101010260001C")
    make_candidate(centre, "0002", surname="de la Cruz", forenames="Ben")
    assert found(centre.pk, typed) == numbers


def test_a_centre_finds_only_its_own_candidates_and_the_awarding_body_finds_all() -> None:
    mine, other = make_centre(), make_centre()
    make_candidate(mine, surname="Fox")
    make_candidate(other, surname="Fox")
    assert found(mine.pk, "fox") == ["0001"]
    assert found(None, "fox") == ["0001", "0001"]


def test_a_cohort_is_entered_for_its_component() -> None:
    centre, component = make_centre(), make_component("R068/01", unit=True)
    entries = make_cohort(centre, component, 3, group="11X")
    assert {(entry.entry_code, entry.teaching_group) for entry in entries} == {("R068", "11X")}
    by = Actor.system("list", centre_id=centre.pk)
    with tenancy.reading(by):
        assert queries.live_entries(by).filter(option__components=component).count() == 3
