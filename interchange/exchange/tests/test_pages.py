"""Sending a file, following it, answering it; the awarding body's list and its page of formats."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.centres.factories import make_approval
from interchange.core import tenancy
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import Batch
from interchange.exchange.factories import a_file, a_record, complete_layouts
from interchange.exchange.models import Convention, LayoutColumn, Outgoing
from interchange.exchange.queries.formats import record_of
from interchange.exchange.rules.layouts import NotCompleted
from interchange.exchange.rules.names import Letter
from interchange.exchange.services.receiving import send_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(centre, ann, signed_in):
    complete_layouts()
    make_approval(centre)
    make_option(make_component("J277/03"), code="A")
    series = make_series("2027-06")
    made = make_candidate(centre, "0007", series=series)
    make_entry(made, make_option(make_component("J351/01"), code="A"), route="form")
    return signed_in(ann)


def upload(*files: tuple[bytes, str]) -> dict[str, list[SimpleUploadedFile]]:
    return {"files": [SimpleUploadedFile(name, content) for content, name in files]}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_file_is_sent_followed_and_answered(site, centre):
    assert "Send a file" in text(site.get(reverse("exchange:send")))
    file = a_file(a_record("0001", "J277A"), a_record("0002", "XXXX"))
    answer = site.post(reverse("exchange:send"), upload(file))
    with tenancy.for_centre(centre.pk):
        batch = Batch.unscoped.get()
    assert answer["Location"] == reverse("exchange:file", args=[batch.pk])
    page = text(site.get(answer["Location"]))
    for said in (
        "Needs your answer",
        "does not contain 1 entry made on the website",
        "Keep them, and load the rest",
    ):
        assert said in page
    wrong = site.post(reverse("exchange:answer", args=[batch.pk]), {"answer": "perhaps"})
    assert (wrong.status_code, "Choose whether to keep" in text(wrong)) == (422, True)
    site.post(reverse("exchange:answer", args=[batch.pk]), {"answer": "keep"})
    page = text(site.get(answer["Location"]))
    for said in ("The file is loaded.", "1 added, 1 left out", "no such entry code", "What is wrong"):
        assert said in page
    told = site.get(reverse("exchange:file-acknowledgement", args=[batch.pk]))
    assert told["Content-Disposition"] == 'attachment; filename="X1000101.X01"'
    assert text(told).startswith("FILE      E1000101.X01\r\nCENTRE    10001\r\nSTATE     LOADED\r\n")
    assert "PROBLEM   line 4, entry_code: XXXX cannot be entered" in text(told)
    kept = site.get(reverse("exchange:file-content", args=[batch.pk]))
    assert b"".join(kept.streaming_content) == file[0]


def test_what_cannot_be_taken_is_told_beside_the_field_and_keeps_nothing_else_out(site):
    assert site.post(reverse("exchange:send"), {}).status_code == 422
    good, bad = a_file(a_record("0001", "J277A")), (b"hello", "letter.docx")
    answer = site.post(reverse("exchange:send"), upload(bad, good))
    assert answer.status_code == 422
    assert "This is no file that is taken here" in text(answer)
    assert "E1000101.X01" in text(answer)
    listed = text(site.get(reverse("exchange:files") + "?state=asking"))
    assert "E1000101.X01" in listed
    assert "No file fits" in text(site.get(reverse("exchange:files") + "?q=zzz"))


def test_rows_to_put_right_come_as_csv(site, centre):
    rows = b"centre_number,candidate_number,uci,surname,date_of_birth,sex,status,series,entry_code\n"
    rows += b"10001,0003,100010270003X,Fox,2011-01-02,F,S,2027-06,J277\n10001,0004,,Fox,2011-01-02,F,S,2027-06,J277\n"
    site.post(reverse("exchange:send"), upload((rows, "june.csv")))
    with tenancy.for_centre(centre.pk):
        batch = Batch.unscoped.get()
    assert batch.state == "rejected"
    back = site.get(reverse("exchange:file-bad-rows", args=[batch.pk])).content.decode("utf-8-sig")
    assert back.splitlines()[0].endswith(",error")
    assert "The last letter of UCI" in back


def test_the_awarding_body_sees_the_files_of_all_centres(site, centre, signed_in):
    site.post(reverse("exchange:send"), upload(a_file(a_record("0001", "J277A"))))
    officer = signed_in(make_actor("Eve Hart", Role.ENTRIES))
    listed = text(officer.get(reverse("exchange:desk-files") + "?centre=10001"))
    assert "E1000101.X01" in listed
    assert centre.name in listed
    with tenancy.for_staff():
        batch = Batch.unscoped.get()
    page = text(officer.get(reverse("exchange:desk-file", args=[batch.pk])))
    assert "The centre has not answered yet." in page
    assert "Waits for the centre" in page
    assert "Needs your answer" not in listed + page


def test_columns_of_the_booklet_are_filled_in_without_code(db, signed_in):
    officer = signed_in(make_actor("Eve Hart", Role.ENTRIES))
    where = reverse("exchange:desk-formats")
    assert "Not complete." in text(officer.get(where))
    with pytest.raises(NotCompleted):
        record_of(Letter.ENTRIES)
    typed = {"letter": "E", "E-codes-start": "110", "E-codes-width": "6", "E-codes-times": "14"}
    wrong = officer.post(where, typed | {"E-codes-start": "100"})
    assert (wrong.status_code, "the first column that is free is 106" in text(wrong)) == (422, True)
    assert officer.post(where, typed).status_code == 302
    assert LayoutColumn.objects.get().start == 110
    assert record_of(Letter.ENTRIES).layout()[-1][:3] == ("codes", 110, 193)
    assert officer.post(where, {"letter": "Q"}).status_code == 422
    assert officer.post(where, {"bodies": "1", "character": "A", "width": "193"}).status_code == 422
    officer.post(where, {"bodies": "01 72", "character": "b", "width": "194", "counts_all": "1"})
    kept = Convention.objects.get()
    assert (kept.bodies, kept.character, kept.width, kept.counts_all) == (["01", "72"], "B", 194, True)


@pytest.mark.parametrize("form", ["E", "A", "csv", "xml", "json"])
def test_what_is_held_goes_out_in_every_form_and_comes_back_as_no_change(site, centre, ann, form):
    answer = site.post(reverse("exchange:held"), {"series": "2027-06", "form": form})
    assert answer.status_code == 302
    with tenancy.for_centre(centre.pk):
        made = Outgoing.unscoped.get()
    content = b"".join(site.get(reverse("exchange:made-file", args=[made.pk])).streaming_content)
    batch: Any = send_files([(content, made.name)], by=ann)[0]
    assert (batch.state, batch.counts["unchanged"], batch.counts["changed"]) == ("loaded", 1, 0)
    assert made.name in text(site.get(reverse("exchange:held")))


def test_what_cannot_be_written_is_told(site):
    where = reverse("exchange:held")
    make_series("2027-11")
    for typed, said in (
        ({"series": "2027-11", "form": "csv"}, "Nothing is entered for"),
        ({"series": "2027-06", "form": "odd"}, "Choose a form of file."),
    ):
        answer = site.post(where, typed)
        assert (answer.status_code, said in text(answer)) == (422, True)
    LayoutColumn.objects.all().delete()
    assert "has not filled them in" in text(site.post(where, {"series": "2027-06", "form": "A"}))
