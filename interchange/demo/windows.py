"""The days of the demo's series. They move with today, so that its windows are open whenever somebody looks."""

from datetime import date, timedelta

from django.db import connection, transaction

from interchange.catalogue.queries import mark_windows, series_by_code, series_list
from interchange.catalogue.services import open_series
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.demo import rules

OPERATOR = Actor.system("demo")
MOVE_WINDOWS = """
    UPDATE catalogue_markwindow AS held
    SET opens_on = given.opens_on, closes_on = given.closes_on, closes_why = 'in the demo it moves with today'
    FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS given (id, opens_on, closes_on)
    WHERE held.id = given.id
"""
MOVE_EXTENSIONS = """
    UPDATE assessment_extensionrequest AS asked
    SET until = asked.until + %(days)s, granted_until = asked.granted_until + %(days)s
    FROM assessment_marksheet AS sheet
    WHERE (sheet.centre_id, sheet.id) = (asked.centre_id, asked.sheet_id) AND sheet.series_id = %(series)s
"""
CLOSE = "UPDATE catalogue_series SET is_open = false WHERE code < %s AND is_open"


def open_this_year(code: str, *, today: date) -> None:
    """Open the series, and let its windows and the extensions of them be as far from today as they always are."""
    if code not in known_series():
        opens_on, closes_on = rules.Days(rules.OPENED, rules.FIRST_CLOSING).on(today)
        open_series(code, opens_on=opens_on, closes_on=closes_on, by=OPERATOR)
    series = series_by_code(code)
    windows = [(window, rules.days_for(window.component.slug).on(today)) for window in mark_windows(series)]
    late = [window for window, days in windows if window.opens_on != days[0]]
    days_moved = max((rules.days_moved(window.opens_on, today=today) for window in late), default=0)
    columns = [list(column) for column in zip(*((w.pk, *days) for w, days in windows), strict=True)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MOVE_WINDOWS, columns)
    if days_moved:
        with tenancy.for_staff(), connection.cursor() as cursor:
            cursor.execute(MOVE_EXTENSIONS, {"days": days_moved, "series": series.pk})


def open_last_year(code: str, *, opens_on: date, closes_on: date) -> None:
    """Open the series before for the days in which it was open."""
    if code not in known_series():
        open_series(code, opens_on=opens_on, closes_on=closes_on, by=OPERATOR)


def print_certificates_later(code: str, *, today: date) -> None:
    """The certificates of a series are printed three weeks from today, so that corrections can be looked at."""
    series = series_by_code(code)
    series.profile |= {"certificates_printed": (today + timedelta(21)).isoformat()}
    series.save(update_fields=["profile"])


def close_before(code: str) -> None:
    """Nothing can be entered any more in any series before this one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLOSE, [code])


def known_series() -> set[str]:
    """The codes of all series."""
    return set(series_list().values_list("code", flat=True))
