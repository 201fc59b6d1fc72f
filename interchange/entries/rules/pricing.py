"""The fees of one merge: each looked up once, however many rows ask for it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from interchange.catalogue.rules.profile import Band
from interchange.entries.rules import fees
from interchange.entries.rules.fees import NO_FEE_FOR_DETAILS, NOT_HELD, Fee
from interchange.entries.rules.holdings import Charge, HeldEntry, Offer, OfferedOption, Way
from interchange.entries.rules.states import Withdrawn

__all__ = ["NO_FEE_FOR_DETAILS", "Prices"]


class Prices:
    """What changes cost in the series of an offer, for entries that have cost so much already."""

    def __init__(self, offer: Offer, charges: Mapping[UUID, Sequence[Charge]], way: Way) -> None:
        self.offer, self.charges, self.way = offer, charges, way
        self.known: dict[tuple[str, int], Fee] = {}

    def band(self, series: str) -> Band:
        """In which band of the series all this falls; what the awarding body takes before it opens is on time."""
        terms = self.offer.terms.get(series)
        return Band.ON_TIME if terms is None or terms.band is Band.NOT_OPEN else terms.band

    def to_add(self, series: str, option: OfferedOption) -> Fee:
        """What a new entry costs."""
        key = series, option.id
        if key not in self.known:
            terms = self.offer.terms.get(series)
            self.known[key] = NOT_HELD if terms is None else fees.to_add(
                self._fee(series, option), terms.profile, self.band(series), certification=option.certification
            )  # fmt: skip
        return self.known[key]

    def to_withdraw(
        self, series: str, entry: HeldEntry, option: OfferedOption | None
    ) -> tuple[Withdrawn, Fee]:
        """Whether a withdrawal is refunded, and with how much."""
        terms = self.offer.terms.get(series)
        if terms is None:
            return Withdrawn.REFUND, NOT_HELD
        return fees.to_withdraw(
            self.charges.get(entry.id, ()), self._fee(series, option), terms.profile, family=self._family(option),
            at=terms.at, medical=self.way.medical,
        )  # fmt: skip

    def to_change(
        self, series: str, entry: HeldEntry, before: OfferedOption | None, after: OfferedOption
    ) -> Fee:
        """What another option costs."""
        terms = self.offer.terms.get(series)
        if terms is None:
            return NOT_HELD
        tier = bool(before and before.tier and after.tier and before.tier != after.tier)
        return fees.to_change(
            self.charges.get(entry.id, ()), self._fee(series, before), self._fee(series, after), terms.profile,
            self.band(series), family=self._family(after), at=terms.at, tier=tier,
        )  # fmt: skip

    def _fee(self, series: str, option: OfferedOption | None) -> int | None:
        if option is None:
            return None
        held = self.offer.terms[series].fees
        return held.get((option.entry_code, option.code), held.get((option.entry_code, "")))

    def _family(self, option: OfferedOption | None) -> str:
        award = self.offer.awards.get(option.award_id) if option else None
        return award.family if award else ""
