"""What a page or its script sends, read strictly: whole, or refused with a sentence."""

import json
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from interchange.core.errors import always

NOT_WHOLE = always(
    "not-whole",
    "Part of the page did not reach us, so nothing was saved. What you typed is still in your browser: "
    "go back, and save again.",
)
MOST_ROWS = 10_000
HALF_A_LETTER = re.compile("[\ud800-\udfff]")
"""What JSON can carry and no page can show."""


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The body of a script's request as an object; refused when it is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise NOT_WHOLE from None
    if not isinstance(body, dict):
        raise NOT_WHOLE
    return body


def read_rows(body: dict[str, Any]) -> list[Any]:
    """The rows that a script sends; refused where there are none, or more than any page has."""
    rows = body.get("rows")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS:
        raise NOT_WHOLE
    return rows


def all_text(values: Sequence[Any]) -> bool:
    """Whether all of these are texts that can be shown."""
    return all(
        isinstance(value, str) and (value.isascii() or not HALF_A_LETTER.search(value)) for value in values
    )


def is_number(text: str) -> bool:
    """Whether a text is a count or a version."""
    return text.isascii() and text.isdigit() and len(text) < 10


def read_key(sent: QueryDict, name: str = "key") -> UUID:
    """The idempotency key of a submitting form; refused when there is none."""
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        raise NOT_WHOLE from None
