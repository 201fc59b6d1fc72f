"""Which papers one candidate cannot sit as they are timetabled: worked cases, and what holds for any timetable."""

from datetime import date, time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.catalogue.rules.timetable import Clash, Paper, clash, clashes, sentence

DAY, NEXT = date(2027, 6, 11), date(2027, 6, 12)


def paper(code: str, session: str = "", start: str = "", minutes: int | None = None, on: date = DAY) -> Paper:
    return Paper(code, code, on, session, time.fromisoformat(start) if start else None, minutes)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (paper("A", "A"), paper("B", "A"), True),
        (paper("A", "A"), paper("B", "P"), False),
        (paper("A", "A"), paper("B", "A", on=NEXT), False),
        (paper("A", "A"), paper("A", "A"), False),
        (paper("A", "A", "09:00", 60), paper("B", "A", "11:00", 60), True),
        (paper("A", "A", "11:30", 150), paper("B", "P", "13:30", 60), True),
        (paper("A", "A", "11:30", 120), paper("B", "P", "13:30", 60), False),
        (paper("A", "", "11:30", 150), paper("B", "P", "", 60), True),
        (paper("A", "", "09:00"), paper("B", "", "09:00"), True),
        (paper("A", "", "09:00"), paper("B", "", "09:30", 60), False),
        (paper("A", "", "10:00"), paper("B", "", "09:30", 60), True),
        (paper("A"), paper("B"), False),
        (paper("A"), paper("B", "A", "09:00", 600), False),
    ],
    ids=[
        "the same session", "two sessions of a day", "the same session of two days", "the same paper",
        "one after the other in one session", "a long morning into the afternoon", "an end is no overlap",
        "a start by session is 13:30", "the same start of unknown lengths", "unknown length ends at once",
        "it starts within another", "nothing known but the day", "one of which nothing is known",
    ],
)  # fmt: skip
def test_papers_clash_in_one_session_or_where_their_times_overlap(
    first: Paper, second: Paper, expected: bool
):
    assert clash(first, second) is expected
    assert clash(second, first) is expected


def test_three_papers_that_hang_together_are_one_clash_that_says_how_long_they_take():
    found = clashes([
        paper("C", "P", "13:30", 90), paper("B", "A", "11:30", 150), paper("A", "A", "", 60), paper("D", "A", on=NEXT),
    ])  # fmt: skip
    assert [(each.on, each.key, each.minutes, each.long_sessions) for each in found] == [
        (DAY, ("A", "B", "C"), 300, ("A",))
    ]
    assert sentence(found[0]) == "3 papers clash on 11 June 2027."


def test_three_hours_in_one_session_are_not_noted_and_a_length_not_known_gives_no_total():
    assert clashes([paper("A", "A", "", 90), paper("B", "A", "", 90)])[0].long_sessions == ()
    assert clashes([paper("A", "A", "", 90), paper("B", "A")])[0].minutes is None


def test_a_start_that_is_ours_is_told_from_a_printed_one():
    ours, printed = paper("A", "P", "", 45), paper("B", "P", "14:00", 45)
    assert (ours.assumed, ours.start, ours.ends) == (True, time(13, 30), time(14, 15))
    assert (printed.assumed, printed.ends, paper("C").ends) == (False, time(14, 45), None)
    assert [paper("A", "", start).part_of_day for start in ("11:59", "12:00", "")] == ["A", "P", ""]


PAPERS = st.lists(
    st.builds(
        Paper,
        key=st.integers(1, 12),
        code=st.just("X"),
        on=st.sampled_from([DAY, NEXT]),
        session=st.sampled_from(["A", "P", ""]),
        starts_at=st.none() | st.times(max_value=time(20)),
        minutes=st.none() | st.integers(0, 240),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@settings(max_examples=40)
@given(PAPERS, st.randoms())
def test_what_clashes_is_exactly_the_papers_with_a_clash_whatever_their_order(papers: list[Paper], chance):
    found = clashes(papers)
    told = [each for one in found for each in one.papers]
    assert len(told) == len({each.key for each in told})
    assert {each.key for each in told} == {
        one.key for pair in combinations(papers, 2) if clash(*pair) for one in pair
    }
    shuffled = list(papers)
    chance.shuffle(shuffled)
    assert clashes(shuffled) == found
    assert all(
        not clash(one, other)
        for first, second in combinations(found, 2)
        for one, other in _pairs(first, second)
    )


def _pairs(first: Clash, second: Clash):
    return [(one, other) for one in first.papers for other in second.papers]


@settings(max_examples=40)
@given(PAPERS)
def test_fewer_papers_never_clash_more(papers: list[Paper]):
    whole = {each.key for one in clashes(papers) for each in one.papers}
    for left_out in papers:
        rest = clashes([each for each in papers if each is not left_out])
        assert {each.key for one in rest for each in one.papers} <= whole
