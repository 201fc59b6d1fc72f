"""A file of more than 500 candidates is given after a fresh second factor alone (5.3.6)."""

from datetime import timedelta

import pytest

from interchange.accounts import access
from interchange.accounts.factories import code_for
from interchange.accounts.models import SignedIn
from interchange.assessment.models import Submission
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.core import clock, tenancy


@pytest.fixture
def anns(signed_in, ann):
    """Ann's browser, eleven minutes after her second factor."""
    browser = signed_in(ann)
    SignedIn.objects.filter(person=ann.person_id).update(proved_at=clock.real() - timedelta(minutes=11))
    return browser


@pytest.fixture
def sent(sheet, ann):
    """A sheet of three candidates that is submitted."""
    sheet.fill(ann)
    sheet.submit(ann)
    with tenancy.reading(ann):
        return Submission.objects.visible_to(ann).get()


@pytest.fixture
def most(monkeypatch, sheet, ann):
    """As if as many candidates as the sheet has were too many, or just not."""

    def at(more: int) -> None:
        monkeypatch.setattr(access, "MOST_WITHOUT_PROOF", len(sheet.marks(ann)) + more)

    return at


def files(sheet, sent):
    return [f"{sheet.url}file/csv/", f"{sheet.url}file/xlsx/", f"/submissions/{sent.pk}/ims1.pdf"]


def test_of_five_hundred_candidates_a_file_is_given_at_once():
    assert access.MOST_WITHOUT_PROOF == 500


def test_of_few_candidates_a_file_is_given_at_once(sheet, sent, anns, most):
    most(0)
    assert [anns.get(where).status_code for where in files(sheet, sent)] == [200] * 3


def test_of_many_the_second_factor_is_asked_for_and_then_the_file_is_offered(sheet, sent, anns, ann, most):
    most(-1)
    for where in files(sheet, sent):
        asked = anns.get(where)
        assert (asked.status_code, asked["Location"]) == (303, f"/step-up/?next={where}")
    file, proof = files(sheet, sent)[0], {"code": code_for(ann.person_id)}
    page = anns.post("/step-up/", {"next": file, **proof}).content.decode()
    assert f'href="{file}"' in page
    assert [anns.get(where).status_code for where in files(sheet, sent)] == [200] * 3


def test_a_form_that_was_not_given_was_not_printed(sheet, sent, anns, ann, most):
    most(-1)
    anns.get(files(sheet, sent)[2])
    most(0)
    anns.get(files(sheet, sent)[2])
    with tenancy.for_centre(ann.centre_id):
        assert EventRecord.unscoped.filter(name=Event.FORM_PRINTED.value).count() == 1
