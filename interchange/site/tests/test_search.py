"""Search finds what the person may see, and nothing else (A5)."""

import pytest

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.assessment.factories import make_sheet
from interchange.catalogue.factories import make_component
from interchange.core import tenancy
from interchange.site.queries.searching import search

pytestmark = pytest.mark.django_db(transaction=True)


def found_by(actor, typed):
    with tenancy.reading(actor):
        return search(actor, typed)


@pytest.mark.parametrize("typed", ["H446/03", "h44603", " H446 03 ", "h446-03"])
def test_an_assessment_code_goes_straight_to_its_sheet(centre, ann, signed_in, typed):
    sheet = make_sheet(centre)
    assert signed_in(ann).get("/search/", {"q": typed})["Location"] == sheet.url


def test_words_of_a_title_list_the_sheets(centre, ann, signed_in):
    make_sheet(centre, "H446/03", title="Programming project")
    make_sheet(centre, "J277/04", title="Programming project")
    page = signed_in(ann).get("/search/", {"q": "programming"}).content.decode()
    assert "H446/03" in page
    assert "J277/04" in page
    assert "2 results" in page


def test_a_component_without_own_candidates_is_not_shown(centre, elsewhere, ann):
    make_sheet(elsewhere, "H446/03")
    make_component("J277/03")
    assert found_by(ann, "H446/03").number == 0
    assert found_by(ann, "J277/03").number == 0


@pytest.mark.parametrize("typed", ["0001", "1", "adeyemi", "ADA", "ada adey"])
def test_a_candidate_is_found_by_number_or_name_with_their_sheets(centre, ann, typed):
    sheet = make_sheet(centre)
    who = found_by(ann, typed).candidates[0]
    assert who.label == "0001 Adeyemi, Ada"
    assert [hit.address for hit in who.sheets] == [sheet.url]


def test_a_candidate_number_is_not_looked_for_in_titles(centre, ann):
    make_sheet(centre, "A101/01", title="Portfolio 1")
    assert found_by(ann, "1").sheets == []
    assert len(found_by(ann, "portfolio 1").sheets) == 1


def test_no_address_names_a_candidate(centre, ann):
    make_sheet(centre)
    addresses = [hit.address for who in found_by(ann, "adeyemi").candidates for hit in who.sheets]
    assert addresses
    assert not any("0001" in address or "adeyemi" in address.lower() for address in addresses)


def test_another_centres_candidates_are_not_found(centre, cal):
    make_sheet(centre)
    assert found_by(cal, "adeyemi").number == 0


@pytest.mark.parametrize("role", [Role.ERO, Role.HEAD, Role.TUT])
def test_candidates_and_sheets_are_for_those_who_see_marks(centre, role):
    make_sheet(centre)
    actor = make_actor("Eve Moss", role, centre=centre)
    assert found_by(actor, "adeyemi").number == 0
    assert found_by(actor, "H446/03").number == 0


def test_pages_of_the_menu_are_found_by_those_who_may_use_them(ann, olu):
    assert [hit.label for hit in found_by(ann, "enter and submit").pages] == [
        "Enter and submit coursework marks"
    ]
    assert "Post news" in [hit.label for hit in found_by(olu, "news").pages]
    assert found_by(ann, "news").pages == []


def test_guides_are_found_by_everybody(ann):
    assert [hit.address for hit in found_by(ann, "paste").pages] == ["/help/paste-and-upload/"]


def test_staff_find_assessments_and_centres_and_no_candidate(centre, olu):
    make_sheet(centre)
    assert [hit.address for hit in found_by(olu, "H446/03").sheets] == ["/desk/sheets/?component=H446-03"]
    for typed in ("10001", "100", "long road", "road college"):
        [hit] = found_by(olu, typed).centres
        assert (hit.label, hit.address) == ("10001 Long Road College", "/desk/centres/10001/")
    assert found_by(olu, "adeyemi").number == 0


def test_from_a_centre_s_page_its_mark_sheets_are_one_step_away_for_those_who_may_see_them(
    centre, olu, signed_in
):
    security = make_actor("Mo Watch", Role.SECURITY)
    link = 'href="/desk/sheets/?centre=10001"'
    assert link in signed_in(olu).get("/desk/centres/10001/").content.decode()
    assert link not in signed_in(security).get("/desk/centres/10001/").content.decode()


def test_staff_find_what_their_role_shows(centre):
    make_sheet(centre)
    security, moderator = make_actor("Mo Watch", Role.SECURITY), make_actor("Di Marsh", Role.MODERATOR)
    assert found_by(security, "H446/03").number == 0
    assert [hit.address for hit in found_by(security, "10001").centres] == ["/desk/centres/10001/"]
    assert found_by(moderator, "H446/03").number == found_by(moderator, "10001").number == 0


def test_a_script_gets_the_first_ten_as_json(centre, ann, signed_in):
    sheet = make_sheet(centre, candidates=3)
    answer = signed_in(ann).get("/search/", {"q": "H446/03"}, headers={"Accept": "application/json"})
    assert answer.json() == [
        {
            "label": "H446/03 Programming project",
            "hint": "June 2027, 0 of 3 entered, not started",
            "address": sheet.url,
        }
    ]
    for number in range(12):
        make_sheet(centre, f"A1{number:02}/01", candidates=1, title="Folder")
    many = signed_in(ann).get("/search/", {"q": "folder"}, headers={"Accept": "application/json"})
    assert len(many.json()) == 10


@pytest.mark.parametrize("typed", ["", "   ", "zzz", "'; --", "%", "x" * 5_000])
def test_nothing_found_says_what_can_be_typed(ann, signed_in, typed):
    page = signed_in(ann).get("/search/", {"q": typed})
    assert page.status_code == 200
    assert "an assessment code such as J277/03" in page.content.decode()
