"""Signing in with the awarding body's own provider, against a real one in a process of its own."""

import base64
import hmac
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from interchange.accounts import openid
from interchange.accounts.factories import browser_of, code_for, make_actor
from interchange.accounts.models import Identity, Membership, SignedIn
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.errors import Refused

pytestmark = pytest.mark.django_db

SUBJECT = "staff-4711"
BACK = "/sign-in/with/back/"
SECONDS_TO_ANSWER = 30


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider that lets anybody be whoever they say; its issuer."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    quiet = {
        "env": os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"},
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    with subprocess.Popen(command, **quiet) as child:  # type: ignore[call-overload]
        until = time.monotonic() + SECONDS_TO_ANSWER
        while not _answers(port) and time.monotonic() < until:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        child.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def on(provider: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The provider is switched on."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider, "Examboard ID"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "interchange", "between us two"
    settings.SITE_ADDRESS = "http://testserver"
    return provider


@pytest.fixture
def olu(db: None) -> Actor:
    """Olu of the awarding body's support."""
    return make_actor("Olu Ade", Role.SUPPORT)


def linked(actor: Actor, issuer: str, subject: str = SUBJECT) -> Identity:
    return Identity.objects.create(person_id=str(actor.person_id), issuer=issuer, subject=subject)


def answered(browser: Client, start: str = "/sign-in/with/", subject: str = SUBJECT) -> str:
    """To the provider and through its form; the address with which it sends the browser back."""
    there = browser.get(start)["Location"]
    said = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=10)
    return said.headers["Location"].removeprefix("http://testserver")


def front_door() -> Client:
    return Client(raise_request_exception=False)


# ---------------------------------------------------------------- the way through


def test_who_has_linked_it_comes_in_without_a_password_and_with_the_second_factor(on, olu, told):
    linked(olu, on)
    browser = front_door()
    assert b"Sign in with Examboard ID" in browser.get("/sign-in/").content
    assert browser.get(answered(browser))["Location"] == "/sign-in/code/"
    assert browser.get("/welcome/").status_code == 302
    assert browser.post("/sign-in/code/", {"code": code_for(olu.person_id)})["Location"] == "/welcome/"
    assert browser.get("/welcome/").status_code == 200
    assert len(told(Event.SIGNED_IN)) == 1


