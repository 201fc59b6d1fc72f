"""One person's data in one action, for staff who answer a request and for the person (section 9)."""

import io
import json
import zipfile
from uuid import uuid4

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.models import Factor, OneUseLink
from interchange.accounts.roles import Role
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.audit.queries import events_of
from interchange.core import clock, tenancy
from interchange.core.errors import NotAllowed
from interchange.privacy.services import download_own_data, give_subject_access

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mo(db):
    """Mo the security officer."""
    return make_actor("Mo Watch", Role.SECURITY)


def unpacked(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["what-is-held.json", "what-is-held.html"]
        page = archive.read("what-is-held.html").decode()
        return json.loads(archive.read("what-is-held.json")), page


def happen(by, name, **facts):
    with tenancy.writing(by), audit.trail(by):
        audit.record(name, **facts)


def test_the_file_holds_the_account_what_was_done_and_what_was_told(ann, mo, cal):
    happen(ann, Event.MARKS_SAVED, subject="sheet:1", data={"rows": [["0001", None, "THEMARK"]]})
    happen(mo, Event.PERSON_UNLOCKED, subject=f"person:{ann.person_id}", reason="She rang")
    happen(cal, Event.MARKS_SAVED, subject="sheet:2")
    found, page = unpacked(give_subject_access(ann.person_id, reason="SAR 12", by=mo))
    held = found["held"]
    assert (found["person"], held["Account"][0]["last_name"]) == ("Ann Lee", "Lee")
    assert [row["centre_number"] for row in held["Memberships"]] == ["10001"]
    assert "sheet:1" in {row["object"] for row in held["What you did"]}
    assert "sheet:2" not in json.dumps(found)
    assert "She rang" in {row["reason"] for row in held["What was done to your account"]}
    assert "THEMARK" not in json.dumps(found) + page
    assert "<h2>Memberships</h2>" in page


def test_no_secret_is_in_it(ann, mo):
    Factor.objects.create(person_id=ann.person_id, kind="totp", sealed="SEALEDSEED", hashes=["HASHEDCODE"])
    OneUseLink.objects.create(
        token_hash="f" * 64, purpose="reset", person_id=ann.person_id, until=clock.now()
    )
    found, page = unpacked(give_subject_access(ann.person_id, reason="SAR 12", by=mo))
    everything = json.dumps(found) + page
    assert not [
        secret for secret in ("SEALEDSEED", "HASHEDCODE", "f" * 64, "argon2", "md5$") if secret in everything
    ]


def test_what_somebody_typed_is_no_mark_up_in_the_page(mo, ann):
    happen(mo, Event.PERSON_UNLOCKED, subject=f"person:{ann.person_id}", reason="<script>x</script>")
    _, page = unpacked(give_subject_access(ann.person_id, reason="SAR 12", by=mo))
    assert "<script>" not in page


def test_it_is_an_event_with_its_reason(ann, mo):
    give_subject_access(ann.person_id, reason="SAR 12", by=mo)
    with tenancy.for_staff():
        event = events_of(mo, name=Event.SUBJECT_ACCESS_GIVEN.value).get()
    assert (event.reason, event.subject) == ("SAR 12", f"person:{ann.person_id}")


def test_only_the_security_officer_and_the_lead_of_support(ann, olu):
    for by in (ann, olu):
        with pytest.raises(NotAllowed):
            give_subject_access(ann.person_id, reason="x", by=by)


def test_the_page_asks_for_a_reason_and_gives_the_file(ann, mo, signed_in):
    browser, where = signed_in(mo), f"/desk/people/{ann.person_id}/subject-access/"
    assert "Ann Lee" in browser.get(where).content.decode()
    assert browser.post(where, {"reason": " "}).status_code == 422
    answer = browser.post(where, {"reason": "SAR 12"})
    assert (answer["Content-Type"], answer.status_code) == ("application/zip", 200)
    assert browser.get(f"/desk/people/{uuid4()}/subject-access/").status_code == 404


def test_a_person_downloads_what_is_held_on_them_from_every_centre(ann, mo, signed_in):
    happen(mo, Event.PERSON_UNLOCKED, subject=f"person:{ann.person_id}")
    found, _ = unpacked(signed_in(ann).post("/account/data/").content)
    assert found["key"] == str(ann.person_id)
    assert "Unlocked a person" in {row["what"] for row in found["held"]["What was done to your account"]}
    with tenancy.reading(ann):
        assert events_of(ann, name=Event.OWN_DATA_DOWNLOADED.value).count() == 1


def test_nobody_downloads_another_s(ann, cal):
    found, _ = unpacked(download_own_data(by=cal))
    assert str(ann.person_id) not in json.dumps(found)
