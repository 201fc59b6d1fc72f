"""Giving candidates another UCI, at every centre."""

from collections.abc import Collection

from interchange.centres import steps as centres
from interchange.entries.models import Candidate


def hold_all(centre_ids: Collection[int]) -> None:
    """Hold these centres, in one order, so that nobody waits in a ring."""
    for centre_id in sorted(centre_ids):
        centres.hold(centre_id)


def give_uci(gone: str, kept: str) -> int:
    """Everybody with the one UCI has the other from now on; how many."""
    return Candidate.unscoped.filter(uci=gone).update(uci=kept)
