"""How the doors of transfers answer: a service does it, or the page comes back with all that is wrong (B2)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render

from interchange.accounts.access import ActorRequest, list_with_proof
from interchange.core import forms as core
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.forms import NOTHING_WRONG, Errors, errors_of
from interchange.transfers import forms

__all__ = ["NOTHING_WRONG", "list_taken", "made_once", "shown", "tried"]
Made = TypeVar("Made")


def tried(form: str, do: Callable[[], object]) -> Errors:
    """What is wrong where the rules refuse, by field of the form; nothing where it was done."""

    def told(refusal: Refused) -> Errors:
        return errors_of(refusal, lambda code: forms.field_of(form, code), fields=forms.FIELDS[form])

    return core.tried(do, told)


def made_once(
    request: ActorRequest, form: str, make: Callable[[UUID], Made]
) -> tuple[Made | None, Errors, UUID]:
    """What a form has made, or what is wrong with it, and its key: the same form again makes no second one."""
    if request.method != "POST":
        return None, NOTHING_WRONG, uuid4()
    key, made = forms.key_of(request.POST), list[Made]()
    errors = tried(form, lambda: made.append(make(key)))
    return made[0] if made else None, errors, key


def shown(
    request: ActorRequest, template: str, page: Callable[[], dict[str, Any]], errors: Errors = NOTHING_WRONG,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """A page with its form: empty, or with what was typed and what is wrong with it."""
    with tenancy.reading(request.actor):
        context = {"values": forms.typed(request.POST), "form": "", **page(), **more, "errors": errors}
        return render(request, template, context, status=422 if errors else 200)


def list_taken(
    request: ActorRequest, name: str, kind: str, headings: Sequence[str],
    rows_of: Callable[[Actor, dict[str, str]], tuple[list[list[Any]], dict[str, str]]],
) -> HttpResponse:  # fmt: skip
    """A list as a file, under the filter of its page; of many it asks for the second factor first (5.3.6)."""
    rows, about = rows_of(request.actor, request.GET.dict())
    return list_with_proof(request, f"{name}.{kind}", headings, rows, about=about, candidates=len(rows))
