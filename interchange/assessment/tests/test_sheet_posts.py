"""What a sheet's page sends, whole or not, and names as their bearers spell them (D1 to D4; C6, B2)."""

import re

import pytest
from django.conf import settings

from interchange.assessment.tests.a_browser import numbers, opened, saved, send
from interchange.core import tenancy
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import Entry

# ---------------------------------------------------------------- posts that did not arrive whole (architecture 4)


def without(name):
    return lambda fields: [pair for pair in fields if pair[0] != name]


def doubled(name):
    return lambda fields: [*fields, *[pair for pair in fields if pair[0] == name]]


def replaced(name, value):
    return lambda fields: [(field, value if field == name else old) for field, old in fields]


CUT_OFF = {
    "the end is missing": without("end"),
    "a row is missing": without("m0002"),
    "a field is doubled": doubled("m0002"),
    "the versions are missing": without("versions"),
    "a version is doubled": replaced("versions", "0001:0: 0002:0: 0002:0:"),
    "a version is no number": replaced("versions", "0001:0: 0002:x: 0003:0:"),
    "a version is not written in our figures": replaced("versions", "0001:0: 0002:٣: 0003:0:"),
    "a version is endless": replaced("versions", "0001:0: 0002:" + "9" * 5000 + ": 0003:0:"),
    "a number is no number": replaced("versions", "0001:0: 000x:0: 0003:0:"),
    "there are no versions in it": replaced("versions", "0001 0002 0003"),
    "the count is wrong": replaced("rows", "4"),
    "the count is no number": replaced("rows", "three"),
    "the last third is cut off": lambda fields: fields[: len(fields) * 2 // 3],
    "nothing is left": lambda fields: [],
    "a row is more than was shown": lambda fields: [("m0009", "9"), *fields],
}


@pytest.mark.parametrize("spoil", CUT_OFF.values(), ids=CUT_OFF.keys())
def test_a_post_that_is_not_whole_is_refused_whole(sheet, bens_browser, ben, spoil):
    page = opened(bens_browser, sheet.url).type(m0001="54", m0002="40", m0003="30")
    page.fields = spoil(page.fields)
    answer = saved(bens_browser, sheet.url, page)
    assert answer.response.status_code == 409
    assert "nothing was saved" in answer.text
    assert set(sheet.marks(ben).values()) == {""}


def test_a_post_cut_off_at_any_byte_is_refused_or_stored_whole(sheet, bens_browser, ben):
    body = opened(bens_browser, sheet.url).type(m0001="54", m0002="40", m0003="30").body()
    for length in range(0, len(body) - len("&do=save"), 37):
        answer = send(bens_browser, sheet.url, body[:length])
        assert answer.response.status_code == 409, body[:length]
        assert set(sheet.marks(ben).values()) == {""}
    assert send(bens_browser, sheet.url, body).response.status_code == 302


def test_a_foreign_number_in_the_post_is_told_and_stores_nothing_of_it(sheet, bens_browser, ben):
    page = opened(bens_browser, sheet.url).type(m0001="54", rows="4", m0009="9")
    versions = dict(page.fields)["versions"]
    answer = saved(bens_browser, sheet.url, page.type(versions=f"{versions} 0009:0"))
    assert "There is no candidate 0009 on this sheet." in answer.text
    assert sheet.marks(ben) == {"0001": "54", "0002": "", "0003": ""}


@pytest.mark.parametrize("size", [300, 100_000, 10_000_000])
def test_a_cell_of_any_length_is_answered_with_a_sentence_and_stores_nothing(sheet, bens_browser, ben, size):
    page = opened(bens_browser, sheet.url).type(m0001="5" + " " * size + "4")
    answer = saved(bens_browser, sheet.url, page)
    assert answer.response.status_code == (413 if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE else 422)
    assert re.search(r"Enter a whole number|larger than this page takes", answer.text)
    assert sheet.marks(ben)["0001"] == ""


@pytest.mark.parametrize("number", [1000, 1999, 2001, 5000])
def test_a_sheet_of_thousands_is_posted_and_stored_whole_without_script(
    a_large_sheet, bens_browser, ben, number
):
    sheet = a_large_sheet(number)
    page = opened(bens_browser, sheet.url)
    marks = {candidate: str(int(candidate) % 71) for candidate in numbers(page)}
    page.fields = [
        (name, marks.get(name[1:], value) if name[0] == "m" else value) for name, value in page.fields
    ]
    assert saved(bens_browser, sheet.url, page, "check-all").response.status_code in (302, 422)
    assert len(marks) == number
    assert sheet.marks(ben) == marks


# ---------------------------------------------------------------- names as their bearers spell them


NAMES = ["O'Brien", "Ng’ang’a", "دينا", "שרה", "😀 Smile", "Łukasz", "<script>alert(1)</script>", '"><img src=x>',
         "&amp;", "x" * 100, "Nguyễn", "{{ 7*7 }}", "%(name)s", "\u202eright"]  # fmt: skip


@pytest.fixture
def named(a_sheet):
    """A sheet of candidates with such names, in a teaching group with a name of the same sort."""
    sheet = a_sheet(candidates=0)
    for name in NAMES:
        make_entry(
            make_candidate(sheet.centre, surname=name, forenames="<i>"), sheet.component.options.first()
        )
    with tenancy.for_centre(sheet.centre.pk):
        Entry.unscoped.update(teaching_group="<b>11'\"")
    return sheet


WHERE = ["", "review/", "print/", "second/", "submit/", "history/", "history/0001/", "import/"]


@pytest.mark.parametrize("where", WHERE)
def test_names_are_shown_as_they_are_spelt_and_never_run(named, ann, signed_in, where):
    if where == "submit/":
        named.fill(ann)
    page = opened(signed_in(ann), named.url + where)
    assert page.response.status_code == 200
    assert not re.search(r"<script>alert|<img src=x|<i>|<b>11", page.html)
    if where in ("", "review/", "print/", "second/", "submit/"):
        assert all(name in page.text for name in NAMES)
        assert "<script>alert(1)</script>, <i>" in page.text


def test_names_come_back_whole_beside_problems_and_conflicts(named, ann, ben, bens_browser):
    page = opened(bens_browser, named.url).type(m0007="x<script>", m0008="9")
    named.give(ann, "0008", "10")
    answer = saved(bens_browser, named.url, page)
    assert "<script>alert(1)</script>, <i>: Enter a whole number" in answer.text
    assert not re.search(r"<script>alert|<img src=x", answer.html)
    assert ("m0007", "x<script>") in answer.fields


def test_each_control_is_named_for_its_candidate(sheet, bens_browser):
    html = opened(bens_browser, sheet.url).html
    for control in ("Mark", "Absent", "Checked"):
        assert f'aria-label="{control} 0001 Adeyemi, Ada"' in html
