"""What somebody sees who came by a link: read as the centre of the link, and nothing of any other (1.5, 1.7, 1.8)."""

from typing import Any

from interchange.centres.models import Agreement, Application, Centre, Link, Nomination
from interchange.centres.queries import own, showing
from interchange.centres.rules import applications
from interchange.centres.steps.heads import head_of_link
from interchange.centres.steps.links import open_link
from interchange.core import tenancy
from interchange.core.actor import AWARDING_BODY, Actor


def application_of(token: str) -> Application:
    """The application that the link belongs to; refused when the link is used or over."""
    return Application.objects.get(pk=open_link(token, Link.Purpose.APPLICATION).subject_id)


def application_step(token: str, step: str) -> dict[str, Any]:
    """One page of the application, with what has been answered."""
    one = application_of(token)
    order = [one_step.name for one_step in applications.STEPS]
    return {
        "application": one, "step": applications.BY_NAME[step], "number": order.index(step) + 1, "of": len(order),
        "values": {name: _value(one, name) for name in applications.BY_NAME[step].fields},
    }  # fmt: skip


def _value(one: Application, name: str) -> str:
    value = getattr(one, name)
    return ("yes" if value else "") if name == "wants_gq" else str(value)


def agreement_page(token: str) -> dict[str, Any]:
    """The exact text of the Agreement, and what the form below it needs."""
    link = open_link(token, Link.Purpose.AGREEMENT)
    by = _of(link)
    with tenancy.reading(by):
        one = Agreement.objects.visible_to(by).select_related("version").get(pk=link.subject_id)
        change = one.occasion == Agreement.Occasion.CHANGE
        page = own.change_page(by)
        return {
            "centre": Centre.objects.get(pk=by.chain), "agreement": one, "version": one.version,
            "paragraphs": own.paragraphs(one.version), "scopes": page["scopes"],
            "leavers": page["leavers"], "change": change,
        }  # fmt: skip


def head_page(token: str) -> dict[str, Any]:
    """What exactly the head of centre confirms: who, for what, named by whom, and who has left."""
    link = open_link(token, Link.Purpose.HEAD)
    by = _of(link)
    with tenancy.reading(by):
        return {**_nomination(link, by), "head": head_of_link(link)}


def nominee_page(token: str) -> dict[str, Any]:
    """What the nominee agrees to."""
    link = open_link(token, Link.Purpose.NOMINEE)
    by = _of(link)
    with tenancy.reading(by):
        return _nomination(link, by)


def _nomination(link: Link, by: Actor) -> dict[str, Any]:
    found = Nomination.objects.visible_to(by).select_related("agreement__version")
    one = found.get(pk=link.subject_id)
    return {
        "one": one, "agreement": one.agreement, "centre": Centre.objects.get(pk=by.chain),
        "scopes": showing.scope_words(one.scopes), "paragraphs": own.paragraphs(one.agreement.version),
    }  # fmt: skip


def _of(link: Link) -> Actor:
    """Somebody who reads the rows of the link's centre."""
    return Actor(name="", centre_id=link.centre_id if link.centre_id is not None else AWARDING_BODY)
