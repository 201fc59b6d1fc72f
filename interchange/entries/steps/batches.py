"""Batches as other capabilities begin and move them: what came together, and what becomes of it (R-WAY-7)."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from interchange.core.actor import Actor
from interchange.entries.models import Batch, Route
from interchange.entries.rules.batches import BATCH

__all__ = ["Batch", "Route", "begin", "find", "held", "move", "note"]


def begin(*, centre_id: int, route: Route, by: Actor, **facts: Any) -> Batch:
    """A batch that has just come in."""
    return Batch.unscoped.create(
        centre_id=centre_id, route=route, by=by.name[:200], by_id=by.person_id, **facts
    )


def find(batch_id: UUID, *, by: Actor) -> Batch | None:
    """A batch that the actor may see; none where there is none such."""
    return Batch.objects.visible_to(by).filter(pk=batch_id).first()


def held(batch_id: UUID, *, by: Actor) -> Batch:
    """A batch, held until this transaction ends; `Http404` where it is another centre's."""
    return get_object_or_404(Batch.objects.visible_to(by).select_for_update(of=("self",)), pk=batch_id)


def note(batch: Batch, **facts: Any) -> None:
    """Write down what was found."""
    for name, value in facts.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(facts))


def move(batch: Batch, verb: str, **facts: Any) -> None:
    """Do what the verb does to the state of a batch; refused out of turn."""
    note(batch, state=BATCH.after(verb, batch.state), **facts)
