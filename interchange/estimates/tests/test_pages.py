"""The pages of estimated entries and forecast grades, the centre's and the awarding body's, as a browser posts them."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.catalogue.factories import make_component, make_option, make_qualification
from interchange.catalogue.models import Series
from interchange.centres.models import Centre
from interchange.core import clock, tenancy
from interchange.estimates.factories import asking_series, enter, estimate, forecast
from interchange.estimates.services.estimates import give_nil_return

pytestmark = pytest.mark.django_db
LIST, AWARD, DESK = "/estimated-entries/", "/forecast-grades/2027-06/J277/", "/desk/estimated-entries/"


def shown(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def found(pattern, page):
    """What a pattern finds in a page; fails where it finds nothing."""
    return re.findall(pattern, page, re.DOTALL)[0]


def form_of(page):
    """What a browser without scripts would send back: the value of every field of the main form."""
    form = found(r'<form method="post"[^>]*novalidate.*?</form>', page)
    fields = dict(re.findall(r'<input (?![^>]*checkbox)[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form))
    for name, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r"<option selected>([^<]*)", options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def field(page, code):
    return found(rf'name="(n-[oc]\d+)"[^>]*aria-label="Estimate for {code} ', page)


# ---------------------------------------------------------------- the centre's estimates


def test_a_list_is_changed_confirmed_and_printed_without_scripts(june, efa, signed_in):
    browser = signed_in(efa)
    page = shown(browser.get(LIST))
    assert "0 of 2 lines answered" in page
    sent = form_of(page) | {field(page, "J277A"): "35", "code-1": "", "do": "confirm-all"}
    page = shown(browser.post(f"{LIST}2027-06/save/", sent, follow=True))
    assert "2 lines saved. Every line is answered" in page
    assert "J277A: 35 is far from last year’s 20." in page
    assert "Every line is answered." in page
    again = shown(browser.post(f"{LIST}2027-06/save/", form_of(page) | {"do": "save"}, follow=True))
    assert "Nothing had changed." in again
    printed = shown(browser.get(f"{LIST}2027-06/print/"))
    assert "Changed, Efua Mensah" in printed
    assert ">39<" in printed


def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(june, efa, signed_in):
    browser = signed_in(efa)
    page = shown(browser.get(LIST))
    bad = {field(page, "J277A"): "<u x>", field(page, "J316A"): "6", "code-2": "\"'><u x>", "new-2": "7"}
    page = shown(browser.post(f"{LIST}2027-06/save/", form_of(page) | bad), 422)
    assert "<title>Error: " in page
    assert 'value="&lt;u x&gt;"' in page
    assert "<u x>" not in page
    assert "No estimated entry is asked for" in page
    assert re.search(r'name="new-2" value="7"', page)
    assert 'value="6"' in page
    mended = form_of(page) | {field(page, "J277A"): "21", "code-2": "", "new-2": ""}
    assert "1 line saved." in shown(browser.post(f"{LIST}2027-06/save/", mended, follow=True))


@pytest.mark.parametrize("broken", [{"end": ""}, {"shown": "x"}, {"shown": ""}, {"shown": "o1:1:2 o1:1:2"}])
def test_a_page_that_did_not_arrive_whole_saves_nothing(june, efa, signed_in, broken):
    sent = form_of(shown(signed_in(efa).get(LIST))) | {"do": "confirm-all"} | broken
    if broken == {"shown": ""}:
        sent.pop("end")
    answer = signed_in(efa).post(f"{LIST}2027-06/save/", sent)
    assert answer.status_code == 409
    assert "0 of 2 lines answered" in shown(signed_in(efa).get(LIST))


def test_two_editors_are_shown_both_numbers(june, efa, ann, signed_in):
    page = shown(signed_in(efa).get(LIST))
    name = field(page, "J277A")
    shown(signed_in(ann).post(f"{LIST}2027-06/save/", form_of(page) | {name: "15"}, follow=True))
    answer = shown(signed_in(efa).post(f"{LIST}2027-06/save/", form_of(page) | {name: "18"}), 422)
    assert "two people changed this line" in answer
    assert "Ann Lee saved 15 at" in answer
    kept = form_of(answer)
    assert kept[name] == "18"
    assert "1 line saved" in shown(signed_in(efa).post(f"{LIST}2027-06/save/", kept, follow=True))


def test_a_nil_return_is_one_button(june, efa, signed_in):
    page = shown(signed_in(efa).post(f"{LIST}2027-06/nil/", follow=True))
    assert "<strong>Nil return.</strong>" in page
    assert "Give a nil return" not in page


def test_every_code_can_be_shown_and_a_family_alone(june, cal, signed_in):
    make_option(
        make_component(
            "H446/03", qualification=make_qualification("H446", family="A Level", title="Computing")
        )
    )
    page = shown(signed_in(cal).get(f"{LIST}?show=all"))
    name = field(page, "J316A")
    assert field(page, "H446A")
    assert field(page, "H446A") not in shown(signed_in(cal).get(f"{LIST}?show=all&family=gcse"))
    sent = form_of(page) | {name: "4"}
    assert "1 line saved" in shown(signed_in(cal).post(f"{LIST}2027-06/save/?show=all", sent, follow=True))


def test_where_nothing_is_asked_or_nothing_was_there_the_page_says_so(efa, tut, centre, signed_in):
    assert "No series asks for estimated entries." in shown(signed_in(efa).get(LIST))
    series = asking_series()
    assert "had no entries in the same series last year" in shown(signed_in(efa).get(LIST))
    assert "There is no estimated entry of your centre" in shown(signed_in(tut).get(LIST))
    with clock.pretend(clock.now() + timedelta(95)):
        assert "were locked after" in shown(signed_in(efa).get(f"{LIST}?series={series.code}"))
    assert signed_in(efa).get(f"{LIST}2099-06/print/").status_code == 404


def test_who_may_only_look_sees_numbers_and_no_field(june, tut, signed_in):
    page = shown(signed_in(tut).get(LIST))
    assert "J277A" in page
    assert '<form method="post" action="/estimated-entries' not in page
    assert signed_in(tut).post(f"{LIST}2027-06/save/").status_code == 403


PASTES = {
    "with headings": ("Entry code\tCandidates\nj277a\t25\nJ999\t3\nJ316 A\tmany\n", ["J277A"], 2),
    "without": ("J277\t21\nJ316A\t\n", ["J277A"], 0),
    "a line twice": ("J277A\t1\nJ277\t2\nJ316A\t5", ["J277A", "J316A"], 1),
}


@pytest.mark.parametrize("paste", PASTES.values(), ids=PASTES)
def test_a_paste_shows_what_would_change_first(june, efa, signed_in, paste):
    text, codes, left_out = paste
    page = shown(signed_in(efa).post(f"{LIST}2027-06/upload/", {"text": text}))
    assert "Nothing has been saved yet." in page
    assert f"{left_out} line{'' if left_out == 1 else 's'} would be left out" in page
    assert f"Accept {len(codes)} change" in page
    rows = found(r'name="rows" value="([^"]*)"', page).replace("&#34;", '"')
    accepted = signed_in(efa).post(f"{LIST}2027-06/upload/accept/", {"rows": rows}, follow=True)
    assert "saved." in shown(accepted)
    twice = signed_in(efa).post(f"{LIST}2027-06/upload/accept/", {"rows": rows}, follow=True)
    assert "Nothing had changed." in shown(twice)


def test_the_file_made_here_can_be_filled_in_and_sent_back(june, efa, signed_in):
    data = signed_in(efa).get(f"{LIST}2027-06/file/xlsx/").content
    rows = list(load_workbook(io.BytesIO(data)).active.values)
    assert rows[0] == ("Code", "Title", "Last year's entries", "Estimate")
    assert (rows[1][0], rows[1][2]) == ("J277A", "20")
    changed = "\n".join(",".join(map(str, [*row[:3], "22"])) for row in rows[1:])
    file = SimpleUploadedFile("filled.csv", f"Code,Title,Last year's entries,Estimate\n{changed}".encode())
    page = shown(signed_in(efa).post(f"{LIST}2027-06/upload/", {"file": file}))
    assert "Accept 2 changes" in page
    for bad in ({}, {"text": " "}, {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4")}):
        assert "<title>Error: " in shown(signed_in(efa).post(f"{LIST}2027-06/upload/", bad), 422)
    twice = '[["o1", "2", 0, ""], ["o1", "3", 0, ""]]'
    for rows_sent in ("", "{}", "[[1]]", '[["o1", "2", 1, "x", 3]]', twice):
        assert signed_in(efa).post(f"{LIST}2027-06/upload/accept/", {"rows": rows_sent}).status_code == 409


def test_the_welcome_page_says_what_waits_until_it_is_answered(june, graded, efa, tut, signed_in):
    said = "2 lines have not been answered."
    assert said not in shown(signed_in(efa).get("/welcome/"))
    with clock.pretend(clock.now() + timedelta(2)):
        assert said in shown(signed_in(efa).get("/welcome/"))
        assert said not in shown(signed_in(tut).get("/welcome/"))
    with clock.pretend(clock.now() + timedelta(35)):
        page = shown(signed_in(efa).get("/welcome/"))
        assert "were due by" in page
        assert "3 candidates have no forecast grade." in page
        give_nil_return(june.code, by=efa)
        assert "were due by" not in shown(signed_in(efa).get("/welcome/"))


# ---------------------------------------------------------------- the centre's forecast grades


def test_grades_are_chosen_saved_and_submitted_without_scripts(graded, efa, signed_in):
    browser = signed_in(efa)
    assert "GCSE (9-1) Computer Science" in shown(browser.get("/forecast-grades/"))
    page = shown(browser.get(AWARD))
    page = shown(browser.post(AWARD, form_of(page) | {"n-0001": "7", "n-0002": "X", "do": "submit"}), 422)
    assert "1 candidate has no forecast grade. Enter X if you cannot forecast." in page
    assert "No forecast grade" in page
    assert form_of(page)["n-0002"] == "X"
    page = shown(browser.post(AWARD, form_of(page) | {"n-0003": "4", "do": "submit"}, follow=True))
    assert "Submitted: the awarding body has them." in page
    page = shown(browser.post(AWARD, form_of(page) | {"n-0003": "5", "do": "save"}, follow=True))
    assert "Amended" in page
    assert ">5<" in shown(browser.get(f"{AWARD}print/"))
    assert b"0003" in browser.get(f"{AWARD}file/csv/").content


def test_what_was_submitted_is_read_printed_and_downloaded_by_the_centre_and_by_staff(
    graded, efa, tut, cal, enzo, signed_in
):
    own, desk = f"{AWARD}submitted/", "/desk/forecast-grades/2027-06/10001/J277/submitted/"
    assert "No forecast grades have been submitted" in shown(signed_in(tut).get(own))
    assert "has submitted no forecast grades" in shown(signed_in(enzo).get(desk))
    forecast(graded, "J277", {"0001": "7", "0002": "7", "0003": "U"}, efa, submit=True)
    forecast(graded, "J277", {"0003": "1"}, efa, version=1)
    page = shown(signed_in(tut).get(own))
    assert page.index("Version 2") < page.index("Version 1")
    first = shown(signed_in(tut).get(f"{own}1/"))
    assert ("Submitted by Efua Mensah" in first, ">U<" in first) == (True, True)
    assert "0003" in signed_in(tut).get(f"{own}2/file/csv/").content.decode()
    for actor, where in (
        (cal, f"{own}1/"), (efa, f"{own}3/"), (efa, f"{own}99999999999/"), (enzo, f"{desk}3/csv/"),
        (enzo, desk.replace("10001", "99999")),
    ):  # fmt: skip
        assert signed_in(actor).get(where).status_code == 404
    assert "Version 2" in shown(signed_in(enzo).get(desk))
    assert ",1\r\n" in signed_in(enzo).get(f"{desk}2/csv/").content.decode()
    assert f'href="{desk}"' in shown(signed_in(enzo).get("/desk/forecast-grades/?show=all"))


def test_two_editors_are_shown_both_grades(graded, efa, ann, signed_in):
    page = shown(signed_in(efa).get(AWARD))
    forecast(graded, "J277", {"0001": "9"}, ann)
    answer = shown(signed_in(efa).post(AWARD, form_of(page) | {"n-0001": "8", "do": "save"}), 422)
    assert "two people changed this grade" in answer
    assert form_of(answer)["n-0001"] == "8"
    assert signed_in(efa).post(AWARD, form_of(page) | {"end": ""}).status_code == 409


def test_grades_are_pasted_with_a_preview(graded, efa, signed_in):
    text = "No\tForecast\n1\t7\n0002\tz\n0009\t3\n0003\t\n"
    page = shown(signed_in(efa).post(f"{AWARD}upload/", {"text": text}))
    assert "1 line would change, 1 line would stay as it is, 2 lines would be left out" in page
    rows = found(r'name="rows" value="([^"]*)"', page).replace("&#34;", '"')
    assert "1 grade saved." in shown(
        signed_in(efa).post(f"{AWARD}upload/accept/", {"rows": rows}, follow=True)
    )


def test_where_no_forecast_is_asked_the_page_says_so(efa, tut, centre, graded, signed_in, cal):
    assert "but not for anything that your centre" in shown(signed_in(cal).get("/forecast-grades/"))
    assert "No candidate of your centre has an entry" in shown(signed_in(cal).get(AWARD))
    assert '<select class="govuk-select" id="n-' not in shown(signed_in(tut).get(AWARD))
    assert signed_in(efa).get("/forecast-grades/2027-06/J316/").status_code == 404
    Series.objects.update(profile={})
    assert "No forecast grades are asked for in June 2027." in shown(signed_in(efa).get("/forecast-grades/"))
    with clock.pretend(clock.start_of_day(clock.today())):
        assert signed_in(efa).get(AWARD).status_code == 404


# ---------------------------------------------------------------- the awarding body


def test_staff_see_sums_who_has_not_answered_and_give_longer(
    june, efa, cal, enzo, computing, centre, signed_in
):
    give_nil_return(june.code, by=cal)
    enter(centre, computing, 2, series="2027-06")
    browser = signed_in(enzo)
    page = shown(browser.get(DESK))
    assert "<strong>1</strong> of 2 centres answered" in page
    row = found(r">J277A<.*?</tr>", page)
    assert re.findall(r'ic-number">([^<]*)', row) == ["1 of 2 answered", "23", "20", "2"]
    assert "No centre expects anybody" in shown(browser.get(f"{DESK}?show=far"))
    page = shown(browser.get(f"{DESK}centres/"))
    assert "10001" in page
    assert "20002" not in page
    assert "Nil return" in shown(browser.get(f"{DESK}centres/?state=nil"))
    bad = shown(browser.post(f"{DESK}2027-06/10001/", {"until": "soon", "why": ""}), 422)
    assert bad.count("govuk-error-message") == 2
    until = clock.today() + timedelta(100)
    told = browser.post(f"{DESK}2027-06/10001/", {"until": f"{until}", "why": "Floods."}, follow=True)
    assert "Floods." in shown(told)
    assert "gave your centre until" in shown(signed_in(efa).get(LIST))
    assert "1 centre reminded" in shown(
        browser.post(f"{DESK}2027-06/remind/", {"what": "estimates"}, follow=True)
    )
    assert "There was nothing to fill in." in shown(browser.post(f"{DESK}2027-06/prefill/", follow=True))
    assert browser.get(f"{DESK}2027-06/99999/").status_code == 404


def test_staff_export_and_the_export_is_in_the_trail(june, graded, efa, enzo, signed_in):
    browser = signed_in(enzo)
    assert b"J277A" in browser.get(f"{DESK}export/csv/").content
    assert b"10001" in browser.get(f"{DESK}centres/export/csv/").content
    forecast(graded, "J277", {"0001": "7", "0002": "7", "0003": "U"}, efa, submit=True)
    page = shown(browser.get("/desk/forecast-grades/?show=all"))
    assert "Submitted" in page
    assert "Nothing fits" in shown(browser.get("/desk/forecast-grades/"))
    grades = browser.get("/desk/forecast-grades/export/csv/?show=all&what=grades").content.decode()
    assert "0003" in grades
    assert "Chaudhry" not in grades
    with tenancy.reading(enzo):
        names = {event.name for event in events_of(enzo)}
    assert {Event.ESTIMATES_EXPORTED.value, Event.FORECASTS_EXPORTED.value} <= names


def test_lists_cost_the_same_however_long_they_are(june, graded, efa, cal, enzo, computing, signed_in):
    where = [(efa, LIST), (efa, f"{LIST}?show=all"), (efa, "/forecast-grades/"), (efa, AWARD), (enzo, DESK),
             (enzo, f"{DESK}centres/?state=all"), (enzo, "/desk/forecast-grades/?show=all")]  # fmt: skip
    browsers = {actor: signed_in(actor) for actor in (efa, enzo)}

    def counted():
        found = []
        for actor, address in where:
            with CaptureQueriesContext(connection) as captured:
                shown(browsers[actor].get(address))
            found.append(len(captured))
        return found

    counted()
    before = counted()
    for number in range(5):
        qualification = make_qualification(f"J50{number}", title=f"Subject {number}")
        make_option(make_component(f"J50{number}/01", qualification=qualification))
    for who in (efa, cal):
        estimate(june, who, **{f"J50{number}A": 3 for number in range(5)})
        enter(Centre.objects.get(pk=who.centre_id), computing, 5, series="2027-06")
    forecast(graded, "J277", {"0001": "7", "0005": "7"}, efa)
    assert counted() == before
    assert shown(browsers[efa].get(LIST)).count("Efua Mensah, ") == 5
