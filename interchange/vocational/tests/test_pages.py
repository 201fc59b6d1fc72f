"""Making and viewing vocational entries, on the pages of a centre and of the awarding body."""

import html
import json

import pytest
from django.http import Http404

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.tests.a_browser import found
from interchange.centres.factories import make_approval
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.vocational.factories import enter, make_scheme, table
from interchange.vocational.models import Learner, SchemeEntry
from interchange.vocational.services import change_learner, withdraw_from_scheme

ADA = ("1234567899", "Adeyemi", "Ada", "15/05/2001", "F", "17", "award")
BEN = ("", "Brown", "Ben", "2002-06-16", "M", "", "1; 2")


@pytest.fixture
def vic(centre):
    """Vic, who submits vocational entries, at a centre that is approved for one scheme."""
    make_scheme()
    make_approval(centre, scope="VQ", number="05878")
    return make_actor("Vic Vale", Role.ASB, centre=centre)


@pytest.fixture
def browser(signed_in, vic):
    return signed_in(vic)


def standing(actor):
    with tenancy.reading(actor):
        return sorted(
            f"{one.learner.name} {one.unit.number if one.unit else 'award'}"
            for one in SchemeEntry.objects.visible_to(actor)
            .filter(withdrawn_at=None)
            .select_related("learner", "unit")
        )


def test_a_centre_sees_the_schemes_it_is_approved_for(browser):
    make_scheme("06325", title="National Award in ICT")
    page = browser.get("/vocational/").content.decode()
    assert "Technical Diploma in Business" in page
    assert "National Award in ICT" not in page
    assert browser.get("/vocational/schemes/06325/").status_code == 404


def test_learners_are_pasted_previewed_and_submitted_once(browser, vic):
    shown = browser.post("/vocational/schemes/05878/", {"text": table(ADA, BEN)}).content.decode()
    assert "Nothing has been entered yet" in shown
    assert standing(vic) == []
    sent = {
        name: html.unescape(found(f'name="{name}" value="([^"]*)"', shown)) for name in ("rows", "digest")
    }
    assert browser.post("/vocational/schemes/05878/enter/", sent).status_code == 302
    assert standing(vic) == ["Adeyemi, Ada award", "Brown, Ben 1", "Brown, Ben 2"]
    again = browser.post("/vocational/schemes/05878/enter/", sent)
    assert again.status_code == 422
    assert len(standing(vic)) == 3


