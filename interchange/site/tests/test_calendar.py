"""The calendar of deadlines: a secret address, and what other programs read there."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from interchange.accounts.models import CalendarKey, Membership
from interchange.assessment.factories import make_sheet
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_sitting
from interchange.core import clock, tenancy

ADDRESS = re.compile(r'value="(http[^"]+/calendar/([^"/]+)\.ics)"')


@pytest.fixture
def anns(signed_in, ann):
    """Ann's browser."""
    return signed_in(ann)


def make(browser) -> str:
    """Make an address; the path of it."""
    answer = browser.post("/calendar/", {"do": "make"})
    found = ADDRESS.search(answer.content.decode())
    assert found
    return f"/calendar/{found[2]}.ics"


def entries(path: str) -> list[tuple[date, str]]:
    """Day and line of each entry of the calendar there."""
    answer = Client().get(path)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return [(one.decoded("dtstart"), str(one["summary"])) for one in calendar.walk("VEVENT")]


def test_windows_stand_on_the_days_on_which_they_open_and_close(anns, centre):
    make_sheet(centre, "H446/03", closes=12)
    found = entries(make(anns))
    assert (clock.today() - timedelta(30), "Mark sheets open: H446/03") in found
    assert (clock.today() + timedelta(12), "Marks due by 11:59pm: H446/03") in found


def test_what_falls_on_one_day_is_one_entry_with_all_codes(anns, centre):
    for code in ("H446/03", "J277/03", "J587/04", "R052"):
        make_sheet(centre, code)
    (due,) = [line for _, line in entries(make(anns)) if line.startswith("Marks due")]
    assert due == "Marks due by 11:59pm: H446/03, J277/03, J587/04 and 1 more"


def test_the_days_of_a_series_and_the_papers_that_the_centre_has_entered_are_in_it(anns, centre):
    sheet = make_sheet(centre, "H446/03")
    make_sitting(sheet.component, on=date(2027, 6, 11))
    make_sitting(make_component("J277/01", kind="exam"), on=date(2027, 6, 12))
    found = entries(make(anns))
    assert (date(2027, 2, 21), "Last day for entries without a late fee: June 2027") in found
    assert [line for line in found if line[1].startswith("Exams")] == [(date(2027, 6, 11), "Exams: H446/03")]


def test_no_candidate_is_in_it(anns, centre):
    make_sheet(centre, "H446/03")
    body = Client().get(make(anns)).content.decode()
    assert "0001" not in body.replace(centre.number, "")
    assert "BEGIN:VEVENT" in body


def test_another_centre_s_dates_are_not_in_it(anns, elsewhere):
    make_sheet(elsewhere, "H446/03")
    assert not any("H446/03" in line for _, line in entries(make(anns)))


def test_the_address_is_shown_once_and_only_its_hash_is_kept(anns):
    token = make(anns).split("/")[2].removesuffix(".ics")
    assert token not in anns.get("/calendar/").content.decode()
    assert token not in str(list(CalendarKey.objects.values_list()))


def test_a_new_address_ends_the_one_before(anns):
    first, second = make(anns), make(anns)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_an_address_can_be_ended(anns, ann):
    path = make(anns)
    anns.post("/calendar/", {"do": "end"})
    anns.post("/calendar/", {"do": "end"})
    assert Client().get(path).status_code == 404
    with tenancy.for_centre(ann.centre_id):
        names = list(EventRecord.unscoped.order_by("link_number").values_list("name", flat=True))
    assert names[-2:] == [Event.CALENDAR_KEY_MADE.value, Event.CALENDAR_KEY_ENDED.value]


def test_an_address_ends_with_the_membership(anns, ann):
    path = make(anns)
    Membership.objects.filter(pk=ann.membership_id).update(ended_at=clock.now())
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 32, "%F0%9F%A6%86", "x" * 2000])
def test_a_wrong_address_is_not_there(db, token):
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_it_is_read_again_only_when_it_has_changed(anns, centre):
    path = make(anns)
    first = Client().get(path)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in first["Cache-Control"]
    again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_sheet(centre, "H446/03")
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_its_use_is_noted_once_a_day(anns):
    path = make(anns)
    noted = []
    for hours in (0, 0, 25):
        with clock.pretend(clock.now() + timedelta(hours=hours)):
            Client().get(path)
        noted.append(str(CalendarKey.objects.get().last_used_at))
    assert noted[0] == noted[1] < noted[2]


def test_staff_have_the_dates_of_all_assessments(signed_in, olu, centre):
    make_sheet(centre, "H446/03")
    assert any("H446/03" in line for _, line in entries(make(signed_in(olu))))


def test_nobody_posts_there(anns):
    assert Client().post(make(anns)).status_code == 405
