"""Publishing guides to download (B4)."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.accounts.access import state_change
from interchange.accounts.roles import Capability
from interchange.audit import steps as audit
from interchange.audit.events import Event
from interchange.core import clock, uploads
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.core.uploads import GUIDE, Checked
from interchange.support.models import Guide
from interchange.support.queries.audiences import known_values
from interchange.support.rules import audiences
from interchange.support.rules.words import one_line

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_VERSION = 150, 300, 30


@dataclass(frozen=True)
class NewGuide:
    """A guide's title, what it is about, its version, and for whom it is."""

    title: str
    version: str
    summary: str = ""
    audience: str = audiences.Audience.ALL.value
    values: Collection[str] = ()


@state_change(needs=Capability.GUIDES_PUBLISH)
def publish_guide(new: NewGuide, file: Checked, *, by: Actor) -> Guide:
    """Offer a file under Help to its audience; an earlier version of the same title is withdrawn.

    Refused without a title or a version, and where nobody is chosen.
    """
    title = one_line(new.title, field="title", what="a title", longest=LONGEST_TITLE)
    version = one_line(
        new.version, field="version", what="a version, such as 2027 or 1.2", longest=LONGEST_VERSION
    )
    summary = one_line(new.summary, field="summary", what="", longest=LONGEST_SUMMARY, needed=False)
    audience, values = audiences.check(new.audience, new.values, known=known_values(new.audience, new.values))
    now = clock.now()
    Guide.objects.filter(title__iexact=title, withdrawn_at=None).update(withdrawn_at=now)
    stored = uploads.keep(file, GUIDE)
    guide = Guide.objects.create(
        title=title, version=version, summary=summary, audience=audience.value, audience_values=values,
        name=file.name, kind=file.kind, size=file.size, digest=file.digest, stored=stored, scanned=file.scanned,
        published_at=now, published_by=by.name,
    )  # fmt: skip
    audit.record(Event.GUIDE_ADDED, subject=f"guide:{guide.pk}", data={"title": title, "version": version})
    return guide


@state_change(needs=Capability.GUIDES_PUBLISH)
def withdraw_guide(guide_id: UUID, *, by: Actor) -> Guide:
    """Offer it no longer; it stays in the list of the awarding body. Refused when it is withdrawn already."""
    guide = get_object_or_404(Guide.objects.select_for_update(), pk=guide_id)
    if guide.withdrawn_at is not None:
        raise Refused("withdrawn", "This guide has been withdrawn already.")
    guide.withdrawn_at = clock.now()
    guide.save(update_fields=["withdrawn_at"])
    audit.record(Event.GUIDE_REMOVED, subject=f"guide:{guide.pk}", data={"title": guide.title})
    return guide