def test_a_preview_tells_each_bad_line_and_keeps_the_good_ones(browser):
    wrong = ("123", "Webb", "", "31/02/2001", "X", "", "")
    answer = browser.post("/vocational/schemes/05878/", {"text": table(ADA, wrong)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is not in the calendar" in page
    assert "Submit 1 line" in page


@pytest.mark.parametrize("rows", ["", "{}", "[[]]", "[1]", '[["2"]]', json.dumps([["x", *ADA]])])
def test_a_preview_that_does_not_come_back_whole_is_refused(browser, vic, rows):
    answer = browser.post("/vocational/schemes/05878/enter/", {"rows": rows, "digest": ""})
    assert answer.status_code == 422
    assert standing(vic) == []


def test_nothing_typed_is_said_and_nothing_lost(browser):
    assert "Type a learner" in browser.post("/vocational/schemes/05878/", {}).content.decode()
    kept = browser.post("/vocational/schemes/05878/", {"text": "not a table"}).content.decode()
    assert "not a table" in kept


def test_without_an_approval_nobody_is_entered(vic, centre):
    enter("05878", ADA, by=vic)
    with tenancy.for_centre(centre.pk):
        from interchange.centres.models import CentreApproval  # noqa: PLC0415

        CentreApproval.unscoped.filter(scope="VQ").delete()
    with pytest.raises(Refused, match="Your centre is not approved for Technical Diploma in Business"):
        enter("05878", BEN, by=vic)


def test_an_entry_is_withdrawn_with_why_and_may_be_made_again(vic, browser):
    enter("05878", ADA, by=vic)
    with tenancy.reading(vic):
        entry = SchemeEntry.objects.visible_to(vic).get()
    assert browser.post(f"/vocational/entries/{entry.pk}/withdraw/", {"reason": ""}).status_code == 422
    assert (
        browser.post(f"/vocational/entries/{entry.pk}/withdraw/", {"reason": "Has left"}).status_code == 302
    )
    with pytest.raises(Refused, match="was withdrawn on"):
        withdraw_from_scheme(entry.pk, "Again", by=vic)
    enter("05878", ADA, by=vic)
    assert standing(vic) == ["Adeyemi, Ada award"]


def test_a_learner_s_details_change_and_a_whole_new_name_needs_proof(vic, browser):
    enter("05878", ADA, BEN, by=vic)
    with tenancy.reading(vic):
        learner = Learner.objects.visible_to(vic).get(surname="Adeyemi")
    sent = {
        "uln": "1234567899",
        "surname": "Okafor",
        "forenames": "Ifeoma",
        "date_of_birth": "2001-05-15",
        "sex": "F",
    }
    answer = browser.post(f"/vocational/learners/{learner.pk}/details/", sent)
    assert answer.status_code == 422
    assert "what proof you have seen" in answer.content.decode()
    assert (
        browser.post(f"/vocational/learners/{learner.pk}/details/", sent | {"proof": "Deed poll"}).status_code
        == 302
    )
    assert standing(vic)[-1] == "Okafor, Ifeoma award"
    bad = browser.post(
        f"/vocational/learners/{learner.pk}/details/", sent | {"sex": "X", "date_of_birth": "x"}
    ).content.decode()
    assert 'href="#sex"' in bad
    assert 'href="#date_of_birth"' in bad
    with tenancy.reading(vic):
        ben = Learner.objects.visible_to(vic).get(surname="Brown")
    with pytest.raises(Refused, match="belongs to Okafor"):
        change_learner(ben.pk, ["1234567899", "Brown", "Ben", "2002-06-16", "M", ""], "", by=vic)


def test_another_centre_s_learner_is_not_there(vic, elsewhere):
    enter("05878", ADA, by=vic)
    with tenancy.reading(vic):
        entry = SchemeEntry.objects.visible_to(vic).get()
    stranger = make_actor("Una Ure", Role.ASB, centre=elsewhere)
    with pytest.raises(Http404):
        withdraw_from_scheme(entry.pk, "Has left", by=stranger)
    with pytest.raises(Http404):
        change_learner(entry.learner_id, list(ADA[:-1]), "", by=stranger)


def test_the_lists_of_both_sides_filter_and_go_out_as_files(vic, browser, signed_in):
    enter("05878", ADA, BEN, by=vic)
    page = browser.get("/vocational/entries/?q=Ade&scheme=05878").content.decode()
    assert "Adeyemi" in page
    assert "Brown" not in page
    assert "No entry fits" in browser.get("/vocational/entries/?state=withdrawn").content.decode()
    assert b"Adeyemi" in browser.get("/vocational/entries.csv").content
    officer = signed_in(make_actor("Eva Engel", Role.ENTRIES))
    desk = officer.get(f"/desk/vocational/?centre={vic.centre_number}").content.decode()
    assert "Adeyemi" in desk
    assert vic.centre_number in desk
    assert vic.centre_number.encode() in officer.get("/desk/vocational.csv").content


def test_the_number_of_statements_does_not_grow_with_the_learners(
    vic, browser, django_assert_max_num_queries
):
    browser.get("/vocational/entries/")
    for page in range(2):
        lines = [("", f"Family{page}{number:03d}", "Ann", "2001-05-15", "F", "", "") for number in range(40)]
        enter("05878", *lines, by=vic)
        with django_assert_max_num_queries(12):
            browser.get("/vocational/entries/")
