"""What a centre's entries mean for the timetable: its own papers, and its candidates whose papers clash (4.4)."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from interchange.catalogue.factories import make_component, make_option, make_series, make_sitting
from interchange.catalogue.models import Option
from interchange.core import clock, tenancy
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.queries.clashing import clashing

DAY = date(2027, 6, 11)


@pytest.fixture
def papers(db: None) -> dict[str, Option]:
    """Two papers of one morning, one of the afternoon, and one of the day after; each two hours long."""
    found = {}
    for code, on, session in (
        ("J277/01", DAY, "A"), ("H555/01", DAY, "A"), ("R052/01", DAY, "P"), ("H446/01", date(2027, 6, 12), "A"),
    ):  # fmt: skip
        component = make_component(code, kind="exam", title=f"{code} <b>", duration_minutes=120)
        found[component.entry_code] = make_option(component)
        make_sitting(component, on=on, session=session)
    return found


def enter(centre: Any, papers: dict[str, Option], number: str, *codes: str) -> None:
    candidate = make_candidate(centre, number, surname="Fox", forenames="Isla")
    for code in codes:
        make_entry(candidate, papers[code])


def test_candidates_with_two_papers_in_one_session_are_listed_by_day_and_number(
    ann, centre, elsewhere, papers
):
    enter(centre, papers, "0002", "J277", "H555", "R052", "H446")
    enter(centre, papers, "0001", "H555", "J277")
    enter(centre, papers, "0003", "J277", "R052", "H446")
    enter(elsewhere, papers, "0004", "J277", "H555")
    with tenancy.reading(ann):
        found = clashing(ann, make_series().pk)
    assert [(one.number, [paper.code for paper in one.clash.papers]) for one in found] == [
        ("0001", ["H555/01", "J277/01"]), ("0002", ["H555/01", "J277/01"]),
    ]  # fmt: skip


def test_a_withdrawn_entry_clashes_with_nothing(ann, centre, papers):
    enter(centre, papers, "0001", "J277")
    with tenancy.for_centre(centre.pk):
        candidate = make_candidate(centre, "0002")
        make_entry(candidate, papers["J277"])
        make_entry(candidate, papers["H555"], withdrawn_at=clock.now())
    with tenancy.reading(ann):
        assert clashing(ann, make_series().pk) == []


def test_the_page_names_candidate_papers_and_what_is_too_long(signed_in, ann, centre, papers):
    browser = signed_in(ann)
    assert b"No candidate of yours has papers that clash." in browser.get("/entries/clashes/").content
    enter(centre, papers, "0001", "J277", "H555")
    page = browser.get("/entries/clashes/?q=fox").content.decode()
    assert "Fox, Isla" in page
    assert "H555/01 &lt;b&gt;" in page
    assert "more than three hours in the morning" in page
    assert b"No candidate who clashes fits" in browser.get("/entries/clashes/?q=badger").content
    assert browser.get("/entries/clashes/?series=2031-06").status_code == 404


def test_a_centre_s_own_timetable_has_its_papers_alone_with_how_many_sit_them(signed_in, ann, centre, papers):
    enter(centre, papers, "0001", "J277", "R052")
    enter(centre, papers, "0002", "J277")
    browser = signed_in(ann)
    csv = browser.get("/entries/timetable/export/csv/").content.decode().splitlines()
    assert [(line.split(",")[5], line.split(",")[-1]) for line in csv if line.startswith("2027")] == [
        ("J277/01", "2"), ("R052/01", "1"),
    ]  # fmt: skip
    page = browser.get("/entries/timetable/").content.decode()
    assert "H446/01" not in page.partition("<main")[2]
    calendar = Calendar.from_ical(browser.get("/entries/timetable/our-timetable.ics").content)
    assert sorted(str(one["summary"])[:7] for one in calendar.walk("VEVENT")) == ["J277/01", "R052/01"]


def test_many_candidates_take_no_more_statements_than_one(signed_in, ann, centre, papers):
    enter(centre, papers, "0001", "J277", "H555")
    browser, numbers = signed_in(ann), []
    for first, last in ((0, 0), (2, 60)):
        for number in range(first, last):
            enter(centre, papers, f"{number:04}", "J277", "H555")
        for where in ("/entries/clashes/", "/entries/timetable/"):
            browser.get(where)
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(where).status_code == 200
            numbers.append(len(seen))
    assert numbers[:2] == numbers[2:]
