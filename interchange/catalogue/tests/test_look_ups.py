"""What everybody looks up: codes, key dates, timetable, clashes, boundaries and uniform marks, page by page (B7)."""

import html
import re
from datetime import date, time
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from openpyxl import load_workbook

from interchange.catalogue.factories import (
    make_boundaries,
    make_component,
    make_option,
    make_qualification,
    make_series,
    make_sitting,
)
from interchange.catalogue.models import (
    Boundary,
    Component,
    Disallowed,
    KeyDate,
    Option,
    Qualification,
    Series,
    Sitting,
    Tariff,
    TerminalRule,
)
from interchange.catalogue.rules.key_dates import days_away
from interchange.core import clock


@pytest.fixture
def anns(signed_in: Any, ann: Any) -> Any:
    """Ann's browser."""
    return signed_in(ann)


@pytest.fixture
def june(db: None) -> Series:
    return make_series("2027-06")


def text_of(answer: Any) -> str:
    """The words of a page's own part, tags away."""
    body = answer.content.decode().partition('<main class="ic-main" id="main">')[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def read(browser: Any, where: str, status: int = 200) -> str:
    answer = browser.get(where)
    assert answer.status_code == status, where
    return text_of(answer)


def exam(code: str, **values: Any) -> Component:
    """A paper of an hour and a half with an option A of its own entry code."""
    given: dict[str, Any] = {"kind": "exam", "title": "Paper", "route": "", "duration_minutes": 90} | values
    component = make_component(code, **given)
    make_option(component)
    return component


# ---------------------------------------------------------------- entry codes


def test_a_qualification_tells_all_that_an_entry_needs_to_know(signed_in: Any, ann: Any, june: Series):
    maths = make_qualification("H240", family="A Level", title="A Level Mathematics", tiers=["F", "H"])
    paper = make_component(
        "H240/01", qualification=maths, kind="exam", title="Pure", max_mark=100, duration_minutes=120
    )
    make_option(paper, code="A", label="The usual way")
    make_sitting(paper, june, on=date(2027, 6, 11))
    Tariff.objects.create(series=june, entry_code="H240", pence=11825)
    make_qualification("H230", family="AS", title="AS Mathematics")
    Disallowed.objects.create(first="H230", second="H240", severity="warn", why="Ask whether both are meant.")
    TerminalRule.objects.create(qualification=maths, percent=40)
    with clock.pretend(clock.start_of_day(date(2027, 1, 5))):
        page = read(signed_in(ann), "/catalogue/codes/h240/")
    for words in (
        "H240 A Level Mathematics", "F, H", "June 2027 On time 21 February 2027 1", "H240 A The usual way",
        "£118.25", "H240/01 Pure", "2 hours", "11 June 2027, 09:00 to 11:00", "We take 09:00",
        "H230 and H240 are warned about when entered together. Ask whether both are meant.",
        "40 % of the award must be taken",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("where", ["codes/H999/", "codes/J277/?board=NOBODY", "codes/J277/?series=2031-06"])
def test_what_is_not_in_the_catalogue_is_not_there(anns: Any, june: Series, where: str):
    make_qualification("J277")
    read(anns, "/catalogue/codes/J277/")
    assert anns.get(f"/catalogue/{where}").status_code == 404


def test_one_code_of_two_awarding_bodies_is_two_pages(anns: Any, june: Series):
    make_qualification("1746", title="AS English", board="AQA")
    Qualification.objects.create(entry_code="1746", title="Another thing", board="OTHER")
    assert "AS English" in read(anns, "/catalogue/codes/1746/")
    assert "Another thing" in read(anns, "/catalogue/codes/1746/?board=OTHER")


@pytest.mark.parametrize("typed", ["j277", "J277A", "computer science", "J277/01", "j277-01", "science"])
def test_a_qualification_is_found_by_any_of_its_codes_and_by_words(anns: Any, june: Series, typed: str):
    exam("J277/01")
    make_qualification("H555", title="Physical Education")
    page = read(anns, f"/catalogue/codes/?q={typed}")
    assert "Computer Science" in page
    assert "Physical Education" not in page


def test_the_codes_go_out_as_a_file_with_one_row_for_each_option_and_its_fee(anns: Any, june: Series):
    component = exam("J277/01")
    make_option(component, code="B", label="The other way")
    Tariff.objects.create(series=june, entry_code="J277", pence=4950)
    Tariff.objects.create(series=june, entry_code="J277", option_code="B", pence=5000)
    sheet = load_workbook(BytesIO(anns.get("/catalogue/codes/export/xlsx/").content)).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if "J277" in row]
    assert [(row[7], row[8], row[14], row[15]) for row in rows] == [
        ("J277", "A", 49.5, "June 2027"), ("J277", "B", 50, "June 2027"),
    ]  # fmt: skip
    assert anns.get("/catalogue/codes/export/pdf/").status_code == 404


# ---------------------------------------------------------------- key dates


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2027-02-20", "passed"),
        ("2027-02-21", "today"),
        ("2027-02-22", "tomorrow"),
        ("2028-02-21", "in 365 days"),
    ],
)
def test_a_day_says_how_far_away_it_is(on: str, words: str):
    assert days_away(date.fromisoformat(on), date(2027, 2, 21)) == words


