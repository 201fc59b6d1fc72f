"""The operator's command that adds a person."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from interchange.accounts.models import Membership, Person
from interchange.accounts.roles import Role

ROLES = "Centre Administrator (GQ); head of centre"


def add(*arguments, **options):
    said = io.StringIO()
    call_command("add_user", *arguments, stdout=said, **options)
    return said.getvalue()


def test_a_person_is_added_and_sets_a_password_by_the_link(client, centre):
    said = add("10001", "Zoë", "O'Neill", roles=ROLES, email="zoe@example.org")
    assert "Login ID: 10001\nUsername: zoeoneill\n" in said
    [one] = Membership.objects.select_related("person").all()
    assert (one.centre_id, set(one.roles)) == (centre.pk, {Role.CAG, Role.HEAD})
    assert not one.person.has_usable_password()
    [path] = re.findall(r"Activation link: http://127\.0\.0\.1:\d+(/activate/\S+/)", said)
    assert client.get(path).status_code == 200


def test_the_awarding_body_has_a_login_id_of_letters(db):
    add("ab1", "Olu", "Grant", roles="AB assessment officer")
    [one] = Membership.objects.select_related("person").all()
    assert (one.person.login_id, one.centre_id, one.roles) == ("AB1", None, [Role.ASSESSMENT])


def test_a_second_person_of_that_name_has_a_number(centre):
    add("10001", "Ann", "Lee", roles="acm")
    assert "Username: annlee2" in add("10001", "Ann", "Lee", roles="acm")


@pytest.mark.parametrize(
    ("login_id", "roles", "sentence"),
    [
        ("99999", ROLES, "There is no centre 99999"),
        ("1", ROLES, "is not a Login ID"),
        ("10001", "Caretaker", "There is no role “Caretaker”"),
        ("10001", " ; ", "at least one role"),
        ("10001", "AB support lead", "takes centre roles"),
        ("AB1", ROLES, "takes centre roles"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_added(centre, login_id, roles, sentence):
    with pytest.raises(CommandError, match=sentence):
        add(login_id, "Ann", "Lee", roles=roles)
    assert not Person.objects.exists()


def test_a_password_from_standard_input_holds_at_once(centre, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("three words together\n"))
    assert "Activation" not in add("10001", "Ann", "Lee", roles=ROLES, password_stdin=True)
    assert Person.objects.get().check_password("three words together")


def test_a_weak_password_adds_nobody(centre, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError, match="at least 12 characters"):
        add("10001", "Ann", "Lee", roles=ROLES, password_stdin=True)
    assert not Person.objects.exists()


def test_a_password_from_standard_input_is_refused_where_there_is_no_demo(centre, monkeypatch):
    monkeypatch.setattr("django.apps.apps.is_installed", lambda name: name != "interchange.demo")
    monkeypatch.setattr("sys.stdin", io.StringIO("three words together\n"))
    with pytest.raises(CommandError, match="in demo and test settings only"):
        add("10001", "Ann", "Lee", roles=ROLES, password_stdin=True)
    assert not Person.objects.exists()
