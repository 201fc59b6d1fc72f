"""Opening a series, and finding components."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404

from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue import queries
from interchange.catalogue.factories import make_component, make_endorsement, make_option, make_series
from interchange.catalogue.models import Component, MarkWindow, Series
from interchange.catalogue.services import open_series
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.core.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db

OPERATOR = Actor.system("open_series")


def windows(series: Series) -> dict[str, tuple[date, date]]:
    return {
        window.component.slug: (window.opens_on, window.closes_on) for window in queries.mark_windows(series)
    }


def test_a_series_opens_with_a_window_for_each_component_that_centres_mark() -> None:
    make_component("J277/03")
    make_component("J277/01", kind=Component.Kind.EXAM)
    make_endorsement("J351/03", marks_due_printed="31 March or 15 May")
    make_endorsement("J351/80", route=Component.CARRIED_FORWARD)
    series = open_series("2027-06", opens_on=date(2027, 3, 1), by=OPERATOR)
    assert windows(series) == {
        "J277-03": (date(2027, 3, 1), date(2027, 5, 15)),
        "J351-03": (date(2027, 3, 1), date(2027, 5, 15)),
    }
    assert (series.name, series.is_open) == ("June 2027", True)


def test_one_closing_day_may_be_given_for_all() -> None:
    make_component()
    series = open_series("2027-06", opens_on=date(2027, 3, 1), closes_on=date(2027, 4, 1), by=OPERATOR)
    assert windows(series) == {"J277-03": (date(2027, 3, 1), date(2027, 4, 1))}


def test_opening_it_again_adds_only_the_windows_of_new_components() -> None:
    make_component("J277/03")
    open_series("2027-06", opens_on=date(2027, 3, 1), by=OPERATOR)
    make_component("J277/04")
    series = open_series("2027-06", opens_on=date(2027, 4, 1), by=OPERATOR)
    assert {slug: days[0] for slug, days in windows(series).items()} == {
        "J277-03": date(2027, 3, 1),
        "J277-04": date(2027, 4, 1),
    }
    with tenancy.for_staff():
        opened = list(EventRecord.unscoped.filter(name=Event.SERIES_OPENED.value).order_by("link_number"))
    assert [event.data for event in opened] == [{"windows": 1}, {"windows": 1}]


def test_a_window_that_would_close_before_it_opens_is_refused_and_nothing_is_kept() -> None:
    make_component()
    with pytest.raises(Refused) as refusal:
        open_series("2027-06", opens_on=date(2027, 6, 1), by=OPERATOR)
    assert refusal.value.code == "window-closes-first"
    assert not Series.objects.exists()
    assert not MarkWindow.objects.exists()


def test_only_an_operator_opens_a_series() -> None:
    with pytest.raises(NotAllowed):
        open_series("2027-06", opens_on=date(2027, 3, 1), by=Actor(name="Ann", centre_id=1))


def test_the_command_opens_a_series_and_says_what_is_wrong_with_a_code() -> None:
    make_component()
    out = io.StringIO()
    call_command("open_series", "2027-06", "--opens", "2027-03-01", stdout=out)
    assert out.getvalue() == "June 2027 is open, with 1 mark windows.\n"
    with pytest.raises(CommandError, match="is not a series"):
        call_command("open_series", "2027-6")


def test_the_latest_series_is_the_newest_that_is_open() -> None:
    assert queries.latest_series() is None
    make_series("2026-11")
    make_series("2027-06")
    make_series("2027-11", is_open=False)
    latest = queries.latest_series()
    assert latest is not None
    assert latest.code == "2027-06"
    assert [series.code for series in queries.series_list()] == ["2027-11", "2027-06", "2026-11"]


# ---------------------------------------------------------------- finding


def matching(typed: str) -> list[str]:
    return sorted(component.code for component in queries.components_matching(typed))


@pytest.fixture
def _a_few_components() -> None:
    make_component("J277/03", title="Programming project")
    make_component("J277/01", title="Computer systems", kind=Component.Kind.EXAM)
    make_component("R068/01", unit=True, title="Design a business proposal")
    make_component("R068/02", unit=True, title="Design a business proposal")


@pytest.mark.usefixtures("_a_few_components")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("J277/03", ["J277/03"]),
        (" j277 03", ["J277/03"]),
        ("J277-03", ["J277/03"]),
        ("j277", ["J277/01", "J277/03"]),
        ("R068", ["R068/01", "R068/02"]),
        ("J837", ["R068/01", "R068/02"]),
        ("programming", ["J277/03"]),
        ("computer project", ["J277/03"]),
        ("J277/09", []),
        ("", []),
        (" / ", []),
        ("\x00", []),
        ("%", []),
    ],
)
def test_components_are_found_by_code_else_by_words(typed: str, found: list[str]) -> None:
    assert matching(typed) == found


def test_a_component_is_found_by_its_address_in_any_case_and_is_missing_otherwise() -> None:
    component = make_component("J277/03")
    assert queries.component_by_slug("j277-03") == component
    with pytest.raises(Http404):
        queries.component_by_slug("j277-04")


def test_entry_codes_lead_to_the_components_of_their_options() -> None:
    component = make_component("R068/01", unit=True)
    option = make_option(component, code="1")
    assert (option.entry_code, list(option.components.all())) == ("R068", [component])
