"""Estimated entries (R-EST-1 to 5): filled in from last year, answered by the centre, locked at the entry deadline."""

from datetime import timedelta

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.catalogue.factories import make_component
from interchange.centres.factories import make_approval, make_centre
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed, Refused
from interchange.estimates.factories import SYSTEM, asking_series, enter, estimate, prefilled
from interchange.estimates.models import Return
from interchange.estimates.queries.asking import asking_at
from interchange.estimates.queries.lines import lines_of
from interchange.estimates.rules.saving import Outcome, Typed
from interchange.estimates.services.daily import lock_what_is_over, prefill_estimates, remind_centres
from interchange.estimates.services.desk import extend_estimates, remind_now
from interchange.estimates.services.estimates import give_nil_return, save_estimates
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db


def lines(actor, series):
    with tenancy.reading(actor):
        found = lines_of(actor, asking_at(series.code), actor.centre_id)
    return {line.asked.code: line for line in found}


def told(actor, series):
    """Code, last year, number and state of each line."""
    return [(one.asked.code, one.last_year, one.number, one.state) for one in lines(actor, series).values()]


def head_of(actor, series):
    with tenancy.reading(actor):
        return Return.objects.visible_to(actor).get(series=series)


def save(actor, series, confirm_rest=False, **numbers):
    held = lines(actor, series)
    typed = [Typed(held[code].key, str(number), held[code].version) for code, number in numbers.items()]
    return save_estimates(series.code, typed, confirm_rest=confirm_rest, by=actor)


def test_lists_are_filled_in_from_the_june_before_once(june, efa, cal, centre, computing):
    assert told(efa, june) == [("J277A", 20, 20, "prefilled"), ("J316A", 4, 4, "prefilled")]
    assert told(cal, june) == [("J277A", 3, 3, "prefilled")]
    save(efa, june, J277A=25)
    enter(centre, computing, 2)
    assert prefilled(june) == 0
    assert lines(efa, june)["J277A"].number == 25


def test_who_was_withdrawn_is_not_counted_and_certification_is_not_asked(centre, computing, drama):
    entries = enter(centre, computing, 3)
    with tenancy.for_centre(centre.pk):
        type(entries[0]).unscoped.filter(pk=entries[0].pk).update(withdrawn_at=clock.now())
    enter(centre, drama, 1)
    type(drama).objects.filter(pk=drama.pk).update(certification=True)
    series = asking_series()
    assert prefilled(series) == 1
    with tenancy.for_staff():
        asking = asking_at(series.code)
        assert [(one.asked.code, one.number) for one in lines_of(SYSTEM, asking, centre.pk)] == [("J277A", 2)]


@pytest.mark.parametrize("code", ["2026-11", "2027-01"])
def test_november_and_january_ask_for_nothing(efa, computing, centre, code):
    series = asking_series(code)
    assert prefilled(series) == 0
    with pytest.raises(Refused, match="No estimated entries are asked for in"):
        estimate(series, efa, J277A=3)


def test_a_centre_confirms_changes_and_gives_nil(june, efa):
    saved = save_estimates(june.code, [Typed(lines(efa, june)["J277A"].key, "20", 1, confirmed=True)], by=efa)
    assert not saved.answered
    assert save(efa, june, J316A=0).answered
    assert told(efa, june) == [("J277A", 20, 20, "confirmed"), ("J316A", 4, 0, "nil")]
    save(efa, june, J316A=9)
    assert told(efa, june)[1] == ("J316A", 4, 9, "changed")
    with tenancy.reading(efa):
        names = [event.name for event in events_of(efa)]
    assert names == [Event.ESTIMATES_SAVED.value] * 3


def test_confirm_all_leaves_nothing_without_an_answer_and_confirms_once(june, efa, ann):
    saved = save(efa, june, confirm_rest=True, J277A=21)
    assert saved.answered
    assert told(efa, june) == [("J277A", 20, 21, "changed"), ("J316A", 4, 4, "confirmed")]
    assert head_of(efa, june).answered_by == "Efua Mensah"
    save(efa, june, J277A=22)
    notices = Notice.objects.filter(kind=Kind.ESTIMATES_RECEIVED.value)
    assert {one.person_id for one in notices} == {efa.person_id, ann.person_id}
    assert notices.count() == 2


