"""When a sheet is open, what it is called, and what may happen to it (6.5, 6.7, 6.8)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from interchange.assessment.rules import sheets
from interchange.assessment.rules.sheets import CHANGE_REQUEST, EXTENSION_REQUEST, MARK_SHEET, Counts, Window
from interchange.core.errors import Refused

MAY = Window(date(2027, 3, 1), date(2027, 5, 15))
NOVEMBER = Window(date(2026, 10, 1), date(2026, 11, 5))
ACROSS_SPRING = Window(date(2027, 3, 27), date(2027, 3, 28))
ACROSS_AUTUMN = Window(date(2027, 10, 1), date(2027, 10, 31))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("window", "moment", "is_open"),
    [
        (MAY, "2027-02-28T23:59:59.999999", False),
        (MAY, "2027-03-01T00:00:00", True),
        (MAY, "2027-05-15T22:59:59", True),  # 23:59:59 in London
        (MAY, "2027-05-15T22:59:59.999999", True),
        (MAY, "2027-05-15T23:00:00", False),
        (NOVEMBER, "2026-09-30T22:59:59", False),
        (NOVEMBER, "2026-09-30T23:00:00", True),  # opened in summer time
        (NOVEMBER, "2026-11-05T23:59:59", True),  # and closes in winter time
        (NOVEMBER, "2026-11-06T00:00:00", False),
        (ACROSS_SPRING, "2027-03-27T00:00:00", True),
        (ACROSS_SPRING, "2027-03-28T22:59:59", True),  # the clocks went forward that morning
        (ACROSS_SPRING, "2027-03-28T23:00:00", False),
        (ACROSS_AUTUMN, "2027-10-31T23:59:59", True),  # the clocks went back that morning
        (ACROSS_AUTUMN, "2027-11-01T00:00:00", False),
    ],
)
def test_the_last_instant_is_a_second_before_midnight_in_london(window, moment, is_open):
    assert window.is_open(at=utc(moment)) is is_open
    assert window.may_submit(at=utc(moment)) is is_open


def test_an_extension_of_the_whole_sheet_moves_its_end():
    extended = Window(MAY.opens_on, MAY.closes_on, extended_to=date(2027, 5, 20))
    assert extended.is_open(at=utc("2027-05-20T22:59:59"))
    assert not extended.is_open(at=utc("2027-05-20T23:00:00"))


def test_an_extension_of_named_candidates_leaves_the_others_and_lets_the_sheet_wait():
    extended = Window(MAY.opens_on, MAY.closes_on, some_extended_to=date(2027, 5, 20))
    late = utc("2027-05-18T12:00:00")
    assert not extended.is_open(at=late)
    assert extended.may_submit(at=late)
    assert not extended.may_submit(at=utc("2027-05-20T23:00:00"))


def test_an_extension_to_an_earlier_day_takes_nothing_away():
    shortened = Window(
        MAY.opens_on, MAY.closes_on, extended_to=date(2027, 5, 1), some_extended_to=date(2027, 5, 1)
    )
    assert shortened.closes_at == shortened.submit_until == MAY.closes_at


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2027-05-15T22:59:59", 0),
        ("2027-05-15T23:00:00", -1),
        ("2027-05-14T22:59:59", 1),
        ("2027-05-01T12:00:00", 14),
    ],
)
def test_days_left_are_days_of_the_calendar_in_london(moment, days):
    assert MAY.days_left(at=utc(moment)) == days


DURING, BEFORE, AFTER = utc("2027-05-01T12:00"), utc("2027-02-01T12:00"), utc("2027-06-01T12:00")
NONE, SOME, ALL, EMPTY = Counts(3, 0, 0), Counts(3, 2, 1), Counts(3, 3, 3), Counts(0, 0, 0)


@pytest.mark.parametrize(
    ("stored", "counts", "at", "code"),
    [
        ("open", NONE, BEFORE, "not-open"),
        ("open", NONE, DURING, "open"),
        ("open", SOME, DURING, "in-progress"),
        ("open", Counts(3, 3, 2), DURING, "in-progress"),
        ("open", ALL, DURING, "complete"),
        ("open", EMPTY, DURING, "open"),
        ("open", NONE, AFTER, "overdue"),
        ("open", ALL, AFTER, "overdue"),
        ("reopened", ALL, DURING, "reopened"),
        ("reopened", ALL, AFTER, "overdue"),
        ("sending", ALL, DURING, "sending"),
        ("sending", ALL, AFTER, "sending"),
        ("received", ALL, DURING, "received"),
        ("received", ALL, AFTER, "received"),
        ("received", SOME, BEFORE, "received"),
    ],
)
def test_the_state_people_see(stored, counts, at, code):
    shown = sheets.shown_state(stored, counts, MAY, at=at)
    assert shown.code == code
    assert shown.word
    assert shown.icon


@pytest.mark.parametrize(
    ("counts", "complete"),
    [(ALL, True), (NONE, False), (SOME, False), (Counts(3, 3, 2), False), (EMPTY, False)],
)
def test_a_sheet_is_complete_when_every_candidate_has_a_value_and_a_tick(counts, complete):
    assert counts.complete is complete


LIFECYCLES = {"mark sheet": MARK_SHEET, "change": CHANGE_REQUEST, "extension": EXTENSION_REQUEST}
EVERY_PAIR = [
    (name, verb, state) for name, life in LIFECYCLES.items() for verb in life.moves for state in life.states
]


@pytest.mark.parametrize("life", LIFECYCLES.values(), ids=LIFECYCLES.keys())
def test_every_state_is_reached_from_the_start(life):
    reached = {life.start}
    for _ in life.states:
        reached |= {life.after(verb, state) for state in reached for verb in life.offered(state)}
    assert reached == set(life.states)


@pytest.mark.parametrize(("name", "verb", "state"), EVERY_PAIR)
def test_a_verb_leads_on_where_the_table_has_it_and_is_refused_everywhere_else(name, verb, state):
    life = LIFECYCLES[name]
    origins, target = life.moves[verb]
    if state in origins:
        assert life.after(verb, state) == target
    else:
        with pytest.raises(Refused) as refusal:
            life.after(verb, state)
        assert refusal.value.code == "not-now"


@pytest.mark.parametrize("state", ["refused", "applied"])
def test_a_decided_change_stays_decided(state):
    assert not CHANGE_REQUEST.offered(state)


LAST = MAY.closes_on


@pytest.mark.parametrize(
    ("until", "on", "refused"),
    [
        (LAST + timedelta(1), LAST, False),
        (LAST + timedelta(10), LAST, False),
        (LAST + timedelta(11), LAST, True),
        (LAST, LAST - timedelta(5), True),
        (LAST - timedelta(1), LAST - timedelta(5), True),
        (LAST + timedelta(3), LAST + timedelta(3), True),  # today
        (LAST + timedelta(4), LAST + timedelta(3), False),
        (date(9999, 12, 31), LAST, True),
    ],
)
def test_an_extension_ends_after_today_and_at_most_ten_days_after_the_deadline(until, on, refused):
    assert bool(sheets.refused_extension(until, MAY, on=on)) is refused


def test_an_extension_that_was_granted_already_is_not_asked_for_again():
    extended = Window(MAY.opens_on, LAST, extended_to=LAST + timedelta(5))
    assert sheets.refused_extension(LAST + timedelta(4), extended, on=LAST)
    assert not sheets.refused_extension(LAST + timedelta(6), extended, on=LAST)


def test_what_is_not_declared_yet_is_said_in_words():
    missing = sheets.missing_declarations(["work-authenticated", "something else"])
    assert missing == [
        "Candidates have been told their marks",
        "The internal review is closed: no request is outstanding",
    ]
