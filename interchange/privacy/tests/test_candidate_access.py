"""A copy of what is held on one candidate, for staff who answer a request (section 9)."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.models import Mark, MarkSheet
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.catalogue.factories import make_component, make_option
from interchange.centres.factories import make_approval
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed
from interchange.entries.factories import make_batch, make_draft
from interchange.entries.models import Candidate, Entry
from interchange.estimates.factories import asking_series, enter, forecast, give_grades
from interchange.privacy.services import give_candidate_access
from interchange.vocational.factories import enter as enter_learner
from interchange.vocational.factories import make_scheme

pytestmark = pytest.mark.django_db

PAGE = "/desk/candidates/subject-access/"


@pytest.fixture
def mo(db):
    """Mo the security officer."""
    return make_actor("Mo Watch", Role.SECURITY)


@pytest.fixture
def tolu(centre, elsewhere):
    """Tolu Adeyemi, entered at two centres in June 2027 with forecast grades, and a learner at one; beside others."""
    efa = make_actor("Efua Mensah", Role.EFA, centre=centre)
    option = make_option(make_component("J277/03"))
    give_grades(option.qualification)
    series = asking_series(forecast_grades=["J277"])
    for whose in (centre, elsewhere):
        enter(whose, option, 2, series=series.code)
    with tenancy.for_staff():
        mine = Candidate.unscoped.filter(number="0001")
        mine.update(surname="Adeyemi", forenames="Tolu", uln="1234567899", born_on="2011-01-02")
        keys = list(mine.order_by("centre_id").values_list("pk", flat=True))
    with tenancy.for_centre(centre.pk):
        entry = Entry.unscoped.get(candidate=keys[0])
        sheet = MarkSheet.unscoped.create(
            centre_id=centre.pk, series=series, component=option.components.get()
        )
        Mark.unscoped.create(
            centre_id=centre.pk, sheet=sheet, entry=entry, mark=41, saved_at=clock.now(), saved_by="Ben"
        )
    forecast(series, "J277", {"0001": "9", "0002": "4"}, efa, submit=True)
    make_batch(centre, series=series)
    make_draft(centre, series, candidate_id=keys[0], details={"forenames": "Tolulope"})
    make_scheme()
    make_approval(centre, scope="VQ", number="05878")
    nadia = make_actor("Nadia Haddad", Role.ASB, centre=centre)
    enter_learner("05878", ("1234567899", "Adeyemi", "Tolu", "2011-01-02", "F", "FE-1", "award"), by=nadia)
    return keys


def unpacked(answer):
    with zipfile.ZipFile(io.BytesIO(answer)) as archive:
        return json.loads(archive.read("what-is-held.json")), archive.read("what-is-held.html").decode()


def test_staff_find_the_rows_of_one_person_and_make_one_file_of_all(tolu, mo, signed_in):
    browser = signed_in(mo)
    assert "Look for a candidate" in browser.get(PAGE).content.decode()
    page = browser.get(PAGE, {"uln": "1234567899"}).content.decode()
    assert page.count('name="who"') == 3
    assert (
        browser.get(PAGE, {"surname": "ADEYEMI", "born_on": "02/01/2011"})
        .content.decode()
        .count('name="who"')
        == 3
    )
    assert "Nobody is held by this" in browser.get(PAGE, {"uci": "nobody"}).content.decode()
    ticked = [part.split('"')[0] for part in page.split('name="who" value="')[1:]]
    sent = {"uln": "1234567899", "who": ticked, "reason": "SAR 12"}
    with clock.pretend(datetime(2028, 1, 1, 12, tzinfo=UTC)):
        packed = give_candidate_access(tolu, [ticked[2][1:]], reason="SAR 12", by=mo)
    found, html = unpacked(packed)
    held = found["held"]
    assert (found["person"], "<h2>Entries</h2>" in html) == ("Adeyemi, Tolu", True)
    assert sorted(row["centre"] for row in held["Candidate"]) == ["10001", "20002"]
    assert [row["grade"] for row in held["Forecast grades"]] == ["9"]
    assert [row["grade"] for row in held["Forecast grades as submitted"]] == ["9"]
    assert [row["details"] for row in held["Typed and not submitted"]] == [{"forenames": "Tolulope"}]
    assert len(held["Entries"]) == 2
    assert [row["mark"] for row in held["Marks"]] == ["41.0"]
    assert held["Changes of entries"][0]["entry_code"] == "J277"
    assert [row["scheme title"] for row in held["Vocational entries"]] == ["Technical Diploma in Business"]
    answer = browser.post(f"{PAGE}file/", sent)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    early = unpacked(answer.content)[0]["held"]
    assert (early["Forecast grades"], early["Marks"]) == ([], [])
    assert [row["marks"] for row in early["Marks that are given when the results are out"]] == [1]
    with tenancy.for_staff():
        event = events_of(mo, name=Event.SUBJECT_ACCESS_GIVEN.value).latest("at")
    assert (event.reason, event.data["keys"][0]) == ("SAR 12", str(tolu[0]))


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"surname": "Lee"}, "Enter the day of birth too"), ({"born_on": "02/01/2011"}, "Enter the surname too"),
     ({"surname": "Lee", "born_on": "soon"}, "Enter a date")],
)  # fmt: skip
def test_what_is_asked_for_by_halves_is_said(mo, signed_in, asked, said):
    answer = signed_in(mo).get(PAGE, asked)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_nothing_ticked_no_reason_and_rows_that_are_not_there(tolu, mo, cal, signed_in):
    browser = signed_in(mo)
    answer = browser.post(f"{PAGE}file/", {"uln": "1234567899", "reason": " "})
    page = answer.content.decode()
    assert (answer.status_code, page.count('name="who"')) == (422, 3)
    assert ("Enter a reason." in page, "Tick every line" in page) == (True, True)
    for who in ("x", "c1", f"c{mo.person_id}", f"l{tolu[0]}"):
        assert browser.post(f"{PAGE}file/", {"who": who, "reason": "SAR"}).status_code == 404
    with pytest.raises(NotAllowed):
        give_candidate_access(tolu, [], reason="x", by=cal)
