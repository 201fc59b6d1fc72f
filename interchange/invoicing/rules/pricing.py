"""Fees that were not known when an entry changed, worked out once they are: as they would have been (R-FEE-1 to 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from interchange.catalogue.rules.profile import Band, Profile
from interchange.entries.rules import fees
from interchange.entries.rules.fees import Fee
from interchange.entries.rules.holdings import ADD, WITHDRAW, Charge
from interchange.entries.rules.states import Withdrawn


@dataclass(frozen=True)
class Route:
    """An option as far as fees ask for it."""

    entry_code: str
    code: str
    tier: str = ""
    family: str = ""
    certification: bool = False


class Past(NamedTuple):
    """One change of one entry, as it was noted."""

    id: UUID
    action: str
    before: Route | None
    after: Route | None
    band: str
    pence: int | None
    at: datetime
    how: str = ""
    """Of a withdrawal: how it was taken back."""


def known_since(
    history: Sequence[Past], tariffs: Mapping[tuple[str, str], int], profile: Profile
) -> list[tuple[UUID, Fee]]:
    """The fees, now known, of an entry's changes that had none; `history` is all of it, the oldest first."""
    found: list[tuple[UUID, Fee]] = []
    charges: list[Charge] = []
    for past in history:
        pence = past.pence
        if pence is None:
            fee = _fee(past, charges, tariffs, profile)
            pence = fee.pence
            if pence is not None:
                found.append((past.id, fee))
        charges.append(Charge(past.band, pence))
    return found


def _fee(
    past: Past, charges: Sequence[Charge], tariffs: Mapping[tuple[str, str], int], profile: Profile
) -> Fee:
    band = Band.of(past.band)
    before, after = _tariff(past.before, tariffs), _tariff(past.after, tariffs)
    if past.action == ADD or past.before is None:
        return fees.to_add(after, profile, band, certification=bool(past.after and past.after.certification))
    if past.action == WITHDRAW or past.after is None:
        medical = past.how == Withdrawn.MEDICAL
        return fees.to_withdraw(
            charges, before, profile, family=past.before.family, at=past.at, medical=medical
        )[1]
    tier = bool(past.before.tier and past.after.tier and past.before.tier != past.after.tier)
    return fees.to_change(
        charges, before, after, profile, band, family=past.after.family, at=past.at, tier=tier
    )


def _tariff(route: Route | None, tariffs: Mapping[tuple[str, str], int]) -> int | None:
    if route is None:
        return None
    return tariffs.get((route.entry_code, route.code), tariffs.get((route.entry_code, "")))
