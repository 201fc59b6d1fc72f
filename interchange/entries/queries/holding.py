"""What one centre has entered, as a merge wants it."""

from collections.abc import Collection

from interchange.entries.models import Candidate, Entry
from interchange.entries.rules.holdings import Details, Held, HeldCandidate, HeldEntry


def held_by(centre_id: int, *, series: dict[str, int], codes: Collection[str]) -> Held:
    """What a centre has entered in these series: every candidate, and every entry for these codes."""
    named = {pk: code for code, pk in series.items()}
    candidates = Candidate.unscoped.filter(centre_id=centre_id, series_id__in=named).values_list(
        "id", "series_id", "number", "uci", "uln", "surname", "forenames", "born_on", "sex", "status"
    )
    entries = Entry.unscoped.filter(
        centre_id=centre_id, series_id__in=named, entry_code__in=codes
    ).values_list(
        "id", "candidate_id", "series_id", "entry_code", "option_id", "teaching_group", "withdrawn_at"
    )
    return Held(
        [HeldCandidate(row[0], named[row[1]], row[2], Details(*row[3:])) for row in candidates],
        [
            HeldEntry(row[0], row[1], named[row[2]], *row[3:6], withdrawn=row[6] is not None)
            for row in entries
        ],
    )
