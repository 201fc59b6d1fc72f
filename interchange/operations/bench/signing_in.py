"""Sign-ins per second beside the bare hash, and how far apart the refusals of a sign-in are in time (2.4, 5.1.9)."""

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils.crypto import get_random_string

from interchange.accounts.roles import Role
from interchange.accounts.services.people import add_person
from interchange.accounts.steps.tries import key_of_account
from interchange.centres.services import add_centre
from interchange.core.actor import Actor
from interchange.operations.bench.counting import counted
from interchange.operations.bench.figures import Figure, milliseconds
from interchange.operations.bench.ground import OPERATOR, numbers, owner
from interchange.operations.bench.web import FORM, Server, serving

PASSWORD = "seven kettles on a slow barge"  # noqa: S105  (of people who exist while this runs)
PEOPLE, CALLERS, SECONDS, ROUNDS = 64, 8, 4.0, 5
REFUSED_ROUNDS, FOUND = 150, 302


def signing_in() -> Iterator[Figure]:
    """Right passwords given to the server by several at once, beside the hash of one alone served by the same server.

    In turns, so that a busy moment of the machine falls on both.
    """
    parts = people(PEOPLE)
    statements, _ = counted(lambda: _accepted(Client(SERVER_NAME="127.0.0.1").post("/sign-in/", parts[0])))
    with serving() as server:
        hashed, taken = [], []
        for _ in range(ROUNDS):
            hashed.append(per_second(server, lambda place: ("GET", f"/floor/hash/{place}", b"")))
            taken.append(per_second(server, lambda place: ("POST", "/sign-in/", _body(parts, place))))
    yield Figure("sign_ins_a_second", median(taken), "a second", median(hashed), 0.9, more_is_worse=False)
    yield Figure("sign_in_statements", statements, "statements", None, 6)


def _body(parts: list[dict[str, str]], place: int) -> bytes:
    return urlencode(parts[place % len(parts)]).encode()


def people(count: int) -> list[dict[str, str]]:
    """So many people of one new centre with one password; what each signs in with."""
    number = str(next(numbers))
    centre = add_centre(number, f"Bench {number}", by=OPERATOR)
    by = Actor.system("bench", centre_id=centre.pk)
    found = [
        add_person(number, f"P{place}", "Bench", roles=[Role.ACM], centre_id=centre.pk, by=by).username
        for place in range(count)
    ]
    with owner() as connection:
        connection.execute(
            "UPDATE accounts_person SET password = %s, password_changed_at = now() WHERE login_id = %s",
            [make_password(PASSWORD), number],
        )
    return [{"login_id": number, "username": username, "password": PASSWORD} for username in found]


def per_second(server: Server, ask: Callable[[int], tuple[str, str, bytes]]) -> float:
    """How many questions are answered in a second, asked by several callers, each after its last answer."""
    until, answers = time.monotonic() + SECONDS, [0] * CALLERS

    def call(caller: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        token = get_random_string(32)
        cookie = f"{settings.CSRF_COOKIE_NAME.rpartition('_')[0]}_{server.port}={token}"
        headers = {"Cookie": cookie, "X-CSRFToken": token, "Content-Type": FORM}
        place = caller
        while time.monotonic() < until:
            line.request(*ask(place), headers=headers)
            answer = line.getresponse()
            answer.read()
            _accepted(answer, status=answer.status)
            answers[caller] += 1
            place += CALLERS
        line.close()

    started = time.monotonic()
    callers = [threading.Thread(target=call, args=[place]) for place in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return sum(answers) / (time.monotonic() - started)


def _accepted(answer: object, status: int | None = None) -> None:
    found = status if status is not None else answer.status_code  # type: ignore[attr-defined]
    if found not in (FOUND, 200):
        raise RuntimeError(f"a right password was answered {found}")


# ---------------------------------------------------------------- refusals


CHANGES = {
    "suspended": "UPDATE accounts_membership SET suspended_at = now(), suspended_why = 'bench' WHERE person_id = %s",
    "left": "UPDATE accounts_membership SET ended_at = now() WHERE person_id = %s",
    "dormant": "UPDATE accounts_membership SET dormant_at = now() WHERE person_id = %s",
    "closed": "UPDATE accounts_person SET is_active = false WHERE id = %s",
}
FORGET = "DELETE FROM accounts_signintries WHERE locked_at IS NULL"


def refusals() -> Iterator[Figure]:
    """Whether the time of a refusal tells why: each reason many times, in a new order each round."""
    reasons = _reasons()
    times: dict[str, list[float]] = {reason: [] for reason in reasons}
    client = Client(SERVER_NAME="127.0.0.1")
    with owner() as connection:
        for _ in range(REFUSED_ROUNDS):
            for reason in random.sample(sorted(reasons), len(reasons)):
                connection.execute(FORGET)
                connection.commit()
                times[reason].append(milliseconds(partial(client.post, "/sign-in/", reasons[reason])))
    medians = {reason: median(found) for reason, found in times.items()}
    for reason, middle in medians.items():
        yield Figure(f"refusal_{reason.replace(' ', '_')}", middle, "ms")
    apart = max(medians.values()) - min(medians.values())
    yield Figure("refusals_apart", apart, "ms", None, 2, absolute=True)


def _reasons() -> dict[str, dict[str, str]]:
    """What to sign in with to be refused for each reason; the password is right where there is one."""
    here, held = people(len(CHANGES) + 3), people(1)[0]
    reasons = dict(zip(CHANGES, here, strict=False))
    locked, wrong, other = here[len(CHANGES) :]
    with owner() as connection:
        for reason, parts in reasons.items():
            connection.execute(CHANGES[reason], [_person(connection, parts)])
        connection.execute(
            "UPDATE centres_centre SET state = 'security_hold', admits = false WHERE number = %s",
            [held["login_id"]],
        )
        connection.execute(
            "INSERT INTO accounts_signintries (key, failures, blocked_until, locked_at)"
            " VALUES (%s, 0, now() + interval '1 day', now())",
            [key_of_account(locked["login_id"], locked["username"])],
        )
    return reasons | {
        "locked": locked,
        "centre on hold": held,
        "wrong password": wrong | {"password": "some other words altogether"},
        "unknown username": other | {"username": "nobodyhere"},
        "unknown login id": other | {"login_id": "00000"},
    }


def _person(connection: object, parts: dict[str, str]) -> object:
    found = "SELECT id FROM accounts_person WHERE login_id = %s AND username = %s"
    return connection.execute(found, [parts["login_id"], parts["username"]]).fetchone()[0]  # type: ignore[attr-defined]
