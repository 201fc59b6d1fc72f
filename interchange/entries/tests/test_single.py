"""One entry or candidate, changed on a page: by the centre, and by the awarding body for it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Option, Tariff
from interchange.centres.factories import make_approval, make_centre
from interchange.centres.models import Centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed, Refused
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import Candidate, Entry, Version
from interchange.entries.rules.states import state_of
from interchange.entries.services import single
from interchange.notifications.models import Notice

pytestmark = pytest.mark.django_db

ON_TIME = datetime(2027, 1, 10, 12, tzinfo=UTC)
LATE = datetime(2027, 3, 1, 12, tzinfo=UTC)
CLOSED = datetime(2027, 8, 19, 12, tzinfo=UTC)
WHY = "asked for by telephone on 3 August"


@pytest.fixture
def centre() -> Centre:
    centre = make_centre("12345")
    make_approval(centre)
    series = make_series("2027-06")
    paper = make_component("J560/01", kind="exam")
    make_option(paper, code="F", tier="F")
    make_option(paper, code="H", tier="H")
    Tariff.objects.create(series=series, entry_code="J560", pence=4000)
    return centre


@pytest.fixture
def officer(centre: Centre) -> Actor:
    return make_actor("Ann Lee", Role.EFA, centre=centre)


@pytest.fixture
def staff() -> Actor:
    return make_actor("Eve Hall", Role.ENTRIES)


@pytest.fixture
def entry(centre: Centre) -> Entry:
    """Foundation tier, made on time for £40."""
    candidate = make_candidate(centre, "0001", surname="Fox", forenames="Ada")
    option = Option.objects.get(entry_code="J560", code="F")
    made = make_entry(candidate, option)
    with tenancy.for_centre(centre.pk):
        Version.unscoped.create(
            centre_id=centre.pk, entry=made, action="add", after_id=option.pk, route="form", band="on-time",
            pence=4000, by="Ann Lee",
        )  # fmt: skip
    return made


def last_event(name: Event) -> EventRecord:
    with tenancy.for_staff():
        found = EventRecord.unscoped.filter(name=name.value).order_by("at").last()
    assert found is not None
    return found


def fresh(entry: Entry) -> Entry:
    with tenancy.for_staff():
        return Entry.unscoped.select_related("option", "candidate").get(pk=entry.pk)


def test_a_withdrawal_gives_the_fee_back_until_the_day_and_tells_who_has_to_know(
    entry: Entry, officer: Actor
) -> None:
    with clock.pretend(LATE):
        merge = single.withdraw_entry(entry.pk, by=officer)
    assert (merge.pence, fresh(entry).withdrawn_how) == (-4000, "refund")
    assert last_event(Event.ENTRY_WITHDRAWN).subject == f"entry:{entry.pk}"
    assert Notice.objects.filter(kind="entries-refund").values_list("title", flat=True).get() == (
        "£40.00 given back for 1 withdrawn entry"
    )
    with pytest.raises(Refused, match="This entry was withdrawn on 1 March 2027"):
        single.withdraw_entry(entry.pk, by=officer)


def test_for_medical_reasons_evidence_is_asked_for_and_kept(entry: Entry, officer: Actor) -> None:
    at = datetime(2027, 7, 1, 12, tzinfo=UTC)
    with clock.pretend(at), pytest.raises(Refused) as refusal:
        single.withdraw_entry(entry.pk, medical=True, by=officer)
    assert refusal.value.code == "evidence"
    with clock.pretend(at):
        single.withdraw_entry(entry.pk, medical=True, evidence="certificate of 28 June", by=officer)
    assert fresh(entry).withdrawn_how == "medical"
    assert last_event(Event.ENTRY_WITHDRAWN).reason == "certificate of 28 June"


def test_a_tier_is_changed_with_its_fee_and_the_entry_is_amended(entry: Entry, officer: Actor) -> None:
    with clock.pretend(LATE):
        merge = single.change_option(entry.pk, "H", by=officer)
    assert (fresh(entry).option.code, merge.pence) == ("H", 0)
    assert state_of(band="on-time", amended=True, withdrawn=False) == "amended"
    for code, said in (("H", "has this option already"), ("Z", "has no option “Z”")):
        with clock.pretend(LATE), pytest.raises(Refused, match=said):
            single.change_option(entry.pk, code, by=officer)


def test_a_withdrawn_entry_is_made_again_as_another_one(entry: Entry, officer: Actor) -> None:
    with clock.pretend(ON_TIME), pytest.raises(Refused, match="has not been withdrawn"):
        single.reinstate_entry(entry.pk, by=officer)
    with clock.pretend(ON_TIME):
        single.withdraw_entry(entry.pk, by=officer)
    with clock.pretend(LATE):
        merge = single.reinstate_entry(entry.pk, by=officer)
    assert merge.pence == 8000
    assert fresh(entry).withdrawn_at is not None
    with clock.pretend(LATE), pytest.raises(Refused, match="entered for J560 again already"):
        single.reinstate_entry(entry.pk, by=officer)


def test_details_are_changed_until_the_day_and_old_ones_stay_in_the_trail(
    entry: Entry, officer: Actor
) -> None:
    with clock.pretend(LATE):
        changed = single.change_details(
            entry.candidate_id, {"surname": " Foxe "}, born_on=date(2011, 2, 1), by=officer
        )
    assert (changed.surname, changed.born_on, changed.forenames) == ("Foxe", date(2011, 2, 1), "Ada")
    event = last_event(Event.CANDIDATE_CHANGED)
    assert event.data["old_surname"] == "Fox"
    assert "old_forenames" not in event.data
    with clock.pretend(CLOSED), pytest.raises(Refused) as refusal:
        single.change_details(entry.candidate_id, {"surname": "Fox"}, by=officer)
    assert refusal.value.code == "by-request"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"surname": "Nkomo", "forenames": "Zodwa"}, "proof"),
        ({"uci": "101010260001C"}, "proof"),
        ({"uci": "101010260001D"}, "uci"),
        ({"surname": ""}, "surname"),
        ({"forenames": "A\x00"}, "forenames"),
        ({"sex": "X"}, "sex"),
        ({"status": "Q"}, "status"),
        ({"uln": "9999999999"}, "uln"),
        ({}, "unchanged"),
    ],
)
def test_what_details_cannot_be_is_refused_with_its_field(
    entry: Entry, officer: Actor, typed: dict[str, str], code: str
) -> None:
    with clock.pretend(ON_TIME), pytest.raises(Refused) as refusal:
        single.change_details(entry.candidate_id, typed, by=officer)
    assert refusal.value.code == code


def test_another_name_or_uci_comes_with_proof_and_a_uci_is_one_persons(
    entry: Entry, officer: Actor, centre: Centre
) -> None:
    other = make_candidate(centre, "0002", uci="101010260001C")
    proof = "passport seen on 4 May 2027"
    with clock.pretend(ON_TIME), pytest.raises(Refused, match="is candidate 0002"):
        single.change_details(entry.candidate_id, {"uci": other.uci}, proof=proof, by=officer)
    name = {"surname": "Nkomo", "forenames": "Zodwa"}
    with clock.pretend(ON_TIME):
        single.change_details(entry.candidate_id, name, proof=proof, by=officer)
    assert last_event(Event.CANDIDATE_CHANGED).reason == proof


Deed = Callable[[Entry, Actor], Any]
FOR_CENTRE: dict[str, Deed] = {
    "withdraw": lambda entry, by: single.withdraw_for_centre(entry.pk, reason=WHY, by=by),
    "change": lambda entry, by: single.change_option_for_centre(entry.pk, "H", reason=WHY, by=by),
    "details": lambda entry, by: single.change_details_for_centre(
        entry.candidate_id, {"surname": "Foxe"}, reason=WHY, by=by
    ),
}


@pytest.mark.parametrize("deed", FOR_CENTRE)
def test_the_awarding_body_acts_for_a_centre_late_and_the_centre_reads_why(
    entry: Entry, officer: Actor, staff: Actor, deed: str
) -> None:
    with clock.pretend(CLOSED):
        FOR_CENTRE[deed](entry, staff)
    notice = Notice.objects.get(kind="entries-changed")
    assert (notice.person_id, WHY in notice.body) == (officer.person_id, True)
    with tenancy.for_staff():
        assert EventRecord.unscoped.filter(centre_id=entry.centre_id, reason=WHY).exists()
    with pytest.raises(NotAllowed):
        FOR_CENTRE[deed](entry, officer)


def test_the_awarding_body_says_why(entry: Entry, staff: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        single.withdraw_for_centre(entry.pk, reason=" ", by=staff)
    assert (refusal.value.code, refusal.value.message) == ("reason", "Say why. The centre reads it.")


def test_another_centres_entries_and_candidates_are_not_there(entry: Entry) -> None:
    stranger = make_actor("Cal Reid", Role.EFA, centre=make_centre("54321"))
    deeds: list[Callable[[], Any]] = [
        lambda: single.withdraw_entry(entry.pk, by=stranger),
        lambda: single.change_option(entry.pk, "H", by=stranger),
        lambda: single.reinstate_entry(entry.pk, by=stranger),
        lambda: single.change_details(entry.candidate_id, {"surname": "X"}, by=stranger),
        lambda: single.withdraw_entry(UUID(int=0), by=stranger),
    ]
    for deed in deeds:
        with pytest.raises(Http404):
            deed()
    with tenancy.for_staff():
        assert Candidate.unscoped.get().surname == "Fox"
