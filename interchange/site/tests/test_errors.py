"""What goes wrong is said in plain words, to people as a page and to scripts as JSON (A2, A8)."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.test import Client

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.core.errors import Refused
from interchange.site.queries import welcome as welcome_page

pytestmark = pytest.mark.django_db(transaction=True)

JSON = {"Accept": "application/json"}


@pytest.fixture
def welcome_raises(monkeypatch):
    """Makes the welcome page fail so, after who may see it has been asked."""

    def fail(error):
        def raising(actor):
            raise error

        monkeypatch.setattr(welcome_page, "welcome", raising)

    return fail


CASES = [
    (Refused("sheet-closed", "The time is over."), 409, "sheet-closed", "The time is over."),
    (SuspiciousOperation("odd"), 400, "not-understood", "The request did not reach us whole"),
    (PermissionError("a defect"), 500, "problem", "This is our fault"),
    (OperationalError("gone"), 503, "unavailable", "The service is not available at the moment"),
]


@pytest.mark.parametrize(("error", "status", "code", "said"), CASES)
def test_each_failure_has_its_page_and_its_json(ann, signed_in, welcome_raises, error, status, code, said):
    welcome_raises(error)
    browser = signed_in(ann)
    page, answer = browser.get("/welcome/"), browser.get("/welcome/", headers=JSON)
    assert (page.status_code, answer.status_code) == (status, status)
    assert said in page.content.decode()
    assert answer.json()["code"] == code
    assert answer.json()["message"].startswith(said)


def test_a_defect_tells_nothing_but_its_reference(ann, signed_in, welcome_raises):
    welcome_raises(RuntimeError("SELECT secret"))
    page = signed_in(ann).get("/welcome/")
    assert "secret" not in page.content.decode()
    assert page["X-Request-ID"] in page.content.decode()


def test_while_the_database_is_down_a_page_says_so(ann, signed_in, monkeypatch):
    browser = signed_in(ann)

    def gone(*_):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", gone)
    page = browser.get("/welcome/")
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert "Marks that were shown as saved are saved." in page.content.decode()


@pytest.mark.parametrize("path", ["/nothing/", "/coursework/2027-06/J999-01/", "/help/nothing/"])
def test_what_is_not_there_is_not_found_with_the_menu_beside_it(ann, signed_in, path):
    page = signed_in(ann).get(path)
    assert page.status_code == 404
    assert "There is nothing at this address" in page.content.decode()
    assert "Enter coursework marks" in page.content.decode()


def test_an_address_for_forms_alone_says_so_to_who_opens_it_as_a_page(ann, signed_in):
    browser = signed_in(ann)
    answer = browser.get("/sign-out/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "There is no page at this address" in answer.content.decode()
    assert browser.get("/sign-out/", headers={"Accept": "application/json"}).json()["code"] == "not-a-page"
    assert browser.get("/welcome/").status_code == 200


def test_not_found_is_said_before_sign_in_too(client):
    page = client.get("/nothing/")
    assert page.status_code == 404
    assert "Sign in" in page.content.decode()


def test_too_much_is_refused_with_what_to_do(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    sent = {"login_id": "x" * 2_000}
    page, answer = client.post("/sign-in/", sent), client.post("/sign-in/", sent, headers=JSON)
    assert (page.status_code, answer.status_code) == (413, 413)
    assert "Upload a spreadsheet with the candidates of one assessment only" in page.content.decode()
    assert answer.json()["code"] == "too-large"


def test_a_form_from_another_time_is_refused_with_what_to_do(ann):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/sign-in/", {"login_id": "10001"})
    assert page.status_code == 403
    assert "The page was too old to send" in page.content.decode()
    assert strict.post("/sign-in/", {}, headers=JSON).json()["code"] == "page-too-old"


def test_who_lacks_a_role_reads_which_and_who_can_give_it(ann, ben, signed_in):
    page = signed_in(ben).get("/history/")
    said = page.content.decode()
    assert page.status_code == 403
    assert "Centre Administrator (GQ)" in said
    assert "In your centre Ann Lee can give it to you." in said
    assert "Your own roles are: Add Coursework Marks (GQ)." in said


def test_another_centres_administrators_are_not_named(ben, cal, signed_in):
    said = signed_in(ben).get("/history/").content.decode()
    assert "Cal Reid" not in said
    assert "Your centre has no Centre Administrator at the moment." in said


def test_a_page_of_the_other_side_says_whose_it_is(ann, signed_in):
    assert "This page is for the staff of" in signed_in(ann).get("/news/").content.decode()


def test_a_script_without_the_right_gets_json(ben, signed_in):
    answer = signed_in(ben).get("/history/", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


def test_pages_with_personal_data_are_kept_by_no_cache(ann, signed_in):
    browser = signed_in(ann)
    for path in ("/welcome/", "/search/?q=adeyemi", "/history/", "/history/export.csv", "/nothing/"):
        assert "no-store" in browser.get(path)["Cache-Control"], path


ACCESS = {
    "/welcome/": (200, 200, 200, 200, 200),
    "/search/": (200, 200, 200, 200, 200),
    "/history/": (200, 403, 200, 403, 403),
    "/history/verify/": (200, 403, 200, 403, 403),
    "/history/export.csv": (200, 403, 200, 403, 403),
    "/news/": (403, 403, 403, 200, 403),
    "/desk/trail/": (403, 403, 403, 403, 200),
    "/help/": (200, 200, 200, 200, 200),
}
"""By route: Centre Administrator, Add Coursework Marks, head of centre, assessment officer, security officer."""


@pytest.mark.parametrize("path", ACCESS)
def test_each_page_opens_to_its_roles_alone(path, centre, signed_in, client):
    people = [
        make_actor("Ann Lee", Role.CAG, centre=centre), make_actor("Ben Shaw", Role.ACM, centre=centre),
        make_actor("Hal Dean", Role.HEAD, centre=centre), make_actor("Olu Grant", Role.ASSESSMENT),
        make_actor("Mo Watch", Role.SECURITY),
    ]  # fmt: skip
    assert tuple(signed_in(who).get(path).status_code for who in people) == ACCESS[path]
    assert client.get(path).status_code == (200 if path == "/help/" else 302)
