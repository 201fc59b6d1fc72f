"""How a program is told no: a problem by RFC 9457, with a code that stays the same."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

PROBLEM = "application/problem+json"


def problem(status: int, code: str, detail: str, errors: Sequence[dict[str, str]] = ()) -> JsonResponse:
    """A refusal for a program: `code` is what it compares, `detail` a sentence that says what to do, `errors` where."""
    told: dict[str, Any] = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code, "detail": detail,
    }  # fmt: skip
    return JsonResponse(
        told | ({"errors": list(errors)} if errors else {}), status=status, content_type=PROBLEM
    )
