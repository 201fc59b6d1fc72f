"""What all cases share: one is held while it is decided, and what was decided stands with who decided and when."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.core.typed import a_reason

Case = TypeVar("Case", bound=Model)


def held(found: "QuerySet[Case]", key: UUID) -> Case:
    """The case of this key, nobody else's until the transaction ends; `Http404` where it is not among those found."""
    case = found.select_for_update(of=("self",)).filter(pk=key).first()
    if case is None:
        raise Http404
    return case


def decide(case: Any, state: str, decision: str, *, by: Actor) -> None:
    """The case stands as it was decided; of the awarding body's people no name is kept with it."""
    case.state, case.decision, case.decided_at, case.touched_at = state, decision, clock.now(), clock.now()
    case.decided_by = "" if by.centre_id is None else by.name
    case.save(update_fields=["state", "decision", "decided_at", "decided_by", "touched_at"])


def words_for_centre(typed: str, *, needed: bool, whose: str = "the centre") -> str:
    """What the awarding body writes with its decision; refused where it has to, and does not."""
    ask = f"Write what {whose} will read."
    return a_reason(typed, code="decision", ask=ask, shortest=1 if needed else 0)
