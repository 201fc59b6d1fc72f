"""The head of centre as the awarding body holds it: never as somebody typed it for themselves (1.7, 1.16)."""

from dataclasses import dataclass
from datetime import datetime

from interchange.centres.models import CallBack, Centre, HeadOfCentre, Link
from interchange.centres.queries.showing import confirmed_by_call
from interchange.centres.rules import addresses, names
from interchange.centres.steps.links import link_ended
from interchange.centres.steps.telling import head_of
from interchange.core import clock
from interchange.core.errors import Together


@dataclass(frozen=True)
class Head:
    """A head of centre, read and found to be complete."""

    name: str
    email: str
    phone: str
    source: str = ""


def read(name: str, email: str, phone: str, source: str, *, asked: str = "where this comes from") -> Head:
    """A head of centre as typed; refused with all that is wrong at once, each with its field as the code.

    `asked` is what the page asks for in the last field.
    """
    form = Together()
    head = Head(
        form.read(lambda: names.line_of_text(name, "the head's name", longest=200, code="head_name")),
        form.read(lambda: addresses.address(email, code="head_email")),
        form.read(lambda: names.telephone(phone, code="head_phone")),
        form.read(lambda: names.text(source, asked, longest=500, code="head_source")),
    )
    form.end()
    return head


def put(centre: Centre, head: Head, *, by: str) -> HeadOfCentre:
    """This head in place of the one before, who stays in the history."""
    now = clock.now()
    HeadOfCentre.unscoped.filter(centre_id=centre.pk, until_at=None).update(until_at=now)
    return HeadOfCentre.unscoped.create(
        centre_id=centre.pk, name=head.name, email=head.email, phone=head.phone, source=head.source, from_at=now,
        noted_by=by,
    )  # fmt: skip


def called_back(centre_id: int, *, since: datetime) -> bool:
    """Whether the head has confirmed by telephone, on the number held, since this moment; the last call counts."""
    return confirmed_by_call(CallBack.unscoped.filter(centre_id=centre_id, at__gte=since).order_by("-at"))


def head_of_link(link: Link) -> HeadOfCentre:
    """The head of centre to whom a link was sent; refused where another one, or another address, is held by now."""
    head = head_of(link.centre_id) if link.centre_id is not None else None
    if head is None or head.email.casefold() != link.address.casefold():
        raise link_ended()
    return head
