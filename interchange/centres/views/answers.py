"""How the doors of centres answer: a service does it, or the page comes back with all that is wrong (B2)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from interchange.centres import forms
from interchange.core import forms as core
from interchange.core.errors import Refused
from interchange.core.forms import NOTHING_WRONG, Errors

__all__ = ["NOTHING_WRONG", "shown", "tried"]
LINK_ENDED = "link-ended"


def tried(do: Callable[[], object], *, at: str = "") -> Errors:
    """What is wrong where the rules refuse, by field; nothing where it was done. `at` is the only field of a form.

    A link that does not work has no form to come back to: that refusal has a page of its own.
    """

    def told(refusal: Refused) -> Errors:
        if refusal.code == LINK_ENDED:
            raise refusal
        return forms.errors(refusal, at=at)

    return core.tried(do, told)


def shown(request: HttpRequest, template: str, page: Mapping[str, Any], errors: Errors) -> HttpResponse:
    """A page with its form: empty, or with what was typed and what is wrong with it."""
    context = {"values": forms.typed(request.POST), **page, "errors": errors}
    return render(request, template, context, status=422 if errors else 200)