def test_one_button_gives_a_nil_return_also_without_any_line(june, efa, cal, elsewhere):
    give_nil_return(june.code, by=efa)
    assert {line.state for line in lines(efa, june).values()} == {"nil"}
    assert head_of(efa, june).nil
    give_nil_return(june.code, by=efa)
    save(efa, june, J277A=2)
    assert not head_of(efa, june).nil
    other = asking_series("2028-06")
    assert give_nil_return(other.code, by=cal).answered_at is not None


def test_a_subject_that_starts_is_typed_by_its_code(june, efa, drama, cal):
    saved = estimate(june, cal, j316=12, J999=1, J277A=5)
    assert [answer.outcome for answer in saved.answers] == [Outcome.SAVED, Outcome.PROBLEM, Outcome.PROBLEM]
    assert "No estimated entry is asked for “J999” in June 2027." in saved.answers[1].message
    assert saved.answers[2].message == "J277A is in the list already, with 3. Change it there."
    assert ("J316A", 0, 12, "changed") in told(cal, june)
    assert ("J316A", 4, 4, "prefilled") in told(efa, june)


def test_a_new_line_that_is_sent_twice_is_there_once(june, cal):
    estimate(june, cal, J316=12)
    assert estimate(june, cal, J316=12).answers[0].outcome is Outcome.UNCHANGED
    assert len(lines(cal, june)) == 2


def test_the_same_code_in_two_new_lines_is_not_guessed(june, cal):
    typed = [Typed("", "1", code="J316A", line=1), Typed("", "2", code="j316 a", line=2)]
    saved = save_estimates(june.code, typed, by=cal)
    assert saved.answers[1].message == "J316A is typed twice. Keep one of the two lines."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("10000", "10000 is more than the maximum of 9999."),
        ("-1", "-1 is less than 0. Enter a whole number from 0 to 9999."),
        ("2.5", "Enter a whole number from 0 to 9999."),
        ("many", "Enter a whole number from 0 to 9999."),
        (" ", "This is empty. Enter a whole number from 0 to 9999; 0 where you expect nobody."),
    ],
)
def test_what_is_no_number_is_said_and_the_rest_is_kept(june, efa, typed, said):
    saved = save(efa, june, J277A=typed, J316A="5")
    assert [(one.outcome, one.message) for one in saved.answers] == [
        (Outcome.PROBLEM, said),
        (Outcome.SAVED, ""),
    ]
    assert lines(efa, june)["J316A"].number == 5


def test_far_from_last_year_is_told_and_kept(june, efa):
    saved = save(efa, june, J277A=31, J316A=6)
    assert [line.far for line in saved.far] == ["31 is far from last year’s 20. Check that it is right."]
    assert lines(efa, june)["J277A"].number == 31


def test_two_editors_see_both_numbers_and_the_same_number_is_no_conflict(june, efa, ann):
    held = lines(efa, june)["J277A"]
    save(ann, june, J277A=15)
    saved = save_estimates(june.code, [Typed(held.key, "18", held.version)], by=efa)
    (answer,) = saved.answers
    assert answer.outcome is Outcome.CONFLICT
    assert answer.message.startswith("Ann Lee saved 15 at")
    assert lines(efa, june)["J277A"].number == 15
    again = save_estimates(june.code, [Typed(held.key, "15", held.version)], by=efa)
    assert again.answers[0].outcome is Outcome.UNCHANGED


def test_component_by_component_where_the_series_asks_so(centre, computing, efa):
    paper = make_component("J277/01", qualification=computing.qualification, title="Paper 1")
    computing.components.add(paper)
    enter(centre, computing, 2)
    series = asking_series(estimates_by_component=["J277"], estimated_entry_codes=["J277"])
    prefilled(series)
    assert told(efa, series) == [("J277/01", 2, 2, "prefilled"), ("J277/03", 2, 2, "prefilled")]
    assert estimate(series, efa, J316A=1).answers[0].outcome is Outcome.PROBLEM


def test_after_the_deadline_it_can_be_changed_until_the_entry_deadline_and_then_not(june, efa, enzo):
    with clock.pretend(clock.now() + timedelta(40)):
        save(efa, june, J277A=19)
        assert lock_what_is_over(june.code, by=SYSTEM) == 0
    with clock.pretend(clock.now() + timedelta(95)):
        with pytest.raises(Refused, match="were locked after"):
            save(efa, june, J277A=18)
        assert lock_what_is_over(june.code, by=SYSTEM) == 3
        assert lock_what_is_over(june.code, by=SYSTEM) == 0
        assert {line.state for line in lines(efa, june).values()} == {"locked"}
        assert lines(efa, june)["J277A"].number == 19


