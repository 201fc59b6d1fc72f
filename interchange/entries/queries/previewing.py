"""What would become of entries if they were sent now: problems, warnings and fees, before a button is pressed."""

from collections.abc import Sequence

from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.entries.models import Route
from interchange.entries.queries.elsewhere import ucis_of_same_persons
from interchange.entries.queries.holding import held_by
from interchange.entries.queries.offering import offer_for
from interchange.entries.rules import merging
from interchange.entries.rules.holdings import EntryRow, Merge


def preview(
    rows: Sequence[EntryRow], *, actor: Actor, centre_id: int, route: Route = Route.FORM, how: str = ""
) -> Merge:
    """What `steps.taking.take` would do with these rows of one centre, without doing it (R-FEE-6)."""
    codes = {row.entry_code for row in rows}
    series = dict(
        catalogue.series_list().filter(code__in={row.series for row in rows}).values_list("code", "id")
    )
    held = held_by(centre_id, series=series, codes=codes)
    merge = merging.merge(rows, held, offer_for(codes))
    merge.warnings = merging.warnings(merge, ucis_of_same_persons(merging.persons(rows)))
    return merge
