"""What is looked at every night, and who is told of what comes."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.catalogue.models import Disallowed, Option, Series
from interchange.centres.factories import make_centre
from interchange.centres.models import Centre
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.entries.factories import make_candidate, make_cohort, make_entry
from interchange.entries.queries.standing import standing_problems
from interchange.entries.services import daily
from interchange.notifications.models import Notice

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("Interchange")
QUIET = date(2027, 1, 10)


@pytest.fixture
def centre() -> Centre:
    """Ada takes computer science and mathematics at a centre with one exams officer."""
    centre = make_centre("12345")
    make_actor("Ann Lee", Role.EFA, centre=centre)
    first, second = (
        make_option(make_component(f"{code}/01", kind="exam"), code="") for code in ("J277", "J560")
    )
    ada = make_candidate(centre, "0001", surname="Fox", forenames="Ada", born_on=date(2011, 1, 2))
    make_entry(ada, first)
    make_entry(ada, second)
    return centre


def recheck(on: date) -> int:
    with clock.pretend(datetime(on.year, on.month, on.day, 3, tzinfo=UTC)):
        return daily.recheck(on=on, by=SYSTEM)


def told() -> list[str]:
    return list(Notice.objects.order_by("made_at").values_list("body", flat=True))


def test_a_pair_that_the_catalogue_forbids_later_is_told_once_and_names_nobody(centre: Centre) -> None:
    assert recheck(QUIET) == 0
    Disallowed.objects.create(first="J277", second="J560")
    assert [recheck(QUIET), recheck(date(2027, 1, 11))] == [1, 1]
    [body] = told()
    assert "J560 cannot be entered with J277 in the same series. Withdraw one of them." in body
    assert "Fox" not in body


def test_a_code_that_is_gone_is_told(centre: Centre) -> None:
    Series.objects.update(profile={"entry_codes": ["J560"]})
    assert recheck(QUIET) == 1
    assert "J277 cannot be entered in 2027-06. Available: none yet." in told()[0]
    Option.objects.filter(entry_code="J277").update(entry_code="J278")
    own = Actor.system("Interchange", centre_id=centre.pk)
    with tenancy.reading(own):
        [gone] = [
            each for each in standing_problems(own, centre.pk, make_series("2027-06")) if each.kind == "code"
        ]
    assert gone.sentence == "J277 has no such option any more. Choose another, or withdraw the entry."


def test_what_is_odd_is_told_seven_and_two_days_before_the_deadline(centre: Centre) -> None:
    Disallowed.objects.create(first="J277", second="J560", severity="warn")
    days = [date(2027, 2, day) for day in (13, 14, 14, 18, 19)]
    assert [recheck(day) for day in days] == [0, 1, 1, 0, 1]
    assert [each.title for each in Notice.objects.order_by("made_at")] == [
        "Entries for June 2027: 1 warning, deadline in 7 days",
        "Entries for June 2027: 1 warning, deadline in 2 days",
    ]


@pytest.mark.parametrize(
    ("on", "title"),
    [
        (date(2027, 2, 14), "Entries for June 2027 cost 2 times the fee after 21 February 2027"),
        (date(2027, 4, 19), "Entries for June 2027 cost 3 times the fee after 21 April 2027"),
        (date(2027, 4, 20), None),
    ],
)
def test_who_makes_entries_is_told_before_they_cost_more(centre: Centre, on: date, title: str | None) -> None:
    make_centre("54321")
    for _ in range(2):
        daily.tell_of_deadlines(on=on, by=SYSTEM)
    assert [each.title for each in Notice.objects.all()] == ([title] if title else [])


def test_another_centres_entries_are_not_looked_at_and_statements_do_not_grow(centre: Centre) -> None:
    stranger = Actor(name="Cal", centre_id=make_centre("54321").pk)
    with tenancy.reading(stranger):
        assert standing_problems(stranger, centre.pk, make_series("2027-06")) == []
    own = Actor(name="Ann", centre_id=centre.pk)
    counts, more = [], make_component("H446/03")
    for _ in range(2):
        with tenancy.reading(own), CaptureQueriesContext(connection) as asked:
            standing_problems(own, centre.pk, make_series("2027-06"))
        counts.append(len(asked))
        make_cohort(centre, more, 30, series=make_series("2027-06"))
    assert counts[0] == counts[1]
