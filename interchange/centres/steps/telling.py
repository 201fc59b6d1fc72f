"""Who is told what about a centre (1.14, section 10)."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from interchange.accounts.queries.administrators import administrators
from interchange.centres.models import Centre, HeadOfCentre
from interchange.notifications import steps as notices
from interchange.notifications.rules import Kind

YOUR_CENTRE = "centres:your-centre"


def head_of(centre_id: int) -> HeadOfCentre | None:
    """The head of centre as the awarding body holds it."""
    return HeadOfCentre.unscoped.filter(centre_id=centre_id, until_at=None).first()


def tell_centre(
    centre: Centre, kind: Kind, words: Mapping[str, Any], *, besides: str = "", page: str = YOUR_CENTRE
) -> None:
    """Tell every administrator of the centre and its head; `besides` is one more address, such as a former head's."""
    told = list(administrators(centre.pk))
    named = {"number": centre.number, "centre": centre.name, **words}
    notices.tell(
        [one.person_id for one in told],
        kind,
        words=named,
        link=reverse(page) if page else "",
        centre_id=centre.pk,
    )
    head, known = head_of(centre.pk), {one.person.email.casefold() for one in told}
    for address in dict.fromkeys([head.email if head else "", besides]):
        if address and address.casefold() not in known:
            notices.write_to(address, kind, words=named)
