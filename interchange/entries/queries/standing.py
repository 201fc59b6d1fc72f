"""What is wrong or odd about entries that stand (R-ENT-10, R-CERT-2, R-DOC-1)."""

from interchange.core.actor import Actor
from interchange.core.tenancy import Sees
from interchange.entries.models import Candidate
from interchange.entries.queries.holding import around, held_in
from interchange.entries.queries.offering import offer_for
from interchange.entries.rules.standing import Standing, look_again


def standing_problems(actor: Actor, centre_id: int, series: str) -> list[Standing]:
    """Everything about a centre's entries in a series that would be refused or warned about today.

    Nothing where the centre is not the actor's own. The number of statements is the same for one entry and for many.
    """
    if not actor.is_staff and actor.centre_id != centre_id:
        return []
    empty = offer_for((), series=())
    if series not in empty.ids:
        return []
    held = held_in(centre_id, {series: empty.ids[series]})
    if not held.entries:
        return []
    offer = offer_for({entry.entry_code for entry in held.entries}, series={series})
    held.around = around((), {each.details.uci for each in held.candidates})
    return look_again(held, offer, series)


def centres_with_candidates(actor: Sees, series_id: int) -> list[int]:
    """The centres that have candidates in a series."""
    found = Candidate.objects.visible_to(actor).filter(series_id=series_id).order_by("centre_id")
    return list(found.values_list("centre_id", flat=True).distinct())