def test_a_centre_that_is_given_longer_goes_on_as_it_had_left_it(june, efa, cal, enzo, centre):
    save(efa, june, J277A=19)
    with clock.pretend(clock.now() + timedelta(95)):
        lock_what_is_over(june.code, by=SYSTEM)
        until = clock.today() + timedelta(5)
        extend_estimates(june.code, centre.number, until=until, why="Floods.", by=enzo)
        assert [line.state for line in lines(efa, june).values()] == ["changed", "prefilled"]
        save(efa, june, J316A=8)
        assert lock_what_is_over(june.code, by=SYSTEM) == 0
        with pytest.raises(Refused):
            save(cal, june, J277A=1)
        assert Notice.objects.filter(kind=Kind.ESTIMATES_EXTENDED.value, person_id=efa.person_id).exists()
        with tenancy.reading(efa):
            assert Event.ESTIMATES_EXTENDED.value in {event.name for event in events_of(efa)}


@pytest.mark.parametrize("days", [None, -1, 20, 400])
def test_longer_is_a_day_to_come_after_the_deadline_and_before_results(june, enzo, centre, days):
    until = None if days is None else clock.today() + timedelta(days)
    with pytest.raises(Refused):
        extend_estimates(june.code, centre.number, until=until, why="So.", by=enzo)


def test_who_has_not_answered_is_reminded_twice_and_no_more(june, efa, ann, cal):
    save(cal, june, J277A=4)
    due = clock.today() + timedelta(30)
    for days in (20, 14, 14, 7, 3):
        with clock.pretend(clock.start_of_day(due - timedelta(days)) + timedelta(hours=9)):
            remind_centres(on=due - timedelta(days), by=SYSTEM)
    reminders = Notice.objects.filter(kind=Kind.ESTIMATES_DUE.value)
    assert {one.person_id for one in reminders} == {efa.person_id, ann.person_id}
    assert reminders.filter(person_id=efa.person_id).count() == 2
    assert "2 lines" in reminders[0].body


def test_a_centre_without_entries_last_year_is_asked_and_reminded_too(june, efa, cal, elsewhere, signed_in):
    """Where it is approved for GQ and open; until it types a number or gives a nil return."""
    new = make_centre("30003")
    for one in (new, make_centre("30004", state="security_hold"), elsewhere):
        make_approval(one)
    nia = make_actor("Nia Rhys", Role.EFA, centre=new)
    assert prefill_estimates(june.code, by=SYSTEM) == (0, 1)
    assert prefill_estimates(june.code, by=SYSTEM) == (0, 0)
    due = clock.today() + timedelta(30)
    with clock.pretend(clock.start_of_day(due - timedelta(14)) + timedelta(hours=9)):
        remind_centres(on=due - timedelta(14), by=SYSTEM)
        assert (
            "Give a number for each code, or a nil return."
            in signed_in(nia).get("/welcome/").content.decode()
        )
    notice = Notice.objects.get(kind=Kind.ESTIMATES_DUE.value, person__last_name="Rhys")
    assert "Your centre has given no estimated entries for June 2027." in notice.body
    estimate(june, nia, J277A=2)
    with clock.pretend(clock.start_of_day(due - timedelta(3)) + timedelta(hours=9)):
        remind_centres(on=due - timedelta(3), by=SYSTEM)
    assert Notice.objects.filter(kind=Kind.ESTIMATES_DUE.value, person__last_name="Rhys").count() == 1


def test_staff_remind_by_hand_once_a_day(june, efa, enzo):
    assert remind_now(june.code, "estimates", by=enzo) == 2
    remind_now(june.code, "estimates", by=enzo)
    assert Notice.objects.filter(kind=Kind.ESTIMATES_DUE.value, person_id=efa.person_id).count() == 1
    with pytest.raises(Refused):
        remind_now(june.code, "everything", by=enzo)


def test_who_may_only_look_changes_nothing(june, tut, ben):
    for who in (tut, ben):
        with pytest.raises(NotAllowed):
            save_estimates(june.code, [], by=who)
    with pytest.raises(NotAllowed):
        prefill_estimates(june.code, by=tut)
