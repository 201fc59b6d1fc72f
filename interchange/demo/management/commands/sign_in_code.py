"""`manage sign_in_code LOGIN_ID USERNAME`."""

import time
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from interchange.accounts.models import Factor
from interchange.accounts.rules.factors import STEP, code_of, step_at
from interchange.accounts.rules.names import tidy_login_id, tidy_username
from interchange.core import clock
from interchange.core.sealed import unseal


class Command(BaseCommand):
    """Say what a person's authenticator app shows: in place of a phone, for the demo and for tests."""

    help = "The code with which somebody of the demo can sign in now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login_id", help="such as 65432")
        parser.add_argument("username", help="such as annlee")

    def handle(self, *args: Any, login_id: str, username: str, **options: Any) -> None:
        if not apps.is_installed("interchange.demo"):
            raise CommandError("This works in the demo and in tests only.")
        app = Factor.objects.filter(
            person__login_id=tidy_login_id(login_id), person__username=tidy_username(username),
            kind=Factor.Kind.TOTP, ended_at=None, confirmed_at__isnull=False,
        ).order_by("added_at").first()  # fmt: skip
        if app is None:
            raise CommandError("Nobody of that Login ID and username has an authenticator app.")
        self.stdout.write(code_of(unseal(app.sealed), step_to_use(app)))


def step_to_use(app: Factor) -> int:
    """The first step from now on whose code has not been used; the next one is accepted already, a later one is waited
    for."""
    while True:
        now = step_at(clock.real())
        step = max(now, app.last_step + 1)
        if step <= now + 1:
            return step
        time.sleep((now + 1) * STEP - clock.real().timestamp())
