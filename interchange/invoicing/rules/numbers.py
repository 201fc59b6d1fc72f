"""How invoices are numbered, and what a charge by hand may be."""

import re
from collections.abc import Iterable

from interchange.core.errors import Refused
from interchange.core.money import PENCE_IN_A_POUND

MOST_POUNDS = 100_000
AMOUNT = re.compile(r"(-?)(\d{1,6})(?:\.(\d{1,2}))?", re.ASCII)


def invoice_number(centre_number: str, series: str, count: int) -> str:
    """The number of a centre's invoice: centre, year and month of the series, and a count without gaps."""
    return f"{centre_number}-{series[2:4]}{series[5:7]}-{count:02d}"


def next_count(numbers: Iterable[str]) -> int:
    """The count of a centre's next invoice for a series, after these: one more than the last, also where some of them
    have been let go of."""
    return max((int(number.rpartition("-")[2]) for number in numbers), default=0) + 1


def pence_of(typed: str, *, code: str = "amount") -> int:
    """An amount in pounds as people type it, in pence: 12, 12.50, -3.20, £1,200; refused where it is none, or 0."""
    plain = typed.strip().replace("£", "").replace(",", "").replace("−", "-").replace(" ", "")
    found = AMOUNT.fullmatch(plain)
    if not found or int(found[2]) > MOST_POUNDS:
        ask = "Enter an amount in pounds, such as 12.50, or -12.50 for a credit"
        raise Refused(code, f"{ask}; at most {MOST_POUNDS:,}.")
    amount = int(found[2]) * PENCE_IN_A_POUND + int((found[3] or "0").ljust(2, "0"))
    amount = -amount if found[1] else amount
    if not amount:
        raise Refused(code, "Enter an amount that is more or less than nothing.")
    return amount
