"""Warnings that stand are accepted, also after entries were submitted, and are not told again (R-ENT-10)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.audit.events import Event
from interchange.audit.models import EventRecord
from interchange.catalogue.factories import make_component, make_option, make_series, make_sitting
from interchange.catalogue.models import Disallowed, Option
from interchange.core import clock, tenancy
from interchange.core.actor import Actor
from interchange.core.errors import Refused
from interchange.entries.factories import make_candidate, make_entry
from interchange.entries.models import AcceptedWarning, Candidate
from interchange.entries.queries.warnings import Warned, warnings_of
from interchange.entries.services import daily
from interchange.entries.services.warnings import accept_warnings, tell_again
from interchange.notifications.models import Notice

SERIES = "2027-06"
SEVEN_DAYS = date(2027, 2, 14)


@pytest.fixture
def officer(centre: Any) -> Actor:
    return make_actor("Eve Marsh", Role.EFA, centre=centre)


@pytest.fixture
def options(db: None) -> list[Option]:
    """Two codes whose papers are sat in one morning."""
    found = []
    for code in ("J277/01", "J560/01"):
        component = make_component(code, kind="exam", duration_minutes=90)
        make_sitting(component)
        found.append(make_option(component, code=""))
    return found


def enter(centre: Any, number: str, options: list[Option], **values: Any) -> Candidate:
    candidate = make_candidate(centre, number, **values)
    for option in options:
        make_entry(candidate, option)
    return candidate


@pytest.fixture
def fox(centre: Any, options: list[Option]) -> Candidate:
    return enter(centre, "0001", options, surname="Fox", forenames="Ada")


def told(officer: Actor, candidate: Candidate | None = None) -> list[Warned]:
    with tenancy.reading(officer):
        return warnings_of(officer, make_series(), candidate.pk if candidate else None)


def recheck() -> int:
    with clock.pretend(datetime(2027, 2, 14, 3, tzinfo=UTC)):
        return daily.recheck(on=SEVEN_DAYS, by=Actor.system("Interchange"))


def test_what_is_accepted_is_not_told_before_the_deadline_until_it_reads_otherwise(
    officer: Actor, fox: Candidate, centre: Any, options: list[Option]
) -> None:
    make_candidate(centre, "0003")
    bear = enter(centre, "0002", options, surname="Bear")
    first, second = told(officer)
    assert (first.number, first.kind, first.accepted) == ("0001", "Papers that clash", "")
    for _ in range(2):
        assert accept_warnings(SERIES, [first.key, "nonsense"], by=officer) in (1, 0)
    assert [bool(one.accepted) for one in told(officer)] == [True, False]
    assert [bool(one.accepted) for one in told(officer, fox)] == [True]
    assert recheck() == 1
    assert Notice.objects.get().title == "Entries for June 2027: 1 warning, deadline in 7 days"
    Notice.objects.all().delete()
    accept_warnings(SERIES, [second.key], candidate_id=bear.pk, by=officer)
    assert recheck() == 0
    assert tell_again(SERIES, [first.key], by=officer) == 1
    assert recheck() == 1
    with tenancy.for_staff():
        names = EventRecord.unscoped.filter(name__startswith="entries:warning:").order_by("at")
        assert [one.name for one in names] == [
            Event.WARNINGS_ACCEPTED.value, Event.WARNINGS_ACCEPTED.value, Event.WARNINGS_TOLD_AGAIN.value,
        ]  # fmt: skip


def test_what_would_be_refused_cannot_be_accepted_and_another_centres_is_not_there(
    officer: Actor, fox: Candidate, elsewhere: Any
) -> None:
    Disallowed.objects.create(first="J277", second="J560")
    serious = next(one for one in told(officer) if one.serious)
    assert accept_warnings(SERIES, [serious.key], by=officer) == 0
    with pytest.raises(Refused, match="Tick the warnings"):
        accept_warnings(SERIES, [], by=officer)
    stranger = make_actor("Cal Reed", Role.EFA, centre=elsewhere)
    assert accept_warnings(SERIES, [one.key for one in told(officer)], by=stranger) == 0
    with pytest.raises(Http404):
        accept_warnings(SERIES, [serious.key], candidate_id=fox.pk, by=stranger)
    with tenancy.for_staff():
        assert not AcceptedWarning.unscoped.exists()


def test_warnings_are_accepted_on_both_pages_and_shown_as_accepted(
    officer: Actor, fox: Candidate, centre: Any, signed_in: Callable[..., Client]
) -> None:
    eve = signed_in(officer)
    [key] = [one.key for one in told(officer)]
    where = f"/entries/candidates/{fox.pk}/"
    assert "Papers that clash" in eve.get(where).content.decode()
    refused = eve.post(f"{where}warnings/", {"series": SERIES})
    assert (refused.status_code, 'href="#warning"' in refused.content.decode()) == (422, True)
    assert eve.post(f"{where}warnings/", {"warning": key, "do": "accept"}).status_code == 302
    assert (
        "Eve Marsh"
        in eve.get(where).content.decode().partition('id="warnings"')[2].partition("</section>")[0]
    )
    page = eve.get("/entries/warnings/").content.decode()
    assert "There is nothing to warn about" in page
    assert key in eve.get("/entries/warnings/?show=accepted").content.decode()
    eve.post("/entries/warnings/accept/?show=accepted", {"series": SERIES, "warning": key, "do": "again"})
    listed = "/entries/warnings/accept/?kind=Papers+that+clash"
    assert eve.post(listed, {"series": SERIES}).status_code == 422
    assert eve.post(listed, {"series": SERIES, "all": "1", "do": "accept"}).status_code == 302
    assert told(officer)[0].accepted
    assert "Eve Marsh" in eve.get("/entries/warnings/export/csv/?show=all").content.decode()
    assert eve.post("/entries/warnings/accept/", {"series": "2099-06", "warning": key}).status_code == 404
    tutor = signed_in(make_actor("Tom Tutor", Role.TUT, centre=centre))
    assert 'name="warning"' not in tutor.get(where).content.decode()


def test_the_statements_are_the_same_for_one_candidate_and_for_many(
    officer: Actor, fox: Candidate, centre: Any, options: list[Option]
) -> None:
    counts = []
    for number in range(2, 30, 14):
        with CaptureQueriesContext(connection) as asked:
            told(officer)
        counts.append(len(asked))
        for more in range(number, number + 5):
            enter(centre, f"{more:04}", options)
    assert counts[0] == counts[1]
