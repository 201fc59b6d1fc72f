"""The one way by which entries come into the record, on the real database."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_option, make_qualification, make_series
from interchange.catalogue.models import (
    Component,
    Disallowed,
    Option,
    Qualification,
    Series,
    Sitting,
    Tariff,
    TerminalRule,
)
from interchange.centres.factories import make_approval, make_centre
from interchange.centres.models import Centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.entries.models import Candidate, Entry, Rejection, Route, Version
from interchange.entries.queries.previewing import preview
from interchange.entries.rules.holdings import AMEND, WITHDRAW, EntryRow, Merge
from interchange.entries.rules.identifiers import make_uci
from interchange.entries.steps import batches
from interchange.entries.steps.taking import take
from interchange.entries.tests.merges import a_row

pytestmark = pytest.mark.django_db

ON_TIME = datetime(2027, 1, 10, 12, tzinfo=UTC)
LATE = datetime(2027, 3, 1, 12, tzinfo=UTC)
AFTER_REFUNDS = datetime(2027, 4, 1, 12, tzinfo=UTC)
CLOSED = datetime(2027, 8, 19, 12, tzinfo=UTC)
NOBODY = Actor(name="Ann Lee")


@pytest.fixture(autouse=True)
def centre() -> Centre:
    """A centre that is approved, and a catalogue with fees."""
    centre = make_centre("12345")
    make_approval(centre)
    series = make_series("2027-06", profile={"amendment_pence": 1000})
    make_option(make_component("J277/03"), code="")
    maths = make_qualification("J560", title="GCSE (9-1) Mathematics")
    paper = make_component("J560/01", qualification=maths, kind="exam")
    make_option(paper, code="F", tier="F")
    make_option(paper, code="H", tier="H")
    for code, option, pence in (("J277", "", 4800), ("J560", "F", 4000), ("J560", "H", 5000)):
        Tariff.objects.create(series=series, entry_code=code, option_code=option, pence=pence)
    return centre


def row(code: str = "J277", number: str = "0001", **values: Any) -> EntryRow:
    return a_row(number=number, **{"entry_code": code, "surname": f"Fox {number}"} | values)


def send(
    centre: Centre, *rows: EntryRow, at: datetime = ON_TIME, route: Route = Route.FORM, **told: Any
) -> Merge:
    """What a centre's page or an API call does: take, in one transaction of the centre's."""
    by = Actor(name="Ann Lee", centre_id=centre.pk)
    with clock.pretend(at), tenancy.writing(by), audit.trail(by):
        lines = [each._replace(line=at) for at, each in enumerate(rows, 1)]
        return take(lines, centre_id=centre.pk, route=route, by=by, **told)


def looked_at(centre: Centre, *rows: EntryRow, at: datetime = ON_TIME) -> Merge:
    by = Actor(name="Ann Lee", centre_id=centre.pk)
    with clock.pretend(at), tenancy.reading(by):
        return preview(rows, actor=by, centre_id=centre.pk)


def told(merge: Merge) -> list[str]:
    return [problem.sentence for problem in merge.problems]


def warned(merge: Merge) -> list[str]:
    return [problem.sentence for problem in merge.warnings if problem.column != "uln"]


def versions(centre: Centre) -> list[tuple[str, str, int | None]]:
    with tenancy.for_centre(centre.pk):
        return list(Version.unscoped.order_by("at", "-pence").values_list("action", "band", "pence"))


def test_every_change_has_a_version_with_who_when_whence_and_what_it_costs(centre: Centre) -> None:
    send(centre, row(), row("J560", option_code="F"))
    send(centre, row("J560", option_code="H", action=AMEND), at=LATE, route=Route.CSV)
    send(centre, row(action=WITHDRAW), at=AFTER_REFUNDS, route=Route.API)
    assert versions(centre) == [
        ("add", "on-time", 4800), ("add", "on-time", 4000), ("amend", "late", 5000 - 4000 + 1000),
        ("withdraw", "late", 0),
    ]  # fmt: skip
    with tenancy.for_centre(centre.pk):
        last = Version.unscoped.select_related("entry").order_by("at").last()
        assert last is not None
        assert (last.route, last.by, last.told) == (
            "api",
            "Ann Lee",
            "Withdrawn after 21 March 2027: no refund.",
        )
        assert last.entry.withdrawn_how == "no-refund"
    again = send(centre, row(action=WITHDRAW), at=AFTER_REFUNDS)
    assert (again.unchanged, again.versions) == (1, [])


def test_a_late_entry_says_so_and_costs_more_and_the_preview_said_it_before(centre: Centre) -> None:
    before = looked_at(centre, row(), at=LATE)
    assert (before.pence, before.versions[0].told) == (9600, "Late entry: 2 times the fee of £48.00.")
    assert versions(centre) == []
    after = send(centre, row(), at=LATE)
    assert [each[3:] for each in after.versions] == [each[3:] for each in before.versions]
    with tenancy.for_centre(centre.pk):
        assert Entry.unscoped.values_list("band", "route").get() == ("late", "form")


@pytest.mark.parametrize(
    ("at", "action", "said"),
    [
        (datetime(2026, 8, 31, 12, tzinfo=UTC), "add", "Entries for June 2027 open on 1 September 2026."),
        (CLOSED, "add", "Entries for June 2027 could be changed until 13 August 2027. Only personal details"),
        (CLOSED, "withdraw", "Entries for June 2027 could be changed until 13 August 2027. Only personal details"),
        (CLOSED, "details", "Personal details for June 2027 could be changed here until 13 August 2027. Ask the"),
    ],
)  # fmt: skip
def test_the_series_days_stop_the_centre_and_not_the_awarding_body(
    centre: Centre, at: datetime, action: str, said: str
) -> None:
    if action != "add":
        send(centre, row())
    change = row(born=None) if action == "none" else row()
    change = change._replace(date_of_birth=date(2011, 2, 1)) if action == "details" else change
    change = change._replace(action=WITHDRAW) if action == "withdraw" else change
    [sentence] = told(send(centre, change, at=at))
    assert sentence.startswith(said)
    assert told(send(centre, change, at=at, route=Route.BOARD, reason="asked for by phone")) == []


def test_a_centre_that_is_not_approved_is_told_and_one_qualification_may_be_approved_alone() -> None:
    other = make_centre("54321")
    said = ["Your centre is not approved for GCSE (9-1) Computer Science. Ask for approval before entering."]
    assert told(send(other, row())) == said
    make_approval(other, scope="VQ", number="J277")
    assert told(send(other, row())) == []


def test_a_disallowed_pair_is_refused_or_warned_about_as_the_basedata_says(centre: Centre) -> None:
    Disallowed.objects.create(first="J277", second="J560")
    merge = send(centre, row(), row("J560", option_code="F"))
    assert told(merge) == ["J560 cannot be entered with J277 in the same series. Withdraw one of them."]
    swapped = send(centre, row("J560", option_code="F"), row(action=WITHDRAW))
    assert (told(swapped), len(swapped.added), len(swapped.withdrawn)) == ([], 1, 1)
    Disallowed.objects.update(severity="warn")
    odd = send(centre, row())
    assert (told(odd), len(odd.added)) == ([], 1)
    assert warned(odd) == ["J277 cannot be entered with J560 in the same series. Check that both are meant."]


def test_nobody_takes_one_unit_at_two_centres(centre: Centre) -> None:
    other = make_centre("54321")
    make_approval(other)
    send(centre, row())
    [sentence] = told(send(other, row(number="0009", uci=row().uci)))
    assert sentence.startswith(f"UCI {row().uci} is entered for J277 in 2027-06 at another centre.")
    send(centre, row(action=WITHDRAW))
    assert told(send(other, row(number="0009", uci=row().uci))) == []


def test_two_levels_of_one_subject_are_refused_unless_the_series_allows_them(centre: Centre) -> None:
    advanced = make_qualification(
        "H446", title="A Level Computer Science", family="A Level", subject="Computer Science"
    )
    make_option(make_component("H446/03", qualification=advanced), code="")
    Qualification.objects.filter(entry_code="J277").update(subject="Computer Science")
    said = "is already entered for GCSE (9-1) Computer Science. A change of level replaces the entry"
    [sentence] = told(send(centre, row(), row("H446")))
    assert said in sentence
    Series.objects.update(profile={"levels_together": True})
    assert told(send(centre, row("H446"))) == []


def test_papers_that_clash_are_worth_a_warning(centre: Centre) -> None:
    series = make_series("2027-06")
    for code in ("J277/03", "J560/01"):
        component = Component.objects.get(assessment_code=code)
        Sitting.objects.create(series=series, component=component, on=date(2027, 6, 12), session="A")
    merge = send(centre, row(), row("J560", option_code="F"))
    assert warned(merge) == ["2 papers clash on 12 June 2027."]


def test_a_certification_entry_is_checked_against_the_units_of_now_and_before(centre: Centre) -> None:
    award = make_qualification("J834", title="Creative iMedia", grading_model="ums", family="Nationals")
    for unit in ("R093", "R094"):
        make_option(
            make_component(f"{unit}/01", unit=True, qualification=award, mandatory="yes", unit_code=unit),
            code="",
        )
    Option.objects.create(qualification=award, entry_code="J834", code="", certification=True)
    TerminalRule.objects.create(qualification=award, unit_code="R093")
    early = make_series("2027-01")
    assert early.code == "2027-01"
    jan = {"series": "2027-01"}
    at = datetime(2026, 10, 1, 12, tzinfo=UTC)
    [practice] = warned(send(centre, row("R093", **jan), row("R094", **jan), at=at))
    assert practice.startswith("R093 counts only in the series of certification.")
    [terminal] = warned(send(centre, row("J834")))
    assert terminal == "0001 Ada Fox 0001 cannot be certificated: R093 must be taken in 2027-06."
    assert warned(send(centre, row("R093"))) == []
    [kept] = warned(send(centre, row("R093", action=WITHDRAW)))[:1]
    assert "Withdraw the certification entry too" in kept or "must be taken in 2027-06" in kept


def test_what_is_refused_waits_until_it_is_sent_well(centre: Centre) -> None:
    def batch() -> Any:
        return batches.begin(centre_id=centre.pk, route=Route.CSV, by=NOBODY, name="entries.csv")

    with tenancy.for_centre(centre.pk):
        first = batch()
    send(centre, row("J560", option_code="Z"), row(number="0002"), batch=first)
    with tenancy.for_centre(centre.pk):
        waiting = Rejection.unscoped.get()
        assert (waiting.candidate_number, waiting.entry_code, waiting.name) == (
            "0001",
            "J560",
            "Fox 0001, Ada",
        )
        first.refresh_from_db()
        assert (first.state, first.counts["added"], first.counts["bad"], first.counts["pence"]) == (
            "loaded", 1, 1, 4800,
        )  # fmt: skip
        assert first.problems == [[1, "option_code", "J560 has no option “Z”. Its options are F or H."]]
        assert first.parsed_at is not None
        assert first.loaded_at is not None
        second = batch()
    send(centre, row("J560", option_code="F"), batch=second)
    with tenancy.for_centre(centre.pk):
        assert Rejection.unscoped.exclude(settled_at=None).count() == 1
        third = batch()
    send(centre, row("J999"), batch=third)
    with tenancy.for_centre(centre.pk):
        third.refresh_from_db()
        assert third.state == "rejected"


def test_a_whole_name_is_changed_only_with_proof(centre: Centre) -> None:
    send(centre, row(surname="Fox", forenames="Ada"))
    married = row(surname="Hughes", forenames="Ada", action=AMEND)
    assert told(send(centre, married)) == []
    other = row(surname="Nkomo", forenames="Zodwa", action=AMEND)
    assert [each[:40] for each in told(send(centre, other))] == ["This is another name, not another spelli"]
    assert told(send(centre, other, reason="deed poll of 3 May seen")) == []
    with tenancy.for_staff():
        data = EventRecord.unscoped.filter(name=Event.ENTRIES_SENT.value).order_by("link_number").last()
        assert data is not None
        assert data.data["details"] == [
            {"candidate_number": "0001", "old_surname": "Hughes", "old_forenames": "Ada"}
        ]
        assert data.reason == "deed poll of 3 May seen"


def test_ulns_are_asked_for_once_or_for_everybody(centre: Centre) -> None:
    asked = send(centre, row(), row(number="0002"))
    assert [problem.sentence for problem in asked.warnings] == [
        "2 candidates have no ULN. Without it results do not reach the learner's record."
    ]
    said = "Give the ULN of 0003 Ada Fox 0003: June 2027 takes no entry without one."
    Centre.objects.filter(pk=centre.pk).update(kind="school")
    for needed, sentences in ((True, [said]), (["school"], [said]), (["college", "other"], [])):
        Series.objects.update(profile={"uln_needed": needed})
        assert told(send(centre, row(number="0003"))) == sentences, needed


def test_a_medical_withdrawal_gives_the_fee_back_when_others_do_not(centre: Centre) -> None:
    send(centre, row(), at=LATE)
    merge = send(
        centre, row(action=WITHDRAW), at=AFTER_REFUNDS, how="medical", reason="certificate of 20 March"
    )
    assert (merge.pence, merge.withdrawn[0].how) == (-4800, "medical")


def test_the_number_of_statements_is_the_same_for_one_and_for_many(centre: Centre) -> None:
    with CaptureQueriesContext(connection) as few:
        send(centre, row(number="1001"))
    with CaptureQueriesContext(connection) as many:
        send(centre, *(row(code, f"{n:04d}", option_code="F" * (code == "J560")) for n in range(1, 200)
                       for code in ("J277", "J560")))  # fmt: skip
    assert len(many) <= len(few) + 1
    assert len(few) <= 40
    with tenancy.for_centre(centre.pk):
        assert Candidate.unscoped.filter(uci=make_uci("12345", 2027, "0199")).exists()
