import pytest

from interchange.core.money import Money


@pytest.mark.parametrize(
    ("pence", "shown"),
    [
        (0, "£0.00"),
        (5, "£0.05"),
        (123_456, "£1,234.56"),
        (100_000_000, "£1,000,000.00"),
        (-1_250, "-£12.50"),
    ],
)
def test_an_amount_is_shown_in_pounds_with_two_figures_for_the_pence(pence: int, shown: str) -> None:
    assert str(Money(pence)) == shown


def test_amounts_add_up_and_multiply_without_a_fraction() -> None:
    fee = Money(4_675)
    assert fee * 3 + Money(1) == Money(14_026)
    assert sum([fee, fee], Money(0)) == 2 * fee


def test_amounts_compare() -> None:
    assert Money(-1) < Money(0) < Money(1)
