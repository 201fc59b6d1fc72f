"""What is wrong or odd about entries that stand (R-ENT-10, R-CERT-2, R-DOC-1)."""

from typing import TYPE_CHECKING
from uuid import UUID

from interchange.catalogue import queries as catalogue
from interchange.core.actor import Actor
from interchange.core.tenancy import Sees
from interchange.entries.models import AcceptedWarning, Candidate
from interchange.entries.queries.holding import around, held_in
from interchange.entries.queries.offering import offer_for
from interchange.entries.rules.holdings import ADD, Held, Offer
from interchange.entries.rules.single import row_for
from interchange.entries.rules.standing import Standing, look_again, look_for_missing, second_ucis

if TYPE_CHECKING:
    from interchange.catalogue.models import Series


def standing_problems(actor: Actor, centre_id: int, series: "Series") -> list[Standing]:
    """Everything about a centre's entries in a series that would be refused or warned about today.

    Nothing where the centre is not the actor's own. The number of statements is the same for one entry and for many.
    """
    if not actor.is_staff and actor.centre_id != centre_id:
        return []
    held = held_in(centre_id, {series.code: series.pk})
    if not held.entries:
        return []
    held.around = around((), {each.details.uci for each in held.candidates})
    return look_again(held, _offer(held, series), series.code)


def all_problems(
    centre_id: int, series: "Series", candidate_id: UUID | None = None
) -> tuple[list[Standing], dict[str, UUID]]:
    """The same, with what only who asks is told: awards that nobody asks for, and persons under several UCIs.

    Of a whole centre or of one candidate; with the candidates by their numbers.
    """
    held = held_in(centre_id, {series.code: series.pk}, candidate_id)
    if not held.entries:
        return [], {}
    rows = [row_for(series.code, one.number, "", action=ADD, details=one.details) for one in held.candidates]
    held.around = around(rows, {one.details.uci for one in held.candidates})
    offer = _offer(held, series)
    found = look_again(held, offer, series.code)
    found += look_for_missing(held, offer, series.code, _certification_codes(offer))
    entered = {entry.candidate_id for entry in held.entries}
    ids = {one.number: one.id for one in held.candidates}
    found += [one for one in second_ucis(held) if ids[one.number] in entered]
    return sorted(found, key=lambda one: (one.number, one.code, one.kind)), ids


def _offer(held: Held, series: "Series") -> Offer:
    return offer_for({entry.entry_code for entry in held.entries}, series={series.code})


def _certification_codes(offer: Offer) -> dict[int, str]:
    """The code by which each award is asked for."""
    asked = catalogue.options_for_entry().filter(certification=True, qualification__in=offer.awards)
    return dict(asked.order_by("pk").values_list("qualification_id", "entry_code"))


def accepted_warnings(
    actor: Sees, series_id: int, candidate_id: UUID | None = None
) -> dict[tuple[str, str], AcceptedWarning]:
    """What was accepted in a series, by candidate number and what it says; of one candidate, if one is named."""
    found = AcceptedWarning.objects.visible_to(actor).filter(series=series_id).select_related("candidate")
    if candidate_id is not None:
        found = found.filter(candidate=candidate_id)
    return {(one.candidate.number, one.sentence): one for one in found}


def centres_with_candidates(actor: Sees, series_id: int) -> list[int]:
    """The centres that have candidates in a series."""
    found = Candidate.objects.visible_to(actor).filter(series_id=series_id).order_by("centre_id")
    return list(found.values_list("centre_id", flat=True).distinct())
