"""Links of applications, agreements and nominations (1.5, 1.7)."""

import secrets
from datetime import timedelta
from uuid import UUID

from interchange.accounts.steps import hash_of
from interchange.centres.models import Link
from interchange.core import clock
from interchange.core.errors import Refused


def make_link(
    purpose: Link.Purpose, subject_id: UUID, *, address: str, lasts: timedelta, centre_id: int | None = None
) -> str:
    """The token of a new link; earlier ones for the same end no more."""
    token, now = secrets.token_urlsafe(24), clock.now()
    end_links(subject_id, purpose)
    Link.objects.create(
        token_hash=hash_of(token), purpose=purpose, centre_id=centre_id, subject_id=subject_id, address=address,
        made_at=now, until=now + lasts,
    )  # fmt: skip
    return token


def end_links(subject_id: UUID, *purposes: Link.Purpose) -> None:
    """The open links of this application, agreement or nomination work no longer; without a purpose, all of them."""
    found = Link.objects.filter(subject_id=subject_id, used_at=None, ended_at=None)
    (found.filter(purpose__in=purposes) if purposes else found).update(ended_at=clock.now())


def open_link(token: str, purpose: Link.Purpose) -> Link:
    """The link with this token; refused when it was used, has run out, was replaced or never was."""
    found = Link.objects.filter(
        token_hash=hash_of(token), purpose=purpose, used_at=None, ended_at=None, until__gte=clock.now()
    ).first()
    if found is None:
        raise link_ended()
    return found


def use_link(link: Link) -> None:
    """Mark it used; refused where somebody was quicker."""
    unused = Link.objects.filter(pk=link.pk, used_at=None, ended_at=None)
    if not unused.update(used_at=clock.now()):
        raise link_ended()


def link_ended() -> Refused:
    """What is said of every link that does not work, whatever the reason."""
    return Refused(
        "link-ended",
        "This link has been used, has run out, or has been replaced by a newer one. If you have to go on, ask us for "
        "a new one.",
    )
