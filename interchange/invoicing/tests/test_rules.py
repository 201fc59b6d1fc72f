"""Amounts as typed, numbers of invoices, and fees that become known later."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.catalogue.rules.profile import Profile
from interchange.core.errors import Refused
from interchange.core.money import Money
from interchange.invoicing.rules.numbers import invoice_number, pence_of
from interchange.invoicing.rules.pricing import Past, Route, known_since

JUNE = Profile.of("2027-06", {"amendment_pence": 500})
ON_TIME, LATER = datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
ART = Route("J170", "A", family="gcse")
ART_B = Route("J170", "B", family="gcse")
FEES = {("J170", ""): 4000, ("J170", "B"): 5000}


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("12", 1200),
        ("12.5", 1250),
        ("12.50", 1250),
        ("-3.20", -320),
        ("£1,200", 120_000),
        ("−1", -100),
        (" 0.01 ", 1),
    ],
)
def test_an_amount_is_read_in_pounds(typed, pence):
    assert pence_of(typed) == pence


@pytest.mark.parametrize("typed", ["", "x", "0", "0.00", "1.234", "1.", "--1", "100001", "1e3", "９", "1.-5"])
def test_what_is_no_amount_is_refused_with_an_example(typed):
    with pytest.raises(Refused, match="Enter an amount"):
        pence_of(typed)


@given(st.integers(1, 9_999_999) | st.integers(-9_999_999, -1))
def test_an_amount_reads_back_as_it_is_written(pence):
    assert pence_of(str(Money(pence))) == pence


def test_invoices_count_for_each_centre_and_series():
    assert invoice_number("10001", "2027-06", 3) == "10001-2706-03"


def past(number, action, before, after, band="on-time", pence=None, at=ON_TIME, how=""):
    return Past(UUID(int=number), action, before, after, band, pence, at, how)


ADD = past(1, "add", None, ART)


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ([ADD], [(1, 4000)]),
        ([past(1, "add", None, ART, "late", at=LATER)], [(1, 8000)]),
        ([past(1, "add", None, Route("X1", "A"))], []),
        ([past(1, "add", None, Route("X1", "", certification=True))], [(1, 0)]),
        ([past(1, "add", None, ART, pence=100)], []),
        ([ADD, past(2, "withdraw", ART, None)], [(1, 4000), (2, -4000)]),
        (
            [ADD, past(2, "withdraw", ART, None, "very-late", at=datetime(2027, 5, 1, tzinfo=UTC))],
            [(1, 4000), (2, 0)],
        ),
        ([ADD, past(2, "amend", ART, ART_B)], [(1, 4000), (2, 1000)]),
        (
            [past(1, "add", None, ART, pence=4000), past(2, "amend", ART, ART_B, "late", at=LATER)],
            [(2, 5500)],
        ),
    ],
)
def test_a_fee_that_becomes_known_is_what_it_would_have_been(history, found):
    known = known_since(history, FEES, JUNE)
    assert [(version.int, fee.pence) for version, fee in known] == found
