"""The working days of the United Kingdom: weekdays that are no bank holiday of the nations that matter."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

from interchange.core.labelled import Labelled


class Nation(Labelled):
    """Where bank holidays differ."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


EVERYWHERE = frozenset(Nation)
SUBDIVISION = {Nation.ENGLAND_AND_WALES: "ENG", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR"}
ONE_DAY, SATURDAY = timedelta(days=1), 5


@cache
def bank_holidays(year: int, nation: Nation) -> frozenset[date]:
    """The bank holidays of a nation in a year that fall or are kept on weekdays."""
    days = country_holidays("GB", subdiv=SUBDIVISION[nation], years=year)
    return frozenset(on for on in days if on.weekday() < SATURDAY)


def is_working_day(on: date, nations: frozenset[Nation] = EVERYWHERE) -> bool:
    """Whether it is a weekday, and a bank holiday in none of these nations."""
    return on.weekday() < SATURDAY and all(on not in bank_holidays(on.year, nation) for nation in nations)


def next_working_day(on: date, nations: frozenset[Nation] = EVERYWHERE) -> date:
    """The first working day after this one."""
    on += ONE_DAY
    while not is_working_day(on, nations):
        on += ONE_DAY
    return on
