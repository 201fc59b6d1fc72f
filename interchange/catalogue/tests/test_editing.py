"""Changing single rows of the catalogue: at once or on a day, with a history, and never over somebody else's change."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import (
    make_component,
    make_option,
    make_qualification,
    make_series,
    make_window,
)
from interchange.catalogue.kinds import KINDS
from interchange.catalogue.models import (
    Disallowed,
    GradeSet,
    Option,
    Qualification,
    Revision,
    Sitting,
    Tariff,
    TerminalRule,
)
from interchange.catalogue.services import editing, series
from interchange.catalogue.steps.editing import EDITORS
from interchange.catalogue.steps.revising import ChangedMeanwhile, Edit
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)
SYSTEM = Actor.system("tests")


def edit(shown: Mapping[str, str] | None = None, on: date | None = None) -> Edit:
    return Edit(on or clock.today(), "The specification was printed again", shown or {})


def cells(kind: str, row_id: int) -> dict[str, str]:
    return EDITORS[kind].cells(row_id) or {}


def changed(
    kind: str, row_id: int, *, on: date | None = None, by: Actor = SYSTEM, **columns: str
) -> Revision:
    now = cells(kind, row_id)
    return editing.change_row(kind, row_id, now | columns, edit=edit(now, on), by=by)


def refused(work: Any, *arguments: Any, **named: Any) -> dict[str, str]:
    with pytest.raises(Refused) as refusal:
        work(*arguments, **named)
    return {part.code: part.message for part in refusal.value.parts}


def events(event: Event) -> list[EventRecord]:
    with tenancy.for_staff():
        return list(EventRecord.unscoped.filter(name=event.value))


# ---------------------------------------------------------------- at once


def test_a_change_of_today_is_made_at_once_and_kept_with_what_was_before():
    qualification = make_qualification("J277", title="Computing")
    revision = changed("qualification", qualification.pk, title="Computer Science", tiers="F;H")
    qualification.refresh_from_db()
    assert (qualification.title, qualification.tiers) == ("Computer Science", ["F", "H"])
    assert (revision.before, revision.after) == (
        {"title": "Computing", "tiers": ""}, {"title": "Computer Science", "tiers": "F;H"},
    )  # fmt: skip
    assert (revision.key, revision.applied_at is None) == ("J277", False)
    [event] = events(Event.CATALOGUE_CHANGED)
    assert (event.subject, event.reason) == ("qualification:J277", "The specification was printed again")


def test_everything_wrong_with_a_row_is_told_at_once_by_column():
    component = make_component("J277/03")
    said = refused(
        changed, "component", component.pk, max_mark="sixty", half_marks="perhaps", weight_percent="101"
    )
    assert list(said) == ["max_mark", "weight_percent", "half_marks"]
    assert said["max_mark"] == "Enter a whole number from 1 to 9999."
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    ("kind", "typed", "column"),
    [
        ("fee", {"series": "2027-06", "entry_code": "X1", "fee": "45.50"}, "entry_code"),
        ("fee", {"series": "2029-06", "entry_code": "J277", "fee": "45.50"}, "series"),
        ("fee", {"series": "2027-06", "entry_code": "J277", "option_code": "Q", "fee": "45"}, "option_code"),
        ("fee", {"series": "June 2027", "entry_code": "J277", "fee": "45.50"}, "series"),
        ("fee", {"series": "2027-06", "entry_code": "J277", "fee": "-1"}, "fee"),
        ("fee", {"series": "2027-06", "entry_code": "J277", "fee": "999999999"}, "fee"),
        ("disallowed", {"first": "J277", "second": "X1"}, "second"),
        ("disallowed", {"first": "J277", "second": "J277"}, "second"),
        ("disallowed", {"first": "J277", "second": "J277A", "severity": "never"}, "severity"),
        ("terminal-rule", {"entry_code": "J277"}, "percent"),
        ("terminal-rule", {"entry_code": "J277", "unit_code": "R001"}, "unit_code"),
        ("terminal-rule", {"entry_code": "X1", "percent": "40"}, "entry_code"),
        ("sitting", {"series": "2027-06", "component": "J277/09", "date": "12/05/2027"}, "component"),
        ("sitting", {"series": "2027-06", "component": "J277/03", "date": "31/02/2027"}, "date"),
        ("sitting", {"series": "2027-06", "component": "J277/03", "date": "1/5/2027", "starts_at": "9"}, "starts_at"),
        ("boundary", {"scale": "raw", "code": "J277", "marks": "A:90; A:80"}, "marks"),
        ("boundary", {"scale": "raw", "code": "J277", "marks": "A:90", "max_mark": "60"}, "marks"),
        ("boundary", {"scale": "raw", "marks": "A:50"}, "code"),
        ("key-date", {"series": "June 2027", "event": "final_entries", "date": "tomorrow"}, "date"),
        ("qualification", {"entry_code": "J279", "grade_set": "none"}, "grade_set"),
        ("component", {"entry_code": "J277", "assessment": "exam", "parts": "One:20", "max_mark": "30"}, "parts"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_refused_at_its_column(kind: str, typed: dict[str, str], column: str):
    make_series("2027-06")
    make_option(make_component("J277/03"), code="A")
    GradeSet.objects.create(code="GCSE")
    assert list(refused(editing.add_row, kind, typed, edit=edit(), by=SYSTEM)) == [column]


def test_rows_of_every_kind_are_added_and_read_back_as_they_were_typed():
    make_series("2027-06")
    make_option(make_component("J277/03"), code="A")
    make_component("R068/01", unit=True)
    rows = {
        "qualification": {"board": "DAB", "entry_code": "J300", "title": "Latin", "family": "GCSE", "tiers": "F;H"},
        "component": {"board": "DAB", "entry_code": "J277", "component_code": "01", "assessment": "exam"},
        "option": {"board": "DAB", "entry_code": "J277", "option_code": "B", "components": "03"},
        "grade": {"set_code": "PASS", "set_title": "Pass or not", "position": "1", "grade": "P"},
        "fee": {"series": "2027-06", "entry_code": "J277", "option_code": "A", "fee": "45.50"},
        "disallowed": {"first": "J277", "second": "R068", "severity": "warn", "why": "The same subject"},
        "terminal-rule": {"board": "DAB", "entry_code": "J837", "unit_code": "R068", "from_year": "2027"},
        "sitting": {"series": "2027-06", "component": "J277/03", "date": "2027-05-12", "starts_at": "09:00"},
        "boundary": {"board": "DAB", "series": "June 2026", "code": "J277", "scale": "raw", "marks": "9:80; 8:70"},
        "key-date": {"series": "June 2027", "event": "final_entries", "date": "2027-02-21", "time": "23:59"},
        "vocational-unit": {"qualification_key": "K", "unit_number": "1", "unit_title": "One", "credits": "3"},
        "vocational-rule": {"qualification_key": "K", "rule_number": "1", "rule_kind": "choose", "minimum": "2"},
    }  # fmt: skip
    assert set(rows) == set(KINDS)
    for kind, typed in rows.items():
        revision = editing.add_row(kind, typed, edit=edit(), by=SYSTEM)
        assert revision.row_id, kind
        assert cells(kind, revision.row_id).items() >= typed.items(), kind
        assert "exists" in refused(editing.add_row, kind, typed, edit=edit(), by=SYSTEM), kind
        said = changed(kind, revision.row_id, source="Circular 4")
        assert (said.before, said.after) == ({"source": ""}, {"source": "Circular 4"}), kind
        taken = editing.take_row_out(
            kind, revision.row_id, edit=edit(cells(kind, revision.row_id)), by=SYSTEM
        )
        assert (taken.after, cells(kind, revision.row_id)) == (None, {}), kind


def test_what_entries_find_a_row_by_stays_whatever_a_form_sends():
    option = make_option(code="A")
    changed("option", option.pk, option_code="Z", entry_code="X1", option_label="By upload")
    option.refresh_from_db()
    assert (option.code, option.entry_code, option.label) == ("A", "J277", "By upload")


def test_a_change_that_changes_nothing_is_told():
    assert "nothing-changed" in refused(changed, "qualification", make_qualification().pk)


def test_a_row_made_into_another_that_is_there_is_refused():
    one = Disallowed.objects.create(first="J277", second="J278")
    Disallowed.objects.create(first="J277", second="J279")
    for code in ("J277", "J278", "J279"):
        make_option(make_component(f"{code}/01"))
    assert "exists" in refused(changed, "disallowed", one.pk, second="J279")


def test_a_new_component_comes_into_the_options_of_its_code():
    option = make_option(make_component("J277/03"), code="A")
    typed = {"board": "DAB", "entry_code": "J277", "component_code": "04", "assessment": "exam"}
    editing.add_row("component", typed, edit=edit(), by=SYSTEM)
    assert sorted(option.components.values_list("component_code", flat=True)) == ["03", "04"]


# ---------------------------------------------------------------- two at once


def test_the_second_of_two_who_change_a_row_is_told_what_the_first_changed():
    qualification = make_qualification("J277", title="Computing", level="2")
    shown = cells("qualification", qualification.pk)
    changed("qualification", qualification.pk, title="Computer Science")

    with pytest.raises(ChangedMeanwhile) as moved:
        editing.change_row(
            "qualification", qualification.pk, shown | {"level": "1/2"}, edit=edit(shown), by=SYSTEM
        )

    [part] = moved.value.parts
    assert (part.code, moved.value.now["title"]) == ("title", "Computer Science")
    assert part.message == "Title was “Computing” when you began. tests made it “Computer Science”."
    qualification.refresh_from_db()
    assert (qualification.title, qualification.level) == ("Computer Science", "2")


def test_a_row_that_was_taken_out_meanwhile_is_told():
    fee = Tariff.objects.create(series=make_series(), entry_code="J277", pence=1)
    shown = cells("fee", fee.pk)
    fee.delete()
    assert "gone" in refused(editing.change_row, "fee", fee.pk or 1, shown, edit=edit(shown), by=SYSTEM)


# ---------------------------------------------------------------- on a day


def test_a_change_of_a_later_day_waits_and_is_made_on_that_day():
    qualification = make_qualification("J277", title="Computing")
    on = clock.today() + TOMORROW
    revision = changed("qualification", qualification.pk, on=on, title="Computer Science")
    qualification.refresh_from_db()
    assert (qualification.title, revision.applied_at) == ("Computing", None)
    assert editing.apply_due_changes(by=SYSTEM) == []

    with clock.pretend(clock.now() + TOMORROW):
        assert editing.apply_due_changes(by=SYSTEM) == [revision]
        assert editing.apply_due_changes(by=SYSTEM) == []
    qualification.refresh_from_db()
    assert qualification.title == "Computer Science"
    assert len(events(Event.CATALOGUE_CHANGE_PLANNED)) == len(events(Event.CATALOGUE_CHANGED)) == 1


def test_what_others_changed_beside_it_meanwhile_stays():
    qualification = make_qualification("J277", title="Computing", level="2")
    changed("qualification", qualification.pk, on=clock.today() + TOMORROW, title="Computer Science")
    changed("qualification", qualification.pk, level="1/2")
    with clock.pretend(clock.now() + TOMORROW):
        editing.apply_due_changes(by=SYSTEM)
    qualification.refresh_from_db()
    assert (qualification.title, qualification.level) == ("Computer Science", "1/2")


def test_a_change_that_no_longer_fits_goes_on_waiting_says_why_and_keeps_no_other_back():
    first, second = make_qualification("J277", title="Computing"), make_qualification("J278", title="Latin")
    fee = Tariff.objects.create(series=make_series(), entry_code="J277", pence=1)
    make_option(make_component("J277/03"))
    on = clock.today() + TOMORROW
    unfit = changed("qualification", first.pk, on=on, title="Computer Science")
    gone = changed("fee", fee.pk, on=on, fee="2.00")
    fits = changed("qualification", second.pk, on=on, title="Greek")
    changed("qualification", first.pk, title="Informatics")
    Tariff.objects.all().delete()

    with clock.pretend(clock.now() + TOMORROW):
        assert editing.apply_due_changes(by=SYSTEM) == [fits]
        editing.apply_due_changes(by=SYSTEM)
    for revision, word in ((unfit, "Title is now “Informatics”"), (gone, "taken this row out")):
        revision.refresh_from_db()
        assert (revision.applied_at, word in revision.problem) == (None, True)
    assert len(events(Event.CATALOGUE_CHANGE_UNFIT)) == 2
    editing.withdraw_change(unfit.pk, by=SYSTEM)


def test_what_would_not_fit_today_is_refused_although_it_is_for_another_day():
    make_qualification("J277")
    typed = {"board": "DAB", "entry_code": "J277", "title": "Again"}
    later = edit(on=clock.today() + TOMORROW)
    assert "exists" in refused(editing.add_row, "qualification", typed, edit=later, by=SYSTEM)


def test_an_addition_and_a_removal_wait_for_their_day_too():
    series_of = make_series("2027-06")
    make_option(make_component("J277/03"))
    old = Tariff.objects.create(series=series_of, entry_code="J277", pence=100)
    later = clock.today() + TOMORROW
    make_option(make_component("J278/03"))
    editing.add_row(
        "fee", {"series": "2027-06", "entry_code": "J278", "fee": "3.00"}, edit=edit(on=later), by=SYSTEM
    )
    editing.take_row_out("fee", old.pk, edit=edit(cells("fee", old.pk), later), by=SYSTEM)
    assert list(Tariff.objects.values_list("entry_code", "pence")) == [("J277", 100)]
    with clock.pretend(clock.now() + TOMORROW):
        added, removed = editing.apply_due_changes(by=SYSTEM)
    assert list(Tariff.objects.values_list("entry_code", "pence")) == [("J278", 300)]
    assert (added.row_id, removed.row_id) == (Tariff.objects.get().pk, old.pk)


def test_a_change_is_withdrawn_once_and_not_when_it_has_been_made():
    qualification = make_qualification("J277", title="Computing")
    waiting = changed("qualification", qualification.pk, on=clock.today() + TOMORROW, title="A")
    made = changed("qualification", qualification.pk, level="3")
    editing.withdraw_change(waiting.pk, by=SYSTEM)
    assert "not-waiting" in refused(editing.withdraw_change, waiting.pk, by=SYSTEM)
    assert "not-waiting" in refused(editing.withdraw_change, made.pk, by=SYSTEM)
    with clock.pretend(clock.now() + TOMORROW):
        assert editing.apply_due_changes(by=SYSTEM) == []


# ---------------------------------------------------------------- taking out


def test_a_qualification_that_nobody_entered_goes_with_what_was_made_of_it():
    qualification = make_qualification("J300", grading_model="ums")
    changed("qualification", qualification.pk, title="Latin")
    TerminalRule.objects.create(qualification=qualification, percent=40)
    assert Option.objects.get(entry_code="J300").certification
    editing.take_row_out(
        "qualification", qualification.pk, edit=edit(cells("qualification", qualification.pk)), by=SYSTEM
    )
    assert not Qualification.objects.filter(entry_code="J300").exists()
    assert not Option.objects.filter(entry_code="J300").exists()


# ---------------------------------------------------------------- profiles


def test_a_profile_is_changed_and_the_windows_on_a_usual_day_follow():
    usual = make_window(make_component("J277/03"), closes_on=date(2027, 5, 15))
    printed = make_window(make_component("J351/03"), closes_on=date(2027, 5, 15))
    type(usual).objects.filter(pk=usual.pk).update(closes_why="the usual day")
    type(printed).objects.filter(pk=printed.pk).update(closes_why="“15 May” is printed")
    of = usual.series
    now = cells("profile", of.pk)
    revision = series.change_profile(
        of.code, now | {"marks_default": "7 May 2027", "late_multiple": "3"}, edit=edit(now), by=SYSTEM
    )
    of.refresh_from_db()
    assert of.profile == {"marks_default": "2027-05-07", "late_multiple": 3}
    assert revision.before == {"marks_default": "15 May 2027", "late_multiple": "2"}
    usual.refresh_from_db()
    printed.refresh_from_db()
    assert (usual.closes_on, printed.closes_on) == (date(2027, 5, 7), date(2027, 5, 15))


def test_all_that_is_wrong_with_a_profile_is_told_at_once():
    of = make_series("2027-06")
    now = cells("profile", of.pk)
    typed = now | {
        "entry_deadline": "never",
        "late_multiple": "0",
        "refund_months": "gcse 1",
        "sample_table": "x",
    }
    said = refused(series.change_profile, of.code, typed, edit=edit(now), by=SYSTEM)
    assert set(said) == {"entry_deadline", "late_multiple", "refund_months", "sample_table"}
    typed = now | {"very_late": "2027-01-01", "results_on": "2026-12-31"}
    said = refused(series.change_profile, of.code, typed, edit=edit(now), by=SYSTEM)
    assert said["very_late"].startswith("This is before 21 February 2027")
    assert set(said) == {"very_late", "results_on"}


def test_a_series_is_closed_and_opened_again_once():
    make_series("2027-06")
    assert not series.close_series("2027-06", reason="It is over", by=SYSTEM).is_open
    assert "not-another" in refused(series.close_series, "2027-06", reason="Again", by=SYSTEM)
    assert series.reopen_series("2027-06", reason="Not over", by=SYSTEM).is_open
    assert [event.reason for event in events(Event.SERIES_CLOSED)] == ["It is over"]
    with pytest.raises(Http404):
        series.close_series("2031-06", reason="None", by=SYSTEM)


def test_sittings_name_components_that_share_a_code_by_their_address():
    first, second = (
        make_component("J277/03"),
        make_component("J277/04", slug="J277-03-2", assessment_code="J277/03"),
    )
    made = [
        Sitting.objects.create(series=make_series(), component=one, on=date(2027, 5, 12))
        for one in (first, second)
    ]
    assert [cells("sitting", one.pk)["component"] for one in made] == ["J277/03", "J277-03-2"]