def test_the_dates_of_a_series_are_those_of_its_profile_and_those_printed_for_it(signed_in: Any, ann: Any):
    make_series("2027-06", profile={"weekend_moves": True})
    for series, event, on in (
        ("June 2027", "sample_due", date(2027, 5, 18)), ("any", "certificates", None),
        ("June 2016", "nea_marks", date(2016, 5, 15)),
    ):  # fmt: skip
        KeyDate.objects.create(
            series=series, event=event, on=on, printed="about then", applies_to="<b>all</b>"
        )
    with clock.pretend(clock.start_of_day(date(2027, 2, 22))):
        anns = signed_in(ann)
        page = read(anns, "/catalogue/dates/")
        assert "15 May 2016 passed" in read(anns, "/catalogue/dates/?series=June 2016")
        assert "No date fits" in read(anns, "/catalogue/dates/?q=zzz")
        assert anns.get("/catalogue/dates/?series=June 1999").status_code == 404
    assert "22 February 2027 today Last day for entries without a late fee" in page
    assert "18 May 2027 in 85 days Samples are due <b>all</b>" in page
    assert "about then Certificates <b>all</b>" in page
    assert "1 September 2026 passed" in page
    assert "2016" not in page.partition("Apply")[2]


def test_the_dates_go_into_a_calendar_but_for_those_without_a_year(anns: Any, june: Series):
    KeyDate.objects.create(series="any", event="certificates", printed="in autumn")
    found = Calendar.from_ical(anns.get("/catalogue/dates/key-dates.ics").content).walk("VEVENT")
    days = {str(one["summary"]): one.decoded("dtstart") for one in found}
    assert days["Last day for entries without a late fee"] == date(2027, 2, 21)
    assert "Certificates" not in days
    assert len({str(one["uid"]) for one in found}) == len(found)


# ---------------------------------------------------------------- timetable and clashes


def test_the_timetable_stands_by_day_and_session_and_says_which_hours_are_ours(anns: Any, june: Series):
    make_sitting(exam("J277/01"), june, session="A")
    make_sitting(
        exam("H555/01", title="<i>Sport</i>", duration_minutes=None), june, session="P", starts_at=time(14)
    )
    page = read(anns, "/catalogue/timetable/")
    assert "Friday 11 June 2027 Papers of 11 June 2027 Session" in page
    assert "Morning 09:00 to 10:30 * J277/01" in page
    assert "Afternoon 14:00 H555/01 <i>Sport</i>" in page
    assert "your centre may start at another time" in page
    assert "H555" not in read(anns, "/catalogue/timetable/?q=j277 01")
    assert "No paper fits" in read(anns, "/catalogue/timetable/?family=a-level")
    assert anns.get("/catalogue/timetable/?series=2031-06").status_code == 404