def test_the_question_carries_pkce_state_and_nonce_and_one_address_to_come_back_to(on, olu):
    asked = parse_qs(urlsplit(front_door().get("/sign-in/with/")["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert asked["scope"] == ["openid"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))


def test_it_is_linked_after_a_second_factor_and_unlinked(on, olu, told):
    browser = browser_of(Membership.objects.get(person=olu.person_id))
    assert browser.get(answered(browser, "/account/identity/link/"))["Location"] == "/account/security/"
    kept = Identity.objects.get(ended_at=None)
    assert (str(kept.person_id), kept.issuer, kept.subject) == (str(olu.person_id), on, SUBJECT)
    assert told(Event.IDENTITY_LINKED) == [{"issuer": on}]
    assert b"Linked since" in browser.get("/account/security/").content
    browser.post("/account/identity/unlink/")
    assert not Identity.objects.filter(ended_at=None).exists()
    assert len(told(Event.IDENTITY_ENDED)) == 1


def test_linking_asks_for_the_second_factor_again(on, olu):
    browser = browser_of(Membership.objects.get(person=olu.person_id))
    SignedIn.objects.update(proved_at="2020-01-01T00:00Z")
    assert browser.get("/account/identity/link/")["Location"].startswith("/step-up/")


# ---------------------------------------------------------------- who may not


def test_nobody_comes_in_by_a_likeness(on, olu, ann, told):
    """An account with the same name or address is somebody else's until its owner links it."""
    browser = front_door()
    answer = browser.get(answered(browser, subject=olu.username))
    assert (answer.status_code, b"No account here is linked" in answer.content) == (409, True)
    assert told(Event.IDENTITY_REFUSED) == [{"why": "linked to nobody"}]


def test_centres_people_do_not_come_in_that_way(on, ann, told):
    linked(ann, on)
    browser = front_door()
    assert browser.get(answered(browser)).status_code == 409
    assert told(Event.IDENTITY_REFUSED) == [{"why": "may not come in"}]
    anns = browser_of(Membership.objects.get(person=ann.person_id))
    assert b"Examboard ID" not in anns.get("/account/security/").content
    assert anns.get(answered(anns, "/account/identity/link/")).status_code == 409


def test_who_has_left_does_not_come_in(on, olu):
    linked(olu, on)
    Membership.objects.update(ended_at=clock.now())
    browser = front_door()
    assert browser.get(answered(browser)).status_code == 409


def test_one_identity_is_one_person_s(on, olu, told):
    linked(make_actor("Kit Moss", Role.SUPPORT), on)
    browser = browser_of(Membership.objects.get(person=olu.person_id))
    assert browser.get(answered(browser, "/account/identity/link/")).status_code == 409
    assert told(Event.IDENTITY_LINKED) == []


# ---------------------------------------------------------------- answers that are not taken


def test_an_answer_is_taken_once(on, olu):
    linked(olu, on)
    browser = front_door()
    back = answered(browser)
    assert browser.get(back).status_code == 302
    again = browser.get(back)
    assert (again.status_code, b"did not work. Begin again" in again.content) == (409, True)


def test_an_answer_to_another_browser_s_question_is_refused(on, olu):
    linked(olu, on)
    here, there = front_door(), front_door()
    there.get("/sign-in/with/")
    assert there.get(answered(here)).status_code == 409


@pytest.mark.parametrize("name", ["state", "nonce", "verifier"])
def test_what_does_not_match_what_was_remembered_is_refused(on, olu, name):
    """The mock does not look at the verifier, so that its case stands for what is sent: it is, and is our own."""
    linked(olu, on)
    browser = front_door()
    back = answered(browser)
    session = browser.session
    session["openid"] = {**session["openid"], name: "a wrong one" * 4}
    session.save()
    assert (browser.get(back).status_code == 409) is (name != "verifier")


def test_an_answer_that_took_too_long_is_refused(on, olu):
    linked(olu, on)
    browser = front_door()
    back = answered(browser)
    session = browser.session
    session["openid"] = {**session["openid"], "at": session["openid"]["at"] - 601}
    session.save()
    assert browser.get(back).status_code == 409


@pytest.mark.parametrize("more", ["&iss=https://evil.example", "&error=access_denied"])
def test_another_issuer_and_a_refusal_of_the_provider_are_refused(on, olu, more):
    linked(olu, on)
    browser = front_door()
    assert browser.get(answered(browser) + more).status_code == 409


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=a&state=x"])
def test_an_answer_out_of_nowhere_is_refused(on, query):
    assert front_door().get(BACK + query).status_code == 409


def test_a_provider_that_is_away_is_said_in_a_sentence(on, settings):
    with socket.create_server(("127.0.0.1", 0)) as found:
        settings.OIDC_ISSUER = f"http://127.0.0.1:{found.getsockname()[1]}"
    answer = front_door().get("/sign-in/with/")
    assert (answer.status_code, b"does not answer properly at the moment" in answer.content) == (409, True)


def test_no_call_to_the_provider_follows_it_elsewhere(on, olu, monkeypatch):
    linked(olu, on)
    follows, send = [], requests.Session.send

    def seen(session: Any, request: Any, **how: Any) -> Any:
        follows.append(how["allow_redirects"])
        return send(session, request, **how)

    monkeypatch.setattr(requests.Session, "send", seen)
    browser = front_door()
    assert browser.get(answered(browser))["Location"] == "/sign-in/code/"
    assert follows == [False] * 5


def test_a_provider_that_calls_itself_otherwise_is_of_no_use(on, settings):
    settings.OIDC_ISSUER = on.replace("127.0.0.1", "localhost")
    openid.described()
    settings.OIDC_ISSUER = f"{on}/"
    assert front_door().get("/sign-in/with/").status_code == 409


@pytest.mark.parametrize("address", ["/sign-in/with/", BACK])
def test_where_there_is_no_provider_there_are_no_such_pages(address, db):
    assert front_door().get(address).status_code == 404


# ---------------------------------------------------------------- the token by itself

KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
KEYS: Any = KeySet([KEY]).as_dict(private=False)
NOW = clock.real()
GOOD: dict[str, Any] = {
    "iss": "https://id.example", "aud": "interchange", "sub": SUBJECT, "nonce": "n" * 43,
    "exp": int(NOW.timestamp()) + 300, "iat": int(NOW.timestamp()),
}  # fmt: skip


@pytest.fixture
def named(settings: Any) -> None:
    """The provider of the tokens below, and what it calls us."""
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "https://id.example", "interchange"


def vouched(claims: dict[str, Any], *, key: Any = KEY, alg: str = "RS256", **header: str) -> openid.Known:
    token = jwt.encode({"alg": alg, "kid": "one", **header}, claims, key, algorithms=[alg])
    return openid.vouched(token, KEYS, nonce="n" * 43, at=NOW)


@pytest.mark.usefixtures("named")
def test_a_whole_token_vouches_for_issuer_and_subject():
    assert vouched(GOOD) == openid.Known("https://id.example", SUBJECT)
    assert vouched(GOOD | {"aud": ["interchange", "another"], "azp": "interchange"}).subject == SUBJECT


WRONG: dict[str, dict[str, Any]] = {
    "issuer": {"iss": "https://evil.example"},
    "audience": {"aud": "another"},
    "several audiences and no party": {"aud": ["interchange", "another"]},
    "party": {"azp": "another"},
    "nonce": {"nonce": "m" * 43},
    "expired": {"exp": int(NOW.timestamp()) - 61},
    "made in the future": {"iat": int(NOW.timestamp()) + 600},
    "no subject": {"sub": ""},
    "a long subject": {"sub": "x" * 256},
    "a subject that is no text": {"sub": 7},
}


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("case", WRONG)
def test_a_token_with_one_thing_wrong_vouches_for_nobody(case: str):
    with pytest.raises(Refused) as refusal:
        vouched(GOOD | WRONG[case])
    assert refusal.value.code == "provider-refused"


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "exp", "iat", "nonce"])
def test_a_token_with_one_thing_missing_vouches_for_nobody(missing: str):
    with pytest.raises(Refused):
        vouched({name: value for name, value in GOOD.items() if name != missing})


@pytest.mark.usefixtures("named")
def test_only_the_provider_s_own_key_signs():
    with pytest.raises(Refused):
        vouched(GOOD, key=OTHER)
    head, body, _ = jwt.encode({"alg": "HS256"}, GOOD, OctKey.generate_key(256)).split(".")
    mac = hmac.digest(KEY.as_pem(private=False), f"{head}.{body}".encode(), "sha256")
    by_the_public_key = f"{head}.{body}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"
    for token in (by_the_public_key, f"eyJhbGciOiJub25lIn0.{body}.", "", "rubbish", "a.b.c"):
        with pytest.raises(Refused):
            openid.vouched(token, KEYS, nonce="n" * 43, at=NOW)


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("said", "twice"),
    [({}, False), ({"amr": ["pwd"]}, False), ({"amr": ["pwd", "mfa"]}, True), ({"amr": "mfa"}, False),
     ({"acr": "phr"}, True), ({"acr": "0"}, False)],
)  # fmt: skip
def test_whether_the_provider_asked_for_two_factors_is_what_it_says_itself(said: dict[str, Any], twice: bool):
    assert vouched(GOOD | said).several_factors is twice


@pytest.mark.parametrize(
    ("trusted", "said", "stage"), [(True, True, None), (True, False, "code"), (False, True, "code")]
)
def test_our_second_factor_is_asked_for_unless_the_provider_s_is_trusted(
    on, olu, settings, monkeypatch, trusted, said, stage
):
    linked(olu, on)
    settings.OIDC_MFA_TRUSTED = trusted
    finish = openid.finish
    monkeypatch.setattr(openid, "finish", lambda *parts: replace(finish(*parts), several_factors=said))
    browser = front_door()
    assert browser.get(answered(browser))["Location"] == (f"/sign-in/{stage}/" if stage else "/welcome/")


@pytest.mark.parametrize("address", ["http://id.example/token", "ftp://id.example", "", None, 7])
def test_secrets_are_sent_to_nobody_in_the_open(address):
    assert not openid.is_private(address)
