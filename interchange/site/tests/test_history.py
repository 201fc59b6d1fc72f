"""A centre reads, exports and verifies its own trail; the awarding body's auditors every centre's."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.accounts.services.signing_in import record_sign_out
from interchange.assessment.factories import make_sheet
from interchange.assessment.services.requests import decide_extension, request_extension
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed
from interchange.core.spreadsheets import read_table
from interchange.site.queries import inspecting, trail
from interchange.site.services import verify_trail, verify_trail_of

pytestmark = pytest.mark.django_db(transaction=True)


def lines_of(actor, **query):
    with tenancy.reading(actor):
        return trail.history(actor, query)["lines"]


def kinds_of(actor):
    with tenancy.reading(actor):
        return list(events_of(actor, centre_id=actor.chain).values_list("name", flat=True))


def tamper(statement, *values):
    """What only the owner of the tables could do, past everything that forbids it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("ALTER TABLE audit_eventrecord NO FORCE ROW LEVEL SECURITY")
        cursor.execute(statement, values)
        changed = cursor.rowcount
        cursor.execute("ALTER TABLE audit_eventrecord FORCE ROW LEVEL SECURITY")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert changed == 1


def test_the_newest_stands_first_with_what_it_was_about(centre, ann):
    sheet = make_sheet(centre)
    sheet.fill(ann)
    sheet.submit(ann, receive=False)
    newest, first = lines_of(ann)
    assert (newest.sentence, first.sentence) == ("Submitted marks", "Saved marks")
    assert first.about == "H446/03, June 2027, 3 rows"
    assert first.address == sheet.url


def test_an_event_that_names_only_its_sheet_borrows_its_words(centre, ann):
    sheet = make_sheet(centre)
    sheet.fill(ann)
    sent = sheet.submit(ann)
    (received,) = lines_of(ann, kind=Event.SHEET_RECEIVED.value)
    assert received.about == f"H446/03, June 2027, {sent.receipt}"
    assert received.address == sheet.url


@pytest.mark.parametrize(
    ("verb", "told"), [("grant", "granted, until 24 December 2026"), ("refuse", "refused")]
)
def test_a_decision_is_told_in_words(centre, ann, olu, verb, told):
    with clock.pretend(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        sheet = make_sheet(centre)
        asked = request_extension(
            sheet.address, date(2026, 12, 24), numbers=[], why="Illness", key=uuid4(), by=ann
        )
        decide_extension(asked.pk, verb, until=None, decision="So it is.", by=olu)
    decided, wished = lines_of(ann)
    assert wished.about == "H446/03, June 2027, until 24 December 2026"
    assert decided.about == f"H446/03, June 2027, {told}"


def test_a_sheet_is_a_link_only_for_those_who_may_open_it(centre, ann):
    make_sheet(centre).fill(ann)
    head = make_actor("Hal Dean", Role.HEAD, centre=centre)
    assert [line.address for line in lines_of(head)] == [""]


def test_another_centres_trail_is_not_ours(centre, ann, cal):
    make_sheet(centre).fill(ann)
    assert lines_of(cal) == []


def test_by_kind_and_by_person(centre, ann, ben):
    make_sheet(centre).fill(ben)
    record_sign_out(by=ann)
    assert [line.who for line in lines_of(ann, kind=Event.MARKS_SAVED.value)] == ["Ben Shaw"]
    assert [line.sentence for line in lines_of(ann, person=str(ann.person_id))] == ["Signed out"]
    assert lines_of(ann, person=str(uuid4())) == []


def test_by_days_of_london_and_all_filters_together(ann, ben):
    for day in (13, 14, 15):
        with clock.pretend(
            datetime(2027, 5, day, 23, 30, tzinfo=UTC)
        ):  # half past midnight of the next day in London
            record_sign_out(by=ann)
            record_sign_out(by=ben)

    def days(**query):
        return [clock.london(line.at).day for line in lines_of(ann, person=str(ann.person_id), **query)]

    assert days() == [16, 15, 14]
    assert days(**{"from": "15/5/2027"}) == [16, 15]
    assert days(to="15 May 2027") == [15, 14]
    assert days(**{"from": "2027-05-15", "to": "2027-05-15", "kind": Event.SIGNED_OUT.value}) == [15]
    assert days(**{"from": "2027-05-15", "kind": Event.MARKS_SAVED.value}) == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"from": "soon"}, "#from"),
        ({"to": "31/2/2027"}, "#to"),
        ({"from": "2/5/2027", "to": "1/5/2027"}, "#to"),
    ],
)
def test_a_day_that_is_none_is_told_beside_its_field_and_exports_nothing(ann, signed_in, days, said):
    browser = signed_in(ann)
    answer = browser.get("/history/", days)
    assert answer.status_code == 422
    assert f'href="{said}"' in answer.content.decode()
    assert f'value="{next(iter(days.values()))}"' in answer.content.decode()
    assert browser.get("/history/export.csv", days).status_code == 409
    assert Event.TRAIL_EXPORTED.value not in kinds_of(ann)


def test_an_export_of_too_many_events_asks_for_fewer(ann, signed_in, monkeypatch):
    monkeypatch.setattr(trail, "MOST_EXPORTED", 2)
    for _ in range(3):
        record_sign_out(by=ann)
    answer = signed_in(ann).get("/history/export.csv")
    assert answer.status_code == 409
    assert b"Choose fewer, by their days" in answer.content


@pytest.mark.parametrize("query", [{"before": "x"}, {"before": "1.x"}, {"person": "ann"}])
def test_an_address_that_makes_no_sense_leads_nowhere(ann, signed_in, query):
    assert signed_in(ann).get("/history/", query).status_code == 404


