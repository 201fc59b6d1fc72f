"""A form that was sent and cannot be done yet: kept small and sealed in the browser's session until it can."""

import base64
import zlib

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from interchange.core.sealed import Unreadable, seal, unseal

STEP_UP = "held_for_step_up"


def pack(text: str) -> str:
    """A form as it was sent. It is no longer than a request may be."""
    return seal(base64.b64encode(zlib.compress(text.encode())).decode())


def unpack(held: str) -> list[tuple[str, str]]:
    """The fields of a form that was held, without the token of the page it was on; none where the key is gone."""
    try:
        text = zlib.decompress(base64.b64decode(unseal(held))).decode()
    except (Unreadable, ValueError, zlib.error):
        return []
    found = [(name, str(value)) for name, values in QueryDict(text).lists() for value in values]
    return [(name, value) for name, value in found if name != "csrfmiddlewaretoken"]


def hold_for_step_up(session: SessionBase, form: str, path: str) -> None:
    """Keep a form that needs a second factor first (5.3.6); there is one at a time."""
    session[STEP_UP] = {"form": pack(form), "path": path}


def held_for_step_up(session: SessionBase, path: str) -> str:
    """The form that is kept for this page, still packed; empty where there is none."""
    kept = session.get(STEP_UP) or {}
    return str(kept["form"]) if kept.get("path") == path else ""
