"""Something suspicious: reported by anybody, worked on by the security officers, and one's own account locked."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from interchange.accounts.factories import PASSWORD
from interchange.accounts.models import ApiKey, KnownBrowser, Person, SignedIn
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock, tenancy
from interchange.core.actor import AWARDING_BODY
from interchange.core.errors import NotAllowed, Refused
from interchange.notifications.models import Notice
from interchange.notifications.rules import Kind
from interchange.support.models import SecurityCase
from interchange.support.services import cases
from interchange.support.services.cases import MOST_AN_HOUR, Report

pytestmark = pytest.mark.django_db(transaction=True)
SAW = {"what": "A mail asks for my password.", "page": "/sign-in/", "contact": "kim@elsewhere.example"}


def test_who_is_not_signed_in_reports_and_security_is_told_at_once(client, seb):
    assert 'value="/sign-in/"' in client.get("/report/?page=/sign-in/").content.decode()
    answer = client.post("/report/", SAW)
    case = SecurityCase.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert case.reference in page
    assert "Lock my account now</a>" not in page
    assert (case.reporter_id, case.contact, case.state) == (None, "kim@elsewhere.example", "reported")
    notice = Notice.objects.get(person_id=seb.person_id, kind=Kind.SUSPICION_REPORTED.value)
    assert notice.urgent
    assert "password" not in notice.body


def test_a_report_of_a_colleague_is_not_in_the_centre_s_trail(ben, ann, seb, signed_in):
    signed_in(ben).post("/report/", {"what": "Ann shares a password.", "page": "/welcome/"})
    case = SecurityCase.objects.get()
    assert (case.reported_by, case.centre_number, case.page) == ("Ben Shaw", "10001", "/welcome/")
    with tenancy.reading(ann):
        assert not events_of(ann, name=Event.SUSPICION_REPORTED.value)
    with tenancy.reading(seb):
        assert events_of(seb, name=Event.SUSPICION_REPORTED.value, centre_id=AWARDING_BODY).count() == 1


def test_a_report_without_words_is_refused_and_keeps_what_was_typed(client):
    answer = client.post("/report/", SAW | {"what": " "})
    assert answer.status_code == 422
    assert "Enter what you saw." in answer.content.decode()
    assert "kim@elsewhere.example" in answer.content.decode()


def test_a_flood_from_one_network_is_stopped_and_nobody_else(client, ben, caplog):
    for _ in range(MOST_AN_HOUR):
        client.post("/report/", SAW)
    assert "Ring us instead" in client.post("/report/", SAW).content.decode()
    assert "Held back: suspicions reported too often" in caplog.messages
    cases.report_suspicion(Report("Another"), by=ben)
    with clock.pretend(clock.now() + timedelta(hours=2)):
        assert client.post("/report/", SAW).status_code == 302


@pytest.mark.parametrize("number", ["S-0000-0000", "nonsense", "%3Cscript%3E"])
def test_the_page_of_thanks_repeats_no_words(client, number):
    page = client.get(f"/report/sent/{number}/").content.decode()
    assert ("Your report has the number" in page) is (number == "S-0000-0000")


# ---------------------------------------------------------------- lock my account now


def test_locking_ends_everything_and_a_new_password_brings_one_back(ben, signed_in, client):
    cases.report_suspicion(Report("Not me"), by=ben)
    person = Person.objects.get(pk=ben.person_id)
    KnownBrowser.objects.create(
        person=person, token_hash="x", first_seen_at=clock.now(), last_seen_at=clock.now()
    )
    mine, another = signed_in(ben), signed_in(ben)
    assert "Lock my account now" in mine.get("/lock-account/").content.decode()
    assert mine.post("/lock-account/")["Location"] == "/account-locked/"
    assert "How to come back" in mine.get("/account-locked/").content.decode()
    for browser in (mine, another):
        assert browser.get("/welcome/")["Location"].startswith("/sign-in/")
    assert not SignedIn.objects.filter(person=person, ended_at=None)
    assert not KnownBrowser.objects.filter(person=person, ended_at=None)
    assert not ApiKey.objects.filter(membership__person=person, ended_at=None)
    assert Person.objects.get(pk=person.pk).reset_required_at is not None
    notice = Notice.objects.get(person_id=person.pk, kind=Kind.ACCOUNT_LOCKED.value)
    assert "I have forgotten my password" in notice.body
    assert SecurityCase.objects.get().locked_at is not None
    with tenancy.reading(ben):
        assert events_of(ben, name=Event.LOCKED_OWN_ACCOUNT.value).count() == 1
    typed = {"login_id": "10001", "username": person.username, "password": PASSWORD}
    assert client.post("/sign-in/", typed).headers.get("Location", "") != "/welcome/"
    assert client.get("/welcome/").status_code == 302


def test_whoever_is_signed_in_may_lock_staff_too(seb, signed_in):
    assert signed_in(seb).post("/lock-account/").status_code == 302
    assert signed_in(seb).get("/welcome/").status_code == 200  # this one was begun after it


# ---------------------------------------------------------------- the security officers' work


@pytest.fixture
def case(ben):
    return cases.report_suspicion(Report("A mail\n\nasks for it", "/sign-in/"), by=ben)


def test_a_case_is_closed_when_both_clocks_are_decided(case, seb, signed_in):
    where, browser = f"/desk/security/{case.pk}/", signed_in(seb)
    assert "72 hours" not in browser.get(where).content.decode()
    refused = browser.post(where, {"do": "move", "verb": "close", "text": "Nothing in it"})
    assert refused.status_code == 422
    assert "Say first whether Ofqual and the ICO were told" in refused.content.decode()
    assert "Nothing in it" in refused.content.decode()
    browser.post(where, {"do": "clock", "which": "ico", "outcome": "not needed", "text": "No personal data"})
    browser.post(where, {"do": "clock", "which": "ofqual", "outcome": "told", "text": "By telephone"})
    browser.post(where, {"do": "judge", "severity": "low"})
    browser.post(where, {"do": "note", "text": "Rang the school"})
    browser.post(where, {"do": "move", "verb": "close", "text": "Nothing in it"})
    closed = SecurityCase.objects.get()
    assert (closed.state, closed.severity, closed.ofqual, closed.ico) == (
        "closed",
        "low",
        "told",
        "not needed",
    )
    log = [note.text for note in closed.notes.order_by("at", "pk")]
    assert log[0] == "Information Commissioner (ICO): need not be told. No personal data"
    assert log[-1] == "Close the case: Nothing in it"
    assert "Rang the school" in browser.get(where).content.decode()
    assert closed.reference in browser.get("/desk/security/?state=closed").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "note", "text": " "}, {"do": "clock", "which": "police", "outcome": "told", "text": "x"},
        {"do": "clock", "which": "ico", "outcome": "", "text": "x"}, {"do": "judge", "severity": "awful"},
        {"do": "move", "verb": "vanish", "text": "x"}, {"do": "move", "verb": "reopen", "text": "x"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_sentence(case, seb, signed_in, sent):
    answer = signed_in(seb).post(f"/desk/security/{case.pk}/", sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not SecurityCase.objects.get().notes.exists()


def test_the_whole_file_is_handed_on_and_that_is_in_the_trail(case, seb, signed_in):
    cases.note_case(case.pk, "Rang the school", by=seb)
    answer = signed_in(seb).get(f"/desk/security/{case.pk}/file.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert file.namelist() == ["case.txt", "case.json", "log.csv", "trail.csv"]
        assert json.loads(file.read("case.json"))["reference"] == case.reference
        assert "Rang the school" in file.read("case.txt").decode()
        assert "Reported something suspicious" in file.read("trail.csv").decode()
    with tenancy.reading(seb):
        assert events_of(seb, name=Event.SECURITY_CASE_EXPORTED.value).count() == 1


def test_the_list_is_filtered_exported_and_marks_what_is_late(case, seb, signed_in):
    browser = signed_in(seb)
    assert case.reference in browser.get("/desk/security/?q=mail&centre=10001").content.decode()
    assert "No case fits" in browser.get("/desk/security/?severity=critical").content.decode()
    assert case.reference in browser.get("/desk/security/export.csv").content.decode()
    with clock.pretend(clock.now() + timedelta(days=6)):
        later = signed_in(seb).get("/desk/security/").content.decode()
    assert later.count("too late") == 2


def test_nobody_else_sees_a_case(case, ann, sue, signed_in):
    for other in (ann, sue):
        assert signed_in(other).get(f"/desk/security/{case.pk}/").status_code == 403
    with pytest.raises(NotAllowed):
        cases.note_case(case.pk, "x", by=sue)
    with pytest.raises(Refused):
        cases.report_suspicion(Report(""), by=ann)


def test_the_whole_file_is_handed_on_as_a_pdf_too_and_that_is_in_the_trail(case, seb, ann, signed_in):
    cases.note_case(case.pk, "Rang the school", by=seb)
    answer = signed_in(seb).get(f"/desk/security/{case.pk}/file.pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="case-{case.reference}.pdf"'
    assert answer.content.startswith(b"%PDF-")
    with tenancy.reading(seb):
        assert events_of(seb, name=Event.SECURITY_CASE_EXPORTED.value).count() == 1
    assert signed_in(ann).get(f"/desk/security/{case.pk}/file.pdf").status_code == 403
