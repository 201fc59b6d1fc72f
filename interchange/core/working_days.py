"""Bank holidays of the United Kingdom, worked out from their rules, and the working days between them.

The days follow the Banking and Financial Dealings Act 1971 and what is proclaimed each year as it always is: a day that
falls on a weekend is kept on the next weekday that is free. What is proclaimed for one year alone stands in `ONCE`.
"""

from datetime import date, timedelta
from functools import cache

from interchange.core.labelled import Labelled


class Nation(Labelled):
    """Where bank holidays differ."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


EVERYWHERE = frozenset(Nation)
IRELAND, SCOTS = frozenset({Nation.NORTHERN_IRELAND}), frozenset({Nation.SCOTLAND})
NOT_SCOTS = EVERYWHERE - SCOTS
ONE_DAY, MONDAY, SATURDAY = timedelta(days=1), 0, 5

FIXED: dict[tuple[int, int], frozenset[Nation]] = {
    (1, 1): EVERYWHERE, (1, 2): SCOTS, (3, 17): IRELAND, (7, 12): IRELAND, (11, 30): SCOTS, (12, 25): EVERYWHERE,
    (12, 26): EVERYWHERE,
}  # fmt: skip
"""By month and day; moved on from a weekend."""
MONDAYS: dict[tuple[int, str], frozenset[Nation]] = {
    (5, "first"): EVERYWHERE, (5, "last"): EVERYWHERE, (8, "first"): SCOTS, (8, "last"): NOT_SCOTS,
}  # fmt: skip
FROM_EASTER: dict[int, frozenset[Nation]] = {-2: EVERYWHERE, 1: NOT_SCOTS}
"""Good Friday and Easter Monday, by days from Easter Sunday."""
ONCE: dict[date, frozenset[Nation]] = {date(2026, 6, 15): SCOTS}
"""Days proclaimed for one year alone. Add here what is proclaimed next; nothing else says so."""


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the tables of 1582."""
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - sunday)


@cache
def bank_holidays(year: int, nation: Nation) -> frozenset[date]:
    """The bank holidays of a nation in a year, on the days on which they are kept."""
    kept = {easter(year) + timedelta(days=days) for days, where in FROM_EASTER.items() if nation in where}
    kept |= {_monday(year, month, which) for (month, which), where in MONDAYS.items() if nation in where}
    kept |= {on for on, where in ONCE.items() if on.year == year and nation in where}
    for month, day in sorted(day for day, where in FIXED.items() if nation in where):
        on = date(year, month, day)
        while on.weekday() >= SATURDAY or on in kept:
            on += ONE_DAY
        kept.add(on)
    return frozenset(kept)


def _monday(year: int, month: int, which: str) -> date:
    on, step = (date(year, month, 1), ONE_DAY) if which == "first" else (date(year, month, 31), -ONE_DAY)
    while on.weekday() != MONDAY:
        on += step
    return on


def is_working_day(on: date, nations: frozenset[Nation] = EVERYWHERE) -> bool:
    """Whether it is a weekday, and a bank holiday in none of these nations."""
    return on.weekday() < SATURDAY and all(on not in bank_holidays(on.year, nation) for nation in nations)


def next_working_day(on: date, nations: frozenset[Nation] = EVERYWHERE) -> date:
    """The first working day after this one."""
    on += ONE_DAY
    while not is_working_day(on, nations):
        on += ONE_DAY
    return on
