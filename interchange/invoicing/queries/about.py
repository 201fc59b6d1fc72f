"""What is held on one candidate here, for a copy of it (section 9 of the rules of accounts)."""

from collections.abc import Collection
from uuid import UUID

from interchange.core.about import About, rows
from interchange.core.actor import Actor
from interchange.invoicing.models import Line

EVERY = Actor.system("subject access")


def about_candidates(keys: Collection[UUID]) -> About:
    """The lines of invoices to the centres that name these candidates. The open transaction must be one that sees
    every centre."""
    lines = Line.objects.visible_to(EVERY).filter(version__entry__candidate__in=keys).order_by("at", "place")
    return {"Lines of invoices": rows(lines, "invoice__number", "candidate", "code", "told", "pence", "at")}
