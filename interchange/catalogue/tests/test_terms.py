"""What holds in a series, as others ask for it."""

from datetime import date

import pytest

from interchange.catalogue import queries
from interchange.catalogue.factories import make_component, make_option, make_qualification, make_series
from interchange.catalogue.models import Disallowed, Sitting, Tariff, TerminalRule

pytestmark = pytest.mark.django_db


def test_a_fee_without_an_option_holds_for_the_options_that_have_none_of_their_own() -> None:
    series, other = make_series(), make_series("2027-11")
    component = make_component("J277/03")
    make_option(component, code="A")
    make_option(component, code="B")
    make_option(make_component("J351/01"), code="A")
    Tariff.objects.create(series=series, entry_code="J277", pence=4500)
    Tariff.objects.create(series=series, entry_code="J277", option_code="B", pence=5000)
    Tariff.objects.create(series=other, entry_code="J277", pence=1)

    fees = queries.tariffs(series.pk)

    assert fees == {("J277", ""): 4500, ("J277", "A"): 4500, ("J277", "B"): 5000}
    assert queries.tariffs(series.pk, codes={"J351"}) == {}


def test_a_pair_of_the_series_goes_before_the_same_pair_of_every_series() -> None:
    series, other = make_series(), make_series("2027-11")
    Disallowed.objects.create(first="J277", second="J278", why="Same subject")
    Disallowed.objects.create(first="J277", second="J278", series=series, severity="warn", why="Pilot")
    Disallowed.objects.create(first="J351", second="J352", series=other)

    assert queries.disallowed_pairs(series.pk) == [queries.Pair("J277", "J278", refused=False, why="Pilot")]
    assert queries.disallowed_pairs(other.pk) == [
        queries.Pair("J277", "J278", refused=True, why="Same subject"),
        queries.Pair("J351", "J352", refused=True, why=""),
    ]


def test_terminal_rules_and_sittings_come_with_what_they_belong_to() -> None:
    series = make_series()
    TerminalRule.objects.create(qualification=make_qualification("J837"), percent=40)
    Sitting.objects.create(series=series, component=make_component("J277/01"), on=date(2027, 5, 12))

    assert [rule.qualification.entry_code for rule in queries.terminal_rules(codes={"J837"})] == ["J837"]
    assert [sitting.component.qualification.entry_code for sitting in queries.sittings(series.pk)] == ["J277"]


def test_the_profile_of_a_series_is_what_it_says_and_else_the_default() -> None:
    profile = queries.profile_of(make_series(profile={"entry_deadline": "2027-03-01"}))
    assert (profile.entry_deadline, profile.late_multiple) == (date(2027, 3, 1), 2)
