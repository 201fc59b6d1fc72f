"""What has been entered, looked at: by assessment, by candidate, one candidate, what could not be taken (R-DOC-2)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_option, make_series, make_sitting
from interchange.catalogue.models import Option, Tariff
from interchange.catalogue.rules.profile import Band
from interchange.centres.factories import make_approval
from interchange.core import clock, tenancy
from interchange.entries.factories import make_batch, make_candidate, make_entry
from interchange.entries.models import Candidate, Entry, Rejection, Version
from interchange.entries.queries import viewing

HOSTILE = "<b>O'Neil</b>"
ON_TIME, LATE = datetime(2027, 1, 10, 12, tzinfo=UTC), datetime(2027, 3, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_time() -> Iterator[None]:
    """A day on which entries of June 2027 are on time."""
    with clock.pretend(ON_TIME):
        yield


@pytest.fixture
def offer(db: None) -> dict[str, Option]:
    """A tiered exam with a fee, and coursework by post or upload."""
    paper = make_component("J560/01", kind="exam", title="Paper <1>", duration_minutes=90)
    work = make_component("H446/03", title="Project")
    make_sitting(paper)
    Tariff.objects.create(series=make_series(), entry_code="J560", pence=4000)
    return {
        "F": make_option(paper, code="F", tier="F"), "H": make_option(paper, code="H", tier="H"),
        "upload": make_option(work, code="A", route="upload", label="Moderated: Upload"),
    }  # fmt: skip


@pytest.fixture
def officer(centre: Any) -> Any:
    """Eve, exams officer."""
    make_approval(centre)
    return make_actor("Eve Marsh", Role.EFA, centre=centre)


@pytest.fixture
def eve(officer: Any, signed_in: Any) -> Client:
    return signed_in(officer)  # type: ignore[no-any-return]


@pytest.fixture
def fox(centre: Any, offer: dict[str, Option]) -> Candidate:
    """Candidate 0001, foundation tier made on time for £40."""
    candidate = make_candidate(centre, "0001", surname=HOSTILE, forenames="Ada")
    entry = make_entry(candidate, offer["F"])
    with tenancy.for_centre(centre.pk):
        Version.unscoped.create(
            centre_id=centre.pk, entry=entry, action="add", after_id=offer["F"].pk, route="csv", band="on-time",
            pence=4000, by="Eve Marsh",
        )  # fmt: skip
    return candidate


def entry_of(candidate: Candidate) -> Entry:
    with tenancy.for_staff():
        return Entry.unscoped.filter(candidate_id=candidate.pk).order_by("entered_at").last()  # type: ignore[return-value]


def body(answer: Any) -> str:
    return str(answer.content.decode()).partition("<main")[2]


def values_of(answer: Any) -> dict[str, str]:
    """The hidden fields of the form that is posted."""
    form = body(answer).rpartition('<form method="post"')[2]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_entries_are_counted_by_option_with_late_private_and_withdrawn_ones(eve, officer, centre, offer, fox):
    make_entry(make_candidate(centre, "0002", status="P"), offer["F"], band=Band.LATE)
    make_entry(make_candidate(centre, "0003"), offer["H"], withdrawn_at=clock.now())
    with tenancy.reading(officer):
        lines = viewing.option_lines(officer, make_series(), viewing.Asked(), withdrawn=True)
    assert [(one.code, one.option, *one[7:]) for one in lines] == [
        ("J560", "F", 2, 1, 1, 1, 0), ("J560", "H", 0, 0, 0, 0, 1),
    ]  # fmt: skip
    assert "J560 H" not in body(eve.get("/entries/view/"))
    assert "J560 H" in body(eve.get("/entries/view/?show=withdrawn"))
    assert "Nothing fits" in body(eve.get("/entries/view/?q=zebra"))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["0001", "0002", "0003", "0004"]), ("code=j560", ["0001", "0002"]), ("code=J560&option=H", ["0002"]),
        ("show=late", ["0002"]), ("show=withdrawn", ["0003"]), ("show=none", ["0003", "0004"]),
         ("status=P", ["0004"]),
        ("q=oneil", ["0001"]), ("q=2", ["0002"]), ("family=none-such", []),
         ("show=nonsense&page=-9", ["0001", "0002", "0003", "0004"]),
    ],
)  # fmt: skip
def test_candidates_are_found_by_each_filter(officer, centre, offer, query, numbers):
    make_entry(make_candidate(centre, "0001", surname="Oneil"), offer["F"])
    make_entry(make_candidate(centre, "0002"), offer["H"], band=Band.LATE)
    make_entry(make_candidate(centre, "0003"), offer["H"], withdrawn_at=clock.now())
    make_candidate(centre, "0004", status="P")
    with tenancy.reading(officer):
        page = viewing.by_candidate(officer, QueryDict(query).dict())
    assert [line.candidate.number for line in page["lines"]] == numbers


def test_the_file_has_one_row_for_each_candidate_and_entry_and_the_export_is_in_the_trail(
    eve, centre, offer, fox
):
    make_entry(fox, offer["upload"])
    make_candidate(centre, "0002")
    rows = eve.get("/entries/view/candidates/export/csv/").content.decode().splitlines()
    kept = [line.split(",")[10:12] for line in rows if "2027-06" in line]
    assert kept == [["H446", "A"], ["J560", "F"], ["", ""]]
    with tenancy.for_centre(centre.pk):
        assert EventRecord.unscoped.filter(name=Event.ENTRIES_EXPORTED.value).count() == 1
    for kind in ("xlsx", "ods"):
        assert eve.get(f"/entries/view/export/{kind}/?q=nothing").status_code == 200


def test_many_candidates_take_no_more_statements_than_one(eve, centre, offer, fox):
    make_batch(centre, series=make_series())
    numbers = []
    pages = ("view/", "view/candidates/", "not-taken/", f"candidates/{fox.pk}/", "reports/", "statements/",
             f"candidates/{fox.pk}/statement/", "warnings/", "summary/")  # fmt: skip
    for first, last in ((0, 0), (2, 40)):
        for number in range(first, last):
            candidate = make_candidate(centre, f"{number:04}")
            make_entry(candidate, offer["H"])
            make_entry(candidate, offer["upload"])
        if last:
            make_entry(fox, offer["upload"])
        for page in pages:
            eve.get(f"/entries/{page}")
            with CaptureQueriesContext(connection) as seen:
                assert eve.get(f"/entries/{page}").status_code == 200, page
            numbers.append((page, len(seen)))
    assert numbers[: len(pages)] == numbers[len(pages) :]


# ---------------------------------------------------------------- one candidate


def test_a_candidate_s_page_shows_what_is_held_beside_what_was_last_sent(eve, centre, offer, fox):
    entry = entry_of(fox)
    with tenancy.for_centre(centre.pk):
        Entry.unscoped.filter(pk=entry.pk).update(option=offer["H"])
        Version.unscoped.create(
            centre_id=centre.pk, entry=entry, action="amend", before_id=offer["F"].pk, after_id=offer["H"].pk,
            route="board", band="on-time", pence=0, by="Sam Staff", reason="asked for by telephone",
        )  # fmt: skip
        batch = make_batch(centre, series=make_series(), route="csv")
        Rejection.unscoped.filter(batch=batch).update(
            candidate_number="0001", entry_code="X999", sentence="No <such> code."
        )
        Version.unscoped.filter(batch=batch).delete()
    page = body(eve.get(f"/entries/candidates/{fox.pk}/"))
    assert "Entered H" in page
    assert "Entered F" in page
    assert page.count("Differs") == 2
    assert "No &lt;such&gt; code." in page
    assert "asked for by telephone" in page
    assert "changed from F to H" in page
    assert "£40.00" in page
    assert HOSTILE not in page


def test_what_an_option_costs_is_said_and_a_change_of_price_meanwhile_is_refused(eve, fox):
    where = f"/entries/entry/{entry_of(fox).pk}/change/"
    eve.get(where)
    page = eve.get(f"{where}?option_code=H")
    assert "New entry fee £40.00, less £40.00 given back" in body(page)
    sent = values_of(page)
    wrong = eve.post(where, sent | {"pence": "999"})
    assert wrong.status_code == 422
    assert "is now £0.00" in body(wrong)
    assert eve.post(where, sent).status_code == 302
    assert entry_of(fox).option.code == "H"


def test_of_two_who_change_one_entry_the_second_is_told(eve, fox, offer):
    where = f"/entries/entry/{entry_of(fox).pk}/"
    mine, theirs = (
        values_of(eve.get(f"{where}withdraw/")),
        values_of(eve.get(f"{where}change/?option_code=H")),
    )
    assert eve.post(f"{where}change/", theirs).status_code == 302
    lost = eve.post(f"{where}withdraw/", mine | {"why": "plain"})
    assert lost.status_code == 422
    assert "Somebody changed this" in body(lost)
    assert entry_of(fox).withdrawn_at is None


def test_whether_a_withdrawal_is_refunded_stands_before_the_button(eve, officer, signed_in, fox):
    where = f"/entries/entry/{entry_of(fox).pk}/withdraw/"
    assert "It will take £40.00 off your invoice." in body(eve.get(where))
    with clock.pretend(LATE):
        eve = signed_in(officer)
        page = eve.get(where)
        assert "no refund" in body(page)
        assert "Entry fee given back for medical reasons or bereavement." in body(page)
        nothing_held = eve.post(where, values_of(page) | {"why": "medical", "evidence": " "})
        assert nothing_held.status_code == 422
        assert "Say what you hold" in body(nothing_held)
        done = eve.post(where, values_of(page) | {"why": "medical", "evidence": "Certificate of 20 March"})
        assert done.status_code == 302
        again = f"/entries/entry/{entry_of(fox).pk}/reinstate/"
        page = eve.get(again)
        assert "2 times the fee" in body(page)
        assert eve.post(again, values_of(page)).status_code == 302
        shown = body(eve.get(f"/entries/candidates/{fox.pk}/"))
    assert "Refunded for medical reasons" in shown.replace("refunded", "Refunded")
    assert "Accepted late" in shown


def test_details_are_changed_with_every_fault_told_at_once_and_proof_for_another_name(eve, fox):
    where = f"/entries/candidates/{fox.pk}/details/"
    page = eve.get(where)
    good = {
        "surname": "Wolf", "forenames": "Tom", "born_on": "01/02/2010", "sex": "M", "status": "S", "uci": fox.uci,
        "uln": "", **values_of(page),
    }  # fmt: skip
    wrong = eve.post(where, good | {"surname": "", "uci": "X", "sex": "Z"})
    assert wrong.status_code == 422
    assert body(wrong).count("govuk-error-message") == 3
    assert "proof" in body(eve.post(where, good))
    assert eve.post(where, good | {"proof": "Passport of 1 May 2026"}).status_code == 302
    late = eve.post(where, good | {"surname": "Bear", "proof": "Passport of 1 May 2026"})
    assert "Somebody changed this" in body(late)
    assert "Details changed: surname, forenames" in body(eve.get(f"/entries/candidates/{fox.pk}/"))


def test_after_the_last_day_nothing_is_offered(officer, signed_in, fox):
    with clock.pretend(datetime(2027, 8, 19, 12, tzinfo=UTC)):
        eve = signed_in(officer)
        shown = body(eve.get(f"/entries/candidates/{fox.pk}/"))
        assert "Withdraw" not in shown
        assert "Final" in shown
        refused = body(eve.get(f"/entries/entry/{entry_of(fox).pk}/withdraw/"))
    assert "could be changed until" in refused
    assert '<button class="govuk-button govuk-button--warning"' not in refused


# ---------------------------------------------------------------- what could not be taken


def test_rows_that_could_not_be_taken_are_listed_with_where_to_mend_them_and_set_aside(eve, centre, fox):
    batch = make_batch(centre, series=make_series(), said="There is no <option> Z.")
    with tenancy.for_centre(centre.pk):
        Rejection.unscoped.filter(batch=batch).update(candidate_number="0001", entry_code="J560")
        row = Rejection.unscoped.get(batch=batch)
    page = body(eve.get("/entries/not-taken/"))
    assert "There is no &lt;option&gt; Z." in page
    assert "/entries/make/2027-06/?codes=J560&amp;find=0001" in page
    assert "Tick the rows" in body(eve.post("/entries/not-taken/set-aside/", {"row": "nonsense"}))
    assert (
        eve.post("/entries/not-taken/set-aside/?q=J560", {"row": str(row.pk)})
        .headers["Location"]
        .endswith("?q=J560")
    )
    assert "Everything that was sent has been taken." in body(eve.get("/entries/not-taken/"))
    assert "There is no" in body(eve.get("/entries/not-taken/?show=settled"))
    assert eve.post("/entries/not-taken/set-aside/", {"row": str(row.pk)}).status_code == 302
    assert eve.get("/entries/not-taken/export/csv/?show=settled").status_code == 200


def test_a_teacher_looks_and_changes_nothing(signed_in, centre, fox):
    tutor = signed_in(make_actor("Tom Tutor", Role.TUT, centre=centre))
    shown = body(tutor.get(f"/entries/candidates/{fox.pk}/"))
    assert "J560" in shown
    assert "Change details" not in shown
    assert tutor.get(f"/entries/entry/{entry_of(fox).pk}/withdraw/").status_code == 403
