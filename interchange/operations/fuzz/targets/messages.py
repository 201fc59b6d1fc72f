"""The parsers of what pages, scripts and programs send: forms, JSON, attachments, addresses, keys and days."""

import io
import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict

from interchange.accounts.forms import users
from interchange.accounts.rules import passkeys
from interchange.accounts.rules.browsers import browser_family
from interchange.accounts.rules.keys import read_token
from interchange.assessment import forms as marks
from interchange.core.errors import Refused
from interchange.core.sent import read_json
from interchange.core.spreadsheets import write_xlsx
from interchange.core.typed import a_day, a_line, a_reason
from interchange.core.uploads import MESSAGE, check
from interchange.entries.forms import grid
from interchange.estimates import forms as estimates
from interchange.exchange import forms as formats
from interchange.operations.fuzz.target import Target
from interchange.operations.fuzz.targets.tables import COMPONENT, ENDORSEMENT
from interchange.transfers import forms as transfers
from interchange.webhooks.rules import addresses


def plain(sent: QueryDict) -> dict[str, str]:
    """A form as its values alone."""
    return {name: str(value) for name, value in sent.items()}


READERS: tuple[Callable[[QueryDict], object], ...] = (
    lambda sent: marks.read_post(sent, COMPONENT), lambda sent: marks.read_post(sent, ENDORSEMENT), grid.read_post,
    estimates.read_estimates, estimates.read_forecasts, estimates.read_accepted_estimates,
    estimates.read_accepted_forecasts, users.lines_of, transfers.read_wanted, transfers.read_site,
    transfers.read_arrival, lambda sent: formats.read_columns(plain(sent), "E"),
    lambda sent: formats.read_convention(plain(sent)),
)  # fmt: skip
FORMS = [
    b"end=1&rows=1&versions=0001:1:33|&m0001=34&z0001=&q0001_1=10&q0001_2=24&c0001=1",
    b"end=1&shown=o12:1:20&n-o12=21&c-o12=1&code-1=J351A&new-1=3",
    b"end=1&shown=0001:1:7&n-0001=8",
    b"rows=%5B%5B%22o12%22%2C%2220%22%2C1%2C%22%22%5D%5D",
    b"ground=moved&details=Far&host=20002&papers=12&papers=13&key=00000000-0000-0000-0000-000000000001",
    b"E-codes-start=110&E-codes-width=6&E-codes-times=14&bodies=01+72&character=A&width=193",
]
BODIES = [
    json.dumps(
        {"rows": [{"number": "0001", "version": 1, "mark": "33", "parts": ["1"], "absent": False}]}
    ).encode(),
    json.dumps(
        {"rows": [{"number": "new-1", "version": 0, "cells": {"surname": "Lée", "J351": "A"}}]}
    ).encode(),
]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    for kind, body in (
        (b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""),
    )
)  # fmt: skip
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def form(content: bytes) -> None:
    """A form that a page sends, read by each reader there is."""
    with suppress(Refused, ValueError, OverflowError):  # how Django refuses a form of too many fields
        sent = QueryDict(content)
        for read in READERS:
            with suppress(Refused):
                read(sent)


def body(content: bytes) -> None:
    """What a script sends."""
    request: Any = HttpRequest()
    request._stream, request._read_started = io.BytesIO(content), False  # noqa: SLF001  (as a test client does)
    with suppress(Refused):
        sent = read_json(request)
        for read in (marks.read_cells, grid.read_cells):
            with suppress(Refused):
                read(sent)


def attachment(content: bytes) -> None:
    """A file with a message, under the name of each kind."""
    for kind in MESSAGE.kinds:
        with suppress(Refused):
            check(SimpleUploadedFile(f"a.{kind}", content), MESSAGE)


def words(content: bytes) -> None:
    """Addresses, keys, browsers, days and lines, as anybody may type or send them."""
    text = content[:2_000].decode("utf-8", "replace")
    addresses.why_not(text)
    read_token(text)
    browser_family(text)
    for read in (
        lambda: a_day(text, code="on"), lambda: a_line(text, code="name", longest=100), lambda: a_reason(text),
    ):  # fmt: skip
        with suppress(Refused):
            read()


def passkey(content: bytes) -> None:
    """What a browser says of a passkey."""
    _, state = passkeys.to_create("localhost", name="Site", person=b"a", shown="A", known=[])
    with suppress(passkeys.NotProved):
        passkeys.made("localhost", state, content.decode("utf-8", "replace"))
    with suppress(passkeys.NotProved):
        passkeys.proved("localhost", state, content.decode("utf-8", "replace"), [])


ANSWER = {
    "id": "AAAA", "rawId": "AAAA", "type": "public-key",
    "response": {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA", "signature": "AA"},
}  # fmt: skip
TARGETS = (
    Target("forms", form, FORMS),
    Target("bodies", body, BODIES),
    Target("attachments", attachment, [PDF, PNG, JPEG, write_xlsx(["A"], [["1"]]), b"plain text\n"]),
    Target("words", words, [b"https://mis.school.example/in", b"ick_0123456789_" + b"a" * 43, b"15/05/2027"]),
    Target("passkeys", passkey, [json.dumps(ANSWER).encode()]),
)
