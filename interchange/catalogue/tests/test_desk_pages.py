"""The awarding body's pages of the catalogue: lists, forms, series, files with a comparison first."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_qualification, make_series
from interchange.catalogue.kinds import KINDS
from interchange.catalogue.models import Boundary, Load, Option, Qualification, Revision, Series, Tariff
from interchange.catalogue.services import loading
from interchange.core import clock
from interchange.core.actor import Actor

pytestmark = pytest.mark.django_db

DESK = "/desk/catalogue/"
MARKUP = "<script>x</script>"


@pytest.fixture
def officer(signed_in: Callable[[Actor], Client]) -> Client:
    """The browser of an entries officer."""
    return signed_in(make_actor("Eve Moss", Role.ENTRIES))


def page(answer: Any, status: int = 200) -> str:
    text: str = answer.content.decode()
    assert answer.status_code == status, (answer.status_code, answer.get("Location"), text[-2_000:])
    return text


def hidden(text: str, name: str = "shown") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found
    return found[1].replace("&#34;", '"').replace("&amp;", "&")


def test_every_kind_has_a_list_a_form_and_a_file(officer: Client):
    make_series("2027-06")
    text = page(officer.get(DESK))
    for code, kind in KINDS.items():
        assert f'href="{DESK}{code}/"' in text
        assert "There is nothing here yet" in page(officer.get(f"{DESK}{code}/"))
        assert 'name="source"' in page(officer.get(f"{DESK}{code}/add/"))
        answer = officer.get(f"{DESK}{code}/export/csv/")
        assert answer["Content-Disposition"] == f'attachment; filename="{kind.format.name}"'
        assert answer.content.decode("utf-8-sig").splitlines()[0] == ",".join(kind.names)
    assert officer.get(f"{DESK}nothing/").status_code == 404


def test_a_list_is_searched_filtered_and_turned_and_markup_stays_text(officer: Client):
    for number in range(60):
        make_qualification(f"Q{number:03d}", title=f"Subject {number} {MARKUP}", board="DAB")
    make_qualification("Z1", title="Latin", board="XYZ", family="A Level")
    text = page(officer.get(f"{DESK}qualification/"))
    assert "61 rows" in text
    assert "Page 1 of 2" in text
    assert MARKUP not in text
    assert "1 row<" in page(officer.get(f"{DESK}qualification/?q=latin"))
    assert "1 row<" in page(officer.get(f"{DESK}qualification/?family=A+Level"))
    assert "No row fits" in page(officer.get(f"{DESK}qualification/?q=%25%25"))
    assert "60 rows" in page(officer.get(f"{DESK}qualification/?board=DAB&page=99"))
    rows = list(
        csv.reader(io.StringIO(officer.get(f"{DESK}qualification/export/csv/?q=latin").content.decode()))
    )
    assert rows[1][1] == "Z1"


def test_the_statements_of_a_list_do_not_grow_with_its_rows(
    officer: Client, django_assert_max_num_queries: Any
):
    for number in range(55):
        make_option(make_component(f"Q{number:03d}/01"), code="A")
    for code in KINDS:
        with django_assert_max_num_queries(22):
            page(officer.get(f"{DESK}{code}/"))


def test_a_row_is_changed_and_its_history_shows_it(officer: Client):
    row = make_qualification("J277", title="Computing")
    address = f"{DESK}qualification/{row.pk}/"
    shown = hidden(page(officer.get(address)))
    sent = {"title": "Computer Science", "family": "GCSE", "shown": shown, "reason": "Printed again"}
    assert officer.post(address, sent)["Location"] == address
    text = page(officer.get(address))
    assert "Qualification J277 is changed." in text
    assert "Eve Moss" in text
    assert "<del>Computing</del>" in text
    assert 'name="entry_code"' not in text


def test_everything_wrong_is_told_at_once_beside_its_field_and_nothing_typed_is_lost(officer: Client):
    row = make_component("J277/03")
    address = f"{DESK}component/{row.pk}/"
    shown = hidden(page(officer.get(address)))
    sent = {"max_mark": "sixty", "title": MARKUP, "from_on": "31/02/2027", "reason": " ", "shown": shown}
    text = page(officer.post(address, sent), 422)
    for name in ("max_mark", "from_on", "reason"):
        assert f'id="{name}-error"' in text
        assert f'href="#{name}"' in text
    assert ">Maximum mark: Enter a whole number from 1 to 9999.</a>" in text
    assert 'value="sixty"' in text
    assert MARKUP not in text
    assert "&lt;script&gt;" in text
    assert "ten years" in page(officer.post(address, sent | {"from_on": "1/1/2099"}), 422)
    assert "did not arrive whole" in page(officer.post(address, sent | {"shown": "[" * 9_000}), 422)
    assert not Revision.objects.exists()


def test_the_second_of_two_is_told_and_may_then_overrule(officer: Client):
    row = make_qualification("J277", title="Computing", level="2")
    address = f"{DESK}qualification/{row.pk}/"
    shown = hidden(page(officer.get(address)))
    Qualification.objects.filter(pk=row.pk).update(title="Informatics")
    sent = {"title": "Computing", "level": "3", "family": "GCSE", "shown": shown, "reason": "So it is"}
    text = page(officer.post(address, sent), 422)
    assert "was “Computing” when you began. Somebody made it “Informatics”." in text
    assert re.search(r'name="title"[^>]*value="Informatics"', text)
    assert re.search(r'name="level"[^>]*value="3"', text)
    assert officer.post(address, sent | {"title": "Informatics", "shown": hidden(text)}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.level) == ("Informatics", "3")


def test_a_change_for_a_later_day_is_seen_and_withdrawn(officer: Client):
    row = make_qualification("J277", title="Computing")
    address = f"{DESK}qualification/{row.pk}/"
    sent = {"title": "Computer Science", "family": "GCSE", "from_on": "1/9/2030", "reason": "New"}
    answer = officer.post(address, sent | {"shown": hidden(page(officer.get(address)))}, follow=True)
    assert "will be changed on 1 September 2030" in page(answer)
    assert "Change waiting" in page(officer.get(f"{DESK}qualification/"))
    assert "1 change</a> waiting" in page(officer.get(DESK))
    revision = Revision.objects.get()
    assert "Computer Science" in page(officer.get(f"{DESK}changes/?state=waiting&kind=qualification&q=J277"))
    assert "is withdrawn" in page(officer.post(f"{DESK}changes/{revision.pk}/withdraw/", follow=True))
    assert officer.post(f"{DESK}changes/{revision.pk}/withdraw/").status_code == 409
    assert officer.post(f"{DESK}changes/99/withdraw/").status_code == 404


def test_a_row_is_added_and_taken_out_again(officer: Client):
    make_series("2027-06")
    make_option(make_component("J277/03"), code="A")
    sent = {"series": "2027-06", "entry_code": "J277", "fee": "£45.5", "reason": "Fees booklet"}
    assert "Fee 2027-06 J277 is added." in page(officer.post(f"{DESK}fee/add/", sent, follow=True))
    assert "There is already such a row" in page(officer.post(f"{DESK}fee/add/", sent), 422)
    fee = Tariff.objects.get()
    assert fee.pence == 4550
    address = f"{DESK}fee/{fee.pk}/take-out/"
    shown = hidden(page(officer.get(address)))
    assert 'href="#reason"' in page(officer.post(address, {"shown": shown}), 422)
    assert "is taken out" in page(officer.post(address, {"shown": shown, "reason": "Wrong"}, follow=True))
    assert officer.get(address).status_code == 404


# ---------------------------------------------------------------- files


def upload(officer: Client, name: str, data: bytes | str, of: str = "") -> Any:
    body = data if isinstance(data, bytes) else data.encode()
    return officer.post(f"{DESK}load/", {"files": SimpleUploadedFile(name, body), "of": of})


QUALIFICATIONS = "board,entry_code,title,level\n"


def test_a_file_is_compared_then_applied_and_twice_changes_nothing(officer: Client):
    make_qualification("J277", title="Computing", level="2")
    make_qualification("J278", title="Latin")
    data = QUALIFICATIONS + "DAB,J277,Computer Science,2\nDAB,J279,Greek,2\n,,,\nDAB,,Nameless,2\n"
    text = page(upload(officer, "qualifications (2).csv", data))
    assert "<del>Computing</del>" in text
    assert "1 row added" in text
    assert "1 row in the catalogue, not in the file" in text
    assert "Line 5, entry_code: This is empty." in text
    assert not Qualification.objects.filter(entry_code="J279").exists()
    load = Load.objects.get()
    done = officer.post(f"{DESK}load/{load.pk}/apply/", {"shown": hidden(text)}, follow=True)
    assert "Applied: 1 added, 1 changed, 1 left out." in page(done)
    assert set(Revision.objects.values_list("key", "why")) == {
        ("J277", "Loaded on screen: qualifications.csv"), ("J279", "Loaded on screen: qualifications.csv"),
    }  # fmt: skip
    assert officer.post(f"{DESK}load/{load.pk}/apply/", {"shown": hidden(text)}).status_code == 409
    assert "would be the same as before" in page(upload(officer, "qualifications.csv", data))


def test_what_has_changed_since_the_comparison_is_shown_first(officer: Client):
    make_qualification("J277", title="Computing")
    shown = hidden(page(upload(officer, "qualifications.csv", QUALIFICATIONS + "DAB,J277,Latin,2\n")))
    Qualification.objects.update(title="Informatics")
    load = Load.objects.get()
    text = page(officer.post(f"{DESK}load/{load.pk}/apply/", {"shown": shown}), 422)
    assert "has changed since this comparison" in text
    assert "<del>Informatics</del>" in text
    assert officer.post(f"{DESK}load/{load.pk}/apply/", {"shown": hidden(text)}).status_code == 302
    assert Qualification.objects.get().title == "Latin"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("qualifications.csv", b"", "The file is empty."),
        ("qualifications.pdf", b"%PDF-1.7", "Files of this kind are not taken."),
        ("qualifications.csv", b"<html><body>", "This is not a CSV file inside."),
        ("things.csv", b"colour,size\nred,1\n", "nobody can tell what this holds"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(officer: Client, name: str, data: bytes, said: str):
    assert said in page(upload(officer, name, data), 422)
    assert not Load.objects.exists()


def test_no_file_at_all_is_told(officer: Client):
    assert "Choose one file or more." in page(officer.post(f"{DESK}load/", {}), 422)


def test_a_byte_order_mark_latin_letters_and_other_headings_are_read_or_told(officer: Client):
    marked = page(
        upload(officer, "qualifications.csv", b"\xef\xbb\xbf" + (QUALIFICATIONS + "DAB,J1,A,2\n").encode())
    )
    assert "1 row added" in marked
    latin = page(
        upload(officer, "qualifications.csv", (QUALIFICATIONS + "DAB,J1,Français,2\n").encode("latin-1"))
    )
    assert "Français" in latin
    wrong = page(upload(officer, "qualifications.csv", "Board;Entry kode;Title\nDAB;J1;A\n"))
    assert "Did you mean “entry_code”" in wrong
    assert 'href="/desk/catalogue/load/"' in wrong
    by_headings = page(upload(officer, "download-1.csv", "series,entry_code,fee\n2027-06,J277,1\n"))
    assert "There is no series 2027-06. Open it first." in by_headings


def test_thousands_of_rows_are_compared_with_as_many_statements_as_two(
    officer: Client, django_assert_max_num_queries: Any
):
    rows = "".join(f"DAB,Q{number},Subject {number},2\n" for number in range(2_000))
    with django_assert_max_num_queries(60):
        text = page(upload(officer, "qualifications.csv", QUALIFICATIONS + rows))
    assert "2,000 rows added" in text
    assert "The first 100 are shown." in text


def test_boundaries_load_in_the_shapes_in_which_they_are_published(officer: Client):
    linear = (
        "board,series,qualification,title,tier,max_mark,boundaries_json,source\n"
        'DAB,June 2024,GCSE,Latin,F,100,"{""1"": 10, ""5"": 70}",x\n'
    )
    units = (
        "board,series,unit_code,unit_title,level,tier,scale,max_mark,a_star,a,b,c,d,e,f,g,source\n"
        "DAB,June 2014,F011,Accounts,AS,,raw,80,,68,61,,,,,,x\nDAB,June 2014,F012,Empty,AS,,raw,80,,,,,,,,,x\n"
    )
    awards = (
        "spec,title,max_ums,boundaries_json,source\n"
        'H011,Accounting,200,"{""A"": 160}",x\nH012,Bad,200,nothing,x\n'
    )
    for name, data in (
        ("linear_grade_boundaries.csv", linear), ("ums_unit_boundaries.csv", units),
        ("ums_specification_boundaries.csv", awards),
    ):  # fmt: skip
        text = page(upload(officer, name, data))
        load = Load.objects.latest("made_at")
        officer.post(f"{DESK}load/{load.pk}/apply/", {"shown": hidden(text)})
    found = Boundary.objects.order_by("code").values_list("code", "family", "scale", "max_mark", "marks")
    assert list(found) == [
        ("", "GCSE", "weighted", 100, [["5", 70], ["1", 10]]), ("F011", "AS", "raw", 80, [["A", 68], ["B", 61]]),
        ("H011", "", "ums", 200, [["A", 160]]),
    ]  # fmt: skip


def test_what_is_downloaded_and_sent_back_changes_nothing(officer: Client):
    make_series("2027-06")
    make_option(make_component("J277/03", parts=[{"name": "Plan", "max": 60}]), code="A", label="One")
    make_option(make_component("R068/01", unit=True), code="1", assigned=True, label="By post")
    make_qualification("J837", grading_model="ums")
    Qualification.objects.filter(entry_code="J837").update(grading_model="ums")
    loading.load_catalogue([], folder=Path("none"), by=Actor.system("tests"))
    Tariff.objects.create(series=Series.objects.get(), entry_code="J277", pence=4550)
    assert Option.objects.filter(certification=True).exists()
    for code in ("qualification", "component", "option", "fee"):
        data = officer.get(f"{DESK}{code}/export/csv/").content
        assert "would be the same as before" in page(upload(officer, "x.csv", data, of=code)), code


def test_files_that_nobody_applied_are_let_go_of_after_a_week(officer: Client):
    upload(officer, "qualifications.csv", QUALIFICATIONS + "DAB,J277,Latin,2\n")
    assert loading.drop_old_loads(by=Actor.system("tests")) == 0
    with clock.pretend(clock.now() + loading.KEPT_FOR * 2):
        assert loading.drop_old_loads(by=Actor.system("tests")) == 1
    assert not Load.objects.exists()


# ---------------------------------------------------------------- series


def test_a_series_is_opened_its_profile_changed_and_it_is_closed(officer: Client):
    make_component("J277/03")
    assert "No series yet" in page(officer.get("/desk/series/"))
    wrong = page(officer.post("/desk/series/", {"code": "June 2028"}), 422)
    assert 'id="code-error"' in wrong
    assert 'id="opens_on-error"' in page(
        officer.post("/desk/series/", {"code": "2028-06", "opens_on": "x"}), 422
    )
    answer = officer.post("/desk/series/", {"code": "2028-06", "opens_on": "1/2/2028"}, follow=True)
    text = page(answer)
    assert "June 2028 is open. Windows for marks: 1." in text
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([a-z_]+)"', text))
    fields = {
        name: hidden_value(text, name) for name in names - {"shown", "csrfmiddlewaretoken", "q", "reason"}
    }
    sent = fields | {"shown": hidden(text), "reason": "Agreed", "entry_deadline": "1 March 2028"}
    bad = page(officer.post("/desk/series/2028-06/", sent | {"late_multiple": "0", "reason": ""}), 422)
    assert 'id="late_multiple-error"' in bad
    assert 'id="reason-error"' in bad
    assert "The profile of June 2028 is changed now." in page(
        officer.post("/desk/series/2028-06/", sent, follow=True)
    )
    assert Series.objects.get().profile == {"entry_deadline": "2028-03-01"}
    assert officer.post("/desk/series/2028-06/close/", {"reason": ""}).status_code == 409
    assert "is closed" in page(officer.post("/desk/series/2028-06/close/", {"reason": "Over"}, follow=True))
    assert "is open again" in page(
        officer.post("/desk/series/2028-06/open/", {"reason": "Not over"}, follow=True)
    )


def hidden_value(text: str, name: str) -> str:
    """What a browser would send of a field as it stands in a page."""
    if found := re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', text):
        return found[1]
    if found := re.search(rf'<textarea[^>]* name="{name}"[^>]*>([^<]*)</textarea>', text):
        return found[1]
    found = re.search(rf'<select[^>]* name="{name}".*?</select>', text, re.DOTALL)
    assert found, name
    chosen = re.search(r'<option value="([^"]*)" selected', found[0])
    return chosen[1] if chosen else ""
