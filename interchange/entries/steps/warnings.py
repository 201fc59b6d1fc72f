"""Noting that warnings are accepted (R-ENT-10)."""

from collections.abc import Iterable
from uuid import UUID

from interchange.core.actor import Actor
from interchange.entries.models import AcceptedWarning
from interchange.entries.rules.standing import digest_of


def note_accepted(lines: Iterable[tuple[UUID, str]], *, centre_id: int, series_id: int, by: Actor) -> None:
    """Somebody accepts these warnings, each by its candidate and what it says; one statement however many.

    What was accepted before stays as it was.
    """
    AcceptedWarning.unscoped.bulk_create(
        [
            AcceptedWarning(
                centre_id=centre_id, series_id=series_id, candidate_id=candidate_id, sentence=said,
                digest=digest_of(said), by=by.name[:200], by_id=by.person_id,
            )
            for candidate_id, said in lines
        ],
        ignore_conflicts=True,
    )  # fmt: skip
