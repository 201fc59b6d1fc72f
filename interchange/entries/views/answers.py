"""How the doors of one entry or candidate answer: it is done, or the page comes back with all that is wrong (B2)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from interchange.accounts.access import ActorRequest
from interchange.core import forms as core
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of

DETAILS = ("surname", "forenames", "born_on", "sex", "status", "uci", "uln")
"""The details of a candidate, in the order of the forms."""
FIELDS = {*DETAILS, "option_code", "evidence", "proof", "reason", "decision", "warning"}
"""Fields of the forms; what is wrong with anything else stands at the top alone."""
COLUMNS = {"date_of_birth": "born_on"}


def tried(request: ActorRequest, do: Callable[[], object]) -> Errors | None:
    """What is wrong, by field; none where it was done, nothing wrong where nobody asked for it yet."""
    if request.method != "POST":
        return Errors()
    return core.tried(do, told) or None


def told(refusal: Refused) -> Errors:
    """What the rules refuse, by field."""
    return errors_of(refusal, _field_of)


def _field_of(code: str) -> str:
    field = COLUMNS.get(code, code)
    return field if field in FIELDS else ""


def shown(
    request: ActorRequest, template: str, page: Callable[[], dict[str, Any]], errors: Errors
) -> HttpResponse:
    """A page with its form: as it is opened, or with what is wrong."""
    with tenancy.reading(request.actor):
        return render(request, template, page() | {"errors": errors}, status=422 if errors else 200)
