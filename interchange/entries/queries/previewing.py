"""What would become of entries if they were sent now: problems, warnings and fees, before a button is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass

from interchange.core.actor import Actor
from interchange.entries.queries.holding import around, bare_ucis, held_by
from interchange.entries.queries.offering import offer_for, widened
from interchange.entries.rules import merging, oddities
from interchange.entries.rules.holdings import Around, EntryRow, Held, Merge, Offer, Way


@dataclass
class Ground:
    """What a merge stands on: what is held, what can be entered, and which series these are."""

    held: Held
    offer: Offer
    series: dict[str, int]


def ground(
    rows: Sequence[EntryRow], *, centre_id: int, offer: Offer | None = None, beyond: Around | None = None
) -> Ground:
    """All that is read for rows of one centre; offer and what is around too, unless one file's serve many centres."""
    asked = {row.series for row in rows}
    offer = offer or offer_for({row.entry_code for row in rows}, series=asked)
    series = {code: offer.ids[code] for code in sorted(asked & offer.ids.keys())}
    held = held_by(centre_id, rows, series=series)
    offer = widened(offer, {entry.entry_code for entry in held.entries}, series=asked)
    held.around = around(rows, bare_ucis(rows, held)) if beyond is None else beyond
    return Ground(held, offer, series)


def merged(rows: Sequence[EntryRow], on: Ground, way: Way) -> Merge:
    """What becomes of the rows, with every warning."""
    merge = merging.merge(rows, on.held, on.offer, way)
    merge.warnings += oddities.warnings(merge, on.held.around.known)
    if not way.free:
        merge.warnings += oddities.without_uln(merge)
    merge.warnings.sort(key=lambda problem: problem.row)
    return merge


def preview(
    rows: Sequence[EntryRow], *, actor: Actor, centre_id: int, how: str = "", reason: str = ""
) -> Merge:
    """What `steps.taking.take` would do with these rows of one centre, without doing it (R-FEE-6)."""
    way = Way(free=actor.is_staff, medical=how == "medical", proved=bool(reason))
    return merged(rows, ground(rows, centre_id=centre_id), way)
