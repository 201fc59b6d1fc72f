import threading
from dataclasses import replace

import pytest
from django.db import connection

from interchange.audit import rules
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.audit.models import EventRecord, Link
from interchange.audit.queries import events_of
from interchange.audit.tests.conftest import ANN, CAL, OLU, happen, verdict_on
from interchange.core import tenancy
from interchange.core.actor import AWARDING_BODY, Actor

pytestmark = pytest.mark.django_db


def links(centre_id: int = 1) -> list[Link]:
    with tenancy.for_staff():
        return list(Link.unscoped.filter(centre_id=centre_id).order_by("number"))


def test_a_transaction_s_events_are_one_link_in_their_order():
    happen("a", "b", "c")
    [link] = links()
    assert (link.number, link.events, link.previous_hash) == (1, 3, rules.GENESIS)
    with tenancy.reading(ANN):
        assert [event.reason for event in events_of(ANN)] == ["c", "b", "a"]


def test_each_link_carries_the_hash_of_the_one_before():
    for word in "abc":
        happen(word)
    first, second, third = links()
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert len({first.hash, second.hash, third.hash}) == 3


def test_each_centre_has_a_chain_of_its_own_and_so_has_the_awarding_body():
    happen("a")
    happen("b", by=CAL)
    happen("c", by=OLU)
    assert [(link.number, link.previous_hash) for n in (1, 2, AWARDING_BODY) for link in links(n)] == [
        (1, rules.GENESIS)
    ] * 3


def test_staff_who_act_on_a_centre_s_data_write_in_its_chain_and_in_their_own():
    with tenancy.writing(OLU), audit.trail(OLU):
        audit.record(Event.SHEET_REOPENED, centre_id=1)
        audit.record(Event.TRAIL_SEEN)
    assert (len(links(1)), len(links(AWARDING_BODY))) == (1, 1)
    assert verdict_on(1).holds
    assert verdict_on(AWARDING_BODY).holds


def test_an_event_says_who_when_in_which_role_from_where_and_in_which_request():
    happen("a")
    with tenancy.reading(ANN):
        event = events_of(ANN)[0]
    assert (event.person_name, event.roles, event.session, event.request_id) == (
        "Ann Lee",
        ["cag"],
        "s" * 16,
        "r-1",
    )
    assert (event.address, event.centre_id, event.data["é"]) == ("192.0.2.7", 1, [1, 2.5, None])


def test_a_centre_sees_its_own_trail_and_staff_see_every_one():
    happen("a")
    happen("b", by=CAL)
    with tenancy.reading(CAL):
        assert [event.reason for event in events_of(CAL)] == ["b"]
    with tenancy.reading(OLU):
        assert {event.reason for event in events_of(OLU)} == {"a", "b"}
        assert [event.reason for event in events_of(OLU, centre_id=1)] == ["a"]


def test_nobody_writes_into_another_centre_s_chain():
    with pytest.raises(Exception, match="row-level security"), tenancy.writing(CAL), audit.trail(CAL):
        audit.record(Event.MARKS_SAVED, centre_id=1)
    assert links(1) == []


def test_a_change_without_an_event_is_undone():
    happen("a")
    with pytest.raises(audit.NothingRecorded), tenancy.writing(ANN), audit.trail(ANN):
        Link.unscoped.create(
            centre_id=1, number=99, at="2027-01-01T00:00Z", events=0, previous_hash="", hash=""
        )
    assert [link.number for link in links()] == [1]


def test_a_repeat_that_changes_nothing_needs_no_event():
    with tenancy.writing(ANN), audit.trail(ANN):
        audit.nothing_changed()
    assert links() == []


def test_a_change_that_fails_leaves_no_event():
    with pytest.raises(TypeError), tenancy.writing(ANN), audit.trail(ANN):
        audit.record(Event.MARKS_SAVED, data={"not": "json", "at": object()})
    assert links() == []


def test_services_do_not_call_one_another():
    with tenancy.writing(ANN), audit.trail(ANN):
        audit.record(Event.MARKS_SAVED)
        with pytest.raises(RuntimeError, match="do not call one another"), audit.trail(ANN):
            pass  # pragma: no cover
    assert verdict_on().holds


def test_nothing_is_recorded_outside_a_change():
    with pytest.raises(RuntimeError, match="outside a state change"):
        audit.record(Event.MARKS_SAVED)


def test_a_chain_that_was_left_alone_holds():
    happen("a", "b")
    happen("c")
    assert (verdict_on().links, verdict_on().events, verdict_on().broken_at) == (2, 3, None)


def test_a_centre_without_a_trail_has_one_that_holds():
    assert (verdict_on(7).links, verdict_on(7).holds) == (0, True)


@pytest.mark.django_db(transaction=True)
def test_many_transactions_at_once_make_one_chain():
    ready = threading.Barrier(4)

    def work(by: Actor) -> None:
        try:
            ready.wait()
            for word in "abcde":
                happen(word, word, by=by)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=[replace(ANN, name=name)]) for name in ("Ann", "Ben", "Sam", "Ola")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [link.number for link in links()] == list(range(1, 21))
    assert (verdict_on().events, verdict_on().broken_at) == (40, None)
    with tenancy.for_staff():
        whose: dict[int, set[str]] = {link: set() for link in range(1, 21)}
        for event in EventRecord.unscoped.filter(centre_id=1):
            whose[event.link_number].add(event.person_name)
    assert all(len(names) == 1 for names in whose.values())