def test_pages_follow_one_another_without_gap_or_repeat(ann, monkeypatch):
    monkeypatch.setattr(trail, "PAGE", 3)
    for _ in range(7):
        record_sign_out(by=ann)
    seen, before = [], ""
    while True:
        with tenancy.reading(ann):
            page = trail.history(ann, {"before": before})
        seen += [line.place for line in page["lines"]]
        before = page["older"]
        if not before:
            break
    assert seen == [f"{number}.0" for number in range(7, 0, -1)]


def test_more_events_need_no_more_statements(ann):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            lines_of(ann, **{"from": "1/1/2020", "person": str(ann.person_id)})
        return len(captured)

    record_sign_out(by=ann)
    few = statements()
    for _ in range(20):
        record_sign_out(by=ann)
    assert statements() == few


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_the_filtered_trail_and_is_in_it(centre, ann, ben, signed_in, kind):
    make_sheet(centre).fill(ben)
    record_sign_out(by=ann)
    query = {"kind": Event.MARKS_SAVED.value, "from": "1/1/2020"}
    answer = signed_in(ann).get(f"/history/export.{kind}", query)
    table = read_table(answer.content, f"history.{kind}")
    assert table.rows[0][:4] == trail.EXPORT_HEADINGS[:4]
    assert [row[1:4] for row in table.rows[1:]] == [["Ben Shaw", "Saved marks", "H446/03, June 2027, 3 rows"]]
    assert kinds_of(ann)[0] == Event.TRAIL_EXPORTED.value


def test_a_whole_trail_holds_and_the_verdict_is_recorded(centre, ann, signed_in):
    make_sheet(centre).fill(ann)
    browser = signed_in(ann)
    assert "has not been verified yet" in browser.get("/history/verify/").content.decode()
    assert browser.post("/history/verify/")["Location"] == "/history/verify/"
    assert "are as they were written" in browser.get("/history/verify/").content.decode()
    assert kinds_of(ann)[0] == Event.TRAIL_VERIFIED.value


def test_an_altered_event_breaks_the_trail_at_its_link(ann, signed_in):
    for _ in range(3):
        record_sign_out(by=ann)
    tamper(
        "UPDATE audit_eventrecord SET person_name = 'Somebody' WHERE centre_id = %s AND link_number = 2",
        ann.centre_id,
    )
    verdict = verify_trail(by=ann)
    assert (verdict.holds, verdict.broken_at, verdict.links) == (False, 2, 1)
    assert "link 2 is not as it was written" in signed_in(ann).get("/history/verify/").content.decode()


def test_a_removed_event_breaks_the_trail(ann):
    for _ in range(3):
        record_sign_out(by=ann)
    tamper("DELETE FROM audit_eventrecord WHERE centre_id = %s AND link_number = 3", ann.centre_id)
    assert verify_trail(by=ann).broken_at == 3


def test_only_those_with_the_history_verify(ben, olu):
    with pytest.raises(NotAllowed):
        verify_trail(by=ben)
    with pytest.raises(NotAllowed):
        verify_trail_of(ben.centre_id, ben.centre_number, by=olu)


@pytest.fixture
def mo(db):
    """Mo the security officer, who inspects trails."""
    return make_actor("Mo Watch", Role.SECURITY)


def test_an_auditor_sees_every_centre_or_one(ann, cal, mo, signed_in):
    record_sign_out(by=ann)
    record_sign_out(by=cal)
    browser = signed_in(mo)
    every = browser.get("/desk/trail/").content.decode()
    assert "Ann Lee" in every
    assert "Cal Reid" in every
    one = browser.get("/desk/trail/", {"centre": "10001", "kind": Event.SIGNED_OUT.value}, follow=True)
    assert one.redirect_chain == [
        (f"/desk/trail/10001/?kind={Event.SIGNED_OUT.value.replace(':', '%3A')}", 302)
    ]
    assert "Ann Lee" in one.content.decode()
    assert "Cal Reid" not in one.content.decode()


def test_looking_is_itself_in_the_trail(ann, mo, signed_in):
    signed_in(mo).get("/desk/trail/10001/")
    with tenancy.reading(mo):
        look = events_of(mo, name=Event.TRAIL_SEEN.value).get()
    assert (look.person_name, look.data) == ("Mo Watch", {"centre": "10001"})


def test_an_unknown_centre_is_not_there(mo, signed_in):
    browser = signed_in(mo)
    assert browser.get("/desk/trail/", {"centre": "99999"}).status_code == 404
    assert browser.get("/desk/trail/", {"before": "x"}).status_code == 404


def test_an_auditor_verifies_a_centre(ann, mo, signed_in):
    record_sign_out(by=ann)
    page = signed_in(mo).post("/desk/trail/10001/verify/", follow=True).content.decode()
    assert "The trail of centre 10001 holds." in page
    assert kinds_of(ann) == [Event.SIGNED_OUT.value]


def test_staff_pages_follow_one_another(ann, mo, monkeypatch):
    monkeypatch.setattr(inspecting, "PAGE", 2)
    for _ in range(3):
        record_sign_out(by=ann)
    with tenancy.reading(mo):
        first = inspecting.trail_of_centres(mo, {}, "10001")
        second = inspecting.trail_of_centres(mo, {"before": first["older"]}, "10001")
    assert [len(first["lines"]), len(second["lines"]), second["older"]] == [2, 1, ""]


def test_a_refusal_says_in_the_trail_what_it_was_about(ann, ben, signed_in):
    assert signed_in(ben).get("/history/").status_code == 403
    about = [line.about for line in lines_of(ann, kind=Event.DENIED.value)]
    assert about == ["History"]
