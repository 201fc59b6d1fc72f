"""Guides to download, for those for whom they are (B4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.core.actor import Actor
from interchange.core.paging import listed
from interchange.support.models import Guide
from interchange.support.queries.audiences import fits, in_words
from interchange.support.queries.showing import chosen, size


@dataclass(frozen=True)
class Line:
    """One guide as it is listed."""

    id: UUID
    title: str
    summary: str
    version: str
    kind: str
    size: str
    at: datetime
    by: str
    audience: str
    withdrawn_at: datetime | None


def guides_for(actor: Actor) -> QuerySet[Guide]:
    """What is offered to this person now."""
    return Guide.objects.filter(fits(actor), withdrawn_at=None).order_by("title", "-published_at")


def guides_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The list under Help, which can be searched."""
    asked = chosen(query, q=None)
    page = listed(_with_words(guides_for(actor), asked["q"]), asked, query.get("page", ""))
    return {"list": page, "filter": asked, "lines": [_line(one) for one in page.rows]}


def desk_page(query: Mapping[str, str]) -> dict[str, Any]:
    """Every guide that was published, also those withdrawn."""
    asked = chosen(query, q=None, state=frozenset({"published", "withdrawn"}))
    found = _with_words(Guide.objects.order_by("-published_at", "-pk"), asked["q"])
    if asked["state"]:
        found = found.filter(withdrawn_at__isnull=asked["state"] == "published")
    page = listed(found, asked, query.get("page", ""))
    return {"list": page, "filter": asked, "lines": [_line(one) for one in page.rows]}


def guide_file(actor: Actor, guide_id: UUID) -> Guide:
    """A guide that this person may have; 404 where it is withdrawn or for others. Who publishes them may have each."""
    found = Guide.objects.all() if holds(actor, Capability.GUIDES_PUBLISH) else guides_for(actor)
    return get_object_or_404(found, pk=guide_id)


def _with_words(found: QuerySet[Guide], words: str) -> QuerySet[Guide]:
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(version__icontains=word)
        )
    return found


def _line(one: Guide) -> Line:
    return Line(
        one.pk, one.title, one.summary, one.version, one.kind.upper(), size(one.size), one.published_at,
        one.published_by, in_words(one.audience, one.audience_values), one.withdrawn_at,
    )  # fmt: skip
