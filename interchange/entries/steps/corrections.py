"""Writing down that a centre asks for other details of a candidate (R-ID-17)."""

from typing import Any

from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.entries.models import Candidate, Correction
from interchange.support.rules.threads import reference_of


def note_asked(candidate: Candidate, *, by: Actor, **facts: Any) -> Correction:
    """A request of the candidate's centre, with a number of its own, that waits for the awarding body."""
    made = new_id()
    return Correction.unscoped.create(
        id=made, centre_id=candidate.centre_id, series=candidate.series, candidate=candidate,
        reference=reference_of(made.int, letter="D"), asked_by=by.name[:200], asked_by_id=by.person_id, **facts,
    )  # fmt: skip
