"""When an approval lapses for want of use (1.2)."""

from dataclasses import dataclass
from datetime import date

LAPSES_AFTER = 24
"""Months without an entry or a claim; an older form of the source says three years, the later page two."""
NOTICES_AFTER = (18, 21, 23)


def months_after(on: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has none."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    for day in (on.day, 30, 29, 28):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def counts_from(*, granted_on: date, last_used_on: date | None) -> date:
    """The day from which idleness counts: of the last use, or of the approval where it was never used since."""
    return max(granted_on, last_used_on) if last_used_on else granted_on


def lapses_on(*, granted_on: date, last_used_on: date | None) -> date:
    """The first day on which the approval no longer stands unless it is used before."""
    return months_after(counts_from(granted_on=granted_on, last_used_on=last_used_on), LAPSES_AFTER)


@dataclass(frozen=True)
class Standing:
    """How idle an approval is on a day: the notice that is due (18, 21, 23; 0 for none), and whether it has lapsed."""

    notice: int
    lapsed: bool


def standing(*, granted_on: date, last_used_on: date | None, on: date) -> Standing:
    """Which of the notices has come due by this day, and whether the two years are over."""
    since = counts_from(granted_on=granted_on, last_used_on=last_used_on)
    due = [months for months in NOTICES_AFTER if on >= months_after(since, months)]
    return Standing(due[-1] if due else 0, on >= months_after(since, LAPSES_AFTER))
