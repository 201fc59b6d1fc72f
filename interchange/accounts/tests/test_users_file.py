"""Users from a file: what is shown is what is done, and the same file twice changes nothing (4.12, D8)."""

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from interchange.accounts.models import Membership, Person
from interchange.accounts.queries.users import users_of
from interchange.accounts.roles import Role
from interchange.accounts.services.imports import import_users, preview_import
from interchange.core.errors import Refused
from interchange.core.spreadsheets import Table
from tests.world import undone

pytestmark = pytest.mark.django_db

HEAD = ["First name", "Last name", "E-mail", "Roles", "Last day"]
JOY = ["Joy", "Webb", "joy@school.example", "ACM; Tutor/Teacher", "31/08/2099"]


def table(*rows: list[str]) -> Table:
    return Table([HEAD, *rows])


def take_in(by, *rows: list[str]):
    plan = preview_import(table(*rows), by=by)
    return import_users(plan.rows, plan.digest, by=by)


def test_a_preview_changes_nothing_and_says_what_would_happen(ann):
    plan = preview_import(table(JOY), by=ann)
    assert [line.effect for line in plan.lines] == [
        "is added and invited, with Add Coursework Marks (GQ), Tutor/Teacher"
    ]
    assert not Person.objects.filter(first_name="Joy").exists()


def test_what_was_shown_is_done(ann):
    take_in(ann, JOY)
    user = next(user for user in users_of(ann) if user.name == "Joy Webb")
    assert user.roles == [Role.ACM, Role.TUT]
    assert user.membership.ends_on == date(2099, 8, 31)


def test_the_same_file_twice_changes_nothing(ann):
    take_in(ann, JOY)
    again = preview_import(table(JOY), by=ann)
    assert (again.effects, again.problems, again.unchanged) == ([], [], 1)
    assert take_in(ann, JOY).effects == []


def test_who_is_here_becomes_what_the_file_says_and_keeps_what_it_leaves_empty(ann):
    take_in(ann, JOY)
    take_in(ann, ["Joyce", "Webb", "JOY@school.example", "", ""])
    user = next(user for user in users_of(ann) if user.name == "Joyce Webb")
    assert user.roles == [Role.ACM, Role.TUT]
    take_in(ann, ["Joyce", "Webb", "joy@school.example", "TCUser", ""])
    assert next(user for user in users_of(ann) if user.name == "Joyce Webb").roles == [Role.TCU]


def test_every_problem_is_told_at_once_and_the_rest_can_be_done(ann):
    plan = preview_import(
        table(JOY, ["", "Webb", "x", "Rector", "soon"], ["Ed", "Lane", "ed@school.example", "CAG", ""],
              ["Viv", "Rao", "viv@school.example", "ASB", ""], ["A", "B", "joy@school.example", "", ""]),
        by=ann,
    )  # fmt: skip
    told = " ".join(line.problem for line in plan.problems)
    for words in (
        "This is empty",
        "not an e-mail address",
        "not a role",
        "was not understood",
        "Only the awarding body",
        "Only a Centre Administrator (VQ)",
        "about the same one",
    ):
        assert words in told


def test_a_person_cannot_change_the_own_roles_by_a_file(ann):
    Person.objects.filter(pk=ann.person_id).update(email="ann@school.example")
    plan = preview_import(table(["Ann", "Lee", "ann@school.example", "CAG; RFA", ""]), by=ann)
    assert "You cannot change your own roles" in plan.problems[0].problem


def test_something_that_changed_meanwhile_stops_the_whole_file(ann):
    plan = preview_import(table(JOY), by=ann)
    take_in(ann, JOY)
    with pytest.raises(Refused) as refusal:
        import_users(plan.rows, plan.digest, by=ann)
    assert refusal.value.code == "changed-meanwhile"


@pytest.mark.parametrize(
    "rows", [[["2"]], [["x", *JOY]], [["2", *JOY], ["3", *JOY]], [["2", "", "", "", "", ""]]]
)
def test_lines_that_did_not_come_back_whole_are_refused(ann, rows):
    with pytest.raises(Refused):
        import_users(rows, "", by=ann)


names = some.text(some.sampled_from("aÅé' -ßŠ=+@"), max_size=5)
rows = some.lists(
    some.tuples(names, names, some.sampled_from(["a@b.cd", "c@d.ef", "x", ""]),
                some.sampled_from(["", "acm", "tut; sci", "cag", "asb", "?"]),
                some.sampled_from(["", "31/08/2099", "2001-01-01", "later"])).map(list),
    max_size=4,
)  # fmt: skip


@given(rows)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_the_preview_is_what_happens(ann, found):
    with undone():
        plan = preview_import(table(*found), by=ann)
        done = import_users(plan.rows, plan.digest, by=ann)
        assert [(line.number, line.effect) for line in done.effects] == [
            (line.number, line.effect) for line in plan.effects
        ]
        assert preview_import(table(*found), by=ann).effects == []


def hidden(page: str, name: str) -> str:
    """What a page sends back without showing it."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1].replace("&#34;", '"') if found else ""


def test_a_file_is_sent_looked_at_and_accepted_on_its_pages(ann, signed_in):
    browser = signed_in(ann)
    data = "\r\n".join([",".join(HEAD), ",".join(JOY)]).encode()
    page = browser.post("/users/import/", {"file": SimpleUploadedFile("users.csv", data)}).content.decode()
    assert "Nothing has been done yet" in page
    sent = {name: hidden(page, name) for name in ("rows", "digest")}
    assert json.loads(sent["rows"])
    answer = browser.post("/users/import/accept/", sent, follow=True)
    assert "1 line of the file done" in answer.content.decode()
    assert Membership.objects.filter(person__first_name="Joy").exists()


def test_an_empty_page_says_what_to_send(ann, signed_in):
    browser = signed_in(ann)
    assert "First name" in browser.get("/users/import/").content.decode()
    answer = browser.post("/users/import/", {"text": " "})
    assert answer.status_code == 422
    assert "Choose a file, or paste a table" in answer.content.decode()
    assert browser.get("/users/import/template.csv").content.decode("utf-8-sig").startswith('"First name",')
    for rows in ("", "{}", "[1]", "[[1]]", "[" * 10_000):
        assert browser.post("/users/import/accept/", {"rows": rows}).status_code == 422
