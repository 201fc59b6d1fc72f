"""Passkeys and security keys: WebAuthn as the standard's own library does it, with our choices (5.3.2).

User verification is preferred, a key kept in the device is not required, and attestation is not asked for.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 20_000


class NotProved(Exception):
    """The browser's answer does not prove the passkey."""


@dataclass(frozen=True)
class Passkey:
    """What is kept of one: how browsers call it, its public key, and how often it was used."""

    credential_id: str
    public_data: str
    counter: int


def is_possible_at(host: str) -> bool:
    """Whether browsers make passkeys for a host: it needs a name, an address of digits has none."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


def to_create(
    host: str, *, name: str, person: bytes, shown: str, known: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    """What a browser is asked in order to make a passkey, as JSON; and what has to be remembered until it answers."""
    user = PublicKeyCredentialUserEntity(id=person, name=shown, display_name=shown)
    options, state = _server(host, name).register_begin(
        user, _descriptors(known), resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )  # fmt: skip
    return json.dumps(dict(options)["publicKey"]), _plain(state)


def made(host: str, state: Mapping[str, Any], answer: str) -> Passkey:
    """The passkey that the browser made; `NotProved` where it is for another site or another question."""
    try:
        auth = _server(host).register_complete(state, _parsed(answer))
        kept = base64.b64encode(bytes(auth.credential_data or b"")).decode()
        return Passkey(
            websafe_encode(AttestedCredentialData(base64.b64decode(kept)).credential_id), kept, auth.counter
        )
    except Exception as problem:
        raise NotProved from problem


def to_prove(host: str, known: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """What a browser is asked in order to use one of these passkeys, and what has to be remembered."""
    options, state = _server(host).authenticate_begin(
        _descriptors(known), user_verification=UserVerificationRequirement.PREFERRED
    )
    return json.dumps(dict(options)["publicKey"]), _plain(state)


def proved(host: str, state: Mapping[str, Any], answer: str, known: Sequence[str]) -> tuple[str, int]:
    """Which passkey was used, and its counter now; `known` are what is kept of the person's own.

    Whatever is wrong with what the browser sent, the answer is `NotProved`: the library raises many things at bytes
    that are not what they should be.
    """
    try:
        keys = [AttestedCredentialData(base64.b64decode(one)) for one in known]
        parsed = _parsed(answer)
        used = _server(host).authenticate_complete(state, keys, parsed)
        counter = AuthenticationResponse.from_dict(parsed).response.authenticator_data.counter
        return websafe_encode(used.credential_id), counter
    except Exception as problem:
        raise NotProved from problem


def _parsed(answer: str) -> Any:
    if len(answer) > LONGEST_ANSWER:
        raise NotProved
    return json.loads(answer)


def _server(host: str, name: str = "Interchange") -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=name))


def _descriptors(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=kind, id=websafe_decode(one)) for one in known]


def _plain(state: Mapping[str, Any]) -> dict[str, Any]:
    """The library's state without its own kinds of text, as a session keeps it."""
    return {
        key: None if value is None else str(getattr(value, "value", value)) for key, value in state.items()
    }
