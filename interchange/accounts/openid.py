"""Talking to an OpenID Connect provider: authorization code with PKCE, and an identity token that is not just believed.

Off unless `OIDC_ISSUER` is set. Nothing is kept between two sign-ins: the provider's description and keys are asked for
each time, so that a key it has withdrawn is of no use at once. Only https is spoken, but for this machine itself.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from interchange.core import clock
from interchange.core.errors import Refused

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with a key that the provider alone holds; never a shared secret, and never none."""
SECONDS_TO_ANSWER = 5
SECONDS_OF_DRIFT = 60
LONGEST_SUBJECT = 255
SEVERAL_FACTORS = frozenset({"phr", "phrh", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"})


@dataclass(frozen=True)
class Asked:
    """What this browser's session remembers while its person is at the provider."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Known:
    """Whom the provider vouches for: issuer and subject together are the key, and nothing else is (ASVS 6.8.1)."""

    issuer: str
    subject: str
    several_factors: bool = False
    """Whether it says that it asked for a second factor itself."""


def is_on() -> bool:
    """Whether this installation has a provider."""
    return bool(settings.OIDC_ISSUER)


def away() -> Refused:
    """What is said when the provider does not answer, or answers what nobody can use."""
    return Refused(
        "provider-away",
        f"{settings.OIDC_NAME} does not answer properly at the moment. Try again later, or sign in with Login ID, "
        "username and password.",
    )


def refused() -> Refused:
    """What is said when the answer does not belong to the question, or proves nothing."""
    return Refused("provider-refused", f"Signing in with {settings.OIDC_NAME} did not work. Begin again.")


def begin(back: str) -> tuple[str, Asked]:
    """The provider's address to go to, and what has to be remembered; `back` is where it sends its answer."""
    asked = Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
    with _client(back) as client:
        address, _ = client.create_authorization_url(
            described()["authorization_endpoint"],
            state=asked.state,
            nonce=asked.nonce,
            code_verifier=asked.verifier,
        )
    return str(address), asked


def finish(code: str, asked: Asked, back: str) -> Known:
    """Whom the provider's answer stands for; refused unless every part of it is what it has to be."""
    found = described()
    try:
        with _client(back) as client:
            sent = client.fetch_token(
                found["token_endpoint"], code=code, code_verifier=asked.verifier, timeout=SECONDS_TO_ANSWER,
                allow_redirects=False,
            )  # fmt: skip
    except OAuthError as problem:
        raise refused() from problem
    except (requests.RequestException, ValueError) as problem:
        raise away() from problem
    keys = _fetched(found["jwks_uri"])
    return vouched(str(sent.get("id_token", "")), keys, nonce=asked.nonce, at=clock.real())


def _client(back: str) -> Any:
    return OAuth2Session(
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET, scope="openid", redirect_uri=back,
        code_challenge_method="S256", token_endpoint_auth_method="client_secret_basic",  # noqa: S106
    )  # fmt: skip


def described() -> Mapping[str, Any]:
    """The provider's own description; of no use where it names another issuer, or speaks in the open."""
    found = _fetched(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != settings.OIDC_ISSUER or not all(is_private(found.get(one)) for one in needed):
        raise away()
    return found


def is_private(address: Any) -> bool:
    """Whether nobody on the way can read what is sent there: https, or this machine."""
    parts = urlsplit(address) if isinstance(address, str) else None
    return parts is not None and (
        parts.scheme == "https"
        or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"})
    )


def _fetched(address: str) -> Mapping[str, Any]:
    try:
        answer = requests.get(address, timeout=SECONDS_TO_ANSWER, allow_redirects=False)
        found = answer.json() if answer.status_code == requests.codes.ok else None
    except (requests.RequestException, ValueError) as problem:
        raise away() from problem
    if not isinstance(found, dict):
        raise away()
    return found


def vouched(token: str, keys: Mapping[str, Any], *, nonce: str, at: datetime) -> Known:
    """Whom an identity token vouches for: signature, algorithm, issuer, audience, age and nonce are looked at."""
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        registry = jwt.JWTClaimsRegistry(
            now=int(at.timestamp()), leeway=SECONDS_OF_DRIFT,
            iss={"essential": True, "value": settings.OIDC_ISSUER},
            aud={"essential": True, "value": settings.OIDC_CLIENT_ID},
            sub={"essential": True}, exp={"essential": True}, iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        registry.validate(decoded.claims)
    except (JoseError, ValueError, KeyError, TypeError) as problem:
        raise refused() from problem
    claims = decoded.claims
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != settings.OIDC_CLIENT_ID:
        raise refused()
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise refused()
    return Known(claims["iss"], subject, _asked_twice(claims.get("amr"), claims.get("acr")))


def _asked_twice(methods: Any, level: Any) -> bool:
    """Whether the provider says that it asked for more than a password (RFC 8176)."""
    told = methods if isinstance(methods, Iterable) and not isinstance(methods, str) else ()
    return "mfa" in told or level in SEVERAL_FACTORS
