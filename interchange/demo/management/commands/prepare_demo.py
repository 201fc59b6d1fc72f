"""`manage prepare_demo`: called at every start of the demo."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from interchange.accounts.roles import Role
from interchange.demo.cast import CAST, CENTRES, FIRST_TO_TRY, PASSWORD, STAFF
from interchange.demo.company import people
from interchange.demo.world import prepare


class Command(BaseCommand):
    """Make what is missing of the demo world, move its dates to today, and say how to sign in."""

    help = "Prepare the demo world; it may be called at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        prepare()
        names = {centre.number: centre.name for centre in CENTRES} | {STAFF: settings.AWARDING_BODY}
        usernames = {(one.person.login_id, str(one.person)): one.person.username for one in people()}
        by_key = {player.key: player for player in CAST}
        self.stdout.write(
            f"\nSign in with one click at http://127.0.0.1:{settings.INTERCHANGE_PORT}/demo/, or by hand:\n"
        )
        self.stdout.write(f"  {'Login ID':9} {'Username':14} Who")
        for player in (by_key[key] for key in FIRST_TO_TRY):
            username = usernames[player.login_id, player.name]
            role: Role = player.roles[0]
            self.stdout.write(
                f"  {player.login_id:9} {username:14} {player.name}, {role.label}, {names[player.login_id]}"
            )
        self.stdout.write(f"  The password of everybody: {PASSWORD}")
        self.stdout.write(
            "  Then a code is asked for; this says it: bin/manage sign_in_code LOGIN_ID USERNAME"
        )
