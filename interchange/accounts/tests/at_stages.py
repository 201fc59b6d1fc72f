"""What a browser does between the password and the welcome page, for the tests of the stages."""

import re
from html import unescape

from interchange.accounts.factories import PASSWORD
from interchange.accounts.models import (
    Factor,
)
from interchange.accounts.rules.factors import code_of, step_at
from interchange.core import clock

CODE, SET_UP, CODES, TERMS = (
    "/sign-in/code/",
    "/sign-in/set-up/",
    "/sign-in/recovery-codes/",
    "/sign-in/terms/",
)
FIREFOX, PHONE = "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0", "Mozilla/5.0 (iPhone) Safari/600"


def password(visitor, actor, **more):
    parts = {"login_id": actor.centre_number or "AB1", "username": actor.username, "password": PASSWORD}
    return visitor.post("/sign-in/", parts | more)


def give(visitor, code, **more):
    return visitor.post(CODE, {"code": code, **more})


def is_in(visitor) -> bool:
    return bool(visitor.get("/welcome/").status_code == 200)


def newcomer(actor):
    """Nothing set up yet."""
    Factor.objects.filter(person=actor.person_id).delete()
    return actor


def key_shown(page) -> str:
    [key] = re.findall(r'class="ic-key">([A-Z2-7 ]+)<', page.content.decode())
    return str(key).replace(" ", "")


def options_in(page) -> str:
    [options] = re.findall(r'data-options="([^"]*)"', page.content.decode())
    return unescape(options)


def session_of(visitor) -> str:
    return str(visitor.cookies["sessionid"].value)


def set_up(visitor, **parts):
    seed = key_shown(visitor.get(SET_UP))
    return visitor.post(SET_UP, {"code": code_of(seed, step_at(clock.real())), **parts})


def with_passkey(visitor, actor, key):
    password(visitor, newcomer(actor))
    answer = visitor.post(SET_UP, {"passkey": key.made(options_in(visitor.get(SET_UP))), "label": "Desk"})
    assert answer["Location"] == CODES
    visitor.post(CODES)
    visitor.post("/sign-out/")
