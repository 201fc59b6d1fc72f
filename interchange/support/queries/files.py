"""The files that are kept: what centres attached, and guides."""

from typing import Any

from django.db.models import Count, QuerySet, Sum

from interchange.core.actor import Actor
from interchange.support.models import Attachment, Guide


def files_kept(actor: Actor) -> tuple[int, int]:
    """How many files there are, and how many bytes together; two statements."""
    attached, guides = _sum(Attachment.objects.visible_to(actor)), _sum(Guide.objects.all())
    return attached[0] + guides[0], attached[1] + guides[1]


def _sum(files: "QuerySet[Any]") -> tuple[int, int]:
    found = files.aggregate(number=Count("pk"), together=Sum("size"))
    return found["number"], found["together"] or 0
