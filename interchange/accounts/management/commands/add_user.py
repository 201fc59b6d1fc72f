"""`manage add_user LOGIN_ID FIRST LAST --roles "NAME;NAME"`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from interchange.accounts.models import Person
from interchange.accounts.queries.people import centre_with_number
from interchange.accounts.roles import Role, role_named
from interchange.accounts.rules import names
from interchange.accounts.services.passwords import set_password
from interchange.accounts.services.people import add_person, invite_person
from interchange.accounts.steps import check_new_password
from interchange.core.actor import Actor
from interchange.core.errors import Refused


class Command(BaseCommand):
    """Add a person; prints the username and the activation link. Exit 1 with a sentence where that cannot be."""

    help = "Add a person at a centre (its number is the Login ID) or at the awarding body (letters, such as AB1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login_id")
        parser.add_argument("first_name")
        parser.add_argument("last_name")
        parser.add_argument("--roles", required=True, help="names or codes of roles, separated by semicolons")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="set the password now; in demo and test settings only",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._add(options)
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal

    def _add(self, options: dict[str, Any]) -> None:
        login_id = names.tidy_login_id(options["login_id"])
        centre_id = _centre_of(login_id)
        roles = _roles(options["roles"])
        password = _password(options) if options["password_stdin"] else ""
        person = add_person(
            login_id, options["first_name"].strip(), options["last_name"].strip(), roles=roles, centre_id=centre_id,
            email=options["email"], by=Actor.system("add_user", centre_id=centre_id),
        )  # fmt: skip
        self.stdout.write(f"Login ID: {login_id}\nUsername: {person.username}")
        if password:
            set_password(person, password)
        else:
            token = invite_person(person, by=Actor.system("add_user", centre_id=centre_id))
            self.stdout.write(f"Activation link: {_site()}{reverse('accounts:activate', args=[token])}")


def _centre_of(login_id: str) -> int | None:
    """The centre's key; none for a Login ID of the awarding body."""
    if not names.is_login_id(login_id):
        raise CommandError(
            f"“{login_id[:20]}” is not a Login ID: give a centre's five digits, or letters and digits."
        )
    if not login_id.isdigit():
        return None
    centre_id = centre_with_number(login_id)
    if centre_id is None:
        raise CommandError(
            f"There is no centre {login_id}. Add it first: bin/manage add_centre {login_id} NAME."
        )
    return centre_id


def _roles(names: str) -> list[Role]:
    found = []
    for name in filter(str.strip, names.split(";")):
        try:
            found.append(role_named(name))
        except KeyError:
            known = "; ".join(role.label for role in Role)
            raise CommandError(f"There is no role “{name.strip()[:60]}”. The roles are: {known}.") from None
    if not found:
        raise CommandError("Give at least one role.")
    return list(dict.fromkeys(found))


def _password(options: dict[str, Any]) -> str:
    """The password from standard input, refused before anything is stored."""
    if not apps.is_installed("interchange.demo"):
        raise CommandError(
            "A password is set here in demo and test settings only. Send the person the link instead."
        )
    password = sys.stdin.readline().rstrip("\r\n")
    check_new_password(password, Person(first_name=options["first_name"], last_name=options["last_name"]))
    return password


def _site() -> str:
    """Where this installation is found, as far as it knows."""
    if apps.is_installed("interchange.demo"):
        return f"http://127.0.0.1:{settings.INTERCHANGE_PORT}"
    return f"https://{settings.ALLOWED_HOSTS[0]}" if settings.ALLOWED_HOSTS else ""
