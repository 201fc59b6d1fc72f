"""A transfer between two centres: who sees what, who is told, what it costs, and who is quicker (R-TRF)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError
from django.http import Http404

from interchange.audit.models import EventRecord
from interchange.audit.queries import verify_chain
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.factories import make_entry
from interchange.entries.models import Entry
from interchange.invoicing.models import Charge
from interchange.notifications.models import Notice
from interchange.transfers.factories import accept, approve, make_paper, make_transfer, send
from interchange.transfers.models import HostRequest, Transfer
from interchange.transfers.queries.hosting import hosted_rows
from interchange.transfers.queries.transfers import transfer_page
from interchange.transfers.rules import cases
from interchange.transfers.services.reminding import remind_hosts
from interchange.transfers.services.transfers import (
    Wanted,
    answer_request,
    cancel_transfer,
    change_transfer,
    decide_transfer,
    send_transfer,
    start_transfer,
)

SYSTEM = Actor.system("tests")
IN_TIME, TOO_LATE = datetime(2027, 3, 1, 12, tzinfo=UTC), datetime(2027, 4, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_time():
    with clock.pretend(IN_TIME):
        yield


@pytest.fixture
def case(ann: Actor, cal: Actor, candidate, paper) -> Transfer:
    return make_transfer(ann, candidate, paper, cal.centre_number)


def now(row):
    with tenancy.for_staff():
        return type(row).unscoped.get(pk=row.pk)


def told(actor: Actor) -> list[str]:
    assert actor.person_id is not None
    return list(
        Notice.objects.filter(person_id=actor.person_id).order_by("id").values_list("kind", flat=True)
    )


def charges() -> list[int]:
    with tenancy.reading(SYSTEM):
        return [one.pence for one in Charge.objects.visible_to(SYSTEM).order_by("at", "pk")]


def test_a_transfer_goes_from_the_entering_centre_by_the_host_to_the_awarding_body(case, ann, cal, enzo):
    assert case.state == cases.STARTED
    asked = send(case, by=ann)
    assert (now(case).state, asked.state, told(cal)) == (cases.WITH_HOST, cases.ASKED, ["transfer-asked"])
    accept(asked, by=cal)
    assert (now(case).state, now(asked).state) == (cases.SUBMITTED, cases.ACCEPTED)
    assert (told(ann), told(enzo), charges()) == (["transfer-answered"], ["entries-case"], [])
    approve(case, by=enzo)
    assert (now(case).state, now(asked).state, charges()) == (cases.APPROVED, cases.APPROVED, [1500])
    assert told(ann)[-1] == told(cal)[-1] == "transfer-decided"
    decide_transfer(case.pk, "cancel", decision="The candidate is back", by=enzo)
    assert (now(case).state, now(asked).state) == (cases.CANCELLED, cases.WITHDRAWN)
    assert charges() == [1500, -1500]
    with tenancy.for_staff():
        assert all(verify_chain(SYSTEM, key).holds for key in (ann.chain, cal.chain))


def test_a_host_that_refuses_says_why_and_nothing_is_charged(case, ann, cal, enzo):
    asked = send(case, by=ann)
    with pytest.raises(Refused) as refusal:
        answer_request(asked.pk, "refuse", words=" ", by=cal)
    assert refusal.value.code == "words"
    answer_request(asked.pk, "refuse", words="The hall is full", by=cal)
    assert (now(case).state, now(case).answer, charges()) == (cases.DECLINED, "The hall is full", [])
    with pytest.raises(Refused, match="Declined"):
        approve(case, by=enzo)


def test_the_host_sees_what_it_needs_and_nothing_else(case, ann, cal):
    asked = send(case, by=ann)
    kept = {field.attname: str(getattr(asked, field.attname)) for field in HostRequest._meta.local_fields}
    assert set(kept) == {
        "id", "centre_id", "transfer", "reference", "series_id", "from_number", "from_name", "candidate_number",
        "candidate_name", "uci", "papers", "state", "asked_at", "answer", "answered_at", "answered_by",
        "answered_by_id", "touched_at",
    }  # fmt: skip
    assert "Leeds" not in str(kept)
    assert "moved" not in str(kept)
    assert (kept["candidate_number"], kept["from_number"]) == ("0001", "10001")
    assert asked.papers == [
        {"code": "J277/01", "title": "Computer systems", "on": "2027-06-07", "starts": "09:00", "minutes": 90}
    ]
    with tenancy.reading(cal):
        assert not Transfer.unscoped.exists()
        assert not Entry.unscoped.filter(centre_id=ann.centre_id).exists()
        rows, _ = hosted_rows(cal, {})
        assert rows[0][2:8] == ["10001", ann.centre_name, "0001", asked.candidate_name, asked.uci, "J277/01"]
        with pytest.raises(Http404):
            transfer_page(cal, case.pk)


def test_neither_centre_reaches_the_other_s_row_whatever_it_asks(case, ann, cal):
    asked = send(case, by=ann)
    for act in (
        lambda: cancel_transfer(case.pk, why="x", by=cal), lambda: send_transfer(case.pk, shown="0", by=cal),
        lambda: answer_request(asked.pk, "accept", words="", by=ann),
        lambda: answer_request(case.pk, "accept", words="", by=cal),
        lambda: change_transfer(case.pk, Wanted(), by=cal),
    ):  # fmt: skip
        with pytest.raises(Http404):
            act()
    with pytest.raises(ProgrammingError, match="row-level security"), tenancy.writing(cal):
        HostRequest.unscoped.update(centre_id=ann.centre_id)


def test_each_chain_tells_what_happened_there_and_names_nobody_of_the_other_centre(case, ann, cal):
    accept(send(case, by=ann), by=cal)
    with tenancy.for_staff():
        events = {key: list(EventRecord.unscoped.filter(centre_id=key)) for key in (ann.chain, cal.chain)}
    names = {
        key: [(one.name.split(":", 1)[1], one.person_name) for one in found] for key, found in events.items()
    }
    assert names[ann.chain][-2:] == [("transfer:sent", "Ann Lee"), ("transfer:moved", "Interchange")]
    assert names[cal.chain][-2:] == [("request:received", "Interchange"), ("request:answered", "Cal Reid")]
    for key, other in ((ann.chain, cal), (cal.chain, ann)):
        for one in events[key]:
            assert other.name not in f"{one.person_name} {one.data} {one.reason}"
            assert one.person_id != other.person_id


def test_everything_that_is_wrong_with_the_form_is_told_at_once(candidate, ann):
    with pytest.raises(Refused) as refusal:
        start_transfer(candidate.pk, Wanted("wedding", "", "99999", []), key=uuid4(), by=ann)
    assert [part.code for part in refusal.value.parts] == ["ground", "details", "host", "papers"]


def test_papers_that_are_not_written_not_entered_or_transferred_already_cannot_be_chosen(
    case, candidate, paper, ann, cal
):
    speaking = make_paper("J731/03", title="Speaking", speaking=True)
    make_entry(candidate, speaking.options.get())
    strange = make_paper("J277/02")
    for chosen in (speaking, strange, paper):
        with pytest.raises(Refused) as refusal:
            make_transfer(ann, candidate, chosen, cal.centre_number)
        assert refusal.value.code == "papers"
    cancel_transfer(case.pk, why="", by=ann)
    assert make_transfer(ann, candidate, paper, cal.centre_number).state == cases.STARTED


def test_the_same_form_twice_is_one_transfer_and_the_same_button_twice_one_step(
    candidate, paper, ann, cal, enzo
):
    key, wanted = uuid4(), Wanted("sport", "Games", cal.centre_number, [str(paper.pk)])
    first, second = (start_transfer(candidate.pk, wanted, key=key, by=ann) for _ in range(2))
    assert first.pk == second.pk
    asked = send(first, by=ann)
    send_transfer(first.pk, shown="1500", by=ann)
    for _ in range(2):
        accept(asked, by=cal)
    for _ in range(2):
        approve(first, by=enzo)
    assert (charges(), told(cal)) == ([1500], ["transfer-asked", "transfer-decided"])


def test_who_is_slower_is_told_how_it_stands_and_nothing_changes(case, ann, cal, enzo):
    asked = send(case, by=ann)
    cancel_transfer(case.pk, why="Back home", by=ann)
    assert (now(asked).state, told(cal)) == (cases.WITHDRAWN, ["transfer-asked", "transfer-decided"])
    with pytest.raises(Refused, match="Withdrawn"):
        accept(asked, by=cal)
    with pytest.raises(Refused, match="Cancelled"):
        approve(case, by=enzo)
    assert (now(case).state, now(asked).state) == (cases.CANCELLED, cases.WITHDRAWN)


def test_two_officers_who_decide_otherwise_leave_the_first_decision(case, ann, cal, enzo):
    accept(send(case, by=ann), by=cal)
    decide_transfer(case.pk, "decline", decision="No room", by=enzo)
    with pytest.raises(Refused, match="stands as “Declined”"):
        approve(case, by=enzo)
    assert (now(case).decision, charges()) == ("No room", [])


def test_the_fee_is_the_one_that_was_shown(case, ann):
    with clock.pretend(TOO_LATE), pytest.raises(Refused, match=r"£30\.00 now") as refusal:
        send_transfer(case.pk, shown="1500", by=ann)
    assert refusal.value.code == "fee"
    with clock.pretend(TOO_LATE):
        send(case, by=ann)
    kept = now(case)
    assert (kept.pence, kept.late) == (3000, True)


def test_an_entry_that_is_withdrawn_meanwhile_stops_the_transfer(case, ann, cal, enzo):
    accept(send(case, by=ann), by=cal)
    with tenancy.for_staff():
        Entry.unscoped.update(withdrawn_at=clock.now())
    with pytest.raises(Refused, match="no longer entered for J277/01"):
        approve(case, by=enzo)
    assert now(case).state == cases.SUBMITTED


def test_a_host_that_does_not_answer_is_reminded_once_a_week_and_so_is_who_waits(case, ann, cal):
    send(case, by=ann)
    for days, reminded in ((6, 0), (7, 1), (8, 1), (14, 2)):
        with clock.pretend(IN_TIME + timedelta(days)):
            remind_hosts(by=SYSTEM)
        assert [told(each).count("transfer-reminder") for each in (ann, cal)] == [reminded, reminded]