def test_the_timetable_as_a_file_and_as_a_calendar_at_the_hours_of_london(anns: Any, june: Series):
    make_sitting(exam("J277/01"), june, session="P")
    csv = anns.get("/catalogue/timetable/export/csv/").content.decode()
    assert "2027-06-11,Afternoon,13:30,15:00,yes,J277/01,Paper" in csv
    (one,) = Calendar.from_ical(anns.get("/catalogue/timetable/timetable.ics").content).walk("VEVENT")
    assert f"{one.decoded('dtstart'):%d %H:%M} {one.decoded('dtend'):%H:%M}" == "11 12:30 14:00"
    assert "our usual one" in str(one["description"])


def test_codes_that_are_ticked_or_typed_show_their_clashes(anns: Any, june: Series):
    for code in ("J277/01", "H555/01", "R052/01"):
        make_sitting(exam(code, duration_minutes=120), june, session="P" if code == "R052/01" else "A")
    page = read(anns, "/catalogue/clashes/?codes=j277a&code=H555A&code=R052A")
    assert "1 clash Checked: H555A, J277A, R052A. 2 papers clash on 11 June 2027." in page
    assert "Together they take 4 hours. That is more than three hours in the morning." in page
    assert "No clash" in read(anns, "/catalogue/clashes/?codes=J277+R052A")


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ("J277", "“J277” has 2 options. Choose J277A or J277B."),
        ("<b>", "“<b>” is no entry code."),
        ("%F0%9F%A6%86", "is no entry code."),
        ("+".join(f"X{n}" for n in range(41)), "41 codes are more than one candidate takes."),
    ],
)
def test_codes_that_mean_nothing_are_told_beside_the_field(
    anns: Any, june: Series, codes: str, sentence: str
):
    make_option(exam("J277/01"), code="B")
    page = read(anns, f"/catalogue/clashes/?codes={codes}", status=422)
    assert page.count(sentence) == 2


# ---------------------------------------------------------------- boundaries and uniform marks


def test_boundaries_are_found_by_series_family_and_words(anns: Any, db: None):
    make_boundaries()
    Boundary.objects.create(
        series="June 2023", family="A Level", title="Chemistry", scale="weighted", marks=[["A", 9]]
    )
    assert "A 9" in read(anns, "/catalogue/boundaries/?q=chem")
    page = read(anns, "/catalogue/boundaries/?series=June 2014&family=AS")
    assert "A 100 B 87 C 74" in page
    assert "Chemistry" not in page.partition("Apply")[2]
    assert "No boundaries fit" in read(anns, "/catalogue/boundaries/?q=zzz")
    assert anns.get("/catalogue/boundaries/?series=June 1914").status_code == 404
    csv = anns.get("/catalogue/boundaries/export/csv/?q=chem").content.decode()
    assert '"June 2023",,"A Level",,Chemistry,,"Weighted marks",,A,9' in csv


def test_one_mark_is_turned_and_every_mark_is_in_the_table(anns: Any, db: None):
    unit = make_boundaries().pk
    assert (
        f"/catalogue/uniform-marks/{unit}/" in anns.get("/catalogue/uniform-marks/?q=F012").content.decode()
    )
    page = read(anns, f"/catalogue/uniform-marks/{unit}/?mark=80")
    assert "Raw mark 80 is uniform mark 78 of 120, grade C." in page
    assert anns.get(f"/catalogue/uniform-marks/{unit}/").content.count(b'<th scope="row"') == 121
    csv = anns.get(f"/catalogue/uniform-marks/{unit}/export/csv/").content.decode().splitlines()
    assert [line for line in csv if re.match(r"\d", line)][-26] == "25,24,U"


