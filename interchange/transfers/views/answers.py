"""How the doors of transfers answer: a service does it, or the page comes back with all that is wrong (B2)."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render

from interchange.accounts.access import ActorRequest
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.core.forms import Errors, errors_of
from interchange.transfers import forms

NOTHING_WRONG: Final = Errors()


def tried(form: str, do: Callable[[], object]) -> Errors:
    """What is wrong where the rules refuse, by field of the form; nothing where it was done."""
    try:
        do()
    except Refused as refusal:
        found = errors_of(refusal, lambda code: forms.field_of(form, code))
        order = ["", *forms.FIELDS[form]]
        return Errors(sorted(found.items(), key=lambda line: order.index(line[0])))
    return NOTHING_WRONG


def shown(
    request: ActorRequest, template: str, page: Callable[[], dict[str, Any]], errors: Errors = NOTHING_WRONG,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """A page with its form: empty, or with what was typed and what is wrong with it."""
    with tenancy.reading(request.actor):
        context = {"values": forms.typed(request.POST), "form": "", **page(), **more, "errors": errors}
        return render(request, template, context, status=422 if errors else 200)
