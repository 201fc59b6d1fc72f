"""A security key made of software, as a browser would answer for it."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT, VERIFIED, HOLDS_KEY = 1, 4, 64


@dataclass
class SoftKey:
    """It belongs to one site; `counter` goes up with each use, as long as it is not a copy."""

    origin: str = "http://localhost"
    host: str = "localhost"
    counter: int = 0
    name: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return bytes(CollectedClientData.create(kind, options["challenge"], self.origin))

    def _authenticator(self, more: int, credential: bytes = b"") -> AuthenticatorData:
        rp = hashlib.sha256(self.host.encode()).digest()
        flags = AuthenticatorData.FLAG(PRESENT | VERIFIED | more)
        made: AuthenticatorData = AuthenticatorData.create(rp, flags, self.counter, credential)
        return made

    def made(self, options: str) -> str:
        """The answer to a page that asks for a new passkey."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.name, public)
        attestation = AttestationObject.create("none", self._authenticator(HOLDS_KEY, credential), {})
        client = self._client("webauthn.create", json.loads(options))
        return self._answer({"clientDataJSON": client, "attestationObject": bytes(attestation)})

    def proved(self, options: str) -> str:
        """The answer to a page that asks for this one."""
        self.counter += 1
        client, data = self._client("webauthn.get", json.loads(options)), self._authenticator(0)
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signature}
        )

    def _answer(self, parts: dict[str, bytes]) -> str:
        response = {name: websafe_encode(value) for name, value in parts.items()}
        name = websafe_encode(self.name)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