@pytest.mark.parametrize("mark", ["121", "-1", "7.5", "ten", "²", "9" * 40])
def test_a_mark_that_the_paper_does_not_have_is_told(anns: Any, db: None, mark: str):
    unit = make_boundaries().pk
    assert (
        read(anns, f"/catalogue/uniform-marks/{unit}/?mark={mark}", 422).count("a whole mark from 0 to 120")
        == 2
    )


def test_a_unit_whose_two_scales_do_not_fit_says_so_instead_of_a_table(anns: Any, db: None):
    one = make_boundaries(max_mark=99)
    assert "cannot be worked out. The boundaries do not fall" in read(
        anns, f"/catalogue/uniform-marks/{one.pk}/?mark=5"
    )
    Boundary.objects.filter(scale="ums").delete()
    assert anns.get(f"/catalogue/uniform-marks/{one.pk}/").status_code == 404
    assert anns.get("/catalogue/uniform-marks/?series=June 1914").status_code == 404


def test_boundaries_that_contradict_each_other_are_pointed_out(anns: Any, db: None):
    one = make_boundaries()
    Boundary.objects.filter(scale="ums").update(marks=[["A", 12], ["B", 11], ["C", 10], ["D", 9], ["E", 8]])
    page = read(anns, f"/catalogue/uniform-marks/{one.pk}/")
    assert "do not fit together everywhere" in page
    assert "has another grade than its uniform mark. And" in page


# ---------------------------------------------------------------- all of them


PAGES = ("codes", "dates", "timetable", "clashes", "boundaries", "uniform-marks")


def test_an_empty_catalogue_has_a_sentence_on_every_page(anns: Any):
    for page, words in zip(PAGES, (
        "There are no qualifications yet", "No dates are known yet", "no timetable for this series",
        "no timetable for this series", "No boundaries have been published", "No uniform boundaries have been",
    ), strict=True):  # fmt: skip
        assert words in read(anns, f"/catalogue/{page}/")


def test_pages_take_as_many_statements_for_many_rows_as_for_few(anns: Any, june: Series):
    def statements() -> dict[str, int]:
        found = {}
        for page in (*PAGES, "codes/Q0001", "timetable/export/csv", "codes/export/csv"):
            with CaptureQueriesContext(connection) as seen:
                assert anns.get(f"/catalogue/{page}/").status_code == 200
            found[page] = len(seen)
        return found

    _fill(june, range(1, 4))
    read(anns, "/catalogue/codes/")
    few = statements()
    _fill(june, range(4, 161))
    assert statements() == few
    assert "Page 4 of 4" in read(anns, "/catalogue/codes/?page=60")


def _fill(series: Series, numbers: range) -> None:
    family = make_qualification("Q0000").family
    made = Qualification.objects.bulk_create(
        Qualification(entry_code=f"Q{number:04}", title=f"Subject {number}", family=family)
        for number in numbers
    )
    papers = Component.objects.bulk_create(
        Component(
            qualification=one,
            kind="exam",
            slug=f"{one.entry_code}-01",
            assessment_code=f"{one.entry_code}/01",
        )
        for one in made
    )
    options = Option.objects.bulk_create(
        Option(qualification=one, entry_code=one.entry_code, code="A") for one in made
    )
    through = Option.components.through
    through.objects.bulk_create(
        through(option_id=option.pk, component_id=paper.pk)
        for option, paper in zip(options, papers, strict=True)
    )
    Sitting.objects.bulk_create(
        Sitting(series=series, component=paper, on=date(2027, 6, 1 + place % 28), session="A")
        for place, paper in enumerate(papers)
    )
    Tariff.objects.bulk_create(Tariff(series=series, entry_code=one.entry_code, pence=4950) for one in made)
    Boundary.objects.bulk_create(
        Boundary(series="June 2014", code=one.entry_code, scale=scale, max_mark=100, marks=[["A", 80], ["B", 70]])
        for one in made for scale in ("raw", "ums")
    )  # fmt: skip
    KeyDate.objects.bulk_create(
        KeyDate(series="June 2027", event="certificates", applies_to=one.title, on=date(2027, 9, 1))
        for one in made
    )
