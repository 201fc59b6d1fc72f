"""More time, for a whole sheet or for named candidates (6.8; R-DL-1, R-DL-2)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from interchange.assessment.models import ExtensionRequest
from interchange.assessment.queries import asking
from interchange.assessment.queries.lists import sheets_of_board
from interchange.assessment.queries.places import place_at
from interchange.assessment.services.requests import decide_extension, request_extension
from interchange.audit.events import Event
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed, Refused


def in_days(number):
    return clock.today() + timedelta(days=number)


def ask(sheet, by, days=3, *numbers, key=None):
    return request_extension(
        sheet.address, in_days(days), numbers=numbers, why="The school flooded", key=key or uuid4(), by=by
    )


def decide(asked, verb, by, *, until=None):
    return decide_extension(asked.pk, verb, until=until, decision="Very well.", by=by)


def window(sheet, by):
    with tenancy.reading(by):
        return place_at(by, sheet.address).window


@pytest.fixture
def late(a_sheet):
    """A sheet whose time ended yesterday."""
    return a_sheet(closes=-1)


def test_time_that_is_granted_moves_the_end_of_the_sheet(late, ann, olu):
    decide(ask(late, ann), "grant", olu)
    assert window(late, ann).closes_at == clock.end_of_day(in_days(3))


def test_the_awarding_body_may_grant_another_day(late, ann, olu):
    decide(ask(late, ann), "grant", olu, until=in_days(1))
    assert window(late, ann).closes_at == clock.end_of_day(in_days(1))


def test_time_for_named_candidates_leaves_the_end_of_the_others(late, ann, olu):
    decide(ask(late, ann, 3, "0002"), "grant", olu)
    found = window(late, ann)
    assert found.closes_at == clock.end_of_day(in_days(-1))
    assert found.submit_until == clock.end_of_day(in_days(3))


def test_time_that_was_granted_is_over_on_its_last_day_at_midnight(late, ann, olu):
    decide(ask(late, ann, 3, "0002"), "grant", olu)
    with clock.pretend(clock.end_of_day(in_days(3)) + timedelta(seconds=1)), tenancy.reading(ann):
        place = place_at(ann, late.address)
        assert place.open_numbers == frozenset()
        assert place.why_read_only(at=clock.now()).startswith("The time for H446/03 ended")


def test_a_refused_request_moves_nothing_and_says_why(late, ann, olu):
    decided = decide(ask(late, ann), "refuse", olu)
    assert (decided.state, decided.granted_until, decided.decision) == ("refused", None, "Very well.")
    assert window(late, ann).closes_at == clock.end_of_day(in_days(-1))


@pytest.mark.parametrize("days", [-5, -1, 0, 10, 400])
def test_a_day_out_of_reach_is_refused_with_what_may_be_asked_for(late, ann, days):
    with pytest.raises(Refused) as refusal:
        ask(late, ann, days)
    assert refusal.value.code == "until"
    assert "Ask for a day" in refusal.value.message


def test_candidates_must_be_on_the_sheet(late, ann):
    with pytest.raises(Refused) as refusal:
        ask(late, ann, 3, "0001", "0009")
    assert (refusal.value.code, refusal.value.message) == (
        "numbers",
        "There is no candidate 0009 on this sheet.",
    )


def test_a_candidate_named_twice_is_one(late, ann):
    assert ask(late, ann, 3, "0002", "0002", "0001").numbers == ["0001", "0002"]


def test_one_request_waits_at_a_time(late, ann):
    ask(late, ann)
    with pytest.raises(Refused) as refusal:
        ask(late, ann, 4)
    assert refusal.value.code == "already-asked"


def test_after_a_decision_one_may_ask_again(late, ann, olu):
    decide(ask(late, ann), "refuse", olu)
    assert ask(late, ann, 4).state == "requested"


def test_the_same_request_sent_twice_is_one(late, ann):
    key = uuid4()
    assert ask(late, ann, key=key).pk == ask(late, ann, key=key).pk


def test_a_submitted_sheet_needs_no_more_time(sheet, ann):
    sheet.fill(ann)
    sheet.submit(ann)
    with pytest.raises(Refused) as refusal:
        ask(sheet, ann, 35)
    assert refusal.value.code == "sheet-submitted"


@pytest.mark.parametrize("verb", ["grant", "refuse"])
def test_what_is_decided_is_not_decided_again(late, ann, olu, verb):
    asked = ask(late, ann)
    decide(asked, "refuse", olu)
    with pytest.raises(Refused):
        decide(asked, verb, olu)


def test_a_day_that_is_over_is_not_granted(late, ann, olu):
    asked = ask(late, ann)
    with pytest.raises(Refused) as refusal:
        decide(asked, "grant", olu, until=in_days(-1))
    assert refusal.value.code == "until"
    with tenancy.reading(ann):
        assert ExtensionRequest.objects.visible_to(ann).get().state == "requested"


def test_who_may_ask_and_who_may_decide(late, ann, ben):
    with pytest.raises(NotAllowed):
        ask(late, ben)
    asked = ask(late, ann)
    with pytest.raises(NotAllowed):
        decide(asked, "grant", ann)


def test_a_request_that_never_was_is_missing(db, olu):
    with pytest.raises(Http404):
        decide_extension(uuid4(), "grant", until=None, decision="x", by=olu)


def test_both_sides_see_the_request_and_what_became_of_it(late, ann, olu, cal):
    decide(ask(late, ann, 3, "0002"), "grant", olu)
    for person in (ann, olu):
        with tenancy.reading(person):
            found = list(asking.extensions(person))
            assert [(one.state, one.numbers) for one in found] == [("granted", ["0002"])]
    with tenancy.reading(cal):
        assert list(asking.extensions(cal)) == []


def test_the_trail_of_the_centre_tells_asking_and_granting(late, ann, olu):
    decide(ask(late, ann), "grant", olu)
    assert late.events(Event.EXTENSION_REQUESTED)[0].data["until"] == in_days(3).isoformat()
    assert late.events(Event.EXTENSION_DECIDED)[0].data["decision"] == "grant"


def test_more_time_takes_a_sheet_off_the_list_of_the_overdue(late, ann, olu):
    with tenancy.reading(ann):
        assert [line.code for line in sheets_of_board(ann, late.stored_series()).having("overdue")] == [
            "H446/03"
        ]
    decide(ask(late, ann), "grant", olu)
    with tenancy.reading(ann):
        assert len(sheets_of_board(ann, late.stored_series()).having("overdue")) == 0
