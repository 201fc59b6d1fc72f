"""Two people at the same moment, each with a connection of their own: one is told, nothing is lost or doubled."""

import threading

import pytest
from django.db import connection

from interchange.core import tenancy
from interchange.estimates.factories import estimate, forecast
from interchange.estimates.queries.asking import asking_at
from interchange.estimates.queries.lines import lines_of
from interchange.estimates.rules.saving import Outcome, Typed
from interchange.estimates.services.daily import prefill_estimates
from interchange.estimates.services.estimates import save_estimates

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """What each call gave, all begun at the same moment."""
    ready, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            connection.ensure_connection()
            ready.wait(timeout=20)
            found[place] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def outcomes(saved):
    return sorted(answer.outcome for one in saved for answer in one.answers)


def test_of_two_numbers_for_one_line_one_is_kept_and_the_other_told(june, efa, ann, enzo):
    with tenancy.reading(efa):
        held = lines_of(efa, asking_at(june.code), efa.centre_id)[0]
    saved = at_once(
        lambda: save_estimates(june.code, [Typed(held.key, "21", held.version)], by=efa),
        lambda: save_estimates(june.code, [Typed(held.key, "22", held.version)], by=ann),
        lambda: prefill_estimates(june.code, by=enzo),
    )
    assert outcomes(saved[:2]) == [Outcome.CONFLICT, Outcome.SAVED]


def test_a_new_line_that_two_people_add_is_there_once(june, cal):
    new = at_once(lambda: estimate(june, cal, J316=4), lambda: estimate(june, cal, J316=4))
    assert outcomes(new) == [Outcome.SAVED, Outcome.UNCHANGED]
    with tenancy.reading(cal):
        assert len(lines_of(cal, asking_at(june.code), cal.centre_id)) == 2


def test_of_two_grades_for_one_candidate_one_is_kept_and_the_other_told(graded, efa, ann):
    saved = at_once(
        lambda: forecast(graded, "J277", {"0001": "7"}, efa),
        lambda: forecast(graded, "J277", {"0001": "6"}, ann),
    )
    assert outcomes(saved) == [Outcome.CONFLICT, Outcome.SAVED]
