"""Setting up a second factor: what the page shows, and what comes back; at sign-in and on the own account's page."""

from typing import Any

import pyotp
import zxingcpp
from django.conf import settings
from django.http import HttpRequest

from interchange.accounts.models import Person
from interchange.accounts.queries.proofs import passkeys_of
from interchange.accounts.rules import passkeys
from interchange.accounts.rules.factors import GROUP, address_for, in_groups
from interchange.accounts.services import factors
from interchange.accounts.views.showing import host_of
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.sealed import Unreadable, seal, unseal

SEED, MADE = "seed_shown", "passkey_to_make"


def shown(request: HttpRequest, person: Person) -> dict[str, Any]:
    """The QR code and its key, the same until the first right code (5.3.4); and what a browser needs for a passkey."""
    seed = _seed(request)
    host = host_of(request)
    options = ""
    if passkeys.is_possible_at(host):
        options, state = passkeys.to_create(
            host, name=f"Interchange, {settings.AWARDING_BODY}", person=person.pk.bytes,
            shown=f"{person.login_id} {person.username}", known=[name for name, _ in passkeys_of(person.pk)],
        )  # fmt: skip
        request.session[MADE] = state
    account = f"{person.login_id} {person.username}"
    qr = _drawn(address_for(seed, account=account, issuer=f"Interchange {settings.AWARDING_BODY}"))
    return {"qr": qr, "key": in_groups(seed, 4), "passkey": options, "person": person}


def added(request: HttpRequest, *, by: Actor) -> factors.Added:
    """The app or the passkey, from what the page sent; refused with a sentence."""
    label = request.POST.get("label", "")
    answer = request.POST.get("passkey", "")
    if not answer:
        made = factors.add_app(_seed(request), request.POST.get("code", ""), label, by=by)
    else:
        state = request.session.pop(MADE, None) or {}
        try:
            key = passkeys.made(host_of(request), state, answer)
        except passkeys.NotProved:
            raise Refused("passkey-not-made", "The passkey was not made. Try again.") from None
        made = factors.add_passkey(key, label, by=by)
    request.session.pop(SEED, None)
    return made


def readable(sealed: str) -> list[str]:
    """Recovery codes as people read and type them; none where the key is gone."""
    try:
        return [in_groups(code, GROUP) for code in unseal(sealed).split()]
    except Unreadable:
        return []


def _seed(request: HttpRequest) -> str:
    """The seed of the app that is being set up: random, and kept sealed in this browser's session alone."""
    try:
        seed = unseal(request.session.get(SEED, ""))
    except Unreadable:
        seed = ""
    if not seed:
        seed = pyotp.random_base32()
        request.session[SEED] = seal(seed)
    return seed


def _drawn(address: str) -> dict[str, Any]:
    """A QR code as one path of squares, and how wide it is with the quiet zone around it."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode)
    pixels = memoryview(code.to_image(scale=1, add_quiet_zones=True))  # type: ignore[arg-type]
    size = pixels.shape[0]  # type: ignore[index]
    dark = (f"M{x} {y}h1v1h-1Z" for y in range(size) for x in range(size) if not pixels[y, x])
    return {"path": "".join(dark), "size": size}
