"""What a change of an entry adds to the invoice (R-FEE-1 to R-FEE-7). Whole pence; less than nothing is a credit.

A fee is computed once, when the change is made, and kept with the version it belongs to. What is given back is never
more than what was charged. `None` stands for a fee that nobody has told us, with words that say so.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from interchange.catalogue.rules.profile import Band, Profile, last_moment, no_change_from
from interchange.core import clock
from interchange.core.money import Money
from interchange.entries.rules.holdings import Charge
from interchange.entries.rules.states import Withdrawn

PAST_THE_DEADLINE = (Band.LATE, Band.VERY_LATE, Band.CLOSED)
VERY_LATE = (Band.VERY_LATE, Band.CLOSED)


class Fee(NamedTuple):
    """An amount in pence, or none where it is not known, and how it comes about."""

    pence: int | None
    told: str


NOT_HELD = Fee(None, "No fee is held for this code.")
FREE = Fee(0, "")
NO_FEE_FOR_DETAILS = Fee(0, "No fee for personal details or teaching groups.")
CERTIFICATION_IS_FREE = Fee(0, "No fee for certification.")


def multiple(profile: Profile, band: str) -> int:
    """How many times its fee an entry of this band costs (R-FEE-2, R-FEE-6)."""
    if band in VERY_LATE:
        return profile.very_late_multiple
    return profile.late_multiple if band == Band.LATE else 1


def to_add(fee: int | None, profile: Profile, band: Band, *, certification: bool = False) -> Fee:
    """A new entry: its fee, times what the band asks (R-FEE-1, R-FEE-2). Certification is free unless a fee is held."""
    if fee is None:
        return CERTIFICATION_IS_FREE if certification else NOT_HELD
    times = multiple(profile, band)
    if times == 1 or not fee:
        return Fee(fee * times, f"Entry fee {Money(fee)}.")
    late = Band.VERY_LATE if band in VERY_LATE else band
    return Fee(fee * times, f"{late.label} entry: {times} times the fee of {Money(fee)}.")


def refund_until(profile: Profile, family: str) -> date:
    """The last day on which a withdrawal gives the fee back: months after the deadline, by family, and never after the
    very late date (R-FEE-3, R-FEE-4, R-WD-1)."""  # fmt: skip
    months = profile.refund_months.get(family, profile.refund_months.get("*", 1))
    return min(_months_after(profile.entry_deadline, months), profile.very_late)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def gives_back(profile: Profile, family: str, at: datetime) -> bool:
    """Whether what is withdrawn at this moment is refunded without a reason."""
    return at <= last_moment(profile, refund_until(profile, family))


def back(charges: Sequence[Charge], fee: int | None) -> int | None:
    """What can be given back of an entry: all it cost where nothing was late, else the entry fee alone (R-FEE-5).

    Never more than it cost; none where what it cost is not known.
    """
    if any(charge.pence is None for charge in charges):
        return None
    paid = max(0, sum(charge.pence or 0 for charge in charges))
    if not paid or all(charge.band not in PAST_THE_DEADLINE for charge in charges):
        return paid
    return None if fee is None else min(fee, paid)


def to_withdraw(
    charges: Sequence[Charge], fee: int | None, profile: Profile, *, family: str, at: datetime, medical: bool
) -> tuple[Withdrawn, Fee]:
    """What a withdrawal gives back: until the refund date the entry fee; for medical reasons or bereavement up to the
    day on which entries close; after that nothing (R-FEE-3 to R-FEE-5, R-WD-1)."""  # fmt: skip
    if medical and at <= clock.end_of_day(no_change_from(profile)):
        how, told = Withdrawn.MEDICAL, "Entry fee given back for medical reasons or bereavement."
    elif gives_back(profile, family, at):
        how, told = Withdrawn.REFUND, "Entry fee given back."
    else:
        last = clock.day_in_words(refund_until(profile, family))
        return Withdrawn.NO_REFUND, Fee(0, f"Withdrawn after {last}: no refund.")
    amount = back(charges, fee)
    if amount is None:
        return how, Fee(None, "What it cost is not known, so the refund is not.")
    return how, Fee(-amount, told if amount else "Nothing was charged.")


def to_change(
    charges: Sequence[Charge], before: int | None, after: int | None, profile: Profile, band: Band, *,
    family: str, at: datetime, tier: bool,
) -> Fee:  # fmt: skip
    """Another option or tier: the new fee, less the first where it is given back, and the fee for the change.

    A change of tier always gives the first fee back, one of option until the refund date (R-FEE-4). The fee for a
    change begins after the deadline and doubles after the very late date (R-FEE-2, R-FEE-3).
    """
    extra = profile.amendment_pence * (2 if band in VERY_LATE else 1) if band in PAST_THE_DEADLINE else 0
    returned = tier or gives_back(profile, family, at)
    credit = back(charges, before) if returned else 0
    if after is None or credit is None:
        return NOT_HELD
    parts = [f"New entry fee {Money(after)}"]
    if credit:
        parts.append(f"less {Money(credit)} given back")
    if extra:
        parts.append(f"fee for the change {Money(extra)}")
    return Fee(after - credit + extra, ", ".join(parts) + ".")


def deadline_passed(profile: Profile, band: Band) -> date | None:
    """The deadline that a change of this band comes after; none while it is on time."""
    if band in VERY_LATE:
        return profile.very_late
    return profile.entry_deadline if band is Band.LATE else None


def before_the_button(profile: Profile, band: Band, pence: int, *, unpriced: int = 0) -> str:
    """What a page says before the button is pressed (R-FEE-6); empty where there is nothing to say."""
    day = deadline_passed(profile, band)
    said = [f"This change is after the deadline of {clock.day_in_words(day)}."] if day else []
    if pence > 0:
        said.append(f"It will add {Money(pence)} to your invoice.")
    elif pence < 0:
        said.append(f"It will take {Money(-pence)} off your invoice.")
    elif day and not unpriced:
        said.append("It adds nothing to your invoice.")
    if unpriced:
        said.append("The fee is not known yet.")
    return " ".join(said)
