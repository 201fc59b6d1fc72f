"""What changes of entries cost, as tables and as what always holds (R-FEE-1 to R-FEE-7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.catalogue.rules.profile import Band, Profile, band_at
from interchange.core import clock
from interchange.entries.rules import fees
from interchange.entries.rules.holdings import Charge
from interchange.entries.rules.states import Withdrawn

JUNE = Profile.of("2027-06", {"amendment_pence": 1000})
NOVEMBER = Profile.of("2027-11", {})
FEE = 4000


def at(month: int, day: int, year: int = 2027) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("band", "fee", "certification", "pence", "told"),
    [
        (Band.ON_TIME, FEE, False, 4000, "Entry fee £40.00."),
        (Band.LATE, FEE, False, 8000, "Late entry: 2 times the fee of £40.00."),
        (Band.VERY_LATE, FEE, False, 12000, "Very late entry: 3 times the fee of £40.00."),
        (Band.CLOSED, FEE, False, 12000, "Very late entry: 3 times the fee of £40.00."),
        (Band.LATE, 0, False, 0, "Entry fee £0.00."),
        (Band.LATE, None, False, None, "No fee is held for this code."),
        (Band.LATE, None, True, 0, "No fee for certification."),
        (Band.LATE, 500, True, 1000, "Late entry: 2 times the fee of £5.00."),
    ],
)
def test_an_entry_costs_its_fee_times_what_its_band_asks(
    band: Band, fee: int | None, certification: bool, pence: int | None, told: str
) -> None:
    assert fees.to_add(fee, JUNE, band, certification=certification) == (pence, told)


@pytest.mark.parametrize(
    ("profile", "family", "on"),
    [
        (JUNE, "gcse", date(2027, 3, 21)),
        (JUNE, "a-level", date(2027, 4, 21)),
        (NOVEMBER, "gcse", date(2027, 10, 25)),
        (Profile.of("2027-06", {"entry_deadline": "2027-01-31"}), "gcse", date(2027, 2, 28)),
        (Profile.of("2027-06", {"refund_months": {"*": 0}}), "gcse", date(2027, 2, 21)),
    ],
)
def test_refunds_end_months_after_the_deadline_by_family_and_never_after_the_very_late_date(
    profile: Profile, family: str, on: date
) -> None:
    assert fees.refund_until(profile, family) == on
    assert fees.gives_back(profile, family, clock.end_of_day(on))
    assert not fees.gives_back(profile, family, clock.end_of_day(on) + timedelta(seconds=1))


ON_TIME, LATE = [Charge("on-time", 4000)], [Charge("late", 8000)]


@pytest.mark.parametrize(
    ("charges", "fee", "family", "when", "medical", "how", "pence"),
    [
        (ON_TIME, FEE, "gcse", at(2, 1), False, "refund", -4000),
        (ON_TIME, FEE, "gcse", at(3, 21), False, "refund", -4000),
        (ON_TIME, FEE, "gcse", at(3, 22), False, "no-refund", 0),
        (ON_TIME, FEE, "a-level", at(3, 22), False, "refund", -4000),
        (LATE, FEE, "gcse", at(3, 1), False, "refund", -4000),
        (LATE, None, "gcse", at(3, 1), False, "refund", None),
        (ON_TIME, FEE, "gcse", at(7, 1), True, "medical", -4000),
        (LATE, FEE, "gcse", at(7, 1), True, "medical", -4000),
        (ON_TIME, FEE, "gcse", at(8, 13), True, "medical", -4000),
        (ON_TIME, FEE, "gcse", at(8, 14), True, "no-refund", 0),
        (ON_TIME, 5000, "gcse", at(2, 1), False, "refund", -4000),
        ([Charge("on-time", None)], FEE, "gcse", at(2, 1), False, "refund", None),
        ([], FEE, "gcse", at(2, 1), False, "refund", 0),
    ],
)
def test_a_withdrawal_gives_back_the_entry_fee_and_never_more_than_was_paid(
    charges: list[Charge], fee: int | None, family: str, when: datetime, medical: bool, how: str, pence: int | None
) -> None:  # fmt: skip
    found, amount = fees.to_withdraw(charges, fee, JUNE, family=family, at=when, medical=medical)
    assert (found, amount.pence) == (how, pence)


@pytest.mark.parametrize(
    ("when", "tier", "pence"),
    [
        (at(2, 1), False, 5000 - 4000),
        (at(2, 1), True, 5000 - 4000),
        (at(3, 1), False, 5000 - 4000 + 1000),
        (at(4, 1), False, 5000 + 1000),
        (at(4, 1), True, 5000 - 4000 + 1000),
        (at(5, 1), True, 5000 - 4000 + 2000),
        (at(5, 1), False, 5000 + 2000),
    ],
)
def test_another_option_or_tier_costs_the_difference_and_the_fee_for_changes_which_doubles(
    when: datetime, tier: bool, pence: int
) -> None:
    fee = fees.to_change(ON_TIME, 4000, 5000, JUNE, band_at(JUNE, when), family="gcse", at=when, tier=tier)
    assert fee.pence == pence


@pytest.mark.parametrize(
    ("band", "pence", "unpriced", "said"),
    [
        (Band.ON_TIME, 0, 0, ""),
        (Band.ON_TIME, 4000, 0, "It will add £40.00 to your invoice."),
        (
            Band.LATE, 8000, 0,
            "This change is after the deadline of 21 February 2027. It will add £80.00 to your invoice.",
        ),
        (
            Band.VERY_LATE, -4000, 0,
            "This change is after the deadline of 21 April 2027. It will take £40.00 off your invoice.",
        ),
        (Band.LATE, 0, 0, "This change is after the deadline of 21 February 2027. It adds nothing to your invoice."),
        (Band.LATE, 0, 2, "This change is after the deadline of 21 February 2027. The fee is not known yet."),
    ],
)  # fmt: skip
def test_the_fee_is_said_before_the_button(band: Band, pence: int, unpriced: int, said: str) -> None:
    assert fees.before_the_button(JUNE, band, pence, unpriced=unpriced) == said


DAYS = st.integers(0, 344).map(lambda days: datetime(2026, 9, 2, 12, tzinfo=UTC) + timedelta(days=days))
FEES = st.dictionaries(st.sampled_from("AB"), st.integers(0, 20_000), min_size=2)
CHANGES = st.lists(
    st.tuples(st.sampled_from(["change", "change tier", "withdraw", "withdraw medical"]), DAYS), max_size=5
)


@given(DAYS, FEES, CHANGES, FEES)
def test_an_entry_never_costs_less_than_nothing(
    made: datetime, held: dict[str, int], changes: list[tuple[str, datetime]], later: dict[str, int]
) -> None:
    """Whatever is done to it in whatever order, and even where the fees change meanwhile."""
    option, charges = (
        "A",
        [Charge(band_at(JUNE, made), fees.to_add(held["A"], JUNE, band_at(JUNE, made)).pence)],
    )
    for what, when in sorted(changes, key=lambda change: change[1]):
        band = band_at(JUNE, when)
        if what.startswith("change"):
            other = "B" if option == "A" else "A"
            fee = fees.to_change(
                charges, later[option], later[other], JUNE, band, family="gcse", at=when, tier="tier" in what
            )
            option = other
        else:
            _, fee = fees.to_withdraw(
                charges, later[option], JUNE, family="gcse", at=when, medical="medical" in what
            )
        charges.append(Charge(band, fee.pence))
        assert sum(charge.pence or 0 for charge in charges) >= 0
        if what.startswith("withdraw"):
            break


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_an_entry_made_and_withdrawn_on_time_costs_nothing_whatever_the_fee_became(
    paid: int, now: int
) -> None:
    how, fee = fees.to_withdraw(
        [Charge("on-time", paid)], now, JUNE, family="gcse", at=at(2, 1), medical=False
    )
    assert (how, fee.pence) == (Withdrawn.REFUND, -paid)


@given(st.integers(1, 20_000))
def test_the_late_part_of_a_late_fee_is_never_given_back(fee: int) -> None:
    charge = Charge("late", fees.to_add(fee, JUNE, Band.LATE).pence)
    _, back = fees.to_withdraw([charge], fee, JUNE, family="gcse", at=at(3, 1), medical=True)
    assert (charge.pence or 0) + (back.pence or 0) == fee
