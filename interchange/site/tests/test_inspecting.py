"""Auditors search all trails; people read what happened to their own account; nothing shown or exported can be more
than words."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit import rules
from interchange.audit import steps as audit
from interchange.audit.events import Event, Group
from interchange.audit.queries import events_of
from interchange.core import clock, tenancy
from interchange.core.errors import Refused
from interchange.core.spreadsheets import read_table
from interchange.site.queries import inspecting, trail

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def happen(by, name=Event.SIGNED_OUT, at=None, **facts):
    with clock.pretend(at or clock.now()), tenancy.writing(by), audit.trail(by):
        audit.record(name, **facts)


@pytest.fixture
def mo(db):
    """Mo the security officer, who inspects trails."""
    return make_actor("Mo Watch", Role.SECURITY)


@pytest.fixture
def _events(ann, cal, mo):
    far = replace(ann, address="192.0.2.77", session="s-1", request_id="r-1", browser="Firefox on Windows")
    happen(far, Event.MARKS_SAVED, at=NOON, subject="sheet:1", reason="The register was wrong")
    happen(ann, Event.PASSWORD_CHANGED)
    happen(cal, Event.SIGNED_IN)
    happen(
        mo,
        Event.PERSON_SUSPENDED,
        centre_id=cal.centre_id,
        subject=f"person:{cal.person_id}",
        reason="Left the keys",
    )
    happen(ann, Event.DENIED)


def found(mo, centre="", **query):
    with tenancy.reading(mo):
        return inspecting.trail_of_centres(mo, query, centre)


def sentences(mo, centre="", **query):
    """What is found, without how the people of this test came into being."""
    return [
        line.sentence for line in found(mo, centre, **query)["lines"] if line.sentence != "Added a person"
    ]


ALL = [
    "Was refused: no role for it",
    "Suspended a person",
    "Signed in",
    "Changed own password",
    "Saved marks",
]
SEARCHES = [
    ({}, ALL),
    ({"group": Group.CREDENTIAL.value}, ["Changed own password"]),
    ({"kind": Event.SIGNED_IN.value}, ["Signed in"]),
    ({"outcome": "refused"}, ["Was refused: no role for it"]),
    ({"person": "cal"}, ["Suspended a person", "Signed in"]),
    ({"person": "Ann Lee", "group": "data"}, ["Saved marks"]),
    ({"person": "nobody of that name"}, []),
    ({"object": "sheet:1"}, ["Saved marks"]),
    ({"address": "192.0.2.77"}, ["Saved marks"]),
    ({"address": "192.0.2.0/24"}, ["Saved marks"]),
    ({"address": "2001:db8::/48"}, []),
    ({"session": "s-1"}, ["Saved marks"]),
    ({"request": "r-1"}, ["Saved marks"]),
    ({"to": "20/11/2026"}, ["Saved marks"]),
    ({"from": "20/11/2026", "to": "20/11/2026"}, ["Saved marks"]),
    ({"from": "21/11/2026"}, ALL[:-1]),
    ({"reason": "the KEYS"}, ["Suspended a person"]),
    ({"reason": "%"}, []),
]


@pytest.mark.usefixtures("_events")
def test_every_filter_finds_what_it_should(mo):
    assert [sentences(mo, **query) for query, _ in SEARCHES] == [wanted for _, wanted in SEARCHES]
    assert sentences(mo, "20002") == ["Suspended a person", "Signed in"]


@pytest.mark.parametrize(
    ("query", "said"),
    [({"group": "x"}, "Choose one from the list."), ({"kind": "x"}, "Choose one"), ({"outcome": "x"}, "Choose one"),
     ({"address": "here"}, "Enter a network address"), ({"from": "soon"}, "Enter a date"),
     ({"from": "21/11/2026", "to": "20/11/2026"}, "before the first")],
)  # fmt: skip
def test_what_makes_no_sense_is_told_beside_its_field(mo, query, said):
    page = found(mo, **query)
    assert said in " ".join(page["search"].errors.values())
    assert page["lines"] == []
    with tenancy.reading(mo), pytest.raises(Refused):
        inspecting.rows_of_search(mo, page["search"])


def test_pages_follow_one_another_also_within_one_moment(ann, mo, monkeypatch):
    monkeypatch.setattr(inspecting, "PAGE", 2)
    for _ in range(5):
        happen(ann, at=NOON)
    seen, before = [], ""
    while True:
        page = found(mo, kind=Event.SIGNED_OUT.value, before=before)
        seen += [line.place for line in page["lines"]]
        before = page["older"]
        if not before:
            break
    assert len(seen) == len(set(seen)) == 5


def test_more_events_need_no_more_statements(ann, mo):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            found(mo)
        return len(captured)

    happen(ann)
    few = statements()
    for _ in range(20):
        happen(ann)
    assert statements() == few


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_events")
def test_an_export_holds_what_the_search_finds_and_is_an_event_with_it(mo, signed_in, kind):
    answer = signed_in(mo).post(f"/desk/trail/export.{kind}", {"centre": "10001", "outcome": "refused"})
    table = read_table(answer.content, f"trail.{kind}")
    assert [row[1:5] for row in table.rows[1:]] == [
        ["10001", "Ann Lee", "cag", "Was refused: no role for it"]
    ]
    with tenancy.reading(mo):
        event = events_of(mo, name=Event.TRAIL_EXPORTED.value).get()
    assert event.data == {
        "search": {"centre": "10001", "outcome": "refused"},
        "rows_exported": 1,
        "kind": kind,
    }


def test_an_export_of_too_much_is_refused(ann, mo, monkeypatch):
    monkeypatch.setattr(trail, "MOST_EXPORTED", 1)
    happen(ann)
    happen(ann)
    with tenancy.reading(mo), pytest.raises(Refused, match="more than 1 events"):
        inspecting.rows_of_search(mo, inspecting.read_search({}))


HOSTILE = "=cmd|' /C calc'!A0\r\nAnn Lee signed in\u202e<script>alert(1)</script>"


@pytest.mark.django_db(transaction=True)
def test_what_somebody_typed_is_no_formula_no_mark_up_and_no_second_line(ann, mo, signed_in):
    happen(ann, reason=HOSTILE)
    browser = signed_in(mo)
    page = browser.get("/desk/trail/").content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page
    text = browser.post("/desk/trail/export.csv").content.decode("utf-8-sig")
    [row] = [line for line in text.splitlines() if "calc" in line]
    assert "Ann Lee signed in" in row
    assert ",=cmd" not in text
    assert ',"=cmd' not in text
    assert "'=cmd" in row


def test_a_centre_s_readers_see_personal_values_masked_and_auditors_see_them_whole(ann, mo):
    happen(ann, Event.EMAIL_CHANGED, data={"title": "from ann.lee@school.example to ann@bar.sch.uk"})
    with tenancy.reading(ann):
        [line] = trail.history(ann, {})["lines"]
    assert line.about == "from a…@school.example to a…@bar.sch.uk"
    assert found(mo)["lines"][0].about == "from ann.lee@school.example to ann@bar.sch.uk"


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({"old_email": "ann.lee@school.example"}, {"old_email": "a…@school.example"}),
        ({"phone": "01632 960123", "born_on": "2009-04-01"}, {"phone": "…23", "born_on": "2009-…"}),
        ({"rows": [["0001", "x@y.example", 3]]}, {"rows": [["0001", "x…@y.example", 3]]}),
        ({"old": {"new_phone": ""}, "n": None}, {"old": {"new_phone": ""}, "n": None}),
    ],
)
def test_values_are_masked_by_their_class(data, seen):
    assert rules.masked(data) == seen


def test_looks_of_staff_say_whom_and_which_page_and_through_whose_eyes(ann, mo):
    happen(mo, Event.PERSON_SEEN, data={"membership_id": str(ann.membership_id)})
    through = replace(ann, name="Mo Watch", acting="Ann Lee")
    happen(through, Event.ACTING_LOOKED, data={"page": "/users/"})
    lines = found(mo)["lines"]
    assert [(line.who, line.about) for line in lines[:2]] == [
        ("Mo Watch, seeing as Ann Lee", "/users/"),
        ("Mo Watch", "Ann Lee"),
    ]


@pytest.mark.parametrize("data", [{"password": "x"}, {"was": [{"Token": "x"}]}])
def test_an_event_that_would_keep_a_secret_is_a_defect(ann, data):
    with pytest.raises(RuntimeError, match="no event may hold"):
        happen(ann, data=data)


@pytest.mark.django_db(transaction=True)
def test_a_person_sees_what_happened_to_the_own_account_and_nobody_else_s(ann, cal, mo, signed_in):
    happen(ann, Event.PASSWORD_CHANGED)
    happen(cal, Event.PASSWORD_CHANGED)
    happen(ann, Event.MARKS_SAVED, subject="sheet:1")
    happen(mo, Event.PERSON_UNLOCKED, subject=f"person:{ann.person_id}")
    page = signed_in(ann).get("/account/history/").content.decode()
    told = [
        sentence
        for sentence in ("Changed own password", "Unlocked a person", "Saved marks")
        if sentence in page
    ]
    assert told == ["Changed own password", "Unlocked a person"]
    assert page.count("Changed own password") == 1
    assert "Cal Reid" not in page


@pytest.mark.parametrize("before", ["x", "1_x", "99999999999999999999999_" + str(UUID(int=1))])
@pytest.mark.django_db(transaction=True)
def test_a_page_that_cannot_be_leads_nowhere(ann, signed_in, before):
    assert signed_in(ann).get("/account/history/", {"before": before}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_form_from_elsewhere_is_an_event_of_who_is_signed_in(ann, signed_in):
    browser = signed_in(ann)
    browser.handler.enforce_csrf_checks = True
    assert browser.post("/account/data/").status_code == 403
    with tenancy.reading(ann):
        event = events_of(ann, name=Event.FORGERY_REFUSED.value).get()
    assert (event.outcome, event.data) == ("refused", {"page": "/account/data/"})
