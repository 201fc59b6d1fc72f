"""States, clocks, audiences and words, as tables and promises."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.core.errors import Refused
from interchange.support.rules import audiences, cases, status, threads, words
from interchange.support.rules.audiences import Audience, Reader

AT = datetime(2027, 5, 14, 10, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize("life", [threads.THREAD, cases.SECURITY_CASE])
def test_every_state_is_reached_and_what_is_not_offered_is_refused(life):
    reached = {life.start, *(to for _, to in life.moves.values())}
    assert reached == set(life.states)
    for state in life.states:
        for verb in set(life.moves) - set(life.offered(state)):
            with pytest.raises(Refused):
                life.after(verb, state)


def test_what_the_centre_adds_brings_a_message_back():
    assert {threads.THREAD.after("reply", state) for state in (threads.WAITING, threads.ANSWERED)} == {
        threads.OPEN
    }
    assert threads.THREAD.after("reopen", threads.CLOSED) == threads.OPEN


@pytest.mark.parametrize(
    ("aware", "ofqual"),
    [
        ("2027-05-12T10:00", "2027-05-13T22:59:59"),  # Wednesday: the end of Thursday, by the clock of London
        ("2027-05-14T10:00", "2027-05-17T22:59:59"),  # Friday: Monday
        ("2027-05-15T10:00", "2027-05-17T22:59:59"),  # Saturday: Monday
        ("2027-01-12T10:00", "2027-01-13T23:59:59"),
        ("2027-03-25T10:00", "2027-03-30T22:59:59"),  # Maundy Thursday: the Tuesday after Easter
        ("2027-03-16T10:00", "2027-03-17T23:59:59"),  # St Patrick's Day is none of Ofqual's holidays
    ],
)
def test_ofqual_is_told_by_the_end_of_the_next_working_day(aware, ofqual):
    aware_at = datetime.fromisoformat(aware).replace(tzinfo=UTC)
    assert cases.due(cases.Clock.OFQUAL, aware_at=aware_at) == datetime.fromisoformat(ofqual).replace(
        tzinfo=UTC
    )


def test_the_ico_is_told_within_72_hours_whatever_the_day():
    assert cases.due(cases.Clock.ICO, aware_at=AT) - AT == timedelta(hours=72)


@given(st.timedeltas(timedelta(0), timedelta(days=30)), st.sampled_from(cases.Clock))
def test_a_clock_runs_until_it_is_decided_and_late_is_late(passed, which):
    def read(outcome, decided_at=None):
        return cases.read_clock(which, outcome, aware_at=AT, decided_at=decided_at, why="", at=AT + passed)

    late = AT + passed > cases.due(which, aware_at=AT)
    assert (read("").runs, read("").late) == (True, late)
    assert read("told", AT + passed).late is late
    assert not read("told", AT).late
    assert not read("not needed", AT + passed).late


@pytest.mark.parametrize(
    ("left", "minutes"), [(25, None), (24, 1_440), (5, 1_440), (4, 240), (1, 240), (0, 0), (-9, 0)]
)
def test_a_running_clock_reminds_at_the_last_of_its_times_that_was_reached(left, minutes):
    at = cases.due(cases.Clock.ICO, aware_at=AT) - timedelta(hours=left)
    one = cases.read_clock(cases.Clock.ICO, "", aware_at=AT, decided_at=None, why="", at=at)
    assert one.reminder == (None if minutes is None else timedelta(minutes=minutes))
    told = cases.read_clock(cases.Clock.ICO, "told", aware_at=AT, decided_at=at, why="", at=at)
    assert told.reminder is None


def test_the_last_hour_is_said_in_minutes():
    at = cases.due(cases.Clock.ICO, aware_at=AT)
    words = [
        cases.read_clock(
            cases.Clock.ICO, "", aware_at=AT, decided_at=None, why="", at=at + timedelta(minutes=late)
        ).in_words
        for late in (-59, -1, 0, 60)
    ]
    assert words == ["59 minutes left", "1 minute left", "0 minutes too late", "1 hour too late"]


def test_time_left_is_said_in_hours():
    one = cases.read_clock(
        cases.Clock.ICO, "", aware_at=AT, decided_at=None, why="", at=AT + timedelta(hours=71)
    )
    two = cases.read_clock(
        cases.Clock.ICO, "", aware_at=AT, decided_at=None, why="", at=AT + timedelta(hours=75)
    )
    assert (one.in_words, two.in_words) == ("1 hour left", "3 hours too late")


HOUR = timedelta(hours=1)
STAGES = [
    (-HOUR, None, None, status.COMING), (HOUR, None, None, status.STANDING), (HOUR, HOUR, None, status.STANDING),
    (2 * HOUR, -HOUR, None, status.OVER), (2 * HOUR, None, -HOUR, status.OVER), (2 * HOUR, None, HOUR, status.STANDING),
]  # fmt: skip


@pytest.mark.parametrize(("ago", "until", "ended", "stage"), STAGES)
def test_a_notice_is_to_come_stands_or_is_over(ago, until, ended, stage):
    found = status.stage(
        from_at=AT - ago,
        until_at=AT + until if until else None,
        ended_at=AT + ended if ended else None,
        at=AT,
    )
    assert found == stage


@pytest.mark.parametrize(
    ("kind", "stage", "before", "shown"),
    [
        (status.Kind.PROBLEM, status.STANDING, -HOUR, True), (status.Kind.WORK, status.STANDING, -HOUR, True),
        (status.Kind.WORK, status.COMING, 23 * HOUR, True), (status.Kind.WORK, status.COMING, 25 * HOUR, False),
        (status.Kind.PROBLEM, status.COMING, HOUR, False), (status.Kind.PROBLEM, status.OVER, -HOUR, False),
    ],
)  # fmt: skip
def test_what_stands_is_on_every_page(kind, stage, before, shown):
    assert status.is_on_every_page(kind, stage, from_at=AT + before, at=AT) is shown


READER = Reader(frozenset({"cag"}), frozenset({"GQ"}), "school", "10001")
BELONGS = [
    (Audience.ALL, [], True), (Audience.ROLES, ["cag", "acm"], True), (Audience.ROLES, ["acm"], False),
    (Audience.SCOPES, ["GQ"], True), (Audience.SCOPES, ["VQ"], False), (Audience.KINDS, ["school"], True),
    (Audience.KINDS, ["college"], False), (Audience.CENTRE, ["10001"], True), (Audience.CENTRE, ["20002"], False),
]  # fmt: skip


@pytest.mark.parametrize(("audience", "values", "belongs"), BELONGS)
def test_who_belongs_to_an_audience(audience, values, belongs):
    assert audiences.belongs(READER, audience, values) is belongs


def test_of_whom_nothing_is_known_only_what_is_for_everybody_is():
    nobody = Reader(frozenset(), frozenset(), "", "")
    assert [one for one in Audience if audiences.belongs(nobody, one, ["", "cag"])] == [Audience.ALL]


def test_an_audience_has_somebody_whom_there_is():
    assert audiences.check("roles", ["cag", "cag"], known=["cag"]) == (Audience.ROLES, ["cag"])
    assert audiences.check("all", ["cag"], known=[]) == (Audience.ALL, [])
    for audience, values in [("roles", []), ("centre", ["99999"]), ("nobody", ["x"])]:
        with pytest.raises(Refused):
            audiences.check(audience, values, known=["cag"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/coursework/2027-06/h446-03/?q=Ann", "/coursework/2027-06/h446-03/"), ("https://evil.example/", ""),
        ("//evil.example", ""), ("/\\evil", ""), ("", ""), ("/x" * 200, ""),
        ("/activate/Zk3VwQm0eO7yTn1bRkq5uJcF8aLhXs2d/", "/activate/.../"),
        ("/messages/0192a3b4-0000-7000-8000-000000000000/", "/messages/0192a3b4-0000-7000-8000-000000000000/"),
    ],
)  # fmt: skip
def test_a_page_is_kept_without_what_could_be_personal_or_secret(typed, kept):
    assert words.page_of(typed) == kept


def test_a_mark_sheet_s_page_says_what_it_is_about():
    assert threads.about_of("/coursework/2027-06/h446-03/check/") == "H446-03, series 2027-06"
    assert threads.about_of("/welcome/") == ""
    assert threads.category_of("/coursework/enter/") is threads.Category.MARKS
    assert threads.category_of("/elsewhere/") is threads.Category.OTHER


@given(st.integers(0, 2**128 - 1))
def test_a_reference_is_known_again(value):
    reference = threads.reference_of(value, letter="M")
    assert threads.is_reference(reference, letter="M")
    assert not threads.is_reference(reference, letter="S")


@given(st.text(max_size=200))
def test_words_are_refused_or_kept_and_never_longer_than_allowed(typed):
    kept = ""
    with suppress(Refused):
        kept = words.one_line(typed, field="x", what="something", longest=50)
    assert len(kept) <= 50
    assert kept.isprintable()
