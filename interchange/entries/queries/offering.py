"""What can be entered, as a merge wants it."""

from collections.abc import Collection

from interchange.catalogue import queries as catalogue
from interchange.entries.rules.holdings import Offer, OfferedOption


def offer_for(codes: Collection[str]) -> Offer:
    """What can be entered under these codes, and every series."""
    options: dict[str, list[OfferedOption]] = {}
    for option in catalogue.options_for_entry(codes=set(codes)):
        route = OfferedOption(
            option.pk, option.entry_code, option.code, option.route, option.tier, option.carried_forward
        )
        options.setdefault(option.entry_code, []).append(route)
    return Offer(options, dict(catalogue.series_list().values_list("code", "is_open")))
