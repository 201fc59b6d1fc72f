"""One person under several UCIs: which stays, how they are merged, and where not (R-ID-8, R-ID-11)."""

from datetime import date
from typing import Any

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_series
from interchange.centres.factories import make_centre
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed, Refused
from interchange.entries.factories import make_candidate
from interchange.entries.models import Candidate
from interchange.entries.queries.duplicates import duplicate_count, duplicates
from interchange.entries.rules.duplicates import Use, check_mergeable, kept_of
from interchange.entries.rules.identifiers import make_uci
from interchange.entries.services.ucis import merge_ucis
from interchange.notifications.models import Notice

OLD, NEW = make_uci("54321", 2025, "0007"), make_uci("12345", 2027, "0001")
WHY = "same pupil, confirmed by both schools"
ADA: dict[str, Any] = {"surname": "Fox", "forenames": "Ada", "born_on": date(2011, 1, 2), "sex": "F"}


@pytest.mark.parametrize(
    ("uses", "kept"),
    [
        ([Use(NEW, 1, "2027-06", "0001"), Use(OLD, 2, "2025-06", "0007")], OLD),
        ([Use(NEW, 1, "2025-06", "0001"), Use(OLD, 2, "2027-06", "0007")], NEW),
        ([Use(NEW, 1, "2027-06", "0001"), Use(OLD, 2, "2027-06", "0007")], OLD),
    ],
)
def test_the_earliest_uci_stays(uses: list[Use], kept: str) -> None:
    assert kept_of(uses) == kept


@pytest.mark.parametrize(
    ("gone", "kept", "centre", "code"),
    [(NEW, OLD, 1, "together"), (NEW, NEW, 2, "same"), (make_uci("12345", 2027, "0099"), OLD, 2, "unknown")],
)
def test_what_cannot_be_merged_is_told(gone: str, kept: str, centre: int, code: str) -> None:
    uses = [Use(NEW, 1, "2027-06", "0001"), Use(OLD, centre, "2027-06", "0007")]
    with pytest.raises(Refused) as refusal:
        check_mergeable(gone, kept, uses)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_staff_find_them_merge_them_and_both_centres_are_told() -> None:
    here, there = make_centre("12345"), make_centre("54321")
    ann, staff = make_actor("Ann Lee", Role.EFA, centre=here), make_actor("Eve Hall", Role.ENTRIES)
    make_candidate(here, "0001", uci=NEW, **ADA)
    make_candidate(there, "0007", uci=OLD, series=make_series("2025-06"), **ADA)
    make_candidate(there, "0008", surname="Fox", forenames="Ben")
    with tenancy.reading(staff):
        [group] = duplicates(staff)
        assert (group.ucis, group.together, duplicate_count(staff)) == ((OLD, NEW), (), 1)
    with tenancy.reading(ann):
        assert (duplicates(ann), duplicate_count(ann)) == ([], 0)
    with pytest.raises(NotAllowed):
        merge_ucis(NEW, OLD, reason=WHY, by=ann)
    with pytest.raises(Refused, match="Say why"):
        merge_ucis(NEW, OLD, reason="", by=staff)
    assert merge_ucis(NEW, OLD, reason=WHY, by=staff) == 1
    with tenancy.reading(Actor.system("tests")):
        assert set(Candidate.unscoped.filter(surname="Fox", forenames="Ada").values_list("uci")) == {(OLD,)}
        event = EventRecord.unscoped.get(name=Event.UCIS_MERGED.value)
        assert (event.centre_id, event.reason, event.data["candidates"]) == (here.pk, WHY, ["2027-06 0001"])
    assert [(each.person_id, WHY in each.body) for each in Notice.objects.all()] == [(ann.person_id, True)]
