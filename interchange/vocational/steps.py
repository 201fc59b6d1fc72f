"""What services write of vocational entries, each kind by one statement."""

from collections.abc import Iterable
from uuid import UUID

from interchange.core import clock
from interchange.core.actor import Actor
from interchange.vocational.models import Learner, SchemeEntry
from interchange.vocational.rules import entering


def write_learners(learners: Iterable[entering.Learner], *, centre_id: int) -> None:
    """New learners, and new details of those held."""
    rows = [Learner(id=one.id, centre_id=centre_id, **one.person._asdict()) for one in learners]
    Learner.unscoped.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=list(entering.Person._fields)
    )


def write_entries(added: Iterable[tuple[UUID, int | None]], *, scheme_id: int, by: Actor) -> None:
    """New entries for a scheme, made now."""
    at = clock.now()
    SchemeEntry.unscoped.bulk_create(
        SchemeEntry(
            centre_id=by.chain, learner_id=learner, scheme_id=scheme_id, unit_id=unit, entered_at=at,
            entered_by=by.name[:200],
        )
        for learner, unit in added
    )  # fmt: skip
