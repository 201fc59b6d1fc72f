"""The iMS1 as a PDF."""

from collections.abc import Iterator
from functools import partial
from statistics import median
from uuid import UUID, uuid4

from interchange.assessment.queries.outcomes import How
from interchange.assessment.queries.places import fingerprint
from interchange.assessment.queries.printing import ims1_of
from interchange.assessment.queries.submissions import submission
from interchange.assessment.rules.marks import Typed
from interchange.assessment.services.marks import save_marks
from interchange.assessment.services.submitting import submit_sheet
from interchange.core import tenancy
from interchange.documents.ims1 import render_ims1
from interchange.operations.bench.figures import Figure, milliseconds
from interchange.operations.bench.ground import MAXIMUM, Ground, ground

ROUNDS = {300: 5, 5000: 2}
SECONDS = {300: 0.3, 5000: None}


def printing() -> Iterator[Figure]:
    """From the stored submission to the bytes."""
    for size, rounds in ROUNDS.items():
        place = ground(size)
        sent = _submit(place)
        taken = [milliseconds(partial(_print, place, sent)) for _ in range(rounds)]
        yield Figure(f"ims1_pdf_{size}_rows", median(taken) / 1000, "s", None, SECONDS[size])


def _submit(place: Ground) -> UUID:
    typed = [
        Typed(row.number, row.version, mark=str(1 + at % MAXIMUM), checked=True)
        for at, row in enumerate(place.rows())
    ]
    save_marks(place.address, typed, how=How.TYPING, by=place.officer)
    key: UUID = submit_sheet(place.address, key=uuid4(), shown=fingerprint(place.rows()), by=place.officer).pk
    return key


def _print(place: Ground, sent: UUID) -> None:
    with tenancy.reading(place.officer):
        pdf = render_ims1(ims1_of(place.officer, submission(place.officer, sent)))
    if not pdf.startswith(b"%PDF"):
        raise RuntimeError("no PDF came")
