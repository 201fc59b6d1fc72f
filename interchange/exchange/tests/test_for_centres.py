"""Files that the awarding body sends for a centre: with a reason, on any day, and told to the centre (R-ACT-4)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Series
from interchange.core import tenancy
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import Batch, Entry
from interchange.exchange.factories import a_file, a_record, complete_layouts
from interchange.exchange.rules.sets import KEEP
from interchange.exchange.services.for_centres import answer_for_centre, process_for_centre
from interchange.exchange.services.receiving import receive_file, send_files
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind

pytestmark = pytest.mark.django_db
WHY = "Their line is down; sent by mail"


@pytest.fixture
def officer(db):
    return make_actor("Eve Hart", Role.ENTRIES)


@pytest.fixture
def offered(centre) -> Any:
    """A code in June 2027, of which entries have closed long ago; the centre is approved for nothing."""
    complete_layouts()
    make_option(make_component("J277/03"), code="A")
    series = make_series("2027-06")
    over = {"entries_open": "2025-09-01", "entry_deadline": "2025-10-01", "very_late": "2025-11-01"}
    Series.objects.filter(pk=series.pk).update(profile={**series.profile, **over})
    return series


def send(browser: Any, file: tuple[bytes, str] | None, **typed: str) -> Any:
    sent: dict[str, Any] = {"centre": "10001", "reason": WHY, **typed}
    if file:
        sent["file"] = SimpleUploadedFile(file[1], file[0])
    return browser.post(reverse("exchange:desk-send"), sent)


def only_batch() -> Batch:
    with tenancy.for_staff():
        return Batch.unscoped.get()


def test_a_file_is_loaded_for_a_centre_with_the_reason_in_each_event(
    centre, ann, offered, officer, signed_in
):
    browser = signed_in(officer)
    assert "Send a file for a centre" in browser.get(reverse("exchange:desk-files")).content.decode()
    assert browser.get(reverse("exchange:desk-send")).status_code == 200
    answer = send(browser, a_file(a_record("0001", "J277A")))
    batch = only_batch()
    assert answer["Location"] == reverse("exchange:desk-file", args=[batch.pk])
    assert (batch.state, batch.counts["added"], batch.centre_id, batch.reason, batch.by) == (
        "loaded", 1, centre.pk, WHY, "Eve Hart",
    )  # fmt: skip
    assert WHY in browser.get(answer["Location"]).content.decode()
    with tenancy.for_centre(centre.pk):
        reasons = dict(EventRecord.unscoped.filter(reason=WHY).values_list("name", "person_name"))
        assert Entry.unscoped.filter(withdrawn_at=None).count() == 1
    assert {Event.FILE_RECEIVED.value, Event.FILE_LOADED.value, Event.ENTRIES_LOADED.value} <= set(reasons)
    assert set(reasons.values()) == {"Eve Hart"}
    told = Notice.objects.get(person_id=ann.person_id, kind=Kind.ENTRIES_CHANGED.value)
    assert WHY in told.body
    listed = signed_in(ann).get(reverse("exchange:files")).content.decode()
    assert batch.name in listed


def test_what_is_wrong_with_the_form_is_told_beside_each_field_and_nothing_is_kept(
    offered, officer, signed_in
):
    browser, file = signed_in(officer), a_file(a_record("0001", "J277A"))
    for sent, said in (
        (
            send(browser, None, centre="", reason=""),
            ("Enter the centre number.", "Choose a file.", "Say why."),
        ),
        (send(browser, file, centre="99999"), ("There is no centre 99999.",)),
        (send(browser, file, reason="short"), ("Say why.",)),
        (send(browser, (b"hello", "letter.docx")), ("This is no file that is taken here",)),
        (send(browser, (b"", "E1000101.X01")), ("is empty. Choose the file again.",)),
    ):
        page = sent.content.decode()
        assert (sent.status_code, [words for words in said if words not in page]) == (422, [])
    with tenancy.for_staff():
        assert not Batch.unscoped.exists()
    send(browser, a_file(a_record("0001", "J277A", centre="20002"), name="E2000201.X01"))
    assert "You send for centre 10001." in only_batch().problems[0][2]


def test_staff_answer_what_their_file_asks_and_no_file_of_a_centre_s_own(
    centre, ann, offered, officer, signed_in
):
    made = make_candidate(centre, "0007", series=offered)
    make_entry(made, make_option(make_component("J351/01"), code="A"), route="form")
    browser = signed_in(officer)
    where = send(browser, a_file(a_record("0001", "J277A")))["Location"]
    assert "Keep them, and load the rest" in browser.get(where).content.decode()
    answer = reverse("exchange:desk-answer", args=[only_batch().pk])
    wrong = browser.post(answer, {"answer": "perhaps"})
    assert (wrong.status_code, "Choose whether to keep" in wrong.content.decode()) == (422, True)
    assert browser.post(answer, {"answer": KEEP})["Location"] == where
    assert only_batch().state == "loaded"
    [own] = send_files([a_file(a_record("0007", "J277A"), name="A1000101.X01")], by=ann)
    waiting = receive_file(*a_file(a_record("0001"), name="A1000101.X02"), by=ann)
    for service in (
        lambda: answer_for_centre(own.pk, KEEP, by=officer),  # type: ignore[union-attr]
        lambda: process_for_centre(waiting.pk, by=officer),
    ):
        with pytest.raises(Http404):
            service()
