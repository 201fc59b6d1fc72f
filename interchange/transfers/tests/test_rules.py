"""Who may sit elsewhere, what it costs, who came very late, and how cases live (R-TRF, R-ALT, R-VLA)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from interchange.catalogue.rules.profile import Profile
from interchange.core import clock
from interchange.core.errors import Refused
from interchange.transfers.rules import arrivals, cases, grounds, sites

PROFILE = Profile.of("2027-06", {})
EXAM = clock.at_time(date(2027, 6, 7), time(9, 0))


def refused(reading) -> str:
    with pytest.raises(Refused) as refusal:
        reading()
    return refusal.value.code


def test_the_grounds_are_those_of_the_rule_and_what_is_not_accepted_is_named():
    assert {one.value for one in grounds.Ground} == {
        "moved", "hospital", "excluded", "armed-forces", "sport", "clash",
    }  # fmt: skip
    for typed in ("wedding", "holiday", "school-trip", "", "MOVED", "x" * 5_000):
        with pytest.raises(Refused, match="Weddings, holidays and school trips are not accepted"):
            grounds.read_ground(typed)


def test_only_written_timetabled_papers_are_sat_elsewhere():
    table = {
        ("exam", False): True, ("exam", True): False, ("nea_internal", False): False, ("nea_external", False): False,
        ("endorsement", False): False,
    }  # fmt: skip
    assert {case: grounds.is_written(case[0], speaking=case[1]) for case in table} == table


def test_a_paper_costs_the_lower_fee_to_the_last_second_of_the_deadline():
    last = datetime(2027, 3, 21, 23, 59, 59, tzinfo=UTC)
    on_time = grounds.transfer_fee(PROFILE, papers=3, at=last)
    assert (on_time.pence, on_time.each, on_time.late) == (4500, 1500, False)
    late = grounds.transfer_fee(PROFILE, papers=3, at=last + timedelta(seconds=1))
    assert (late.pence, late.each, late.late) == (9000, 3000, True)
    dearer = Profile.of("2027-06", {"transfer_deadline": "2027-04-01", "transfer_pence": 1})
    assert grounds.transfer_fee(dearer, papers=2, at=last + timedelta(seconds=1)).pence == 2


def test_what_is_typed_into_the_form_of_a_transfer_is_read_strictly():
    assert grounds.read_host(" 200 02 ", own="10001") == "20002"
    for typed in ("", "1234", "123456", "abcde", "１２３４５", "10001", "'; DROP"):
        assert refused(lambda typed=typed: grounds.read_host(typed, own="10001")) == "host"
    assert grounds.read_papers(["3", "1", "3"], [1, 2, 3]) == [1, 3]
    for papers in ([], ["4"], ["x"], ["9" * 40], ["-1"]):
        assert refused(lambda papers=papers: grounds.read_papers(papers, [1, 2, 3])) == "papers"


def test_who_came_very_late_goes_by_the_length_of_the_exam():
    long, short, hour = (arrivals.Published(EXAM, minutes) for minutes in (61, 45, 60))
    table = [
        (long, 60, False), (long, 61, True),  # an hour after the start is not more than an hour
        (short, 45, False), (short, 46, True),  # the published finish
        (hour, 60, False), (hour, 61, True),  # an exam of an hour is not longer than an hour
    ]  # fmt: skip
    for paper, minutes, late in table:
        assert arrivals.is_very_late(paper, PROFILE, arrived=EXAM + timedelta(minutes=minutes)) is late
    second = EXAM + timedelta(minutes=60, seconds=1)
    assert arrivals.is_very_late(long, PROFILE, arrived=second)
    half = Profile.of("2027-06", {"very_late_arrival_minutes": 30})
    assert arrivals.is_very_late(long, half, arrived=EXAM + timedelta(minutes=31))


def test_the_form_is_due_within_seven_working_days():
    table = {
        date(2027, 6, 7): date(2027, 6, 16),  # over one weekend
        date(2027, 6, 4): date(2027, 6, 15),  # a Friday
        date(2027, 5, 26): date(2027, 6, 7),  # over the bank holiday of 31 May
    }
    assert {on: arrivals.due_on(on, PROFILE) for on in table} == table
    due = date(2027, 6, 16)
    assert not arrivals.is_overdue(due, at=datetime(2027, 6, 16, 22, 59, 59, tzinfo=UTC))
    assert arrivals.is_overdue(due, at=datetime(2027, 6, 16, 23, 0, 0, tzinfo=UTC))


def test_times_of_day_are_read_as_people_write_them():
    table = {
        "10:45": time(10, 45), "10.45": time(10, 45), "1:30pm": time(13, 30), "9am": time(9), "12:05 am": time(0, 5),
        " 00:00 ": time(0), "12pm": time(12),
    }  # fmt: skip
    assert {typed: arrivals.read_time(typed, code="x", what="it was") for typed in table} == table
    for typed in ("", "10", "25:00", "10:60", "13pm", "0am", "ten", "10:45:00", "1:3", "٩:٣٠ x"):
        assert refused(lambda typed=typed: arrivals.read_time(typed, code="x", what="it was")) == "x"


def test_the_times_of_a_very_late_arrival_are_in_order():
    paper = arrivals.Published(EXAM, 90)

    def at(*minutes: int) -> arrivals.Times:
        return arrivals.Times(*(EXAM + timedelta(minutes=each) for each in minutes))

    arrivals.check_times(at(75, 30, 80, 170), paper, PROFILE)
    table = {"arrived": at(60, 30, 80, 170), "supervised": at(75, 81, 80, 170), "began": at(75, 30, 74, 170),
             "finished": at(75, 30, 80, 80)}  # fmt: skip
    for code, times in table.items():
        assert refused(lambda times=times: arrivals.check_times(times, paper, PROFILE)) == code


def test_what_is_typed_into_the_form_of_a_site_is_read_strictly():
    assert sites.read_postcode(" nr1 4ab") == "NR1 4AB"
    for typed in ("", "12345", "NR1", "ＮＲ１ ４ＡＢ"):
        assert refused(lambda typed=typed: sites.read_postcode(typed)) == "postcode"
    assert sites.read_days("2027-06-07", "") == (date(2027, 6, 7), date(2027, 6, 7))
    table = {("", ""): "first", ("2027-06-07", "2027-06-06"): "last", ("2027-06-07", "2027-09-01"): "last"}
    assert {days: refused(lambda days=days: sites.read_days(*days)) for days in table} == table
    sites.check_days(sites.Days(date(2027, 6, 7), date(2027, 6, 8)), [("A", date(2027, 6, 8)), ("B", None)])
    for on in (date(2027, 6, 6), date(2027, 6, 9)):
        days = sites.Days(date(2027, 6, 7), date(2027, 6, 8))
        assert refused(lambda days=days, on=on: sites.check_days(days, [("A", on)])) == "papers"
    known = {"0001", "0002"}
    assert sites.read_numbers("2, 1 0002", known=known, elsewhere=()) == ["0001", "0002"]
    for typed, elsewhere in (("3", ()), ("1", {"0001"})):
        assert (
            refused(lambda t=typed, e=elsewhere: sites.read_numbers(t, known=known, elsewhere=e)) == "numbers"
        )


LIVES = [(cases.TRANSFER, cases.TRANSFER_SHOWN), (cases.HOST_REQUEST, cases.HOST_SHOWN),
         (cases.SITE, cases.SITE_SHOWN), (cases.ARRIVAL, cases.ARRIVAL_SHOWN)]  # fmt: skip


@pytest.mark.parametrize(("life", "said"), LIVES)
def test_every_state_has_its_words_and_a_verb_out_of_turn_is_refused_with_them(life, said):
    assert set(life.states) == set(said)
    for verb in life.moves:
        for state in life.states:
            if verb in life.offered(state):
                assert cases.settled(life, verb, cases.moved(life, verb, state, said))
            else:
                with pytest.raises(Refused, match=said[state].word):
                    cases.moved(life, verb, state, said)


def test_the_host_s_request_can_follow_wherever_the_case_goes():
    """What the case does after it was sent, the request does as well, from the state in which it then is."""
    beside = {cases.WITH_HOST: cases.ASKED, cases.SUBMITTED: cases.ACCEPTED, cases.APPROVED: cases.APPROVED}
    for state, asked in beside.items():
        for verb in cases.TRANSFER.offered(state):
            then, also = cases.TRANSFER.after(verb, state), cases.HOST_REQUEST.after(verb, asked)
            assert beside.get(then, also) == also
